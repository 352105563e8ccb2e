"""Planted faults: what the harness is worth is what it catches. Each changes the program in a server's process."""

import asyncio
import sqlite3
from typing import Any

from app.realtime import hub
from app.realtime.live_room import LiveRoom
from app.realtime.stream import Frame
from app.routes import live
from app.routes.line import ReadyLine
from app.store import sqlite
from app.workshop.commands import Command
from app.workshop.people import Actor
from tests.server import new_id


def plant(name: str) -> None:
    """Plant the fault of this name; none for an empty one."""
    if name:
        PLANTS[name]()


def acknowledged_before_commit() -> None:
    """Answer when the batch has been decided, and let the disk take its time."""
    carry_out = LiveRoom._carry_out

    async def too_early(self: LiveRoom, turns: list[Any]) -> None:
        for turn in turns:
            turn.refusal = None
            turn.give()
        await asyncio.sleep(0.05)
        await carry_out(self, turns)

    LiveRoom._carry_out = too_early  # type: ignore[method-assign]  # planted


def forgotten_ids() -> None:
    """Carry out every command under an id of the server's own: a resend is then another command."""
    submit = LiveRoom.submit

    async def under_another_name(self: LiveRoom, command: Command, by: Actor) -> None:
        await submit(self, command.model_copy(update={"id": new_id()}), by)

    LiveRoom.submit = under_another_name  # type: ignore[method-assign]  # planted


def frames_left_out() -> None:
    """Leave out every seventh change that a line is to be sent."""
    send = ReadyLine.send
    times = 0

    def mostly(self: ReadyLine, frame: Frame) -> None:
        nonlocal times
        times += not frame.whole
        if frame.whole or times % 7:
            send(self, frame)

    ReadyLine.send = mostly  # type: ignore[method-assign]  # planted


def commits_not_synced() -> None:
    """Leave commits to the operating system, as SQLite does below FULL."""
    prepare = sqlite._prepare

    def carelessly(connection: sqlite3.Connection, entry: Any) -> None:
        prepare(connection, entry)
        connection.execute("PRAGMA synchronous=NORMAL").close()

    sqlite._prepare = carelessly  # type: ignore[assignment]  # planted


def never_let_go() -> None:
    """Keep lines that take nothing, and those from which nothing is heard."""
    hub.Hub.sweep = lambda _self, **_bounds: None  # type: ignore[method-assign]  # planted


def stumbles() -> None:
    """Fail on a message of a certain length."""
    fields = live._fields

    def stumbling(text: str) -> dict[str, object]:
        if len(text) % 997 == 500:
            raise LookupError
        return fields(text)

    live._fields = stumbling


def keeps_all() -> None:
    """Keep every message for ever."""
    kept: list[str] = []
    fields = live._fields

    def keeping(text: str) -> dict[str, object]:
        kept.append(text * 10)
        return fields(text)

    live._fields = keeping


PLANTS = {
    fault.__name__: fault
    for fault in (
        acknowledged_before_commit,
        forgotten_ids,
        frames_left_out,
        commits_not_synced,
        never_let_go,
        stumbles,
        keeps_all,
    )
}
