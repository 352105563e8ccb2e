"""Searching by a tag: what stands in a shared theme that wears it, of the places that somebody sees, and no more."""

from collections.abc import Sequence

from sqlalchemy import Connection

from app.region.rights import Place
from app.region.search import question
from app.region.shared_theme import Local
from app.store import search
from app.store.database import Database
from app.store.mapping_themes import make_shared, move_local, remove_shared, tag_shared
from app.store.search import Tagged
from tests.told_by_hand import NOW, line, summary, theme, workshop
from tests.told_region import region_in

TAG, OTHER = "oecd.agency", "oecd.resp"


def found(
    connection: Connection, asked: str, workshops: Sequence[str], tag: str, *places: Place, group: str | None = None
) -> tuple[list[str], list[str]]:
    """The statements and the titles of themes that answer a question, and carry a tag."""
    tagged, wanted = Tagged(tag, places), question(asked)
    said = search.statements(connection, wanted, workshops, group=group, tagged=tagged, most=9)
    themes = search.themes(connection, wanted, workshops, group=group, tagged=tagged, most=9)
    assert said.total == len(said.page)
    assert themes.total == len(themes.page)
    return [one.text for one in said.page], [one.title for one in themes.page]


def test_what_stands_in_a_theme_with_the_tag_is_found_by_it_as_far_as_one_sees(database: Database) -> None:
    with database.writing() as connection:
        there = region_in(connection)
        network = Place(there.network)
        smola = Place(there.network, there.municipalities["Smøla"])
        ute = theme("Ute", line("Trær å klatre i", "child"), line("Gapahuk", "staff"))
        venn = theme("Venner", line("Noen å leke med"))
        here = [workshop(connection, [there.units["Nordsmøla skole"]], summary("Trær", themes=[ute, venn]))]
        outside, alone = Local(here[0], ute.id), Local(here[0], venn.id)
        first = make_shared(connection, network, "Uteliv", [outside], who=None, now=NOW)
        second = make_shared(connection, smola, "Ingen alene", [alone], who=None, now=NOW)
        for place, shared in ((network, first), (smola, second)):
            tag_shared(connection, place, shared, {TAG}, who=None, now=NOW)

        assert found(connection, "", here, TAG, network) == (["Trær å klatre i", "Gapahuk"], ["Ute"])
        assert found(connection, "trær ", here, TAG, network) == (["Trær å klatre i"], [])
        assert found(connection, "-trær ", here, TAG, network) == (["Gapahuk"], ["Ute"])
        assert found(connection, "", here, TAG, network, group="staff") == (["Gapahuk"], ["Ute"])
        assert found(connection, "", here, TAG, smola) == (["Noen å leke med"], ["Venner"])
        assert found(connection, "", here, TAG, network, smola)[1] == ["Ute", "Venner"]
        assert found(connection, "", here, OTHER, network, smola) == ([], [])
        assert found(connection, "", here, TAG) == ([], []), "whoever sees no place with themes sees no tag"
        assert found(connection, "", [], TAG, network, smola) == ([], [])
        assert search.tags_in(connection, [network, smola]) == {TAG}
        assert search.tags_in(connection, []) == set()

        move_local(connection, network, [outside], None, who=None, now=NOW)
        assert found(connection, "", here, TAG, network) == ([], [])
        assert search.tags_in(connection, [network]) == set(), "it would find nothing"
        remove_shared(connection, smola, second, who=None, now=NOW)
        assert found(connection, "", here, TAG, smola) == ([], [])
