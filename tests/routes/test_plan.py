"""Planning over HTTP, with forms alone: gatherings, tasks, how far units are, who is reminded, who may say so."""

import csv
import io
import re

import pytest

from app.region.plan import InterimTask
from app.routes import unit_page
from app.routes.visit import Visit
from tests.routes.pages import read_text
from tests.routes.planned import Planned, planned
from tests.routes.told_region import tells
from tests.server import Server


@pytest.fixture
async def there(server: Server) -> Planned:
    return await planned(server)


async def with_task(there: Planned, ahead: int = 5, title: str = "Ståstedsanalyse") -> str:
    """Make a task that is due in so many days, and return its id."""
    await there.post("/plan/task", title=title, what="Bruk en time.", due=there.day(ahead))
    page = await there.page(f"/plan?year={year_of(there.day(ahead))}")
    found = re.findall(r'id="t(\d+)"', page)
    assert found, page
    return str(max(int(one) for one in found))


def year_of(day: str) -> int:
    year, month = int(day[:4]), int(day[5:7])
    return year if month >= 8 else year - 1


async def test_a_gathering_is_made_and_the_next_one_stands_large(there: Planned) -> None:
    assert "No gathering is planned yet." in await there.page("/plan")
    await there.post("/plan/gathering", title=" Samling  1 ", on=there.day(-40), place="Molde", note="")
    await there.post("/plan/gathering", title="Samling 2", on=there.day(20), place="Kristiansund", note="Ta med funn")
    page = read_text(await there.page("/plan"))
    (large,) = page.all("section", class_="next-gathering")
    assert "Samling 2" in large.text
    assert "in 20 days" in large.text
    assert "Kristiansund" in large.text
    assert "Ta med funn" in large.text
    before = read_text(await there.page(f"/plan?year={year_of(there.day(-40))}"))
    assert "Samling 1" in before.text


async def test_a_gathering_without_a_date_is_asked_for_it_and_keeps_what_was_typed(there: Planned) -> None:
    answer = await there.post("/plan/gathering", 409, title="Samling 1", on="2026-13-40", place="Molde", note="Om alt")
    assert "Something is missing" in answer
    for kept in ('value="Samling 1"', 'value="Molde"', ">Om alt</textarea>"):
        assert kept in answer
    assert "No gathering is planned yet." in await there.page("/plan")
    long = await there.post("/plan/gathering", 409, title="S" * 121, on=there.day(3), place="", note="")
    assert "This is too long" in long
    assert "S" * 121 in long


async def test_of_two_who_change_a_gathering_the_second_is_told_and_loses_nothing(there: Planned) -> None:
    await there.post("/plan/gathering", title="Samling 1", on=there.day(20), place="Molde", note="")
    page = await there.page("/plan")
    (number,) = set(re.findall(r'name="gathering" value="(\d+)"', page))

    async def save(version: str, place: str, status: int = 303, act: str = "") -> str:
        form = {"gathering": number, "title": "Samling 1", "on": there.day(20), "note": "", "act": act}
        return await there.post("/plan/gathering", status, version=version, place=place, **form)

    await save("1", "Kristiansund")
    late = await save("1", "Aure", 409)
    assert "Somebody else has changed this" in late
    assert "Kristiansund" in late
    assert 'value="Aure"' in late
    assert 'name="version" value="2"' in late
    await save("2", "Aure")
    await save("3", "", act="remove")
    gone = await save("3", "Sunndal", 409)
    assert "Somebody has removed this meanwhile" in gone
    assert 'value="Sunndal"' in gone
    await save("0", "Sunndal", 409)


async def test_a_task_says_how_many_units_are_how_far_and_opens_to_them(there: Planned) -> None:
    task = await with_task(there)
    await there.post(f"/plan/{task}/{there.unit('Skole A')}", state="done", note="Gjort på fellestid", version="0")
    await there.post(f"/plan/{task}/{there.unit('Skole C')}", state="under_way", note="", version="0")
    closed = await there.page("/plan")
    for text in ("1 done", "1 under way", "2 not begun"):
        assert text in closed
    assert "Gjort på fellestid" not in closed
    opened = await there.page(f"/plan?open={task}")
    assert "Gjort på fellestid" in opened
    assert "kari, " in opened


async def test_a_unit_that_is_done_keeps_its_place_and_one_comes_back_to_it(there: Planned) -> None:
    task, unit = await with_task(there), there.unit("Skole C")
    back = await there.post(f"/plan/{task}/{unit}", state="done", note="", version="0")
    assert back.endswith(f"open={task}#t{task}-u{unit}")
    page = await there.page(f"/plan?open={task}")
    stand = [page.index(f'id="t{task}-u{there.unit(one)}"') for one in ("Skole C", "Skole D", "Skole A")]
    assert stand == sorted(stand), "Aure before Smøla, by name, whatever they say"
    assert [">Aure</h4>" in page, ">Smøla</h4>" in page] == [True, True]


async def test_a_unit_s_own_facilitators_say_how_far_it_is_and_nobody_else_s(there: Planned) -> None:
    task = await with_task(there)
    ola = await there.somebody("facilitator", there.place("Smøla", "Skole A"))
    page = await there.page("/plan", ola)
    assert "Skole A" in page, "who sees one unit sees it at once"
    assert "Barnehage B" not in page
    assert "A new task" not in page
    await there.post(f"/plan/{task}/{there.unit('Skole A')}", by=ola, state="under_way", note="", version="0")
    await there.post(f"/plan/{task}/{there.unit('Barnehage B')}", 403, ola, state="done", note="", version="0")
    await there.post("/plan/task", 403, ola, title="Min egen", due=there.day(9))
    reader = await there.somebody("reader", there.place("Smøla"))
    seen = await there.page(f"/plan?open={task}", reader)
    assert "Under way" in seen
    assert "Say how it stands" not in seen
    await there.post(f"/plan/{task}/{there.unit('Skole A')}", 403, reader, state="done", note="", version="1")
    aure = await there.somebody("coordinator", there.place("Aure"))
    await there.post(f"/plan/{task}/{there.unit('Skole C')}", by=aure, state="done", note="", version="0")
    await there.post(f"/plan/{task}/{there.unit('Skole A')}", 403, aure, state="done", note="", version="1")
    await there.post("/plan/gathering", 403, aure, title="Vår egen", on=there.day(9))


async def test_a_facilitator_of_a_unit_finds_the_plan_from_the_front(there: Planned) -> None:
    ola = await there.somebody("facilitator", there.place("Smøla", "Skole A"))
    assert (await ola.get("/region")).headers["location"] == f"{there.path}/plan"
    assert 'href="/region"' in (await ola.get("/home")).text
    page = await there.page("/plan", ola)
    assert f'href="{there.path}"' not in page
    assert f'href="{there.path}/pathways"' in page
    boss = await there.server.account("boss@example.no", "administrator")
    assert (await boss.get("/region")).status_code == 403


async def test_of_two_who_say_how_far_a_unit_is_the_second_sees_both(there: Planned) -> None:
    task, unit = await with_task(there), there.unit("Skole A")
    await there.post(f"/plan/{task}/{unit}", state="done", note="Først", version="0")
    late = await there.post(f"/plan/{task}/{unit}", 409, state="under_way", note="Sist", version="0")
    for text in ("It is not saved yet.", "Først", ">Sist</textarea>", 'name="version" value="1"'):
        assert text in late
    own = await there.post(f"/plan/{task}/{unit}", 409, state="under_way", note="Sist", version="0", then="unit")
    assert "Where we are now" in own, "whoever came from the unit's page is still there"
    assert ">Sist</textarea>" in own
    assert "too long" in await there.post(f"/plan/{task}/{unit}", 409, state="done", note="x" * 2001, version="1")
    await there.post(f"/plan/{task}/{unit}", 422, state="nearly", note="", version="1")
    await there.post(f"/plan/{int(task) + 99}/{unit}", 404, state="done", note="", version="0")


async def test_whoever_is_not_done_is_reminded_by_a_text_and_a_table(there: Planned) -> None:
    late, soon = await with_task(there, -3, "=Forsinket"), await with_task(there, 14, "Snart")
    await with_task(there, 15, "Senere")
    await there.post(f"/plan/{late}/{there.unit('Skole A')}", state="done", note="", version="0")
    page = read_text(await there.page("/plan"))
    (text,) = [one for one in page.all("textarea") if one.attributes["id"] == "reminder-text"]
    assert "Senere" not in text.text
    assert text.text.count("Skole A") == 1
    assert text.text.count("Skole C, Aure") == 2
    assert f"{there.path}/plan" in text.text
    assert "@" not in text.text
    theirs = {one.attributes["aria-label"]: one.text for one in page.all("textarea") if "readonly" in one.attributes}
    assert theirs.keys() == {"To all", "To units in Aure only", "To units in Smøla only"}
    assert theirs["To all"] == text.text
    assert "Skole C" in theirs["To units in Aure only"]
    assert "Smøla" not in theirs["To units in Aure only"]
    assert "Aure" not in theirs["To units in Smøla only"]
    file = await there.kari.get(f"{there.path}/plan/reminders.csv")
    assert file.headers["content-type"].startswith("text/csv")
    heads, *rows = csv.reader(io.StringIO(file.content.decode("utf-8-sig")))
    assert heads == ["Task", "Due", "Late", "Municipality", "Unit", "State", "Note"]
    assert len(rows) == 7
    assert ["Snart", there.day(14), "no", "Aure", "Skole C", "Not begun", ""] in rows
    assert {row[0] for row in rows} == {"'=Forsinket", "Snart"}, "a cell that could run does not"
    assert soon


async def test_what_units_have_said_goes_with_the_task(there: Planned) -> None:
    task = await with_task(there)
    await there.post(f"/plan/{task}/{there.unit('Skole A')}", state="done", note="Bort", version="0")
    await there.post("/plan/task", task=task, version="1", act="remove")
    assert "There are no tasks in this school year yet." in await there.page("/plan")
    assert "Bort" not in await there.page(f"/unit/{there.unit('Skole A')}")


@pytest.mark.parametrize("then", ["", "unit"])
async def test_a_note_on_a_task_that_is_removed_meanwhile_can_be_copied(there: Planned, then: str) -> None:
    task = await with_task(there)
    where = f"/plan/{task}/{there.unit('Skole A')}"
    await there.post("/plan/task", task=task, version="1", act="remove")
    page = await there.post(where, 409, state="done", note="Lenge tenkt ut", version="0", then=then)
    assert "Somebody has removed the task meanwhile" in page
    assert ">Lenge tenkt ut</textarea>" in page
    await there.post(where, 404, state="done", note="", version="0", then=then)


@pytest.mark.parametrize("then", ["", "unit"])
async def test_a_note_on_a_task_that_is_removed_in_that_moment_can_be_copied(
    there: Planned, monkeypatch: pytest.MonkeyPatch, then: str
) -> None:
    task = await with_task(there)
    find = unit_page._task

    async def removed_then(visit: Visit, network: int, wanted: int) -> InterimTask | None:
        found = await find(visit, network, wanted)
        if found:
            await there.post("/plan/task", task=task, version="1", act="remove")
        return found

    monkeypatch.setattr(unit_page, "_task", removed_then)
    where = f"/plan/{task}/{there.unit('Skole A')}"
    page = await there.post(where, 409, state="done", note="Lenge tenkt ut", version="0", then=then)
    assert ">Lenge tenkt ut</textarea>" in page


async def test_workshops_to_come_are_told_to_readers_and_not_to_facilitators(there: Planned) -> None:
    await tells(
        there.server, [there.unit("Skole A")], {"child": None}, title="Kommer", held=None, people=None, ended=False
    )
    await tells(there.server, [there.unit("Skole A")], {"child": 9}, title="Holdt")
    page = await there.page("/plan")
    assert "Kommer" in page
    assert "Holdt" not in page
    ola = await there.somebody("facilitator", there.place("Smøla", "Skole A"))
    assert "Kommer" not in await there.page("/plan", ola)


async def test_a_unit_writes_down_where_it_is_with_a_date(there: Planned) -> None:
    unit = there.unit("Skole A")
    ola = await there.somebody("facilitator", there.place("Smøla", "Skole A"), "ola")
    empty = await there.post(f"/unit/{unit}/note", 409, ola, on=there.day(0))
    assert "Something is missing" in empty
    await there.post(f"/unit/{unit}/note", by=ola, on=there.day(-1), strengths="Vi kjenner alle", children="«Mer ute»")
    page = await there.page(f"/unit/{unit}")
    for text in ("Vi kjenner alle", "«Mer ute»", "ola", "What the children say"):
        assert text in page
    (note,) = set(re.findall(r'name="note" value="(\d+)"', page))
    await there.post(f"/unit/{unit}/note", note=note, version="1", on=there.day(-1), strengths="Endret")
    late = await there.post(f"/unit/{unit}/note", 409, note=note, version="1", on=there.day(-1), strengths="For sent")
    assert "Endret" in late
    assert ">For sent</textarea>" in late
    elsewhere = await there.somebody("facilitator", there.place("Aure", "Skole C"))
    await there.page(f"/unit/{unit}", elsewhere, 403)
    await there.post(f"/unit/{unit}/note", 403, elsewhere, on=there.day(0), strengths="Ikke mitt")
    other = there.unit("Skole C")
    await there.post(f"/unit/{other}/note", 409, note=note, version="2", on=there.day(0), strengths="Feil sted")
    assert "Feil sted" not in await there.page(f"/unit/{other}"), "a note stays its unit's"
