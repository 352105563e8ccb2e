"""Steps of a story about people, statements, and the workshop itself."""

from collections.abc import Sequence

from app.workshop.card import Statement
from app.workshop.people import StakeholderGroup
from app.workshop.room import Room
from app.workshop.writing import may_change
from tests.laws.story import Activity, Step, Story, marker, nobody, worded

_OF_STATEMENTS = {"edit", "withdraw", "hide", "show", "move", "copy_statement"}


def group(story: Story, chosen: int) -> StakeholderGroup:
    """One of the story's groups."""
    return story.groups[chosen % len(story.groups)]


def unit(story: Story, chosen: int) -> str:
    """One of its units, or none."""
    return ("", *story.units)[chosen % (1 + len(story.units))]


def statement(room: Room, step: Step, chosen: int, among: Sequence[Statement] = ()) -> str:
    """One of the statements that are there, or that are among these."""
    kept = [s for s in room.statements.values() if s.standing != "withdrawn" or step.two % 8 == 7]
    there = [s.id for s in among or kept]
    return there[chosen % len(there)] if there and step.slip != "unknown" else "nowhere-to-be-found"


def some(room: Room, step: Step) -> list[str]:
    """One to three statements."""
    chosen = (step.one, step.two, step.three)[: 1 + step.who % 3]
    return [statement(room, step, which) for which in chosen]


def configured(story: Story, number: int) -> dict[str, object]:
    """What the workshop is made with."""
    question = {"nb": f"Hva ønsker vi i 2040? ({number})", "en": "What do we wish for?"}
    agenda = {"title": f"Fremtidsverksted {number}", "question": question, "language": "nb"}
    switches = {"limit": story.limit, "moderation": story.moderation}
    return {**agenda, **switches, "groups": story.groups, "units": story.units}


def _configure(story: Story, _room: Room, step: Step, number: int) -> dict[str, object]:
    agenda = configured(story, number)
    if step.slip in ("empty", "too long"):
        agenda["title"] = " " if step.slip == "empty" else "lang " * 40
    more: tuple[StakeholderGroup, ...] = ("voluntary",) if step.one % 2 else ()
    return {
        **agenda,
        "moderation": step.two % 2 == 0,
        "groups": (*story.groups[: 1 + step.three % 3], *more),
        "units": story.units[: step.one % 3],
    }


def _join(story: Story, room: Room, step: Step, _number: int) -> dict[str, object]:
    if step.slip == "unknown" or step.one % 16 == 0:
        other: StakeholderGroup = "other" if step.two % 2 else group(story, step.one)
        return {"group": other, "unit": "Ingen plass"}
    since = room.mixings - (step.slip == "stale")
    wished = {"table": 1 + step.one % 4, "since": since} if step.three % 3 == 1 and since >= 0 else {}
    return {"group": group(story, (0, 0, 1, step.one)[step.two % 4]), "unit": unit(story, step.two), **wished}


def _say(_story: Story, room: Room, step: Step, number: int) -> dict[str, object]:
    into = {"into": getattr(room.at, "into", "") if step.three % 16 else "noe annet"} if step.one % 4 == 0 else {}
    return {"text": worded(step, marker(number), room.limit), **into}


def _edit(_story: Story, room: Room, step: Step, number: int) -> dict[str, object]:
    return {"statement": _reworded(room, step), "text": worded(step, marker(number), room.limit)}


def _reworded(room: Room, step: Step) -> str:
    """Mostly one that is written now."""
    there = [s for s in room.statements.values() if s.standing != "withdrawn" and may_change(room, s)]
    return statement(room, step, step.one, there if step.two % 8 else ())


def _withdraw(_story: Story, room: Room, step: Step, _number: int) -> dict[str, object]:
    return {"statement": statement(room, step, step.one)}


def _judge(_story: Story, room: Room, step: Step, _number: int) -> dict[str, object]:
    return {"statements": some(room, step)}


def _undo(_story: Story, room: Room, step: Step, _number: int) -> dict[str, object]:
    act = room.acts[0 if step.slip == "stale" else -1].command if room.acts else "nothing-done"
    return {"act": act}


def _author(room: Room, step: Step) -> str | None:
    return _by(room, statement(room, step, step.one))


def _by(room: Room, name: str) -> str | None:
    there = room.statements.get(name)
    return there.author if there else None


def _first(room: Room, step: Step) -> str:
    if step.kind in ("say", "edit", "withdraw", "join") and not room.submissions:
        return "open_submissions"
    switched = {"blank": room.blank, "pause_wall": room.paused_at is not None}
    if switched.get(step.kind):
        return {"blank": "unblank", "pause_wall": "resume_wall"}[step.kind]
    if step.kind == "conceal" and not room.revealed:
        return "reveal"
    if step.kind in _OF_STATEMENTS and not room.statements:
        return "say"
    return step.kind


STATEMENTS = Activity(
    fields={
        "create": _configure,
        "configure": _configure,
        "join": _join,
        "say": _say,
        "edit": _edit,
        "withdraw": _withdraw,
        "hide": _judge,
        "show": _judge,
        "undo": _undo,
    },
    often={"say": 26, "join": 12, "edit": 11, "withdraw": 7, "hide": 5, "show": 4, "reveal": 5, "undo": 10},
    own={
        "join": nobody,
        "say": nobody,
        "edit": lambda room, step: _by(room, _reworded(room, step)),
        "withdraw": _author,
    },
    shared=frozenset({"edit"}),
    first=_first,
    at={"write": ("say", "say", "edit"), "vote": ("edit",), "timeline": ("edit",)},
)
