"""Group commit as a law: in every story, what is answered is what is there, and planted faults are caught."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, text
from sqlalchemy.exc import SQLAlchemyError

from app.store import writer
from app.store.database import Database
from tests.store.test_writer import JOINING, KINDS, Refused, ask, job, names

stories = st.tuples(st.lists(st.sampled_from(KINDS + JOINING), min_size=1, max_size=12), st.integers(1, 5))


def play(database: Database, story: tuple[list[str], int]) -> None:
    """Ask for all at once; then what was answered is what is there."""
    kinds, together = story
    with database.writing() as connection:
        connection.execute(text("DELETE FROM network"))
    database._writer._together = together
    cancelled = frozenset(n for n, kind in enumerate(kinds) if kind == "is cancelled")
    jobs = [(kind, f"{n}") if kind in JOINING else job(kind, f"{n}") for n, kind in enumerate(kinds)]
    answers = asyncio.run(ask(database, jobs, cancelled))
    written = [f"{n}" for n, answer in enumerate(answers) if not isinstance(answer, BaseException)]
    assert sorted(names(database)) == sorted(written)
    for kind, answer in zip(kinds, answers, strict=True):
        if kind in ("is refused", "comes twice", "ends all", "spoils the commit", *JOINING[-2:]):
            assert isinstance(answer, Exception)


def hold(database: Database, *phases: Phase) -> None:
    given(story=stories)(
        settings(
            max_examples=150,
            phases=phases or tuple(Phase),
            deadline=None,
            database=None,
            report_multiple_bugs=False,
            suppress_health_check=[HealthCheck.too_slow],
        )(lambda story: play(database, story))
    )()


def test_what_is_answered_is_what_is_there(database: Database) -> None:
    hold(database)


def _without_savepoint(connection: Connection, asked: writer._Job) -> None:
    """A planted fault: what a failing job wrote stays."""
    try:
        asked.result = asked.work(connection)
    except Exception as error:
        asked.error = error


def _hasty(connection: Connection, asked: writer._Job) -> None:
    """A planted fault: the answer is given before the commit."""
    _BEHIND_SAVEPOINT(connection, asked)
    asked.loop.call_soon_threadsafe(asked.give)


_BEHIND_SAVEPOINT = writer._behind_savepoint


def _half(connection: Connection, work: Any, jobs: list[writer._Job]) -> bool:
    """A planted fault: who could not is told the same as those who could."""
    with suppress(Refused):
        work(connection, [one.item for one in jobs])
    return True


def test_the_law_catches_work_for_several_that_is_half_done(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writer, "_in_one_go", _half)
    with pytest.raises((AssertionError, SQLAlchemyError, ExceptionGroup)):
        hold(database, Phase.generate)


@pytest.mark.parametrize("fault", [_without_savepoint, _hasty])
def test_the_law_catches_a_planted_fault(
    database: Database, monkeypatch: pytest.MonkeyPatch, fault: Callable[[Connection, writer._Job], None]
) -> None:
    monkeypatch.setattr(writer, "_behind_savepoint", fault)
    with pytest.raises((AssertionError, SQLAlchemyError, ExceptionGroup)):
        hold(database, Phase.generate)
