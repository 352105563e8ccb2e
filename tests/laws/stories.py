"""Random stories of a workshop: several people of several groups, two facilitators, and all that they may ask for.

``play`` decides and applies a story as the live room does, without clock, database or screens.
"""

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b
from typing import get_args

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st

from app.realtime.live_room import decided
from app.workshop.commands import Command
from app.workshop.events import Recorded
from app.workshop.people import Actor
from app.workshop.refusals import Refusal
from app.workshop.room import Room
from tests.laws.methods import OFTEN as METHODS_OFTEN
from tests.laws.steps import OFTEN, opening, request
from tests.laws.story import PEOPLE, Request, Slip, Step, Story

TYPES = tuple(str(kind.model_fields["type"].default) for kind in get_args(Command))
"""The types of all commands there are."""

_KINDS = tuple(kind for kind in TYPES for _ in range(OFTEN.get(kind, 1)))
_SLIPS: tuple[Slip, ...] = (*(("none",) * 30), *get_args(Slip))


@dataclass(frozen=True)
class Turn:
    """One command and what it led to."""

    command: Command
    by: Actor
    at: datetime
    tick: int
    before: Room
    recorded: tuple[Recorded, ...]
    after: Room
    refusal: Refusal | None


def step_of(number: int, place: int) -> Step:
    """A step for each number and place, spread evenly over all that people may ask for."""
    digits = blake2b(number.to_bytes(8) + place.to_bytes(2), digest_size=14).digest()
    return Step(
        kind=_KINDS[int.from_bytes(digits[:2]) % len(_KINDS)],
        who=int.from_bytes(digits[2:4]),
        one=int.from_bytes(digits[4:6]),
        two=int.from_bytes(digits[6:8]),
        three=int.from_bytes(digits[8:10]),
        slip=_SLIPS[int.from_bytes(digits[10:12]) % len(_SLIPS)],
        tick=digits[12] % 8,
    )


def steps_of(numbers: list[int]) -> tuple[Step, ...]:
    """One step for each number; none for 0, so that a story is made smaller without changing what is left."""
    return tuple(step_of(number, place) for place, number in enumerate(numbers) if number)


stories = st.builds(
    Story,
    groups=st.sampled_from(
        (
            ("child", "parent", "staff"),
            ("child", "youth"),
            ("child", "parent", "staff", "leader", "politician"),
            ("staff",),
        )
    ),
    units=st.sampled_from(((), ("Hov skole", "Åsen barnehage"), ("Hov skole", "Åsen barnehage", "Vik <skole>"))),
    moderation=st.sampled_from((False, False, True)),
    revealed=st.booleans(),
    limit=st.sampled_from((280, 280, 90)),
    come=st.lists(st.sampled_from((0, 0, 0, 1, 1, 2)), min_size=3, max_size=len(PEOPLE) - 4).map(tuple),
    steps=st.lists(st.integers(0, 2**32 - 1), min_size=28, max_size=56).map(steps_of),
    seed=st.integers(0, 2**16),
    method=st.one_of(st.sampled_from(METHODS_OFTEN), st.just("")),
)

lawful = settings(
    max_examples=int(os.environ.get("LAW_STORIES", "100")),
    deadline=None,
    derandomize="LAW_STORIES" not in os.environ,
    database=None,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
"""How the laws are tried: the same stories every time, on every machine; with LAW_STORIES=1000, others each time."""

thorough = settings(lawful, max_examples=3 * lawful.max_examples)
"""For what only rare stories tell of."""

faulty = settings(lawful, max_examples=30 * lawful.max_examples, phases=[Phase.generate], report_multiple_bugs=False)
"""How a planted fault is looked for: until the first story that shows it, so that no luck is needed to find it."""


def play(story: Story) -> list[Turn]:
    """All turns of a story, the making of its workshop first."""
    turns = replayed(opening(story))
    for number, step in enumerate(story.steps):
        room = turns[-1].after
        turns.append(_turn(room, request(story, room, step, number, turns[-1].at)))
    return turns


def replayed(requests: Iterable[Request]) -> list[Turn]:
    """The turns that these commands lead to from the beginning."""
    turns: list[Turn] = []
    for asked in requests:
        turns.append(_turn(turns[-1].after if turns else Room(), asked))
    return turns


def log_of(turns: Sequence[Turn]) -> list[Recorded]:
    """The log that these turns have written."""
    return [entry for turn in turns for entry in turn.recorded]


def _turn(room: Room, asked: Request) -> Turn:
    try:
        after, recorded = decided(room, asked.command, asked.by, asked.at)
        refusal = None
    except Refusal as refused:
        after, recorded, refusal = room, [], refused
    return Turn(asked.command, asked.by, asked.at, asked.tick, room, tuple(recorded), after, refusal)
