"""What workshops have told."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

TABLES = ("told_statement", "told_theme", "told_group", "told")


def _workshop() -> tuple[sa.Column[str], sa.ForeignKeyConstraint]:
    return (
        sa.Column("workshop_id", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["workshop_id"], ["workshop.id"], ondelete="CASCADE"),
    )


def upgrade() -> None:
    op.create_table(
        "told",
        *_workshop(),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("method", sa.String(length=40), nullable=False),
        sa.Column("ended", sa.Boolean(), nullable=False),
        sa.Column("held", sa.Date(), nullable=True),
        sa.Column("people", sa.Integer(), nullable=True),
        sa.Column("exact", sa.Boolean(), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("workshop_id"),
    )
    op.create_table(
        "told_group",
        *_workshop(),
        sa.Column("group", sa.String(length=16), nullable=False),
        sa.Column("people", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("workshop_id", "group"),
    )
    op.create_table(
        "told_theme",
        *_workshop(),
        sa.Column("theme", sa.String(length=40), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("vision", sa.Text(), nullable=False),
        sa.Column("signs", sa.Text(), nullable=False),
        sa.Column("statements", sa.Integer(), nullable=False),
        sa.Column("votes", sa.Integer(), nullable=True),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("workshop_id", "theme"),
    )
    op.create_table(
        "told_statement",
        sa.Column("id", sa.Integer(), nullable=False),
        *_workshop(),
        sa.Column("statement", sa.String(length=40), nullable=False),
        sa.Column("theme", sa.String(length=40), nullable=True),
        sa.Column("group", sa.String(length=16), nullable=True),
        sa.Column("collection", sa.String(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("workshop_id", "statement"),
    )
    op.create_index("told_statement_theme", "told_statement", ["workshop_id", "theme"])


def downgrade() -> None:
    for table in TABLES:
        op.drop_table(table)
