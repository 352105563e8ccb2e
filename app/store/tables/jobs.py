"""The tables of work that runs beside: files that somebody has asked for, and their bytes until they are fetched."""

from datetime import datetime

from sqlalchemy import Column, ForeignKey, LargeBinary, String, Text
from sqlmodel import Field, SQLModel

from app.store.tables.columns import moment, of_account, within


class JobRow(SQLModel, table=True):
    """A file that somebody has asked for. ``order``: what it is made of, as JSON: ids and choices, no words.

    ``busy``: the account again while it waits or is made, so that nobody has two at once; None when it has ended.
    ``runner``: the process that makes it, until ``lease_until`` unless it says so again. ``error``: why there is no
    file, by name; "" where there is one. ``made_of``: which version of a vision stands in it, by name.
    """

    __tablename__ = "job"

    id: str = Field(primary_key=True, max_length=32)
    account_id: str = of_account(index=True)
    network_id: int = within("network", index=True)
    order: str = Field(sa_column=Column(Text, nullable=False))
    state: str = Field(max_length=8)
    busy: str | None = Field(default=None, unique=True, max_length=32)
    stage: str = Field(max_length=16)
    progress: int
    attempts: int
    runner: str | None = Field(default=None, max_length=32)
    lease_until: datetime | None = moment(nullable=True)
    made_at: datetime = moment()
    started_at: datetime | None = moment(nullable=True)
    ended_at: datetime | None = moment(nullable=True)
    name: str = Field(max_length=200)
    media_type: str = Field(max_length=120)
    size: int
    made_of: str = Field(max_length=16)
    error: str = Field(max_length=32)


class JobFileRow(SQLModel, table=True):
    """A piece of a file, in the order of ``n``."""

    __tablename__ = "job_file"

    job_id: str = Field(
        sa_column=Column(String(32), ForeignKey("job.id", ondelete="CASCADE"), primary_key=True, nullable=False)
    )
    n: int = Field(primary_key=True)
    content: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
