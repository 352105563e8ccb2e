"""The installation's own row: its epoch, by which clients notice that the past was replaced."""

import secrets

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    installation = op.create_table(
        "installation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("epoch", sa.String(length=32), nullable=False),
        sa.CheckConstraint("id = 1", name="installation_is_one"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.bulk_insert(installation, [{"id": 1, "epoch": secrets.token_hex(8)}])


def downgrade() -> None:
    op.drop_table("installation")
