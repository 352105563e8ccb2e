"""The tables of networks, and of what is kept for them."""

from datetime import datetime

from sqlalchemy import Column, ForeignKey, Integer, Text, UniqueConstraint
from sqlmodel import Field, SQLModel

from app.store.tables.columns import moment, of_account, of_workshop, within


class NetworkRow(SQLModel, table=True):
    """Municipalities that work together."""

    __tablename__ = "network"

    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(unique=True, max_length=120)


class MunicipalityRow(SQLModel, table=True):
    """A municipality of a network. ``number``: its official one, four digits, kept as text."""

    __tablename__ = "municipality"
    __table_args__ = (UniqueConstraint("network_id", "number"),)

    id: int | None = Field(default=None, primary_key=True)
    network_id: int = within("network")
    number: str = Field(max_length=4)
    name: str = Field(max_length=80)


class UnitRow(SQLModel, table=True):
    """A school, a kindergarten or another place. A childhood centre is two rows that share ``parent_orgnr``.

    ``orgnr``: nine digits; ``register_id``: the unit's id in the national register. "" is what is not known.
    """

    __tablename__ = "unit"
    __table_args__ = (UniqueConstraint("municipality_id", "kind", "name"),)

    id: int | None = Field(default=None, primary_key=True)
    municipality_id: int = within("municipality", index=True)
    name: str = Field(max_length=80)
    kind: str = Field(max_length=16)
    orgnr: str = Field(default="", max_length=9)
    register_id: str = Field(default="", max_length=40)
    ownership: str = Field(default="", max_length=16)
    language_form: str = Field(default="", max_length=2)
    grade_from: int | None = None
    grade_to: int | None = None
    parent_orgnr: str = Field(default="", max_length=9)
    active: bool = True


class WorkshopUnitRow(SQLModel, table=True):
    """Whose workshop it is: one or more units."""

    __tablename__ = "workshop_unit"

    workshop_id: str = of_workshop(primary_key=True)
    unit_id: int = within("unit", primary_key=True, index=True)


class MethodRow(SQLModel, table=True):
    """A method that somebody has made. ``body``: the method itself, as JSON; ``version`` grows with each change."""

    __tablename__ = "method"

    id: str = Field(primary_key=True, max_length=40)
    owner_id: str = of_account(index=True)
    shared: bool
    network_id: int | None = Field(
        default=None, sa_column=Column(Integer, ForeignKey("network.id", ondelete="SET NULL"), nullable=True)
    )
    version: int
    body: str = Field(sa_column=Column(Text, nullable=False))
    changed_at: datetime = moment()
