"""Files that are made beside: one at a time for each account, one process for each, progress that never goes back."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection
from sqlalchemy.exc import OperationalError

from app.region.rights import Grant, Place
from app.store import accounts, files_gone, jobs, told
from app.store.database import Database
from app.store.jobs import ATTEMPTS, KEPT, LEASE, Busy, Job
from app.store.told_workshops import give_units
from app.workshop.summary import GroupCount, VisionSummary
from tests.databases import postgresql_only
from tests.routes.told_places import LATE, Places, Said, places_in, summary, tell_in
from tests.server import new_id

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)


@pytest.fixture
def connection(database: Database) -> Iterator[Connection]:
    with database.writing() as connection:
        yield connection


def asked(connection: Connection) -> tuple[str, str, int]:
    """A job, its account and its network."""
    network = places_in(connection, new_id()).network
    grants = [Grant("reader", Place(network))]
    email = f"{new_id()}@example.no"
    account = accounts.add_account(connection, email=email, name="Kari", grants=grants, password=None, now=NOW)
    return jobs.ask(connection, account.id, network, "{}", now=NOW), account.id, network


def seen(connection: Connection, job: str) -> Job:
    there = jobs.by_id(connection, job)
    assert there is not None
    return there


def test_nobody_has_two_at_once(connection: Connection) -> None:
    job, account, network = asked(connection)
    with pytest.raises(Busy):
        jobs.ask(connection, account, network, "{}", now=NOW)
    jobs.cancel(connection, job, now=NOW)
    assert jobs.ask(connection, account, network, "{}", now=NOW) != job


def test_what_a_process_held_that_died_is_taken_up_when_its_lease_has_run_out(connection: Connection) -> None:
    job, _, _ = asked(connection)
    first = jobs.claim(connection, "dead", now=NOW)
    assert first is not None
    assert first.id == job
    assert jobs.keep(connection, job, "dead", 0, b"half", now=NOW, progress=70)
    assert jobs.claim(connection, "other", now=NOW + LEASE / 2) is None
    late = NOW + LEASE * 2
    assert not files_gone.swept(connection, now=late)
    clear(connection, late)
    assert jobs.due(connection, now=late)
    again = jobs.claim(connection, "other", now=late)
    assert again is not None
    assert (again.attempts, again.progress) == (2, 70)
    assert jobs.bytes_kept(connection) == 0, "what it left is not half of the new one"
    assert not jobs.keep(connection, job, "dead", 1, b"late", now=late, progress=80), "it is refused from now on"
    facts = {"name": "a.csv", "media_type": "text/csv", "made_of": ""}
    assert not jobs.finish(connection, job, "dead", size=8, now=late, **facts)
    assert jobs.keep(connection, job, "other", 0, b"whole", now=late, progress=90)
    assert jobs.finish(connection, job, "other", size=5, now=late, **facts)
    assert (seen(connection, job).state, jobs.piece(connection, seen(connection, job), 0)) == ("done", b"whole")


def clear(connection: Connection, now: datetime) -> None:
    """As the worker does between two files."""
    while not files_gone.swept(connection, now=now):
        before = jobs.bytes_kept(connection)
        files_gone.sweep(connection, now=now)
        assert before - jobs.bytes_kept(connection) <= files_gone.PIECES_AT_ONCE, "no room waits for more than a few"


def test_who_lets_processes_die_is_given_up(connection: Connection) -> None:
    job, _, _ = asked(connection)
    now = NOW
    for _ in range(ATTEMPTS):
        assert jobs.claim(connection, new_id(), now=now) is not None
        now += LEASE * 2
    assert jobs.claim(connection, "another", now=now) is None
    assert (seen(connection, job).state, seen(connection, job).error) == ("failed", "broke_off")


def test_whoever_waited_longest_comes_first(connection: Connection) -> None:
    _, _, network = asked(connection)
    grants = [Grant("reader", Place(network))]
    other = accounts.add_account(connection, email="o@example.no", name="O", grants=grants, password=None, now=NOW)
    earlier = jobs.ask(connection, other.id, network, "{}", now=NOW - timedelta(minutes=1))
    first = jobs.claim(connection, "me", now=NOW)
    assert first is not None
    assert first.id == earlier


def test_a_file_goes_after_a_day_a_few_pieces_at_a_time(connection: Connection) -> None:
    job, _, _ = asked(connection)
    jobs.claim(connection, "me", now=NOW)
    for n in range(10):
        jobs.keep(connection, job, "me", n, b"x", now=NOW, progress=60)
    jobs.finish(connection, job, "me", name="a", media_type="b", size=10, made_of="", now=NOW)
    assert files_gone.swept(connection, now=NOW + KEPT / 2)
    later = NOW + KEPT + timedelta(seconds=1)
    clear(connection, later)
    assert jobs.by_id(connection, job) is None


def test_asking_anew_takes_away_what_was_kept_a_few_pieces_at_a_time(connection: Connection) -> None:
    job, account, network = asked(connection)
    jobs.claim(connection, "me", now=NOW)
    for n in range(10):
        jobs.keep(connection, job, "me", n, b"x", now=NOW, progress=60)
    jobs.cancel(connection, job, now=NOW)
    other = jobs.ask(connection, account, network, "{}", now=NOW)
    with pytest.raises(Busy):
        jobs.again(connection, job, now=NOW)
    jobs.cancel(connection, other, now=NOW)
    jobs.again(connection, job, now=NOW)
    assert (seen(connection, job).state, jobs.bytes_kept(connection)) == ("queued", 10)
    assert not jobs.due(connection, now=NOW)
    assert jobs.claim(connection, "me", now=NOW) is None, "pieces of two files never lie together"
    clear(connection, NOW)
    assert jobs.claim(connection, "me", now=NOW) is not None
    assert (seen(connection, job).progress, jobs.bytes_kept(connection)) == (0, 0)


def ready(connection: Connection, there: Places) -> str:
    """A file of this network that is ready."""
    grants = [Grant("reader", Place(there.network))]
    email = f"{new_id()}@example.no"
    account = accounts.add_account(connection, email=email, name="Kari", grants=grants, password=None, now=NOW)
    job = jobs.ask(connection, account.id, there.network, "{}", now=NOW)
    assert jobs.claim(connection, "me", now=NOW) is not None
    jobs.keep(connection, job, "me", 0, b"x", now=NOW, progress=60)
    jobs.finish(connection, job, "me", name="a", media_type="b", size=1, made_of="", now=NOW)
    return job


THEMES: dict[str, Sequence[Said]] = {"Trygge venner": [("Ingen går alene hjem", "child"), ("Vi har tid", "staff")]}
WHOLE = summary(THEMES)
LESS = {
    "a statement": summary({"Trygge venner": THEMES["Trygge venner"][:1]}),
    "its words": summary({"Trygge venner": [("Alle går hjem", "child"), ("Vi har tid", "staff")]}),
    "its group": summary({"Trygge venner": [("Ingen går alene hjem", None), ("Vi har tid", "staff")]}),
    "a theme's title": summary({"Venner": THEMES["Trygge venner"]}),
    "a number": WHOLE.model_copy(update={"groups": (GroupCount(group="child", people=None),)}),
}
MORE = {
    "nothing": WHOLE,
    "a statement": summary({"Trygge venner": [*THEMES["Trygge venner"], ("Vi ler", None)]}),
    "a theme": summary({**THEMES, "Ute": [("Vi lærer i fjæra", "child")]}),
    "a number": WHOLE.model_copy(update={"groups": (*WHOLE.groups[:1], GroupCount(group="politician", people=7))}),
}


@pytest.mark.parametrize(
    ("said", "gone"),
    [(said, True) for said in LESS.values()] + [(said, False) for said in MORE.values()],
    ids=[f"less: {what}" for what in LESS] + [f"more: {what}" for what in MORE],
)
def test_files_go_when_a_workshop_of_their_network_tells_less(
    connection: Connection, said: VisionSummary, gone: bool
) -> None:
    there, elsewhere = places_in(connection), places_in(connection, "Romsdal")
    workshop = tell_in(connection, [there.school], WHOLE)
    job, other = ready(connection, there), ready(connection, elsewhere)
    told.tell(connection, workshop, LATE, said, ended=True, now=NOW)
    assert seen(connection, job).error == ("taken_back" if gone else "")
    assert (jobs.piece(connection, seen(connection, job), 0) is None) == gone
    assert seen(connection, other).state == "done"


def test_a_first_vision_and_a_first_sign_take_no_file_back(connection: Connection) -> None:
    bare = tuple(theme.model_copy(update={"vision": "", "signs": ()}) for theme in WHOLE.themes)
    there = places_in(connection)
    workshop = tell_in(connection, [there.school], WHOLE.model_copy(update={"themes": bare}))
    job = ready(connection, there)
    told.tell(connection, workshop, LATE, WHOLE, ended=True, now=NOW)
    assert seen(connection, job).state == "done"


def test_files_go_when_a_workshop_is_no_longer_their_networks(connection: Connection) -> None:
    there, elsewhere = places_in(connection), places_in(connection, "Romsdal")
    workshop = tell_in(connection, [there.school], WHOLE)
    job, other = ready(connection, there), ready(connection, elsewhere)
    give_units(connection, workshop, [elsewhere.school])
    assert (seen(connection, job).error, seen(connection, other).error) == ("taken_back", "")


def claimed_at_once(database: Database) -> Job | None:
    """A job that is taken up without waiting for anybody for long."""
    with database.writing() as connection:
        connection.exec_driver_sql("SET LOCAL lock_timeout = '100ms'")
        return jobs.claim(connection, "me", now=NOW)


@postgresql_only
def test_no_file_is_begun_while_another_process_tells_less(database: Database) -> None:
    with database.writing() as connection:
        there = places_in(connection)
        workshop = tell_in(connection, [there.school], WHOLE)
        grants = [Grant("reader", Place(there.network))]
        email = f"{new_id()}@example.no"
        account = accounts.add_account(connection, email=email, name="Kari", grants=grants, password=None, now=NOW)
        job = jobs.ask(connection, account.id, there.network, "{}", now=NOW)
    with database.writing() as less:
        files_gone.take_back(less, workshop)
        with pytest.raises(OperationalError):
            claimed_at_once(database)
        with database.writing() as other:
            files_gone.sweep(other, now=NOW + 2 * KEPT)  # waits for nobody
    claimed = claimed_at_once(database)
    assert claimed is not None
    assert claimed.id == job


def test_what_is_being_made_when_words_are_erased_begins_anew(connection: Connection) -> None:
    there = places_in(connection)
    workshop = tell_in(connection, [there.school], WHOLE)
    grants = [Grant("reader", Place(there.network))]
    account = accounts.add_account(connection, email="k@b.no", name="K", grants=grants, password=None, now=NOW)
    job = jobs.ask(connection, account.id, there.network, "{}", now=NOW)
    assert jobs.claim(connection, "me", now=NOW) is not None
    assert jobs.keep(connection, job, "me", 0, b"old", now=NOW, progress=70)
    told.forget(connection, workshop, {"s0"})
    facts = {"name": "a", "media_type": "b", "made_of": ""}
    assert not jobs.finish(connection, job, "me", size=3, now=NOW, **facts)
    clear(connection, NOW)
    again = jobs.claim(connection, "me", now=NOW)
    assert again is not None
    assert (again.progress, jobs.bytes_kept(connection)) == (70, 0)


ACTS = st.lists(
    st.one_of(
        st.tuples(st.just("advance"), st.sampled_from("ab"), st.integers(0, 120)),
        st.tuples(st.just("beat"), st.sampled_from("ab"), st.just(0)),
        st.tuples(st.just("claim"), st.sampled_from("ab"), st.just(0)),
        st.tuples(st.just("release"), st.sampled_from("ab"), st.just(0)),
        st.tuples(st.just("finish"), st.sampled_from("ab"), st.just(0)),
        st.tuples(st.just("wait"), st.just(""), st.integers(1, 90)),
    ),
    max_size=30,
)


@given(ACTS)
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_progress_never_goes_back_and_one_process_makes_it(
    database: Database, acts: list[tuple[str, str, int]]
) -> None:
    with database.writing() as connection, connection.begin_nested() as undone:
        job, _, _ = asked(connection)
        now, before, holds = NOW, 0, ""
        for act, who, number in acts:
            now += timedelta(seconds=number if act == "wait" else 0)
            took = False
            match act:
                case "advance":
                    took = jobs.advance(connection, job, who, now=now, stage="writing", progress=number)
                case "beat":
                    took = jobs.advance(connection, job, who, now=now)
                case "claim":
                    holds = who if jobs.claim(connection, who, now=now) else holds
                case "release":
                    jobs.release(connection, job, who)
                    holds = "" if holds == who else holds
                case "finish":
                    took = jobs.finish(connection, job, who, name="", media_type="", size=0, made_of="", now=now)
                case _:
                    pass  # time goes by
            assert not took or who == holds, "only who holds it says how far it has come"
            holds = "" if act == "finish" and took else holds
            there = seen(connection, job)
            assert before <= there.progress <= 100
            assert (there.progress == 100) == (there.state == "done")
            before = there.progress
        undone.rollback()
