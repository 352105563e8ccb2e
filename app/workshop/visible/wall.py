"""What the wall shows: what has been revealed, and nothing of what is hidden, not even how much.

Ranks are arrival numbers and would tell how much has been written: the wall orders its pile by a hash. In a theme it
follows the facilitator's order, with places counted among what it shows.
"""

from app.workshop.card import Copy, Statement, Theme
from app.workshop.cloths import table_of
from app.workshop.method import Commit, Label, Timeline, Vote, Write
from app.workshop.milestone import Commitment, Milestone
from app.workshop.parts import (
    WallBallot,
    WallBoard,
    WallCard,
    WallCopy,
    WallHeap,
    WallLight,
    WallMilestone,
    WallMode,
    WallPresence,
    WallPromise,
    WallStage,
    WallTheme,
)
from app.workshop.plans import places
from app.workshop.revealing import is_opened
from app.workshop.room import Room
from app.workshop.shuffle import shuffled
from app.workshop.suppression import at_least_five
from app.workshop.unshown import on_view
from app.workshop.visible import desk_tasks, shown


class Places:
    """Where statements stand in their themes on the wall, counted among those that are to be seen there."""

    def __init__(self, room: Room) -> None:
        self._room = room
        self._places: dict[str, float] | None = None
        self._last: dict[str, float] = {}
        self._heaps: tuple[str, ...] | None = None

    @property
    def heaps(self) -> tuple[str, ...]:
        """The collections that stand apart there."""
        if self._heaps is None:
            self._heaps = heaps(self._room)
        return self._heaps

    def of(self, statement: Statement) -> float:
        """A statement's place in its theme, from 1."""
        return self._counted()[statement.id]

    def count(self, theme: str) -> int:
        """How many statements of a theme are to be seen."""
        if _all_shown(self._room):
            return self._room.numbers.get((theme, "shown"), 0)
        self._counted()
        return int(self._last.get(theme, 0))

    def _counted(self) -> dict[str, float]:
        if self._places is None:
            self._places = {}
            there = (s for s in self._room.statements.values() if s.theme and shown.on_wall(self._room, s))
            for one in sorted(there, key=lambda s: (s.rank, s.id)):
                theme = one.theme or ""
                self._places[one.id] = self._last[theme] = self._last.get(theme, 0.0) + 1
        return self._places


def _all_shown(room: Room) -> bool:
    """Whether all that stand as shown are to be seen, as they are where no method has opened some and not others."""
    return room.method is None and room.paused_at is None and room.revealed and "" in room.opened


def heaps(room: Room) -> tuple[str, ...]:
    """The collections that the wall shows apart, in the order in which they were written; none where it shows one."""
    if room.method is None or room.focus is not None or mode(room) != "show":
        return ()
    there = on_view(room)
    made = [into for step in room.method.steps if (into := getattr(step, "into", None))]
    return tuple(dict.fromkeys(name for name in ("", *made) if name in there)) if len(there) > 1 else ()


def stage(room: Room) -> WallStage:
    return WallStage(
        id="stage",
        mode=mode(room),
        title=room.title,
        question=shown.questions(room),
        language=room.language,
        writers=None if room.revealed else at_least_five(_writers(room)),
        paused=room.paused_at is not None,
        ended=room.stage != "open",
        step=None if room.blank or room.stage != "open" else shown.step_line(room),
        told="" if room.blank else room.told,
    )


def mode(room: Room) -> WallMode:
    """What the wall is doing."""
    if room.blank or room.stage == "deleted":
        return "blank"
    if shown.lit(room):
        return "spotlight"
    if room.stage != "open":
        return "show" if room.revealed else "over"
    match room.at:
        case Vote() if room.ballot is not None:
            return "vote"
        case Timeline():
            return "plan"
        case Commit():
            return "promise"
        case Write() if not room.revealed:
            return "write"
        case step if not room.revealed and step is not None:
            return "write" if room.submissions else "task"
        case _ if room.revealed:
            return "show"
        case _:
            return "write" if room.submissions else "join"


def _writers(room: Room) -> int:
    """How many have written for what the step is about."""
    return room.authors if room.focus is None else room.authors_of.get(room.focus, 0)


def theme_of(room: Room, theme: Theme, places: Places) -> WallTheme | None:
    if mode(room) != "show" or not shown.theme_on_wall(room, theme):
        return None
    around = shown.within(room, theme, shown.theme_on_wall)
    return WallTheme(
        id=f"theme-{theme.id}",
        into=f"under-{around}" if around else "themes",
        order=theme.rank,
        theme=theme.id,
        title=theme.title,
        vision=theme.vision,
        signs=theme.signs if _asks_for_signs(room) else (),
        count=_count(room, theme.id, places),
        alone=theme.alone,
        inner=around is not None,
    )


def _asks_for_signs(room: Room) -> bool:
    """Whether signs have been asked for: until then they are notes at the desk."""
    return room.stage != "open" or any(isinstance(step, Label) and step.asks == "signs" for step in room.begun)


def heap(room: Room, name: str, places: Places) -> WallHeap | None:
    if name not in places.heaps:
        return None
    return WallHeap(
        id=f"heap-{name}",
        into="heaps",
        order=float(places.heaps.index(name)),
        collection=name,
        title=shown.collection_titles(room, name),
        language=room.language,
    )


def copy(room: Room, there: Copy) -> WallCopy | None:
    statement = room.statements[there.statement]
    theme = room.themes[there.theme]
    if mode(room) != "show" or not shown.on_wall(room, statement) or not shown.theme_on_wall(room, theme):
        return None
    return WallCopy(
        id=f"copy-{there.id}",
        into=f"cards-{there.theme}",
        order=1_000_000 + shuffled(there.id),
        text=statement.text,
        group=shown.wall_group_of(room, statement),
    )


def _count(room: Room, theme: str, places: Places) -> int:
    copied = (room.statements[copy.statement] for copy in room.copies.values() if copy.theme == theme)
    return places.count(theme) + sum(1 for statement in copied if shown.on_wall(room, statement))


def card(room: Room, statement: Statement, places: Places) -> WallCard | None:
    if mode(room) != "show" or not shown.on_wall(room, statement):
        return None
    theme = shown.theme_of(room, statement, shown.theme_on_wall)
    apart = statement.into in places.heaps
    return WallCard(
        id=f"card-{statement.id}",
        into=f"cards-{theme}" if theme else f"heaped-{statement.into}" if apart else "cards",
        order=places.of(statement) if theme else shuffled(statement.id),
        statement=statement.id,
        theme=theme,
        text=statement.text,
        group=shown.wall_group_of(room, statement),
        table=table_of(room, statement) or statement.table,
    )


def presence(there: int | None) -> WallPresence:
    return WallPresence(id="presence", total=there)


def ballot(room: Room) -> WallBallot | None:
    there = room.ballot
    if there is None or mode(room) != "vote":
        return None
    return WallBallot(
        id="ballot",
        into="work",
        open=there.open,
        criterion=shown.criterion(room),
        language=room.language,
        choices=tuple(sorted(shown.choices(room, there), key=lambda choice: shuffled(choice.option))),
        voted=desk_tasks.voted(there),
        bars=() if there.open else shown.bars(room, there),
        minority=() if there.open else shown.minority(room, there),
        uncounted=there.uncounted,
    )


def board(room: Room) -> WallBoard | None:
    return WallBoard(id="board", into="work", places=places(room)) if mode(room) == "plan" else None


def milestone_of(room: Room, milestone: Milestone) -> WallMilestone | None:
    text = shown.milestone_text(room, milestone)
    if (
        text is None
        or not shown.plan_on_wall(room, milestone)
        or mode(room) != "plan"
        or milestone.place not in places(room)
    ):
        return None
    return WallMilestone(
        id=f"milestone-{milestone.id}",
        into=f"place-{milestone.place}",
        order=shuffled(milestone.id),
        text=text,
        who=milestone.who,
    )


def promise_of(room: Room, there: Commitment) -> WallPromise | None:
    if mode(room) != "promise" or not shown.plan_on_wall(room, there) or not there.what:
        return None
    return WallPromise(**shown.promised(room, there))


def light(room: Room) -> WallLight | None:
    """What stands alone on the wall: the facilitator shows it there, and so it is revealed by that."""
    if mode(room) != "spotlight":
        return None
    theme = room.themes.get(room.spotlight or "")
    if theme is not None:
        return WallLight(id="light", into="work", text=theme.title, vision=theme.vision, group=None)
    statement = room.statements[room.spotlight or ""]
    group = shown.wall_group_of(room, statement) if is_opened(room, statement) else None
    return WallLight(id="light", into="work", text=statement.text, vision="", group=group)
