"""The trace of every visit: an id of its own, a line in the log where that is wanted, and its place in the figures.

The outermost of the house's layers. It knows who is really at the other end of the line, so it is also here that a
trusted proxy's word is taken for where a visitor comes from, and for nothing else does anybody look at such headers.
"""

import re
import secrets
import time
from collections.abc import Awaitable

import structlog
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from app.metrics import Metrics

_log = structlog.get_logger(__name__)

_PEER = "fremtidsbilde.peer"
REQUEST = "fremtidsbilde.request"
"""Where a socket's scope has its id, which whoever accepts it sends along: a layer here would cost for each frame."""
_SANE = re.compile(r"[A-Za-z0-9_-]{8,64}")
_GONE = "gone"
"""The status of a request whose sender left before it was answered."""


class Trace:
    """ASGI middleware. ``trusted``: proxies whose X-Forwarded-… and X-Request-Id are believed, read as uvicorn does."""

    def __init__(self, app: ASGIApp, metrics: Metrics, trusted: str, *, log_requests: bool) -> None:
        self._app = app
        self._metrics = metrics
        self._log_requests = log_requests
        self._behind = ProxyHeadersMiddleware(self._known, trusted)  # type: ignore[arg-type]  # uvicorn types ASGI anew

    def __call__(self, scope: Scope, receive: Receive, send: Send) -> Awaitable[None]:
        if scope["type"] not in ("http", "websocket"):
            return self._app(scope, receive, send)
        scope[_PEER] = scope.get("client")
        return self._behind(scope, receive, send)  # type: ignore[arg-type]  # as above

    def _known(self, scope: Scope, receive: Receive, send: Send) -> Awaitable[None]:
        """Once it is known where the visitor comes from. Not a coroutine: a socket would keep it for its whole life."""
        given = Headers(scope=scope).get("x-request-id", "")
        through_proxy = scope.get("client") != scope[_PEER]
        request = given if through_proxy and _SANE.fullmatch(given) else secrets.token_hex(8)
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request=request)
        if scope["type"] == "http":
            return self._request(scope, receive, send, request)
        scope[REQUEST] = request
        return self._socket(scope, receive, send) if self._log_requests else self._app(scope, receive, send)

    async def _request(self, scope: Scope, receive: Receive, send: Send, request: str) -> None:
        began = time.perf_counter()
        status = _GONE

        async def numbered(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = str(message["status"])
                MutableHeaders(scope=message)["x-request-id"] = request
            await send(message)

        try:
            await self._app(scope, receive, numbered)
        finally:
            self._metrics.answered(_route(scope), status, time.perf_counter() - began)
            self._tell("request", scope, began, method=scope["method"], status=status)

    async def _socket(self, scope: Scope, receive: Receive, send: Send) -> None:
        """``send`` stays as it is: a layer here would cost something for each frame."""
        began = time.perf_counter()
        try:
            await self._app(scope, receive, send)
        finally:
            self._tell("socket", scope, began)

    def _tell(self, event: str, scope: Scope, began: float, **facts: str) -> None:
        if self._log_requests:
            _log.info(event, route=_route(scope), ms=round(1_000 * (time.perf_counter() - began), 1), **facts)


def _route(scope: Scope) -> str:
    """The template of the door that answered: addresses hold codes and secrets."""
    if scope["type"] == "websocket":
        return "/w/{code}/live"
    path = getattr(scope.get("route"), "path", None)
    if path is not None:
        return str(path)
    return "/static" if scope.get("root_path") == "/static" else "none"
