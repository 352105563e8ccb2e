"""How the groups of a workshop voted on its themes, as it tells it. All of them tell anew, which fills it."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "told_vote",
        sa.Column("workshop_id", sa.String(length=32), nullable=False),
        sa.Column("theme", sa.String(length=40), nullable=False),
        sa.Column("group", sa.String(length=16), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["workshop_id"], ["workshop.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("workshop_id", "theme", "group"),
    )
    op.execute("UPDATE told SET seq = 0")


def downgrade() -> None:
    op.drop_table("told_vote")
