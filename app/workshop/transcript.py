"""The transcript of a workshop: what happened, as plain lines for other programs, as far as it may be told today.

It follows the rule of ``film``, and is stricter as it leaves the house: what may not be told has no line at all, since
even the number of hidden things is kept; nobody stands in it, neither by name nor by id, only the role they acted in.
Left out are joinings, single votes, tables, messages and all that changed nothing. Its numbers count its own lines:
those of the log would tell how much has been left out. Times are in whole seconds.
"""

from collections.abc import Iterator, Sequence
from datetime import UTC
from typing import Any

from app.workshop import events as told
from app.workshop.apply import apply
from app.workshop.events import DeskEvent, Event, Recorded
from app.workshop.film import commitment_told, milestone_told, result_told, statement_told, theme_told
from app.workshop.people import LANGUAGES
from app.workshop.revealing import as_told
from app.workshop.room import Room
from app.workshop.visible import group_of, shown

Fields = dict[str, Any]


def transcript(log: Sequence[Recorded], now: Room) -> Iterator[Fields]:
    """Yield the lines in order, as values that JSON has. ``now`` is the room that the log leads to."""
    room, number, now = Room(), 0, as_told(now)
    for entry in log:
        before, room = room, apply(room, entry)
        fields = _told(entry.event, before, room, now)
        if fields is not None:
            number += 1
            at = entry.at.astimezone(UTC).replace(microsecond=0).isoformat()
            yield {"seq": number, "at": at, "type": entry.event.type, "by": entry.by.role, **fields}


def _told(event: Event, before: Room, then: Room, now: Room) -> Fields | None:
    """What a line says of an event; None where it may say nothing."""
    match event:
        case told.WorkshopConfigured():
            return {"title": now.title, "question": dict(now.question), "language": now.language}
        case told.StageSet():
            return {"stage": event.stage}
        case told.SubmissionsSet():
            return {"open": event.open}
        case told.RevealSet():
            return {"revealed": event.revealed}
        case told.BlankSet():
            return {"blank": event.blank}
        case told.PauseSet():
            return {"paused": event.paused}
        case told.MethodChosen():
            return {"method": _in_all(now) if event.method is not None and now.method is not None else None}
        case told.StepEntered() | told.StepReopened():
            steps = now.method.steps if now.method else ()
            if event.step >= len(steps):
                return None
            step = steps[event.step]
            titles = {language: step.texts(language).title for language in LANGUAGES}
            return {"step": event.step + 1, "kind": step.kind, "title": titles}
        case told.ClockRun():
            return {"seconds": round(event.seconds)}
        case told.ClockMoved():
            return {"seconds": event.seconds}
        case told.ClockHeld():
            return {}
        case told.SpotlightSet():
            return {"what": event.what} if event.what is None or _named(now, event.what) else None
        case told.ActUndone():
            inner = [(one, _of_desk(one, before, now)) for one in event.events]
            undone = [{"type": one.type, **fields} for one, fields in inner if fields is not None]
            return {"events": undone} if undone else None
        case told.ThemesLocked():
            return {"locked": event.locked}
        case told.VoteOpened() | told.VoteClosed() | told.VoteReopened():
            return _voted(event, then, now)
        case told.StatementSaid():
            statement = statement_told(now, event.statement)
            if statement is None:
                return None
            return {"statement": statement.id, "text": statement.text, "group": group_of(now, statement)}
        case told.CommitmentPut():
            return _commitment(event.commitment, now)
        case _:
            return _of_desk(event, before, now)


def _voted(event: told.VoteOpened | told.VoteClosed | told.VoteReopened, then: Room, now: Room) -> Fields:
    match event:
        case told.VoteOpened():
            options = [{"option": o, "label": shown.label(now, o)} for o in event.options if shown.option_shown(now, o)]
            return {"vote": event.ballot, "on": event.on, "votes": event.votes, "options": options}
        case told.VoteClosed():
            bars = result_told(then, now, then.ballots[event.ballot])
            result = [{"option": b.option, "label": b.label, "votes": b.votes, "groups": dict(b.groups)} for b in bars]
            uncounted = bool(result) and then.ballots[event.ballot].uncounted
            return {"vote": event.ballot, "result": result or None, "uncounted": uncounted}
        case told.VoteReopened() if event.options:
            options = [{"option": o, "label": shown.label(now, o)} for o in event.options if shown.option_shown(now, o)]
            return {"vote": event.ballot, "votes": event.votes, "options": options}
        case told.VoteReopened():
            return {"vote": event.ballot}


def _commitment(name: str, now: Room) -> Fields | None:
    there = commitment_told(now, name)
    if there is None:
        return None
    serves = there.serves if theme_told(now, there.serves) else None
    return {"commitment": there.id, "what": there.what, "who": there.who, "when": there.when, "serves": serves}


def _of_desk(event: Event | DeskEvent, before: Room, now: Room) -> Fields | None:
    match event:
        case told.CopyPut():
            copied = {"copy": event.copy_id, "statement": event.statement, "theme": event.theme}
            return copied if statement_told(now, event.statement) and theme_told(now, event.theme) else None
        case told.CopyDropped():
            there = before.copies.get(event.copy_id)
            return {"copy": event.copy_id} if there and statement_told(now, there.statement) else None
        case told.ThemeNested():
            under = event.under if theme_told(now, event.under) else None
            return {"theme": event.theme, "under": under} if theme_told(now, event.theme) else None
        case told.StatementEdited():
            return {"statement": event.statement} if statement_told(now, event.statement) else None
        case told.StatementJudged():
            judged = {"statement": event.statement, "standing": event.standing}
            return judged if statement_told(now, event.statement) else None
        case told.StatementMoved():
            into = event.theme if theme_told(now, event.theme) else None
            return {"statement": event.statement, "theme": into} if statement_told(now, event.statement) else None
        case told.ThemeMade() | told.ThemeRenamed() | told.ThemeDescribed():
            theme = theme_told(now, event.theme)
            if theme is None:
                return None
            return {"theme": theme.id, "title": theme.title, "vision": theme.vision, "signs": list(theme.signs)}
        case told.ThemePlaced():
            return {"theme": event.theme} if theme_told(now, event.theme) else None
        case told.MilestonePut():
            milestone = milestone_told(now, event.milestone)
            if milestone is None:
                return None
            put, text = milestone
            return {"milestone": put.id, "text": text, "place": event.place, "who": put.who}
        case told.CommitmentJudged():
            shown_now = {"commitment": event.commitment, "shown": event.shown}
            return shown_now if commitment_told(now, event.commitment) else None
        case _:
            return None


def _named(now: Room, what: str) -> bool:
    return statement_told(now, what) is not None or theme_told(now, what) is not None


def _in_all(now: Room) -> dict[str, str]:
    """What the method is called, in all languages."""
    return {language: now.method.texts(language).title for language in LANGUAGES} if now.method else {}
