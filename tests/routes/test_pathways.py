"""Learning pathways over HTTP: begun with three proposals, named, filled with goals that serve shared themes."""

import re

import pytest
from sqlalchemy import Connection, update

from app.store import mapping_themes
from app.store.tables import SharedThemeRow, table_of
from tests.routes.pages import read_text
from tests.routes.planned import Planned, planned
from tests.server import Server


@pytest.fixture
async def there(server: Server) -> Planned:
    return await planned(server)


async def begun(there: Planned) -> list[str]:
    """Begin, and return the ids of the pathways."""
    await there.post("/pathways")
    return [
        one.attributes["id"][1:] for one in read_text(await there.page("/pathways")).all("section", class_="pathway")
    ]


async def test_three_are_proposed_and_can_be_called_something_else(there: Planned) -> None:
    assert "Læringsmiljø, Språk og skriving, Matematikk" in await there.page("/pathways")
    reader = await there.somebody("reader", there.place())
    assert "There are no pathways yet." in await there.page("/pathways", reader)
    first, *_ = await begun(there)
    assert len(await begun(there)) == 3, "to begin twice is to begin once"
    await there.post(f"/pathways/{first}", title="Trygghet", version="1")
    late = await there.post(f"/pathways/{first}", 409, title="Noe annet", version="1")
    assert "Trygghet" in late
    assert 'value="Noe annet"' in late
    await there.post(f"/pathways/{first}", 409, title="  ", version="2")
    assert "Trygghet" in await there.page("/pathways", reader)


async def test_goals_stand_in_their_stage_one_to_a_line(there: Planned) -> None:
    _, second, _ = await begun(there)
    await there.post(f"/pathways/{second}/2", text=" Språk hver dag \n\n Bibliotek ", version="0")
    page = read_text(await there.page("/pathways"))
    goal = page.by_id(f"g{second}-2")
    assert [line.text for line in goal.all("ul", class_="goals")[0].all("li")] == ["Språk hver dag", "Bibliotek"]
    assert "Years 4–6" in goal.text
    assert "No goal yet." in page.by_id(f"g{second}-1").text
    late = await there.post(f"/pathways/{second}/2", 409, text="For sent", version="0")
    assert "Somebody else has changed this" in late
    assert ">For sent</textarea>" in late
    assert "too long" in await there.post(f"/pathways/{second}/3", 409, text="x" * 2001, version="0")
    await there.post(f"/pathways/{second}/4", 404, text="Ikke til", version="0")
    await there.post("/pathways/999999/1", 404, text="Ikke til", version="0")


async def test_only_who_plans_the_whole_network_changes_them(there: Planned) -> None:
    first, *_ = await begun(there)
    for role, place in (
        ("reader", there.place()),
        ("coordinator", there.place("Aure")),
        ("facilitator", there.place()),
    ):
        someone = await there.somebody(role, place)  # type: ignore[arg-type]
        assert "Change the goals" not in await there.page("/pathways", someone)
        await there.post(f"/pathways/{first}/1", 403, someone, text="Nei", version="0")
        await there.post(f"/pathways/{first}", 403, someone, title="Nei", version="1")
        await there.post("/pathways", 403, someone)


async def test_a_goal_serves_shared_themes_whose_signs_stand_with_it(there: Planned) -> None:
    now, place = there.server.house.clock(), there.place()

    def make(connection: Connection) -> tuple[str, str]:
        alone = mapping_themes.make_shared(connection, place, "Ingen alene", (), who=None, now=now)
        mapping_themes.word_shared(
            connection, alone, 1, title="Ingen alene", vision="", signs=["Alle har en venn"], who=None, now=now
        )
        out = mapping_themes.make_shared(connection, place, "Ute", (), who=None, now=now)
        mapping_themes.make_shared(connection, there.place("Aure"), "Bare i Aure", (), who=None, now=now)
        return str(alone), str(out)

    alone, out = await there.server.house.database.write(make)
    first, *_ = await begun(there)
    assert "Bare i Aure" not in await there.page("/pathways"), "the network's own only"
    await there.post(f"/pathways/{first}/1", text="Trygghet", version="0", themes=alone)
    goal = read_text(await there.page("/pathways")).by_id(f"g{first}-1")
    assert "Ingen alene" in goal.all("details", class_="serves")[0].text
    assert "Alle har en venn" in goal.text
    assert goal.all("a", href=f"{there.path}/themes/{alone}")
    late = await there.post(f"/pathways/{first}/1", 409, text="Trygghet", version="0", themes=out)
    assert re.search(rf'name="themes" value="{out}" checked', late)
    assert not re.search(rf'name="themes" value="{alone}" checked', late)
    row = table_of(SharedThemeRow)

    async def remove(gone: bool) -> None:
        query = update(row).where(row.c.id == int(alone)).values(removed=gone)
        await there.server.house.database.write(lambda c: c.execute(query))

    await remove(True)
    assert "Ingen alene" not in await there.page("/pathways")
    await there.post(f"/pathways/{first}/1", text="Trygghet og ro", version="1", themes=out)
    await remove(False)
    assert len(read_text(await there.page("/pathways")).by_id(f"g{first}-1").all("details", class_="serves")) == 2, (
        "what was away while it was changed is still served"
    )
    ola = await there.somebody("facilitator", there.place())
    assert f"{there.path}/themes/{alone}" not in await there.page("/pathways", ola)
