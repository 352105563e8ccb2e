"""Screen: a page opened at some moment, with all frames that came later, is the page opened now."""

from itertools import product
from random import Random

import pytest
from hypothesis import given
from markupsafe import Markup

from app.painter import _Inside
from app.realtime.own_list import OwnList
from app.workshop import touched, visible
from app.workshop.events import Event, StatementSaid
from app.workshop.parts import Audience, Part, difference
from app.workshop.people import LANGUAGES
from app.workshop.room import Room
from tests.laws.dom import Page
from tests.laws.faults import assert_caught
from tests.laws.screens import AUDIENCES, House, as_opened, html, kept_up, opened, told_of, values
from tests.laws.stories import lawful, play, stories
from tests.laws.story import PEOPLE, Story


def check_screen(story: Story, audience: Audience) -> None:
    turns, chance, house = play(story), Random(story.seed), House()
    language, open_at = chance.choice(LANGUAGES), chance.randrange(len(turns))
    stream, since = house.streams[audience], ""
    page, late, held = Page(""), Page(""), values({})
    for number, turn in enumerate(turns):
        house.live(turn)
        if turn is turns[-1]:
            house.commit()
        if turn.tick & 2 or turn is turns[-1]:
            for frame in house.publish(audience):
                for _ in range(0 if number <= open_at else 2 if turn.tick & 4 else 1):
                    page.apply(html(frame, language))
                    held = kept_up(held, frame)
            _assert_parts(house, audience)
        if number == open_at:
            since, held = stream.cursor, values(stream.parts)
            page, late = (opened(audience, stream.parts, language) for _ in range(2))
    now = as_opened(audience, house.now(audience), language)
    assert page.told() == now
    assert held == values(house.now(audience))
    left_the_ring = story.seed % 2 == 0
    for frame in stream.after("another-ring.7" if left_the_ring else since):
        late.apply(html(frame, language))
    assert late.told() == now, "a page that took all it had missed at once"


def check_parts(story: Story, audience: Audience) -> None:
    """The same of the values alone, before they are painted."""
    turns, house = play(story), House()
    for turn in turns:
        house.live(turn)
        if turn is turns[-1]:
            house.commit()
        if turn.tick & 2 or turn is turns[-1]:
            house.publish(audience)
            _assert_parts(house, audience)


def check_own_screen(story: Story) -> None:
    turns, chance = play(story), Random(story.seed)
    language, person = chance.choice(LANGUAGES), PEOPLE[chance.randrange(3)].id
    open_at = chance.randrange(len(turns))
    page = opened("phone", visible.own(turns[open_at].after, person), language)
    seats, held = [OwnList(one.id) for one in PEOPLE[:6]], values({})
    for number, turn in enumerate(turns):
        for seat in seats:
            told_of(seat, turn)
        if not (turn.tick & 2 or turn is turns[-1]):
            continue
        for seat in seats:
            for frame in seat.take(turn.after):
                held = kept_up(held, frame) if seat.participant == person else held
                for _ in range(0 if number < open_at or seat.participant != person else 2 if turn.tick & 4 else 1):
                    page.apply(html(frame, language))
            assert seat._parts == visible.own(turn.after, seat.participant)
    now = visible.own(turns[-1].after, person)
    assert page.told() == as_opened("phone", now, language)
    assert held == values(now)


@pytest.mark.parametrize("audience", AUDIENCES)
def test_an_open_page_becomes_the_page_opened_now(audience: Audience) -> None:
    @lawful
    @given(stories)
    def law(story: Story) -> None:
        check_screen(story, audience)

    law()


@lawful
@given(stories)
def test_my_own_statements_are_up_to_date_on_my_phone(story: Story) -> None:
    check_own_screen(story)


def test_moves_that_screens_are_not_told_of_are_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    _forget_event(monkeypatch, "statement_moved")
    assert_caught(lambda story: check_parts(story, "desk"))


@pytest.mark.parametrize(
    ("audience", "forgotten"),
    [
        *product(["desk", "wall"], ["statement_said", "statement_edited", "theme_described", "milestone_put"]),
        *product(["desk", "wall"], ["commitment_put", "clock_moved"]),
        *product(["desk"], ["vote_cast", "hand_placed", "copy_put"]),
    ],
)
def test_changes_that_screens_are_not_told_of_are_caught(
    monkeypatch: pytest.MonkeyPatch, audience: Audience, forgotten: str
) -> None:
    _forget_event(monkeypatch, forgotten)
    assert_caught(lambda story: check_parts(story, audience))


def test_a_board_that_is_not_told_of_new_statements_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    named = touched.touched
    monkeypatch.setattr(
        "app.workshop.touched.touched",
        lambda before, event, after: (parts := named(before, event, after)) and parts - {"board"},
    )
    assert_caught(lambda story: check_parts(story, "desk"))


def test_a_card_in_a_theme_that_is_not_there_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.workshop.visible.shown.theme_of", lambda room, statement: statement.theme)
    assert_caught(lambda story: check_parts(story, "desk"))


def test_a_group_that_is_named_without_telling_the_cards_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    named = touched.touched

    def narrow(before: Room, event: Event, after: Room) -> frozenset[str] | None:
        if not isinstance(event, StatementSaid):
            return named(before, event, after)
        return frozenset({"bar", "pile", "stage", f"card-{event.statement}"})

    monkeypatch.setattr("app.workshop.touched.touched", narrow)
    assert_caught(lambda story: check_parts(story, "wall"))


def test_words_that_stay_on_phones_of_the_table_that_was_left_are_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.workshop.touched._came_back", lambda after, event: False)
    assert_caught(check_own_screen)


def test_an_own_list_that_hears_nothing_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.workshop.touched.own_touched", lambda event, after: ())
    assert_caught(check_own_screen)


@pytest.mark.parametrize(
    "forgotten",
    [
        "statement_judged",
        "statement_withdrawn",
        "submissions_set",
        "vote_cast",
        "commitment_put",
        "milestone_put",
        "hand_placed",
    ],
)
def test_a_change_that_an_own_list_is_not_told_of_is_caught(monkeypatch: pytest.MonkeyPatch, forgotten: str) -> None:
    named = touched.own_touched
    monkeypatch.setattr(
        "app.workshop.touched.own_touched",
        lambda event, after: () if event.type == forgotten else named(event, after),
    )
    assert_caught(check_own_screen)


def test_an_own_list_that_drops_what_it_should_put_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.realtime.own_list.own_part", lambda room, participant, statement: None)
    assert_caught(check_own_screen)


def test_a_frame_that_forgets_what_to_drop_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.realtime.stream.difference", lambda before, after: (difference(before, after)[0], []))
    assert_caught(lambda story: check_screen(story, "wall"))


def test_a_page_that_orders_otherwise_than_frames_do_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    def by_id(inside: _Inside, container: str) -> Markup:
        there = sorted(inside._by_container.get(container, ()), key=lambda part: part.id)
        return Markup("").join(inside._painter.part(part, inside._language, inside) for part in there)

    monkeypatch.setattr(_Inside, "__call__", by_id)
    assert_caught(lambda story: check_screen(story, "wall"))


def _assert_parts(house: House, audience: Audience) -> None:
    parts = house.streams[audience].parts
    assert parts == house.now(audience)
    assert all(_stands_in(part.into, parts) for part in parts.values())


def _stands_in(container: str, parts: dict[str, Part]) -> bool:
    """Whether the part is there whose container this is; those of the page itself always are."""
    kind, _, rest = container.partition("-")
    if kind in ("cards", "under") and rest:
        return f"theme-{rest}" in parts
    return kind != "place" or "board" in parts


def _forget_event(monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
    named = touched.touched
    monkeypatch.setattr(
        "app.workshop.touched.touched",
        lambda before, event, after: frozenset() if event.type == kind else named(before, event, after),
    )
