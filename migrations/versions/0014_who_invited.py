"""Who has made a one-time link."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("invitation", sa.Column("invited_by", sa.String(length=32), nullable=True))


def downgrade() -> None:
    op.drop_column("invitation", "invited_by")
