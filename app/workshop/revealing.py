"""Revealing: which collections have been opened, for the wall and for files, and what becomes of those that never were.

A collection is opened by a step that everyone sees, or by hand. While the wall shows, it may show what is opened; in a
step that nobody sees it *rests*, and what is opened stays so in files. Hidden by hand, nothing of it is in files.
"""

from collections.abc import Iterator, Mapping

from app.workshop import cloths, labels
from app.workshop.card import Statement, Theme
from app.workshop.commands import Conceal, Reveal, RevealSome, SettleUnshown
from app.workshop.counts import recounted
from app.workshop.events import CollectionsSettled, Event, RevealSet, SpotlightSet
from app.workshop.method import Commit, Rest, Step, Timeline, Vote, Write
from app.workshop.refusals import Refusal
from app.workshop.room import Room, changed
from app.workshop.settled import still_settled
from app.workshop.shuffle import shuffled
from app.workshop.turns import sat_at
from app.workshop.unshown import hidden_again, hidden_by_hand, on_view, untold


def elsewhere(room: Room, since: int | None) -> bool:
    """Whether the room is at another step by now than the one that something was asked from."""
    return since is not None and since != (-1 if room.step is None else room.step)


def written_for(room: Room) -> str:
    """The collection that what is written now belongs to; "" where no step says."""
    return room.focus or ""


def sits(room: Room, statement: Statement) -> int | None:
    """The table that a statement is from: the one at which it lies as an idea, or where its author sits or sat.

    None where that may not be told, as a group has stood on it.
    """
    if not labels.tells_table(room, statement):
        return None
    return sat_at(room, statement.author) if statement.table is None else cloths.table_of(room, statement)


def as_told(room: Room) -> Room:
    """The room as files and films tell of it: while the wall rests, what has been opened stands so.

    What was settled for files alone is in these as if it had been opened.
    """
    filed = {name for name, rest in room.settled.items() if rest == "files"} - {*room.opened}
    if not (room.revealed or room.rests) or (room.revealed and not filed):
        return room
    return changed(room, revealed=True, opened=tuple(sorted({*room.opened, *filed})))


def settle(room: Room, rest: Rest | None, hidden: Rest | None) -> tuple[Event, ...]:
    """Say what becomes of what is in no file: left out, for files alone, or shown on the wall too.

    ``rest``: of what was never shown; ``hidden``: of what was, and has been hidden again. A room's files tell of all
    that it has shown or of nothing: the rest stays out with what was hidden, and is told only where that is said to be.
    """
    never, again = untold(room), hidden_again(room)
    hidden = hidden if again else None
    if never and again and hidden is None and rest in ("files", "wall"):
        raise Refusal("hidden_again")
    rest = "left" if hidden == "left" and rest else rest
    settled = {**room.settled, **dict.fromkeys(never, rest)} if rest else room.settled
    events: list[Event] = []
    if settled != room.settled or (hidden and not (hidden == "left" and room.withheld)):
        events.append(CollectionsSettled(settled=dict(settled), hidden=hidden))
    after = collections_settled(room, settled, hidden)
    singled = tuple(sorted(room.singled))
    said = {hidden, rest if never else None}
    if "wall" in said:
        events += _set(after, RevealSet(revealed=True, opened=after.opened, singled=singled))
    elif "files" in said and not room.revealed:
        events += _set(after, RevealSet(revealed=False, opened=after.opened, singled=singled, rests=True))
    return tuple(events)


def settle_now(room: Room, command: SettleUnshown) -> tuple[Event, ...]:
    """The same by itself, without ending the workshop."""
    if elsewhere(room, command.since):
        return ()
    if not (command.rest and untold(room)) and not (command.hidden and hidden_again(room)):
        raise Refusal("nothing_waits")
    return settle(room, command.rest, command.hidden)


def written_again(room: Room) -> tuple[CollectionsSettled, ...]:
    """What is written in secret again is settled no more."""
    settled = {name: rest for name, rest in room.settled.items() if name != written_for(room)}
    hidden: Rest | None = "left" if room.withheld else None
    return () if settled == room.settled else (CollectionsSettled(settled=settled, hidden=hidden),)


def collections_settled(room: Room, settled: Mapping[str, Rest], hidden: Rest | None) -> Room:
    """Collections that are to be on the wall are opened; those that are to be no more, are not.

    Those that are for files are told there by group, as those are that are opened.
    """
    room = labels.by_group(room, {name for name, rest in settled.items() if rest == "files"})
    before, now = ({name for name, rest in those.items() if rest == "wall"} for those in (room.settled, settled))
    opened = tuple(sorted({*room.opened} - before | now))
    withheld = hidden == "left" and not (room.revealed or room.rests)
    return changed(room, settled=settled, opened=opened, withheld=withheld)


def is_opened(room: Room, statement: Statement) -> bool:
    """Whether the words of a statement are revealed, whatever the step is about."""
    return room.revealed and (statement.into in room.opened or statement.id in room.singled)


def theme_opened(room: Room, theme: Theme) -> bool:
    """Whether a theme is revealed: its collection is.

    One made outside of any collection tells of the statements in it: it is revealed with the first of them, or empty.
    """
    if theme.of or not room.revealed:
        return room.revealed and theme.of in room.opened
    piles = [into for (pile, into), number in room.piles.items() if pile == theme.id and number]
    copies = [room.statements[copy.statement] for copy in room.copies.values() if copy.theme == theme.id]
    if not piles and not copies:
        return True
    singled = (room.statements[statement] for statement in room.singled)
    return (
        any(into in room.opened for into in piles)
        or any(is_opened(room, statement) for statement in copies)
        or any(statement.theme == theme.id and statement.standing != "withdrawn" for statement in singled)
    )


def waiting(room: Room) -> Iterator[Statement]:
    """The statements of the step that could be shown on the wall and are not yet."""
    about = room.focus
    fit = (s for s in room.statements.values() if s.standing == "shown" and about in (None, s.into))
    return (s for s in fit if not is_opened(room, s))


def some_shown(room: Room) -> bool:
    """Whether the wall shows single statements of the step, and not its whole collection."""
    about = room.focus
    if not room.revealed or written_for(room) in room.opened:
        return False
    return any(about in (None, room.statements[statement].into) for statement in room.singled)


def _told_private(room: Room) -> bool:
    """Whether people are told in this step that only those who run it, and perhaps their table, see what they write."""
    return room.at is not None and not _seen(room.at)


def may_be_lit(room: Room, statement: Statement, *, anyway: bool) -> None:
    """Refuse to let the wall show a statement alone where it is hidden, or not revealed and that is not asked for."""
    if statement.standing != "shown":
        raise Refusal("statement_hidden")
    if not (anyway or is_opened(room, statement)):
        raise Refusal("promised")


def reveal(room: Room, command: Reveal | RevealSome) -> tuple[RevealSet, ...]:
    """Show the collection of the step, with what was opened before; or of it only some statements, or the next one.

    In a step that is about no collection, Show gives back what was opened before; where nothing was, it opens what was
    written outside of any step. What people were told that not all would see is shown only ``anyway``.
    """
    if elsewhere(room, command.since):
        return ()
    if room.locked and (isinstance(command, RevealSome) or room.focus not in (None, *room.opened)):
        raise Refusal("step_finished")  # to look back opens nothing
    if isinstance(command, Reveal):
        about = {room.focus} if room.focus is not None else set() if room.opened else {""}
        if _told_private(room) and about - {*room.opened} and not command.anyway:
            raise Refusal("promised")
        opened = tuple(sorted({*room.opened, *about}))
        return _set(room, RevealSet(revealed=True, opened=opened, singled=_besides(room, set(opened))))
    ready = list(waiting(room))
    chosen = {s.id for s in ready if s.id in command.statements or (command.table and sits(room, s) == command.table)}
    if not command.statements and command.table is None and ready:
        chosen = {min(ready, key=lambda s: shuffled(s.id)).id}
    if not chosen:
        raise Refusal("nothing_waits")
    new = (s for s in ready if s.id in chosen - room.singled and s.into not in room.opened)
    if _told_private(room) and not command.anyway and any(new):
        raise Refusal("promised")
    about = set() if room.revealed else {written_for(room)}
    opened = tuple(name for name in room.opened if name not in about)
    singled = tuple(sorted({*_besides(room, about), *chosen}))
    return (RevealSet(revealed=True, opened=opened, singled=singled),)


def conceal(room: Room, command: Conceal) -> tuple[Event, ...]:
    """Take all off the wall, and out of files. In a step that nobody sees, only what has been shown of it meanwhile."""
    if elsewhere(room, command.since):
        return ()
    lights = (SpotlightSet(what=None),) if room.spotlight else ()
    if not room.revealed:
        return lights
    if room.at is None or _seen(room.at):
        return (*lights, RevealSet(revealed=False, opened=room.opened, singled=tuple(sorted(room.singled))))
    return (*lights, _resting(room, written_for(room)))


def entering(room: Room, step: Step) -> tuple[Event, ...]:
    """What the wall shows in a step: what it is about where everyone sees, nothing where not.

    What came of votes, timelines and promises stays to be seen in later steps, though it opened no words. What was
    hidden by hand is shown by hand: until then the wall stays dark, whatever step comes.
    """
    if not _seen(step):
        private = "" if room.locked else getattr(step, "into", None)
        again = written_again(room) if private else ()
        resting = _resting(room, private)
        stays = resting.model_copy(update={"rests": resting.rests and (room.revealed or room.rests)})
        return (*again, *_set(room, stays))
    if hidden_by_hand(room):
        return ()  # nor opened, or what nobody has seen would count as shown
    opened = tuple(sorted({*room.opened, *_about(room, step)}))
    singled = tuple(sorted(room.singled))
    shows = isinstance(step, Write) or _some(room, (*opened, *singled))
    return _set(room, RevealSet(revealed=shows, opened=opened, singled=singled))


def reveal_set(room: Room, event: RevealSet) -> Room:
    shown = changed(
        _singled_out(room, frozenset(event.singled)),
        revealed=event.revealed,
        rests=event.rests and not event.revealed,
        withheld=room.withheld and not (event.revealed or event.rests),
        opened=event.opened,
        settled=still_settled(room.settled, event),
    )
    shown = changed(shown, seen=room.seen.union(on_view(room) - on_view(shown)))
    return labels.by_reveal(room, shown, event)


def _singled_out(room: Room, singled: frozenset[str]) -> Room:
    """The room with these statements singled out, and counted as such."""
    standings = room.standings
    for one in room.singled ^ singled:
        there = room.statements.get(one)
        if there is not None and there.standing != "withdrawn":
            was, now = ((there.into, there.standing, one in those) for those in (room.singled, singled))
            standings = recounted(standings, was, now)
    return changed(room, singled=singled, standings=standings)


def _set(room: Room, event: RevealSet) -> tuple[RevealSet, ...]:
    """The event, unless all stands so already."""
    return () if reveal_set(room, event) == room else (event,)


def _seen(step: Step) -> bool:
    """Whether everyone sees what a step is about; what is voted on is seen by all: what sees nobody is how."""
    return step.sees == "everyone" or isinstance(step, Vote)


def _resting(room: Room, private: str | None) -> RevealSet:
    """The wall of a step that nobody sees: dark, with all that was opened before it but this collection."""
    opened = tuple(name for name in room.opened if name != private)
    singled = _besides(room, {private})
    return RevealSet(revealed=False, opened=opened, singled=singled, rests=_some(room, (*opened, *singled)))


def _besides(room: Room, collections: set[str | None] | set[str]) -> tuple[str, ...]:
    """The statements that are shown by themselves, and are not of these collections."""
    return tuple(sorted(s for s in room.singled if room.statements[s].into not in collections))


def _some(room: Room, opened: tuple[str, ...]) -> bool:
    """Whether there is anything to show: what is opened, or what came of steps that need no words."""
    return bool(opened) or any(isinstance(one, Vote | Timeline | Commit) for one in room.begun)


def _about(room: Room, step: Step) -> set[str]:
    """The collections that a step shows to everyone; one that names none opens nothing that has not been shown."""
    if named := getattr(step, "of", None):
        return {named}
    if isinstance(step, Write):
        return {step.into}
    return {"", *_written(room)} if isinstance(step, Vote) and step.on == "statements" else set()


def _written(room: Room) -> Iterator[str]:
    """Every collection that the method has written until now."""
    return (into for step in room.begun if (into := getattr(step, "into", None)))
