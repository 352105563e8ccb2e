"""``visible``: the one place that decides what an audience may see of a room.

Secrecy: a statement reaches the wall when it has been revealed, is fit to be shown, and the wall is neither blank nor
held. Phones are told no other person's words but what they vote on and what their table writes, and no counts; the wall
alone is told how many have written or voted, from five. ``desk``, ``wall`` and ``phone`` have the parts of each,
``tables`` those of tables for all three; ``shown`` what all of them ask.
"""

from app.workshop.parts import Audience, Part, Presence
from app.workshop.room import Room
from app.workshop.visible import desk, desk_tasks, phone, tables, wall
from app.workshop.visible.phone import own, own_part
from app.workshop.visible.shown import group_of, on_wall
from app.workshop.visible.wall import Places

__all__ = ["NOBODY", "Places", "group_of", "on_wall", "own", "own_part", "visible", "visible_part"]

NOBODY = Presence()

_FIXED: dict[Audience, tuple[str, ...]] = {
    "desk": ("bar", "agenda", "acts", "pile", "tools", "presence", "ballot", "board", "promises", "tables", "unshown"),
    "wall": ("stage", "presence", "ballot", "board", "light", "tables"),
    "phone": ("stage", "serves"),
}


def visible(room: Room, audience: Audience, presence: Presence = NOBODY) -> dict[str, Part]:
    """All that ``audience`` sees of ``room``, as parts by id."""
    ids: list[str] = [*_FIXED[audience]]
    if audience != "phone":
        ids += (f"heap-{name}" for name in (wall.heaps(room) if audience == "wall" else ()))
        ids += (f"theme-{theme.id}" for theme in sorted(room.themes.values(), key=lambda theme: theme.under or ""))
        ids += (f"copy-{copy}" for copy in room.copies)
        ids += (f"card-{statement}" for statement in room.statements)
        ids += (f"milestone-{milestone}" for milestone in room.milestones)
        ids += (f"promise-{commitment}" for commitment in room.commitments)
    places = Places(room)
    parts = ((i, visible_part(room, audience, i, presence, places)) for i in ids)
    return {i: part for i, part in parts if part is not None}


def visible_part(
    room: Room, audience: Audience, part: str, presence: Presence = NOBODY, places: Places | None = None
) -> Part | None:
    """One part of what ``audience`` sees, or None where there is nothing to see under this id.

    ``places`` of this room spares counting them anew for each of many parts.
    """
    match audience:
        case "desk":
            return _at_desk(room, part, presence)
        case "wall":
            return _on_the_wall(room, part, presence, places or Places(room))
        case "phone":
            return {"stage": phone.stage, "serves": phone.serves}.get(part, lambda _: None)(room)


def _at_desk(room: Room, part: str, presence: Presence) -> Part | None:
    kind, _, rest = part.partition("-")
    match kind:
        case "bar":
            return desk.bar(room)
        case "agenda":
            return desk.agenda(room)
        case "acts":
            return desk.latest_act(room)
        case "pile":
            return desk.pile(room)
        case "presence":
            return desk.presence(room, presence)
        case "ballot":
            return desk_tasks.ballot(room)
        case "board":
            return desk_tasks.board(room)
        case "promises":
            return desk_tasks.promises(room)
        case "tables":
            return tables.at_desk(room, desk.presence(room, presence).total)
        case "unshown":
            return desk.unshown(room)
        case "theme" if rest in room.themes:
            return desk.theme_of(room, room.themes[rest])
        case "tools":
            return desk.tools(room)
        case "copy" if rest in room.copies:
            return desk.copy(room, room.copies[rest])
        case "card" if rest in room.statements:
            return desk.card(room, room.statements[rest])
        case "milestone" if rest in room.milestones:
            return desk_tasks.milestone_of(room, room.milestones[rest])
        case "promise" if rest in room.commitments:
            return desk_tasks.promise_of(room, room.commitments[rest])
        case _:
            return None


def _on_the_wall(room: Room, part: str, presence: Presence, places: Places) -> Part | None:
    kind, _, rest = part.partition("-")
    match kind:
        case "stage":
            return wall.stage(room)
        case "presence":
            return wall.presence(desk.presence(room, presence).total)
        case "ballot":
            return wall.ballot(room)
        case "board":
            return wall.board(room)
        case "light":
            return wall.light(room)
        case "tables":
            return tables.on_wall(room, wall.mode(room))
        case "theme" if rest in room.themes:
            return wall.theme_of(room, room.themes[rest], places)
        case "heap":
            return wall.heap(room, rest, places)
        case "copy" if rest in room.copies:
            return wall.copy(room, room.copies[rest])
        case "card" if rest in room.statements:
            return wall.card(room, room.statements[rest], places)
        case "milestone" if rest in room.milestones:
            return wall.milestone_of(room, room.milestones[rest])
        case "promise" if rest in room.commitments:
            return wall.promise_of(room, room.commitments[rest])
        case _:
            return None
