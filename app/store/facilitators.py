"""Who may run a workshop: those who have made it, and those whom they have asked to help."""

from sqlalchemy import Connection, insert, select

from app.store.tables import FacilitatorRow, table_of

_facilitators = table_of(FacilitatorRow)


def add_facilitator(connection: Connection, workshop: str, account: str, *, owner: bool = False) -> None:
    """Let an account run a workshop; nothing happens where it may already."""
    if not may_facilitate(connection, workshop, account):
        row = {"workshop_id": workshop, "account_id": account, "owner": owner}
        connection.execute(insert(_facilitators).values(**row))


def may_facilitate(connection: Connection, workshop: str, account: str) -> bool:
    """Whether an account runs a workshop."""
    where = (_facilitators.c.workshop_id == workshop) & (_facilitators.c.account_id == account)
    return connection.execute(select(_facilitators.c.owner).where(where)).first() is not None
