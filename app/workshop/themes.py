"""Themes: made, named, described, ordered, nested, merged, deleted; and statements moved between them."""

from collections.abc import Sequence
from dataclasses import replace

from app.workshop.card import Statement, Theme
from app.workshop.commands import (
    CopyStatement,
    DeleteTheme,
    DescribeTheme,
    DropCopy,
    LockThemes,
    MakeTheme,
    MergeThemes,
    Move,
    NestTheme,
    PlaceTheme,
    RenameTheme,
)
from app.workshop.copies import copies_moved
from app.workshop.events import (
    CopyDropped,
    CopyPut,
    DeskEvent,
    StatementMoved,
    ThemeDeleted,
    ThemeDescribed,
    ThemeMade,
    ThemeNested,
    ThemePlaced,
    ThemeRenamed,
    ThemesLocked,
)
from app.workshop.ranks import NARROW, gap, spread
from app.workshop.refusals import Refusal
from app.workshop.room import Room, changed
from app.workshop.statements import found
from app.workshop.words import bounded, bounded_lines, worded

TITLE_LIMIT = 120
VISION_LIMIT = 600
SIGN_LIMIT, MOST_SIGNS = 200, 12
MOST_THEMES = 200
MOST_COPIES = 2_000


def make(room: Room, command: MakeTheme) -> tuple[ThemeMade | StatementMoved | CopyDropped, ...]:
    movable(room)
    if len(room.themes) >= MOST_THEMES:
        raise Refusal("too_many", limit=MOST_THEMES)
    of = room.focus or ""
    piles = [theme for theme in room.themes.values() if theme.alone and theme.of == of]
    if command.alone and piles:
        return (
            move(room, Move(id=command.id, statements=command.statements, to=piles[0].id)) if command.statements else ()
        )
    rank = 1 + max((theme.rank for theme in room.themes.values()), default=0.0)
    made = ThemeMade(theme=command.id, title=worded(command.title, TITLE_LIMIT), rank=rank, of=of, alone=command.alone)
    chosen = [found(room, statement) for statement in dict.fromkeys(command.statements)]
    return (made, *_moved(chosen, command.id, spread(0.0, None, len(chosen))))


def rename(room: Room, command: RenameTheme) -> tuple[ThemeRenamed, ...]:
    _changeable(room)
    theme = there(room, command.theme)
    title = worded(command.title, TITLE_LIMIT)
    return () if title == theme.title else (ThemeRenamed(theme=theme.id, title=title),)


def describe(room: Room, command: DescribeTheme) -> tuple[ThemeDescribed, ...]:
    _changeable(room)
    theme = there(room, command.theme)
    vision = bounded(command.vision, VISION_LIMIT)
    signs = bounded_lines(command.signs, SIGN_LIMIT, MOST_SIGNS)
    if (vision, signs) == (theme.vision, theme.signs):
        return ()
    return (ThemeDescribed(theme=theme.id, vision=vision, signs=signs),)


def place(room: Room, command: PlaceTheme) -> tuple[ThemePlaced, ...]:
    movable(room)
    theme = there(room, command.theme)
    others = [other for other in room.theme_order() if other.id != theme.id]
    if command.before is not None:
        there(room, command.before)
    at = next((i for i, other in enumerate(others) if other.id == command.before), len(others))
    if command.before == theme.id or [*others[:at], theme, *others[at:]] == room.theme_order():
        return ()
    low, high = gap([other.rank for other in others], at)
    if high is not None and high - low < NARROW:
        order = [*others[:at], theme, *others[at:]]
        return tuple(ThemePlaced(theme=other.id, rank=float(i)) for i, other in enumerate(order, 1))
    (rank,) = spread(low, high, 1)
    return () if rank == theme.rank else (ThemePlaced(theme=theme.id, rank=rank),)


def merge(room: Room, command: MergeThemes) -> tuple[DeskEvent, ...]:
    """Put all of one theme last into another, keep its vision and signs where the other has none, and delete it."""
    movable(room)
    theme, into = there(room, command.theme), there(room, command.into)
    if theme.id == into.id:
        raise Refusal("same_theme")
    inner = [other for other in room.theme_order() if other.under == theme.id]
    above = into.under if into.under != theme.id else None
    lifted = [] if above == into.under else [ThemeNested(theme=into.id, under=None)]
    to = None if above or into.alone else into.id
    nested = [ThemeNested(theme=other.id, under=to) for other in inner if other.id != into.id]
    moved = _moved(room.piled(theme.id), into.id, _after_last(room, into.id, len(room.piled(theme.id))))
    signs = tuple(dict.fromkeys((*into.signs, *theme.signs)))[:MOST_SIGNS]
    described = ThemeDescribed(theme=into.id, vision=into.vision or theme.vision, signs=signs)
    kept = (described.vision, described.signs) == (into.vision, into.signs)
    copied = copies_moved(room, theme.id, into.id)
    return (
        *moved,
        *copied,
        *lifted,
        *nested,
        *(() if kept else (described,)),
        ThemeDeleted(theme=theme.id, into=into.id),
    )


def delete(room: Room, command: DeleteTheme) -> tuple[DeskEvent, ...]:
    movable(room)
    theme = there(room, command.theme)
    statements = room.piled(theme.id)
    nested = [ThemeNested(theme=inner.id, under=None) for inner in room.theme_order() if inner.under == theme.id]
    dropped = [CopyDropped(copy_id=copy.id) for copy in room.copies.values() if copy.theme == theme.id]
    moved = _moved(statements, None, _after_last(room, None, len(statements)))
    return (*moved, *dropped, *nested, ThemeDeleted(theme=theme.id))


def nest(room: Room, command: NestTheme) -> tuple[ThemeNested, ...]:
    """Put a theme within another one, one level deep."""
    movable(room)
    theme = there(room, command.theme)
    if command.under is not None:
        under = there(room, command.under)
        if under.id == theme.id:
            raise Refusal("same_theme")
        holds = any(other.under == theme.id for other in room.themes.values())
        if holds or under.under is not None or under.alone or theme.alone:
            raise Refusal("too_deep")
    return () if command.under == theme.under else (ThemeNested(theme=theme.id, under=command.under),)


def lock(room: Room, command: LockThemes) -> tuple[ThemesLocked, ...]:
    return () if command.locked == room.themes_locked else (ThemesLocked(locked=command.locked),)


def move(room: Room, command: Move) -> tuple[StatementMoved | CopyDropped, ...]:
    """Move, in the order given."""
    movable(room)
    return undoubled(room, _carried(room, command))


def undoubled(room: Room, moved: Sequence[StatementMoved]) -> tuple[StatementMoved | CopyDropped, ...]:
    """Statements that are moved; a copy that stands there already is dropped."""
    there_already = {(event.statement, event.theme) for event in moved}
    doubled = (copy for copy in room.copies.values() if (copy.statement, copy.theme) in there_already)
    return (*moved, *(CopyDropped(copy_id=copy.id) for copy in doubled))


def _carried(room: Room, command: Move) -> tuple[StatementMoved, ...]:
    """Those that would not change place are passed over."""
    chosen = [found(room, statement) for statement in dict.fromkeys(command.statements)]
    if command.to is not None:
        there(room, command.to)
    ids = {statement.id for statement in chosen}
    if command.before is None:
        if (
            all(statement.theme == command.to for statement in chosen)
            and chosen == room.piled(command.to)[-len(chosen) :]
        ):
            return ()
        return _moved(chosen, command.to, _after_last(room, command.to, len(chosen)))
    before = found(room, command.before)
    if before.theme != command.to or before.id in ids:
        raise Refusal("unknown_statement")
    rest = [statement for statement in room.piled(command.to) if statement.id not in ids]
    at = next(i for i, statement in enumerate(rest) if statement.id == before.id)
    if [*rest[:at], *chosen, *rest[at:]] == room.piled(command.to):
        return ()
    low, high = gap([statement.rank for statement in rest], at)
    if high is not None and high - low < NARROW * (len(chosen) + 1):
        order = [*rest[:at], *chosen, *rest[at:]]
        return _moved(order, command.to, [float(i) for i in range(1, len(order) + 1)])
    return _moved(chosen, command.to, spread(low, high, len(chosen)))


def copy(room: Room, command: CopyStatement) -> tuple[CopyPut, ...]:
    """Let a statement stand in a second theme; where it stands already, nothing happens."""
    movable(room)
    statement, theme = found(room, command.statement), there(room, command.to)
    places = {copy.theme for copy in room.copies.values() if copy.statement == statement.id} | {statement.theme}
    if theme.id in places:
        return ()
    if len(room.copies) >= MOST_COPIES:
        raise Refusal("too_many", limit=MOST_COPIES)
    last = max((copy.rank for copy in room.copies.values()), default=0.0)
    return (CopyPut(copy_id=command.id, statement=statement.id, theme=theme.id, rank=last + 1),)


def drop_copy(room: Room, command: DropCopy) -> tuple[CopyDropped, ...]:
    movable(room)
    if command.copy_id not in room.copies:
        raise Refusal("unknown_statement")
    return (CopyDropped(copy_id=command.copy_id),)


def there(room: Room, theme: str) -> Theme:
    """Return a theme, or refuse."""
    try:
        return room.themes[theme]
    except KeyError:
        raise Refusal("unknown_theme") from None


def moved(room: Room, event: StatementMoved) -> Room:
    before = room.statements[event.statement]
    if before.standing == "withdrawn":
        return room
    after = room.with_statement(replace(before, theme=event.theme, rank=event.rank))
    return changed(after, last_rank=max(room.last_rank, event.rank)) if event.theme is None else after


def made(room: Room, event: ThemeMade) -> Room:
    there_now = Theme(
        event.theme, event.title, event.rank, event.vision, event.signs, event.of, event.alone, event.under
    )
    return room.with_theme(there_now)


def nested(room: Room, event: ThemeNested) -> Room:
    return room.with_theme(replace(room.themes[event.theme], under=event.under))


def renamed(room: Room, event: ThemeRenamed) -> Room:
    return room.with_theme(replace(room.themes[event.theme], title=event.title))


def described(room: Room, event: ThemeDescribed) -> Room:
    return room.with_theme(replace(room.themes[event.theme], vision=event.vision, signs=event.signs))


def placed(room: Room, event: ThemePlaced) -> Room:
    return room.with_theme(replace(room.themes[event.theme], rank=event.rank))


def deleted(room: Room, event: ThemeDeleted) -> Room:
    return changed(room, themes={i: theme for i, theme in room.themes.items() if i != event.theme})


def _changeable(room: Room) -> None:
    if room.locked:
        raise Refusal("step_finished")


def movable(room: Room) -> None:
    """Refuse where themes and what is in them stay as they are."""
    _changeable(room)
    if room.themes_locked:
        raise Refusal("themes_locked")


def _after_last(room: Room, theme: str | None, count: int) -> list[float]:
    if theme is None:
        return spread(room.last_rank, None, count)
    return spread(max((s.rank for s in room.piled(theme)), default=0.0), None, count)


def _moved(statements: Sequence[Statement], theme: str | None, ranks: Sequence[float]) -> tuple[StatementMoved, ...]:
    return tuple(
        StatementMoved(statement=statement.id, theme=theme, rank=rank)
        for statement, rank in zip(statements, ranks, strict=True)
        if (statement.theme, statement.rank) != (theme, rank)
    )
