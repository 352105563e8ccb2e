"""A whole workshop by a method, played from the command line against a real server in a process of its own."""

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.test_beside_a_server import LINES, as_json, program
from tests.process import Process
from tests.server import Room

QUICK = ("--pace", 0.05, "--seed", 1)


def play(server: Process, data: Path, *words: object) -> tuple[object, ...]:
    return ("simulate", "--server", server.base, "--data", data, *QUICK, *words)


async def test_a_whole_workshop_is_played_and_nothing_is_lost_or_doubled(tmp_path: Path) -> None:
    data, file = tmp_path / "data", tmp_path / "lines.csv"
    file.write_text(LINES, encoding="utf-8")
    async with Process(data) as server:
        words = ("--method", "fremtidsbilde-60", "--participants", 12, "--from", file, "--text", "tekst")
        told = await as_json(*play(server, data, *words))
        assert (told["participants"], told["steps"]) == (12, 9)
        assert told["sent"] == told["acknowledged"] > 12 * 3
        assert [told[name] for name in ("refused", "unknown", "missed", "lost", "doubled")] == [0] * 5
        assert told["findings"] == []
        assert [step["kind"] for step in told["each"]] == [
            *("brief", "write", "brief", "cluster", "label", "vote", "label", "commit", "brief"),
        ]
        assert 0 < told["next_p50_ms"] <= told["next_p99_ms"] <= told["next_max_ms"]
        assert 0 < told["p50_ms"] <= told["p99_ms"]

        out = tmp_path / "out.json"
        await program("export", "--code", told["code"], "--out", out, "--data", data)
        picture = json.loads(out.read_text(encoding="utf-8"))
        said = {line.split(",")[0] for line in LINES.splitlines()}
        written = [statement["text"] for theme in picture["themes"] for statement in theme["statements"]]
        assert len(written) >= 12, "everybody has written, and it is all in themes"
        assert {text.split(",")[0].strip('"') for text in written} <= {text.strip('"') for text in said}
        assert all(theme["vision"] and theme["signs"] for theme in picture["themes"])
        assert (await as_json("verify", "--data", data))["problems"] == []
        server.assert_calm()


@pytest.mark.parametrize(("method", "kind"), [("igp", "share"), ("igp", "round"), ("brainwriting", "rotate")])
async def test_tables_share_speak_in_turn_and_pass_sheets_on(tmp_path: Path, method: str, kind: str) -> None:
    data = tmp_path / "data"
    async with Process(data) as server:
        told = await as_json(*play(server, data, "--method", method, "--participants", 8))
        assert told["sent"] == told["acknowledged"]
        assert [told[name] for name in ("refused", "unknown", "missed", "lost", "doubled")] == [0] * 5
        assert sum(step["done"] for step in told["each"] if step["kind"] == kind) >= {"share": 2}.get(kind, 8)


@pytest.mark.parametrize("method", ["affinity", "backcasting"])
async def test_everyone_sorts_and_places_milestones_where_the_method_asks_for_it(tmp_path: Path, method: str) -> None:
    data = tmp_path / "data"
    async with Process(data) as server:
        made = await as_json("workshop", "create", "--title", "Med lenke", "--data", data)
        words = ("--method", method, "--participants", 6, "--desk", made["desk"])
        told = await as_json("simulate", "--server", server.base, *QUICK, *words)
        assert told["code"] == made["code"], "the link tells which workshop it is"
        assert told["sent"] == told["acknowledged"]
        by_kind = {step["kind"]: step["done"] for step in told["each"]}
        assert by_kind["cluster" if method == "affinity" else "timeline"] >= 6
        code, _, complained = await program("simulate", "--server", server.base, *words)
        assert code == 3, "it works once"
        assert len(complained.splitlines()) == 1


async def test_what_others_take_away_or_put_in_meanwhile_is_found(tmp_path: Path) -> None:
    """The planted faults: a milestone is taken off the board, and a statement comes from nobody who is simulated."""
    data = tmp_path / "data"
    async with Process(data) as server:
        admin = await server.account()
        room = await server.workshop(admin)
        desk, stranger = await server.line(admin, room.code, "desk"), await server.writer(room)
        words = ("--method", "backcasting", "--participants", 6, "--code", room.code, "--json")
        playing = asyncio.create_task(program(*play(server, data, *words, "--pace", 0.3)))
        await stranger.until(lambda: stranger.screen.get("stage", {}).get("submissions"), 30)
        answer = await stranger.say("Jeg er ikke simulert")
        assert answer["type"] == "ack"
        await desk.until(lambda: desk.kinds("desk_milestone"), 30)
        dropped = desk.kinds("desk_milestone")[0]["milestone"]
        assert (await desk.command("drop_milestone", milestone=dropped))["type"] == "ack"
        code, told, _ = await playing
        found: dict[str, Any] = json.loads(told)
        assert code == 1
        assert {line.split(":")[0] for line in found["findings"]} == {"lost at the desk", "too much at the desk"}
        assert sum(dropped in line for line in found["findings"]) == 1  # its author still has it, to take it back
        assert sum(answer["id"] in line for line in found["findings"]) == 1
        assert (found["lost"], found["doubled"]) == (1, 1)


async def test_a_workshop_that_cannot_be_played_says_why_in_a_line(tmp_path: Path) -> None:
    data = tmp_path / "data"
    async with Process(data) as server:
        room, desk = await _begun(server)
        words = ("--method", "igp", "--participants", 2)
        for more, expected in [
            (("--code", room.code), 1),
            (("--code", "000000"), 3),
            (("--desk", f"{server.base}/invitation/none"), 3),
            (("--data", tmp_path / "nowhere"), 3),
            (("--method", "no-such-method"), 2),
            (("--method", tmp_path / "nowhere.toml"), 2),
            (("--server", "http://127.0.0.1:9"), 1),
        ]:
            code, told, complained = await program(*play(server, data, *words, *more))
            assert code == expected, complained
            assert told == ""
            assert "Traceback" not in complained
        assert desk.screen["agenda"]["now"]["number"] == 1, "nobody has gone on"
        code, _, complained = await program(*play(server, data))
        assert code == 2
        assert "--method" in complained


async def _begun(server: Process) -> tuple[Room, Any]:
    """A workshop in the middle of another method."""
    from app.workshop.method import shipped  # noqa: PLC0415

    room, desk = await server.open_room()
    method = shipped()["dot-voting"].model_dump(mode="json", by_alias=True, exclude_none=True)
    assert (await desk.command("choose_method", method=method))["type"] == "ack"
    assert (await desk.command("go_to", step=0))["type"] == "ack"
    await desk.until(lambda: desk.screen.get("agenda", {}).get("now"))
    return room, desk
