"""The Once law: over failures, cancellations, other writers and resends, what was acknowledged is in the log exactly
once, what was not at most once; memory follows the log, and screens follow memory."""

import asyncio
import os
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import partial

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from app.realtime.live_room import LiveRoom, _Turn
from app.store.database import Database
from app.verify import verify
from app.workshop.apply import replay
from app.workshop.commands import Command, Conceal, Edit, Hide, MakeTheme, Reveal, Withdraw
from app.workshop.events import Recorded, StatementSaid
from app.workshop.people import Actor
from app.workshop.refusals import Refusal
from app.workshop.room import Room
from app.workshop.visible import own, visible
from tests.realtime.stations import DESK, Station, Watched, logged, new_id, person, say, workshop_in
from tests.routes.line import until

FAULTS = ["", "", "", "lost", "unheard", "cancelled before", "cancelled during", "cancelled after"]
PATIENCE = 20.0
EXAMPLES = int(os.environ.get("LAW_STORIES", "100"))


@dataclass(frozen=True)
class Sending:
    """One command on its way. ``which``: a new one, or the how-many-th of the earlier ones again."""

    kind: str
    who: int
    which: int
    station: int


sendings = st.builds(
    Sending,
    kind=st.sampled_from(["say", "say", "again", "again", "stolen", "edit", "withdraw", "hide", "theme", "switch"]),
    who=st.integers(0, 2),
    which=st.integers(0, 9),
    station=st.integers(0, 1),
)
steps = st.lists(sendings, min_size=1, max_size=5)
stories = st.tuples(st.lists(steps, min_size=1, max_size=5), *(st.lists(st.sampled_from(FAULTS), max_size=6),) * 2)
Story = tuple[list[list[Sending]], list[str], list[str]]


@dataclass
class House:
    """One workshop as two processes have it, and what its people were told."""

    databases: tuple[Database, Database]
    kind: type[LiveRoom] = LiveRoom
    conflicts: int = 0


@pytest.fixture
def house(address: str) -> Iterator[House]:
    databases = (Database(address), Database(address))
    yield House(databases)
    with databases[0].reading() as connection:
        findings = verify(connection)
    for database in databases:
        database.close()
    assert findings.problems == []


class Teller:
    """Plays one story, and keeps what was sent and what was acknowledged."""

    def __init__(self, house: House, workshop: str, faults: tuple[list[str], list[str]]) -> None:
        self.journals = [
            Watched(database, workshop, wrong) for database, wrong in zip(house.databases, faults, strict=True)
        ]
        self.stations = [Station(journal, house.kind, batch=3) for journal in self.journals]
        self._databases = house.databases
        self.sent: list[tuple[Command, Actor]] = []
        self.acknowledged: list[tuple[Command, Actor]] = []

    async def play(self, steps: list[list[Sending]]) -> None:
        waiting: set[asyncio.Task[None]] = set()
        for step in steps:
            waiting |= {asyncio.create_task(self._send(sending)) for sending in step}
            await asyncio.wait(waiting, timeout=0.005)
            self._look()
        await asyncio.wait_for(asyncio.gather(*waiting), PATIENCE)
        for journal in self.journals:
            journal.faults.clear()
        for database in self._databases:  # an append whose task was cancelled goes on in the writer's thread
            await database.write(lambda _: None)

    async def give(self, station: Station, command: Command, by: Actor) -> Refusal | None:
        refusal = await station.submit(command, by)
        if refusal is None:
            self.acknowledged.append((command, by))
        return refusal

    async def _send(self, sending: Sending) -> None:
        command, by = self._chosen(sending)
        self.sent.append((command, by))
        await self.give(self.stations[sending.station], command, by)

    def _chosen(self, sending: Sending) -> tuple[Command, Actor]:
        earlier = self.sent[sending.which % len(self.sent)] if self.sent else (say(), person(sending.who))
        statement = next((c.id for c, _ in reversed(self.sent) if c.type == "say"), new_id())
        match sending.kind:
            case "again":
                return earlier
            case "stolen":
                return earlier[0], person(sending.who)
            case "edit":
                return Edit(id=new_id(), statement=statement, text=f"Endret {sending.which}"), person(sending.who)
            case "withdraw":
                return Withdraw(id=new_id(), statement=statement), person(sending.who)
            case "hide":
                return Hide(id=new_id(), statements=(statement,)), DESK
            case "theme":
                return MakeTheme(id=new_id(), title="Tema"), DESK
            case "switch":
                return (Reveal(id=new_id()) if sending.which % 2 else Conceal(id=new_id())), DESK
            case _:
                return say(f"Utsagn {sending.which}"), person(sending.who)

    def _look(self) -> None:
        for station in self.stations:
            for watcher in station.watchers.values():
                watcher.look()


def assert_once(log: list[Recorded], teller: Teller) -> None:
    places = Counter((entry.command, entry.n) for entry in log)
    assert set(places.values()) <= {1}, "a command is in the log twice"
    said = {(e.command, e.by) for e in log if isinstance(e.event, StatementSaid)}
    lost = [c.id for c, by in teller.acknowledged if c.type == "say" and (c.id, by) not in said]
    assert lost == [], "what was acknowledged is not in the log"


def _shown(station: Station) -> bool:
    """Whether all that was committed has been published."""
    return not station.hub.due


def assert_screens(station: Station) -> None:
    presence = station.hub.presence()
    for audience, watcher in station.watchers.items():
        watcher.look()
        expected = visible(station.room, audience, presence)
        assert station.hub.screen(audience)[0] == expected
        assert watcher.screen == expected
    assert station.watchers["phone"].own == own(station.room, person(0).id)


async def told(house: House, workshop: str, story: Story) -> None:
    """Play a story, then hold the law."""
    steps, *faults = story
    teller = Teller(house, workshop, (faults[0], faults[1]))
    await teller.play(steps)
    log = logged(house.databases[0], workshop)
    assert_once(log, teller)

    for station in teller.stations:
        for command, by in list(teller.acknowledged):
            if command.type == "say":
                assert await teller.give(station, command, by) is None, "a resend did not get the first answer"
        for command, by in teller.sent:  # what was not acknowledged is sent until there is an answer
            refusal = await teller.give(station, command, by)
            assert refusal is None or refusal.reason != "not_saved"
        await station.writer.catch_up()
        assert station.room == replay(logged(house.databases[0], workshop))
    log = logged(house.databases[0], workshop)
    assert_once(log, teller)

    for station in teller.stations:
        await station.writer.catch_up()
        await until(partial(_shown, station))
        assert station.room == replay(log)
        assert_screens(station)
        station.hub.stop()
    house.conflicts += sum(journal.conflicts for journal in teller.journals)


def play(house: House, story: Story) -> None:
    workshop = workshop_in(house.databases[0])
    asyncio.run(told(house, workshop, story))


def hold(house: House, examples: int, *phases: Phase) -> None:
    """Hold the law over so many stories."""
    given(story=stories)(
        settings(
            max_examples=examples,
            phases=phases or tuple(Phase),
            deadline=None,
            database=None,
            report_multiple_bugs=False,
            suppress_health_check=[HealthCheck.too_slow],
        )(lambda story: play(house, story))
    )()


@pytest.mark.laws
def test_what_a_person_saw_confirmed_is_stored_exactly_once_whatever_fails(house: House) -> None:
    hold(house, EXAMPLES if house.databases[0].sqlite else EXAMPLES // 2)
    assert house.conflicts > EXAMPLES / 20, "the stories had too few writers who lost a race"


class Forgetful(LiveRoom):
    """A planted fault: it does not know a command again."""

    def _become(self, recorded: list[Recorded], after: Room) -> None:  # type: ignore[override]  # a narrower list
        super()._become(recorded, after)
        self._senders.clear()


class Hasty(LiveRoom):
    """A planted fault: it acknowledges before the events are durable."""

    async def _carry_out(self, turns: list[_Turn]) -> None:
        for turn in turns:
            turn.refusal = None
            turn.give()
        with suppress(asyncio.CancelledError):
            await super()._carry_out(turns)


class Confident(LiveRoom):
    """A planted fault: it never doubts that its memory is what the log says."""

    def __setattr__(self, name: str, value: object) -> None:
        super().__setattr__(name, False if name == "in_doubt" else value)


@pytest.mark.parametrize("kind", [Forgetful, Hasty, Confident])
def test_the_law_catches_a_planted_fault(house: House, kind: type[LiveRoom]) -> None:
    house.kind = kind
    with pytest.raises((AssertionError, TimeoutError, ExceptionGroup)):
        hold(house, 100, Phase.generate)
