"""Places with ids of their own, roles in places, sessions that are kept, and whose a workshop is.

Sessions of before end: they had no row. Municipalities and units keep what they had; so do roles.
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

PLACES = ("network", "municipality", "unit")


def upgrade() -> None:
    _municipalities()
    _units()
    op.create_table(
        "workshop_unit",
        sa.Column("workshop_id", sa.String(length=32), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["workshop_id"], ["workshop.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("workshop_id", "unit_id"),
    )
    op.create_index("ix_workshop_unit_unit_id", "workshop_unit", ["unit_id"])
    op.create_table(
        "grant_of_role",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.String(length=32), nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        *(sa.Column(f"{place}_id", sa.Integer(), nullable=True) for place in PLACES),
        sa.Column("issuer", sa.String(length=255), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], ondelete="CASCADE"),
        *(sa.ForeignKeyConstraint([f"{place}_id"], [f"{place}.id"], ondelete="CASCADE") for place in PLACES),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_grant_of_role_account_id", "grant_of_role", ["account_id"])
    op.execute("INSERT INTO grant_of_role (account_id, role, issuer) SELECT id, role, '' FROM account")
    op.create_table(
        "session",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("account_id", sa.String(length=32), nullable=False),
        sa.Column("device", sa.String(length=80), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_session_account_id", "session", ["account_id"])
    op.create_table(
        "identity",
        sa.Column("issuer", sa.String(length=255), nullable=False),
        sa.Column("subject", sa.String(length=255), nullable=False),
        sa.Column("account_id", sa.String(length=32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("issuer", "subject"),
    )
    op.create_index("ix_identity_account_id", "identity", ["account_id"])
    # Not in a batch: that makes a table anew, and as it drops the old one SQLite deletes what belongs to its rows.
    op.drop_column("account", "role")
    op.drop_column("account", "stamp")
    with op.batch_alter_table("invitation", schema=None) as batch_op:
        for place in PLACES:
            batch_op.add_column(sa.Column(f"{place}_id", sa.Integer(), nullable=True))
            batch_op.create_foreign_key(f"invitation_{place}", place, [f"{place}_id"], ["id"], ondelete="CASCADE")


def downgrade() -> None:
    """Go back as far as it goes: roles in places, and what shares a number or a name with another place, are lost."""
    with op.batch_alter_table("invitation", schema=None) as batch_op:
        for place in PLACES:
            batch_op.drop_constraint(f"invitation_{place}", type_="foreignkey")
            batch_op.drop_column(f"{place}_id")
    op.add_column("account", sa.Column("role", sa.String(length=16), nullable=False, server_default="facilitator"))
    op.add_column("account", sa.Column("stamp", sa.String(length=32), nullable=False, server_default=""))
    op.execute(
        "UPDATE account SET role = 'administrator' "
        "WHERE id IN (SELECT account_id FROM grant_of_role WHERE role = 'administrator')"
    )
    for table in ("identity", "session", "grant_of_role", "workshop_unit"):
        op.drop_table(table)
    _places_by_number()


def _municipalities() -> None:
    op.create_table(
        "municipality_by_id",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("network_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=4), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(["network_id"], ["network.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("network_id", "number"),
    )
    op.execute(
        "INSERT INTO municipality_by_id (network_id, number, name) "
        "SELECT network_id, number, name FROM municipality ORDER BY number"
    )


def _units() -> None:
    op.create_table(
        "unit_by_id",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("orgnr", sa.String(length=9), nullable=False),
        sa.Column("register_id", sa.String(length=40), nullable=False),
        sa.Column("ownership", sa.String(length=16), nullable=False),
        sa.Column("language_form", sa.String(length=2), nullable=False),
        sa.Column("grade_from", sa.Integer(), nullable=True),
        sa.Column("grade_to", sa.Integer(), nullable=True),
        sa.Column("parent_orgnr", sa.String(length=9), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["municipality_id"], ["municipality_by_id.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("municipality_id", "kind", "name"),
    )
    op.execute(
        "INSERT INTO unit_by_id (municipality_id, name, kind, orgnr, register_id, ownership, language_form, "
        "parent_orgnr, active) "
        "SELECT m.id, u.name, u.kind, '', '', '', '', '', true FROM unit u "
        "JOIN municipality_by_id m ON m.number = u.municipality_number ORDER BY u.id"
    )
    op.drop_table("unit")
    op.drop_table("municipality")
    op.rename_table("municipality_by_id", "municipality")
    op.rename_table("unit_by_id", "unit")
    op.create_index("ix_unit_municipality_id", "unit", ["municipality_id"])


def _places_by_number() -> None:
    op.create_table(
        "municipality_by_number",
        sa.Column("number", sa.String(length=4), nullable=False),
        sa.Column("network_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(["network_id"], ["network.id"]),
        sa.PrimaryKeyConstraint("number"),
    )
    op.create_table(
        "unit_by_number",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("municipality_number", sa.String(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(["municipality_number"], ["municipality_by_number.number"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("municipality_number", "name"),
    )
    op.execute(
        "INSERT INTO municipality_by_number (number, network_id, name) SELECT number, network_id, name "
        "FROM municipality WHERE id IN (SELECT MIN(id) FROM municipality GROUP BY number)"
    )
    op.execute(
        "INSERT INTO unit_by_number (municipality_number, name, kind) "
        "SELECT m.number, u.name, MIN(u.kind) FROM unit u JOIN municipality m ON m.id = u.municipality_id "
        "WHERE m.id IN (SELECT MIN(id) FROM municipality GROUP BY number) GROUP BY m.number, u.name"
    )
    op.drop_table("unit")
    op.drop_table("municipality")
    op.rename_table("municipality_by_number", "municipality")
    op.rename_table("unit_by_number", "unit")
