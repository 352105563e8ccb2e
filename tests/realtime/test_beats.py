"""Beats that last longer than the pulse, as with thousands of seats."""

import asyncio
from types import SimpleNamespace

import pytest

from app.realtime import own_list
from app.realtime.seat import Seat
from app.realtime.stream import Frame
from app.workshop.events import SubmissionsSet
from app.workshop.parts import Part, PhoneStage, WallStage
from app.workshop.room import Room
from app.workshop.visible import own
from tests.realtime.stage import FAR, NEAR, Forward, Stage, configured, joined, said
from tests.realtime.stations import Watcher


class Line:
    """A line that takes whatever it is sent, and notes at which title."""

    clear, left, heard = True, 0, 0.0

    def __init__(self) -> None:
        self.titles: list[str] = []

    def send(self, frame: Frame) -> None:
        self.titles += [part.title for part in frame.put if isinstance(part, WallStage)]

    def drop(self) -> None: ...

    def hush(self) -> None: ...


@pytest.fixture
async def lines(stage: Stage, forward: Forward, monkeypatch: pytest.MonkeyPatch) -> list[Line]:
    """Twenty walls that have had all there is, and of which each beat serves one in each turn of the event loop."""
    await forward(FAR)
    made = []
    for _ in range(20):
        wall, line = Watcher(stage.hub, "wall"), Line()
        wall.look()
        wall.seat.line = line
        made.append(line)
    await forward(0)
    await forward(FAR)
    monkeypatch.setattr("app.realtime.hub.TURN", -1.0)
    monkeypatch.setattr("app.realtime.hub.IN_ONE_GO", 1)
    return made


async def test_a_beat_that_is_under_way_is_not_overtaken(stage: Stage, forward: Forward, lines: list[Line]) -> None:
    """With thousands of seats a beat lasts longer than the pulse: the next one waits, and is for all alike."""
    stage.happen(configured("2041"))
    for year in range(2042, 2046):
        await forward(NEAR)
        stage.happen(configured(str(year)))
    assert {tuple(line.titles) for line in lines} == {(), ("2041",)}
    for _ in range(20):
        await forward(0)
    assert {tuple(line.titles) for line in lines} == {("2041",)}
    await forward(10 * FAR)
    for _ in range(20):
        await forward(0)
    assert {tuple(line.titles) for line in lines} == {("2041", "2045")}


async def test_who_opens_a_page_or_polls_hurries_no_beat(stage: Stage, forward: Forward, lines: list[Line]) -> None:
    cursor = ""
    for year in range(2041, 2046):
        stage.happen(configured(str(year)))
        frames, cursor = stage.hub.frames("wall", cursor)
        assert [part.title for frame in frames for part in frame.put if isinstance(part, WallStage)] == [str(year)]
        await forward(0)
    for _ in range(30):
        await forward(0)
    assert {len(line.titles) for line in lines} == {1}
    await forward(10 * FAR)
    for _ in range(20):
        await forward(0)
    assert {line.titles[-1] for line in lines} == {"2045"}
    assert not stage.hub.due


async def test_a_hub_that_was_stopped_brings_nobody_anything(stage: Stage, forward: Forward, lines: list[Line]) -> None:
    stage.happen(configured("2041"))
    await forward(NEAR)
    stage.happen(configured("2042"))
    stage.hub.stop()
    told = [tuple(line.titles) for line in lines]
    assert set(told) == {(), ("2041",)}
    for _ in range(30):
        await forward(FAR)
    assert [tuple(line.titles) for line in lines] == told


class Phone(Line):
    """A phone's line, which notes whether it is told that writing is open, and how often its own list."""

    def __init__(self) -> None:
        super().__init__()
        self.open = False
        self.lists = 0

    def send(self, frame: Frame) -> None:
        self.open |= any(part.submissions for part in frame.put if isinstance(part, PhoneStage))
        self.lists += frame.scope == "own"


class Patience:
    """A clock that stands still but for own lists, which take a second each."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = 0.0
        monkeypatch.setattr(own_list, "own", self._own)
        monkeypatch.setattr("app.realtime.hub.time", SimpleNamespace(monotonic=lambda: self.now))

    def _own(self, room: Room, participant: str) -> dict[str, Part]:
        self.now += 1.0
        return own(room, participant)


async def seated(stage: Stage, forward: Forward, people: int) -> list[Phone]:
    """Phones of so many people who have written, and which have had all there is."""
    phones = [Phone() for _ in range(people)]
    for number, phone in enumerate(phones):
        stage.happen(joined(f"person-{number}"), said(f"person-{number}"))
        seat = Seat("phone", "", f"person-{number}")
        seat.line = phone
        stage.hub.sit(seat)
    for _ in range(50):
        await forward(FAR)
    return phones


async def test_what_all_are_told_waits_for_nobodys_own_list(
    stage: Stage, forward: Forward, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As at the step of a method, in which the own lists of all are made anew: everybody is told of the step first."""
    phones = await seated(stage, forward, 200)
    Patience(monkeypatch)
    before = [phone.lists for phone in phones]
    stage.happen(SubmissionsSet(open=True))
    await forward(0)
    assert all(phone.open for phone in phones)
    assert any(phone.lists == lists for phone, lists in zip(phones, before, strict=True)), "these take longer"
    for _ in range(100):
        await forward(0)
    assert all(phone.lists == lists + 1 for phone, lists in zip(phones, before, strict=True))


async def test_after_each_own_list_that_takes_its_time_others_have_their_turn(
    stage: Stage, forward: Forward, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Sixteen of them in one go would keep everybody else waiting."""
    phones, clock = await seated(stage, forward, 20), Patience(monkeypatch)
    stage.happen(SubmissionsSet(open=True))
    made = []
    for _ in range(60):
        before = clock.now
        await asyncio.sleep(0)
        made.append(clock.now - before)
    assert max(made) <= 2, "one for those who are told of their own, and one for those who are told of the beat"
    assert sum(made) == len(phones)
