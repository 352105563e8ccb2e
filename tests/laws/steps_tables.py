"""Steps of a story about tables."""

from app.workshop.room import Room
from app.workshop.sharing import originals
from app.workshop.turns import rounds_done
from tests.laws.story import Activity, Step, Story, chosen, marker, nobody, worded


def _table(room: Room, step: Step, which: int) -> int:
    there = sorted(room.seats)
    return there[which % len(there)] if there and step.slip != "unknown" else 99


def _set(_story: Story, _room: Room, step: Step, _number: int) -> dict[str, object]:
    return {"number": 1 + step.two % 4} if step.one % 2 else {"size": 2 + step.two % 4}


def _merge(_story: Story, _room: Room, step: Step, _number: int) -> dict[str, object]:
    return {"size": 2 + step.two % 6}


def _move(_story: Story, room: Room, step: Step, _number: int) -> dict[str, object]:
    from_table = _table(room, step, step.one)
    seats = len(room.seats.get(from_table, ())) or 1
    to = _table(room, step, step.two) if step.three % 4 else min(len(room.seats) + 1, 90)
    return {"table": from_table, "seat": 1 + step.three % seats, "to": to, **_since(room, step)}


def _sit(_story: Story, room: Room, step: Step, _number: int) -> dict[str, object]:
    return {"table": _table(room, step, step.one)}


def _empty(_story: Story, room: Room, step: Step, _number: int) -> dict[str, object]:
    table = _table(room, step, step.one)
    return {"table": table, "seat": 1 + step.three % (len(room.seats.get(table, ())) or 1), **_since(room, step)}


def _since(room: Room, step: Step) -> dict[str, object]:
    """As the desk saw the seats: now, before anybody sat down, or at a time that is not told."""
    return {"since": 0 if step.slip == "stale" else room.seq} if step.two % 2 or step.slip == "stale" else {}


def _pass(_story: Story, room: Room, step: Step, _number: int) -> dict[str, object]:
    tables = step.three % 2 if getattr(room.at, "turns", "people") == "people" else 0
    table = _table(room, step, step.one) if tables else 0
    return {"table": table, "since": room.turns.get(table, 0) + (step.slip == "stale")}


def _share(_story: Story, room: Room, step: Step, number: int) -> dict[str, object]:
    words: dict[str, object] = {"text": worded(step, marker(number), room.limit)}
    there = [statement.id for table in room.seats for statement in originals(room, table, "")]
    if step.one % 2 or not there:
        return words
    return {**words, "sources": [chosen(step, step.two, there, "nowhere-to-be-found")]}


def _rotate(_story: Story, room: Room, step: Step, _number: int) -> dict[str, object]:
    return {"since": rounds_done(room) + (step.slip == "stale")} if step.one % 2 else {}


def _speaker(room: Room, step: Step) -> str | None:
    there = room.seats.get(_table(room, step, step.one), ())
    return next((who for who in there if who), None)


def _first(room: Room, step: Step) -> str:
    if step.kind in TABLES.fields and step.kind != "set_tables" and not room.tables and room.participants:
        return "set_tables"
    return step.kind


TABLES = Activity(
    fields={
        "set_tables": _set,
        "clear_tables": lambda story, room, step, number: {},
        "merge_tables": _merge,
        "rotate_tables": _rotate,
        "draw_roles": lambda story, room, step, number: {},
        "move_seat": _move,
        "empty_seat": _empty,
        "sit": _sit,
        "leave": lambda story, room, step, number: {},
        "pass_turn": _pass,
        "share_idea": _share,
    },
    own={"sit": nobody, "leave": nobody, "pass_turn": _speaker, "share_idea": nobody},
    shared=frozenset({"pass_turn"}),
    first=_first,
    at={
        "round": ("pass_turn", "pass_turn", "draw_roles"),
        "share": ("share_idea", "share_idea", "share_idea", "sit", "empty_seat"),
        "merge": ("merge_tables", "move_seat"),
        "rotate": ("rotate_tables", "rotate_tables", "say", "say", "sit", "move_seat", "leave"),
    },
)
