"""The load client from Python: its plan, its words, and what it found."""

import json
import subprocess
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.machine import client, folder, pin
from bench.rooms import BenchRoom
from bench.servers import Server

Found = dict[str, Any]
"""What the client prints at its end; the head of bench/client/main.c says in which units."""


@dataclass(frozen=True, slots=True)
class Row:
    """Sockets of one kind. ``role``: w a wall, whose statements are counted; p a phone that may write; i idle."""

    count: int
    role: str
    room: int
    path: str
    cookie: str = "-"


def walls(room: BenchRoom, count: int, number: int = 0) -> list[Row]:
    """So many walls of a room; they share one cookie."""
    return [Row(count, "w", number, f"/w/{room.code}/live?as=wall", room.wall)]


def phones(room: BenchRoom, count: int, number: int = 0, role: str = "p") -> list[Row]:
    """So many phones of a room, one for each participant from the first on."""
    path = f"/w/{room.code}/live?as=phone"
    return [Row(1, role, number, path, cookie) for cookie in room.participants[:count]]


def play(
    mode: str, server: Server, rows: Iterable[Row], *words: object, when_ready: Callable[[], None] | None = None
) -> Found:
    """Let the client play ``rows`` against a server; ``when_ready`` is called when all are connected."""
    with folder() as place:
        plan = place / "plan"
        plan.write_text("".join(f"{r.count}\t{r.role}\t{r.room}\t{r.path}\t{r.cookie}\n" for r in rows))
        command = [client(), mode, "--plan", plan, "--port", server.port, "--pids", ",".join(map(str, server.pids))]
        playing = subprocess.Popen(
            [str(word) for word in (*command, *words)],
            stdout=subprocess.PIPE,
            text=True,
            preexec_fn=lambda: pin(1),  # noqa: PLW1509 - the benches have no threads
        )
        last = "{}"
        try:
            for line in playing.stdout or ():
                last = line
                if '"event":"ready"' in line and when_ready is not None:
                    when_ready()
        except BaseException:
            playing.kill()
            raise
        if playing.wait() or '"sockets"' not in last:
            raise RuntimeError(f"the load client ended with {playing.returncode}: {last[:200]}")
    found: Found = json.loads(last)
    if found["connected"] < found["sockets"]:
        raise RuntimeError(f"only {found['connected']} of {found['sockets']} sockets were let in")
    return found


def ids(file: Path) -> list[str]:
    """The ids of acknowledged statements that ``--acknowledged`` has written."""
    return file.read_text().split()


def busy(found: Found) -> float:
    """The client's own CPU use, as a share of one core. Near 1 it was the client that was measured."""
    return round(float(found["client_cpu"]) / float(found["whole_seconds"]), 2)
