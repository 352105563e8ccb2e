"""Projection: the rows that lists and coordinators ask for tell what the replayed rooms tell, and verify sees to it."""

from collections.abc import Callable, Iterator
from functools import partial

import pytest
from hypothesis import given
from sqlalchemy import Connection

from app.store import log, projections, workshops
from app.store.batch import Batch
from app.store.database import Database
from app.verify import verify
from app.workshop.apply import replay
from app.workshop.commands import Create
from app.workshop.events import taken_back
from tests.laws.faults import assert_caught
from tests.laws.stories import Turn, lawful, log_of, play, step_of, stories
from tests.laws.story import Story


@pytest.fixture(scope="module")
def kept(new_address: Callable[[], str]) -> Iterator[Database]:
    """A database that all stories of a test are told to, one after the other."""
    database = Database(new_address())
    yield database
    database.close()


def check_projections(story: Story, database: Database) -> None:
    turns = play(story)
    with database.writing() as connection:
        connection.exec_driver_sql("DELETE FROM workshop")
        workshop = _keep(connection, turns)
    with database.reading() as connection:
        stored = log.load(connection, workshop)
        room = replay(stored)
        assert room == turns[-1].after
        assert projections.found(connection, workshop) == projections.expected(workshop, room)
        assert projections.facts_found(connection, workshop) == projections.workshop_facts(room)
        gone = [taken for turn in turns for entry in turn.recorded if (taken := taken_back(entry.event))]
        whole = dict(zip([entry.seq for entry in stored], log_of(turns), strict=True))
        changed = [entry for entry in stored if entry != whole[entry.seq]]
        assert bool(changed) == bool(gone), "the log is what was appended, but for what was taken back"
        findings = verify(connection)
        assert findings.problems == []
        assert (findings.workshops, findings.events) == (1, len(stored))


@lawful
@given(story=stories)
def test_rows_tell_what_the_log_tells(kept: Database, story: Story) -> None:
    check_projections(story, kept)


@pytest.mark.parametrize(
    ("damage", "found"),
    [
        ("DELETE FROM event WHERE seq = 3", "event 3 is missing"),
        ("DELETE FROM event WHERE seq = (SELECT max(seq) FROM event)", "the list says seq="),
        ("UPDATE event SET payload = replace(payload, 'zq0', 'ny') WHERE type = 'statement_said'", "statement differs"),
        ("UPDATE statement SET theme = 'elsewhere' WHERE theme IS NOT NULL", "statement differs"),
        ("UPDATE statement SET standing = 'hidden' WHERE standing = 'shown'", "statement differs"),
        (
            "INSERT INTO theme SELECT workshop_id, 'one-more', title, vision, signs, rank FROM theme LIMIT 1",
            "theme d",
        ),
        ("DELETE FROM theme", "theme differs"),
        ("UPDATE workshop SET participants = participants + 1", "the list says participants="),
        ("UPDATE workshop SET title = 'Noe annet'", "the list says title="),
    ],
)
def test_damage_is_found(kept: Database, damage: str, found: str) -> None:
    with kept.writing() as connection:
        connection.exec_driver_sql("DELETE FROM workshop")
        _keep(connection, play(_EVENTFUL))
        assert verify(connection).problems == []
        assert connection.exec_driver_sql(damage).rowcount
        problems = [what for _, what in verify(connection).problems]
    assert any(found in what for what in problems), problems


def test_a_command_that_was_carried_out_twice_is_found(new_address: Callable[[], str]) -> None:
    database = Database(new_address())
    with database.writing() as connection:
        _keep(connection, play(_EVENTFUL))
        for statement in (
            "CREATE TABLE loose AS SELECT * FROM event",
            "DROP TABLE event",
            "ALTER TABLE loose RENAME TO event",
            "INSERT INTO event SELECT workshop_id, seq + 1, command_id, n, by_role, by_id, at, type, statement, payload"
            " FROM event WHERE seq = (SELECT max(seq) FROM event)",
        ):
            connection.exec_driver_sql(statement)
        problems = [what for _, what in verify(connection).problems]
    database.close()
    assert any("is in the log twice" in what for what in problems), problems


def test_themes_that_are_not_projected_are_caught(kept: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    changed = projections._changed
    monkeypatch.setattr(
        "app.store.projections._changed",
        lambda recorded, table, old, new, **more: (
            [] if table.name == "theme" else changed(recorded, table, old, new, **more)
        ),
    )
    assert_caught(partial(check_projections, database=kept))


def test_what_was_undone_and_is_not_projected_is_caught(kept: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    changed = projections._changed
    monkeypatch.setattr(
        "app.store.projections._changed",
        lambda recorded, *more, **facts: changed([e for e in recorded if e.event.type != "act_undone"], *more, **facts),
    )
    assert_caught(partial(check_projections, database=kept))


def test_a_log_that_keeps_what_was_taken_back_is_caught(kept: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.store.log.erase", lambda connection, workshop, statement: None)
    assert_caught(partial(check_projections, database=kept))


def _keep(connection: Connection, turns: list[Turn]) -> str:
    """Tell the log all of a story, in batches, as a live room does; the workshop's id."""
    made = turns[0].command
    assert isinstance(made, Create)
    workshop = workshops.create(connection, made, owner=None, now=turns[0].at).id
    batch: list[Turn] = []
    for turn in turns[1:]:
        batch.append(turn)
        if turn.tick & 1 or turn is turns[-1]:
            recorded = log_of(batch)
            if recorded:
                log.append(connection, Batch(workshop, recorded, batch[0].before, batch[-1].after))
            batch = []
    return workshop


def _eventful() -> Story:
    """A long story in which statements and themes are left at the end, and the last event changes the list."""
    for start in range(0, 6000, 60):
        story = Story(
            groups=("child", "parent"),
            units=(),
            moderation=False,
            revealed=True,
            limit=280,
            come=(0, 1, 0, 1),
            steps=tuple(step_of(start + number, number) for number in range(60)),
            seed=0,
        )
        turns = play(story)
        room = turns[-1].after
        in_themes = {s.theme for s in room.statements.values() if s.standing == "shown"} - {None}
        last = next(turn for turn in reversed(turns) if turn.recorded)
        if in_themes and projections.workshop_facts(last.before) != projections.workshop_facts(last.after):
            return story
    raise AssertionError("no story of a hundred is eventful enough")


_EVENTFUL = _eventful()
