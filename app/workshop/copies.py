"""Copies: a statement that stands in a second theme as well."""

from dataclasses import replace

from app.workshop.card import Copy
from app.workshop.events import CopyDropped, CopyPut
from app.workshop.remade import copy_event
from app.workshop.room import Room, changed


def copies_moved(room: Room, theme: str, into: str) -> tuple[CopyPut | CopyDropped, ...]:
    """The copies of one theme put into another, but those whose statement stands there or is about to."""
    standing = {s.id for s in room.statements.values() if s.theme in (theme, into)}
    standing |= {copy.statement for copy in room.copies.values() if copy.theme == into}
    events: list[CopyPut | CopyDropped] = []
    for there_now in room.copies.values():
        if there_now.theme == theme and there_now.statement in standing:
            events.append(CopyDropped(copy_id=there_now.id))
        elif there_now.theme == theme:
            events.append(copy_event(replace(there_now, theme=into)))
        elif there_now.theme == into and room.statements[there_now.statement].theme == theme:
            events.append(CopyDropped(copy_id=there_now.id))
    return tuple(events)


def copy_put(room: Room, event: CopyPut) -> Room:
    return changed(
        room, copies={**room.copies, event.copy_id: Copy(event.copy_id, event.statement, event.theme, event.rank)}
    )


def copy_dropped(room: Room, event: CopyDropped) -> Room:
    return changed(room, copies={i: copy for i, copy in room.copies.items() if i != event.copy_id})
