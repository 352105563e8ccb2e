"""A simulated participant: a cookie from the join form, and a socket."""

import secrets
from collections.abc import Sequence

import httpx2

from app.simulate.follower import Answer, Follower


class NoSuchWorkshop(Exception):
    """The server knows no workshop with this code."""


class Simulated(Follower):
    """One participant, of ``group`` or, where the workshop does not offer it, of one of the ``others``."""

    def __init__(self, base: str, code: str, group: str, others: Sequence[str]) -> None:
        super().__init__(base, code, "phone")
        self.group = group
        self._groups = (group, *(other for other in others if other != group))

    async def join(self, http: httpx2.AsyncClient) -> None:
        """Choose the group, or where the workshop does not offer it another one, and open the socket.

        Raises:
            NoSuchWorkshop, httpx2.HTTPError
        """
        for group in self._groups:
            answer = await http.post(
                f"{self._base}/w/{self._code}/join",
                data={"group": group, "id": secrets.token_urlsafe(12)},
                headers={"accept": "application/json"},
            )
            if answer.status_code == 404:
                raise NoSuchWorkshop(self._code)
            if answer.status_code == 409 and answer.json().get("reason") == "unknown_group":
                continue
            answer.raise_for_status()
            self.group = group
            self._cookie = answer.headers["set-cookie"].partition(";")[0]
            await self.open()
            return
        raise NoSuchWorkshop(self._code)

    async def say(self, text: str, command: str) -> Answer | None:
        """Send one statement and return the answer, or None where none came."""
        return await self.give({"type": "say", "id": command, "text": text})
