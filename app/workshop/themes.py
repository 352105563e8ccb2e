"""Themes: made, named, described, ordered, merged, deleted; and statements moved between them.

Order is kept as a rank, a number of its own on each card, so that a move changes one card and nobody else's place.
"""

from collections.abc import Sequence
from dataclasses import replace

from app.workshop.commands import DeleteTheme, DescribeTheme, MakeTheme, MergeThemes, Move, PlaceTheme, RenameTheme
from app.workshop.events import (
    StatementMoved,
    ThemeDeleted,
    ThemeDescribed,
    ThemeMade,
    ThemePlaced,
    ThemeRenamed,
)
from app.workshop.refusals import Refusal
from app.workshop.room import Room, Statement, Theme, changed
from app.workshop.statements import RAW, found
from app.workshop.words import clean, clean_lines

TITLE_LIMIT = 120
VISION_LIMIT = 600
SIGN_LIMIT = 200
MOST_SIGNS = 12
MOST_THEMES = 200

_NARROW = 1e-6
"""Ranks closer than this are spread again before another is put between them (floats would run out)."""


def make(room: Room, command: MakeTheme) -> tuple[ThemeMade | StatementMoved, ...]:
    if len(room.themes) >= MOST_THEMES:
        raise Refusal("too_many", limit=MOST_THEMES)
    last = max((theme.rank for theme in room.themes.values()), default=0.0)
    made = ThemeMade(theme=command.id, title=_title(command.title), rank=last + 1, of=room.focus or "")
    chosen = [found(room, statement) for statement in dict.fromkeys(command.statements)]
    return (made, *_moved(chosen, command.id, _spread(0.0, None, len(chosen))))


def rename(room: Room, command: RenameTheme) -> tuple[ThemeRenamed, ...]:
    theme = there(room, command.theme)
    title = _title(command.title)
    return () if title == theme.title else (ThemeRenamed(theme=theme.id, title=title),)


def describe(room: Room, command: DescribeTheme) -> tuple[ThemeDescribed, ...]:
    theme = there(room, command.theme)
    vision = _bounded(clean(command.vision[: RAW * VISION_LIMIT]), VISION_LIMIT)
    signs = tuple(_bounded(sign, SIGN_LIMIT) for sign in clean_lines(command.signs[: RAW * SIGN_LIMIT]))
    if len(signs) > MOST_SIGNS:
        raise Refusal("too_many", limit=MOST_SIGNS)
    if (vision, signs) == (theme.vision, theme.signs):
        return ()
    return (ThemeDescribed(theme=theme.id, vision=vision, signs=signs),)


def place(room: Room, command: PlaceTheme) -> tuple[ThemePlaced, ...]:
    theme = there(room, command.theme)
    others = [other for other in room.theme_order() if other.id != theme.id]
    if command.before is not None:
        there(room, command.before)
    at = next((i for i, other in enumerate(others) if other.id == command.before), len(others))
    if command.before == theme.id or [*others[:at], theme, *others[at:]] == room.theme_order():
        return ()
    low, high = _gap([other.rank for other in others], at)
    if high is not None and high - low < _NARROW:
        order = [*others[:at], theme, *others[at:]]
        return tuple(ThemePlaced(theme=other.id, rank=float(i)) for i, other in enumerate(order, 1))
    (rank,) = _spread(low, high, 1)
    return () if rank == theme.rank else (ThemePlaced(theme=theme.id, rank=rank),)


def merge(room: Room, command: MergeThemes) -> tuple[StatementMoved | ThemeDescribed | ThemeDeleted, ...]:
    """Put all of one theme last into another, keep its vision and signs where the other has none, and delete it."""
    theme, into = there(room, command.theme), there(room, command.into)
    if theme.id == into.id:
        raise Refusal("same_theme")
    moved = _moved(room.piled(theme.id), into.id, _after_last(room, into.id, len(room.piled(theme.id))))
    signs = tuple(dict.fromkeys((*into.signs, *theme.signs)))[:MOST_SIGNS]
    described = ThemeDescribed(theme=into.id, vision=into.vision or theme.vision, signs=signs)
    kept = (described.vision, described.signs) == (into.vision, into.signs)
    return (*moved, *(() if kept else (described,)), ThemeDeleted(theme=theme.id))


def delete(room: Room, command: DeleteTheme) -> tuple[StatementMoved | ThemeDeleted, ...]:
    theme = there(room, command.theme)
    statements = room.piled(theme.id)
    return (*_moved(statements, None, _after_last(room, None, len(statements))), ThemeDeleted(theme=theme.id))


def move(room: Room, command: Move) -> tuple[StatementMoved, ...]:
    """Move, in the order given. Those that would not change place are passed over."""
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
    low, high = _gap([statement.rank for statement in rest], at)
    if high is not None and high - low < _NARROW * (len(chosen) + 1):
        order = [*rest[:at], *chosen, *rest[at:]]
        return _moved(order, command.to, [float(i) for i in range(1, len(order) + 1)])
    return _moved(chosen, command.to, _spread(low, high, len(chosen)))


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
    return room.with_theme(Theme(event.theme, event.title, event.rank, event.vision, event.signs, event.of))


def renamed(room: Room, event: ThemeRenamed) -> Room:
    return room.with_theme(replace(room.themes[event.theme], title=event.title))


def described(room: Room, event: ThemeDescribed) -> Room:
    return room.with_theme(replace(room.themes[event.theme], vision=event.vision, signs=event.signs))


def placed(room: Room, event: ThemePlaced) -> Room:
    return room.with_theme(replace(room.themes[event.theme], rank=event.rank))


def deleted(room: Room, event: ThemeDeleted) -> Room:
    return changed(room, themes={i: theme for i, theme in room.themes.items() if i != event.theme})


def _title(text: str) -> str:
    title = clean(text[: RAW * TITLE_LIMIT])
    if not title:
        raise Refusal("empty")
    return _bounded(title, TITLE_LIMIT)


def _bounded(text: str, limit: int) -> str:
    if len(text) > limit:
        raise Refusal("too_long", limit=limit, length=len(text))
    return text


def _gap(ranks: Sequence[float], at: int) -> tuple[float, float | None]:
    """The ranks on both sides of place ``at``; with None there is nothing after it."""
    low = ranks[at - 1] if at > 0 else (ranks[0] - 2 if ranks else 0.0)
    return low, ranks[at] if at < len(ranks) else None


def _spread(low: float, high: float | None, count: int) -> list[float]:
    """``count`` ranks between ``low`` and ``high``, evenly; upwards in whole steps where there is no ``high``."""
    if high is None:
        return [low + i for i in range(1, count + 1)]
    return [low + (high - low) * i / (count + 1) for i in range(1, count + 1)]


def _after_last(room: Room, theme: str | None, count: int) -> list[float]:
    if theme is None:
        return _spread(room.last_rank, None, count)
    return _spread(max((s.rank for s in room.piled(theme)), default=0.0), None, count)


def _moved(statements: Sequence[Statement], theme: str | None, ranks: Sequence[float]) -> tuple[StatementMoved, ...]:
    return tuple(
        StatementMoved(statement=statement.id, theme=theme, rank=rank)
        for statement, rank in zip(statements, ranks, strict=True)
        if (statement.theme, statement.rank) != (theme, rank)
    )
