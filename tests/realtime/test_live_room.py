"""The one writer of a room: batches, bounds, resends, and what it does when the log fails it."""

import asyncio

import pytest

from app.realtime.live_room import ATTEMPTS
from app.store import log
from app.store.database import Database
from app.workshop.apply import replay
from app.workshop.commands import ChooseMethod, CloseSubmissions, GoTo, Join, OpenSubmissions, Say
from app.workshop.method import shipped
from app.workshop.people import Actor
from app.workshop.refusals import Refusal
from app.workshop.visible import visible
from tests.realtime.stations import DESK, Station, Watched, logged, new_id, person, say, workshop_in
from tests.routes.line import until


@pytest.fixture
def workshop(database: Database) -> str:
    return workshop_in(database)


async def test_hundreds_who_write_at_once_share_a_few_transactions(database: Database, workshop: str) -> None:
    journal = Watched(database, workshop)
    station = Station(journal, batch=256)
    answers = await asyncio.gather(*(station.submit(say(f"Utsagn {n}"), person(n % 3)) for n in range(600)))
    assert set(answers) == {None}
    assert journal.appended == [256, 256, 88]
    assert station.room == replay(logged(database, workshop))


async def test_what_comes_soon_after_another_shares_a_transaction(
    database: Database, workshop: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.realtime.live_room.GATHER", 0.5)
    journal = Watched(database, workshop)
    station = Station(journal)
    assert await station.submit(say("Alene"), person(0)) is None
    soon = [asyncio.create_task(station.submit(say("Straks etter"), person(0)))]
    for _ in range(5):
        await asyncio.sleep(0)
    soon.append(asyncio.create_task(station.submit(say("Også"), person(1))))
    assert await asyncio.gather(*soon) == [None, None]
    assert journal.appended == [1, 2]


async def test_a_refused_command_fails_alone(database: Database, workshop: str) -> None:
    journal = Watched(database, workshop)
    station = Station(journal)
    stranger = person(99)
    answers = await asyncio.gather(
        station.submit(say("Én"), person(0)),
        station.submit(say("   "), person(0)),
        station.submit(say("To"), stranger),
        station.submit(say("Tre"), person(1)),
    )
    assert [refusal and refusal.reason for refusal in answers] == [None, "empty", "not_joined", None]
    assert journal.appended == [2]
    assert [s.text for s in station.room.statements.values()] == ["Én", "Tre"]


async def test_a_batch_is_decided_in_the_order_in_which_it_came(database: Database, workshop: str) -> None:
    station = Station(Watched(database, workshop))
    newcomer = person(50)
    answers = await asyncio.gather(
        station.submit(Join(id=new_id(), group="youth"), newcomer), station.submit(say("Nettopp kommet"), newcomer)
    )
    assert set(answers) == {None}


async def test_of_two_facilitators_who_press_at_once_the_later_one_closes_no_step_that_they_have_not_seen(
    database: Database, workshop: str
) -> None:
    station = Station(Watched(database, workshop))
    other = Actor(role="facilitator", id="another")
    method = shipped()["igp"]
    first, second = [number for number, step in enumerate(method.steps) if step.writes == "everyone"][:2]
    await station.submit(ChooseMethod(id=new_id(), method=method), DESK)
    await station.submit(GoTo(id=new_id(), step=first), DESK)
    assert station.room.submissions
    answers = await asyncio.gather(
        station.submit(GoTo(id=new_id(), step=second, since=first), DESK),
        station.submit(CloseSubmissions(id=new_id(), since=first), other),
        station.submit(OpenSubmissions(id=new_id(), since=first), other),
    )
    assert [refusal and refusal.reason for refusal in answers] == [None, "step_left", "step_left"]
    assert (station.room.step, station.room.submissions) == (second, True)
    assert await station.submit(CloseSubmissions(id=new_id(), since=second), other) is None
    assert not station.room.submissions


async def test_what_had_no_effect_has_none_either_when_it_comes_again_after_a_restart(
    database: Database, workshop: str
) -> None:
    before = Station(Watched(database, workshop))
    late = OpenSubmissions(id=new_id())
    assert await before.submit(late, DESK) is None, "it is open already: nothing to do"
    assert await before.submit(CloseSubmissions(id=new_id()), DESK) is None
    after = Station(Watched(database, workshop))
    assert await after.submit(late, DESK) is None
    assert not after.room.submissions, "a resend gets the first answer, and opens nothing"
    assert [entry.command for entry in logged(database, workshop)].count(late.id) == 1


async def test_the_same_command_twice_at_once_is_stored_once(database: Database, workshop: str) -> None:
    station = Station(Watched(database, workshop))
    once = say("Bare én gang")
    assert await asyncio.gather(*(station.submit(once, person(0)) for _ in range(5))) == [None] * 5
    assert await station.submit(once, person(0)) is None
    assert len(station.room.statements) == 1


async def test_nobody_can_take_anothers_command_id(database: Database, workshop: str) -> None:
    station = Station(Watched(database, workshop))
    first = say("Min")
    answers = await asyncio.gather(station.submit(first, person(0)), station.submit(first, person(1)))
    assert [refusal and refusal.reason for refusal in answers] == [None, "id_taken"]
    later = await station.submit(Say(id=first.id, text="Din"), person(1))
    assert later == Refusal("id_taken")


async def test_when_too_much_waits_the_next_one_is_asked_to_wait(database: Database, workshop: str) -> None:
    journal = Watched(database, workshop)
    journal.held.clear()
    station = Station(journal, batch=5, waiting=10)
    sent = [asyncio.create_task(station.submit(say(str(n)), person(0))) for n in range(15)]
    await until(lambda: sum(task.done() for task in sent) == 5)
    turned_away = {str(task.result().reason) for task in sent if task.done()}  # type: ignore[union-attr]
    assert turned_away == {"too_fast"}
    assert next(task.result() for task in sent if task.done()) == Refusal("too_fast", retry_after=1)
    journal.held.set()
    answers = await asyncio.gather(*sent)
    assert answers.count(None) == len(station.room.statements) == 10


async def test_a_statement_that_was_saved_although_the_answer_was_lost_is_acknowledged_and_shown(
    database: Database, workshop: str
) -> None:
    station = Station(Watched(database, workshop, ["unheard"]))
    assert await station.submit(say("Lagret likevel"), person(0)) is None
    desk = station.watchers["desk"]
    await until(lambda: desk.look() and desk.screen == visible(station.room, "desk", station.hub.presence()))
    assert [part.kind for part in desk.screen.values()].count("desk_card") == 1


async def test_what_could_not_be_saved_is_refused_and_can_be_sent_again(database: Database, workshop: str) -> None:
    station = Station(Watched(database, workshop, ["lost"]))
    again = say("På andre forsøk")
    assert await station.submit(again, person(0)) == Refusal("not_saved")
    assert station.room.statements == {}
    assert await station.submit(again, person(0)) is None
    assert [s.text for s in station.room.statements.values()] == ["På andre forsøk"]


async def test_a_writer_that_lost_every_race_asks_to_try_again(database: Database, workshop: str) -> None:
    class Unlucky(Watched):
        async def append(self, *_: object) -> None:
            self.appended.append(0)
            raise log.Conflict

    journal = Unlucky(database, workshop)
    assert await Station(journal).submit(say(), person(0)) == Refusal("not_saved")
    assert len(journal.appended) == ATTEMPTS


async def test_nobody_waits_for_ever_when_the_writer_has_died(database: Database, workshop: str) -> None:
    station = Station(Watched(database, workshop, ["cancelled before"]), batch=2)
    answers = await asyncio.wait_for(asyncio.gather(*(station.submit(say(), person(0)) for _ in range(6))), 5)
    assert set(answers) == {Refusal("not_saved")}
    assert await station.submit(say("Og så videre"), person(0)) is None


async def test_who_waits_for_the_turn_when_the_writer_dies_is_told_that_nothing_was_saved(
    database: Database, workshop: str
) -> None:
    station = Station(Watched(database, workshop))
    async with station.writer._turn:  # as while another process's events are taken over
        asked = asyncio.create_task(station.submit(say("Aldri skrevet"), person(0)))
        await until(lambda: station.writer._writer is not None and not station.writer._waiting)
        assert station.writer._writer is not None
        station.writer._writer.cancel()
        assert await asked == Refusal("not_saved")
    assert station.room.statements == {}


async def test_two_writers_of_one_room_lose_nothing_and_tell_the_same(database: Database, workshop: str) -> None:
    one, other = (Station(Watched(database, workshop)) for _ in range(2))
    sent = [(station.submit(say(f"{n}"), person(n % 3))) for n in range(40) for station in (one, other)]
    assert set(await asyncio.gather(*sent)) == {None}
    await one.writer.catch_up()
    await other.writer.catch_up()
    assert one.room == other.room
    assert len(one.room.statements) == 80


async def test_draining_waits_for_all_that_is_under_way(database: Database, workshop: str) -> None:
    journal = Watched(database, workshop)
    journal.held.clear()
    station = Station(journal)
    sent = asyncio.create_task(station.submit(say(), person(0)))
    await until(lambda: station.writer.busy)
    draining = asyncio.create_task(station.writer.drain())
    await asyncio.sleep(0)
    assert not draining.done()
    journal.held.set()
    await draining
    assert await sent is None
    assert not station.writer.busy


async def test_what_another_process_wrote_is_read_before_the_next_decision(database: Database, workshop: str) -> None:
    """Somebody who joined elsewhere can write here, in a room that has not looked since."""
    here, there = (Station(Watched(database, workshop)) for _ in range(2))
    await here.writer.catch_up()
    newcomer = person(7)
    assert await there.submit(Join(id=new_id(), group="staff"), newcomer) is None
    assert await here.submit(say("Fra den andre"), DESK) == Refusal("not_allowed")
    await here.submit(say("Jeg bytter rom"), person(0))  # the conflict makes it look
    assert await here.submit(say("Fra den andre"), newcomer) is None
    events = [entry.event.type for entry in logged(database, workshop)]
    assert events[-3:] == ["participant_joined", "statement_said", "statement_said"]
