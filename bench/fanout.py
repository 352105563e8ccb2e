"""Benches 1 and 3: from one statement to every wall.

1. One statement at a time goes to N walls; the next is said when all have it. What counts is frames per second of the
   server's processor time, so that waiting costs nothing. The real server does all that it always does: it checks,
   decides, writes to disk, and paints. The yardsticks write the bytes of one of its frames, ready made.
3. 500 statements a second go to 5 000 walls, in the server's own pulse. A statement that has reached a wall is one
   delivery, whatever else was in its frame. Node's ``ws`` sends each statement to each, uncompressed, as it does unless
   told otherwise: compressing for each alone costs it more than it saves.
"""

import json
from collections.abc import Callable
from contextlib import ExitStack
from functools import partial
from pathlib import Path

from websockets.sync.client import ClientConnection, connect
from websockets.typing import Subprotocol

from bench.how import How
from bench.load import Found, Row, busy, phones, play, walls
from bench.machine import folder, unpacks
from bench.report import Case, Result, interleaved, medians, ratios
from bench.rooms import BenchRoom, Prepared, prepare
from bench.servers import EACH_ALONE, Server, program
from bench.yardsticks import node_ws, plain_tcp, python_socketio

WRITERS = 20
PACKED, PLAIN = "as browsers ask, compressed", "plain"
"""Bench 3's two ways to ask for a stream: browsers all offer to take it compressed, many programs do not."""
WARM = 12
"""Statements before the measuring: enough that the group of those who write may be named."""


def of_single_frames(how: How) -> Result:
    """Bench 1."""
    cases: list[Case] = []
    details: Found = {}
    missing: list[str] = []
    with folder() as place:
        prepared = prepare(place / "prepared", participants=WRITERS)
        frame = place / "frame"
        frame.write_text(_captured(prepared))
        details["frame_bytes"] = frame.stat().st_size
        yardsticks = {"plain TCP": plain_tcp, "node ws": node_ws, "python-socketio": python_socketio}
        for count in how.size((1_000, 5_000), (200,)):
            variants: dict[str, Callable[[], Found]] = {"app": partial(_app_alone, prepared, count, how)}
            for name, make in yardsticks.items():
                variants[name] = partial(_yardstick, make, frame, count, how, socketio=make is python_socketio)
            found = interleaved(how.runs, variants, missing)
            rates = {name: [per_cpu(run) for run in runs] for name, runs in found.items()}
            for name, goal in (("plain TCP", 0.65), ("node ws", 1.0), ("python-socketio", None)):
                if name in rates:
                    cases.append(Case(f"{count} walls: app ÷ {name}", ratios(rates["app"], rates[name]), goal))
            details[f"{count} walls"] = {
                name: {"frames_per_cpu_second": Case(name, rates[name]).figure, "client_cpu": busy(runs[-1])}
                for name, runs in found.items()
            } | {"app": {**medians(found["app"]), "frames_per_cpu_second": Case("", rates["app"]).figure}}
    return Result("fan-out, one statement a frame", "× frames per server-CPU-second", cases, details, missing)


def of_the_pulse(how: How) -> Result:
    """Bench 3."""
    count, rate, writers = how.size(5_000, 500), how.size(500, 200), how.size(500, 100)
    missing: list[str] = []
    with folder() as place:
        prepared = prepare(place / "prepared", participants=writers)
        frame = place / "frame"
        frame.write_text(_captured(prepared))

        def app(*words: object) -> Found:
            with folder() as data, program(prepared.copy(data)) as server:
                room = prepared.rooms[0]
                rows = [*phones(room, writers), *walls(room, count)]  # in this order walls are spared who comes in
                words = ("--rate", rate, "--seconds", how.seconds, "--warm", WARM, "--ping", 20, *words)
                return play("write", server, rows, *words)

        variants: dict[str, Callable[[], Found]] = {
            PLAIN: app,
            "node ws": partial(_yardstick, node_ws, frame, count, how),
        }
        if unpacks():
            variants[PACKED] = partial(app, "--deflate")
        else:
            missing.append(f"{PACKED}: no zlib to compile with; on Debian and Ubuntu: apt-get install zlib1g-dev")
        found = interleaved(how.runs, variants, missing)
    rates = {name: [per_cpu(run) for run in runs] for name, runs in found.items()}
    cases: list[Case] = []
    details = {name: {**medians(runs), "client_cpu": busy(runs[-1])} for name, runs in found.items()}
    for name in (PACKED, PLAIN):
        if name not in found:
            continue
        if "node ws" in rates:
            cases.append(Case(f"{name}: app ÷ node ws", ratios(rates[name], rates["node ws"]), 50.0))
        cases.append(Case(f"{name}: app, deliveries per CPU-second", rates[name]))
        arrived = [run["shown"] / max(1, run["to_show"]) for run in found[name]]
        cases.append(Case(f"{name}: share of deliveries that arrived", arrived, 1.0))
        late = [run.get("wall_p99_ms", 60_000.0) for run in found[name]]
        cases.append(Case(f"{name}: p99 to the wall, ms", late, more_is_better=False))
        heavy = [run["bytes"] / max(1, run["shown"]) for run in found[name]]
        cases.append(Case(f"{name}: bytes per statement and wall", heavy, more_is_better=False))
    return Result("fan-out in the pulse", "× deliveries per server-CPU-second", cases, details, missing)


def per_cpu(run: Found) -> float:
    """Statements shown per second of the server's processor time."""
    return float(run["shown"] / max(0.01, sum(run["server_cpu"])))


def _app_alone(prepared: Prepared, count: int, how: How) -> Found:
    with folder() as data, program(prepared.copy(data), EACH_ALONE) as server:
        room = prepared.rooms[0]
        rows = [*phones(room, WRITERS), *walls(room, count)]
        return play("fanout", server, rows, "--seconds", how.seconds, "--warm", WARM)


def _yardstick(make: Callable[[Path], Server], frame: Path, count: int, how: How, *, socketio: bool = False) -> Found:
    path = "/socket.io/?EIO=4&transport=websocket" if socketio else "/"
    rows = [Row(count, "w", 0, path), Row(WRITERS, "p", 0, path)]
    words = ["--count-messages", "--subprotocol", "", *(["--socketio"] if socketio else [])]
    with make(frame) as server:
        return play("fanout", server, rows, "--seconds", how.seconds, "--drain", 2, *words)


def _captured(prepared: Prepared) -> str:
    """A frame of one statement, as a wall gets it when its group is large enough to be named."""
    with ExitStack() as stack:
        data = stack.enter_context(folder())
        server = stack.enter_context(program(prepared.copy(data), EACH_ALONE))
        room = prepared.rooms[0]
        wall = stack.enter_context(_socket(server, room, "wall", room.wall))
        wall.recv(20)
        frame = ""
        for number, cookie in enumerate(room.participants[:WARM]):
            with _socket(server, room, "phone", cookie) as phone:
                words = f"(no {number}) In 2040 everybody garden quiet meeting river trust children outdoors bridge"
                phone.send(json.dumps({"type": "say", "id": f"captured-{number}", "text": words}))
                while f"(no {number})" not in frame:
                    frame = str(wall.recv(20))
        return frame


def _socket(server: Server, room: BenchRoom, audience: str, cookie: str) -> ClientConnection:
    return connect(
        f"ws://127.0.0.1:{server.port}/w/{room.code}/live?as={audience}",
        subprotocols=[Subprotocol("fremtidsbilde.v1.json")],
        additional_headers={"cookie": cookie},
        compression=None,
        max_size=None,
        proxy=None,
    )
