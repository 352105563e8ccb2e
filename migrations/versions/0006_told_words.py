"""The words of what workshops have told, to be searched. All of them tell anew, which fills it."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

SQLITE = (
    "CREATE VIRTUAL TABLE told_words_fts USING fts5"
    "(words, content='told_words', content_rowid='id', columnsize=0, tokenize='ascii')",
    "CREATE TRIGGER told_words_put AFTER INSERT ON told_words BEGIN"
    " INSERT INTO told_words_fts (rowid, words) VALUES (new.id, new.words); END",
    "CREATE TRIGGER told_words_gone AFTER DELETE ON told_words BEGIN"
    " INSERT INTO told_words_fts (told_words_fts, rowid, words) VALUES ('delete', old.id, old.words); END",
)
POSTGRESQL = (
    "ALTER TABLE told_words ADD COLUMN vector tsvector GENERATED ALWAYS AS (to_tsvector('simple', words)) STORED",
    "CREATE INDEX told_words_gin ON told_words USING gin (vector)",
)


def upgrade() -> None:
    op.create_table(
        "told_words",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workshop_id", sa.String(length=32), nullable=False),
        sa.Column("statement", sa.String(length=40), nullable=True),
        sa.Column("theme", sa.String(length=40), nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["workshop_id"], ["workshop.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("workshop_id", "statement"),
        sa.UniqueConstraint("workshop_id", "theme"),
    )
    for statement in SQLITE if op.get_bind().dialect.name == "sqlite" else POSTGRESQL:
        op.execute(statement)
    op.execute("UPDATE told SET seq = 0")


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TABLE told_words_fts")
    op.drop_table("told_words")
