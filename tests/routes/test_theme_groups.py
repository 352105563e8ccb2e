"""Who said what: shared themes by group, in drawings and tables that say the same, and nothing of small groups."""

import re
from collections.abc import Mapping

import httpx2
import pytest
from sqlalchemy import Connection

from app.region.rights import Grant, Place
from app.region.shared_theme import Local
from app.store.mapping_themes import make_shared
from app.workshop.people import StakeholderGroup
from app.workshop.summary import GroupVoters, VisionSummary
from tests.routes.pages import Element, read
from tests.routes.told_places import NOW, Places, Said, places_in, summary, tell_in
from tests.server import Server

UTE: list[Said] = [("Vi klatrer i trær", "child"), ("Gapahuk", "child"), ("Bål", "child"), ("Tid ute", "staff")]
VENNER: list[Said] = [("Noen å leke med", "child"), ("Ingen er alene", None)]
RO: list[Said] = [("Stille rom", "staff")]


def voted(said: VisionSummary, by: Mapping[str, Mapping[StakeholderGroup, int | None]]) -> VisionSummary:
    """The same, with votes by group for its themes, by id."""
    (vote,) = said.votes
    bars = tuple(
        bar.model_copy(
            update={"by_group": tuple(GroupVoters(group=g, people=n) for g, n in by.get(bar.id, {}).items())}
        )
        for bar in vote.bars
    )
    return said.model_copy(update={"votes": (vote.model_copy(update={"bars": bars}),)})


def fill(connection: Connection) -> Places:
    """Two workshops: of Smøla, whose children tell how they voted on one theme, and one that has held no vote."""
    there = places_in(connection)
    voting = voted(summary({"Ute": UTE, "Venner": VENNER}), {"t0": {"child": 7, "politician": None}})
    one = tell_in(connection, [there.school], voting)
    other = tell_in(connection, [there.school], summary({"Ute igjen": UTE[:1], "Ro": RO}, votes=False))
    network = Place(there.network)
    make_shared(connection, network, "Ute hver dag", [Local(one, "t0"), Local(other, "t0")], who=None, now=NOW)
    make_shared(connection, network, "Ingen alene <3", [Local(one, "t1")], who=None, now=NOW)
    return there


@pytest.fixture
async def there(server: Server) -> Places:
    return await server.house.database.write(fill)


async def coordinator(server: Server, place: Place) -> httpx2.AsyncClient:
    browser = await server.account(grant=Grant("coordinator", place))
    browser.headers["accept-language"] = "en"
    return browser


def rows(table: Element) -> dict[str, dict[str, str]]:
    """A table's cells by the names of their rows and columns."""
    columns = [cell.text for cell in table.all("th", scope="col")][1:]
    found = {}
    for row in table.all("tr"):
        if names := row.all("th", scope="row"):
            found[names[0].text] = dict(zip(columns, (cell.text for cell in row.all("td")), strict=True))
    return found


async def test_each_statement_is_counted_once_where_its_theme_and_its_group_meet(server: Server, there: Places) -> None:
    kari = await coordinator(server, Place(there.network))
    page = read(await kari.get(f"/region/{there.network}/themes/groups"))
    said, _ = page.all("table")
    assert rows(said) == {
        "Ute hver dag": {"Children": "4", "Staff members": "1", "Group not told": "– 0", "In all": "5"},
        "Ingen alene <3": {"Children": "1", "Staff members": "– 0", "Group not told": "1", "In all": "2"},
        "In no shared theme": {"Children": "– 0", "Staff members": "1", "Group not told": "– 0", "In all": "1"},
        "In all": {"Children": "5", "Staff members": "2", "Group not told": "1", "In all": "8"},
    }
    assert [cell.attributes.get("data-shade") for cell in said.all("td") if "data-shade" in cell.attributes] == [
        "5",
        "2",
        "2",
    ], "sums are not shaded"
    assert "7 of 8 statements that are told stand in a shared theme." in page.text
    assert "Most statements are about «Ute hver dag»: 5 of 7." in page.text
    assert "Most statements in shared themes come from children: 5 of 6 that name a group." in page.text
    assert "The numbers are statements, not people." in page.text
    assert "Most in one field: children about «Ute hver dag», with 4 statements." in page.text


async def test_votes_by_group_stand_where_they_are_told_and_nowhere_else(server: Server, there: Places) -> None:
    kari = await coordinator(server, Place(there.network))
    page = read(await kari.get(f"/region/{there.network}/themes/groups"))
    _, votes = page.all("table")
    assert rows(votes) == {
        "Ute hver dag": {"Children": "7", "Votes in all": "9"},
        "Ingen alene <3": {"Children": "not told", "Votes in all": "8"},
        "In all": {"Children": "7+ at least 7", "Votes in all": "17"},
    }
    assert "Most votes went to «Ute hver dag»: 9 of 17." in page.text
    assert "Of the votes for shared themes that are told by group, most come from children: 7." in page.text


async def test_each_drawing_says_what_it_shows_and_its_numbers_stand_in_the_table(
    server: Server, there: Places
) -> None:
    kari = await coordinator(server, Place(there.network))
    page = await kari.get(f"/region/{there.network}/themes/groups")
    drawings = re.findall(r'<svg viewBox[^>]+aria-label="([^"]+)">(.*?)</svg>', page.text, re.DOTALL)
    assert len(drawings) == 4
    for says, drawn in drawings:
        assert says.startswith(("Most ", "Of the votes"))
        assert f"<figcaption>{says}</figcaption>" in page.text
        cells = {cell for table in read(page).all("table") for row in rows(table).values() for cell in row.values()}
        assert set(re.findall(r'class="chart-number"[^>]*>(\d+)<', drawn)) <= cells
    assert "<3" not in page.text.replace("&lt;3", "")


async def test_a_municipality_has_its_own_and_the_board_leads_there_and_back(server: Server, there: Places) -> None:
    smola = await coordinator(server, Place(there.network, there.smola))
    board = f"/region/{there.network}/themes?municipality={there.smola}"
    here = f"/region/{there.network}/themes/groups?municipality={there.smola}"
    assert here in {e.attributes.get("href") for e in read(await smola.get(board)).all("a")}
    page = read(await smola.get(here))
    assert board in {e.attributes.get("href") for e in page.all("a")}
    assert "Ute hver dag" not in page.text, "the network's shared themes are not the municipality's"
    assert "There is no shared theme yet." in page.text
    await smola.post(
        f"/region/{there.network}/themes/map?municipality={there.smola}", data={"into": "new", "title": "Ro"}
    )
    said, _ = read(await smola.get(here)).all("table")
    assert rows(said)["In no shared theme"]["In all"] == "8"
    assert rows(said)["Ro"]["In all"] == "– 0"
