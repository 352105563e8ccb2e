"""The guard before every door: who may post, how much, and what the browser is told to distrust."""

import traceback
from urllib.parse import urlsplit

import anyio
import structlog
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import ClientDisconnect, Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.routes.errors import problem_answer

_log = structlog.get_logger(__name__)

DRAIN_BYTES = 4_194_304
DRAIN_SECONDS = 2.0
"""How much of a larger one, and for how long, is taken in and forgotten before the answer."""

_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-src 'self'; frame-ancestors 'self'"
)
_HEADERS = {
    "content-security-policy": _POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=()",
    "x-frame-options": "SAMEORIGIN",
}


class Guard:
    """ASGI middleware. Foreign origins get 403, oversized bodies 413, before anything is read; the unforeseen, 500."""

    def __init__(self, app: ASGIApp, origins: tuple[str, ...], public_url: str, body_bytes: int) -> None:
        self._app = app
        self._body_bytes = body_bytes
        self._origins = {_origin(address) for address in (*origins, public_url) if address}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        unsafe = scope["type"] == "websocket" or scope["method"] not in ("GET", "HEAD", "OPTIONS")
        if unsafe and not self._from_us(scope, headers):
            await _refuse(scope, receive, send)
        elif scope["type"] == "websocket":
            await self._app(scope, receive, send)
        elif not _bounded(headers, self._body_bytes, unsafe=unsafe):
            await _drain(receive)
            answer = await problem_answer(Request(scope), "too_large", 413)
            await answer(scope, receive, _with_headers(send))
        else:
            await self._answered(scope, receive, _with_headers(send))

    async def _answered(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the app answer. What it did not foresee is told to the person, and to the log by place, not by words."""
        begun = False

        async def noting(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        try:
            await self._app(scope, receive, noting)
        except ClientDisconnect:  # nobody is there any more to be answered
            return
        except Exception as error:  # the last door of the house: whatever comes here has no other
            places = [f"{frame.filename}:{frame.lineno}" for frame in traceback.extract_tb(error.__traceback__)[-6:]]
            _log.error("unforeseen", error=type(error).__name__, at=places)
            if begun:
                raise
            answer = await problem_answer(Request(scope), "unforeseen", 500)
            await answer(scope, receive, send)

    def _from_us(self, scope: Scope, headers: Headers) -> bool:
        """Whether a page of ours sends this, or no page at all: programs name no origin, and carry no one's cookies."""
        origin = headers.get("origin")
        if origin is None:
            return headers.get("sec-fetch-site", "same-origin") in ("same-origin", "none")
        scheme = {"ws": "http", "wss": "https"}.get(scope["scheme"], scope["scheme"])
        return _origin(origin) in self._origins | {_origin(f"{scheme}://{headers.get('host', '')}")}


def _origin(address: str) -> tuple[str, str, int | None]:
    """Scheme, host and port; what cannot be read is like nobody's."""
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        return "", address, -1
    if not parts.scheme or not parts.hostname:
        return "", address, -1
    return parts.scheme, parts.hostname, port or {"http": 80, "https": 443}.get(parts.scheme)


def _bounded(headers: Headers, most: int, *, unsafe: bool) -> bool:
    length = headers.get("content-length")
    if length is None:
        return not (unsafe and "transfer-encoding" in headers)
    return length.isdecimal() and int(length) <= most


async def _drain(receive: Receive) -> None:
    """Read and forget what comes, within bounds: a client that is still sending would not hear the answer."""
    taken = 0
    more = True
    with anyio.move_on_after(DRAIN_SECONDS):
        while more and taken < DRAIN_BYTES:
            message = await receive()
            taken += len(message.get("body", b""))
            more = message["type"] == "http.request" and message.get("more_body", False)


async def _refuse(scope: Scope, receive: Receive, send: Send) -> None:
    if scope["type"] == "websocket":
        await receive()
        await send({"type": "websocket.close", "code": 1008})
        return
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"connection", b"close")]
    await send({"type": "http.response.start", "status": 403, "headers": headers})
    await send({"type": "http.response.body", "body": b"Forbidden"})


def _with_headers(send: Send) -> Send:
    async def guarded(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in _HEADERS.items():
                headers.setdefault(name, value)
            headers.setdefault("cache-control", "no-store")
        await send(message)

    return guarded
