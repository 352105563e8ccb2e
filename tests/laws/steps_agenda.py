"""Steps of a story about its method: going on and back, the clock, and what all look at."""

from app.workshop.revealing import waiting
from app.workshop.room import Room
from app.workshop.unshown import hidden_again, untold
from tests.laws.methods import METHODS, longer
from tests.laws.steps_statements import some, statement
from tests.laws.story import Activity, Step, Story, chosen


def _choose(story: Story, room: Room, step: Step, _number: int) -> dict[str, object]:
    if step.one % 2 and room.method is not None and len(room.method.steps) < 12:
        return {"method": longer(room.method)}
    names = list(METHODS)
    return {"method": METHODS[names[step.two % len(names)]] if story.method and step.three % 8 else None}


def _go(_story: Story, room: Room, step: Step, _number: int) -> dict[str, object]:
    there, last = room.step if room.step is not None else -1, len(room.method.steps) - 1 if room.method else 0
    to = min(there + (1, 1, 1, 2)[step.one % 4], last) if step.two % 5 else step.one % (last + 1)
    if to == there:  # from the last one, back
        to = step.three % (last + 1)
    since = {"since": there + 1 if step.slip == "stale" else max(there, 0)} if step.who % 4 == 0 else {}
    return {"step": 40 if step.slip == "unknown" else to, **since}


def _reopen(_story: Story, room: Room, step: Step, _number: int) -> dict[str, object]:
    return {"step": 40 if step.slip == "unknown" else room.step or 0}


def _add(_story: Story, _room: Room, step: Step, _number: int) -> dict[str, object]:
    return {"seconds": (60, -60, 300, -3600)[step.one % 4]}


def _light(_story: Story, room: Room, step: Step, _number: int) -> dict[str, object]:
    if step.one % 4 == 0 or not room.statements:
        return {"subject": None if step.slip != "unknown" else "no-such-thing"}
    theme = chosen(step, step.two, list(room.themes), "no-such-thing")
    subject = theme if step.one % 4 == 1 and room.themes else statement(room, step, step.two)
    return {"subject": subject, **_anyway(step)}


def _tell(_story: Story, _room: Room, step: Step, number: int) -> dict[str, object]:
    return {"text": "lang " * 60 if step.slip == "too long" else f"Fullfør setningen ({number})" * (step.one % 2)}


def _gather(_story: Story, room: Room, step: Step, _number: int) -> dict[str, object]:
    return {"on": not room.gathered if step.one % 4 else room.gathered}


def _since(room: Room, step: Step) -> dict[str, object]:
    """The step that it is asked from, mostly the one that the room is at."""
    there = -1 if room.step is None else room.step
    return {"since": there + 1 if step.slip == "stale" else there} if step.who % 3 else {}


def _asked_here(_story: Story, room: Room, step: Step, _number: int) -> dict[str, object]:
    return _since(room, step)


def _settle(_story: Story, room: Room, step: Step, _number: int) -> dict[str, object]:
    said = ("left", "files", "wall")[step.one % 3]
    of = ({"rest": said}, {"hidden": said}, {"rest": said, "hidden": said})[step.two % 3]
    return {**of, **_since(room, step)}


def _close(_story: Story, room: Room, step: Step, _number: int) -> dict[str, object]:
    rests = (None, "left", "files", "wall")
    return {"rest": rests[step.one % 4], "hidden": rests[step.two % 4], **_since(room, step)}


def _reveal(_story: Story, room: Room, step: Step, _number: int) -> dict[str, object]:
    if step.one % 2:
        return _anyway(step)
    which = {"table": 1 + step.two % 3} if step.two % 4 == 0 else {"statements": some(room, step)}
    return {**which, **_anyway(step)}


def _reveal_all(_story: Story, room: Room, step: Step, _number: int) -> dict[str, object]:
    return {**_since(room, step), **_anyway(step)}


def _anyway(step: Step) -> dict[str, object]:
    """Mostly somebody has said that what was promised to few is shown to all, as nothing comes of it otherwise."""
    return {"anyway": step.three % 3 > 0}


def _first(room: Room, step: Step) -> str:
    if step.one % 4 == 0 and untold(room) and hidden_again(room):  # which is rare
        return "settle_unshown"
    if step.kind == "reopen_step" and room.method is not None and room.step is not None and not room.locked:
        return "go_to"
    held = room.clock is not None and room.clock.ends is None
    if step.kind in ("hold_clock", "add_time", "end_clock") and held and step.two % 2:
        return "run_clock"
    if step.kind == "run_clock" and room.clock is not None and room.clock.ends is not None:
        return "hold_clock"
    if step.kind == "reveal_some" and room.revealed and next(waiting(room), None) is None:
        return "conceal"
    return step.kind


AGENDA = Activity(
    fields={
        "choose_method": _choose,
        "go_to": _go,
        "reopen_step": _reopen,
        "add_time": _add,
        "spotlight": _light,
        "tell": _tell,
        "gather": _gather,
        "reveal_some": _reveal,
        "open_submissions": _asked_here,
        "close_submissions": _asked_here,
        "reveal": _reveal_all,
        "conceal": _asked_here,
        "hold_clock": _asked_here,
        "settle_unshown": _settle,
        "close": _close,
    },
    often={
        "go_to": 3,
        "hold_clock": 2,
        "add_time": 2,
        "run_clock": 2,
        "spotlight": 2,
        "reveal_some": 2,
        "settle_unshown": 2,
    },
    first=_first,
    at={
        "brief": ("go_to",),
        "write": ("say",),
        "round": ("reveal_some", "spotlight", "go_to"),
        "share": ("go_to",),
        "merge": ("go_to",),
        "rotate": ("go_to",),
        "vote": ("conceal",),
        "timeline": ("conceal", "spotlight"),
    },
)
