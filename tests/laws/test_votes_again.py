"""Votes go on: nobody is held up by what has gone, and nobody's vote is lost when one is opened again."""

from dataclasses import replace

import pytest
from hypothesis import given

from app.workshop import visible
from app.workshop.commands import CastVote
from app.workshop.decide import decide
from app.workshop.events import VoteReopened
from app.workshop.method import Vote
from app.workshop.parts import OwnBallot
from app.workshop.people import Actor
from app.workshop.refusals import Refusal
from app.workshop.room import Room
from tests.laws.faults import assert_caught
from tests.laws.stories import play, stories, thorough
from tests.laws.story import Story


def check_free(story: Story) -> None:
    """Whoever may vote can give what their phone calls left, and take back what it calls chosen."""
    for room in (turn.after for turn in play(story) if turn.recorded):
        for person in room.participants if room.ballot is not None and room.ballot.open else ():
            own = visible.phone.own_part(room, person, "own-vote")
            if isinstance(own, OwnBallot):
                free = (choice.option for choice in own.choices if own.several or choice.option not in own.chosen)
                more = (*own.chosen, *list(free)[: own.votes - len(own.chosen)])
                _vote(room, own, person, more)
                _vote(room, own, person, own.chosen[1:])


def _vote(room: Room, own: OwnBallot, person: str, options: tuple[str, ...]) -> None:
    command = CastVote(id="nobody-has-this-id", ballot=own.ballot, options=options)
    try:
        decide(room, command, Actor(role="participant", id=person))
    except Refusal as refusal:
        raise AssertionError(f"{options} was offered and refused: {refusal.reason}") from refusal


def check_reopened(story: Story) -> None:
    """What is opened again can be voted on as it is now; nobody's vote is lost by it."""
    for turn in play(story):
        for entry in turn.recorded:
            if entry.event.type != "vote_reopened":
                continue
            before, after = (room.ballots[entry.event.ballot] for room in (turn.before, turn.after))
            assert after.papers == before.papers
            if before.shown or any(paper.options for paper in before.papers.values()):
                assert set(before.options) <= set(after.options)
                assert before.votes <= after.votes
            fresh = opened_now(turn.after)
            assert fresh <= set(after.options), "what has come since can be chosen"


def opened_now(room: Room) -> set[str]:
    """What a vote on themes could be on; nothing for other votes, whose options have rules of their own."""
    step = room.at
    if not isinstance(step, Vote) or step.on != "themes":
        return set()
    return {theme.id for theme in room.themes.values() if not theme.alone and step.of in (None, theme.of)}


@thorough
@given(stories)
def test_nobody_is_held_up_by_what_can_no_longer_be_chosen(story: Story) -> None:
    check_free(story)


@thorough
@given(stories)
def test_a_vote_that_is_opened_again_is_on_what_is_there_now_and_loses_nobodys_vote(story: Story) -> None:
    check_reopened(story)


def test_what_has_gone_and_is_still_called_chosen_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    own = visible.phone._own_ballot

    def all_of_it(room: Room, participant: str) -> OwnBallot | None:
        part, paper = own(room, participant), room.ballot.papers.get(participant) if room.ballot else None
        return part and replace(part, chosen=paper.options if paper else ())

    monkeypatch.setattr("app.workshop.visible.phone._own_ballot", all_of_it)
    assert_caught(check_free)


def test_options_that_stay_as_they_were_are_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.workshop.votes._again", lambda room, ballot: VoteReopened(ballot=ballot.id))
    assert_caught(check_reopened)
