"""What workshops have told, as programs are told of it: with the same left out as on every page."""

from datetime import date, datetime

from pydantic import ConfigDict, Field
from pydantic.config import JsonDict

from app.region.api.value import Value
from app.workshop.people import Language, StakeholderGroup

_WORKSHOP: JsonDict = {
    "id": "4f0c1d2e3a4b5c6d",
    "title": "Skolen i 2040",
    "language": "nb",
    "method": "fremtidsbilde-120",
    "ended": True,
    "held": "2026-10-07",
    "people": 24,
    "exact": False,
    "statements": 57,
    "municipalities": [2],
    "units": [7],
}


class WorkshopItem(Value):
    """A workshop. ``held``: the day, null where nothing has happened yet.

    ``people``: how many took part, null where that is not told; at least so many where not ``exact``. ``statements``:
    how many it tells. ``municipalities`` and ``units``: ids of those it is for, as far as the token sees them.
    """

    model_config = ConfigDict(json_schema_extra={"examples": [_WORKSHOP]})

    id: str
    title: str
    language: Language
    method: str
    ended: bool
    held: date | None
    people: int | None
    exact: bool
    statements: int
    municipalities: tuple[int, ...]
    units: tuple[int, ...]


class GroupItem(Value):
    """How many of a group took part; null is withheld, as fewer than five are never told."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"group": "child", "people": 14}]})

    group: StakeholderGroup
    people: int | None


class WorkshopFacts(WorkshopItem):
    """A workshop, with the groups that it offered."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {**_WORKSHOP, "groups": [{"group": "child", "people": 14}, {"group": "politician", "people": None}]}
            ]
        }
    )

    groups: tuple[GroupItem, ...]


class StatementItem(Value):
    """A statement in the words that it was written in.

    ``language``: the one that its small words tell; that of its workshop where they do not.
    ``theme``: the id of the local theme that it stands in, null where in none. ``group``: null where it is not named.
    It may be taken back at any time: whoever keeps a copy looks again, and lets go of what is not told any more.
    """

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "workshop": "4f0c1d2e3a4b5c6d",
                    "id": "Uk3jW2",
                    "text": "I 2040 er vi ute hver dag.",
                    "language": "nb",
                    "theme": "t1",
                    "group": "child",
                }
            ]
        }
    )

    workshop: str
    id: str
    text: str
    language: Language
    theme: str | None
    group: StakeholderGroup | None


class LocalThemeItem(Value):
    """A theme of one workshop. ``statements``: how many stand in it; ``votes``: null where it stood in no vote."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "workshop": "4f0c1d2e3a4b5c6d",
                    "id": "t1",
                    "title": "Uteskole",
                    "vision": "I 2040 er naturen et klasserom.",
                    "signs": ["Alle klasser er ute hver uke"],
                    "language": "nb",
                    "statements": 9,
                    "votes": 12,
                }
            ]
        }
    )

    workshop: str
    id: str
    title: str
    vision: str
    signs: tuple[str, ...]
    language: Language
    statements: int
    votes: int | None


class LocalReference(Value):
    """A local theme by its workshop's id and its own."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"workshop": "4f0c1d2e3a4b5c6d", "id": "t1"}]})

    workshop: str
    id: str


class SharedThemeItem(Value):
    """A theme that a network or a municipality has put together of local themes.

    ``municipality``: null where it is the network's. ``votes``: the sum of those that are told, null where none is;
    ``unvoted``: how many of its local themes stood in no vote. ``groups``: those named on its statements. ``local``:
    its local themes that are told now. ``tags``: their ids.
    """

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "id": 3,
                    "municipality": None,
                    "title": "Nærhet til naturen",
                    "vision": "I 2040 lærer vi ute.",
                    "signs": ["Alle er ute hver uke"],
                    "tags": ["rammeplan-natur"],
                    "statements": 31,
                    "votes": 40,
                    "unvoted": 1,
                    "workshops": 4,
                    "groups": ["child", "parent"],
                    "local": [{"workshop": "4f0c1d2e3a4b5c6d", "id": "t1"}],
                    "version": 2,
                    "changed": "2026-11-23T09:00:00Z",
                }
            ]
        }
    )

    id: int
    municipality: int | None
    title: str
    vision: str
    signs: tuple[str, ...]
    tags: tuple[str, ...]
    statements: int
    votes: int | None
    unvoted: int
    workshops: int
    groups: tuple[StakeholderGroup, ...]
    local: tuple[LocalReference, ...]
    version: int
    changed: datetime


class SummaryItem(Value):
    """The vision of a place. ``municipality``, ``unit``: null where it is the network's, or the municipality's.

    ``version``: the one that is told here; ``published``: when it became public, null for a draft. ``link``: where
    everybody reads it, null for a draft.
    """

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "id": "1f2e3d4c5b6a7988",
                    "municipality": 2,
                    "unit": None,
                    "language": "nb",
                    "title": "Fremtidsbilde for Smøla",
                    "version": 3,
                    "written": "2026-11-20T12:00:00Z",
                    "published": "2026-11-23T09:00:00Z",
                    "link": "https://fremtidsbilde.example.no/fremtidsbilde/Vb3…",
                }
            ]
        }
    )

    id: str
    municipality: int | None
    unit: int | None
    language: Language
    title: str
    version: int = Field(ge=1)
    written: datetime
    published: datetime | None
    link: str | None
