"""The journal: one room's log as its writer sees it, off the event loop."""

from collections.abc import Sequence

from app.store import log
from app.store.batch import Batch
from app.store.database import Database
from app.workshop.events import Recorded, StatementWithdrawn
from app.workshop.room import Room


class Journal:
    """Append to and read one workshop's log. Rooms that append at the same time share a transaction."""

    def __init__(self, database: Database, workshop: str) -> None:
        self._database = database
        self.workshop = workshop

    async def append(self, recorded: Sequence[Recorded], before: Room, after: Room) -> None:
        """Return when the events are durable.

        Raises:
            log.Conflict: the log has moved on; nothing was written.
            sqlalchemy.exc.SQLAlchemyError: whether anything was written is to be read off the log.
        """
        try:
            batch = Batch(self.workshop, recorded, before, after)
            await self._database.write_joined(log.append_all, batch, self.workshop)
        finally:  # a commit whose answer is lost has erased as well
            if any(isinstance(entry.event, StatementWithdrawn) for entry in recorded):
                self._database.erased = True

    async def load(self, after: int = 0) -> list[Recorded]:
        """Return the events after number ``after``."""
        return await self._database.read(lambda connection: log.load(connection, self.workshop, after))
