"""Telling webhooks: each message is signed, sent to where its host really is, and tried again where it did not arrive.

An address that somebody types must not make this machine talk to itself or to its neighbours. So a host is looked up
once, all that it stands for has to be out in the world, and the connection is made to that very address; redirects
are not followed, and what is answered is not read.
"""

import asyncio
import socket
import ssl
from collections.abc import Callable
from datetime import datetime
from functools import cache
from typing import NoReturn
from urllib.parse import urlsplit

import httpx2

from app.region.webhooks import body, is_public, is_url, signed
from app.settings import Settings
from app.store import webhooks
from app.store.database import Database
from app.store.webhooks import Due

LOOK = 2.0
"""Seconds between two looks for what is due."""
WITHIN = 5.0
"""Seconds that a receiver has, from looking its host up to its answer."""
OLD = 3_600.0
"""Seconds between two times that old deliveries are forgotten."""
GONE = 410
"""A receiver that answers so wants nothing more: https://github.com/standard-webhooks/standard-webhooks."""


class NotSent(Exception):
    """Nothing was sent. ``why``: a word for it."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


async def keep_sending(database: Database, settings: Settings, clock: Callable[[], datetime]) -> NoReturn:
    """Send whatever is due, for as long as the server runs."""
    forgotten = -OLD
    while True:
        await send_due(database, settings, clock)
        now = asyncio.get_running_loop().time()
        if now - forgotten >= OLD:
            forgotten = now
            await database.write(lambda c: webhooks.forget_old(c, now=clock()))
        await asyncio.sleep(LOOK)


async def send_due(
    database: Database, settings: Settings, clock: Callable[[], datetime], only: str | None = None
) -> int:
    """Send what is due now; ``only``: this one delivery. Returns how many were sent, or tried."""
    if only is None and not await database.read(lambda c: webhooks.waiting(c, now=clock())):
        return 0
    due = await database.write(lambda c: webhooks.claim(c, now=clock(), only=only))
    await asyncio.gather(*(_send(database, settings, clock, one) for one in due))
    return len(due)


async def _send(database: Database, settings: Settings, clock: Callable[[], datetime], due: Due) -> None:
    try:
        status = await _posted(due, settings, clock())
    except NotSent as error:
        why = error.why
        await database.write(lambda c: webhooks.failed(c, due, why, now=clock()))
        return
    if 200 <= status < 300:
        await database.write(lambda c: webhooks.arrived(c, due, str(status), now=clock()))
    else:
        gone = status == GONE
        await database.write(lambda c: webhooks.failed(c, due, str(status), now=clock(), for_good=gone))


async def _posted(due: Due, settings: Settings, now: datetime) -> int:
    """The status of the receiver's answer.

    Raises:
        NotSent
    """
    if not is_url(due.url, local=settings.webhooks_local):
        raise NotSent("refused_address")
    content, at = body(due.body, settings.public_url.rstrip("/")), int(now.timestamp())
    headers = {
        "content-type": "application/json",
        "user-agent": "Fremtidsbilde",
        "webhook-id": due.event,
        "webhook-timestamp": str(at),
        "webhook-signature": signed(due.secret, due.event, at, content),
    }
    try:
        url = httpx2.URL(due.url)
    except httpx2.InvalidURL:
        raise NotSent("refused_address") from None
    try:
        async with asyncio.timeout(WITHIN):
            there = await _address(due.url, local=settings.webhooks_local)
            client = httpx2.AsyncClient(verify=_known(), trust_env=False, follow_redirects=False, timeout=WITHIN)
            async with client:
                request = client.build_request(
                    "POST",
                    url.copy_with(host=there),
                    headers={**headers, "host": url.netloc.decode()},
                    content=content.encode(),
                    extensions={"sni_hostname": url.host},  # whose certificate it has to be
                )
                answer = await client.send(request, stream=True)
                await answer.aclose()
    except (TimeoutError, httpx2.TimeoutException):
        raise NotSent("timeout") from None
    except httpx2.ConnectError as error:
        certificate = isinstance(error.__cause__, ssl.SSLError) or "CERTIFICATE" in str(error).upper()
        raise NotSent("certificate" if certificate else "unreachable") from None
    except (httpx2.HTTPError, OSError):
        raise NotSent("unreachable") from None
    return answer.status_code


async def _address(url: str, *, local: bool) -> str:
    """The one address that is connected to.

    Raises:
        NotSent: there is none, or one of them is none out in the world.
    """
    parts = urlsplit(url)
    loop = asyncio.get_running_loop()
    try:
        found = await loop.getaddrinfo(parts.hostname, parts.port or 443, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise NotSent("no_such_host") from None
    addresses = [str(one[4][0]) for one in found]
    if not addresses or not all(is_public(one, local=local) for one in addresses):
        raise NotSent("refused_address")
    return addresses[0]


@cache
def _known() -> ssl.SSLContext:
    """The authorities whose certificates are believed; reading them takes long."""
    return ssl.create_default_context()
