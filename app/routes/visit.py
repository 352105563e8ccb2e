"""A visit: one request or socket, who is behind it, and what every door needs to answer it."""

import secrets
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import datetime
from typing import Annotated, Any
from urllib.parse import urlsplit

import structlog
from fastapi import Depends
from fastapi.responses import HTMLResponse, RedirectResponse
from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError
from starlette.requests import HTTPConnection
from starlette.responses import Response

from app.address import for_people, site_of
from app.i18n import preferred, words
from app.identity import Capability, Cookies, Who, can
from app.openid.providers import Provider
from app.realtime.rooms import Full, Live
from app.region.rights import Place, Right, allowed
from app.routes.device import device_of
from app.routes.house import House
from app.routes.nearest import here
from app.routes.throttle import MINUTE
from app.store import accounts, facilitators, sessions, workshops
from app.store.accounts import Account
from app.store.workshops import Workshop
from app.workshop.commands import Command
from app.workshop.parts import Audience, Part
from app.workshop.people import Language
from app.workshop.refusals import Refusal

_AUDIENCES: Mapping[Audience, Capability] = {"phone": "take_part", "wall": "see_wall", "desk": "run_desk"}


class Problem(Exception):
    """A request that cannot be answered as asked: a named fact that ``errors`` turns into a page or JSON.

    ``retry_after``: seconds after which it can be asked again; 0: that would not help.
    """

    def __init__(self, name: str, status: int, retry_after: int = 0) -> None:
        super().__init__(name)
        self.name = name
        self.status = status
        self.retry_after = retry_after


class Visit:
    """One request or socket."""

    def __init__(self, connection: HTTPConnection) -> None:
        self.connection = connection
        self.house: House = connection.app.state.house
        self.language: Language = self.language_for("nb")
        self._account: Account | None = None
        self._account_read = False

    def language_for(self, default: Language) -> Language:
        """The reader's language, with the default where neither cookie nor browser names one that there is."""
        chosen = self.connection.cookies.get(Cookies.LANGUAGE)
        return preferred(chosen, self.connection.headers.get("accept-language", ""), default)

    def speak(self, workshop: Workshop) -> None:
        """Speak the workshop's own language, whatever the browser says, unless one was chosen on this device."""
        self.language = preferred(self.connection.cookies.get(Cookies.LANGUAGE), "", workshop.language)

    async def account(self) -> Account | None:
        """The signed-in account."""
        if not self._account_read:
            session = self.session
            there = await self.house.database.read(lambda c: _signed_in(c, session)) if session else None
            if there is not None:
                self._account = there[0]
                await self._seen(there[1])
            self._account_read = True
        return self._account

    async def _seen(self, before: datetime) -> None:
        """Note that the session is in use, now and then. A database that takes nothing just now keeps nobody out."""
        session, now = self.session, self.house.clock()
        if session is not None and now - before >= sessions.SEEN_EVERY:
            with suppress(SQLAlchemyError):
                await self.house.database.write(lambda c: sessions.seen(c, session, now=now))

    @property
    def session(self) -> str | None:
        """The id of the session in this browser's cookie, which may have ended."""
        return self.house.cookies.read_session(self.connection.cookies.get(Cookies.SESSION))

    @property
    def vouched_by(self) -> Provider | None:
        """The provider by which this browser was signed in, if it is still one of ours."""
        key = self.house.cookies.read_vouched(self.connection.cookies.get(Cookies.VOUCHED))
        return self.house.providers.named(key) if key else None

    async def sign_in(self, response: Response, account: Account, provider: str = "") -> Response:
        """Sign an account in with this browser; whoever was signed in with it before no longer is.

        ``provider``: the one that vouches for them, by its key; "" where a password or a link does.
        """
        before, now = self.session, self.house.clock()
        device = device_of(self.connection.headers.get("user-agent", ""))

        def begin(connection: Connection) -> str:
            if before is not None:
                sessions.end(connection, before)
            return sessions.begin(connection, account.id, device=device, now=now)

        cookies = self.house.cookies
        session = await self.house.database.write(begin)
        if provider:
            self.keep(response, Cookies.VOUCHED, cookies.vouched(provider), cookies.session_age)
        elif Cookies.VOUCHED in self.connection.cookies:
            response.delete_cookie(Cookies.VOUCHED)
        return self.keep(response, Cookies.SESSION, cookies.session(session), cookies.session_age)

    async def who(self, workshop: Workshop | None = None) -> Who:
        """Who is asking; with a workshop, also who they are in it."""
        account = await self.account()
        cookies, mine = self.connection.cookies, self.house.cookies
        return Who(
            account=account.id if account else None,
            participant=mine.read_participant(cookies.get(Cookies.PARTICIPANT), workshop.id) if workshop else None,
            wall=mine.read_wall(cookies.get(Cookies.WALL), workshop.id) if workshop else False,
            facilitates=bool(workshop and account) and await self._facilitates(workshop, account),
        )

    async def workshop(self, code: str) -> Workshop:
        """The workshop with this code, or a problem."""
        workshop = await self.looked_up(code)
        if workshop is None:
            raise Problem("unknown_code", 404)
        structlog.contextvars.bind_contextvars(room=workshop.id)
        self.language = self.language_for(workshop.language)
        return workshop

    async def looked_up(self, code: str) -> Workshop | None:
        """The workshop with this code, or a problem where this address has tried too many; see ``codes``."""
        workshop = await self.house.database.look(f"code {code[:40]}", lambda c: workshops.by_code(c, code[:40]))
        if workshop is None:
            if self.house.codes.mistyped(self.address):
                raise Problem("too_many_requests", 429, 60)
        elif not await self.house.codes.opens(workshop.id, self.address, lambda: self._belongs(workshop)):
            raise Problem("too_many_requests", 429, 60)
        return workshop

    async def need(self, capability: Capability, code: str) -> tuple[Workshop, Who]:
        """The workshop and who is asking, if they may; else a problem that says what to do first."""
        workshop = await self.workshop(code)
        who = await self.who(workshop)
        if not can(who, capability):
            raise Problem("sign_in" if capability == "run_desk" and who.account is None else "not_allowed", 403)
        return workshop, who

    async def need_audience(self, audience: Audience, code: str) -> tuple[Workshop, Who]:
        """The same, for one who wants to see what ``audience`` sees."""
        workshop, who = await self.need(_AUDIENCES[audience], code)
        if audience == "wall":
            self.speak(workshop)
        return workshop, who

    async def need_account(self) -> Account:
        """The signed-in account, or a problem."""
        account = await self.account()
        if account is None:
            raise Problem("sign_in", 403)
        return account

    async def need_right(self, right: Right, at: Place | None = None) -> Account:
        """The signed-in account, if it has a right in a place, or in the installation where none is named."""
        account = await self.need_account()
        if not allowed(account.grants, right, at):
            raise Problem("not_allowed", 403)
        return account

    async def live(self, workshop: Workshop) -> Live:
        """The workshop's live room, or a problem where there is no place for it now."""
        try:
            return await self.house.rooms.get(workshop.id)
        except Full:
            self.house.metrics.refused("full")
            raise Problem("full", 503, self.house.settings.full_for) from None

    async def submit(self, workshop: Workshop, who: Who, audience: Audience, parse: Callable[[], Command]) -> None:
        """Parse a command and give it to the workshop's room, within the sender's rate.

        Raises:
            Refusal
        """
        await self.house.submit(await self.live(workshop), who, audience, parse)

    def answer(self, command: object, refusal: Refusal | None, audience: Audience = "phone") -> dict[str, object]:
        """What the sender of a command is told, in this visitor's language."""
        return answer(command, refusal, self.language, audience)

    def slow_down(self, what: str, whom: str, most: int, per: int = MINUTE) -> None:
        """Count one, and end the visit where ``whom`` has done this too often in ``per`` seconds."""
        wait = self.house.throttle.hit(what, whom, most, per)
        if wait:
            raise Problem("too_many_requests", 429, wait)

    @property
    def address(self) -> str:
        """Where the request comes from, as bounds count it: at the door only, in memory, for two hours at most."""
        return site_of(self.connection.client.host) if self.connection.client else ""

    @property
    def public_address(self) -> str:
        """The server's address for people."""
        settings = self.house.settings
        return for_people(str(self.connection.base_url), settings.public_url, settings.host)

    @property
    def milliseconds(self) -> int:
        """The server's time in milliseconds since 1970, by which screens set their clocks."""
        return round(self.house.clock().timestamp() * 1_000)

    @property
    def wants_json(self) -> bool:
        """Whether a program asks."""
        return "application/json" in self.connection.headers.get("accept", "")

    def page(
        self, name: str, /, *, status: int = 200, parts: Mapping[str, Part] | None = None, **facts: Any
    ) -> Response:
        """Paint a page for this visitor."""
        facts = {
            "now": self.milliseconds,
            "here": here(self.connection),
            "account": self._account,
            "providers": self.house.providers.listed,
            "mail": self.house.mail.is_set,
            "new_id": new_id,
            **facts,
        }
        return HTMLResponse(self.house.painter.page(name, self.language, parts, **facts), status)

    def copy_title(self, title: str) -> str:
        """The title of a workshop's copy."""
        return words(self.language).gettext("%(title)s (copy)", title=title[:100])

    def keep(self, response: Response, name: str, value: str, age: int, path: str = "/") -> Response:
        """Give the visitor a cookie that scripts cannot read and other sites cannot send."""
        secure = "https" in (self.connection.url.scheme, urlsplit(self.house.settings.public_url).scheme)
        response.set_cookie(name, value, max_age=age, path=path, secure=secure, httponly=True, samesite="lax")
        return response

    async def _belongs(self, workshop: Workshop) -> bool:
        return (await self.who(workshop)).belongs

    async def _facilitates(self, workshop: Workshop | None, account: Account | None) -> bool:
        if workshop is None or account is None:
            return False
        return await self.house.database.read(lambda c: facilitators.may_facilitate(c, workshop.id, account.id))


def answer(command: object, refusal: Refusal | None, language: Language, audience: Audience) -> dict[str, object]:
    """What the sender of a command is told: acknowledged, or refused with a reason in the reader's language."""
    told: dict[str, object] = {"id": command if isinstance(command, str) else None}
    if refusal is None:
        return {"type": "ack", **told}
    message = words(language).reason(refusal.reason, refusal.facts, desk=audience == "desk")
    return {"type": "refused", **told, "reason": refusal.reason, "facts": refusal.facts, "message": message}


def new_id() -> str:
    """An id for a form's command: sending the same form twice is then one command."""
    return secrets.token_urlsafe(12)


def to(path: str) -> RedirectResponse:
    """Send the browser on after a form has been taken."""
    return RedirectResponse(path, 303)


def _signed_in(connection: Connection, session: str) -> tuple[Account, datetime] | None:
    there = sessions.by_id(connection, session)
    account = accounts.by_id(connection, there.account) if there else None
    return (account, there.seen_at) if there and account and account.active else None


async def _visit(connection: HTTPConnection) -> Visit:  # were it not async, each would take a thread
    return Visit(connection)


Visiting = Annotated[Visit, Depends(_visit)]
