"""Steps of a story: what somebody asks of the room, told by small numbers, and the command that it means there.

A step names statements and themes by number, modulo what is there, so that a story means something whatever came
before. Texts hold a token each that stands nowhere else, and letters that have broken programs before.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from app.workshop.commands import COMMAND, Command
from app.workshop.people import SYSTEM, Actor, StakeholderGroup
from app.workshop.room import Room, Statement

Slip = Literal["none", "wrong role", "unknown", "too long", "empty", "stale"]
"""What is wrong with a step, if anything."""

FACILITATORS = (Actor(role="facilitator", id="facilitator-anna"), Actor(role="facilitator", id="facilitator-bo"))
PEOPLE = tuple(Actor(role="participant", id=f"person-{n:02d}") for n in range(16))

ODDITIES = (
    "alle barn kan svømme",
    "<script>alert('hei')</script>",
    "</article></section><p id='stage' data-part>",
    '" onmouseover="alert(1)',
    "' onfocus='alert(1) ",
    "مدرسة آمنة لكل طفل",
    "שלום \u202eevil\u202c עולם",
    "👨‍👩‍👧‍👦 og 🇳🇴 og 1️⃣",
    "bla\u030a himmel, Z\u0351\u0352\u0353\u0354\u0355algo",
    "&amp; \"hermetegn\" 'enkle' `kode` {{ 7 * 7 }} %(num)s",
    "=1+1; \\u0041 \\ | # *",
    "to  rom\tog\u2028ny\r\nlinje\x00\u200b",
)

_OWN = {"join", "say", "edit", "withdraw"}
_OF_STATEMENTS = {"edit", "withdraw", "hide", "show", "move"}
_OF_THEMES = {"rename_theme": 1, "describe_theme": 1, "delete_theme": 1, "place_theme": 3, "merge_themes": 2}


@dataclass(frozen=True)
class Step:
    """One thing that somebody asks for; the numbers choose who, and what of."""

    kind: str
    who: int
    one: int
    two: int
    three: int
    slip: Slip
    tick: int
    """What screens do after it: bit 1 ends the batch, bit 2 publishes, bit 4 looks more closely."""


@dataclass(frozen=True)
class Story:
    """A workshop as it is made, who comes, and what they do."""

    groups: tuple[StakeholderGroup, ...]
    units: tuple[str, ...]
    moderation: bool
    revealed: bool
    limit: int
    come: tuple[int, ...]
    steps: tuple[Step, ...]
    seed: int
    """For what a check chooses by itself: whose screen, from when on, in which language."""


@dataclass(frozen=True)
class Request:
    """A command on its way to a room."""

    command: Command
    by: Actor
    tick: int


def marker(number: int) -> str:
    """A token that stands in one text of a story only."""
    return f"zq{number:04d}z"


def theme_marker(number: int) -> str:
    """The same for a facilitator's words."""
    return f"tq{number:04d}z"


def command_id(number: int) -> str:
    """The id of command ``number``: unique, and in no order."""
    return f"{number * 7919 % 10007:05d}-{number:04d}"


def opening(story: Story) -> list[Request]:
    """The workshop is made, people come, and writing opens, sometimes with the wall to be seen from the start."""
    made = _command("create", 9000, **_agenda(story, 9000))
    come = [
        Request(_command("join", 9100 + n, group=_group(story, chosen), unit=_unit(story, n)), PEOPLE[n], 3)
        for n, chosen in enumerate(story.come)
    ]
    switches = ("open_submissions", "reveal") if story.revealed else ("open_submissions",)
    opened = [Request(_command(kind, 9001 + n), FACILITATORS[0], 3) for n, kind in enumerate(switches)]
    return [Request(made, SYSTEM, 3), *come, *opened]


def request(story: Story, room: Room, step: Step, number: int) -> Request:
    """The command that a step asks for in this room, and who sends it."""
    kind = _fitting(room, step)
    helper = FACILITATORS[step.who % len(FACILITATORS)]
    by = SYSTEM if kind == "create" else _person(story, room, step, kind) if kind in _OWN else helper
    if kind == "edit" and step.three % 2 == 0:
        by = helper
    if step.slip == "wrong role":
        by = helper if by.role == "participant" else PEOPLE[0]
    fields = _FIELDS.get(kind, _nothing)(story, room, step, number)
    return Request(_command(kind, number, **fields), by, step.tick)


def _fitting(room: Room, step: Step) -> str:
    """The step's kind, or what must come before it to make sense, or the rest of the story would be refusals."""
    if step.slip != "none" or step.three % 4 == 0:
        return step.kind
    if room.stage != "open":
        return "restore" if room.stage == "deleted" else "reopen"
    if step.kind in _OWN and not room.submissions:
        return "open_submissions"
    switched = {"blank": room.blank, "pause_wall": room.paused_at is not None}
    if switched.get(step.kind):
        return {"blank": "unblank", "pause_wall": "resume_wall"}[step.kind]
    if step.kind == "conceal" and not room.revealed:
        return "reveal"
    if step.kind in _OF_STATEMENTS and not room.statements:
        return "say"
    if step.kind in _OF_THEMES and len(room.themes) < _OF_THEMES[step.kind]:
        return "make_theme"
    return step.kind


def _person(story: Story, room: Room, step: Step, kind: str) -> Actor:
    """Mostly somebody new where the step is a joining, and the author where it is about a statement."""
    if kind == "join" and step.three % 3:
        return PEOPLE[len(room.participants) % len(PEOPLE)]
    stranger = PEOPLE[step.who % (len(story.come) + 1)]
    if kind not in ("edit", "withdraw") or step.two % 8 == 0:
        return stranger
    statement = room.statements.get(_statement(room, step, step.one))
    return Actor(role="participant", id=statement.author) if statement else stranger


def _command(kind: str, number: int, **fields: object) -> Command:
    return COMMAND.validate_python({"type": kind, "id": command_id(number), **fields})


def _group(story: Story, chosen: int) -> StakeholderGroup:
    return story.groups[chosen % len(story.groups)]


def _unit(story: Story, chosen: int) -> str:
    return ("", *story.units)[chosen % (1 + len(story.units))]


def _words(step: Step, token: str, limit: int) -> str:
    if step.slip == "empty":
        return " \u200b \u202e "
    oddity = ODDITIES[step.two % len(ODDITIES)]
    text = f"{oddity} {token}" if step.three % 2 else f"{token} {oddity}"
    return text + " lang" * limit if step.slip == "too long" else text


def _statement(room: Room, step: Step, chosen: int, among: Sequence[Statement] = ()) -> str:
    kept = [s for s in room.statements.values() if s.standing != "withdrawn" or step.two % 8 == 7]
    there = [s.id for s in among or kept]
    return there[chosen % len(there)] if there and step.slip != "unknown" else "nowhere-to-be-found"


def _theme(room: Room, step: Step, chosen: int) -> str:
    there = list(room.themes)
    return there[chosen % len(there)] if there and step.slip != "unknown" else "no-such-theme"


def _agenda(story: Story, number: int) -> dict[str, object]:
    question = {"nb": f"Hva ønsker vi i 2040? ({number})", "en": "What do we wish for?"}
    agenda = {"title": f"Fremtidsverksted {number}", "question": question, "language": "nb"}
    switches = {"limit": story.limit, "moderation": story.moderation}
    return {**agenda, **switches, "groups": story.groups, "units": story.units}


Fields = Callable[[Story, Room, Step, int], dict[str, object]]


def _nothing(_story: Story, _room: Room, _step: Step, _number: int) -> dict[str, object]:
    return {}


def _configure(story: Story, _room: Room, step: Step, number: int) -> dict[str, object]:
    agenda = _agenda(story, number)
    if step.slip in ("empty", "too long"):
        agenda["title"] = " " if step.slip == "empty" else "lang " * 40
    more: tuple[StakeholderGroup, ...] = ("voluntary",) if step.one % 2 else ()
    return {
        **agenda,
        "moderation": step.two % 2 == 0,
        "groups": (*story.groups[: 1 + step.three % 3], *more),
        "units": story.units[: step.one % 3],
    }


def _join(story: Story, _room: Room, step: Step, _number: int) -> dict[str, object]:
    if step.slip == "unknown" or step.one % 16 == 0:
        group: StakeholderGroup = "other" if step.two % 2 else _group(story, step.one)
        return {"group": group, "unit": "Ingen plass"}
    return {"group": _group(story, (0, 0, 1, step.one)[step.two % 4]), "unit": _unit(story, step.two)}


def _say(_story: Story, room: Room, step: Step, number: int) -> dict[str, object]:
    return {"text": _words(step, marker(number), room.limit)}


def _edit(_story: Story, room: Room, step: Step, number: int) -> dict[str, object]:
    return {"statement": _statement(room, step, step.one), "text": _words(step, marker(number), room.limit)}


def _withdraw(_story: Story, room: Room, step: Step, _number: int) -> dict[str, object]:
    return {"statement": _statement(room, step, step.one)}


def _some(room: Room, step: Step) -> list[str]:
    chosen = (step.one, step.two, step.three)[: 1 + step.who % 3]
    return [_statement(room, step, which) for which in chosen]


def _judge(_story: Story, room: Room, step: Step, _number: int) -> dict[str, object]:
    return {"statements": _some(room, step)}


def _make(_story: Story, room: Room, step: Step, number: int) -> dict[str, object]:
    chosen = _some(room, step) if room.statements and step.one % 3 else []
    return {"title": _words(step, theme_marker(number), 120)[:400], "statements": chosen}


def _rename(_story: Story, room: Room, step: Step, number: int) -> dict[str, object]:
    return {"theme": _theme(room, step, step.one), "title": _words(step, theme_marker(number), 120)[:400]}


def _describe(_story: Story, room: Room, step: Step, number: int) -> dict[str, object]:
    signs = "\n".join(f"tegn {n} {theme_marker(5000 + number)}" for n in range(step.three % 15))
    return {"theme": _theme(room, step, step.one), "vision": _words(step, theme_marker(number), 600), "signs": signs}


def _place(_story: Story, room: Room, step: Step, _number: int) -> dict[str, object]:
    before = _theme(room, step, step.two) if step.three % 4 else None
    return {"theme": _theme(room, step, step.one), "before": before}


def _merge(_story: Story, room: Room, step: Step, _number: int) -> dict[str, object]:
    into = step.one + 1 if step.two % 8 else step.one
    return {"theme": _theme(room, step, step.one), "into": _theme(room, step, into)}


def _delete(_story: Story, room: Room, step: Step, _number: int) -> dict[str, object]:
    return {"theme": _theme(room, step, step.one)}


def _move(_story: Story, room: Room, step: Step, _number: int) -> dict[str, object]:
    chosen = _some(room, step)
    to = _theme(room, step, step.two) if room.themes and step.two % 4 else None
    there = [s for s in room.piled(to) if s.id not in chosen or step.three % 8 == 7]
    before = _statement(room, step, step.three, there) if there and step.three % 2 else None
    return {"statements": chosen, "to": to, "before": before}


def _undo(_story: Story, room: Room, step: Step, _number: int) -> dict[str, object]:
    act = room.acts[0 if step.slip == "stale" else -1].command if room.acts else "nothing-done"
    return {"act": act}


_FIELDS: dict[str, Fields] = {
    "create": _configure, "configure": _configure, "join": _join, "say": _say, "edit": _edit, "withdraw": _withdraw,
    "hide": _judge, "show": _judge, "make_theme": _make, "rename_theme": _rename, "describe_theme": _describe,
    "place_theme": _place, "merge_themes": _merge, "delete_theme": _delete, "move": _move, "undo": _undo,
}  # fmt: skip
