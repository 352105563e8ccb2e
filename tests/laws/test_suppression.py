"""Suppression: from all that is shown, at once or over time, nobody can work out how many a small group has."""

from collections.abc import Iterator
from itertools import product
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.workshop.parts import DeskCard, DeskPresence, Presence, WallCard
from app.workshop.people import GROUPS
from app.workshop.room import Room
from app.workshop.summary import VisionSummary, summarise
from app.workshop.visible import visible, visible_part
from tests.laws import attack
from tests.laws.attack import Attacker, Counts
from tests.laws.faults import assert_caught
from tests.laws.oracle import Heard
from tests.laws.stories import lawful, play, stories, thorough
from tests.laws.story import START, Story


@st.composite
def comings(draw: st.DrawFn, groups_at_most: int, most: int) -> list[int]:
    """How many groups there are; then who writes for the first time, each told by the number of their group."""
    groups = draw(st.integers(2, groups_at_most))
    counts = draw(st.lists(st.integers(0, 7), min_size=groups, max_size=groups).filter(any))
    order = [group for group, count in enumerate(counts) for _ in range(count)]
    Random(draw(st.integers(0, 2**32))).shuffle(order)
    return [groups, *order[:most]]


def check_reader(coming: list[int]) -> None:
    """One who has kept files from three times, and does not know how many have written in between."""
    where = attack.nobody(coming[0])
    reader = Attacker({where})
    last = len(coming) - 2
    for number, group in enumerate(coming[1:]):
        where = attack.one_more(where)[group]
        if number in (last // 2, last - 1, last):
            reader.knows_that_some_may_have_written(len(coming) + 4)
            reader.looks(where)
            assert not list(reader.knows_small()), where


def check_one_look(groups: int, most: int, *, wall: bool) -> None:
    """One who sees a single file, whatever has led to it. Sums near the bound are not judged, as it cuts them short."""
    everywhere = Attacker({attack.nobody(groups)})
    everywhere.knows_that_some_may_have_written(most)
    look = attack.shown_with_wall if wall else attack.shown
    alike: dict[attack.Shown, set[attack.State]] = {}
    for where in everywhere.possible:
        alike.setdefault(look(where), set()).add(where)
    for possible in alike.values():
        if max(sum(counts) for counts, _ in possible) <= most - 5:
            assert not list(Attacker(possible).knows_small()), sorted(counts for counts, _ in possible)


def check_small_groups_have_no_names(story: Story) -> None:
    heard = Heard()
    for turn in play(story):
        for entry in turn.recorded:
            heard.hear(entry)
        room, summary = turn.after, summarise(turn.after, START)
        wrote, of_units = heard.groups(), heard.units()
        named = {*_on_wall(room), *_on_closed_desk(room), *_in_lines(summary)}
        assert all(wrote[group] >= 5 for group in named)
        assert all(row.people in (None, wrote[row.group]) for row in summary.groups)
        assert all(row.people in (None, of_units[row.unit]) for row in summary.units)
        told = [row.people for row in summary.groups] + [row.people for row in summary.units]
        assert all(people is None or people >= 5 for people in told)
        unnamed = [group for group in room.groups if group not in room.named_groups]
        if room.named_groups and len(unnamed) == 1:
            assert wrote[unnamed[0]] not in range(1, 5), "all that has no name is of one small group"
        units = [row.people for row in summary.units if row.people is not None]
        if summary.people is not None and units and len(units) == len(summary.units):
            assert summary.people - sum(units) not in range(1, 5), "those who named no unit are few"


@pytest.mark.parametrize("wall", [False, True], ids=["files", "files and wall"])
@pytest.mark.parametrize(("groups", "most"), [(1, 15), (2, 22), (3, 22), (4, 24)])
def test_one_look_tells_of_no_small_group(groups: int, most: int, *, wall: bool) -> None:
    check_one_look(groups, most, wall=wall)


@lawful
@given(comings(3, 15))
def test_files_from_several_times_tell_of_no_small_group(coming: list[int]) -> None:
    check_reader(coming)


@thorough
@given(stories)
def test_no_card_and_no_file_names_a_small_group(story: Story) -> None:
    check_small_groups_have_no_names(story)


@pytest.mark.parametrize("named", [(), GROUPS[:1], GROUPS[:2], GROUPS[:3]], ids=len)
def test_those_who_are_here_now_tell_of_no_small_group(named: tuple[str, ...]) -> None:
    room = Room(groups=GROUPS[:3], named_groups=frozenset(group for group in GROUPS if group in named))
    alike: dict[DeskPresence, set[Counts]] = {}
    for counts in product(range(23), repeat=3):
        if sum(counts) <= 22:
            here = Presence(tuple(zip(room.groups, counts, strict=True)))
            part = visible_part(room, "desk", "presence", here)
            assert isinstance(part, DeskPresence)
            alike.setdefault(part, set()).add(counts)
    for part, possible in alike.items():
        if max(map(sum, possible)) < 18:
            known = Attacker({(counts, frozenset()) for counts in possible}).knows_small()
            assert not list(known), (part.total, part.groups, possible)


@pytest.fixture
def _forgetful() -> Iterator[None]:
    """What has been tried so far is forgotten before the program is changed, and after."""
    attack.forget()
    yield
    attack.forget()


@pytest.mark.usefixtures("_forgetful")
@pytest.mark.parametrize("least", [4, 5])
def test_names_and_numbers_that_look_at_one_group_at_a_time_are_caught(
    monkeypatch: pytest.MonkeyPatch, least: int
) -> None:
    monkeypatch.setattr(
        "app.workshop.participants.name_labels",
        lambda counts, named: frozenset(label for label, count in counts.items() if count >= least),
    )
    monkeypatch.setattr(
        "app.workshop.summary.shown_counts",
        lambda counts, named: {label: count if count >= least else None for label, count in counts.items()},
    )
    assert_caught(check_small_groups_have_no_names)
    with pytest.raises(AssertionError):
        check_one_look(2, 22, wall=True)


@pytest.mark.usefixtures("_forgetful")
def test_a_number_of_people_that_is_always_exact_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    kept = [2, *[0] * 5, 1]
    check_reader(kept)
    attack.forget()
    monkeypatch.setattr("app.workshop.summary.telling_over_time", lambda counts, shown: False)
    monkeypatch.setattr("app.workshop.summary.rounded_down", lambda total: total)
    with pytest.raises(AssertionError):
        check_reader(kept)


def _on_wall(room: Room) -> Iterator[str]:
    for part in visible(room, "wall").values():
        if isinstance(part, WallCard) and part.group is not None:
            yield part.group


def _on_closed_desk(room: Room) -> Iterator[str]:
    for part in visible(room, "desk").values() if room.stage != "open" else ():
        if isinstance(part, DeskCard) and part.group is not None:
            yield part.group


def _in_lines(summary: VisionSummary) -> Iterator[str]:
    for pile in (summary.ungrouped, *(theme.statements for theme in summary.themes)):
        yield from (line.group for line in pile if line.group is not None)
