"""The command line beside a running server, the first start, simulated participants, and the demo."""

import asyncio
import json
import os
import re
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.nursery import nursery
from tests.process import Process
from tests.routes.line import Line, until
from tests.server import PASSWORD, Room, cookies_of

LINES = """tekst,gruppe
I 2040 er skolen åpen til kvelden,parent
I 2040 lærer vi ute,child
"I 2040 er det plass til alle, alltid",youth
,child
I 2040 har vi tid,staff
"""


async def program(*words: object) -> tuple[int, str, str]:
    """Run a command; its exit code, output and complaints."""
    with TemporaryDirectory() as folder:
        told, complained = Path(folder) / "told", Path(folder) / "complained"
        fork = partial(nursery().fork, words, told, os.environ, complaints=complained)
        code = await asyncio.wait_for((await asyncio.to_thread(fork)).wait(), 60)
        return code, told.read_text(), complained.read_text()


async def as_json(*words: object) -> Any:
    code, told, complained = await program(*words, "--json")
    assert code == 0, complained
    return json.loads(told)


async def test_a_workshop_made_beside_a_running_server_is_there_at_once(
    tmp_path: Path, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FREMTIDSBILDE_DATABASE_URL", address)
    async with Process(tmp_path / "data", database_url=address) as server:
        made = await as_json("workshop", "create", "--title", "Ved siden av", "--data", tmp_path / "data")
        phone = await server.participant(made["code"])
        browser = server.visitor()
        followed = await browser.get(urlsplit(made["desk"]).path)
        assert followed.headers["location"] == "/invitation"
        desk = await browser.post("/invitation", data={"email": "kari@example.no", "password": PASSWORD})
        assert desk.headers["location"] == f"/w/{made['code']}/desk"
        line = await server.line(browser, made["code"], "desk")
        await line.command("open_submissions")
        assert (await (await server.line(phone, made["code"])).say("Kom inn"))["type"] == "ack"
        wall = await server.wall(Room(made["code"], made["wall"].rpartition("/")[2]))
        assert (await wall.get(f"/w/{made['code']}/wall")).status_code == 200
        (listed,) = await as_json("workshop", "list", "--data", tmp_path / "data")
        assert listed["statements"] == 1
        assert (await as_json("verify", "--data", tmp_path / "data"))["problems"] == []


async def test_simulated_participants_write_what_the_file_says(tmp_path: Path) -> None:
    file = tmp_path / "lines.csv"
    file.write_text(LINES, encoding="utf-8")
    async with Process(tmp_path / "data") as server:
        room, desk = await server.open_room()
        options = ["--code", room.code, "--from", file, "--server", server.base, "--text", "tekst", "--group", "gruppe"]
        told = await as_json("simulate", *options, "--participants", 4, "--rate", 50)
        assert (told["participants"], told["sent"], told["acknowledged"]) == (4, 4, 4)
        assert (told["refused"], told["unknown"]) == (0, 0)
        assert 0 < told["p50_ms"] <= told["p99_ms"]
        await desk.until(lambda: len(desk.kinds("desk_card")) == 4)
        assert {card["text"] for card in desk.kinds("desk_card")} == {
            "I 2040 er skolen åpen til kvelden",
            "I 2040 lærer vi ute",
            "I 2040 er det plass til alle, alltid",
            "I 2040 har vi tid",
        }
        await desk.command("close_submissions")
        told = await as_json("simulate", *options, "--participants", 2, "--rate", 50)
        assert (told["acknowledged"], told["refused"]) == (0, 4)
        assert told["reasons"] == {"submissions_closed": 4}


async def test_a_simulation_that_cannot_start_says_why_in_a_line(tmp_path: Path) -> None:
    file = tmp_path / "lines.csv"
    file.write_text(LINES, encoding="utf-8")
    async with Process(tmp_path / "data") as server:
        options = ["--from", file, "--text", "tekst"]
        for more, expected in [
            (["--code", "000000", "--server", server.base], 3),
            (["--code", "000000", "--server", "http://127.0.0.1:9"], 1),
            (["--code", "000000", "--server", server.base, "--text", "no such column"], 2),
        ]:
            code, _, complained = await program("simulate", *options, *more)
            assert "Traceback" not in complained, complained
            assert code == expected


async def test_a_simulation_in_a_workshop_with_few_groups_works_or_says_why_not(tmp_path: Path) -> None:
    file = tmp_path / "lines.csv"
    file.write_text(LINES, encoding="utf-8")
    async with Process(tmp_path / "data") as server:
        room, _ = await server.open_room(groups=["child", "youth"])
        options = ["--code", room.code, "--from", file, "--server", server.base, "--text", "tekst", "--rate", 50]
        code, told, complained = await program("simulate", *options, "--participants", 6, "--json")
        assert "Traceback" not in complained
        assert (code == 0 and json.loads(told)["acknowledged"] == 4) or len(complained.splitlines()) == 1


async def test_the_first_start_lets_the_first_administrator_in_once(tmp_path: Path) -> None:
    server = Process(tmp_path / "data")
    async with server:
        secret = re.search(r"/invitation/(\S+)", server.output.read_text())
        assert secret is not None
        browser = server.visitor()
        await browser.get(f"/invitation/{secret[1]}")
        form = {"email": "kari@example.no", "password": PASSWORD}
        assert (await browser.post("/invitation", data=form)).headers["location"] == "/home"
        (account,) = await as_json("user", "list", "--data", tmp_path / "data")
        assert account["roles"] == "administrator"
        assert await server.stop() in (0, -15)
        server.output.write_text("")
        await server.start()
        assert "/invitation/" not in server.output.read_text()
        assert (await browser.get("/home")).status_code == 200, "a restart ends no session"


async def test_a_server_with_open_lines_stops_soon(tmp_path: Path) -> None:
    server = Process(tmp_path / "data")
    async with server:
        room, desk = await server.open_room()
        lines = [await server.writer(room) for _ in range(5)]
        started = asyncio.get_running_loop().time()
        assert await server.stop() in (0, -15)
        assert asyncio.get_running_loop().time() - started < 8
        for line in (desk, *lines):
            assert await line.closed() == 1012
        server.assert_calm()


async def test_a_server_whose_database_is_newer_says_so_and_ends(tmp_path: Path) -> None:
    data = tmp_path / "data"
    assert (await program("user", "invite", "--data", data))[0] == 0
    await asyncio.to_thread(_from_the_future, data)
    for command in ("serve", "demo"):
        code, told, complained = await program(command, "--port", "1", "--data", data)
        assert code == 4
        assert told == ""
        assert len(complained.strip().splitlines()) == 1
        assert "9999_new" in complained


def _from_the_future(data: Path) -> None:
    import sqlite3  # noqa: PLC0415

    connection = sqlite3.connect(data / "fremtidsbilde.db")
    connection.execute("UPDATE alembic_version SET version_num = '9999_new'")
    connection.commit()
    connection.close()


async def test_a_port_that_is_taken_is_told_without_a_traceback(tmp_path: Path) -> None:
    async with Process(tmp_path / "data") as server:
        port = urlsplit(server.base).port
        code, _, complained = await program("serve", "--host", "127.0.0.1", "--port", port, "--data", tmp_path / "two")
        assert code != 0
        assert "Traceback" not in complained
        assert str(port) in complained


@pytest.mark.timeout(120)
async def test_the_demo_is_a_workshop_in_full_swing(tmp_path: Path) -> None:
    command = ("demo", "--participants", "10", "--rate", "20")
    async with Process(tmp_path / "data", command) as server:
        out = server.output
        await until(lambda: "Phone" in out.read_text(), 30)
        links = dict(re.findall(r"^ +(Desk|Wall|Phone) +(\S+)", out.read_text(), re.MULTILINE))
        assert links.keys() == {"Desk", "Wall", "Phone"}
        code = urlsplit(links["Phone"]).path.split("/")[2]

        assert (await server.visitor().get(f"/w/{code}/")).status_code == 200
        browser = server.visitor()
        await browser.get(urlsplit(links["Desk"]).path)
        entered = await browser.post("/invitation")
        assert entered.headers["location"] == f"/w/{code}/desk"
        desk = await server.line(browser, code, "desk")
        await desk.until(lambda: desk.screen)
        assert desk.screen["bar"]["statements"] >= 150
        assert desk.kinds("desk_theme")
        wall = await Line.open(
            server.base, code, "wall", cookies_of(await server.wall(Room(code, links["Wall"].rpartition("/")[2])))
        )
        await wall.until(lambda: len(wall.kinds("wall_card")) >= 150)
        await desk.until(lambda: desk.screen["presence"]["total"] in (None, 10), 30)
        await desk.until(lambda: desk.screen["bar"]["statements"] > 155, 30)
        await wall.close()
        server.assert_calm()
