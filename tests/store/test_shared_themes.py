"""Shared themes: what is mapped, counted and traced, and what is no longer told is not there."""

import asyncio
from concurrent.futures import ThreadPoolExecutor, wait

import pytest
from sqlalchemy import Connection

from app.region.rights import Place
from app.region.shared_theme import Local, SharedTheme
from app.store import mapping_themes, shared_themes
from app.store.database import Database
from app.store.local_themes import lines_of
from app.store.mapping_themes import NoSharedTheme, Overtaken
from app.store.shared_themes import shared_themes as told_themes
from tests.databases import postgresql_only
from tests.told_region import AT, There, ToldTheme, region_in, stage, tell_in, untell

VENNER = ToldTheme("Venner", [("child", "Alle har en venn"), (None, "Ingen går alene")], "I 2040 …", "Et tegn", 7)
TRYGG = ToldTheme("Trygg", [("staff", "Vaksne som ser")])
UTE = ToldTheme("Ute", [("child", "Ute hver dag"), ("child", "Trær")], votes=3)


@pytest.fixture
def there(database: Database) -> There:
    with database.writing() as connection:
        there = region_in(connection)
        tell_in(connection, there, "Kveld på Smøla", ["Nordsmøla skole"], [VENNER, UTE])
        tell_in(connection, there, "Kveld i Aure", ["Aure skole"], [TRYGG], language="nn")
    return there


def make(database: Database, place: Place, title: str, *local: Local) -> int:
    with database.writing() as connection:
        return mapping_themes.make_shared(connection, place, title, local, who=None, now=AT)


def move(database: Database, place: Place, to: int | None, *local: Local) -> int:
    with database.writing() as connection:
        return mapping_themes.move_local(connection, place, local, to, who=None, now=AT)


def read(database: Database, there: There, municipality: int | None = None) -> list[SharedTheme]:
    with database.reading() as connection:
        return told_themes(connection, there.network, municipality)


def unmapped(database: Database, place: Place) -> set[str]:
    with database.reading() as connection:
        return {one.title for one in shared_themes.board(connection, place).unmapped}


def undo(database: Database, place: Place) -> None:
    with database.writing() as connection:
        last = shared_themes.last_act(connection, place)
        assert last is not None
        mapping_themes.undo(connection, place, last.id, who=None, now=AT)


def test_a_shared_theme_counts_what_stands_behind_it_and_traces_it_to_the_statements(
    database: Database, there: There
) -> None:
    place = Place(there.network)
    make(database, place, "Ingen alene", there.locals["Venner"], there.locals["Trygg"])
    (one,) = read(database, there)
    assert (one.title, one.statements, one.votes, one.unvoted, one.workshops) == ("Ingen alene", 3, 7, 1, 2)
    assert one.municipalities == ("Aure", "Smøla")
    assert one.groups == ("child", "staff")
    with database.reading() as connection:
        told = lines_of(connection, one.local)
    assert [line.text for line in told[there.locals["Venner"]]] == ["Alle har en venn", "Ingen går alene"]
    lines = [line for local in told.values() for line in local]
    assert {(line.language, line.workshop_title) for line in lines} == {
        ("nb", "Kveld på Smøla"),
        ("nn", "Kveld i Aure"),
    }
    assert [line.group for line in lines if line.text == "Ingen går alene"] == [None]
    assert unmapped(database, place) == {"Ute"}


def test_votes_are_none_where_no_local_theme_stood_in_a_vote(database: Database, there: There) -> None:
    make(database, Place(there.network), "Trygge", there.locals["Trygg"])
    assert read(database, there)[0].votes is None


def test_what_is_told_no_more_is_gone_and_comes_back_where_it_stood(database: Database, there: There) -> None:
    place = Place(there.network)
    make(database, place, "Ingen alene", there.locals["Venner"], there.locals["Trygg"])
    smola = there.workshops["Kveld på Smøla"]
    with database.writing() as connection:
        untell(connection, smola)
    assert only_aure_stands_behind(database, there)
    with database.writing() as connection:
        tell_in(connection, there, "Kveld på Smøla", [], [VENNER, UTE])
    assert {local.title for local in read(database, there)[0].local} == {"Venner", "Trygg"}
    with database.writing() as connection:
        stage(connection, smola, "deleted")
    assert only_aure_stands_behind(database, there)
    with database.writing() as connection:
        stage(connection, smola, "closed")
    assert {local.title for local in read(database, there)[0].local} == {"Venner", "Trygg"}
    assert unmapped(database, place) == {"Ute"}


def only_aure_stands_behind(database: Database, there: There) -> bool:
    (one,) = read(database, there)
    told = ([local.title for local in one.local], one.statements, one.municipalities)
    return told == (["Trygg"], 1, ("Aure",)) and unmapped(database, Place(there.network)) == set()


def test_a_municipality_maps_apart_from_its_network_and_only_what_is_told_in_it(
    database: Database, there: There
) -> None:
    smola = Place(there.network, there.municipalities["Smøla"])
    make(database, Place(there.network), "Nettverkets", there.locals["Venner"])
    mine = make(database, smola, "Smølas", there.locals["Venner"], there.locals["Trygg"])
    assert [one.title for one in read(database, there)] == ["Nettverkets"]
    (one,) = read(database, there, smola.municipality)
    assert [local.title for local in one.local] == ["Venner"], "what is told in Aure is not mapped at Smøla"
    with pytest.raises(NoSharedTheme):
        move(database, Place(there.network), mine, there.locals["Ute"])
    assert move(database, smola, mine, Local("no-workshop", "no-theme")) == 0


def test_a_move_takes_a_local_theme_out_of_where_it_stood_and_is_undone_step_by_step(
    database: Database, there: There
) -> None:
    place = Place(there.network)
    first = make(database, place, "Første", there.locals["Venner"])
    second = make(database, place, "Andre")
    assert move(database, place, second, there.locals["Venner"], there.locals["Ute"]) == 2
    assert [len(one.local) for one in read(database, there)] == [0, 2]
    with database.writing() as connection:
        mapping_themes.remove_shared(connection, place, second, who=None, now=AT)
    assert [one.id for one in read(database, there)] == [first]
    undo(database, place)
    assert [len(one.local) for one in read(database, there)] == [0, 2]
    undo(database, place)
    assert [[local.title for local in one.local] for one in read(database, there)] == [["Venner"], []]
    undo(database, place)
    undo(database, place)
    assert read(database, there) == []
    with database.reading() as connection:
        assert shared_themes.last_act(connection, place) is None


def test_only_what_was_done_last_is_undone(database: Database, there: There) -> None:
    place = Place(there.network)
    make(database, place, "Første")
    with database.reading() as connection:
        early = shared_themes.last_act(connection, place)
    make(database, place, "Andre")
    assert early is not None
    with database.writing() as connection, pytest.raises(Overtaken):
        mapping_themes.undo(connection, place, early.id, who=None, now=AT)


def test_words_of_an_older_version_overwrite_nothing(database: Database, there: There) -> None:
    theme = make(database, Place(there.network), "Første")
    words = {"vision": "", "signs": ["a", "b"], "who": None, "now": AT}
    with database.writing() as connection:
        mapping_themes.word_shared(connection, theme, 1, title="Hennes", **words)  # type: ignore[arg-type]
    with database.writing() as connection, pytest.raises(Overtaken):
        mapping_themes.word_shared(connection, theme, 1, title="Hans", **words)  # type: ignore[arg-type]
    (one,) = read(database, there)
    assert (one.title, one.signs, one.version) == ("Hennes", ("a", "b"), 2)


def test_tags_are_put_on_and_taken_off_and_no_strange_ones(database: Database, there: There) -> None:
    place = Place(there.network)
    theme = make(database, place, "Første")
    acts: list[tuple[list[str], list[str], set[str]]] = [
        (["oecd.well", "no.such"], [], {"oecd.well"}),
        (["loyper.sprak"], [], {"oecd.well", "loyper.sprak"}),
        (["loyper.sprak"], ["oecd.well", "no.such"], {"loyper.sprak"}),
        ([], ["loyper.sprak"], set()),
    ]
    for on, off, kept in acts:
        with database.writing() as connection:
            mapping_themes.tag_shared(connection, place, theme, on, off, who=None, now=AT)
        assert set(read(database, there)[0].tags) == kept


@postgresql_only
def test_the_same_tag_put_on_in_two_processes_is_put_on_once(database: Database, address: str, there: There) -> None:
    place, other = Place(there.network), Database(address)
    theme = make(database, place, "Første")

    def put_on(connection: Connection) -> None:
        mapping_themes.tag_shared(connection, place, theme, ["oecd.well"], who=None, now=AT)

    with ThreadPoolExecutor() as threads:
        with database.writing() as connection:
            put_on(connection)
            second = threads.submit(asyncio.run, other.write(put_on))
            wait([second], timeout=0.3)
        second.result()
    other.close()
    assert read(database, there)[0].tags == ("oecd.well",)


def test_shared_themes_change_places(database: Database, there: There) -> None:
    place = Place(there.network)
    one, two = make(database, place, "En"), make(database, place, "To")
    for theme, earlier in ((two, True), (two, True), (one, False)):
        with database.writing() as connection:
            mapping_themes.place_shared(connection, place, theme, earlier=earlier)
    assert [theme.id for theme in read(database, there)] == [two, one]
