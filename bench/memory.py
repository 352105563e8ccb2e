"""Bench 7: what an idle phone costs in memory.

Every phone is a participant of its own who has joined before. The room is loaded and a few phones have come and gone;
then so many connect, and what the server holds more three seconds later is shared out among them.
"""

from bench.how import How
from bench.load import Found, phones, play
from bench.machine import folder
from bench.report import Case, Result, interleaved, medians
from bench.rooms import prepare
from bench.servers import program


def of_idle_phones(how: How) -> Result:
    """Bench 7."""
    count = how.size(5_000, 500)
    with folder() as place:
        prepared = prepare(place / "prepared", participants=count)
        room = prepared.rooms[0]

        def run() -> Found:
            with folder() as data, program(prepared.copy(data)) as server:
                play("idle", server, phones(room, 20, role="i"), "--seconds", 0.5)
                return play(
                    "idle", server, phones(room, count, role="i"), "--settle", 3, "--seconds", 0.2, "--ping", 20
                )

        found = interleaved(how.runs, {"phones": run})["phones"]
    each = [run["memory_added_kib"] / run["connected"] for run in found]
    cases = [Case(f"{count} idle phones: each", each, 25.0, more_is_better=False)]
    return Result("memory per idle phone", "KiB", cases, medians(found))
