"""Secrecy: no screen and no file carries words that are not to be seen there, in any language or form."""

import json
from random import Random

import pytest
from hypothesis import given

from app.export import FORMATS
from app.i18n import words
from app.realtime.own_list import OwnList
from app.realtime.stream import Frame
from app.workshop import summary, visible
from app.workshop.card import Statement
from app.workshop.events import taken_back
from app.workshop.parts import DeskCard
from app.workshop.people import LANGUAGES
from app.workshop.room import Room
from app.workshop.votes import option_there
from tests.laws.faults import Check, assert_caught
from tests.laws.marks import ids, persons, plan_tokens, theme_tokens, tokens
from tests.laws.oracle import Heard
from tests.laws.screens import PAINTER, House, every_form, told_of
from tests.laws.stories import Turn, lawful, play, stories
from tests.laws.story import PEOPLE, START, Story


def check_wall_and_phones(story: Story) -> None:
    heard, house, shown = Heard(), House(), set[str]()
    for number, turn in enumerate(play(story)):
        _hear(heard, turn)
        house.live(turn)
        house.commit()
        wall, phone = house.publish("wall"), house.publish("phone")
        if turn.tick == 7:
            wall.append(house.streams["wall"].snapshot())
            phone.append(house.streams["phone"].snapshot())
        language = LANGUAGES[number % 3]
        sent = every_form(wall, language)
        statements, themes, plans = heard.on_wall(), heard.themes_on_wall(), heard.plans_on_wall()
        copies = {copy for copy, statement in heard.copies.items() if statement in statements}
        may_be_seen = statements | themes | plans | copies
        assert tokens(sent) <= heard.tokens(statements)
        assert theme_tokens(sent) <= heard.theme_tokens(themes)
        assert plan_tokens(sent) <= plan_tokens(heard.run.plan_words(plans))
        assert ids(sent) <= may_be_seen | shown, "not even that there is something"
        assert not persons(sent)
        assert all(count is None or count >= 5 for count in _writers(wall))
        shown |= may_be_seen
        _assert_nothing_of_others(every_form(phone, language), heard)


def check_catching_up(story: Story) -> None:
    heard, house = Heard(), House(ring=20)
    stream, cursors = house.streams["wall"], [house.streams["wall"].cursor]
    for number, turn in enumerate(play(story)):
        _hear(heard, turn)
        house.live(turn)
        house.commit()
        house.publish("wall")
        cursors.append(stream.cursor)
        if turn.tick & 4:
            missed = stream.after(cursors[-min(8, len(cursors))])
            assert tokens(every_form(missed, LANGUAGES[number % 3])) <= heard.tokens(heard.on_wall())


def check_own(story: Story) -> None:
    heard, seats = Heard(), [OwnList(person.id) for person in PEOPLE]
    for number, turn in enumerate(play(story)):
        _hear(heard, turn)
        for seat in seats:
            told_of(seat, turn)
            sent = every_form(seat.take(turn.after), LANGUAGES[number % 3])
            person = seat.participant
            own = heard.own.words(person)
            assert tokens(sent) <= heard.tokens(heard.on_phone(person)) | tokens(own)
            assert theme_tokens(sent) <= heard.theme_tokens(heard.themes_opened())
            plans = heard.run.plans_of(person) | heard.voted_milestones()
            assert plan_tokens(sent) <= plan_tokens(f"{heard.run.plan_words(plans)} {own}")
            assert not persons(sent)


def check_desk(story: Story) -> None:
    heard, house, gone = Heard(), House(), set[str]()
    for turn in play(story):
        for entry in turn.recorded:
            whose = taken_back(entry.event)
            if whose is not None:
                there = [found.get(whose) for found in (turn.before.statements, turn.before.milestones)]
                gone |= _marks(repr((*there, turn.before.commitments.get(whose))))
        _hear(heard, turn)
        house.live(turn)
        house.commit()
        sent = "".join(frame.text("json", "nb", PAINTER) for frame in house.publish("desk"))
        assert not _marks(sent) & gone
        assert not persons(sent)
    on_cards = {
        token for card in house.now("desk").values() if isinstance(card, DeskCard) for token in tokens(card.text)
    }
    about = heard.run.focus
    assert on_cards == heard.tokens(s for s, into in heard.into.items() if heard.there(s) and about in (None, into))


def check_files(story: Story) -> None:
    heard, chance = Heard(), Random(story.seed)
    for turn in play(story):
        _hear(heard, turn)
        written = summary.summarise(turn.after, START)
        files = [written.model_dump_json()]
        if turn.tick == 7:
            spoken = words(chance.choice(LANGUAGES))
            files += [FORMATS[name].write(written, spoken).decode("utf-8-sig") for name in ("md", "csv", "json")]
        for text in files:
            assert tokens(text) <= heard.tokens(heard.in_files())
            assert theme_tokens(text) <= heard.theme_tokens(heard.themes_in_files())
            assert plan_tokens(text) <= plan_tokens(heard.run.plan_words(heard.plans_in_files()))
            assert not persons(text)


@lawful
@given(stories)
def test_the_wall_and_the_phones_are_sent_only_what_is_shown(story: Story) -> None:
    check_wall_and_phones(story)


@lawful
@given(stories)
def test_a_wall_that_was_away_is_not_sent_what_has_been_hidden_or_taken_back_since(story: Story) -> None:
    check_catching_up(story)


@lawful
@given(stories)
def test_my_phone_is_sent_my_own_words_and_nobody_elses(story: Story) -> None:
    check_own(story)


@lawful
@given(stories)
def test_the_desk_sees_all_but_what_has_been_taken_back(story: Story) -> None:
    check_desk(story)


@lawful
@given(stories)
def test_files_hold_only_what_has_been_revealed(story: Story) -> None:
    check_files(story)


def test_a_wall_that_shows_what_is_not_revealed_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    def on_wall(room: Room, statement: Statement) -> bool:
        return statement.standing == "shown" and room.stage != "deleted"

    monkeypatch.setattr("app.workshop.visible.shown.on_wall", on_wall)
    monkeypatch.setattr("app.workshop.visible.wall.mode", lambda room: "show")
    assert_caught(check_wall_and_phones)


def test_a_wall_that_is_not_held_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "app.workshop.visible.shown.on_wall", lambda room, statement: room.revealed and statement.standing == "shown"
    )
    assert_caught(check_wall_and_phones)


def test_a_wall_that_shows_all_that_is_revealed_whatever_the_step_is_about_is_caught(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("app.workshop.visible.shown.on_wall", visible.shown.may_be_shown)
    assert_caught(check_wall_and_phones)


def test_collections_that_are_all_opened_by_the_first_are_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.workshop.visible.shown.is_opened", lambda room, statement: room.revealed)
    assert_caught(check_wall_and_phones)


def test_a_milestone_that_shows_an_unrevealed_statement_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.workshop.visible.shown.plan_on_wall", lambda room, there: there.shown and room.revealed)
    assert_caught(check_wall_and_phones)


@pytest.mark.parametrize("check", [check_wall_and_phones, check_own])
def test_a_vote_that_shows_an_unrevealed_statement_is_caught(monkeypatch: pytest.MonkeyPatch, check: Check) -> None:
    monkeypatch.setattr("app.workshop.visible.shown.option_shown", option_there)
    assert_caught(check)


def test_a_commitment_on_the_wall_outside_of_its_step_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    mode = visible.wall.mode
    monkeypatch.setattr(
        "app.workshop.visible.wall.mode", lambda room: "promise" if mode(room) == "show" else mode(room)
    )
    assert_caught(check_wall_and_phones)


def test_plans_on_a_wall_that_shows_nothing_are_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.workshop.visible.shown.plan_on_wall", lambda room, there: there.shown)
    assert_caught(check_wall_and_phones)


def test_other_peoples_plans_on_my_phone_are_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    own_promise = visible.phone._own_promise
    monkeypatch.setattr(
        "app.realtime.own_list.own",
        lambda room, participant: {i: own_promise(room, there) for i, there in room.commitments.items()},
    )
    assert_caught(check_own)


def test_a_blank_wall_with_words_behind_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.workshop.visible.wall.mode", lambda room: "show" if room.revealed else "write")
    assert_caught(check_wall_and_phones)


def test_a_count_of_few_writers_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.workshop.visible.wall.at_least_five", lambda count: count)
    assert_caught(check_wall_and_phones)


def test_a_list_of_everybodys_statements_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    card = visible.phone._own_card
    monkeypatch.setattr(
        "app.realtime.own_list.own",
        lambda room, participant: {
            f"own-{s.id}": card(room, s) for s in room.statements.values() if s.standing != "withdrawn"
        },
    )
    assert_caught(check_own)


def _all_that_go_round(room: Room, who: str) -> tuple[Statement, ...]:
    return tuple(s for s in room.statements.values() if s.standing == "shown" and who in room.sheets)


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("app.workshop.visible.tables.to_read", _all_that_go_round),
        pytest.param(
            *("app.workshop.sheets.sheet_of", lambda statement: statement.author),
            marks=pytest.mark.long,  # a rare story
        ),
    ],
    ids=["all sheets", "with all that its writers wrote"],
)
def test_a_sheet_that_is_seen_by_others_is_caught(monkeypatch: pytest.MonkeyPatch, name: str, wrong: object) -> None:
    monkeypatch.setattr(name, wrong)
    assert_caught(check_own)


def test_words_that_outlive_their_withdrawal_are_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.workshop.statements.withdrawn", lambda room, event: room)
    assert_caught(check_desk)


def test_a_file_with_hidden_statements_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    def lines(room: Room, statements: list[Statement]) -> tuple[summary.Line, ...]:
        return tuple(summary.Line(id=s.id, text=s.text, group=None) for s in statements if room.revealed)

    monkeypatch.setattr("app.workshop.summary._lines", lines)
    assert_caught(check_files)


def _hear(heard: Heard, turn: Turn) -> None:
    for entry in turn.recorded:
        heard.hear(entry)


def _marks(text: str) -> set[str]:
    return tokens(text) | plan_tokens(text)


def _writers(frames: list[Frame]) -> list[int | None]:
    messages = [json.loads(frame.text("json", "nb", PAINTER)) for frame in frames]
    return [part["writers"] for message in messages for part in message["put"] if part["kind"] == "wall_stage"]


def _assert_nothing_of_others(sent: str, heard: Heard) -> None:
    """Only the themes' titles, where people say what they will do for them."""
    told = heard.themes_opened() if heard.run.kind == "commit" else set()
    assert not tokens(sent)
    assert theme_tokens(sent) <= {token for theme in told for token in theme_tokens(heard.titles[theme])}
    assert not plan_tokens(sent)
    assert ids(sent) <= told
    assert not persons(sent)
