"""Alembic's environment: migrates through the connection that the program hands over, or the default SQLite file."""

from alembic import context

from app.settings import Settings
from app.store.database import Database
from app.store.tables import WorkshopRow
from app.store.tables.search import modelled


def run() -> None:
    """Migrate, in the caller's transaction where there is one."""
    connection = context.config.attributes.get("connection")
    if connection is not None:
        _with(connection)
        return
    with Database(Settings().database).writing() as own:
        _with(own)


def _with(connection: object) -> None:
    context.configure(
        connection=connection,  # type: ignore[arg-type]  # alembic keeps attributes untyped
        target_metadata=WorkshopRow.metadata,
        render_as_batch=True,
        compare_type=True,
        include_name=modelled,
    )
    context.run_migrations()


run()
