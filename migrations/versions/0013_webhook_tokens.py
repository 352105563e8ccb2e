"""Which token a program has made a webhook by."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("webhook", sa.Column("token_id", sa.String(length=16), nullable=True))


def downgrade() -> None:
    op.drop_column("webhook", "token_id")
