"""Deeds: what an event is told as in the history, once the events before it are known."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Literal, NamedTuple, get_args

from app.workshop import events as told
from app.workshop.events import Event
from app.workshop.method import Rest
from app.workshop.people import Language
from app.workshop.room import Room
from app.workshop.settled import rest_of, still_settled

Turn = Literal[
    "made", "step_begun", "step_seen", "step_resumed", "step_reopened", "writing_opened", "writing_closed",
    "revealed", "concealed", "ended", "opened_again", "archived", "deleted", "restored",
    "vote_opened", "vote_closed", "vote_reopened",
]  # fmt: skip
"""What a workshop turns on."""

Kind = Literal[
    Turn,
    "configured", "method_chosen", "revealed_more", "unshown_left", "unshown_filed", "unshown_shown",
    "hidden_left", "hidden_filed", "hidden_shown",
    "blanked", "unblanked", "frozen", "unfrozen", "clock_set",
    "spotlit", "message_told", "gathered", "mended", "hidden", "shown", "moved",
    "theme_made", "theme_renamed", "theme_described", "theme_placed", "themes_merged", "theme_deleted",
    "themes_locked", "themes_unlocked", "copied", "copies_dropped",
    "tables_set", "tables_mixed", "tables_merged", "people_moved_on", "tables_dropped",
    "people_seated", "seats_emptied", "roles_drawn", "turns_passed", "sheets_passed",
    "milestones_put", "milestones_changed", "milestones_hidden", "milestones_shown", "milestones_dropped",
    "commitments_hidden", "commitments_shown", "votes_entered", "votes_dropped", "undone",
    "people_came", "statements_sent", "statements_changed", "statements_taken_back", "people_voted", "people_sorted",
    "milestones_sent", "commitments_sent", "tables_changed", "people_left",
]  # fmt: skip
"""All that is told; the last two lines but one are what facilitators do, the last two what participants do."""

TURNS = frozenset(get_args(Turn))
STAGES: dict[str, Kind] = {"open": "opened_again", "closed": "ended", "archived": "archived", "deleted": "deleted"}

RESTS: dict[str, Kind] = {"left": "unshown_left", "files": "unshown_filed", "wall": "unshown_shown"}
HIDDEN: dict[str, Kind] = {"left": "hidden_left", "files": "hidden_filed", "wall": "hidden_shown"}

_WHOLE: tuple[Kind, ...] = (*STAGES.values(), *RESTS.values(), *HIDDEN.values(), "restored", "theme_made")
"""What is told alone: that writing closes with the end, or what a new theme begins with, goes without saying."""


TABLES: tuple[Kind, ...] = ("tables_set", "tables_mixed", "tables_merged", "people_moved_on")
"""People at tables, whichever way."""

_AT_TABLES: tuple[Kind, ...] = (*TABLES, "tables_dropped", "sheets_passed", "seats_emptied")


class Deed(NamedTuple):
    """One thing done. ``subject``: what it was done to, by an id; ``title``: what a theme or a method is called."""

    kind: Kind
    subject: str = ""
    title: str = ""


class Listener:
    """Hears the events of a log in order. Titles are today's, where ``now`` has the theme."""

    def __init__(self, now: Room) -> None:
        self._now = now
        self._language: Language = now.language
        self._titles: dict[str, str] = {}
        self._milestones: dict[str, tuple[bool, bool]] = {}
        self._singled: set[str] = set()
        self._settled: Mapping[str, Rest] = {}
        self._withheld = False
        self._came: set[str] = set()
        self._stage = ""
        self._step: int | None = None
        self._begun: set[int] = set()
        self._finished: set[int] = set()
        self._changes = 0
        self._leaves = 0
        self._seated: set[str] = set()

    def deeds(self, events: Sequence[Event], *, facilitates: bool) -> list[Deed]:
        """What the events of one command are told as; ``facilitates``: not a participant's."""
        done = [deed for event in events for deed in self._done(event, facilitates=facilitates)]
        gone = next((event.theme for event in events if isinstance(event, told.ThemeDeleted)), None)
        if gone is not None:
            filled = any(map(_fills, events))
            return [Deed("themes_merged" if filled else "theme_deleted", gone, self._title(gone))]
        whole = [deed for deed in done if deed.kind in _WHOLE]
        moved = [deed for deed in done if deed.kind == "moved"]
        if any(
            deed.kind in _AT_TABLES for deed in done
        ):  # who hosts, who has a role now, and the time of the round, go without saying
            done = [deed for deed in done if deed.kind not in ("roles_drawn", "turns_passed", "clock_set")]
        if any(deed.kind == "people_seated" for deed in done):  # so do the roles that whoever moves leaves behind
            done = [deed for deed in done if deed.kind not in ("roles_drawn", "sheets_passed")]
        return whole or moved or done

    def _done(self, event: Event, *, facilitates: bool) -> Iterator[Deed]:
        match event:
            case told.ParticipantJoined() if event.participant not in self._came:
                self._came.add(event.participant)
                yield Deed("people_came", event.participant)
            case told.StatementSaid():
                yield Deed("statements_sent", event.statement)
            case told.StatementEdited():
                yield Deed("mended" if facilitates else "statements_changed", event.statement)
            case told.StatementWithdrawn():
                yield Deed("statements_taken_back", event.statement)
            case told.StatementJudged() if facilitates:
                yield Deed("shown" if event.standing == "shown" else "hidden", event.statement)
            case told.StatementMoved():
                yield Deed("moved", event.statement)
            case told.ThemeMade() | told.ThemeRenamed():
                self._titles[event.theme] = event.title
                kind: Kind = "theme_made" if isinstance(event, told.ThemeMade) else "theme_renamed"
                yield Deed(kind, event.theme, self._title(event.theme))
            case told.ThemeDescribed():
                yield Deed("theme_described", event.theme, self._title(event.theme))
            case told.ThemePlaced() | told.ThemeNested():
                yield Deed("theme_placed", event.theme, self._title(event.theme))
            case told.CopyPut():
                yield Deed("copied", event.statement)
            case told.CopyDropped():
                yield Deed("copies_dropped", event.copy_id)
            case told.HandPlaced():
                yield Deed("people_sorted", event.participant)
            case told.ActUndone():
                for inner in event.events:  # as it is again, without a word of its own
                    list(self._done(inner, facilitates=facilitates))
                yield Deed("undone", event.act)
            case told.VoteOpened() | told.VoteClosed() | told.VoteReopened():
                yield Deed(event.type)
            case told.VoteCast():
                yield Deed("votes_entered" if facilitates else "people_voted", event.voter)
            case told.PaperTakenBack():
                yield Deed("votes_dropped", event.voter)
            case told.MilestonePut():
                yield self._milestone(event, facilitates=facilitates)
            case told.MilestoneDropped():
                yield Deed("milestones_dropped", event.milestone)
            case told.CommitmentPut():
                yield Deed("commitments_sent", event.commitment)
            case told.CommitmentJudged():
                yield Deed("commitments_shown" if event.shown else "commitments_hidden", event.commitment)
            case _:
                yield from self._switched(event, facilitates=facilitates)

    def _switched(self, event: Event, *, facilitates: bool) -> Iterator[Deed]:
        match event:
            case told.WorkshopConfigured():
                kind: Kind = "configured" if self._stage else "made"
                self._stage = self._stage or "open"
                yield Deed(kind)
            case told.StageSet():
                before, self._stage = self._stage, event.stage
                yield Deed("restored" if before == "deleted" else STAGES[event.stage])
            case told.SubmissionsSet():
                yield Deed("writing_opened" if event.open else "writing_closed")
            case told.RevealSet():
                new = sorted(set(event.singled) - self._singled)
                self._singled = set(event.singled)
                self._withheld = self._withheld and not (event.revealed or event.rests)
                self._settled = still_settled(self._settled, event)
                whole: Kind = "revealed" if event.revealed else "concealed"
                yield from [Deed("revealed_more", statement) for statement in new] or [Deed(whole)]
            case told.CollectionsSettled():
                rest, self._settled = rest_of(self._settled, event), event.settled
                yield from [Deed(RESTS[rest], rest)] if rest else []
                if event.hidden and not (event.hidden == "left" and self._withheld):
                    yield Deed(HIDDEN[event.hidden], event.hidden)
                self._withheld = event.hidden == "left"
            case told.BlankSet():
                yield Deed("blanked" if event.blank else "unblanked")
            case told.PauseSet():
                yield Deed("frozen" if event.paused else "unfrozen")
            case told.TablesSet():
                yield Deed(_seating(event, again=bool(self._seated)))
                self._seated = set(event.tables)
            case told.RolesDrawn() if event.roles and facilitates:
                yield Deed("roles_drawn")
            case told.SheetsPassed():
                yield Deed("sheets_passed")
            case told.TurnPassed() if facilitates:
                yield Deed("turns_passed")
            case told.SeatTaken():
                yield from self._sat_down(event, facilitates=facilitates)
            case told.ParticipantLeft():
                self._leaves += 1
                self._seated.discard(event.participant)
                emptied = Deed("seats_emptied", str(self._leaves))
                yield emptied if facilitates else Deed("people_left", event.participant)
            case told.ThemesLocked():
                yield Deed("themes_locked" if event.locked else "themes_unlocked")
            case told.MethodChosen():
                yield Deed("method_chosen", "", event.method.texts(self._language).title if event.method else "")
            case told.StepEntered():
                yield Deed(self._entered(event), str(event.step))
            case told.StepReopened():
                self._finished.discard(event.step)
                yield Deed("step_reopened", str(event.step))
            case told.ClockRun() | told.ClockHeld() | told.ClockMoved():
                yield Deed("clock_set")
            case told.SpotlightSet() if event.what is not None:
                yield Deed("spotlit", event.what)
            case told.Told() if event.text:
                yield Deed("message_told")
            case told.GatheredSet() if event.on:
                yield Deed("gathered")
            case _:
                return

    def _entered(self, event: told.StepEntered) -> Kind:
        """A finished step is looked at, and one that waited is gone on with."""
        passed = {self._step} - {None} if event.finished is None else event.finished
        self._finished |= {step for step in passed if step is not None}
        known = event.step in self._begun
        self._step = event.step
        self._begun.add(event.step)
        if event.step in self._finished:
            return "step_seen"
        return "step_resumed" if known else "step_begun"

    def _sat_down(self, event: told.SeatTaken, *, facilitates: bool) -> Iterator[Deed]:
        """Each change of table is counted, as one phone may go from table to table; not the first seat of all."""
        if facilitates:
            yield Deed("people_seated", event.participant)
        elif event.participant in self._seated:
            self._changes += 1
            yield Deed("tables_changed", str(self._changes))
        self._seated.add(event.participant)

    def _milestone(self, event: told.MilestonePut, *, facilitates: bool) -> Deed:
        before = self._milestones.get(event.milestone)
        now = self._milestones[event.milestone] = (event.shown, event.waits)
        subject = event.source or event.milestone  # where its statement is gone, it is as well
        if not facilitates:
            return Deed("milestones_sent", subject)
        if before is None:
            return Deed("milestones_put", subject)
        if before == now:
            return Deed("milestones_changed", subject)
        return Deed("milestones_shown" if event.shown else "milestones_hidden", subject)

    def _title(self, theme: str) -> str:
        """What a theme is called: today, or when it was last there."""
        there = self._now.themes.get(theme)
        return there.title if there else self._titles.get(theme, "")


def _seating(event: told.TablesSet, *, again: bool) -> Kind:
    """How people have come to their tables; ``again``: some sat at tables before."""
    if not event.tables:
        return "tables_dropped"
    if event.how != "set":
        return "tables_merged" if event.how == "merged" else "people_moved_on"
    return "tables_mixed" if again else "tables_set"


def _fills(event: Event) -> bool:
    """Whether something of a theme that is deleted goes over into another one."""
    match event:
        case told.ThemeDescribed() | told.CopyPut():
            return True
        case told.StatementMoved():
            return event.theme is not None
        case told.ThemeNested():
            return event.under is not None
        case _:
            return False
