"""Gatherings, tasks, pathways, notes of units, and what becomes of commitments."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

TABLES = (
    "follow_up",
    "unit_note",
    "pathway_goal_theme",
    "pathway_goal",
    "pathway",
    "interim_task_unit",
    "interim_task",
    "gathering",
)

Columns = tuple[sa.Column[int] | sa.ForeignKeyConstraint, ...]


def _within(table: str) -> Columns:
    return (
        sa.Column(f"{table.removeprefix('interim_')}_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint([f"{table.removeprefix('interim_')}_id"], [f"{table}.id"], ondelete="CASCADE"),
    )


def _said() -> tuple[sa.Column[object] | sa.ForeignKeyConstraint, ...]:
    """Who wrote it and when, and how often it has changed."""
    return (
        sa.Column("who", sa.String(length=32), nullable=True),
        sa.ForeignKeyConstraint(["who"], ["account.id"], ondelete="SET NULL"),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
    )


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=False)


def upgrade() -> None:
    op.create_table(
        "gathering",
        sa.Column("id", sa.Integer(), nullable=False),
        *_within("network"),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("place", sa.String(length=120), nullable=False),
        _text("note"),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_gathering_network_id", "gathering", ["network_id"])
    op.create_table(
        "interim_task",
        sa.Column("id", sa.Integer(), nullable=False),
        *_within("network"),
        sa.Column("gathering_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["gathering_id"], ["gathering.id"], ondelete="SET NULL"),
        sa.Column("title", sa.String(length=120), nullable=False),
        _text("what"),
        sa.Column("due", sa.Date(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_interim_task_network_id", "interim_task", ["network_id"])
    op.create_table(
        "interim_task_unit",
        *_within("interim_task"),
        *_within("unit"),
        sa.Column("state", sa.String(length=16), nullable=False),
        _text("note"),
        *_said(),
        sa.PrimaryKeyConstraint("task_id", "unit_id"),
    )
    op.create_index("ix_interim_task_unit_unit_id", "interim_task_unit", ["unit_id"])
    op.create_table(
        "pathway",
        sa.Column("id", sa.Integer(), nullable=False),
        *_within("network"),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_pathway_network_id", "pathway", ["network_id"])
    op.create_table(
        "pathway_goal",
        *_within("pathway"),
        sa.Column("stage", sa.Integer(), nullable=False),
        _text("text"),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("pathway_id", "stage"),
    )
    op.create_table(
        "pathway_goal_theme",
        *_within("pathway"),
        sa.Column("stage", sa.Integer(), nullable=False),
        sa.Column("shared_theme_id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("pathway_id", "stage", "shared_theme_id"),
    )
    op.create_table(
        "unit_note",
        sa.Column("id", sa.Integer(), nullable=False),
        *_within("unit"),
        sa.Column("day", sa.Date(), nullable=False),
        *(_text(name) for name in ("strengths", "challenges", "children", "ahead")),
        *_said(),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_unit_note_unit_id", "unit_note", ["unit_id"])
    op.create_table(
        "follow_up",
        sa.Column("workshop_id", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["workshop_id"], ["workshop.id"], ondelete="CASCADE"),
        sa.Column("commitment", sa.String(length=40), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        _text("note"),
        *_said(),
        sa.PrimaryKeyConstraint("workshop_id", "commitment"),
    )


def downgrade() -> None:
    for table in TABLES:
        op.drop_table(table)
