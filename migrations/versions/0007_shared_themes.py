"""Shared themes of networks and municipalities."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def _by(name: str) -> tuple[sa.Column[str], sa.ForeignKeyConstraint]:
    return (
        sa.Column(name, sa.String(length=32), nullable=True),
        sa.ForeignKeyConstraint([name], ["account.id"], ondelete="SET NULL"),
    )


def _at(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _place() -> tuple[sa.Column[int] | sa.ForeignKeyConstraint, ...]:
    return (
        sa.Column("network_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["network_id"], ["network.id"], ondelete="CASCADE"),
        sa.Column("municipality_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["municipality_id"], ["municipality.id"], ondelete="CASCADE"),
    )


def _shared_theme() -> tuple[sa.Column[int], sa.ForeignKeyConstraint]:
    return (
        sa.Column("shared_theme_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["shared_theme_id"], ["shared_theme.id"], ondelete="CASCADE"),
    )


def upgrade() -> None:
    op.create_table(
        "shared_theme",
        sa.Column("id", sa.Integer(), nullable=False),
        *_place(),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("vision", sa.Text(), nullable=False),
        sa.Column("signs", sa.Text(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("removed", sa.Boolean(), nullable=False),
        _at("changed_at"),
        *_by("changed_by"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_shared_theme_network_id", "shared_theme", ["network_id"])
    op.create_index("ix_shared_theme_municipality_id", "shared_theme", ["municipality_id"])
    op.create_table(
        "shared_theme_local",
        sa.Column("place", sa.String(length=24), nullable=False),
        sa.Column("workshop_id", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["workshop_id"], ["workshop.id"], ondelete="CASCADE"),
        sa.Column("theme", sa.String(length=40), nullable=False),
        *_shared_theme(),
        *_by("who"),
        _at("at"),
        sa.PrimaryKeyConstraint("place", "workshop_id", "theme"),
    )
    op.create_index("ix_shared_theme_local_shared_theme_id", "shared_theme_local", ["shared_theme_id"])
    op.create_table(
        "shared_theme_tag",
        *_shared_theme(),
        sa.Column("tag", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        *_by("who"),
        _at("at"),
        sa.PrimaryKeyConstraint("shared_theme_id", "tag"),
    )
    op.create_table(
        "shared_theme_act",
        sa.Column("id", sa.Integer(), nullable=False),
        *_place(),
        sa.Column("place", sa.String(length=24), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("shared_theme_id", sa.Integer(), nullable=True),
        sa.Column("moved", sa.Text(), nullable=False),
        *_by("who"),
        _at("at"),
        _at("undone_at", nullable=True),
        *_by("undone_by"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_shared_theme_act_place", "shared_theme_act", ["place"])
    # Counting by theme and group reads this index alone, and not the words.
    op.drop_index("told_statement_theme", "told_statement")
    op.create_index("told_statement_theme", "told_statement", ["workshop_id", "theme", "group"])


def downgrade() -> None:
    op.drop_index("told_statement_theme", "told_statement")
    op.create_index("told_statement_theme", "told_statement", ["workshop_id", "theme"])
    for table in ("shared_theme_act", "shared_theme_tag", "shared_theme_local", "shared_theme"):
        op.drop_table(table)
