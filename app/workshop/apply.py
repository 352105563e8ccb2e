"""``apply`` and ``replay``: the fold from events to the room. Total: every event that was decided can be applied."""

from collections.abc import Iterable
from typing import assert_never

from app.workshop import (
    acts,
    agenda,
    copies,
    guests,
    leaving,
    participants,
    plans,
    revealing,
    running,
    sheets,
    sorting,
    statements,
    steps,
    tables,
    themes,
    turns,
    votes,
)
from app.workshop import events as told
from app.workshop.events import Event, Recorded
from app.workshop.room import Room, changed


class Hole(Exception):
    """An event does not follow the room that it is applied to; facts: the seq expected and the seq found."""

    def __init__(self, expected: int, found: int) -> None:
        super().__init__(f"expected event {expected}, found {found}")
        self.expected = expected
        self.found = found


def apply(room: Room, recorded: Recorded) -> Room:
    """Return the room after one more event.

    Raises:
        Hole: ``recorded.seq`` is not the next one.
    """
    if recorded.seq != room.seq + 1:
        raise Hole(room.seq + 1, recorded.seq)
    after = acts.remembered(room, _applied(room, recorded, recorded.event), recorded)
    return changed(leaving.sat_since(room, after), seq=recorded.seq)


def replay(log: Iterable[Recorded], room: Room | None = None) -> Room:
    """Return the room that the whole log leads to, or the tail of a log from ``room`` on."""
    after = room or Room()
    for recorded in log:
        after = apply(after, recorded)
    return after


def _applied(room: Room, recorded: Recorded, event: Event) -> Room:
    match event:
        case told.WorkshopConfigured():
            return running.configured(room, event)
        case told.StageSet():
            return running.staged(room, event, recorded.at)
        case told.SubmissionsSet():
            return running.submissions_set(room, event)
        case told.RevealSet():
            return revealing.reveal_set(room, event)
        case told.CollectionsSettled():
            return revealing.collections_settled(room, event.settled, event.hidden)
        case told.BlankSet():
            return running.blank_set(room, event)
        case told.PauseSet():
            return running.pause_set(room, event, recorded.seq)
        case told.ParticipantJoined():
            came = guests.came_back(room, participants.joined(room, event), event.participant)
            return acts.moved_themselves(came, event.participant) if event.participant in room.gone else came
        case told.StatementSaid():
            return statements.said(room, recorded, event)
        case told.StatementEdited():
            return statements.edited(room, recorded, event)
        case told.StatementJudged():
            return statements.judged(room, recorded, event)
        case told.StatementWithdrawn():
            return statements.withdrawn(room, event)
        case told.StatementMoved():
            return themes.moved(room, event)
        case told.ThemeMade():
            return sorting.settled(votes.merged(themes.made(room, event), event), event.theme)
        case told.ThemeRenamed():
            return themes.renamed(room, event)
        case told.ThemeDescribed():
            return themes.described(room, event)
        case told.ThemePlaced():
            return themes.placed(room, event)
        case told.ThemeDeleted():
            return sorting.settled(votes.merged(themes.deleted(room, event), event), event.theme)
        case told.ThemeNested():
            return themes.nested(room, event)
        case told.CopyPut():
            return copies.copy_put(room, event)
        case told.CopyDropped():
            return copies.copy_dropped(room, event)
        case told.ThemesLocked():
            return changed(room, themes_locked=event.locked)
        case told.HandPlaced():
            return sorting.placed(room, event)
        case told.ActUndone():
            for inner in event.events:
                room = _applied(room, recorded, inner)
            return acts.forgotten(room, event.act)
        case told.CommandNoted():
            return room
        case (
            told.MethodChosen() | told.StepEntered() | told.StepReopened() | told.ClockRun() | told.ClockHeld()
            | told.ClockMoved() | told.SpotlightSet() | told.Told() | told.GatheredSet()
        ):  # fmt: skip
            return _run(room, recorded, event)
        case (
            told.TablesSet()
            | told.SeatTaken()
            | told.ParticipantLeft()
            | told.RolesDrawn()
            | told.TurnPassed()
            | told.SheetsPassed()
        ):
            return _seated(room, recorded, event)
        case _:
            return _planned(room, recorded, event)


def _run(room: Room, recorded: Recorded, event: told.OfAgenda) -> Room:
    match event:
        case told.MethodChosen():
            return agenda.method_chosen(room, event)
        case told.StepEntered():
            anew, onward = not steps.known(room, event.step), room.step is not None and event.step > room.step
            there = changed(steps.step_entered(room, event, recorded.at), entered=recorded.command)
            return acts.of_another_step(there, anew=anew, onward=onward)
        case told.StepReopened():
            return acts.of_another_step(steps.step_reopened(room, event))
        case told.ClockRun():
            return agenda.clock_run(room, event, recorded)
        case told.ClockHeld():
            return agenda.clock_held(room, recorded)
        case told.ClockMoved():
            return agenda.clock_moved(room, event, recorded)
        case told.SpotlightSet():
            return agenda.lit(room, event)
        case told.Told():
            return changed(room, told=event.text)
        case told.GatheredSet():
            return changed(room, gathered=event.on)
        case _:
            assert_never(event)


def _planned(room: Room, recorded: Recorded, event: told.OfVotes | told.OfPlans) -> Room:
    match event:
        case told.VoteOpened():
            return votes.opened(room, event)
        case told.VoteCast():
            return votes.voted(room, event)
        case told.PaperTakenBack():
            return votes.taken_back(room, event)
        case told.VoteClosed():
            return votes.closed(room, event)
        case told.VoteReopened():
            return votes.reopened(room, event)
        case told.MilestonePut():
            return plans.milestone_put(room, event, recorded)
        case told.MilestoneDropped():
            return plans.milestone_dropped(room, event)
        case told.MilestoneTakenBack():
            return plans.milestone_taken_back(room, event)
        case told.CommitmentPut():
            return plans.commitment_put(room, event, recorded)
        case told.CommitmentJudged():
            return plans.commitment_judged(room, event, recorded)
        case told.CommitmentTakenBack():
            return plans.commitment_taken_back(room, event)
        case _:
            assert_never(event)


def _seated(room: Room, recorded: Recorded, event: told.OfTables) -> Room:
    match event:
        case told.TablesSet():
            return tables.tables_set(room, event)
        case told.SeatTaken():
            after = tables.seat_taken(room, event)
            if recorded.by.role != "participant":
                return guests.brought(room, after, event)
            after = guests.came_by_themselves(room, after, event.participant)
            known = room.tables.keys() | room.gone.keys()
            return acts.moved_themselves(after, event.participant) if event.participant in known else after
        case told.ParticipantLeft():
            after = leaving.participant_left(room, event)
            return acts.moved_themselves(after, event.participant) if recorded.by.role == "participant" else after
        case told.RolesDrawn():
            after = tables.roles_drawn(room, event)
            if recorded.by.role != "participant":
                return guests.roles_dealt(after, event.kept)
            return acts.roles_passed_on(after, room)
        case told.TurnPassed():
            after = turns.turn_passed(room, event)
            return acts.passed_themselves(after, event.table) if recorded.by.role == "participant" else after
        case told.SheetsPassed():
            return sheets.sheets_passed(room, event)
        case _:
            assert_never(event)
