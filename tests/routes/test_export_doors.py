"""Files over HTTP: named for their workshop, harmless in a spreadsheet, and without a word before the reveal."""

import csv
import html
import io
import json
import re

import httpx2
import pytest

from app.export import FORMATS
from app.export.csv_file import TABLES, as_written
from app.workshop.method import shipped
from tests.routes.line import Line
from tests.server import Room, Server, cookies_of, new_id

FORMULAS = ["=1+1", "+SUM(A1)", "-2+3", "@cmd", '=HYPERLINK("http://evil.example";"x")', "＝1+1", "'=1"]
SECRET = "ordsomingenskalse"


async def workshop(server: Server) -> tuple[Room, Line, httpx2.AsyncClient]:
    desk = await server.account()
    room = await server.workshop(desk)
    line = await server.line(desk, room.code, "desk")
    await line.command("open_submissions")
    return room, line, desk


@pytest.mark.parametrize("name", FORMATS)
async def test_a_file_is_named_for_its_workshop_and_is_of_its_kind(server: Server, name: str) -> None:
    room, line, desk = await workshop(server)
    await (await server.writer(room)).say("Alle hører til")
    await line.command("reveal")
    answer = await desk.get(f"/w/{room.code}/export/{name}")
    assert answer.status_code == 200
    suffix = FORMATS[name].suffix.lstrip(".")
    assert answer.headers["content-disposition"] == f'attachment; filename="fremtidsbilde-{room.code}.{suffix}"'
    assert answer.headers["content-type"] == FORMATS[name].media_type
    start = {"pdf": b"%PDF-", "json": b"{", "csv": b"\xef\xbb\xbf"}.get(name, b"#")
    assert answer.content.lstrip().startswith(start)


@pytest.mark.parametrize("name", FORMATS)
async def test_no_word_leaves_before_the_reveal(server: Server, name: str) -> None:
    room, line, desk = await workshop(server)
    phones = [await server.writer(room) for _ in range(6)]
    for phone in phones:
        assert (await phone.say(SECRET))["type"] == "ack"
    assert (await line.command("make_theme", title=SECRET))["type"] == "ack"
    file = await desk.get(f"/w/{room.code}/export/{name}")
    assert file.status_code == 200
    assert SECRET.encode() not in file.content
    if name == "pdf":
        assert SECRET not in _text(file.content)
    if name == "json":
        summary = json.loads(file.content)
        assert (summary["revealed"], summary["themes"], summary["ungrouped"]) == (False, [], [])


def _text(pdf: bytes) -> str:
    from pypdf import PdfReader  # noqa: PLC0415

    return "".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)


async def test_a_formula_that_somebody_wrote_does_not_run_in_a_spreadsheet(server: Server) -> None:
    room, line, desk = await workshop(server)
    phone = await server.writer(room)
    for formula in FORMULAS:
        assert (await phone.say(formula))["type"] == "ack"
    theme = new_id()
    await line.command("make_theme", theme, title="=cmd|' /C calc'!A0")
    await line.until(lambda: len(line.kinds("desk_card")) == len(FORMULAS))
    await line.command("move", statements=[part["statement"] for part in line.kinds("desk_card")], to=theme)
    await line.command("reveal")
    for delimiter in (";", ","):
        file = await desk.get(f"/w/{room.code}/export/csv", params={"delimiter": delimiter})
        _, *rows = csv.reader(io.StringIO(file.content.decode("utf-8-sig"), newline=""), delimiter=delimiter)
        assert len(rows) == len(FORMULAS)
        for row in rows:
            assert all(cell[:1] not in ("=", "+", "-", "@", "\t", "\r", "＝") for cell in row)
        assert {as_written(row[1]) for row in rows} == set(FORMULAS)


async def test_hidden_and_withdrawn_statements_are_in_no_file(server: Server) -> None:
    room, line, desk = await workshop(server)
    phone = await server.writer(room)
    hidden, withdrawn, shown = new_id(), new_id(), new_id()
    for statement in (hidden, withdrawn, shown):
        await phone.say(f"ord-{statement}", statement)
    await line.command("hide", statements=[hidden])
    await phone.command("withdraw", statement=withdrawn)
    await line.command("reveal")
    for name in FORMATS.keys() - {"pdf"}:
        text = (await desk.get(f"/w/{room.code}/export/{name}")).text.replace("\\", "")
        assert f"ord-{shown}" in text, name
        assert f"ord-{hidden}" not in text
        assert f"ord-{withdrawn}" not in text


@pytest.mark.parametrize("table", ["votes", "milestones", "commitments"])
async def test_a_table_for_spreadsheets_is_named_for_what_it_holds(server: Server, table: str) -> None:
    room, _, desk = await workshop(server)
    answer = await desk.get(f"/w/{room.code}/export/csv", params={"table": table})
    assert answer.status_code == 200
    assert answer.headers["content-disposition"] == f'attachment; filename="fremtidsbilde-{room.code}-{table}.csv"'
    assert answer.content.count(b"\r\n") == 1, "the heads alone: nothing has been voted on, planned or promised"


async def test_the_tables_of_a_method_can_be_reached_from_the_desk_of_a_workshop_that_has_one(server: Server) -> None:
    room, line, desk = await workshop(server)
    assert "table=" not in (await desk.get(f"/w/{room.code}/desk")).text
    method = shipped()["backcasting"].model_dump(mode="json", by_alias=True)
    assert (await line.command("choose_method", method=method))["type"] == "ack"
    page = (await desk.get(f"/w/{room.code}/desk")).text
    links = [html.unescape(link) for link in re.findall(r'href="([^"]*table=[^"]*)"', page)]
    assert {re.search(r"table=(\w+)", link)[1] for link in links} == {*TABLES} - {"statements"}  # type: ignore[index]
    for link in links:
        assert (await desk.get(link)).headers["content-type"] == FORMATS["csv"].media_type


async def test_a_vote_is_in_no_file_before_it_is_closed(server: Server) -> None:
    room, line, desk = await workshop(server)
    method = shipped()["brainwriting"].model_dump(mode="json", by_alias=True)
    await line.command("choose_method", method=method)
    steps = [step["kind"] for step in method["step"]]
    await line.command("go_to", step=steps.index("write"))
    phones = [await server.writer(room) for _ in range(6)]
    chosen = new_id()
    assert (await phones[0].say("Alle hører til", chosen))["type"] == "ack"
    await line.command("go_to", step=steps.index("vote"))
    await line.until(lambda: len(line.kinds("desk_ballot")) == 1)
    ballot = line.kinds("desk_ballot")[0]["ballot"]
    for phone in phones:
        assert (await phone.command("cast_vote", ballot=ballot, options=[chosen]))["type"] == "ack"

    async def told() -> tuple[int, list[int], bool]:
        votes = (await desk.get(f"/w/{room.code}/export/json")).json()["votes"]
        table = (await desk.get(f"/w/{room.code}/export/csv", params={"table": "votes"})).content
        paper = (await desk.get(f"/w/{room.code}/export/md")).text
        return table.count(b"\r\n") - 1, [vote["bars"][0]["votes"] for vote in votes], "## Avstemninger" in paper

    assert await told() == (0, [], False)
    assert (await line.command("close_vote", ballot=ballot))["type"] == "ack"
    assert await told() == (1, [6], True)


@pytest.mark.parametrize(
    "name", ["exe", "csv?delimiter=|", "csv?delimiter=", "csv?table=people", "..%2f..%2fsecret", "CSV"]
)
async def test_a_file_that_there_is_not_is_not_found(server: Server, name: str) -> None:
    room, _, desk = await workshop(server)
    answer = await desk.get(f"/w/{room.code}/export/{name}", headers={"accept": "application/json"})
    assert (answer.status_code, answer.json()["problem"]) == (404, "unknown_page")


async def test_every_kind_of_file_can_be_reached_from_the_desk(server: Server) -> None:
    room, _, desk = await workshop(server)
    page = (await desk.get(f"/w/{room.code}/desk")).text
    assert {name for name in FORMATS if f"/w/{room.code}/export/{name}" in page} == set(FORMATS)
    assert cookies_of(desk)


async def test_only_tables_that_a_method_fills_are_offered(server: Server) -> None:
    desk = await server.account()
    for method, filled in (("igp", []), ("dot-voting", ["votes"]), ("backcasting", list(TABLES[1:]))):
        kinds = {step.kind for step in shipped()[method].steps}
        assert [
            t for t, kind in zip(TABLES[1:], ("vote", "timeline", "commit"), strict=True) if kind in kinds
        ] == filled
        room = await server.workshop(desk, method=method)
        assert _tables(await desk.get(f"/w/{room.code}/desk")) == filled
        line = await server.line(desk, room.code, "desk")
        assert (await line.command("close"))["type"] == "ack"
        assert _tables(await desk.get(f"/w/{room.code}/desk")) == [], "nothing came into them"


def _tables(page: httpx2.Response) -> list[str]:
    return list(dict.fromkeys(re.findall(r"csv\?table=(\w+)", page.text)))
