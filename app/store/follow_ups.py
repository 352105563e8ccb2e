"""What becomes of the commitments that workshops tell, and units' notes of where they are."""

import json
from collections.abc import Iterable
from datetime import date, datetime

from sqlalchemy import Connection, select

from app.region.follow_up import FollowUp, State, ToldCommitment, UnitNote
from app.region.told import ToldWorkshop
from app.store.tables import AccountRow, FollowUpRow, ToldRow, UnitNoteRow, UnitRow, table_of
from app.store.versions import put, put_once

_told = table_of(ToldRow)
_follow_ups = table_of(FollowUpRow)
_notes = table_of(UnitNoteRow)
_accounts = table_of(AccountRow)
_units = table_of(UnitRow)

NOTE_FIELDS = ("strengths", "challenges", "children", "ahead")
"""What a unit's note says, as its columns are called."""


def commitments(connection: Connection, workshops: Iterable[ToldWorkshop]) -> list[ToldCommitment]:
    """The commitments that these workshops tell now, with what has become of each, in the workshops' order."""
    there = {one.id: one for one in workshops}
    query = select(_told.c.workshop_id, _told.c.summary).where(_told.c.workshop_id.in_(list(there)))
    told = {row.workshop_id: row.summary for row in connection.execute(query)}
    followed = _followed(connection, list(there))
    return [
        ToldCommitment(
            workshop,
            said["id"],
            said["what"],
            said.get("who", ""),
            said.get("when", ""),
            said.get("theme", ""),
            followed.get((workshop.id, said["id"]), FollowUp()),
        )
        for workshop in there.values()
        for said in (json.loads(told[workshop.id] or "{}").get("commitments", ()) if workshop.id in told else ())
    ]


def follow_up(
    connection: Connection,
    workshop: str,
    commitment: str,
    version: int,
    *,
    state: State,
    note: str,
    who: str | None,
    now: datetime,
) -> None:
    """Say how it stands with a commitment, after what was said in ``version``.

    Raises:
        Overtaken
    """
    values = {"state": state, "note": note, "who": who, "at": now}
    put(connection, _follow_ups, {"workshop_id": workshop, "commitment": commitment}, version, values)


def notes_of(connection: Connection, unit: int) -> list[UnitNote]:
    """A unit's notes, the latest first."""
    query = (
        select(_notes, _accounts.c.name, _accounts.c.email)
        .outerjoin(_accounts, _accounts.c.id == _notes.c.who)
        .where(_notes.c.unit_id == unit)
        .order_by(_notes.c.day.desc(), _notes.c.id.desc())
    )
    return [
        UnitNote(
            row.id,
            row.day,
            row.strengths,
            row.challenges,
            row.children,
            row.ahead,
            row.name or row.email or "",
            row.version,
        )
        for row in connection.execute(query)
    ]


def save_note(
    connection: Connection,
    unit: int,
    note: int | None,
    version: int,
    *,
    day: date,
    said: dict[str, str],
    who: str | None,
    now: datetime,
) -> None:
    """Put a unit's note in, unless the same is there, or change the one with this id.

    ``said``: by the names of ``NOTE_FIELDS``.

    Raises:
        Overtaken
    """
    values = {"day": day, **{name: said.get(name, "") for name in NOTE_FIELDS}}
    if note is None:
        connection.execute(select(_units.c.id).where(_units.c.id == unit).with_for_update())
        put_once(connection, _notes, {"unit_id": unit}, values, who=who, at=now)
    else:
        put(connection, _notes, {"unit_id": unit, "id": note}, version or -1, {**values, "who": who, "at": now})


def _followed(connection: Connection, workshops: list[str]) -> dict[tuple[str, str], FollowUp]:
    query = (
        select(_follow_ups, _accounts.c.name, _accounts.c.email)
        .outerjoin(_accounts, _accounts.c.id == _follow_ups.c.who)
        .where(_follow_ups.c.workshop_id.in_(workshops))
    )
    return {
        (row.workshop_id, row.commitment): FollowUp(
            row.state, row.note, row.name or row.email or "", row.at, row.version
        )
        for row in connection.execute(query)
    }
