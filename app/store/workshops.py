"""Workshops: made, found by code or key, listed for those who run them."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, RowMapping, insert, select

from app.store import log
from app.store.batch import Batch
from app.store.facilitators import add_facilitator
from app.store.projections import workshop_facts
from app.store.tables import AccountRow, EventRow, FacilitatorRow, WorkshopRow, table_of
from app.workshop.apply import replay
from app.workshop.commands import Create
from app.workshop.decide import decide
from app.workshop.events import Recorded, Stage
from app.workshop.people import SYSTEM, Actor, Language
from app.workshop.room import Room

_workshops = table_of(WorkshopRow)
_events = table_of(EventRow)
_accounts = table_of(AccountRow)
_facilitators = table_of(FacilitatorRow)

CODE_DIGITS = 6
"""Digits, as a child can type them on any keyboard and read them aloud; guessing is slowed down at the door."""


@dataclass(frozen=True, slots=True)
class Workshop:
    """A workshop's addresses and what lists show of it."""

    id: str
    code: str
    wall_key: str
    created_at: datetime
    title: str
    language: Language
    stage: Stage
    submissions: bool
    revealed: bool
    participants: int
    statements: int


def create(connection: Connection, command: Create, *, owner: str | None, now: datetime) -> Workshop:
    """Make a workshop with its first event; ``owner`` is the account that runs it. The same command makes one only.

    Raises:
        Refusal: the command's words do not do.
    """
    made = _made_before(connection, command, owner)
    if made is not None:
        return made
    room = Room()
    events = decide(room, command, SYSTEM)
    by = Actor(role="system", id=owner) if owner else SYSTEM
    recorded = [
        Recorded(seq=n + 1, command=command.id, n=n, by=by, at=now, event=event) for n, event in enumerate(events)
    ]
    after = replay(recorded)
    row = {
        "id": secrets.token_hex(8),
        "code": _free_code(connection),
        "wall_key": secrets.token_urlsafe(24),
        "created_at": now,
        **workshop_facts(Room()),
    }
    connection.execute(insert(_workshops).values(**row))
    log.append(connection, Batch(row["id"], recorded, room, after))
    if owner:
        add_facilitator(connection, row["id"], owner, owner=True)
    workshop = by_code(connection, row["code"])
    assert workshop is not None  # noqa: S101 - it was inserted above, in this transaction
    return workshop


def by_code(connection: Connection, code: str) -> Workshop | None:
    """Return a workshop by its code, spaces and the like left out."""
    digits = "".join(char for char in code if char.isdecimal())
    return _one(connection, _workshops.c.code == digits) if digits.isascii() else None


def by_id(connection: Connection, workshop: str) -> Workshop | None:
    """Return a workshop by its id."""
    return _one(connection, _workshops.c.id == workshop)


def by_wall_key(connection: Connection, key: str) -> Workshop | None:
    """Return a workshop by the secret of its wall link."""
    return _one(connection, _workshops.c.wall_key == key) if "\0" not in key else None


def run_by(connection: Connection, account: str) -> list[Workshop]:
    """Return the workshops that an account runs, the newest first."""
    query = (
        select(_workshops)
        .join(_facilitators, _facilitators.c.workshop_id == _workshops.c.id)
        .where(_facilitators.c.account_id == account)
        .order_by(_workshops.c.created_at.desc(), _workshops.c.id)
    )
    return [_workshop(row) for row in connection.execute(query).mappings()]


def everything(connection: Connection) -> Sequence[Workshop]:
    """Return all workshops there are, the oldest first."""
    query = select(_workshops).order_by(_workshops.c.created_at, _workshops.c.id)
    return [_workshop(row) for row in connection.execute(query).mappings()]


def _made_before(connection: Connection, command: Create, owner: str | None) -> Workshop | None:
    """What this very command made for this owner: a form that is sent twice comes twice, maybe to two processes."""
    if owner is not None:
        connection.execute(select(_accounts.c.id).where(_accounts.c.id == owner).with_for_update(key_share=True))
    query = (
        select(_workshops)
        .join(_facilitators, _facilitators.c.workshop_id == _workshops.c.id)
        .join(_events, (_events.c.workshop_id == _workshops.c.id) & (_events.c.seq == 1))
        .where(_facilitators.c.account_id == owner, _events.c.command_id == command.id)
    )
    row = connection.execute(query).mappings().first()
    return _workshop(row) if row else None


def _free_code(connection: Connection) -> str:
    while True:
        code = str(secrets.randbelow(9 * 10 ** (CODE_DIGITS - 1)) + 10 ** (CODE_DIGITS - 1))
        if by_code(connection, code) is None:
            return code


def _one(connection: Connection, where: object) -> Workshop | None:
    row = connection.execute(select(_workshops).where(where)).mappings().first()  # type: ignore[arg-type]
    return _workshop(row) if row else None


def _workshop(row: RowMapping) -> Workshop:
    return Workshop(**{name: row[name] for name in Workshop.__dataclass_fields__})
