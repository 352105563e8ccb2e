"""What workshops have told: rows as their summaries have them, kept up with the log, without erased words."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select, text
from sqlmodel import SQLModel

from app.realtime import telling
from app.realtime.telling import AT_MOST_EVERY, tell_all
from app.store import told
from app.store.database import Database
from app.workshop.apply import replay
from app.workshop.commands import Command, Conceal, Edit, Hide, MakeTheme, Move, Reveal, Show, Undo, Withdraw
from app.workshop.events import Recorded
from app.workshop.room import Room
from app.workshop.summary import VisionSummary, summarise
from tests.realtime.stations import DESK, NOW, logged, new_id, person, say, workshop_in
from tests.store.test_log import append

SOON = NOW + telling.EMPTIED_EVERY
LATER = NOW + AT_MOST_EVERY


@pytest.fixture
def workshop(database: Database) -> str:
    return workshop_in(database)


KEYS = {
    "told_group": ("group", "people"),
    "told_theme": ("theme", "title", "statements"),
    "told_vote": ("theme", "group", "people"),
    "told_statement": ("statement", "theme", "text"),
}


def found(database: Database) -> dict[str, list[tuple[object, ...]]]:
    """The rows that are there, without their own ids."""
    with database.reading() as connection:
        rows = {name: connection.execute(select(SQLModel.metadata.tables[name])).mappings().all() for name in KEYS}
    return {name: sorted(tuple(row[key] for key in KEYS[name]) for row in rows[name]) for name in KEYS}


def expected(database: Database, workshop: str) -> dict[str, list[tuple[object, ...]]]:
    rows = told.rows_of(workshop, summarise(replay(logged(database, workshop)), NOW))
    return {name: sorted(tuple(row[key] for key in KEYS[name]) for row in rows[name]) for name in KEYS}


async def test_nothing_is_told_before_it_is_shown_and_all_that_is_shown_after_it(
    database: Database, workshop: str
) -> None:
    first = say("Uteskole hver uke")
    append(database, workshop, first, person(0))
    assert await tell_all(database, NOW) == 1
    assert found(database)["told_statement"] == []
    append(database, workshop, Reveal(id=new_id()), DESK)
    theme = MakeTheme(id=new_id(), title="Ute")
    append(database, workshop, theme, DESK)
    append(database, workshop, Move(id=new_id(), statements=(first.id,), to=theme.id), DESK)
    assert await tell_all(database, LATER) == 1
    assert found(database) == expected(database, workshop)
    assert found(database)["told_statement"] == [(first.id, theme.id, "Uteskole hver uke")]
    assert await tell_all(database, LATER + AT_MOST_EVERY) == 0, "all has been told"


async def test_a_workshop_that_goes_on_all_the_time_tells_now_and_then(database: Database, workshop: str) -> None:
    assert await tell_all(database, NOW) == 1
    append(database, workshop, say("Nytt"), person(0))
    assert await tell_all(database, NOW + timedelta(seconds=1)) == 0
    assert await tell_all(database, LATER) == 1


async def test_what_is_taken_back_is_told_no_more_at_once(database: Database, workshop: str) -> None:
    mine, other = say("Dette angrer jeg"), say("Dette står")
    for one, who in ((mine, 0), (other, 1)):
        append(database, workshop, one, person(who))
    append(database, workshop, Reveal(id=new_id()), DESK)
    await tell_all(database, NOW)
    append(database, workshop, Withdraw(id=new_id(), statement=mine.id), person(0))
    assert [row[2] for row in found(database)["told_statement"]] == ["Dette står"]
    with database.reading() as connection:
        assert "angrer" not in str(connection.execute(text("SELECT * FROM told")).all())
    assert await tell_all(database, SOON) == 1, "its summary is empty meanwhile"
    assert found(database) == expected(database, workshop)


async def shown(database: Database, workshop: str) -> tuple[str, str, str]:
    """Two statements and a theme that are shown and told; their ids."""
    first, second = say("Dette navnet skulle ikke stå her"), say("Dette står")
    for number, one in enumerate((first, second)):
        append(database, workshop, one, person(number))
    theme = MakeTheme(id=new_id(), title="Et tema")
    for command in (theme, Move(id=new_id(), statements=(second.id,), to=theme.id), Reveal(id=new_id())):
        append(database, workshop, command, DESK)
    await tell_all(database, NOW)
    assert len(found(database)["told_statement"]) == 2
    return first.id, second.id, theme.id


def words(database: Database) -> str:
    """All that stands in what was told, the search's words too."""
    with database.reading() as connection:
        names = (*KEYS, "told_words")
        rows = [connection.execute(select(SQLModel.metadata.tables[name])).all() for name in names]
        return str([*rows, connection.execute(text("SELECT summary FROM told")).all()])


@pytest.mark.parametrize(
    ("hide", "left"),
    [
        (lambda first: Hide(id=new_id(), statements=(first,)), 1),
        (lambda first: Edit(id=new_id(), statement=first, text="Dette rettet jeg"), 1),
        (lambda _: Conceal(id=new_id()), 0),
    ],
    ids=["hidden", "put into other words", "taken off the wall"],
)
async def test_what_a_facilitator_hides_is_told_no_more_at_once(
    database: Database, workshop: str, hide: Callable[[str], Command], left: int
) -> None:
    first, _, theme = await shown(database, workshop)
    append(database, workshop, hide(first), DESK)
    assert len(found(database)["told_statement"]) == left
    assert first not in words(database)
    assert "navnet" not in words(database)
    assert (theme in words(database)) == bool(left)
    assert await tell_all(database, NOW) == 0, "at each hiding, the whole room would be read"
    assert await tell_all(database, SOON) == 1
    assert found(database) == expected(database, workshop)


async def test_undoing_hides_what_it_takes_off_the_wall_and_nothing_else_takes_words_away(
    database: Database, workshop: str
) -> None:
    first, second, _ = await shown(database, workshop)
    append(database, workshop, Hide(id=new_id(), statements=(first,)), DESK)
    await tell_all(database, SOON)
    show = Show(id=new_id(), statements=(first,))
    append(database, workshop, show, DESK)
    await tell_all(database, SOON + AT_MOST_EVERY)
    assert first in words(database)
    append(database, workshop, say("Kommer til"), person(0))
    assert {first, second} <= {row[0] for row in found(database)["told_statement"]}
    with database.reading() as connection:
        assert [one.emptied for one in told.behind(connection)] == [False]
    append(database, workshop, Undo(id=new_id(), act=show.id), DESK)
    assert first not in words(database)


@pytest.mark.parametrize("by", ["the one who wrote them", "a facilitator"])
async def test_words_that_go_while_they_are_being_told_do_not_come_back(
    database: Database, workshop: str, monkeypatch: pytest.MonkeyPatch, by: str
) -> None:
    mine = say("Dette angrer jeg")
    hide = (Hide(id=new_id(), statements=(mine.id,)), DESK)
    gone = hide if by == "a facilitator" else (Withdraw(id=new_id(), statement=mine.id), person(0))
    append(database, workshop, mine, person(0))
    append(database, workshop, Reveal(id=new_id()), DESK)
    summary, left = telling._summary, [gone]

    def late(room: Room, entries: Sequence[Recorded], now: datetime) -> tuple[Room, VisionSummary]:
        found = summary(room, entries, now)
        if left:
            append(database, workshop, *left.pop())
        return found

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(telling, "_summary", late)
        await tell_all(database, NOW)
    with database.reading() as connection:
        assert "angrer" not in str(connection.execute(text("SELECT * FROM told")).all())
    assert found(database)["told_statement"] == []


async def test_who_hides_again_and_again_keeps_nobody_from_being_told(
    database: Database, workshop: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Something is hidden each time that the room has been read, as long as there is something."""
    said = [say(f"Nummer {n}") for n in range(telling.TRIES)]
    for number, one in enumerate(said):
        append(database, workshop, one, person(number % 2))
    append(database, workshop, Reveal(id=new_id()), DESK)
    summary, left = telling._summary, said[1:]

    def late(room: Room, entries: Sequence[Recorded], now: datetime) -> tuple[Room, VisionSummary]:
        found = summary(room, entries, now)
        if left:
            append(database, workshop, Hide(id=new_id(), statements=(left.pop().id,)), DESK)
        return found

    monkeypatch.setattr(telling, "_summary", late)
    await tell_all(database, NOW)
    assert [row[2] for row in found(database)["told_statement"]] == ["Nummer 0"]


async def test_who_mends_their_own_words_takes_nothing_else_away(database: Database, workshop: str) -> None:
    mine = say("Dette er skrevet feil")
    append(database, workshop, mine, person(0))
    append(database, workshop, Reveal(id=new_id()), DESK)
    await tell_all(database, NOW)
    before = words(database)
    append(database, workshop, Edit(id=new_id(), statement=mine.id, text="Dette er rettet"), person(0))
    assert words(database) == before
    await tell_all(database, LATER)
    assert "feil" not in words(database)
    assert found(database) == expected(database, workshop)


async def test_whoever_tells_late_does_not_overwrite_what_was_told_since(database: Database, workshop: str) -> None:
    early = replay(logged(database, workshop))
    append(database, workshop, say("Nytt"), person(0))
    await tell_all(database, NOW)
    summary = summarise(early, NOW)
    late = lambda c: told.tell(c, workshop, early.seq, summary, ended=False, now=LATER)  # noqa: E731
    assert not await database.write(late)
