"""Milestones and commitments that somebody reads before they are shown: they wait, which is not to be hidden."""

import pytest

from app.workshop.commands import JudgePlan, RewordMilestone, RewordPromise, TakeBackPromise, Undo
from app.workshop.method import Timeline
from app.workshop.parts import DeskBar, DeskBoard, DeskMilestone, DeskPromise, DeskPromises, OwnMilestone, OwnPromise
from app.workshop.people import Actor
from app.workshop.visible import own, visible
from tests.workshop.meetings import Meeting


@pytest.fixture(params=["commit", "timeline"])
def moderated(request: pytest.FixtureRequest) -> Meeting:
    """A moderated meeting at its commitments, and one at its board of years."""
    meeting = Meeting("fremtidsbilde-60" if request.param == "commit" else "backcasting", moderation=True)
    meeting.go(request.param)
    return meeting


def made(meeting: Meeting, by: Actor, words: str) -> str:
    """Let somebody make what the step asks for; its id."""
    if isinstance(meeting.room.at, Timeline):
        return meeting.milestone("2030", words, by=by)
    return meeting.promise(by, words)


def reworded(meeting: Meeting, plan: str, by: Actor, words: str) -> None:
    if plan in meeting.room.milestones:
        meeting.ask(RewordMilestone(id=meeting.new_id(), milestone=plan, text=words), by=by)
    else:
        meeting.ask(RewordPromise(id=meeting.new_id(), commitment=plan, what=words), by=by)


def judged(meeting: Meeting, *plans: str, shown: bool) -> None:
    meeting.ask(JudgePlan(id=meeting.new_id(), plan=plans[0], also=plans[1:], shown=shown))


def standing(meeting: Meeting, plan: str) -> str:
    """How it stands: at the desk, in its author's own list, and in the counts alike."""
    there = meeting.room.milestones.get(plan) or meeting.room.commitments[plan]
    parts = [*visible(meeting.room, "desk").values(), *own(meeting.room, there.author or "").values()]
    plans = [p for p in parts if isinstance(p, DeskMilestone | DeskPromise | OwnMilestone | OwnPromise)]
    about = [p for p in plans if p.id.endswith(plan)]
    assert len(about) == 2, "at the desk, and in its author's list"
    told = {"waits" if p.waits else "shown" if p.shown else "hidden" for p in about}
    (word,) = told
    return word


def waiting(meeting: Meeting) -> int:
    """How many the desk is told of, by its bar and by the panel of the step."""
    parts = visible(meeting.room, "desk")
    (panel,) = (part for part in parts.values() if isinstance(part, DeskPromises | DeskBoard))
    (bar,) = (part for part in parts.values() if isinstance(part, DeskBar))
    assert len(panel.waiting) == bar.plans_waiting
    return bar.plans_waiting


def test_what_waits_is_not_hidden_and_what_is_hidden_does_not_wait(moderated: Meeting) -> None:
    (anna,) = moderated.come(1)
    plan = made(moderated, anna, "Jeg spør")
    assert (standing(moderated, plan), waiting(moderated)) == ("waits", 1)
    judged(moderated, plan, shown=False)
    assert (standing(moderated, plan), waiting(moderated)) == ("hidden", 0)
    assert moderated.room.acts[-1].count == 1
    moderated.ask(Undo(id=moderated.new_id(), act=moderated.room.acts[-1].command))
    assert (standing(moderated, plan), waiting(moderated)) == ("waits", 1)
    judged(moderated, plan, shown=True)
    assert (standing(moderated, plan), waiting(moderated)) == ("shown", 0)
    assert "Jeg spør" in repr(visible(moderated.room, "wall")) or not moderated.room.revealed


def test_new_words_wait_again_but_do_not_ask_anew_about_what_is_hidden(moderated: Meeting) -> None:
    (anna,) = moderated.come(1)
    plan = made(moderated, anna, "Jeg spør")
    reworded(moderated, plan, anna, "Jeg spør i dag")
    assert standing(moderated, plan) == "waits"
    judged(moderated, plan, shown=True)
    reworded(moderated, plan, anna, "Jeg spør i morgen")
    assert standing(moderated, plan) == "waits"
    judged(moderated, plan, shown=False)
    reworded(moderated, plan, anna, "Jeg spør en annen")
    assert (standing(moderated, plan), waiting(moderated)) == ("hidden", 0)


def test_all_that_wait_are_shown_in_one_act_also_where_one_has_gone_meanwhile(moderated: Meeting) -> None:
    people = moderated.come(3)
    plans = [made(moderated, person, f"Jeg spør {n}") for n, person in enumerate(people)]
    gone = plans.pop(0)
    if not isinstance(moderated.room.at, Timeline):
        moderated.ask(TakeBackPromise(id=moderated.new_id(), commitment=gone), by=people[0])
        assert waiting(moderated) == 2
    acts = len(moderated.room.acts)
    judged(moderated, gone, *plans, shown=True)
    assert {standing(moderated, plan) for plan in plans} == {"shown"}
    assert waiting(moderated) == 0
    assert len(moderated.room.acts) == acts + 1
    moderated.ask(Undo(id=moderated.new_id(), act=moderated.room.acts[-1].command))
    assert {standing(moderated, plan) for plan in plans} == {"waits"}
