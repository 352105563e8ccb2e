"""What a room counts as it changes is what a recount finds, whatever happens in it, step by step."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import strategies as st

from app.workshop.apply import apply
from app.workshop.events import (
    Event,
    HandPlaced,
    ParticipantJoined,
    Recorded,
    RevealSet,
    StatementJudged,
    StatementMoved,
    StatementSaid,
    StatementWithdrawn,
    ThemeDeleted,
    ThemeMade,
)
from app.workshop.people import Actor
from app.workshop.revealing import is_opened, waiting
from app.workshop.room import Room, changed
from app.workshop.sorting import agreed
from app.workshop.unshown import to_come, unread, untold
from tests.workshop.tables import faulty, hold, tried

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
DESK = Actor(role="facilitator", id="desk")
PEOPLE, STATEMENTS, THEMES, COLLECTIONS = range(4), range(6), range(3), range(2)

Step = tuple[int, int, int]
"""What happens, to what, and where: by small numbers, of which those that mean nothing are passed over."""

walks = st.lists(st.tuples(st.integers(0, 7), st.integers(0, 23), st.integers(0, 3)), max_size=60)


def _event(room: Room, step: Step) -> Event | None:
    what, of, where = step
    statement, theme = f"statement-{of % len(STATEMENTS)}", f"theme-{where}" if where in THEMES else None
    there = room.statements.get(statement)
    match what:
        case 0:
            author, into = f"person-{of % len(PEOPLE)}", f"collection-{where % len(COLLECTIONS)}"
            return StatementSaid(
                statement=f"statement-{len(room.statements)}",
                author=author,
                text="x",
                standing="shown",
                rank=1,
                into=into,
            )
        case 1 if there is not None and there.standing != "withdrawn":
            return StatementJudged(statement=statement, standing=("shown", "hidden", "pending", "shown")[where])
        case 2 if there is not None and where == 0:
            return StatementWithdrawn(statement=statement)
        case 3 if there is not None and (theme is None or theme in room.themes):
            return StatementMoved(statement=statement, theme=theme, rank=float(of))
        case 4 | 5 if there is not None:
            return HandPlaced(participant=f"person-{of // len(STATEMENTS)}", statement=statement, theme=theme)
        case 6 if theme is not None:
            return ThemeDeleted(theme=theme) if theme in room.themes else ThemeMade(theme=theme, title="x", rank=1)
        case 7:
            singled = room.singled ^ ({statement} if there is not None else set())
            opened = tuple(f"collection-{n}" for n in COLLECTIONS if of >> n & 1)
            return RevealSet(revealed=where > 0, opened=opened, singled=tuple(sorted(singled)), rests=where == 0)
        case _:
            return None


def untold_anew(room: Room) -> Counter[str]:
    """How many statements of each collection are fit to be shown, and are not."""
    shown = changed(room, revealed=True)
    return Counter(s.into for s in room.statements.values() if s.standing == "shown" and not is_opened(shown, s))


def _walked(walk: Sequence[Step]) -> list[Room]:
    """The room after each step."""
    begun: list[Event] = [ParticipantJoined(participant=f"person-{n}", group="child", unit="") for n in PEOPLE]
    begun += (ThemeMade(theme=f"theme-{n}", title="x", rank=n) for n in THEMES)
    rooms = [Room()]
    for event in begun:
        rooms.append(_after(rooms[-1], event))
    for step in walk:
        told = _event(rooms[-1], step)
        if told is not None:
            rooms.append(_after(rooms[-1], told))
    return rooms


def _after(room: Room, event: Event) -> Room:
    return apply(room, Recorded(seq=room.seq + 1, command="c", n=0, by=DESK, at=NOW, event=event))


def check_counts(walk: Sequence[Step]) -> None:
    for room in _walked(walk):
        there = [statement for statement in room.statements.values() if statement.standing != "withdrawn"]
        assert room.numbers == Counter((s.theme, s.standing) for s in there)
        assert room.piles == Counter((s.theme, s.into) for s in there)
        assert room.standings == Counter((s.into, s.standing, s.id in room.singled) for s in there)
        assert unread(room) == Counter(s.into for s in there if s.standing == "pending")
        assert untold(room) == untold_anew(room)
        assert to_come(room) == sum(1 for _ in waiting(room))
        assert room.authors == len({s.author for s in there})
        assert room.authors_of == Counter(into for into, _ in {(s.into, s.author) for s in there})
        now = {s.id: agreed(room, s) for s in room.statements.values()}
        assert {i: theme for i, theme in room.agreed.items() if theme} == {i: t for i, t in now.items() if t}
        ready = (s for s in there if s.standing == "shown" and now[s.id] not in (None, s.theme))
        assert room.ready == Counter(s.into for s in ready)


HANDS_THAT_FOLLOW = [(0, 0, 0), *((4, person * len(STATEMENTS), 1) for person in range(3))]
"""A statement, and three who place it in the same theme."""


def test_counts_are_those_of_a_recount() -> None:
    hold(check_counts, walks, tried)


def test_counts_follow_hands_whose_theme_goes_and_comes_back() -> None:
    check_counts([*HANDS_THAT_FOLLOW, (6, 0, 1), (6, 0, 1), (3, 0, 1), (2, 0, 0)])


def test_hands_of_three_are_counted() -> None:
    assert _walked(HANDS_THAT_FOLLOW)[-1].ready == {"collection-0": 1}


def _nobody_leaves(_room: Room, _statement: object) -> bool:
    return False


def _only_more(counts: Mapping[Any, int], _before: object, after: object) -> Mapping[Any, int]:
    return counts if after is None else {**counts, after: counts.get(after, 0) + 1}


def _singled_alone(room: Room, singled: frozenset[str]) -> Room:
    return changed(room, singled=singled)


FAULTS: dict[str, tuple[str, Callable[..., object]]] = {
    "authors counted for each statement": ("app.workshop.room.Room._others", lambda _room, _statement: iter(())),
    "authors of a collection counted for each": ("app.workshop.room.Room._has_another_beside", _nobody_leaves),
    "counts that nothing leaves": ("app.workshop.room.recounted", _only_more),
    "singled statements counted as they were": ("app.workshop.revealing._singled_out", _singled_alone),
    "hands for themes that are gone": ("app.workshop.sorting.settled", lambda room, _theme: room),
    "hands whose statement has come to them": (
        "app.workshop.room.Room.elsewhere",
        lambda room, s: s.into if s is not None and room.agreed.get(s.id) else None,
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_planted_fault_is_caught(fault: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(*FAULTS[fault])
    with pytest.raises((AssertionError, KeyError)):
        hold(check_counts, walks.map(lambda walk: [*HANDS_THAT_FOLLOW, *walk]), faulty)
