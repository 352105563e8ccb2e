"""Steps of a story about themes, and about everyone's sorting."""

from app.workshop.room import Room
from tests.laws.steps_statements import some, statement
from tests.laws.story import Activity, Step, Story, chosen, nobody, theme_marker, worded

_NEEDED = {"rename_theme": 1, "describe_theme": 1, "delete_theme": 1, "place_theme": 3, "merge_themes": 2}
_NEEDED |= {"copy_statement": 1, "drop_copy": 1, "nest_theme": 2}
"""How many themes there must be."""
_MOVING = {"move", "make_theme", "merge_themes", "delete_theme", "place_theme", "nest_theme", "copy_statement"}


def theme(room: Room, step: Step, which: int) -> str:
    """One of the themes that are there."""
    return chosen(step, which, list(room.themes), "no-such-theme")


def _make(_story: Story, room: Room, step: Step, number: int) -> dict[str, object]:
    there = some(room, step) if room.statements and step.one % 3 else []
    alone = {"alone": True} if step.who % 8 == 0 else {}
    return {"title": worded(step, theme_marker(number), 120)[:400], "statements": there, **alone}


def _rename(_story: Story, room: Room, step: Step, number: int) -> dict[str, object]:
    return {"theme": theme(room, step, step.one), "title": worded(step, theme_marker(number), 120)[:400]}


def _describe(_story: Story, room: Room, step: Step, number: int) -> dict[str, object]:
    signs = "\n".join(f"tegn {n} {theme_marker(5000 + number)}" for n in range(step.three % 15))
    return {"theme": theme(room, step, step.one), "vision": worded(step, theme_marker(number), 600), "signs": signs}


def _place(_story: Story, room: Room, step: Step, _number: int) -> dict[str, object]:
    before = theme(room, step, step.two) if step.three % 4 else None
    return {"theme": theme(room, step, step.one), "before": before}


def _merge(_story: Story, room: Room, step: Step, _number: int) -> dict[str, object]:
    into = step.one + 1 if step.two % 8 else step.one
    return {"theme": theme(room, step, step.one), "into": theme(room, step, into)}


def _delete(_story: Story, room: Room, step: Step, _number: int) -> dict[str, object]:
    return {"theme": theme(room, step, step.one)}


def _nest(_story: Story, room: Room, step: Step, _number: int) -> dict[str, object]:
    under = theme(room, step, step.one + step.two % 8 % 3) if step.three % 4 else None
    return {"theme": theme(room, step, step.one), "under": under}


def _lock(_story: Story, room: Room, _step: Step, _number: int) -> dict[str, object]:
    return {"locked": not room.themes_locked}


def _move(_story: Story, room: Room, step: Step, _number: int) -> dict[str, object]:
    moved = some(room, step)
    to = theme(room, step, step.two) if room.themes and step.two % 4 else None
    there = [s for s in room.piled(to) if s.id not in moved or step.three % 8 == 7]
    before = statement(room, step, step.three, there) if there and step.three % 2 else None
    return {"statements": moved, "to": to, "before": before}


def _copy(_story: Story, room: Room, step: Step, _number: int) -> dict[str, object]:
    return {"statement": statement(room, step, step.one), "to": theme(room, step, step.two)}


def _drop(_story: Story, room: Room, step: Step, _number: int) -> dict[str, object]:
    return {"copy_id": chosen(step, step.one, list(room.copies), "no-such-copy")}


def _sort(_story: Story, room: Room, step: Step, _number: int) -> dict[str, object]:
    fit = [s for s in room.statements.values() if s.standing == "shown" and room.focus in (None, s.into)]
    to = theme(room, step, step.two % 4 // 3) if step.three % 8 else None
    return {"statement": statement(room, step, step.one % 8 // 7, fit), "to": to}


def _first(room: Room, step: Step) -> str:
    if room.themes_locked and step.kind in _MOVING:
        return "lock_themes"
    if step.kind == "drop_copy" and not room.copies and room.themes and room.statements:
        return "copy_statement"
    return "make_theme" if len(room.themes) < _NEEDED.get(step.kind, 0) else step.kind


THEMES = Activity(
    fields={
        "make_theme": _make,
        "rename_theme": _rename,
        "describe_theme": _describe,
        "place_theme": _place,
        "merge_themes": _merge,
        "delete_theme": _delete,
        "nest_theme": _nest,
        "lock_themes": _lock,
        "move": _move,
        "copy_statement": _copy,
        "drop_copy": _drop,
        "sort": _sort,
    },
    often={
        "move": 10,
        "make_theme": 9,
        "describe_theme": 3,
        "place_theme": 3,
        "rename_theme": 3,
        "merge_themes": 4,
        "delete_theme": 3,
        "nest_theme": 3,
        "copy_statement": 3,
        "drop_copy": 2,
    },
    own={"sort": nobody},
    first=_first,
    at={"cluster": ("sort", "sort", "sort", "sort", "follow_hands", "make_theme"), "label": ("describe_theme", "move")},
)
