"""Replay: a room is what its log says, from any point on, also where words have been erased from the log."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from pydantic import TypeAdapter

from app.workshop import events, statements
from app.workshop.apply import Hole, apply, replay
from app.workshop.events import EVENT, ActUndone, Event, Recorded, StatementEdited, StatementSaid, StatementWithdrawn
from app.workshop.room import Room
from tests.laws.faults import assert_caught
from tests.laws.oracle import Heard, tokens
from tests.laws.stories import lawful, log_of, play, stories
from tests.laws.story import Story

_RECORDED = TypeAdapter(Recorded)


def check_replay(story: Story) -> None:
    turns = play(story)
    log, live = log_of(turns), turns[-1].after
    assert replay(log) == live
    middle = turns[story.seed % len(turns)].before
    assert replay(log[middle.seq :], middle) == live
    assert [_RECORDED.validate_json(_RECORDED.dump_json(entry)) for entry in log] == log
    kept = [replace(entry, event=_stored(entry.event)) for entry in log]
    assert replay(kept) == live


def check_that_the_room_says_what_the_events_say(story: Story) -> None:
    heard, room = Heard(), Room()
    for entry in log_of(play(story)):
        heard.hear(entry)
        room = apply(room, entry)
        there = {s.id: s for s in room.statements.values()}
        assert {i: (s.text, s.standing, s.author) for i, s in there.items()} == {
            i: (words, heard.standing[i], heard.author[i]) for i, words in heard.words.items()
        }
        assert {i: s.theme for i, s in there.items() if heard.there(i)} == {
            i: theme for i, theme in heard.theme.items() if heard.there(i)
        }
        there_still = [i for i in there if heard.there(i)]
        assert room.numbers == Counter((heard.theme.get(i), heard.standing[i]) for i in there_still)
        assert room.authors == len({heard.author[i] for i in there_still})
        assert {t.id: (t.title, t.vision) for t in room.themes.values()} == {
            i: (title, heard.visions[i]) for i, title in heard.titles.items()
        }
        assert {p.id: p.group for p in room.participants.values()} == heard.group
        assert (room.revealed, room.blank, room.paused_at, room.stage) == (
            heard.revealed,
            heard.blank,
            heard.held_since,
            heard.stage,
        )


def check_erasing(story: Story) -> None:
    turns = play(story)
    for moment in (turns[story.seed % len(turns)], turns[-1]):
        log = log_of(turns)[: moment.after.seq]
        shells = _erased(log)
        assert replay(shells) == moment.after
        gone = {s.id for s in moment.after.statements.values() if s.standing == "withdrawn"}
        words = {token for statement, said in _said(log).items() if statement in gone for token in said}
        assert not words & tokens("".join(_RECORDED.dump_json(entry).decode() for entry in shells))
        assert not words & tokens(repr(moment.after))


@lawful
@given(stories)
def test_a_room_replayed_from_its_log_is_the_live_room(story: Story) -> None:
    check_replay(story)


@lawful
@given(stories)
def test_everything_that_happened_is_in_the_room(story: Story) -> None:
    check_that_the_room_says_what_the_events_say(story)


@lawful
@given(stories)
def test_words_taken_back_are_nowhere_and_the_room_stays_the_same(story: Story) -> None:
    check_erasing(story)


def test_a_log_with_a_hole_is_not_replayed() -> None:
    log = log_of(play(Story(("child", "parent"), (), False, False, 280, (0, 1, 0), (), 0)))
    with pytest.raises(Hole) as hole:
        replay([log[0], *log[2:]])
    assert (hole.value.expected, hole.value.found) == (2, 3)


def test_a_fold_with_a_memory_of_its_own_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    said, calls = statements.said, [0]

    def counting(room: Room, recorded: Recorded, event: StatementSaid) -> Room:
        calls[0] += 1
        return replace(said(room, recorded, event), last_rank=float(calls[0]))

    monkeypatch.setattr("app.workshop.statements.said", counting)
    assert_caught(check_replay)


def test_a_move_that_leaves_no_trace_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.workshop.themes.moved", lambda room, event: room)
    assert_caught(check_that_the_room_says_what_the_events_say)


def test_a_theme_that_survives_its_deletion_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.workshop.themes.deleted", lambda room, event: room)
    assert_caught(check_that_the_room_says_what_the_events_say)


def test_authors_who_are_counted_for_each_of_their_statements_are_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Room, "_has_another", lambda room, statement: False)
    assert_caught(check_that_the_room_says_what_the_events_say)


def test_erasing_that_leaves_the_event_as_it_was_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.workshop.events.erased", lambda event, statement: event)
    assert_caught(check_erasing)


def test_erasing_that_forgets_what_was_undone_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    erased = events.erased
    monkeypatch.setattr(
        "app.workshop.events.erased", lambda event, s: event if isinstance(event, ActUndone) else erased(event, s)
    )
    assert_caught(check_erasing)


def test_words_left_in_what_can_be_undone_are_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.workshop.statements._forgetting", lambda room, statement, kinds: room)
    assert_caught(check_erasing)


def _stored(event: Event) -> Event:
    return EVENT.validate_json(event.model_dump_json())


def _erased(log: Sequence[Recorded]) -> list[Recorded]:
    """The log as the store keeps it: without a word of what has been taken back."""
    shells = list(log)
    for entry in log:
        if isinstance(entry.event, StatementWithdrawn):
            gone = entry.event.statement
            shells = [replace(e, event=events.erased(e.event, gone)) for e in shells]
    return shells


def _said(log: Sequence[Recorded]) -> dict[str, set[str]]:
    """The marks of all that each statement has ever said."""
    said: dict[str, set[str]] = defaultdict(set)
    for entry in log:
        for event in (entry.event, *getattr(entry.event, "events", ())):
            if isinstance(event, StatementSaid | StatementEdited):
                said[event.statement] |= tokens(event.text)
    return said
