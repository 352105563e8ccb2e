"""Exports as programs meet them: asked for, made beside, fetched when they are ready, and only what a token reads."""

import asyncio
import csv
import io
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any, get_args

import httpx2
import pytest

from app.region.api.exports import HeardWanted, StatementsWanted, SummaryWanted
from app.region.rights import Place
from app.region.tokens import SCOPES
from app.routes.api.exports import KIND_OF
from app.store import told, visions
from app.working.order import KINDS
from tests.routes.api_region import SECRET, There, api_region, token_for
from tests.routes.pages import read
from tests.server import PASSWORD, PATIENCE, Server, running

STATEMENTS = {"what": "statements", "format": "csv"}
HEARD = {"what": "heard", "format": "csv"}


@pytest.fixture
async def there(server: Server) -> There:
    return await api_region(server)


@pytest.fixture
async def idle(tmp_path: Path, address: str, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[There]:
    """A server whose worker takes nothing up."""

    async def nothing(_worker: object) -> bool:
        await asyncio.Event().wait()
        return False

    monkeypatch.setattr("app.working.worker.Worker.work", nothing)
    async with running(tmp_path, database_url=address, api_files_per_minute=3) as server:
        yield await api_region(server)


def exports(there: There) -> str:
    return f"/api/v1/networks/{there.network}/exports"


async def program_with(there: There, *scopes: str, place: Place | None = None) -> httpx2.AsyncClient:
    """A program of the network's coordinator, by another token than the first."""
    secret = await token_for(there.server, "a0@example.no", place or Place(there.network), *scopes)
    return there.server.visitor(authorization=f"Bearer {secret}")


async def ended(
    program: httpx2.AsyncClient, address: str, enough: Callable[[dict[str, Any]], bool] = lambda one: bool(one["ended"])
) -> dict[str, Any]:
    """An export when it is over, as a program that asks again sees it."""
    async with asyncio.timeout(PATIENCE):
        while True:
            seen: dict[str, Any] = (await program.get(address)).json()
            if enough(seen):
                return seen
            await asyncio.sleep(0.05)


async def made(there: There, program: httpx2.AsyncClient, **wanted: object) -> dict[str, Any]:
    asked = await program.post(exports(there), json=wanted)
    assert asked.status_code == 202, asked.text
    assert (asked.json()["state"], asked.json()["file"]) in (("queued", None), ("running", None))
    return await ended(program, f"{exports(there)}/{asked.json()['id']}")


async def test_statements_are_asked_for_made_beside_and_fetched(there: There) -> None:
    program = there.program()
    item = await made(there, program, **STATEMENTS, language="nn")
    assert (item["state"], item["progress"], item["error"]) == ("done", 100, None)
    answer = await program.get(item["file"])
    assert len(answer.content) == item["size"]
    assert answer.headers["content-disposition"] == f'attachment; filename="{item["name"]}"'
    head, *rows = csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";")
    assert "Utsegn" in head
    assert SECRET in {row[0] for row in rows}
    (listed,) = [one for one in (await program.get(exports(there))).json()["items"] if one["id"] != there.export]
    assert listed == item


async def test_a_public_vision_is_a_file_for_as_long_as_it_is_public(there: There) -> None:
    program = there.program()
    item = await made(there, program, what="summary", summary=there.summary, format="md")
    assert item["summary"] == there.summary
    answer = await program.get(item["file"])
    assert answer.headers["content-type"].startswith("text/markdown")
    assert "Nordmøre" in answer.text
    author = there.server.visitor()
    await author.post("/signin", data={"email": "a0@example.no", "password": PASSWORD})
    page = read(await author.get(f"/region/{there.network}/files"))
    assert "Fremtidsbilde · Markdown" in page.text, "whose account it is sees it among their files"
    await there.server.house.database.write(lambda c: visions.withdraw(c, there.summary))
    gone = await program.get(item["file"])
    assert (gone.status_code, gone.json()["problem"]) == (404, "not_public")
    draft = await program.post(exports(there), json={"what": "summary", "summary": there.summary, "format": "md"})
    assert (draft.status_code, draft.json()["problem"]) == (404, "not_public"), "no file of a draft"


async def test_what_is_taken_back_is_in_no_file_that_is_given_out(idle: There) -> None:
    program, path = idle.program(), f"{exports(idle)}/{idle.export}"
    assert (await program.get(f"{path}/file")).content == b"a;b"
    await idle.server.house.database.write(lambda c: told.forget(c, idle.workshop, {"s0"}))
    gone = await program.get(f"{path}/file")
    assert (gone.status_code, gone.json()["problem"]) == (410, "file_gone")
    seen = (await program.get(path)).json()
    assert (seen["state"], seen["error"], seen["file"]) == ("failed", "taken_back", None)


async def test_a_server_that_stops_leaves_an_export_to_the_next(tmp_path: Path, address: str) -> None:
    async with running(tmp_path, database_url=address) as first:
        there = await api_region(first)
        asked = await there.program().post(exports(there), json={**HEARD, "format": "xlsx"})
        path = f"{exports(there)}/{asked.json()['id']}"
        before = await ended(there.program(), path, lambda one: one["state"] != "queued")
    async with running(tmp_path, database_url=address) as second:
        program = second.visitor(authorization=f"Bearer {there.secrets['coordinator']}")
        item = await ended(program, path)
        assert (item["state"], item["error"]) == ("done", None)
        assert item["progress"] >= before["progress"]
        assert (await program.get(f"{path}/file")).content.startswith(b"PK")


async def test_there_is_one_at_a_time_whichever_token_asks(idle: There) -> None:
    program, other = idle.program(), await program_with(idle)
    first = await program.post(exports(idle), json=HEARD)
    assert first.status_code == 202
    second = await other.post(exports(idle), json=STATEMENTS)
    assert (second.status_code, second.json()["problem"]) == (409, "export_going")
    early = await program.get(f"{exports(idle)}/{first.json()['id']}/file")
    assert (early.status_code, early.json()["problem"], early.json()["facts"]) == (
        409,
        "export_not_ready",
        {"progress": 0},
    )
    assert (await idle.program("coordinator of the municipality").post(exports(idle), json=HEARD)).status_code == 202
    cancelled = await other.delete(f"{exports(idle)}/{first.json()['id']}")
    assert (cancelled.status_code, cancelled.json()["state"], cancelled.json()["error"]) == (200, "failed", "cancelled")
    assert (await other.post(exports(idle), json=HEARD)).status_code == 202
    ready = await program.delete(f"{exports(idle)}/{idle.export}")
    assert (ready.status_code, ready.json()["state"]) == (200, "done"), "what is ready stays"
    assert (await program.post(exports(idle), json=HEARD)).status_code == 409
    slow = [(await program.post(exports(idle), json=HEARD)).status_code for _ in range(2)]
    assert slow == [409, 429], "a token has a rate"


@pytest.mark.parametrize(
    ("wanted", "scope"),
    [
        (STATEMENTS, "read:statements"),
        (HEARD, "read:region"),
        ({"what": "summary", "summary": "any", "format": "pdf"}, "read:summaries"),
    ],
)
async def test_a_file_holds_nothing_that_its_token_could_not_read(
    idle: There, wanted: dict[str, str], scope: str
) -> None:
    program = await program_with(idle, *(one for one in SCOPES if one != scope))
    answer = await program.post(exports(idle), json=wanted)
    assert (answer.status_code, answer.json()["problem"]) == (403, "missing_scope")
    assert answer.json()["facts"] == {"scope": scope}


async def test_a_token_of_less_fetches_nothing_that_another_of_the_same_account_has_had_made(idle: There) -> None:
    path = f"{exports(idle)}/{idle.export}"
    assert (await idle.program().get(f"{path}/file")).content == b"a;b"
    smola = await program_with(idle, place=Place(idle.network, idle.smola))
    deaf = await program_with(idle, "export", "read:statements")
    for program in (smola, deaf):
        assert (await program.get(exports(idle))).json()["items"] == []
        for address in (path, f"{path}/file"):
            assert (await program.get(address)).json()["problem"] == "not_allowed"


async def test_a_municipalitys_token_has_its_own_municipality_in_its_files(there: There) -> None:
    aure = there.program("coordinator of another municipality")
    item = await made(there, aure, **STATEMENTS)
    assert SECRET not in (await aure.get(item["file"])).text
    foreign = await aure.post(exports(there), json={**STATEMENTS, "municipality": there.smola})
    assert (foreign.status_code, foreign.json()["problem"]) == (403, "not_allowed")


@pytest.mark.parametrize(
    ("wanted", "parameter"),
    [
        ({"what": "heard", "format": "pdf"}, "format"),
        ({"what": "statements"}, "format"),
        ({"what": "summary", "format": "pdf"}, "summary"),
        ({**HEARD, "language": "de"}, "language"),
    ],
)
async def test_what_there_is_not_is_named(idle: There, wanted: dict[str, str], parameter: str) -> None:
    answer = await idle.program().post(exports(idle), json=wanted)
    assert (answer.status_code, answer.json()["facts"]) == (422, {"parameters": [parameter]})


def test_every_format_that_is_made_can_be_asked_for() -> None:
    for wanted in (SummaryWanted, StatementsWanted, HeardWanted):
        (what,) = get_args(wanted.model_fields["what"].annotation)
        assert get_args(wanted.model_fields["format"].annotation) == KINDS[KIND_OF[what]]
