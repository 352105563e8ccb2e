"""The hub: the pulse with which changes reach screens, and who is here."""

import asyncio

from app.realtime.seat import Seat
from app.workshop.events import MethodChosen, RevealSet, TablesSet
from app.workshop.method import shipped
from app.workshop.parts import DeskPresence, DeskTables, WallPresence
from app.workshop.people import StakeholderGroup
from app.workshop.visible import own, visible
from tests.realtime.stage import FAR, NEAR, Forward, Stage, configured, joined, said, titles
from tests.realtime.stations import Watcher


async def test_a_change_after_a_quiet_time_is_shown_at_once(stage: Stage, forward: Forward) -> None:
    await forward(FAR)
    phone = Watcher(stage.hub, "phone")
    assert titles(phone) == ["2040"]
    await forward(0)
    await forward(FAR)
    stage.happen(configured("2041"))
    await forward(0.01)
    assert phone.seat.behind is not None
    assert titles(phone) == ["2041"]


async def test_what_comes_between_two_beats_travels_as_one_frame_with_the_latest_state(
    stage: Stage, forward: Forward
) -> None:
    await forward(FAR)
    phone, wall = Watcher(stage.hub, "phone"), Watcher(stage.hub, "wall")
    phone.look()
    wall.look()
    await forward(0)
    await forward(FAR)
    for year in range(2041, 2061):
        stage.happen(configured(str(year)))
        await forward(0.1)
    assert titles(phone) == titles(wall) == ["2041"]
    await forward(NEAR)
    assert (titles(phone), titles(wall)) == ([], ["2060"])
    await forward(FAR)
    assert titles(phone) == ["2060"]
    await forward(10 * FAR)
    assert (phone.look(), wall.look()) == ([], [])


async def test_ones_own_statement_is_shown_without_waiting_for_the_beat(stage: Stage, forward: Forward) -> None:
    await forward(FAR)
    stage.happen(joined("anna"))
    anna, berit = Watcher(stage.hub, "phone", "anna"), Watcher(stage.hub, "phone", "berit")
    for phone in (anna, berit):
        phone.look()
    stage.happen(said("anna"))
    for _ in range(2):
        await asyncio.sleep(0)
    assert anna.seat.behind is not None
    assert berit.seat.behind is None
    (frame,) = anna.look()
    assert (frame.scope, frame.whole, len(frame.put)) == ("own", False, 1)
    assert anna.own == own(stage.room, "anna")
    assert berit.look() == []


async def test_a_page_opened_in_the_middle_of_a_beat_misses_nothing(stage: Stage, forward: Forward) -> None:
    await forward(FAR)
    watching = Watcher(stage.hub, "phone")
    watching.look()
    stage.happen(configured("2041"))
    stage.happen(configured("2042"))
    parts, cursor = stage.hub.screen("phone")
    opened = Watcher(stage.hub, "phone")
    opened.seat.cursor, opened.screen = cursor, dict(parts)
    await forward(FAR)
    opened.look()
    assert opened.screen == visible(stage.room, "phone")


async def test_desk_and_wall_are_up_to_date_whenever_they_are_opened(stage: Stage, forward: Forward) -> None:
    await forward(FAR)
    Watcher(stage.hub, "desk")
    stage.happen(joined("anna"), said("anna"), RevealSet(revealed=True))
    for audience in ("desk", "wall"):
        assert stage.hub.screen(audience)[0] == visible(stage.room, audience)


async def test_who_never_takes_falls_behind_alone(stage: Stage, forward: Forward) -> None:
    await forward(FAR)
    stalled, lively = Watcher(stage.hub, "wall"), Watcher(stage.hub, "wall")
    stalled.look()
    for year in range(2041, 2080):
        stage.happen(configured(str(year)))
        await forward(NEAR + 1)
        assert titles(lively)[-1] == str(year)
    frames = stalled.look()
    assert [frame.whole for frame in frames] == [True]
    assert stalled.screen == lively.screen


async def test_people_are_counted_once_however_many_screens_they_have(stage: Stage, forward: Forward) -> None:
    stage.happen(*(joined(f"child{n}") for n in range(6)), *(joined(f"leader{n}", "leader") for n in range(3)))
    wall = Watcher(stage.hub, "wall")
    seats = [Seat("phone", "", f"child{n}") for n in range(6)] + [Seat("phone", "", f"leader{n}") for n in range(3)]
    second_screen = Seat("phone", "", "child0")
    for seat in (*seats, second_screen):
        stage.hub.sit(seat)
    assert stage.hub.presence().groups == (("child", 6), ("leader", 3))
    await forward(NEAR)
    wall.look()
    assert wall.screen["presence"] == WallPresence(id="presence", total=9)
    stage.hub.leave(second_screen)
    assert stage.hub.presence().groups == (("child", 6), ("leader", 3))
    for seat in seats[:2]:
        stage.hub.leave(seat)
    await forward(NEAR)
    wall.look()
    assert wall.screen["presence"] == WallPresence(id="presence", total=7)


async def test_before_people_are_mixed_the_desk_is_told_how_many_of_them_are_not_here(
    stage: Stage, forward: Forward
) -> None:
    stage.happen(MethodChosen(method=shipped()["igp"]), *(joined(f"child{n}") for n in range(9)))
    desk = Watcher(stage.hub, "desk")
    seats = [Seat("phone", "", f"child{n}") for n in range(7)]
    for seat in seats:
        stage.hub.sit(seat)
    await forward(NEAR)
    desk.look()
    assert _waits(desk) == (9, 2)
    stage.hub.leave(seats[0])
    await forward(NEAR)
    desk.look()
    assert _waits(desk) == (9, 3)
    stage.happen(TablesSet(tables={f"child{n}": 1 + n % 2 for n in range(9)}))
    await forward(NEAR)
    desk.look()
    assert _waits(desk) == (0, 0)


def _waits(desk: Watcher) -> tuple[int, int | None]:
    tables = desk.screen["tables"]
    assert isinstance(tables, DeskTables)
    return tables.waiting, tables.absent


async def test_the_desk_is_told_no_group_of_fewer_than_five(stage: Stage, forward: Forward) -> None:
    everybody: list[tuple[str, StakeholderGroup]] = [(f"child{n}", "child") for n in range(7)] + [
        (f"leader{n}", "leader") for n in range(3)
    ]
    everybody += [(f"staff{n}", "staff") for n in range(4)]
    for who, group in everybody:
        stage.happen(joined(who, group), said(who))
    desk = Watcher(stage.hub, "desk")
    for who, _ in everybody:
        stage.hub.sit(Seat("phone", "", who))
    await forward(NEAR)
    desk.look()
    presence = desk.screen["presence"]
    assert isinstance(presence, DeskPresence)
    assert {group: count for group, count in presence.groups if count is not None} == {"child": 7}
    assert presence.total == 14


async def test_a_change_of_group_moves_a_person_between_the_counts(stage: Stage, forward: Forward) -> None:
    stage.happen(*(joined(f"child{n}") for n in range(5)), *(joined(f"youth{n}", "youth") for n in range(5)))
    for n in range(5):
        stage.hub.sit(Seat("phone", "", f"child{n}"))
    desk = Watcher(stage.hub, "desk")
    await forward(NEAR)
    stage.happen(joined("child0", "youth"))
    await forward(NEAR)
    desk.look()
    assert desk.screen == visible(stage.room, "desk", stage.hub.presence())
    assert stage.hub.presence().groups == (("child", 4), ("youth", 1))


def test_a_seat_given_up_is_forgotten(stage: Stage) -> None:
    async def come_and_go() -> None:
        seat = Seat("phone", "", "anna")
        stage.hub.sit(seat)
        assert (stage.hub.seats, stage.hub.sockets_of("anna")) == (1, 1)
        stage.hub.leave(seat)
        stage.hub.leave(seat)
        assert (stage.hub.seats, stage.hub.sockets_of("anna")) == (0, 0)
        stage.hub.stop()

    asyncio.run(come_and_go())
