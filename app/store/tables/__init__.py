"""Tables: everything that migrations read."""

from app.store.tables.people import AccountRow, FacilitatorRow, GrantRow, IdentityRow, InvitationRow, SessionRow
from app.store.tables.region import MethodRow, MunicipalityRow, NetworkRow, UnitRow, WorkshopUnitRow
from app.store.tables.rooms import EventRow, InstallationRow, StatementRow, ThemeRow, WorkshopRow

__all__ = [
    "AccountRow",
    "EventRow",
    "FacilitatorRow",
    "GrantRow",
    "IdentityRow",
    "InstallationRow",
    "InvitationRow",
    "MethodRow",
    "MunicipalityRow",
    "NetworkRow",
    "SessionRow",
    "StatementRow",
    "ThemeRow",
    "UnitRow",
    "WorkshopRow",
    "WorkshopUnitRow",
]
