"""Steps of a story about milestones and commitments."""

from app.workshop.plans import places
from app.workshop.room import Room
from tests.laws.steps_statements import statement
from tests.laws.steps_themes import theme
from tests.laws.story import Activity, Step, Story, chosen, plan_marker, worded

_LIMIT = 280


def _place(room: Room, step: Step) -> str:
    there = places(room)
    if step.slip in ("unknown", "stale") or step.three % 32 == 5:
        return "h1" if "h1" not in there else "2030"
    return there[step.three % len(there)]


def _milestone(room: Room, step: Step) -> str:
    return chosen(step, step.one, list(room.milestones), "no-such-milestone")


def _commitment(room: Room, step: Step) -> str:
    there = [i for i, commitment in room.commitments.items() if commitment.what or step.two % 8 == 7]
    return chosen(step, step.one, there, "no-such-promise")


def _add(_story: Story, room: Room, step: Step, number: int) -> dict[str, object]:
    who = {"who": f"kommunen {plan_marker(number)}"} if step.two % 2 else {}
    if room.statements and step.three % 2 == 0 and step.one % 4:
        return {"statement": statement(room, step, step.two), "place": _place(room, step), **who}
    return {"text": worded(step, plan_marker(number), _LIMIT), "place": _place(room, step), **who}


def _move(_story: Story, room: Room, step: Step, _number: int) -> dict[str, object]:
    return {"milestone": _milestone(room, step), "place": _place(room, step)}


def _reword(_story: Story, room: Room, step: Step, number: int) -> dict[str, object]:
    who = "lang " * 30 if step.slip == "too long" else ""
    return {"milestone": _milestone(room, step), "text": worded(step, plan_marker(number), _LIMIT), "who": who}


def _drop(_story: Story, room: Room, step: Step, _number: int) -> dict[str, object]:
    return {"milestone": _milestone(room, step)}


def _promise(_story: Story, room: Room, step: Step, number: int) -> dict[str, object]:
    serves = theme(room, step, step.two) if step.three % 2 and (room.themes or step.slip == "unknown") else None
    words = {"what": worded(step, plan_marker(number), _LIMIT), "when": f"i høst {plan_marker(number)}"}
    return {**words, "who": "naboen" if step.one % 2 else "", "serves": serves}


def _reword_promise(story: Story, room: Room, step: Step, number: int) -> dict[str, object]:
    return {"commitment": _commitment(room, step), **_promise(story, room, step, number)}


def _take_back(_story: Story, room: Room, step: Step, _number: int) -> dict[str, object]:
    return {"commitment": _commitment(room, step)}


def _judge(_story: Story, room: Room, step: Step, _number: int) -> dict[str, object]:
    milestones = bool(room.milestones) and (step.two % 2 == 0 or not room.commitments)
    plan = _milestone(room, step) if milestones else _commitment(room, step)
    also = (*room.milestones, *room.commitments) if step.one % 3 == 0 else ()
    return {"plan": plan, "shown": step.three % 3 == 0, "also": also}


def _whose_milestone(room: Room, step: Step) -> str | None:
    there = room.milestones.get(_milestone(room, step))
    return there.author if there else None


def _whose_promise(room: Room, step: Step) -> str | None:
    there = room.commitments.get(_commitment(room, step))
    return there.author if there else None


def _first(room: Room, step: Step) -> str:
    if step.kind in ("place_milestone", "reword_milestone", "drop_milestone") and not room.milestones:
        return "add_milestone"
    if step.kind in ("reword_promise", "take_back_promise") and not room.commitments:
        return "promise"
    return step.kind


PLANS = Activity(
    fields={
        "add_milestone": _add,
        "place_milestone": _move,
        "reword_milestone": _reword,
        "drop_milestone": _drop,
        "promise": _promise,
        "reword_promise": _reword_promise,
        "take_back_promise": _take_back,
        "judge_plan": _judge,
    },
    often={"drop_milestone": 2, "take_back_promise": 2},
    own={
        "add_milestone": lambda room, step: None,
        "place_milestone": _whose_milestone,
        "reword_milestone": _whose_milestone,
        "drop_milestone": _whose_milestone,
        "promise": lambda room, step: None,
        "reword_promise": _whose_promise,
        "take_back_promise": _whose_promise,
    },
    shared=frozenset({"add_milestone", "place_milestone", "reword_milestone", "drop_milestone"}),
    first=_first,
    at={
        "timeline": ("add_milestone", "add_milestone", "place_milestone", "reword_milestone", "drop_milestone"),
        "vote": ("reword_milestone",),
        "commit": ("promise", "promise", "promise", "reword_promise", "judge_plan", "take_back_promise"),
    },
)
