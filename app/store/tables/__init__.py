"""Tables: everything that migrations read."""

from app.store.tables.access import ApiTokenRow, WebhookDeliveryRow, WebhookRow
from app.store.tables.columns import table_of
from app.store.tables.jobs import JobFileRow, JobRow
from app.store.tables.people import AccountRow, FacilitatorRow, GrantRow, IdentityRow, InvitationRow, SessionRow
from app.store.tables.plans import (
    FollowUpRow,
    GatheringRow,
    InterimTaskRow,
    InterimTaskUnitRow,
    PathwayGoalRow,
    PathwayGoalThemeRow,
    PathwayRow,
    UnitNoteRow,
)
from app.store.tables.region import MethodRow, MunicipalityRow, NetworkRow, UnitRow, WorkshopUnitRow
from app.store.tables.rooms import EventRow, InstallationRow, StatementRow, ThemeRow, WorkshopRow
from app.store.tables.search import ToldWordsRow
from app.store.tables.shared_themes import SharedThemeActRow, SharedThemeLocalRow, SharedThemeRow, SharedThemeTagRow
from app.store.tables.told import ToldGroupRow, ToldRow, ToldStatementRow, ToldThemeRow, ToldVoteRow
from app.store.tables.visions import VisionRow, VisionVersionRow

__all__ = [
    "AccountRow",
    "ApiTokenRow",
    "EventRow",
    "FacilitatorRow",
    "FollowUpRow",
    "GatheringRow",
    "GrantRow",
    "IdentityRow",
    "InstallationRow",
    "InterimTaskRow",
    "InterimTaskUnitRow",
    "InvitationRow",
    "JobFileRow",
    "JobRow",
    "MethodRow",
    "MunicipalityRow",
    "NetworkRow",
    "PathwayGoalRow",
    "PathwayGoalThemeRow",
    "PathwayRow",
    "SessionRow",
    "SharedThemeActRow",
    "SharedThemeLocalRow",
    "SharedThemeRow",
    "SharedThemeTagRow",
    "StatementRow",
    "ThemeRow",
    "ToldGroupRow",
    "ToldRow",
    "ToldStatementRow",
    "ToldThemeRow",
    "ToldVoteRow",
    "ToldWordsRow",
    "UnitNoteRow",
    "UnitRow",
    "VisionRow",
    "VisionVersionRow",
    "WebhookDeliveryRow",
    "WebhookRow",
    "WorkshopRow",
    "WorkshopUnitRow",
    "table_of",
]
