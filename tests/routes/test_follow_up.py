"""Commitments followed up over HTTP: only what is told is shown, and nothing that it says is kept."""

import csv
import io

import httpx2
import pytest
from sqlalchemy import select, update

from app.store import told as told_rows
from app.store.tables import FollowUpRow, ToldRow, WorkshopRow, table_of
from app.workshop.summary import CommitmentSummary
from tests.routes.pages import fields_of, form_of, read, read_text
from tests.routes.planned import Planned, planned
from tests.routes.told_region import tells
from tests.server import Server

WORDS = "Elevrådet møter rektor hver måned"
MADE = (
    CommitmentSummary(id="c1", what=WORDS, who="Rektor", when="Fra januar", theme="Medvirkning"),
    CommitmentSummary(id="c2", what="Uteskole", who="", when="", theme=""),
)


@pytest.fixture
async def there(server: Server) -> Planned:
    return await planned(server)


async def told(there: Planned, *units: str) -> str:
    return await tells(there.server, [there.unit(one) for one in units], {"child": 9}, title="Kveld", commitments=MADE)


async def test_a_commitment_has_a_state_and_a_note_with_who_and_when(there: Planned) -> None:
    workshop = await told(there, "Skole A")
    page = await there.page("/commitments")
    assert WORDS in page
    assert "2 not begun" in page
    where = f"/commitments/{workshop}/c1"
    await there.post(where, state="under_way", note="Første møte er holdt", version="0")
    for path in ("/commitments", "/commitments?state=under_way", f"/unit/{there.unit('Skole A')}"):
        page = await there.page(path)
        assert "Første møte er holdt" in page
        assert "kari, " in page
    assert WORDS not in await there.page("/commitments?state=done")
    late = await there.post(where, 409, state="dropped", note="Gikk ikke", version="0")
    for text in ("Første møte er holdt", ">Gikk ikke</textarea>", "It is not saved yet."):
        assert text in late
    back = await there.post(where, state="done", note="", version="1", unit=str(there.unit("Skole A")))
    assert back.startswith(f"{there.path}/unit/")
    await there.post(where, 422, state="nearly", note="", version="2")
    for long in ("x" * 2001, " " * 40_001 + "Sist"):
        assert long in await there.post(where, 409, state="done", note=long, version="2")


async def test_what_is_told_no_longer_is_not_shown_and_its_words_are_nowhere(there: Planned) -> None:
    workshop = await told(there, "Skole A")
    await there.post(f"/commitments/{workshop}/c1", state="done", note="Gjort", version="0")
    rows = await there.server.house.database.read(lambda c: c.execute(select(table_of(FollowUpRow))).all())
    assert WORDS not in str(rows)
    row = table_of(ToldRow)
    await there.server.house.database.write(
        lambda c: c.execute(update(row).where(row.c.workshop_id == workshop).values(summary=""))
    )
    page = await there.page("/commitments")
    assert WORDS not in page
    assert "Gjort" not in page
    await there.post("/commitments/nowhere/c1", 404, state="done", note="", version="1")


async def test_a_note_on_a_commitment_that_is_not_told_just_now_stands_in_its_form_until_it_is(there: Planned) -> None:
    workshop = await told(there, "Skole A")
    row, where = table_of(ToldRow), f"/commitments/{workshop}/c1"
    mine = row.c.workshop_id == workshop
    database = there.server.house.database
    whole = await database.read(lambda c: c.execute(select(row.c.summary).where(mine)).scalar())
    await database.write(lambda c: told_rows.forget(c, workshop, {"s0"}))  # somebody takes a statement back
    page = await there.post(where, 409, state="under_way", note="Lenge tenkt ut", version="0")
    assert "This commitment is not told now." in page
    assert WORDS not in page
    form = form_of(read_text(page), action=there.path + where)
    sent = {name: values[0] for name, values in fields_of(form).items()}
    assert sent | {"state": "under_way", "note": "Lenge tenkt ut", "version": "0"} == sent
    await database.write(lambda c: c.execute(update(row).where(mine).values(summary=whole)))
    await there.post(where, 303, there.kari, **sent)
    assert "Lenge tenkt ut" in await there.page("/commitments")


async def test_a_note_on_a_commitment_whose_workshop_is_deleted_meanwhile_can_be_copied(there: Planned) -> None:
    workshop = await told(there, "Skole A")
    row = table_of(WorkshopRow)
    await there.server.house.database.write(
        lambda c: c.execute(update(row).where(row.c.id == workshop).values(stage="deleted"))
    )
    page = await there.post(f"/commitments/{workshop}/c1", 409, state="done", note="Lenge tenkt ut", version="0")
    assert ">Lenge tenkt ut</textarea>" in page


async def test_a_deleted_workshop_s_commitments_are_not_shown(there: Planned) -> None:
    workshop = await told(there, "Skole A")
    row = table_of(WorkshopRow)
    await there.server.house.database.write(
        lambda c: c.execute(update(row).where(row.c.id == workshop).values(stage="deleted"))
    )
    assert WORDS not in await there.page("/commitments")
    await there.post(f"/commitments/{workshop}/c1", 404, state="done", note="", version="0")


async def test_they_are_read_and_changed_in_ones_own_places_only(there: Planned) -> None:
    workshop = await told(there, "Skole A", "Skole C")
    alone = await told(there, "Barnehage B")
    where = f"/commitments/{workshop}/c1"
    aure = await there.somebody("coordinator", there.place("Aure"))
    assert await there.page("/commitments", aure)
    await there.post(where, by=aure, state="under_way", note="", version="0")
    await there.post(f"/commitments/{alone}/c1", 404, aure, state="done", note="", version="0")
    reader = await there.somebody("reader", there.place("Smøla"))
    assert WORDS in await there.page("/commitments", reader)
    await there.post(where, 403, reader, state="done", note="", version="1")
    ola = await there.somebody("facilitator", there.place("Smøla", "Skole A"))
    await there.page("/commitments", ola, 403)
    await there.post(where, 403, ola, state="done", note="", version="1")
    assert WORDS not in await there.page(f"/unit/{there.unit('Skole A')}", ola), "who facilitates does not read by it"
    smola = await there.page(f"/commitments?municipality={there.place('Smøla').municipality}")
    assert smola.count(WORDS) == 2
    await there.page("/commitments?municipality=0", status=404)
    await there.page("/commitments?state=nearly", status=404)


async def test_many_commitments_stand_on_several_pages(there: Planned) -> None:
    many = [CommitmentSummary(id=f"c{n}", what=f"Tiltak {n}.", who="", when="", theme="") for n in range(45)]
    workshop = await tells(there.server, [there.unit("Skole A")], {"child": 9}, title="Kveld", commitments=many)
    first, second = await there.page("/commitments"), await there.page("/commitments?municipality=&state=&page=2")
    assert "45 not begun" in first
    assert "Tiltak 39." in first
    assert "Tiltak 40." not in first
    assert "Tiltak 44." in second
    assert "Page 2 of 2" in second
    assert "Tiltak 44." in await there.page("/commitments?page=9")
    assert "Tiltak 0." in await there.page("/commitments?page=nonsense")
    where = f"/commitments/{workshop}/c44"
    back = await there.post(where, state="done", note="", version="0", page="2")
    assert "page=2" in back
    assert ">Sent</textarea>" in await there.post(where, 409, state="done", note="Sent", version="0")


async def test_they_are_taken_out_as_a_table_of_what_the_page_shows(there: Planned) -> None:
    workshop = await told(there, "Skole A", "Barnehage B")
    await told(there, "Skole C")
    await there.post(f"/commitments/{workshop}/c1", state="under_way", note="=Første møte er holdt", version="0")
    smola = there.place("Smøla")
    page = read(await there.kari.get(f"{there.path}/commitments?municipality={smola.municipality}&state=under_way"))
    link = next(one for one in page.all("a") if "commitments.csv" in one.attributes["href"])

    async def table(path: str, by: httpx2.AsyncClient | None = None) -> list[dict[str, str]]:
        answer = await (by or there.kari).get(path)
        assert answer.headers["content-type"] == "text/csv; charset=utf-8"
        return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))

    assert await table(link.attributes["href"]) == [
        {
            "What": WORDS,
            "Who": "Rektor",
            "When": "Fra januar",
            "Theme": "Medvirkning",
            "Workshop": "Kveld",
            "Held": "2026-11-03",
            "Units": "Skole A; Barnehage B",
            "Municipalities": "Smøla",
            "State": "Under way",
            "Note": "'=Første møte er holdt",
            "Followed up": there.today.isoformat(),
        }
    ]
    all_of_them = await table(f"{there.path}/commitments.csv")
    assert [one["Municipalities"] for one in all_of_them].count("Aure") == 2
    reader = await there.somebody("reader", there.place("Smøla", "Skole A"))
    assert {one["Units"] for one in await table(f"{there.path}/commitments.csv", reader)} == {"Skole A"}
    await there.page("/commitments.csv?state=nearly", status=404)
