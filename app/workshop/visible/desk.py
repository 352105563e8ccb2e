"""What the desk sees: everything but what has been taken back, and votes like everybody else."""

from collections.abc import Mapping
from typing import Literal

from app.workshop.card import Copy, Statement, Theme
from app.workshop.method import Commit, Timeline, Vote
from app.workshop.parts import (
    AgendaLine,
    DeskActs,
    DeskAgenda,
    DeskBar,
    DeskCard,
    DeskCopy,
    DeskPile,
    DeskPresence,
    DeskTheme,
    DeskTools,
    DeskUnshown,
    Presence,
    UnshownLine,
)
from app.workshop.people import LANGUAGES
from app.workshop.plans import waiting as plans_waiting
from app.workshop.room import Room
from app.workshop.sorting import hands, is_sorting
from app.workshop.suppression import shown_counts, telling
from app.workshop.unshown import hidden_again, to_come, untold
from app.workshop.visible import shown
from app.workshop.visible.desk_waits import waits
from app.workshop.votes import left_over
from app.workshop.writing import collection, promised_to


def bar(room: Room) -> DeskBar:
    return DeskBar(
        id="bar",
        title=room.title,
        question=shown.questions(room),
        language=room.language,
        stage=room.stage,
        submissions=room.submissions,
        revealed=room.revealed,
        blank=room.blank,
        paused=room.paused_at is not None,
        exact=room.stage == "open",
        statements=room.there,
        pending=room.count_of("pending"),
        plans_waiting=plans_waiting(room),
        waits=tuple(waits(room)),
        limit=room.limit,
        run=room.method is not None,
        step=room.step,
        elsewhere=_elsewhere(room),
        unshown=any(room.settled.get(name) != "left" for name in untold(room)),
        hidden_again=not room.withheld and bool(hidden_again(room)),
    )


def _elsewhere(room: Room) -> Literal["", "tables", "plans"]:
    """Where people write although writing is closed."""
    if room.locked or room.stage != "open":
        return ""
    if collection(room) is not None:
        return "tables"
    step = room.at
    return "plans" if isinstance(step, Commit) or (isinstance(step, Timeline) and step.writes == "everyone") else ""


def latest_act(room: Room) -> DeskActs:
    if not room.acts:
        return DeskActs(id="acts", act="", what="", about="", count=0)
    act = room.acts[-1]
    return DeskActs(id="acts", act=act.command, what=act.kind, about=act.about, count=act.count)


def presence(room: Room, there: Presence) -> DeskPresence:
    connected = dict(there.groups)
    counts = {group: connected.get(group, 0) for group in room.groups}
    told = shown_counts(counts, room.named_groups)
    total = None if telling(counts, told) else sum(counts.values())
    return DeskPresence(id="presence", total=total, groups=tuple(told.items()))


def theme_of(room: Room, theme: Theme) -> DeskTheme | None:
    if not shown.theme_shown(room, theme):
        return None
    around = shown.within(room, theme)
    return DeskTheme(
        id=f"theme-{theme.id}",
        into=f"under-{around}" if around else "themes",
        order=theme.rank,
        theme=theme.id,
        title=theme.title,
        vision=theme.vision,
        signs=theme.signs,
        count=room.count(theme.id) + sum(1 for c in room.copies.values() if c.theme == theme.id and _stands(room, c)),
        alone=theme.alone,
        inner=around is not None,
    )


def card(room: Room, statement: Statement) -> DeskCard | None:
    if statement.standing == "withdrawn" or room.focus not in (None, statement.into):
        return None
    theme = shown.theme_of(room, statement)
    return DeskCard(
        id=f"card-{statement.id}",
        into=f"cards-{theme}" if theme else "cards",
        order=statement.rank,
        statement=statement.id,
        theme=theme,
        text=statement.text,
        group=shown.group_of(room, statement, exact=room.stage == "open"),
        at=statement.at,
        standing=statement.standing,
        editions=tuple(edition.text for edition in statement.editions),
        hands=tuple((room.themes[theme].title, hands) for theme, hands in _hands(room, statement)),
        agreed=is_sorting(room) and room.agreed.get(statement.id) is not None,
        table=statement.table,
        sources=len(statement.sources),
        on_wall=shown.on_wall(room, statement) if shown.some_on_wall(room) else None,
    )


def _hands(room: Room, statement: Statement) -> list[tuple[str, int]]:
    return hands(room, statement.id).most_common() if is_sorting(room) else []


def copy(room: Room, there: Copy) -> DeskCopy | None:
    if not _stands(room, there):
        return None
    statement = room.statements[there.statement]
    return DeskCopy(
        id=f"copy-{there.id}",
        into=f"cards-{there.theme}",
        order=1_000_000 + there.rank,
        copy_id=there.id,
        text=statement.text,
        group=shown.group_of(room, statement, exact=room.stage == "open"),
    )


def _stands(room: Room, there: Copy) -> bool:
    """Whether a copy is to be seen at the desk."""
    statement = room.statements[there.statement]
    seen = statement.standing != "withdrawn" and room.focus in (None, statement.into)
    return seen and shown.theme_shown(room, room.themes[there.theme])


def tools(room: Room) -> DeskTools:
    sorting = is_sorting(room)
    return DeskTools(
        id="tools",
        into="tools-place",
        locked=room.themes_locked,
        finished=room.locked,
        has_alone=any(theme.alone and shown.theme_shown(room, theme) for theme in room.themes.values()),
        sorting=sorting,
        ready=_in_focus(room, room.ready) if sorting else 0,
    )


def pile(room: Room) -> DeskPile:
    told = (n for (theme, into), n in room.piles.items() if room.focus in (None, into) and not _is_shown(room, theme))
    return DeskPile(id="pile", count=sum(told))


def _is_shown(room: Room, theme: str | None) -> bool:
    there = room.themes.get(theme or "")
    return there is not None and shown.theme_shown(room, there)


def _in_focus(room: Room, counts: Mapping[str, int]) -> int:
    """Of counts by collection, that of what the step is about."""
    return sum(counts.values()) if room.focus is None else counts.get(room.focus, 0)


def agenda(room: Room) -> DeskAgenda | None:
    if room.method is None:
        return None
    step = room.at
    waits = room.stage == "open" and room.locked and room.under_way
    return DeskAgenda(
        id="agenda",
        into="run",
        language=room.language,
        method=shown.titles(room.method),
        people=room.method.people,
        from_age=room.method.from_age,
        steps=tuple(
            AgendaLine(
                number=number + 1,
                kind=there.kind,
                title=shown.titles(there),
                minutes=there.minutes,
                finished=number in room.finished,
            )
            for number, there in enumerate(room.method.steps)
        ),
        now=shown.step_line(room),
        stands=room.left[room.under_way[0]].seconds if waits else None,
        say=tuple((language, step.texts(language).say) for language in LANGUAGES) if step else (),
        paper=tuple((language, step.texts(language).paper) for language in LANGUAGES) if step else (),
        gathered=room.gathered,
        told=room.told,
        spotlight=shown.lit(room),
        waits=to_come(room),
        left_over=left_over(room),
    )


def unshown(room: Room) -> DeskUnshown | None:
    never, again = untold(room), hidden_again(room)
    if not (never or again) or room.stage == "deleted":
        return None
    steps = room.method.steps if room.method else ()
    into = ((getattr(step, "into", ""), number) for number, step in reversed([*enumerate(steps)]))
    order = {name: number for name, number in into if name}
    return DeskUnshown(
        id="unshown",
        into="run",
        order=1.0,
        language=room.language,
        stage=room.stage,
        step=room.step,
        collections=tuple(
            UnshownLine(
                collection=name,
                title=shown.collection_titles(room, name),
                count=there[name],
                left=room.withheld if there is again else room.settled.get(name) == "left",
                hidden=there is again,
                seen=name in room.seen,
                readers=promised_to(room, name),
            )
            for there in (again, never)
            for name in sorted(there, key=lambda name: (order.get(name, len(steps)), name))
        ),
        plans=bool(again) and any(isinstance(begun, Vote | Timeline | Commit) for begun in room.begun),
        late=room.stage != "open" or (room.method is not None and room.step == len(steps) - 1),
    )
