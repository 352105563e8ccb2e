"""Codes: who may come into a room with its six digits, and what keeps them from being guessed.

There are 900 000 codes. With a hundred rooms, one try in 9 000 finds one, and what is found is what any phone in that
room sees. A script can throw its cookies away, and a school, or all schools of a municipality, are one address: a bound
on tries would shut a class out because others mistype. But a guesser is not after tries, but after rooms. So an address
past the bound on wrong codes is bounded in the *rooms newly found* from there. A room that somebody at the address is
in already, at its desk or wall or with a phone, or that was come to while few mistyped, is open to everybody there.

So a class does not meet the bound, whatever others type. A guesser finds, below the bound on wrong codes, a room in 75
minutes; above it a handful an hour, however fast. There is no bound over all addresses: whoever has many of them could
use it to shut everybody out. They are seen instead, as lines in the log.
"""

from collections.abc import Awaitable, Callable

import structlog

from app.routes.throttle import HOUR, Sharing, Throttle

_log = structlog.get_logger(__name__)


class Codes:
    """Counts wrong codes by address, and rooms that are found past their bound. An address: as ``site_of`` has it."""

    def __init__(self, throttle: Throttle, sharing: Sharing, *, wrong: int, found: int) -> None:
        self._throttle = throttle
        self._sharing = sharing
        self._wrong = wrong
        self._found = found

    def mistyped(self, address: str) -> bool:
        """Count a wrong code; whether the address is past its bound."""
        past = self._throttle.hit("wrong code", address, self._wrong) > 0
        if past and not self._throttle.hit("told of", address, 1):
            _log.warning("many_wrong_codes")
        return past

    async def opens(self, workshop: str, address: str, belongs: Callable[[], Awaitable[bool]]) -> bool:
        """Whether a room opens to its right code. ``belongs``: whether who asks has been let into it before."""
        here = f"{workshop} {address}"
        if self._throttle.seen("at home", here, HOUR):
            return True
        if self._throttle.spent("wrong code", address, self._wrong) and not await belongs():
            await self._sharing.ask(("at home", here), ("found", address), per=HOUR)
            if self._throttle.seen("at home", here, HOUR):
                return True
            if self._throttle.hit("found", address, self._found, HOUR):
                return False
        self._throttle.hit("at home", here, 1, HOUR)
        return True
