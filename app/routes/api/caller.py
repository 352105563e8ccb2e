"""A program that asks by a token: who made it, what they lend it now, and how it is answered."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from hashlib import sha256
from typing import Annotated, TypeVar

from fastapi import Path, Query
from pydantic import BaseModel
from sqlalchemy.exc import SQLAlchemyError
from starlette.requests import HTTPConnection
from starlette.responses import Response

from app.i18n import preferred
from app.region.api.paging import LONGEST, MOST, USUAL, BadCursor, Key, cursor, key_in, page
from app.region.tokens import Scope
from app.routes.problem_json import Refused
from app.routes.visit import Visit
from app.store import tokens
from app.store.tokens import USED_EVERY, Bearer, Token
from app.workshop.people import Language

T = TypeVar("T")

LARGEST_ID = 2**31 - 1
"""The largest number that the databases keep as an id."""

NetworkId = Annotated[int, Path(ge=1, le=LARGEST_ID, description="The network's id.", examples=[1])]
MunicipalityId = Annotated[int | None, Query(ge=1, le=LARGEST_ID, description="Only of this municipality, by id.")]
Limit = Annotated[int, Query(ge=1, le=MOST, description="Items of a page, at most.")]
After = Annotated[str, Query(max_length=LONGEST, alias="cursor", description="`next` of the page before.")]

__all__ = ["USUAL", "After", "Caller", "Calling", "Limit", "MunicipalityId", "NetworkId"]


class Caller(Visit):
    """A visit by a program. Cookies are not looked at: a token says all, and only in its header."""

    token: Token

    def language_for(self, default: Language) -> Language:  # noqa: ARG002 - whoever asks says it, or is told in English
        """The language that the program asks for."""
        return preferred(None, self.connection.headers.get("accept-language", ""), "en")

    @property
    def session(self) -> str | None:
        """None: a browser's session is no way in here."""
        return None

    async def let_in(self, scope: Scope | None) -> None:
        """Read the token and what its maker may now.

        Raises:
            Refused: no_token, bad_token, missing_scope.
            Problem: too_many_requests.
        """
        word, _, secret = self.connection.headers.get("authorization", "").partition(" ")
        if word.lower() != "bearer" or not secret:
            raise Refused("no_token", 401)
        house, now = self.house, self.house.clock()
        found: Bearer | None = await house.database.read(lambda c: tokens.bearer(c, secret.strip(), now=now))
        if found is None:
            self.slow_down("bad token", self.address, house.settings.sign_ins_from_address)
            raise Refused("bad_token", 401)
        self.slow_down("api", found.token.id, house.settings.api_requests_per_minute)
        self.token, self._account, self._account_read = found.token, found.account, True
        if found.token.used_at is None or now - found.token.used_at >= USED_EVERY:
            with suppress(SQLAlchemyError):  # a database that takes nothing just now keeps nobody out
                await house.database.write(lambda c: tokens.used(c, found.token.id, now=now))
        if scope is not None and scope not in found.token.scopes:
            raise Refused("missing_scope", 403, scope=scope)

    def tell(self, told: BaseModel) -> Response:
        """What was asked for; 304 without it where the program says that it has just this already."""
        content = told.model_dump_json().encode()
        tag = f'"{sha256(content).hexdigest()[:32]}"'
        there = self.connection.headers.get("if-none-match", "")
        if tag in (one.strip().removeprefix("W/") for one in there.split(",")):
            return Response(status_code=304, headers={"etag": tag})
        return Response(content, headers={"etag": tag}, media_type="application/json")

    def after(self, text: str, asked: Mapping[str, object], like: Key) -> Key | None:
        """The key that a cursor says, None for the first page.

        Raises:
            Refused: bad_cursor
        """
        try:
            return key_in(text, {**asked, "path": self.connection.url.path}, like) if text else None
        except BadCursor:
            raise Refused("bad_cursor", 400) from None

    def next(self, last: Key, asked: Mapping[str, object]) -> str:
        """The cursor after the item with this key."""
        return cursor(last, {**asked, "path": self.connection.url.path})

    def page_of(
        self, items: Iterable[T], key: Callable[[T], Key], like: Key, *, limit: int, after: str, **asked: object
    ) -> tuple[Sequence[T], str | None]:
        """A page of a list that is read whole, and the cursor of the next one."""
        some, more = page(items, key, self.after(after, asked, like), limit)
        return some, self.next(key(some[-1]), asked) if more else None


class Calling:
    """What a door of the API depends on: a caller whose token has a scope; None: any token."""

    def __init__(self, scope: Scope | None) -> None:
        self.scope = scope

    async def __call__(self, connection: HTTPConnection) -> Caller:
        caller = Caller(connection)
        await caller.let_in(self.scope)
        return caller
