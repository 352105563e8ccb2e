"""What is shown at all, and how it is told: asked by the screens of every audience."""

from collections.abc import Callable, Sequence
from typing import TypedDict

from app.workshop.ballot import Ballot
from app.workshop.card import Statement, Theme
from app.workshop.kept import kept
from app.workshop.labels import bears_group, tells_table
from app.workshop.method import Commit, Method, Rotate, Step, Vote
from app.workshop.milestone import Commitment, Milestone
from app.workshop.parts import Choice, InLanguages, StepLine, VoteBar
from app.workshop.people import LANGUAGES, StakeholderGroup
from app.workshop.revealing import is_opened, sits, some_shown, theme_opened
from app.workshop.room import Room
from app.workshop.shuffle import shuffled
from app.workshop.sorting import is_sorting, own_words
from app.workshop.turns import rounds_done, telling
from app.workshop.unshown import to_come
from app.workshop.votes import option_there
from app.workshop.writing import steps_of

MOST_TITLES = 3
"""So many titles of steps name a collection together."""

_TOLD_BY = (
    "statements", "themes", "copies", "piles", "milestones",
    "revealed", "opened", "singled", "stage", "paused_at",
)  # fmt: skip
"""What it depends on whether an option is shown, and what it is called."""


def on_wall(room: Room, statement: Statement) -> bool:
    """Whether others may see this statement now: it may be shown, and is what the step is about.

    Where one table tells after the other, only what is from the one whose turn it is, and what has been told by group.
    """
    if not may_be_shown(room, statement) or room.focus not in (None, statement.into):
        return False
    table = telling(room)
    return table is None or not tells_table(room, statement) or sits(room, statement) == table


def some_on_wall(room: Room) -> bool:
    """Whether the wall shows some of what the step is about, and not all."""
    if room.blank or not room.revealed:
        return False
    some_of_all = room.method is not None and room.focus is None and to_come(room) > 0
    return some_of_all or some_shown(room) or telling(room) is not None


def may_be_shown(room: Room, statement: Statement) -> bool:
    """Whether the words of a statement may be shown, whatever the step is about: revealed, fit for it, not held."""
    held = room.paused_at is not None and statement.cleared > room.paused_at
    fit = statement.standing == "shown" and not held and room.stage != "deleted"
    return fit and is_opened(room, statement)


def theme_shown(room: Room, theme: Theme) -> bool:
    """Whether a theme is what the step is about."""
    return room.focus in (None, theme.of)


def theme_may_be_shown(room: Room, theme: Theme | None) -> bool:
    """Whether a theme may be shown, whatever the step is about: the wall shows, and what it is of has been opened."""
    return theme is not None and room.stage != "deleted" and theme_opened(room, theme)


def theme_on_wall(room: Room, theme: Theme) -> bool:
    """Whether others may see a theme now: it may be shown, and is what the step is about."""
    return theme_shown(room, theme) and theme_may_be_shown(room, theme)


Seen = Callable[[Room, Theme], bool]
"""Whether an audience sees a theme."""


def theme_of(room: Room, statement: Statement, seen: Seen = theme_shown) -> str | None:
    """The theme that a statement is shown in: its own, or none where that is not to be seen."""
    theme = room.themes.get(statement.theme or "")
    return theme.id if theme is not None and seen(room, theme) else None


def within(room: Room, theme: Theme, seen: Seen = theme_shown) -> str | None:
    """The theme that a theme is shown within: the one it stands in, or none where that is not to be seen."""
    around = room.themes.get(theme.under or "")
    return around.id if around is not None and seen(room, around) else None


def group_of(room: Room, statement: Statement, *, exact: bool = False) -> StakeholderGroup | None:
    """The group that stands on a statement: None on what a table shares.

    Unless ``exact``, also on what has been told as a table's, and where few took part.
    """
    if statement.table is not None:
        return None
    group = room.participants[statement.author].group
    return group if exact or (group in room.named_groups and bears_group(room, statement)) else None


def wall_group_of(room: Room, statement: Statement) -> StakeholderGroup | None:
    """The same for a card on the wall: None where only a table's stand there, or some, as so few would tell."""
    alone = telling(room) is not None or statement.id in room.singled
    return None if alone else group_of(room, statement)


def questions(room: Room) -> InLanguages:
    """The question in all languages that it is asked in."""
    return tuple(sorted(room.question.items()))


def step_line(room: Room) -> StepLine | None:
    """The step that the room is at, as everybody is told it; what to do stands there no more where a vote is closed."""
    step = room.at
    if step is None or room.method is None or room.step is None:
        return None
    clock = room.clock if room.stage == "open" else None
    over = room.ballot is not None and not room.ballot.open
    return StepLine(
        number=room.step + 1,
        of=len(room.method.steps),
        kind=step.kind,
        title=titles(step),
        line=() if over else _line(room, step),
        minutes=step.minutes,
        locked=room.locked,
        ends=clock.ends if clock else None,
        left=clock.left if clock and clock.ends is None else None,
        waiting=room.under_way[0] + 1 if room.locked and room.under_way else None,
    )


def titles(of: Method | Step) -> InLanguages:
    """What a method or a step is called in each language."""
    return tuple((language, of.texts(language).title) for language in LANGUAGES)


def collection_titles(room: Room, name: str) -> InLanguages:
    """What a collection is called: by the titles of all steps that it was written in; nothing where none did."""
    steps = steps_of(room, name) if name else ()
    return tuple((language, _joined([step.texts(language).title for step in steps])) for language in LANGUAGES if steps)


def _joined(titles: Sequence[str]) -> str:
    """Titles in order, each once; of many the first and the last."""
    several = [*dict.fromkeys(titles)]
    return " · ".join(several) if len(several) <= MOST_TITLES else f"{several[0]} … {several[-1]}"


def _line(room: Room, step: Step) -> InLanguages:
    if is_sorting(room):
        return tuple(own_words(step).items())
    if isinstance(step, Rotate) and step.moves == "people" and not rounds_done(room):
        return ()  # nobody has moved, or it has been undone
    return tuple((language, step.texts(language).phones) for language in LANGUAGES)


def criterion(room: Room) -> InLanguages:
    """By what to choose in the vote of the step."""
    step = room.at
    return step.criteria if isinstance(step, Vote) else ()


def label(room: Room, option: str) -> str:
    """What an option is called: a theme's title, or the words of a statement or a milestone."""
    theme, milestone = room.themes.get(option), room.milestones.get(option)
    if milestone is not None:
        return milestone_text(room, milestone) or ""
    return theme.title if theme else room.statements[option].text


def choices(room: Room, ballot: Ballot, order: tuple[str, ...] | None = None) -> tuple[Choice, ...]:
    """What can be voted for, of what is still there and revealed."""
    there = kept(room, _choices, _TOLD_BY, ballot.options)
    return tuple(there[option] for option in order or ballot.options if option in there)


def _choices(room: Room, options: tuple[str, ...]) -> dict[str, Choice]:
    return {option: Choice(option, label(room, option)) for option in options if option_shown(room, option)}


def option_shown(room: Room, option: str) -> bool:
    """Whether what is voted on may be seen: a vote shows nothing that has not been revealed, or is held."""
    if not option_there(room, option):
        return False
    statement, milestone = room.statements.get(option), room.milestones.get(option)
    if statement is not None:
        return may_be_shown(room, statement)
    if milestone is not None:
        return plan_on_wall(room, milestone)
    return theme_may_be_shown(room, room.themes.get(option))


def bars(room: Room, ballot: Ballot) -> tuple[VoteBar, ...]:
    """What came of a vote, the most votes first; nothing while it is open, or where fewer than five have voted."""
    told = ballot.result
    if told is None:
        return ()
    most = max((bar.votes for bar in told.bars), default=0) or 1
    return tuple(
        VoteBar(bar.option, label(room, bar.option), bar.place, bar.tied, bar.votes, bar.votes / most, bar.by_group)
        for bar in told.bars
        if option_shown(room, bar.option)
    )


def minority(room: Room, ballot: Ballot) -> tuple[str, ...]:
    """What got a single vote: few, and perhaps important."""
    told = ballot.result
    return tuple(label(room, option) for option in told.minority if option_shown(room, option)) if told else ()


def lit(room: Room) -> str:
    """The title or the words in the spotlight; "" for none."""
    theme, statement = room.themes.get(room.spotlight or ""), room.statements.get(room.spotlight or "")
    if theme is not None:
        return theme.title
    held = room.paused_at is not None and statement is not None and statement.cleared > room.paused_at
    return statement.text if statement is not None and statement.standing == "shown" and not held else ""


def milestone_text(room: Room, milestone: Milestone) -> str | None:
    """The words of a milestone; None where it is off the board, or they are a statement's that is not to be shown."""
    if milestone.dropped:
        return None
    if milestone.source is None:
        return milestone.text
    statement = room.statements[milestone.source]
    return statement.text if statement.standing == "shown" else None


def plan_on_wall(room: Room, there: Milestone | Commitment) -> bool:
    """Whether others may see a milestone or a commitment now: fit to be shown, not held, and the wall shows.

    A milestone that is a statement may be seen where that may.
    """
    held = room.paused_at is not None and there.cleared > room.paused_at
    source = room.statements.get(there.source or "") if isinstance(there, Milestone) else None
    fit = there.shown and not held and (source is None or may_be_shown(room, source))
    return fit and room.revealed and room.stage != "deleted"


class Promised(TypedDict):
    """What a commitment says to the desk and on the wall, and where it stands: in an order that tells nothing."""

    id: str
    into: str
    order: float
    what: str
    who: str
    when: str
    serves: str


def promised(room: Room, there: Commitment, *, all_themes: bool = False) -> Promised:
    """A commitment as it is told, with the title of the theme that it serves, where that may be shown; or of any."""
    serves = room.themes.get(there.serves or "")
    told = serves is not None and (all_themes or theme_may_be_shown(room, serves))
    return Promised(
        id=f"promise-{there.id}",
        into="promise-list",
        order=shuffled(there.id),
        what=there.what,
        who=there.who,
        when=there.when,
        serves=serves.title if serves and told else "",
    )


def promising(room: Room) -> bool:
    """Whether the room is at a step in which people commit themselves."""
    return isinstance(room.at, Commit)
