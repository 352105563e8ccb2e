"""What a story is made of: steps told by small numbers, who there is to take them, and the words they use."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Literal

from app.workshop.commands import COMMAND, Command
from app.workshop.people import Actor, StakeholderGroup
from app.workshop.room import Room

START = datetime(2026, 11, 23, 9, 0, 0, 123_456, tzinfo=UTC)

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
    """A workshop as it is made, who comes, and what they do. ``method``: what it is run by, "" for none."""

    groups: tuple[StakeholderGroup, ...]
    units: tuple[str, ...]
    moderation: bool
    revealed: bool
    limit: int
    come: tuple[int, ...]
    steps: tuple[Step, ...]
    seed: int
    """For what a check chooses by itself: whose screen, from when on, in which language."""
    method: str = ""


@dataclass(frozen=True)
class Request:
    """A command on its way to a room."""

    command: Command
    by: Actor
    tick: int
    at: datetime


Fields = Callable[[Story, Room, Step, int], dict[str, object]]
"""What a step's command says, given the step's number."""


@dataclass(frozen=True)
class Activity:
    """What stories can tell of one activity.

    ``fields``: its commands, and how each is filled in. ``often``: how often each is told, where it is not seldom.
    ``own``: the commands of participants, and who has made what such a step is about, where that is somebody.
    ``shared``: those of ``own`` that facilitators give too. ``first``: what must come before a command to make sense.
    ``at``: what people do most in a step of the method of this kind.
    """

    fields: Mapping[str, Fields]
    often: Mapping[str, int] = field(default_factory=dict)
    own: Mapping[str, Callable[[Room, Step], str | None]] = field(default_factory=dict)
    shared: frozenset[str] = frozenset()
    first: Callable[[Room, Step], str] = lambda room, step: step.kind
    at: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def marker(number: int) -> str:
    """A token that stands in one text of a story only."""
    return f"zq{number:04d}z"


def theme_marker(number: int) -> str:
    """The same for a facilitator's words."""
    return f"tq{number:04d}z"


def plan_marker(number: int) -> str:
    """The same for a milestone or a commitment."""
    return f"pq{number:04d}z"


def command_id(number: int) -> str:
    """The id of command ``number``: unique, and in no order."""
    return f"{number * 7919 % 10007:05d}-{number:04d}"


def command(kind: str, number: int, /, **fields: object) -> Command:
    """Command ``number`` of a story."""
    return COMMAND.validate_python({"type": kind, "id": command_id(number), **fields})


def worded(step: Step, token: str, limit: int) -> str:
    """Words with a token, and a slip where the step has one."""
    if step.slip == "empty":
        return " \u200b \u202e "
    oddity = ODDITIES[step.two % len(ODDITIES)]
    text = f"{oddity} {token}" if step.three % 2 else f"{token} {oddity}"
    return text + " lang" * limit if step.slip == "too long" else text


def nothing(_story: Story, _room: Room, _step: Step, _number: int) -> dict[str, object]:
    """The fields of a command that has none."""
    return {}


def nobody(_room: Room, _step: Step) -> str | None:
    """What a step is about is nobody's own."""
    return None


def chosen(step: Step, number: int, there: list[str], unknown: str) -> str:
    """One of those that are there, by number; an unknown one where there is none, or the step slips."""
    return there[number % len(there)] if there and step.slip != "unknown" else unknown
