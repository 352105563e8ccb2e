"""The log: every visit can be followed through it by its id, and nobody who wrote or came is to be found in it."""

import asyncio
import json
import os
import pty
import re
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from app.store.database import Database
from tests.process import PROGRAM, Process
from tests.server import Server, cookies_of, running

WORDS = ("Tuvalisa", "Haugtussa", "hemmelegheit", "kari.n@", "198.51.100.77")
"""What only people would say, and an address that only one of them has."""

PROBE = """
import asyncio, logging, structlog, sys
from app import logs
from app.settings import Settings
logs.configure(Settings(log_format=sys.argv[1]))
log = structlog.get_logger()
class Odd:
    def __repr__(self): return "Tuvalisa"
try:
    raise ValueError("Tuvalisa")
except ValueError as error:
    log.error("one", exc_info=True, odd=Odd())
    log.error("two", exc_info=error)
    logging.getLogger("uvicorn.error").error("three", exc_info=True)
    logging.getLogger("uvicorn.error").error("four %s", "fine\\nTuvalisa")
async def main():
    async def fail(words): raise ValueError(words)
    asyncio.create_task(fail("Tuvalisa"))
    asyncio.get_running_loop().call_soon(print, *[]).cancel()
    def late(words): raise RuntimeError(words)
    asyncio.get_running_loop().call_soon(late, "Tuvalisa")
    await asyncio.sleep(0.05)
asyncio.run(main())
log.info("last")
log.debug("never")
"""


def lines_of(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines() if line.startswith("{")]


def probe(form: str) -> str:
    told = subprocess.run([sys.executable, "-c", PROBE, form], capture_output=True, text=True, check=True)
    return told.stderr


async def test_whoever_sends_no_utf8_writes_nothing_into_the_log(tmp_path: Path) -> None:
    async with Process(tmp_path / "data") as server:
        room, _ = await server.open_room()
        line = await server.writer(room)
        await line.socket.send([b"\xff\xfe"], text=True)
        assert await line.closed() == 1007
    assert "UTF-8" not in server.output.read_text()
    server.assert_calm()


def test_what_an_exception_or_a_library_quotes_is_cut_away() -> None:
    told = probe("json")
    assert "Tuvalisa" not in told
    lines = lines_of(told)
    assert len(lines) == len(told.splitlines()), "every line is JSON"
    events = [line["event"] for line in lines]
    assert events[:4] == ["one", "two", "three", "four fine"]
    assert {"Task exception was never retrieved", "Exception in callback main."} <= set(events)
    assert events[-1] == "last"
    for line in lines[:3]:
        assert (line["error"], line["level"]) == ("ValueError", "error")
        assert re.fullmatch(r".*<string>:\d+", line["at"][-1])
    assert lines[0]["odd"] == "Odd"
    assert all(re.match(r"20\d\d-\d\d-\d\dT.*Z", line["timestamp"]) for line in lines)


@pytest.mark.parametrize("form", ["json", "text"])
@pytest.mark.parametrize("nowhere", ["2>/dev/full", "2>&-", "2> >(exit)"])
def test_lines_that_cannot_be_written_make_nothing_fail(form: str, nowhere: str) -> None:
    command = ["bash", "-c", f'"$0" -c "$1" "$2" {nowhere}', sys.executable, f"{PROBE}\nprint('done')", form]
    told = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (told.returncode, told.stdout.splitlines()[-1]) == (0, "done")


async def test_a_server_whose_log_is_full_goes_on(tmp_path: Path) -> None:
    server = Process(tmp_path / "data", log_requests=True)
    server.output.symlink_to("/dev/full")
    async with server:
        room, _ = await server.open_room()
        line = await server.writer(room)
        assert (await line.say("Ingen skriver opp dette"))["type"] == "ack"
        assert (await server.visitor().get("/w/000000/")).status_code == 404
        assert await server.stop() in (0, -15)


@pytest.mark.parametrize("nowhere", [">/dev/full", ">&-", "> >(exit)"])
def test_a_command_that_cannot_report_has_done_what_it_should_and_says_so(tmp_path: Path, nowhere: str) -> None:
    words = f'workshop create --title Verksted --data "{tmp_path}"'
    told = subprocess.run(
        ["bash", "-c", f'"$0" {words} {nowhere}', PROGRAM], capture_output=True, text=True, check=False
    )
    if "exit" not in nowhere or told.returncode:  # a pipe may take a few lines before it is closed
        assert told.returncode == 1
        assert told.stderr.strip() == (
            "fremtidsbilde: what was done could not be reported: standard output cannot be written to"
        )
    listed = subprocess.run(
        [PROGRAM, "workshop", "list", "--data", tmp_path], capture_output=True, text=True, check=True
    )
    assert "Verksted" in listed.stdout


def test_as_text_the_same_is_cut_away() -> None:
    told = probe("text")
    assert "Tuvalisa" not in told
    assert "ValueError" in told
    assert lines_of(told) == []


def test_on_a_terminal_the_log_is_for_people_else_for_programs() -> None:
    assert lines_of(probe("auto"))
    ours, theirs = pty.openpty()
    with subprocess.Popen([sys.executable, "-c", PROBE, "auto"], stderr=theirs) as process:
        os.close(theirs)
        told = b""
        while part := _read(ours):
            told += part
        assert process.wait(30) == 0
    os.close(ours)
    assert b"last" in told
    assert lines_of(told.decode()) == []


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 4_096)
    except OSError:  # how Linux tells that the other side has closed it
        return b""


async def _say_everything(server: Process) -> tuple[str, list[str]]:
    """Put personal words wherever a visitor can put any; the id of the last answer, and all secrets that there were."""
    room, desk = await server.open_room(title="Tuvalisa", **{"question.nb": "Haugtussa?"})
    secret = server.invite()
    stranger = server.visitor(**{"x-forwarded-for": "198.51.100.77", "x-request-id": "Tuvalisa Haugtussa"})
    stranger.cookies.set("hemmelegheit", "Haugtussa")
    for path in (
        "/Tuvalisa",
        "/w/Tuvalisa/",
        f"/w/{room.code}/?q=Haugtussa",
        f"/invitation/{secret}",
        "/wall/Tuvalisa",
    ):
        await stranger.get(path)
    for password in ("hemmelegheit", "hemmelegheit" * 9_000):
        await stranger.post("/signin", data={"email": "kari.n@example.no", "password": password})
    await stranger.post(f"/w/{room.code}/join", data={"group": "Tuvalisa"})
    await stranger.post("/language", content=b"\xff=Tuvalisa", headers={"content-type": "multipart/form-data"})
    await stranger.post("/language", data={"language": "nn"}, headers={"origin": "https://tuvalisa.example"})
    phone = await server.participant(room.code, **{"user-agent": "Tuvalisa"})
    await phone.post(f"/w/{room.code}/send", data={"type": "say", "text": "Haugtussa", "Tuvalisa": "x"})
    line = await server.line(phone, room.code)
    assert (await line.say("I 2040 er Tuvalisa hjemme"))["type"] == "ack"
    for junk in ('{"type": "Tuvalisa"}', "Haugtussa", '{"type": "say", "text": {"Tuvalisa": 1}}'):
        await line.answer_to(junk)
    await line.send(b"Tuvalisa")
    await _break_the_disk(server)
    assert (await line.say("Haugtussa igjen"))["reason"] == "not_saved"
    last = await phone.post(f"/w/{room.code}/send", data={"type": "say", "text": "Haugtussa"})
    await desk.close()
    cookies = [cookies_of(browser).partition("=")[2] for browser in (phone, await server.wall(room))]
    return last.headers["x-request-id"], [room.code, room.wall_key, secret, *cookies]


async def _break_the_disk(server: Process) -> None:
    """Let every further statement fail in the database, with its words among the parameters."""

    def harm() -> None:
        with sqlite3.connect(server.settings.data / "fremtidsbilde.db") as connection:
            connection.execute("CREATE TRIGGER full BEFORE INSERT ON statement BEGIN SELECT RAISE(ABORT, 'no'); END")
        connection.close()

    await asyncio.to_thread(harm)


@pytest.mark.parametrize("form", ["json", "text"])
async def test_no_line_holds_words_addresses_codes_tokens_or_cookies(tmp_path: Path, form: str) -> None:
    async with Process(tmp_path / "data", log_requests=True, log_format=form, metrics_token="hemmelegheit") as server:
        request, secrets = await _say_everything(server)
        workshop = await asyncio.to_thread(_workshop, server)
    told = server.output.read_text()
    log = told[told.index("request") - 200 :] if form == "text" else "\n".join(map(json.dumps, lines_of(told)))
    for secret in (*WORDS, *secrets):
        assert secret.lower() not in log.lower(), secret
    assert "append_failed" in log
    assert request in log
    assert workshop in log
    assert "/w/{code}/send" in log
    if form == "json":
        (line,) = (line for line in lines_of(told) if line.get("request") == request and line["event"] == "request")
        assert (line["route"], line["method"], line["room"]) == ("/w/{code}/send", "POST", workshop)
        assert line["ms"] > 0


def _workshop(server: Process) -> str:
    database = Database(server.settings.database)
    with database.reading() as connection:
        workshop = str(connection.exec_driver_sql("SELECT id FROM workshop").scalar())
    database.close()
    return workshop


async def test_a_quiet_server_logs_nothing_of_visits(tmp_path: Path) -> None:
    async with Process(tmp_path / "data") as server:
        await server.open_room()
    assert lines_of(server.output.read_text()) == []


async def test_every_answer_has_an_id_of_its_own(server: Server) -> None:
    room, _ = await server.open_room()
    paths = ("/", "/nowhere", "/static/app.css", f"/w/{room.code}/", "/healthz", "/home")
    ids = [(await server.visitor().get(path)).headers["x-request-id"] for path in paths]
    refused = await server.visitor().post("/join", headers={"origin": "https://evil.example"})
    ids.append(refused.headers["x-request-id"])
    assert all(re.fullmatch(r"[0-9a-f]{16}", i) for i in ids)
    assert len(set(ids)) == len(ids)


GOOD = "0123456789abcdef0123456789abcdef"
FROM_PROXY = {"x-forwarded-for": "203.0.113.9"}


@pytest.mark.parametrize(
    "given", ["short", "x" * 65, "two words of it", "a/b/c/d/e/f", "<script>aa", "naïve-token", ""]
)
async def test_an_id_that_is_no_sane_token_is_replaced(server: Server, given: str) -> None:
    headers = [(b"x-forwarded-for", b"203.0.113.9"), (b"x-request-id", given.encode())]
    answer = await server.visitor().get("/healthz", headers=headers)
    assert answer.headers["x-request-id"] != given


async def test_an_id_is_kept_from_a_trusted_proxy_only(tmp_path: Path) -> None:
    async with running(tmp_path / "one") as server:
        kept = await server.visitor().get("/healthz", headers={**FROM_PROXY, "x-request-id": GOOD})
        assert kept.headers["x-request-id"] == GOOD
        alone = await server.visitor().get("/healthz", headers={"x-request-id": GOOD})
        assert alone.headers["x-request-id"] != GOOD
    async with running(tmp_path / "two", trusted_proxies="192.0.2.0/24") as server:
        foreign = await server.visitor().get("/healthz", headers={**FROM_PROXY, "x-request-id": GOOD})
        assert foreign.headers["x-request-id"] != GOOD
