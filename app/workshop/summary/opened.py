"""What of a room may stand in a file: of the room as it is told, what is revealed and fit to be shown."""

from app.workshop.card import Statement, Theme
from app.workshop.method import Share
from app.workshop.revealing import is_opened, theme_opened
from app.workshop.room import Room
from app.workshop.summary.values import Collection, Line, ThemeSummary
from app.workshop.visible.shown import collection_titles, milestone_text


def statement_opened(room: Room, statement: Statement) -> bool:
    """Whether a statement's words may leave."""
    return statement.standing == "shown" and is_opened(room, statement)


def themes_opened(room: Room) -> list[Theme]:
    """The themes that may leave, in order, each followed by those that stand within it."""
    there = [theme for theme in room.theme_order() if theme_opened(room, theme)]
    places = {theme.id: place for place, theme in enumerate(there)}

    def order(theme: Theme) -> tuple[int, bool, int]:
        outer, own = places.get(theme.under or ""), places[theme.id]
        return own if outer is None else outer, outer is not None, own

    return sorted(there, key=order)


def copied(room: Room, theme: Theme) -> list[Statement]:
    """The statements that have their second place in a theme, in the order in which they were put there."""
    there = sorted((c for c in room.copies.values() if c.theme == theme.id), key=lambda copy: (copy.rank, copy.id))
    return [room.statements[copy.statement] for copy in there]


def milestone_opened(room: Room, milestone: str) -> str | None:
    """A milestone's words, or None where they may not leave."""
    there = room.milestones.get(milestone)
    if there is None or not there.shown or not room.revealed:
        return None
    source = room.statements.get(there.source or "")
    return milestone_text(room, there) if source is None or statement_opened(room, source) else None


def option_opened(room: Room, option: str) -> str | None:
    """What was voted on, in words, or None where they may not leave."""
    theme, statement = room.themes.get(option), room.statements.get(option)
    if theme is not None:
        return theme.title if theme_opened(room, theme) else None
    if statement is not None:
        return statement.text if statement_opened(room, statement) else None
    return milestone_opened(room, option)


def collections(room: Room, themes: tuple[ThemeSummary, ...], ungrouped: tuple[Line, ...]) -> tuple[Collection, ...]:
    """The collections that something in a file is of, in the method's order; what was written outside comes last.

    Each has the titles of all steps that wrote it: where sheets or people move on, most comes after the first.
    """
    lines = (*(line for theme in themes for line in theme.statements), *ungrouped)
    there = {line.collection for line in lines} | {theme.collection for theme in themes if theme.collection}
    known: dict[str, Collection] = {}
    for step in room.method.steps if room.method else ():
        name = getattr(step, "into", None)
        if name in there and name not in known:
            title = dict(collection_titles(room, name))[room.language]
            known[name] = Collection(id=name, title=title, shared=isinstance(step, Share))
    others = sorted(there - known.keys(), key=lambda name: (not name, name))
    return (*known.values(), *(Collection(id=name, title="") for name in others))
