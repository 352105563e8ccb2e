"""Made-up workshops that have been held: played through the rules of the room, command by command, without a server."""

import random
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache

from app.demo import phrases
from app.demo.phrases import Kind, Written
from app.i18n import QUESTIONS
from app.realtime.live_room import decided
from app.workshop.commands import (
    CastVote,
    Close,
    CloseSubmissions,
    CloseVote,
    Command,
    Create,
    DescribeTheme,
    Edit,
    GoTo,
    Hide,
    Join,
    MakeTheme,
    Move,
    OpenSubmissions,
    Promise,
    Reveal,
    Say,
    Withdraw,
)
from app.workshop.events import Recorded
from app.workshop.method import Cluster, Commit, Method, Step, Vote, Write, shipped
from app.workshop.people import GROUPS, SYSTEM, Actor, StakeholderGroup
from app.workshop.room import Room

METHODS = ("fremtidsbilde-60", "fremtidsbilde-60", "future-we-want", "")
"""What workshops are run by, each as often as it stands here; "": by no method."""

EACH = (2.2, 5.0)
"""Statements that somebody writes, in the busiest workshops and the quietest."""

CONFERENCE = 0.15
"""Of all workshops: how many have all groups in, enough of each to be named where there are enough people."""

HIDDEN, WITHDRAWN, EDITED, ELSEWHERE = 0.02, 0.02, 0.03, 0.08
"""Of all statements: how many are hidden, are taken back besides, get other words, and lie in no theme of their own."""

UNENDED = 0.04
"""Of all workshops: how many nobody has ended."""

OTHER_FORM = 0.12
"""Of all statements: how many are in the other form of Norwegian than the workshop."""

THE_LARGE: Mapping[Kind, tuple[StakeholderGroup, ...]] = {
    "school": ("child", "youth", "parent", "staff"),
    "kindergarten": ("parent", "staff", "child"),
}
THE_SMALL: tuple[StakeholderGroup, ...] = ("leader", "politician", "business", "voluntary", "other")


@dataclass(frozen=True, slots=True)
class Plan:
    """A workshop to be held. ``units``: their names, where it is for several, as people say then whose they are."""

    title: str
    language: Written
    kind: Kind
    begun: datetime
    statements: int
    units: tuple[str, ...] = ()
    ended: bool = True


@dataclass(frozen=True, slots=True)
class Held:
    """How it was made, and its log from there: ``recorded`` leads from ``before`` to ``after``."""

    create: Create
    begun: datetime
    recorded: list[Recorded]
    before: Room
    after: Room


def held(plan: Plan, facilitator: Actor, chance: random.Random) -> Held:
    """Hold a workshop. The same chance gives the same."""
    return _Workshop(plan, facilitator, chance).held()


def crowd(plan: Plan, chance: random.Random) -> list[StakeholderGroup]:
    """Who comes: most of a few groups, and of the others a handful, two or three, or nobody."""
    number = max(6, round(plan.statements / chance.uniform(*EACH)))
    large = list(THE_LARGE[plan.kind])
    chance.shuffle(large)
    if chance.random() < CONFERENCE:
        there = [group for group in THE_SMALL[:-1] for _ in range(chance.randint(5, 7))]
    else:
        small = chance.sample(THE_SMALL, chance.randint(0, 3))
        there = [group for group in small for _ in range(chance.randint(1, 5))]
        large = large[: chance.randint(2, 3)]
    there = there[: number // 2]
    there += chance.choices(large, [1 / place for place in range(1, len(large) + 1)], k=number - len(there))
    return there


@cache
def _method(name: str) -> Method | None:
    return shipped()[name] if name else None


class _Workshop:
    """One workshop while it is held: its room so far, who is there, and what they said, by what it is about."""

    def __init__(self, plan: Plan, desk: Actor, chance: random.Random) -> None:
        self._plan, self._desk, self._chance = plan, desk, chance
        self._people: dict[Actor, StakeholderGroup] = {}
        self._said: dict[str, list[str]] = {}
        self._made: list[str] = []
        self._recorded: list[Recorded] = []
        self._at = plan.begun
        self._crowd = crowd(plan, chance)
        self._create = Create(
            id=self._id(),
            title=plan.title,
            question=dict(QUESTIONS),
            language=plan.language,
            groups=tuple(group for group in GROUPS if group in self._crowd or group in THE_LARGE[plan.kind]),
            units=plan.units,
            method=_method(METHODS[int(chance.random() * len(METHODS))]),
        )
        self._room, _ = decided(Room(), self._create, SYSTEM, plan.begun)

    def held(self) -> Held:
        before = self._room
        self._come(self._crowd)
        method = before.method
        if method is None:
            self._by_no_method()
        for number, step in enumerate(method.steps if method else ()):
            self._give(GoTo(id=self._id(), step=number), self._desk)
            self._take_part(step)
            self._at += timedelta(minutes=step.minutes)
        if self._plan.ended:
            self._give(Close(id=self._id(), rest="left", hidden="left"), self._desk)
        return Held(self._create, self._plan.begun, self._recorded, before, self._room)

    def _by_no_method(self) -> None:
        self._give(OpenSubmissions(id=self._id()), self._desk)
        self._write()
        self._give(CloseSubmissions(id=self._id()), self._desk)
        self._give(Reveal(id=self._id()), self._desk)
        self._put_together()

    def _take_part(self, step: Step) -> None:
        match step:
            case Write():
                self._write()
            case Cluster():
                self._put_together()
            case Vote():
                self._vote()
            case Commit():
                self._commit()
            case _:
                pass

    def _come(self, crowd: list[StakeholderGroup]) -> None:
        for group in crowd:
            person = Actor(role="participant", id=f"{self._chance.getrandbits(96):024x}")
            self._people[person] = group
            unit = self._chance.choice(self._plan.units) if self._plan.units else ""
            self._give(Join(id=self._id(), group=group, unit=unit), person, seconds=4)

    def _write(self) -> None:
        """All write in turn until all is said; some think better of it, and some of it is hidden."""
        chance, plan = self._chance, self._plan
        people, number = list(self._people), plan.statements
        topics = phrases.themes()
        weights = [chance.uniform(0.3, 2) for _ in topics]
        there: list[str] = []
        for turn in range(number):
            person = people[turn] if turn < len(people) else chance.choice(people)
            (topic,) = chance.choices(topics, weights)
            say = Say(id=self._id(), text=self._words(topic, self._people[person]))
            self._give(say, person, seconds=480 / number)
            if chance.random() < WITHDRAWN:
                regretted = Say(id=self._id(), text=self._words(topic, self._people[person]))
                self._give(regretted, person)
                self._give(Withdraw(id=self._id(), statement=regretted.id), person, seconds=1)
            if chance.random() < EDITED:
                words = self._words(topic, self._people[person])
                self._give(Edit(id=self._id(), statement=say.id, text=words), person, seconds=1)
            there.append(say.id)
            self._said.setdefault(topic, []).append(say.id)
        if hidden := [statement for statement in there if chance.random() < HIDDEN]:
            self._give(Hide(id=self._id(), statements=tuple(hidden)), self._desk, seconds=5)

    def _words(self, topic: str, group: StakeholderGroup) -> str:
        language: Written = self._plan.language
        if self._chance.random() < OTHER_FORM:
            language = "nn" if language == "nb" else "nb"
        return phrases.statement(self._chance, topic, language, self._plan.kind, group)

    def _put_together(self) -> None:
        """What most have said something about is a theme, with a vision and signs; the rest stays on the pile."""
        chance, language = self._chance, self._plan.language
        topics = sorted(self._said, key=lambda topic: -len(self._said[topic]))[: 5 + int(chance.random() * 4)]
        into: dict[str, list[str]] = {}
        for topic in topics:
            for statement in self._said[topic]:
                chosen = topic if chance.random() >= ELSEWHERE else chance.choice(topics)
                into.setdefault(chosen, []).append(statement)
        for topic in topics:
            make = MakeTheme(id=self._id(), title=chance.choice(phrases.of(topic, "title")).in_(language))
            self._give(make, self._desk, seconds=20)
            self._made.append(make.id)
            if topic in into:
                self._give(Move(id=self._id(), statements=tuple(into[topic]), to=make.id), self._desk, seconds=20)
            vision = chance.choice(phrases.of(topic, "vision")).in_(language)
            signs = "\n".join(sign.in_(language) for sign in phrases.of(topic, "sign")[: chance.choice((1, 2, 2))])
            self._give(DescribeTheme(id=self._id(), theme=make.id, vision=vision, signs=signs), self._desk, seconds=20)

    def _vote(self) -> None:
        ballot = self._room.ballot
        if ballot is None:
            return
        for person in self._people:
            if self._chance.random() < 0.9:
                ranked = sorted(ballot.options, key=lambda _: self._chance.random() ** 2)
                cast = CastVote(id=self._id(), ballot=ballot.id, options=tuple(ranked[: ballot.votes]))
                self._give(cast, person, seconds=3)
        self._give(CloseVote(id=self._id(), ballot=ballot.id), self._desk)

    def _commit(self) -> None:
        chance, language = self._chance, self._plan.language
        for person in self._people:
            if chance.random() < 0.15:
                what = chance.choice(phrases.of(chance.choice(phrases.themes()), "promise")).in_(language)
                serves = chance.choice(self._made) if self._made and chance.random() < 0.7 else None
                self._give(Promise(id=self._id(), what=what, serves=serves), person, seconds=5)

    def _give(self, command: Command, by: Actor, seconds: float = 2) -> None:
        self._at += timedelta(seconds=seconds)
        self._room, new = decided(self._room, command, by, self._at)
        self._recorded.extend(new)

    def _id(self) -> str:
        return f"{self._chance.getrandbits(80):020x}"
