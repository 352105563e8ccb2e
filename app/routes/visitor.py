"""A visitor at a desk: one who may lose their right while their socket is open."""

import structlog
from sqlalchemy.exc import SQLAlchemyError
from starlette.requests import HTTPConnection

from app.routes.visit import Problem, Visit

_log = structlog.get_logger(__name__)


class Visitor:
    """One who may lose their right while the socket is open. ``unsure``: the database could not be asked just now."""

    def __init__(self, visit: Visit, code: str) -> None:
        self._scope = {**visit.connection.scope}
        self._code = code
        self.unsure = False

    async def still_may(self) -> bool:
        """Whether this account may still run the workshop: rights end while sockets are open, not with the database."""
        try:
            await Visit(HTTPConnection(self._scope)).need("run_desk", self._code)
        except Problem:
            return False
        except SQLAlchemyError as error:
            if not self.unsure:
                _log.error("database", error=type(error).__name__)
            self.unsure = True
        else:
            self.unsure = False
        return True
