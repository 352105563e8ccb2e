"""The tables of where a network is going: gatherings, tasks, pathways, notes of units, what becomes of commitments."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Column, Date, ForeignKey, Integer, String, Text
from sqlmodel import Field, SQLModel

from app.store.tables.columns import moment, of_workshop, within


def _by() -> Any:
    """The account that wrote it; nobody's any more where the account has gone."""
    reference = ForeignKey("account.id", ondelete="SET NULL")
    return Field(default=None, sa_column=Column(String(32), reference, nullable=True))


def _day() -> Any:
    return Field(sa_column=Column(Date, nullable=False))


def _text() -> Any:
    return Field(sa_column=Column(Text, nullable=False))


class GatheringRow(SQLModel, table=True):
    """A gathering of a network's development groups. ``place``: in words; ``version`` grows with each change."""

    __tablename__ = "gathering"

    id: int | None = Field(default=None, primary_key=True)
    network_id: int = within("network", index=True)
    title: str = Field(max_length=120)
    day: date = _day()
    place: str = Field(max_length=120)
    note: str = _text()
    version: int


class InterimTaskRow(SQLModel, table=True):
    """What all units do until a day. ``gathering_id``: the one that it follows."""

    __tablename__ = "interim_task"

    id: int | None = Field(default=None, primary_key=True)
    network_id: int = within("network", index=True)
    gathering_id: int | None = Field(
        default=None, sa_column=Column(Integer, ForeignKey("gathering.id", ondelete="SET NULL"), nullable=True)
    )
    title: str = Field(max_length=120)
    what: str = _text()
    due: date = _day()
    version: int


class InterimTaskUnitRow(SQLModel, table=True):
    """How far a unit has come with a task. Without a row it has not begun."""

    __tablename__ = "interim_task_unit"

    task_id: int = within("interim_task", primary_key=True)
    unit_id: int = within("unit", primary_key=True, index=True)
    state: str = Field(max_length=16)
    note: str = _text()
    who: str | None = _by()
    at: datetime = moment()
    version: int


class PathwayRow(SQLModel, table=True):
    """A learning pathway of a network."""

    __tablename__ = "pathway"

    id: int | None = Field(default=None, primary_key=True)
    network_id: int = within("network", index=True)
    title: str = Field(max_length=120)
    rank: int
    version: int


class PathwayGoalRow(SQLModel, table=True):
    """What a pathway is to reach in a stage of three years, 1 to 3, one goal to a line."""

    __tablename__ = "pathway_goal"

    pathway_id: int = within("pathway", primary_key=True)
    stage: int = Field(primary_key=True)
    text: str = _text()
    version: int


class PathwayGoalThemeRow(SQLModel, table=True):
    """A shared theme that a stage of a pathway serves, by its id; one that is gone is passed over."""

    __tablename__ = "pathway_goal_theme"

    pathway_id: int = within("pathway", primary_key=True)
    stage: int = Field(primary_key=True)
    shared_theme_id: int = Field(primary_key=True)


class UnitNoteRow(SQLModel, table=True):
    """Where a unit is now, as it sees itself on a day: its ståstedsanalyse. "" is what was not written."""

    __tablename__ = "unit_note"

    id: int | None = Field(default=None, primary_key=True)
    unit_id: int = within("unit", index=True)
    day: date = _day()
    strengths: str = _text()
    challenges: str = _text()
    children: str = _text()
    ahead: str = _text()
    who: str | None = _by()
    at: datetime = moment()
    version: int


class FollowUpRow(SQLModel, table=True):
    """What has become of a commitment that a workshop tells, by their ids. Its words are told, and not kept here."""

    __tablename__ = "follow_up"

    workshop_id: str = of_workshop(primary_key=True)
    commitment: str = Field(primary_key=True, max_length=40)
    state: str = Field(max_length=16)
    note: str = _text()
    who: str | None = _by()
    at: datetime = moment()
    version: int
