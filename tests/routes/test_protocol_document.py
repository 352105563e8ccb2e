"""docs/protocol.md tells the truth: its examples are played, its tables are complete, its programs run."""

import asyncio
import json
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, get_args
from urllib.parse import parse_qs

import httpx2
import pytest

from app.routes import line as one_line
from app.routes import live
from app.settings import Settings
from app.workshop import commands, participants, parts, statements, themes
from app.workshop.people import GROUPS
from app.workshop.refusals import Reason
from tests.process import Process
from tests.routes.line import Line, Message
from tests.server import PASSWORD, Room, Server

TEXT = (Path(__file__).parents[2] / "docs/protocol.md").read_text(encoding="utf-8")
BLOCK = re.compile(r"^```(\w+) ([\w.]+) ?(\w*)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
FACTS = {"too_long": {"limit", "length"}, "malformed": {"where", "what"}, "too_fast": {"retry_after"}}
FACTS["too_many"] = FACTS["votes_used"] = FACTS["enough_shared"] = {"limit"}
FACTS["sheets_went_round"] = {"rounds"}
VOLATILE = {"at", "cursor"}


@dataclass(frozen=True)
class Example:
    """A JSON example: who sends or gets what."""

    who: str
    does: str
    message: Message


EXAMPLES = [
    Example(who, does, json.loads(body)) for language, who, does, body in BLOCK.findall(TEXT) if language == "json"
]
PROGRAMS = {name: body for language, name, _, body in BLOCK.findall(TEXT) if language == "python"}


def section(heading: str) -> str:
    """The text under a heading, up to the next of its rank or higher."""
    rank = heading.partition(" ")[0]
    start = TEXT.index(f"\n{heading}\n")
    ends = re.compile(rf"^#{{1,{len(rank)}}} ", re.MULTILINE).search(TEXT, start + len(heading) + 2)
    return TEXT[start : ends.start() if ends else len(TEXT)]


def rows(heading: str) -> Iterator[tuple[list[str], set[str]]]:
    """Each row of the tables under a heading: the names in its first cell, and those in all others."""
    for line in section(heading).splitlines():
        if line.startswith("| `") or re.match(r"\| \d", line):
            first, *rest = line.strip("| ").split(" | ")
            yield re.findall(r"`([^`]+)`", first) or [first], set(re.findall(r"`([^`]+)`", " ".join(rest)))


def form_of(request: str) -> dict[str, list[str]]:
    """The form of an example request."""
    lines = TEXT[TEXT.index(f"    {request}\n") :].split("\n\n")[1]
    assert all(line.startswith("    ") for line in lines.splitlines())
    return parse_qs("".join(line.strip() for line in lines.splitlines()), keep_blank_values=True)


@pytest.fixture
async def lines(server: Server) -> dict[str, Line]:
    """A phone, a wall and a desk that came in as the document says."""
    desk = await server.account("kari@example.no")
    signed_out = server.visitor()
    signin = form_of("POST /signin") | {"password": [PASSWORD]}
    assert (await signed_out.post("/signin", data=signin)).status_code == 303
    made = await desk.post("/workshops/new", data=form_of("POST /workshops/new"))
    code = made.headers["location"].split("/")[2]
    phone = server.visitor(accept="application/json")
    joined = await phone.post(f"/w/{code}/join", data=form_of("POST /w/CODE/join"))
    assert joined.json() == {"joined": code}
    key = re.search(r"/wall/([\w-]+)", (await desk.get(f"/w/{code}/desk/share")).text)
    assert key is not None
    wall = await server.wall(Room(code, key[1]))
    return {
        "phone": await server.line(phone, code, "phone"),
        "wall": await server.line(wall, code, "wall"),
        "desk": await server.line(desk, code, "desk"),
    }


async def test_the_examples_happen_as_they_stand(lines: dict[str, Line]) -> None:
    answer: Message = {}
    for example, following in zip(EXAMPLES, [*EXAMPLES[1:], None], strict=True):
        line = lines[example.who]
        if example.does == "sends":
            answer = await line.answer_to(example.message)
            told = following is not None and (following.who, following.does) == (example.who, "gets")
            if not told or (following and following.message["type"] == "frame"):
                assert answer == {"type": "ack", "id": example.message["id"]}, example
        elif example.message["type"] == "frame":
            await _assert_framed(line, example.message)
        else:
            assert answer.keys() == example.message.keys()
            assert _without(answer, "message", *VOLATILE) == _without(example.message, "message", *VOLATILE)
            assert bool(answer.get("message")) == ("message" in example.message)


async def _assert_framed(line: Line, frame: Message) -> None:
    ids = {part["id"] for part in frame["put"]}
    screen = line.own if frame["scope"] == "own" else line.screen
    await line.until(lambda: all(_same(screen.get(part["id"]), part) for part in frame["put"]))
    came = [f for f in line.frames if f["scope"] == frame["scope"] and ids & {part["id"] for part in f["put"]}]
    assert came[-1].keys() == frame.keys()


def _same(found: Message | None, told: Message) -> bool:
    return found is not None and found.keys() == told.keys() and _without(found, *VOLATILE) == _without(told, *VOLATILE)


def _without(message: Message, *names: str) -> Message:
    return {name: value for name, value in message.items() if name not in names}


def test_every_command_is_documented_with_its_fields_and_an_example() -> None:
    told = {name: names for types, names in rows("## All commands") for name in types}
    there = {model.model_fields["type"].default: model for model in get_args(commands.Command)}
    assert told.keys() == there.keys() - {"create"}
    for name, model in there.items():
        expected = model.model_fields.keys() - {"v", "id", "type"}
        if name == "edit":
            assert expected == {"statement", "text"}
        elif name != "create":
            assert expected <= told[name], name
    shown = {example.message["type"] for example in EXAMPLES if example.does == "sends"}
    assert shown == there.keys() - {"create"} | {"ping", "dance"}


def test_every_part_is_documented_with_its_fields() -> None:
    told = {kinds[0]: names for kinds, names in rows("## All parts")}
    there = {part.kind: part for part in parts.Part.__subclasses__()}
    assert told.keys() == there.keys()
    for kind, part in there.items():
        expected = {field.name for field in fields(part)} - {"id", "into", "order"}
        assert expected <= told[kind], kind
    for value in (*get_args(parts.WallMode), "open", "closed", "archived", "deleted", "pending", "shown", "hidden"):
        assert f"`{value}`" in section("## All parts")


def test_every_refusal_is_documented_with_its_facts() -> None:
    told = {reasons[0]: names for reasons, names in rows("## All refusals")}
    assert told.keys() == set(get_args(Reason))
    assert {reason: names for reason, names in told.items() if names} == FACTS


def test_every_close_code_is_documented() -> None:
    told = {int(codes[0]) for codes, _ in rows("## When the socket is closed or refused")}
    ours = {value for name, value in {**vars(live), **vars(one_line)}.items() if name.startswith("CLOSE_")}
    assert ours <= told
    assert {code for code in told if code >= 4000} == ours
    for name in live.PROTOCOLS:
        assert f"`{name}`" in section("## Opening the socket")


def test_the_bounds_are_those_of_the_settings() -> None:
    values = dict(re.findall(r"^\| `(\w+)` \| ([\d.]+) \|", section("## Bounds"), re.MULTILINE))
    assert {name: float(value) for name, value in values.items()} == {
        name: float(Settings.model_fields[name].default) for name in values
    }
    for bound in (
        participants.MOST_PARTICIPANTS,
        statements.MOST_STATEMENTS,
        themes.MOST_THEMES,
        themes.MOST_SIGNS,
        themes.SIGN_LIMIT,
        themes.TITLE_LIMIT,
        themes.VISION_LIMIT,
    ):
        assert str(bound) in section("## Bounds")
    assert f"more than {statements.MOST_EDITIONS} the first" in section("## All parts")
    assert str(Settings().body_bytes) in section("## Without a socket")
    for group in GROUPS:
        assert f"`{group}`" in section("### As a participant")


async def test_the_examples_without_a_socket_get_what_they_say(lines: dict[str, Line]) -> None:
    await lines["desk"].command("open_submissions")
    request = lines["phone"].socket.request
    assert request is not None
    cookie, code = request.headers["cookie"], request.path.split("/")[2]
    base = f"http://{request.headers['host']}"
    async with httpx2.AsyncClient(base_url=base, headers={"cookie": cookie}, trust_env=False) as program:
        sent = await program.post(
            f"/w/{code}/send", data=form_of("POST /w/CODE/send"), headers={"accept": "application/json"}
        )
        assert sent.json() == {"type": "ack", "id": "any-new-id-3"}
        polled = (await program.get(f"/w/{code}/frames?as=phone&since=CURSOR&form=json")).json()
    assert polled.keys() == {"cursor", "at", "frames"}
    assert polled["frames"][0]["whole"] is True
    last = polled["frames"][-1]
    assert (last["scope"], last["whole"]) == ("own", True)
    assert [part["text"] for part in last["put"]] == ["In 2040 it is quiet somewhere"]


@pytest.mark.parametrize("name", ["participant.py", "wall.py", "facilitator.py"])
def test_a_program_is_short_and_needs_only_two_libraries(name: str) -> None:
    program = PROGRAMS[name]
    assert len(program.splitlines()) <= 50
    imported = set(re.findall(r"^(?:import|from) (\w+)", program, re.MULTILINE))
    imported |= set(re.findall(r"(?<=, )\w+", " ".join(re.findall(r"^import (.*)$", program, re.MULTILINE))))
    assert imported - sys.stdlib_module_names == {"httpx2", "websockets"}


async def test_the_three_programs_hold_a_workshop(tmp_path: Path) -> None:
    for name, program in PROGRAMS.items():
        (tmp_path / name).write_text(program, encoding="utf-8")

    async def started(name: str, *words: object) -> asyncio.subprocess.Process:
        return await asyncio.create_subprocess_exec(
            sys.executable,
            "-I",
            tmp_path / name,
            *map(str, words),
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )

    async def ended(process: asyncio.subprocess.Process) -> list[str]:
        told, complained = await asyncio.wait_for(process.communicate(), 30)
        assert (process.returncode, complained.decode()) == (0, "")
        return told.decode().splitlines()

    async with Process(tmp_path / "data") as server:
        await server.account("kari@example.no")
        facilitator = await started("facilitator.py", server.base, "kari@example.no", PASSWORD, 3)
        assert facilitator.stdout is not None
        room: Any = json.loads(await asyncio.wait_for(facilitator.stdout.readline(), 30))
        wall = await started("wall.py", room["wall"], 3)
        texts = [f"In 2040 number {n} is heard" for n in range(3)]
        await _opened(server, room["code"])
        saying = [await started("participant.py", server.base, room["code"], text) for text in texts]
        assert [await ended(participant) for participant in saying] == [["saved"]] * 3
        assert sorted(json.loads((await ended(wall))[-1])) == texts
        assert json.loads((await ended(facilitator))[-1])["type"] == "ack"


async def _opened(server: Process, code: str) -> None:
    """Wait until writing is open: the participant's program is refused before, as it should be."""
    onlooker = await server.line(await server.participant(code), code)
    await onlooker.until(lambda: onlooker.screen.get("stage", {}).get("submissions"))
