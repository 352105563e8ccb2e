"""The tables of the visions of places: what people have written, and references to what workshops have told."""

from datetime import datetime

from sqlalchemy import Column, ForeignKey, String, Text
from sqlmodel import Field, SQLModel

from app.store.tables.columns import moment, within


class VisionRow(SQLModel, table=True):
    """The vision of a network, a municipality or a unit.

    ``public_key``: of the link that it is published under, from the first time on; ``published``: the version that is
    public, None where none is.
    """

    __tablename__ = "vision"

    id: str = Field(primary_key=True, max_length=32)
    network_id: int = within("network", index=True)
    municipality_id: int | None = within("municipality", nullable=True)
    unit_id: int | None = within("unit", nullable=True)
    language: str = Field(max_length=2)
    public_key: str | None = Field(default=None, unique=True, max_length=64)
    published: int | None = None
    published_at: datetime | None = moment(nullable=True)


class VisionVersionRow(SQLModel, table=True):
    """A version of a vision, as it was saved. ``body``: as JSON, without the words of any workshop.

    ``frozen``: the texts of themes that were published with it, as JSON; of one that never was, those of themes that
    their workshops have no more, as they were public before; "" where there are none.
    """

    __tablename__ = "vision_version"

    vision_id: str = Field(
        sa_column=Column(String(32), ForeignKey("vision.id", ondelete="CASCADE"), primary_key=True, nullable=False)
    )
    version: int = Field(primary_key=True)
    at: datetime = moment()
    by_id: str | None = Field(
        default=None, sa_column=Column(String(32), ForeignKey("account.id", ondelete="SET NULL"), nullable=True)
    )
    body: str = Field(sa_column=Column(Text, nullable=False))
    frozen: str = Field(sa_column=Column(Text, nullable=False))
