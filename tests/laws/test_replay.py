"""Replay: a room is what its log says, from any point on, also where words have been erased from the log."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from pydantic import TypeAdapter

from app.workshop import agenda, events, statements
from app.workshop.apply import Hole, apply, replay
from app.workshop.events import EVENT, ActUndone, CommitmentPut, Event, Recorded, StatementSaid
from app.workshop.room import Room
from tests.laws.faults import assert_caught
from tests.laws.marks import plan_tokens, tokens
from tests.laws.oracle import Heard
from tests.laws.stories import lawful, log_of, play, stories
from tests.laws.story import START, Story

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
        _assert_run(room, heard)
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
        gone = {taken for entry in log if (taken := events.taken_back(entry.event)) is not None}
        words = {token for name, said in _said(log).items() if name in gone for token in said}
        assert not words & _marks("".join(_RECORDED.dump_json(entry).decode() for entry in shells))
        assert not words & _marks(repr(moment.after))


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
    monkeypatch.setattr(Room, "_others", lambda room, statement: iter(()))
    assert_caught(check_that_the_room_says_what_the_events_say)


@pytest.mark.parametrize(
    "forgotten", ["votes.voted", "agenda.clock_held", "plans.milestone_dropped", "plans.commitment_judged"]
)
def test_a_fold_that_forgets_is_caught(monkeypatch: pytest.MonkeyPatch, forgotten: str) -> None:
    monkeypatch.setattr(f"app.workshop.{forgotten}", lambda room, *_: room)
    assert_caught(check_that_the_room_says_what_the_events_say)


def test_a_clock_that_counts_from_the_wrong_moment_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    run = agenda.clock_run
    monkeypatch.setattr(
        "app.workshop.agenda.clock_run",
        lambda room, event, recorded: run(room, event, replace(recorded, at=START)),
    )
    assert_caught(check_that_the_room_says_what_the_events_say)


def test_a_commitment_whose_words_stay_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    erased = events.erased
    monkeypatch.setattr(
        "app.workshop.events.erased", lambda event, s: event if isinstance(event, CommitmentPut) else erased(event, s)
    )
    assert_caught(check_erasing)


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
    monkeypatch.setattr("app.workshop.acts.without", lambda room, what, kinds=(): room)
    assert_caught(check_erasing)


def _stored(event: Event) -> Event:
    return EVENT.validate_json(event.model_dump_json())


def _erased(log: Sequence[Recorded]) -> list[Recorded]:
    """The log as the store keeps it: without a word of what has been taken back."""
    shells = list(log)
    for entry in log:
        if (gone := events.taken_back(entry.event)) is not None:
            shells = [replace(e, event=events.erased(e.event, gone)) for e in shells]
    return shells


def _said(log: Sequence[Recorded]) -> dict[str, set[str]]:
    """The marks of all that each statement, milestone and commitment has ever said."""
    said: dict[str, set[str]] = defaultdict(set)
    for entry in log:
        for event in (entry.event, *getattr(entry.event, "events", ())):
            if (whose := events.words_of(event)) is not None:
                said[whose] |= _marks(repr(event))
    return said


def _marks(text: str) -> set[str]:
    return tokens(text) | plan_tokens(text)


def _assert_run(room: Room, heard: Heard) -> None:
    """The method, its clock, votes, plans and tables are where the events say."""
    run = heard.run
    assert (room.step, set(room.finished), room.spotlight) == (run.step, run.finished, run.spotlight)
    assert (frozenset(room.opened), room.singled) == (heard.opened, heard.singled)
    assert (room.rests, dict(room.settled)) == (heard.rests, heard.settled)
    clock = room.clock
    assert (clock.ends if clock else None) == run.ends
    assert (clock.left if clock and clock.ends is None else None) == run.left
    assert {s.id: (s.into, s.table) for s in room.statements.values()} == {
        s: (into, heard.shared_by[s]) for s, into in heard.into.items()
    }
    assert {i: (b.open, {who: p.options for who, p in b.papers.items()}) for i, b in room.ballots.items()} == {
        i: (b.open, b.papers) for i, b in run.ballots.items()
    }
    put = room.milestones.items()
    assert {i: (m.text, m.who, m.place, m.author, m.source, m.shown, m.dropped) for i, m in put} == {
        i: (m.text, m.who, m.place, m.author, m.source, m.shown, m.dropped) for i, m in run.milestones.items()
    }
    promised = {i: c for i, c in room.commitments.items() if c.what}
    assert {i: (f"{c.what} {c.who} {c.when}", c.author, c.serves, c.shown) for i, c in promised.items()} == {
        i: (c.text, c.author, c.serves, c.shown) for i, c in run.promises.items()
    }
    assert dict(room.tables) == run.tables
    assert {i: copy.statement for i, copy in room.copies.items()} == heard.copies
