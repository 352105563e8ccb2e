"""The socket: commands in, frames out. One stream in two renderings, chosen by subprotocol.

It is plain ASGI, past the web framework: with thousands of phones, every layer around a connection costs memory.
"""

import asyncio
import json
import math
import re
from collections.abc import Callable
from contextlib import suppress
from typing import Any, Protocol
from urllib.parse import parse_qs

import structlog
from sqlalchemy.exc import SQLAlchemyError
from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.identity import Who, is_someone_else
from app.painter import Painter
from app.realtime.rooms import Live
from app.realtime.seat import Seat
from app.realtime.stream import Form, Frame
from app.routes.forms import parsed_text
from app.routes.house import House
from app.routes.line import PlainLine, ReadyLine
from app.routes.throttle import MINUTE
from app.routes.trace import REQUEST
from app.routes.visit import Problem, Visit, answer
from app.routes.visitor import Visitor
from app.wire import EXTENSION, later
from app.workshop.parts import Audience
from app.workshop.people import Language
from app.workshop.refusals import Reason, Refusal

PROTOCOLS: dict[str, Form] = {"fremtidsbilde.v1.html": "html", "fremtidsbilde.v1.json": "json"}

_TRY_LATER = 1013
CLOSE_NOT_ALLOWED = 4403
CLOSE_UNKNOWN = 4404
CLOSE_SOMEONE_ELSE = 4409
CLOSE_TOO_MANY = 4429

_CLOSES = {"unknown_code": CLOSE_UNKNOWN, "too_many_requests": CLOSE_TOO_MANY}
_AUDIENCES: dict[str, Audience] = {"phone": "phone", "wall": "wall", "desk": "desk"}
_PATH = re.compile(r"/w/([^/]{1,40})/live")

LOOK_AGAIN = 5.0
"""Seconds after which it is looked at again whether one at a desk may still be there."""

PING = '{"type":"ping"}'

_log = structlog.get_logger(__name__)

_json = json.JSONEncoder(separators=(",", ":")).encode


class Sockets:
    """ASGI middleware: serves ``/w/<code>/live``, and lets all else through."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._open = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = _PATH.fullmatch(scope["path"]) if scope["type"] == "websocket" else None
        if path is None:
            await self._app(scope, receive, send)
            return
        house: House = scope["app"].state.house
        self._open += 1
        try:
            full = self._open > house.settings.connections
            connection = await _opened(scope, receive, send, path[1], full=full)
            if connection is not None:
                await connection.run()
        finally:
            self._open -= 1


async def _opened(scope: Scope, receive: Receive, send: Send, code: str, *, full: bool) -> "_Connection | None":
    """Shake hands, and find out who it is and which room; close codes are in docs/protocol.md."""
    await receive()

    async def close(code: int, reason: str) -> None:
        await send({"type": "websocket.close", "code": code, "reason": reason})

    protocol = next((name for name in PROTOCOLS if name in scope["subprotocols"]), None)
    if protocol is None:
        await close(1002, "choose a subprotocol")
        return None
    headers = [(b"x-request-id", scope[REQUEST].encode())] if REQUEST in scope else []
    await send({"type": "websocket.accept", "subprotocol": protocol, "headers": headers})
    house: House = scope["app"].state.house
    if full:
        house.metrics.refused("full")
        await _ask_back(scope, send, "full")
        return None
    query = parse_qs(scope["query_string"].decode("latin-1"), keep_blank_values=True)
    audience = _AUDIENCES.get(query.get("as", ["phone"])[0], "phone")
    visit = Visit(HTTPConnection(scope))
    try:
        workshop, who = await visit.need_audience(audience, code)
        if is_someone_else(who, audience, query.get("me", [""])[0]):
            await close(CLOSE_SOMEONE_ELSE, "someone_else")
            return None
        room = await visit.live(workshop)
    except Problem as problem:
        if problem.name == "full":  # counted where it was met
            await _ask_back(scope, send, "full")
        else:
            await close(_CLOSES.get(problem.name, CLOSE_NOT_ALLOWED), problem.name)
        return None
    except SQLAlchemyError as error:
        _log.error("database", error=type(error).__name__)
        house.metrics.refused("not_saved")
        await _ask_back(scope, send, "not_saved")
        return None
    if who.participant and room.hub.sockets_of(who.participant) >= visit.house.settings.sockets_per_participant:
        await close(CLOSE_TOO_MANY, "too_many_sockets")
        return None
    connection = _Connection(receive, send, visit.house, room, who, audience, visit.language)
    if audience == "desk":
        connection.visitor = Visitor(visit, code)
    if "again" in query:
        visit.house.metrics.reconnected(audience)
    connection.prepare(scope, PROTOCOLS[protocol], query.get("since", [""])[0])
    return connection


async def _ask_back(scope: Scope, send: Send, why: str) -> None:
    """Ask one for whom there is no place, or no database, to come back, as everybody is when the server stops."""
    house: House = scope["app"].state.house
    await send({"type": "websocket.send", "text": later(house.settings.full_for)})
    await send({"type": "websocket.close", "code": _TRY_LATER, "reason": why})


class _AnyLine(Protocol):
    async def say(self, text: str, also: Callable[[], list[Frame]]) -> None: ...

    def end(self) -> None: ...


class _Connection:
    """One open socket: what comes in is read here; what goes out, the hub sends through the seat's line."""

    __slots__ = (
        "_audience",
        "_house",
        "_language",
        "_line",
        "_messages",
        "_receive",
        "_room",
        "_seat",
        "_send",
        "_strikes",
        "_until",
        "_who",
        "visitor",
    )

    def __init__(
        self,
        receive: Receive,
        send: Send,
        house: House,
        room: Live,
        who: Who,
        audience: Audience,
        language: Language,
    ) -> None:
        self._receive = receive
        self._send = send
        self._house = house
        self._room = room
        self._who = who
        self._audience: Audience = audience
        self._language: Language = language
        self._strikes = 0
        self._messages = 0
        self._until = 0.0
        self.visitor: Visitor | None = None

    def prepare(self, scope: Scope, form: Form, since: str) -> None:
        """Make the seat and its line; what was missed since the cursor is sent once it is taken."""
        seat = Seat(self._audience, since, self._who.participant if self._audience == "phone" else None)
        painter: Painter = self._house.painter
        wire: Any = (scope.get("extensions") or {}).get(EXTENSION)
        line = (
            ReadyLine(wire, form, self._language, painter, lambda: self._room.hub.serve(seat))
            if wire is not None
            else PlainLine(self._send, form, self._language, painter, lambda: self._room.hub.serve(seat))
        )
        self._line: _AnyLine = line
        self._seat = seat
        seat.line = line

    async def run(self) -> None:
        """Listen until either side goes."""
        try:
            self._room.hub.sit(self._seat)
            while True:
                message = await self._heard()
                if message is None:
                    await self._send({"type": "websocket.close", "code": CLOSE_NOT_ALLOWED, "reason": "not_allowed"})
                    return
                if message["type"] == "websocket.disconnect":
                    return
                told = await self._answer(message.get("text") or "")
                if told:
                    await self._line.say(told, self._news)
                if self._strikes > self._house.settings.strikes:
                    await self._send({"type": "websocket.close", "code": CLOSE_TOO_MANY, "reason": "too_fast"})
                    return
                await asyncio.sleep(0)  # where more has come already nothing here waits, and others want their turn
        except OSError:  # the other side went while it was being answered
            return
        finally:
            self._room.hub.leave(self._seat)
            self._line.end()

    def _news(self) -> list[Frame]:
        """What has become of one's own statements, which is sent in one go with the answer that made it so."""
        own = self._seat.own
        return [] if own is None else own.take(self._room.room)

    async def _heard(self) -> Message | None:
        """The next message; None where the one at a desk may no longer be there, which is looked at in silence too."""
        if self.visitor is None:
            return await self._receive()
        message = None
        while message is None:
            with suppress(TimeoutError):
                async with asyncio.timeout(LOOK_AGAIN):
                    message = await self._receive()
            if not await self.visitor.still_may():
                return None
        return message

    async def _answer(self, text: str) -> str:
        """Carry out one message and say how it went; nothing is said to a ping that comes too fast."""
        ping = text == PING or ('"ping"' in text[:100] and _fields(text).get("type") == "ping")
        try:
            self._count()
            if ping:
                at = round(self._house.clock().timestamp() * 1_000)
                return f'{{"type":"pong","at":{at}}}'
            if self.visitor is not None and self.visitor.unsure:
                raise self._refusal("not_saved")  # not even tried: whether they may could not be looked up
            command = await self._house.submit(self._room, self._who, self._audience, lambda: parsed_text(text))
        except Refusal as refusal:
            self._strikes += refusal.reason == "too_fast"
            if ping:
                return ""
            told = answer(_fields(text).get("id"), refusal, self._language, self._audience)
        else:
            self._strikes = 0
            told = answer(command.id, None, self._language, self._audience)
        return _json(told)

    def _count(self) -> None:
        """Count one message of this socket, whatever it says.

        Raises:
            Refusal
        """
        now = asyncio.get_running_loop().time()
        if now >= self._until:
            self._until, self._messages = now + MINUTE, 0
        self._messages += 1
        if self._messages > self._house.settings.messages_per_minute:
            raise self._refusal("too_fast", retry_after=math.ceil(self._until - now))

    def _refusal(self, reason: Reason, **facts: int) -> Refusal:
        self._house.metrics.refused(reason)
        return Refusal(reason, **facts)


def _fields(text: str) -> dict[str, object]:
    """What a message says that may be no command: nothing where it is no JSON object."""
    try:
        fields = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return fields if isinstance(fields, dict) else {}
