"""Tables: everything that migrations read."""

from app.store.tables.columns import table_of
from app.store.tables.people import AccountRow, FacilitatorRow, GrantRow, IdentityRow, InvitationRow, SessionRow
from app.store.tables.region import MethodRow, MunicipalityRow, NetworkRow, UnitRow, WorkshopUnitRow
from app.store.tables.rooms import EventRow, InstallationRow, StatementRow, ThemeRow, WorkshopRow
from app.store.tables.told import ToldGroupRow, ToldRow, ToldStatementRow, ToldThemeRow
from app.store.tables.visions import VisionRow, VisionVersionRow

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
    "ToldGroupRow",
    "ToldRow",
    "ToldStatementRow",
    "ToldThemeRow",
    "UnitRow",
    "VisionRow",
    "VisionVersionRow",
    "WorkshopRow",
    "WorkshopUnitRow",
    "table_of",
]
