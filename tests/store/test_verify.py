"""Verify: the fsck of the house finds what does not hold, and nothing where all is well."""

import asyncio

import pytest

from app.store.database import Database
from app.store.journal import Journal
from app.verify import Findings, verify
from app.workshop.commands import Command, MakeTheme, Reveal
from app.workshop.people import Actor
from tests.realtime.stations import DESK, Station, new_id, person, say, workshop_in


@pytest.fixture
def workshop(database: Database) -> str:
    workshop = workshop_in(database)

    async def fill() -> None:
        station = Station(Journal(database, workshop))
        commands: list[tuple[Command, Actor]] = [
            (say("Første"), person(0)),
            (say("Andre"), person(1)),
            (Reveal(id=new_id()), DESK),
            (MakeTheme(id=new_id(), title="Tema"), DESK),
        ]
        for command, by in commands:
            assert await station.submit(command, by) is None
        station.hub.stop()

    asyncio.run(fill())
    return workshop


def verified(database: Database) -> Findings:
    with database.reading() as connection:
        return verify(connection)


def test_a_sound_database_has_no_problems(database: Database, workshop: str) -> None:
    findings = verified(database)
    assert (findings.workshops, findings.statements, findings.problems) == (1, 2, [])
    assert findings.events == 9


@pytest.mark.parametrize(
    ("damage", "found"),
    [
        ("DELETE FROM event WHERE seq = 6", "event 6 is missing"),
        ("DELETE FROM event WHERE seq = 1", "event 1 is missing"),
        ("DELETE FROM event", "no events"),
        ("UPDATE event SET payload = replace(payload, 'Andre', 'Endret') WHERE seq = 7", "projection statement"),
        ("UPDATE statement SET text = 'Endret' WHERE text = 'Andre'", "projection statement"),
        ("DELETE FROM statement WHERE text = 'Andre'", "1 missing"),
        ("DELETE FROM theme", "projection theme"),
        ("UPDATE workshop SET statements = 3", "statements=3"),
        ("UPDATE workshop SET revealed = false", "revealed=False"),
        ("UPDATE event SET command_id = (SELECT command_id FROM event WHERE seq = 6), n = 1 WHERE seq = 7", "two send"),
        ("UPDATE event SET type = 'x', payload = '{\"type\": \"nonsense\"}' WHERE seq = 9", "cannot be read"),
    ],
)
def test_damage_is_found(database: Database, workshop: str, damage: str, found: str) -> None:
    with database.writing() as connection:
        connection.exec_driver_sql(damage)
    problems = [what for _, what in verified(database).problems]
    assert any(found in what for what in problems), problems
