"""``visible``: the one place that decides what an audience may see of a room.

Secrecy: a statement reaches the wall when it has been revealed, is fit to be shown, and the wall is neither blank nor
held. Phones are told no other person's words and no counts; the wall alone is told how many have written, from five.
Ranks are arrival numbers and would tell how much has been written: the wall orders its pile by a hash, a phone its own
cards by their own number. In a theme the wall follows the facilitator's order, with places counted among what it shows.
"""

from collections.abc import Iterable
from hashlib import blake2b

from app.workshop.parts import (
    Audience,
    DeskActs,
    DeskBar,
    DeskCard,
    DeskPile,
    DeskPresence,
    DeskTheme,
    OwnCard,
    Part,
    PhoneStage,
    Presence,
    Questions,
    WallCard,
    WallMode,
    WallPresence,
    WallStage,
    WallTheme,
)
from app.workshop.people import StakeholderGroup
from app.workshop.room import Room, Statement, Theme
from app.workshop.suppression import at_least_five, shown_counts, telling

NOBODY = Presence()


def visible(room: Room, audience: Audience, presence: Presence = NOBODY) -> dict[str, Part]:
    """All that ``audience`` sees of ``room``, as parts by id."""
    ids: Iterable[str] = ["stage"]
    if audience != "phone":
        cards = (f"card-{statement}" for statement in room.statements)
        themes = (f"theme-{theme}" for theme in room.themes)
        ids = ["bar", "stage", "acts", "pile", "presence", *themes, *cards]
    places = Places(room)
    parts = ((i, visible_part(room, audience, i, presence, places)) for i in ids)
    return {i: part for i, part in parts if part is not None}


class Places:
    """Where statements stand in their themes on the wall, counted among those that are to be seen there."""

    def __init__(self, room: Room) -> None:
        self._room = room
        self._places: dict[str, float] | None = None

    def of(self, statement: Statement) -> float:
        """A statement's place in its theme, from 1."""
        if self._places is None:
            self._places = {}
            last: dict[str | None, float] = {}
            there = (s for s in self._room.statements.values() if s.theme and on_wall(self._room, s))
            for one in sorted(there, key=lambda s: (s.rank, s.id)):
                self._places[one.id] = last[one.theme] = last.get(one.theme, 0.0) + 1
        return self._places[statement.id]


def visible_part(
    room: Room, audience: Audience, part: str, presence: Presence = NOBODY, places: Places | None = None
) -> Part | None:
    """One part of what ``audience`` sees, or None where there is nothing to see under this id.

    ``places`` of this room spares counting them anew for each of many parts.
    """
    kind, _, rest = part.partition("-")
    statement, theme = room.statements.get(rest), room.themes.get(rest)
    match audience, kind:
        case "desk", "bar":
            return _desk_bar(room)
        case "desk", "acts":
            return _desk_acts(room)
        case "desk", "pile":
            return DeskPile(id="pile", count=room.count(None))
        case "desk", "presence":
            return _desk_presence(room, presence)
        case "desk", "theme" if theme:
            return _desk_theme(room, theme)
        case "desk", "card" if statement:
            return _desk_card(room, statement)
        case "wall", "stage":
            return _wall_stage(room)
        case "wall", "presence":
            return WallPresence(id="presence", total=_desk_presence(room, presence).total)
        case "wall", "theme" if theme:
            return _wall_theme(room, theme)
        case "wall", "card" if statement:
            return _wall_card(room, statement, places or Places(room))
        case "phone", "stage":
            return _phone_stage(room)
        case _:
            return None


def own(room: Room, participant: str) -> dict[str, Part]:
    """What one participant alone sees: their own statements, newest first."""
    parts = (own_part(room, participant, statement) for statement in room.written.get(participant, ()))
    return {part.id: part for part in parts if part is not None}


def own_part(room: Room, participant: str, statement: str) -> Part | None:
    """One part of what ``participant`` alone sees, or None where there is nothing of theirs to see."""
    there = room.statements.get(statement)
    if there is None or there.author != participant or there.standing == "withdrawn":
        return None
    return _own_card(room, there)


def own_id(statement: str) -> str:
    """The id of a statement's part in its author's own list."""
    return f"own-{statement}"


def on_wall(room: Room, statement: Statement) -> bool:
    """Whether others may see this statement now."""
    held = room.paused_at is not None and statement.cleared > room.paused_at
    return room.revealed and statement.standing == "shown" and not held and room.stage != "deleted"


def group_of(room: Room, statement: Statement, *, exact: bool = False) -> StakeholderGroup | None:
    """The group that stands on a statement: None where too few took part, unless ``exact``."""
    group = room.participants[statement.author].group
    return group if exact or group in room.named_groups else None


def _questions(room: Room) -> Questions:
    return tuple(sorted(room.question.items()))


def _desk_bar(room: Room) -> DeskBar:
    return DeskBar(
        id="bar",
        title=room.title,
        question=_questions(room),
        language=room.language,
        stage=room.stage,
        submissions=room.submissions,
        revealed=room.revealed,
        blank=room.blank,
        paused=room.paused_at is not None,
        exact=room.stage == "open",
        statements=room.there,
        pending=room.count_of("pending"),
        limit=room.limit,
    )


def _desk_acts(room: Room) -> DeskActs:
    if not room.acts:
        return DeskActs(id="acts", act="", what="", about="", count=0)
    act = room.acts[-1]
    return DeskActs(id="acts", act=act.command, what=act.kind, about=act.about, count=act.count)


def _desk_presence(room: Room, presence: Presence) -> DeskPresence:
    connected = dict(presence.groups)
    counts = {group: connected.get(group, 0) for group in room.groups}
    shown = shown_counts(counts, room.named_groups)
    return DeskPresence(
        id="presence", total=None if telling(counts, shown) else sum(counts.values()), groups=tuple(shown.items())
    )


def _desk_theme(room: Room, theme: Theme) -> DeskTheme:
    return DeskTheme(
        id=f"theme-{theme.id}",
        into="themes",
        order=theme.rank,
        theme=theme.id,
        title=theme.title,
        vision=theme.vision,
        signs=theme.signs,
        count=room.count(theme.id),
    )


def _desk_card(room: Room, statement: Statement) -> DeskCard | None:
    if statement.standing == "withdrawn":
        return None
    return DeskCard(
        id=f"card-{statement.id}",
        into=f"cards-{statement.theme}" if statement.theme else "cards",
        order=statement.rank,
        statement=statement.id,
        theme=statement.theme,
        text=statement.text,
        group=group_of(room, statement, exact=room.stage == "open"),
        at=statement.at,
        standing=statement.standing,
        editions=tuple(edition.text for edition in statement.editions),
    )


def _wall_stage(room: Room) -> WallStage:
    return WallStage(
        id="stage",
        mode=_wall_mode(room),
        title=room.title,
        question=_questions(room),
        language=room.language,
        writers=at_least_five(room.authors) if not room.revealed else None,
        paused=room.paused_at is not None,
        ended=room.stage != "open",
    )


def _wall_mode(room: Room) -> WallMode:
    if room.blank or room.stage == "deleted":
        return "blank"
    if room.revealed:
        return "show"
    if room.stage != "open":
        return "over"
    return "write" if room.submissions else "join"


def _wall_theme(room: Room, theme: Theme) -> WallTheme | None:
    if _wall_mode(room) != "show":
        return None
    return WallTheme(
        id=f"theme-{theme.id}",
        into="themes",
        order=theme.rank,
        theme=theme.id,
        title=theme.title,
        vision=theme.vision,
        count=_count_on_wall(room, theme.id),
    )


def _count_on_wall(room: Room, theme: str) -> int:
    if room.paused_at is None:  # then all that stand as shown are to be seen
        return room.numbers.get((theme, "shown"), 0)
    return sum(1 for s in room.statements.values() if s.theme == theme and on_wall(room, s))


def _wall_card(room: Room, statement: Statement, places: Places) -> WallCard | None:
    if _wall_mode(room) != "show" or not on_wall(room, statement):
        return None
    return WallCard(
        id=f"card-{statement.id}",
        into=f"cards-{statement.theme}" if statement.theme else "cards",
        order=places.of(statement) if statement.theme else _shuffled(statement.id),
        statement=statement.id,
        theme=statement.theme,
        text=statement.text,
        group=group_of(room, statement),
    )


def _shuffled(statement: str) -> float:
    return int.from_bytes(blake2b(statement.encode(), digest_size=6).digest()) / 2**48


def _phone_stage(room: Room) -> PhoneStage:
    return PhoneStage(
        id="stage",
        title=room.title,
        question=_questions(room),
        language=room.language,
        stage=room.stage,
        submissions=room.submissions,
        revealed=room.revealed,
        blank=room.blank,
        moderation=room.moderation,
        limit=room.limit,
    )


def _own_card(room: Room, statement: Statement) -> OwnCard:
    return OwnCard(
        id=own_id(statement.id),
        into="own",
        order=-float(statement.number),
        statement=statement.id,
        text=statement.text,
        standing=statement.standing,
        on_wall=on_wall(room, statement) and not room.blank,
        open=room.submissions and room.stage == "open",
    )
