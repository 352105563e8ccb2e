"""History and film over HTTP: for those who run the workshop, and without a byte of what has been taken back."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import get_args

import httpx2
import pytest

from app.i18n import words
from app.routes.history import sentence
from app.workshop.deeds import Kind
from app.workshop.history import Line as Told
from app.workshop.people import LANGUAGES
from app.workshop.room import Room as State
from tests.routes.line import Line
from tests.routes.pages import read
from tests.server import Clock, Room, Server, new_id, running

GONE = "detteangretjeg"
HIDDEN = "detteskalingense"
KEPT = "alle hører til"


async def workshop(server: Server, desk: httpx2.AsyncClient) -> tuple[Room, Line, Line]:
    room = await server.workshop(desk)
    line = await server.line(desk, room.code, "desk")
    await line.command("open_submissions")
    await line.command("reveal")
    return room, line, await server.writer(room)


async def told(desk: httpx2.AsyncClient, room: Room) -> list[str]:
    """All that history and film send, as text."""
    path = f"/w/{room.code}/desk"
    pages = [f"{path}/history", f"{path}/film", f"{path}/film/moments", f"{path}/film/frames", f"{path}/film.jsonl"]
    answers = [await desk.get(page) for page in pages]
    assert [answer.status_code for answer in answers] == [200] * len(pages)
    return [answer.text for answer in answers]


async def test_what_was_taken_back_or_hidden_is_in_no_byte(server: Server) -> None:
    desk = await server.account()
    room, line, phone = await workshop(server, desk)
    gone, hidden, kept = new_id(), new_id(), new_id()
    for statement, text in ((gone, GONE), (hidden, HIDDEN), (kept, KEPT)):
        assert (await phone.say(text, statement))["type"] == "ack"
    everything = "".join(await told(desk, room))
    assert GONE in everything
    assert HIDDEN in everything
    await phone.command("withdraw", statement=gone)
    await line.command("hide", statements=[hidden])
    history, *film = await told(desk, room)
    for text in film:
        assert GONE not in text
        assert HIDDEN not in text
        assert gone not in text
        assert hidden not in text
    assert KEPT in film[2]
    assert GONE not in history
    assert KEPT not in history, "nobody's words stand in the history"


async def test_moments_frames_and_lines_tell_of_the_same_hour(tmp_path: Path, new_address: Callable[[], str]) -> None:
    clock = Clock()
    async with running(tmp_path, clock, database_url=new_address()) as server:
        desk = await server.account()
        room, line, phone = await workshop(server, desk)
        clock.forward(minutes=5)
        one = new_id()
        await phone.say("Det første", one)
        clock.forward(minutes=20)
        await phone.say("Det andre")
        path = f"/w/{room.code}/desk/film"
        times = (await desk.get(f"{path}/moments")).json()
        assert times["moments"] == [0, 300, 1500]
        assert times["began"] == round(Clock().time.timestamp() * 1_000)
        frames = (await desk.get(f"{path}/frames")).json()
        assert [frame["at"] for frame in frames["frames"]] == [0, 300, 1500]
        assert list(frames["frames"][0]["put"]) == ["stage"]
        assert "Det første" in frames["frames"][1]["put"][f"card-{one}"]
        later = (await desk.get(f"{path}/frames", params={"from": 1500})).json()
        assert later["until"] is None
        (whole,) = later["frames"]
        assert len(whole["put"]) == 3, "the stage and both cards"
        lines = [json.loads(row) for row in (await desk.get(f"{path}.jsonl")).text.splitlines()]
        said = [(row["at"], row["text"]) for row in lines if row["type"] == "statement_said"]
        assert said == [("2026-11-23T09:05:00+00:00", "Det første"), ("2026-11-23T09:25:00+00:00", "Det andre")]
        await line.command("close")
        ended = read(await desk.get(f"/w/{room.code}/desk/history", headers={"accept-language": "en"}))
        assert "ended the workshop" in ended.text


async def test_the_film_speaks_the_walls_language_and_the_page_its_readers(server: Server) -> None:
    desk = await server.account()
    room, _, phone = await workshop(server, desk)
    await phone.say(KEPT)
    english = {"accept-language": "en"}
    page = read(await desk.get(f"/w/{room.code}/desk/film", headers=english))
    assert page.all("h1")[0].text == "Film of the wall"
    frames = (await desk.get(f"/w/{room.code}/desk/film/frames", headers=english)).json()["frames"]
    assert "Hvordan" in frames[0]["put"]["stage"]


@pytest.mark.parametrize("start", ["-1", "x", "10000000000"])
async def test_a_place_that_no_film_has_is_refused(server: Server, start: str) -> None:
    desk = await server.account()
    room, _, _ = await workshop(server, desk)
    answer = await desk.get(f"/w/{room.code}/desk/film/frames", params={"from": start})
    assert 400 <= answer.status_code < 500
    late = await desk.get(f"/w/{room.code}/desk/film/frames", params={"from": 999_999_999})
    assert late.status_code == 200
    assert len(late.json()["frames"]) == 1


async def test_fetching_films_is_bounded(tmp_path: Path, new_address: Callable[[], str]) -> None:
    async with running(tmp_path, database_url=new_address(), films_per_minute=2) as server:
        desk = await server.account()
        room, _, _ = await workshop(server, desk)
        path = f"/w/{room.code}/desk/film/frames"
        assert [(await desk.get(path)).status_code for _ in range(3)] == [200, 200, 429]


async def test_the_history_names_who_runs_it_in_the_readers_language(server: Server) -> None:
    desk = await server.account("kari@example.no")
    room, line, phone = await workshop(server, desk)
    said = new_id()
    await phone.say(KEPT, said)
    await line.command("make_theme", title="Hverdag", statements=[said])
    await line.command("hide", statements=[said])
    path = f"/w/{room.code}/desk/history"
    told_in = {"nb": "kari skjulte 1 utsagn", "nn": "kari gøymde 1 utsegn", "en": "kari hid 1 statement"}
    for language, expected in told_in.items():
        main = read(await desk.get(path, headers={"accept-language": language})).by_id("main")
        assert expected in main.text
        assert "«Hverdag»" in main.text
        assert "@" not in main.text
    desk_page = read(await desk.get(f"/w/{room.code}/desk"))
    links = {link.attributes["href"] for link in desk_page.all("a")}
    assert {f"/w/{room.code}/desk/history", f"/w/{room.code}/desk/film"} <= links


async def test_a_long_history_has_pages(server: Server) -> None:
    desk = await server.account()
    room, line, _ = await workshop(server, desk)
    for _ in range(30):
        for command in ("blank", "unblank", "pause_wall", "resume_wall"):
            await line.command(command)
    path = f"/w/{room.code}/desk/history"
    first = read(await desk.get(path))
    assert len(first.all("li")) == 100
    (older,) = first.all("a", rel="next")
    second = read(await desk.get(f"{path}{older.attributes['href']}"))
    assert len(second.all("li")) == 23, "all 120, and three from the beginning"
    assert second.all("a", rel="prev")
    for page in ("0", "3", "x", "-1", "999999999"):
        assert (await desk.get(path, params={"page": page})).status_code == 404


def test_every_kind_of_line_has_its_wording() -> None:
    at = datetime(2026, 11, 23, tzinfo=UTC)
    act = Told("moved", at, at, "x", 2)
    for language in LANGUAGES:
        sentences = []
        for kind in get_args(Kind):
            step = 1 if kind.startswith("step_") else None
            undone = act if kind == "undone" else None
            line = Told(kind, at, at, "x", 5, ("Tittel",), step, (), undone)
            sentences.append(sentence(line, words(language), State(), {}))
        assert all(sentences)
        assert len(set(sentences)) == len(sentences), "each says something of its own"
        assert not any("%(" in one for one in sentences)


async def test_the_film_of_a_deleted_workshop_says_how_it_comes_back(server: Server) -> None:
    desk = await server.account()
    room, line, _phone = await workshop(server, desk)
    assert (await line.command("delete"))["type"] == "ack"
    page = read(await desk.get(f"/w/{room.code}/desk/film"))
    assert "slettet" in page.by_id("film-gone").text
    assert 'id="film-play"' not in (await desk.get(f"/w/{room.code}/desk/film")).text
    assert (await line.command("restore"))["type"] == "ack"
    assert 'id="film-play"' in (await desk.get(f"/w/{room.code}/desk/film")).text
