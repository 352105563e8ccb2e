"""Non-interference: what others write in secret changes no byte that a phone or a wall gets, and no frame more or less.

A story is told twice: once as it is, once with other words in what stays hidden, with hidden statements that nobody
wrote before, and without some that somebody did.
"""

from collections import Counter
from dataclasses import replace
from random import Random

import pytest
from hypothesis import given

from app.workshop import visible
from app.workshop.ballot import Ballot
from app.workshop.card import Statement, Theme
from app.workshop.events import Standing
from app.workshop.parts import Choice
from app.workshop.room import Participant, Room
from tests.laws.faults import assert_caught
from tests.laws.oracle import Heard
from tests.laws.retold import (
    Variant,
    as_it_is,
    desk_does_the_same,
    ever,
    phone_bytes,
    planned_otherwise,
    reworded,
    screen_bytes,
    told_on,
    voted_otherwise,
    with_others,
    with_what_is_hidden_in_themes,
    with_what_is_taken_back,
    without_some,
)
from tests.laws.stories import Turn, lawful, play, stories
from tests.laws.story import PEOPLE, START, Story


def check_phone(story: Story) -> None:
    turns, chance = play(story), Random(story.seed)
    person = chance.choice(PEOPLE[:3])
    seen = ever(turns, lambda heard: heard.on_phone(person.id) | heard.voted_milestones())
    variant = reworded(turns, lambda statement: statement not in seen)
    variant = planned_otherwise(turns, voted_otherwise(turns, variant, person), person, seen)
    variant = without_some(turns, variant, person, chance)
    variant = with_others(turns, variant, person, chance)
    if not desk_does_the_same(variant, turns) or told_on(variant) != told_on(as_it_is(turns)):
        return
    told = phone_bytes(as_it_is(turns), turns, person)
    assert phone_bytes(variant, turns, person) == told


def check_wall(story: Story) -> None:
    turns, chance = play(story), Random(story.seed)
    seen = ever(turns, Heard.on_wall)
    variant = reworded(turns, lambda statement: statement not in seen)
    variant = with_what_is_taken_back(turns, variant, chance)
    variant = with_what_is_hidden_in_themes(turns, variant, chance)
    assert screen_bytes(variant, turns, "wall") == screen_bytes(as_it_is(turns), turns, "wall")


def check_open_votes(story: Story) -> None:
    """Until a vote is closed, nobody can tell from a screen what people choose, or whether a few have chosen yet."""
    turns = play(story)
    closed = (n for n, turn in enumerate(turns) if any(e.event.type == "vote_closed" for e in turn.recorded))
    turns = turns[: next(closed, len(turns))]
    cast = [turn for turn in turns if turn.recorded and turn.command.type in ("cast_vote", "cast_for")]
    if not cast:
        return
    variants = [voted_otherwise(turns, as_it_is(turns))]
    if len(cast) < 5:
        variants.append(_without_votes(turns))
    for audience in ("wall", "desk"):
        told = screen_bytes(as_it_is(turns), turns, audience)
        assert all(screen_bytes(variant, turns, audience) == told for variant in variants)


def _without_votes(turns: list[Turn]) -> Variant:
    as_told = zip(turns, as_it_is(turns), strict=True)
    return [[] if turn.command.type == "cast_vote" else requests for turn, requests in as_told]


@lawful
@given(stories)
def test_my_phone_cannot_tell_what_others_write(story: Story) -> None:
    check_phone(story)


@lawful
@given(stories)
def test_the_wall_cannot_tell_what_is_never_shown(story: Story) -> None:
    check_wall(story)


@lawful
@given(stories)
def test_no_screen_can_tell_what_is_chosen_while_a_vote_is_open(story: Story) -> None:
    check_open_votes(story)


def test_choices_in_the_order_of_their_votes_are_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    choices = visible.shown.choices

    def popular_first(room: Room, ballot: Ballot, order: tuple[str, ...] | None = None) -> tuple[Choice, ...]:
        votes = Counter(option for paper in ballot.papers.values() for option in paper.options)
        return tuple(sorted(choices(room, ballot, order), key=lambda choice: -votes[choice.option]))

    monkeypatch.setattr("app.workshop.visible.shown.choices", popular_first)
    assert_caught(check_open_votes)


def test_a_desk_that_counts_a_few_votes_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.workshop.visible.desk_tasks.at_least_five", lambda count: count)
    assert_caught(check_open_votes)


def test_a_list_of_what_others_promise_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    stage = visible.phone.stage
    monkeypatch.setattr(
        "app.workshop.visible.phone.stage",
        lambda room: replace(stage(room), told=" ".join(there.what for there in room.commitments.values())),
    )
    assert_caught(check_phone)


def test_a_phone_that_counts_the_statements_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    stage = visible.phone.stage
    monkeypatch.setattr(
        "app.workshop.visible.phone.stage", lambda room: replace(stage(room), limit=280 + len(room.statements))
    )
    assert_caught(check_phone)


def test_an_order_that_tells_how_much_was_written_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    card = visible.phone._own_card
    monkeypatch.setattr(
        "app.workshop.visible.phone._own_card",
        lambda room, statement: replace(card(room, statement), order=-statement.rank),
    )
    assert_caught(check_phone)


def test_a_wall_that_orders_by_arrival_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    card = visible.wall.card

    def ranked(room: Room, statement: object, places: object) -> object:
        part = card(room, statement, places)  # type: ignore[arg-type]
        return part and replace(part, order=room.statements[part.statement].rank)

    monkeypatch.setattr("app.workshop.visible.wall.card", ranked)
    assert_caught(check_wall)


def _wall_with_hidden(hidden: int) -> object:
    """The wall of a theme with two shown statements, and so many hidden ones between them."""
    standings: dict[str, Standing] = {
        "first": "shown",
        **{f"hidden-{n}": "hidden" for n in range(hidden)},
        "last": "shown",
    }
    people = {"anna": Participant("anna", "child", "", wrote=True)}
    room = Room(revealed=True, opened=("",), participants=people, themes={"ute": Theme("ute", "Ute", 1.0)})
    for n, (i, standing) in enumerate(standings.items(), 1):
        room = room.with_statement(Statement(i, "anna", i, START, standing, rank=float(n), cleared=1, theme="ute"))
    return visible.visible(room, "wall")


def check_places() -> None:
    assert _wall_with_hidden(7) == _wall_with_hidden(0)


def test_places_in_a_theme_do_not_tell_how_many_are_hidden_between_them() -> None:
    check_places()


def test_places_that_count_the_hidden_ones_are_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.workshop.visible.wall.Places.of", lambda _, statement: statement.rank)
    with pytest.raises(AssertionError):
        check_places()
