"""The tables of shared themes: what people have put together of many workshops' own themes, and who did."""

from datetime import datetime
from typing import Any

from sqlalchemy import Column, ForeignKey, Integer, String, Text
from sqlmodel import Field, SQLModel

from app.store.tables.columns import moment, of_workshop, within


def _by() -> Any:
    """The account that did it; nobody's any more where the account has gone."""
    reference = ForeignKey("account.id", ondelete="SET NULL")
    return Field(default=None, sa_column=Column(String(32), reference, nullable=True))


def _of_shared_theme(*, primary_key: bool = False) -> Any:
    reference = ForeignKey("shared_theme.id", ondelete="CASCADE")
    return Field(sa_column=Column(Integer, reference, primary_key=primary_key, nullable=False, index=not primary_key))


class SharedThemeRow(SQLModel, table=True):
    """A theme of a network, or of a municipality of it. ``version`` grows with each change of its words.

    ``removed``: taken away by hand, and kept so that this can be undone.
    """

    __tablename__ = "shared_theme"

    id: int | None = Field(default=None, primary_key=True)
    network_id: int = within("network", index=True)
    municipality_id: int | None = within("municipality", nullable=True, index=True)
    title: str = Field(max_length=120)
    vision: str = Field(sa_column=Column(Text, nullable=False))
    signs: str = Field(sa_column=Column(Text, nullable=False))
    rank: int
    version: int
    removed: bool = False
    changed_at: datetime = moment()
    changed_by: str | None = _by()


class SharedThemeLocalRow(SQLModel, table=True):
    """A workshop's theme in a shared theme of a place: in one of each place at most, as the key says.

    ``place``: the network's id, or the network's and the municipality's, as ``12`` or ``12/3``.
    """

    __tablename__ = "shared_theme_local"

    place: str = Field(primary_key=True, max_length=24)
    workshop_id: str = of_workshop(primary_key=True)
    theme: str = Field(primary_key=True, max_length=40)
    shared_theme_id: int = _of_shared_theme()
    who: str | None = _by()
    at: datetime = moment()


class SharedThemeTagRow(SQLModel, table=True):
    """A tag that somebody put on a shared theme. ``version``: of the set of tags, as it was then."""

    __tablename__ = "shared_theme_tag"

    shared_theme_id: int = _of_shared_theme(primary_key=True)
    tag: str = Field(primary_key=True, max_length=40)
    version: int
    who: str | None = _by()
    at: datetime = moment()


class SharedThemeActRow(SQLModel, table=True):
    """What somebody did to the shared themes of a place. ``moved``: local themes, from where to where, as JSON."""

    __tablename__ = "shared_theme_act"

    id: int | None = Field(default=None, primary_key=True)
    network_id: int = within("network")
    municipality_id: int | None = within("municipality", nullable=True)
    place: str = Field(max_length=24, index=True)
    kind: str = Field(max_length=16)
    shared_theme_id: int | None = None
    moved: str = Field(sa_column=Column(Text, nullable=False))
    who: str | None = _by()
    at: datetime = moment()
    undone_at: datetime | None = moment(nullable=True)
    undone_by: str | None = _by()
