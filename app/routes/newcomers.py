"""Somebody new whom a provider vouches for: they see who they are said to be, and have an account then."""

from typing import Annotated

from fastapi import APIRouter, Form
from sqlalchemy import Connection
from starlette.responses import Response

from app.identity import Cookies, mark
from app.openid.providers import Provider
from app.routes.doors import EMAIL_MOST, NAME_MOST, is_email, landing
from app.routes.visit import Visit, Visiting, to
from app.routes.vouching import granted
from app.store import identities, workshops
from app.store.accounts import Account, EmailTaken
from app.store.identities import Identity, IdentityTaken
from app.store.invitations import Invitation

router = APIRouter()

ADDRESS = "/signin/new"


class _Newcomer:
    """Who a provider says that somebody is. ``groups``: those of theirs that give a role here."""

    def __init__(self, provider: Provider, subject: str, email: str, name: str, marks: str) -> None:
        self.provider = provider
        self.identity = Identity(provider.issuer, subject)
        self.email = email
        self.name = name
        known = frozenset(marks.split(","))
        self.groups = frozenset(one.group for one in provider.roles if mark(one.group) in known)


@router.get(ADDRESS)
async def show(visit: Visiting) -> Response:
    """Who they are said to be."""
    there = _newcomer(visit)
    if there is None:
        return to("/signin")
    return visit.page("newcomer", provider=there.provider, email=there.email, name=there.name, problem=None)


@router.post(ADDRESS)
async def welcome(visit: Visiting, email: Annotated[str, Form()] = "", name: Annotated[str, Form()] = "") -> Response:
    """Make the account and sign it in."""
    there = _newcomer(visit)
    if there is None:
        return to("/signin")
    secret = visit.house.cookies.read_invitation(visit.connection.cookies.get(Cookies.INVITATION)) or ""
    now, key = visit.house.clock(), there.provider.key

    def carry_out(connection: Connection) -> tuple[Account, Invitation | None] | None:
        given = granted(connection, there.provider, there.groups)
        return identities.welcome(
            connection, there.identity, email=email, name=name[:NAME_MOST], secret=secret, given=given, now=now
        )

    problem = None if is_email(email) else "no_email"
    try:
        made = await visit.house.database.write(carry_out) if problem is None else None
    except EmailTaken:
        problem, made = "email_taken", None
    except IdentityTaken:  # the form was sent twice
        return _done(to(f"/signin?by={key}&wrong=sign_in_again"))
    if problem is not None:
        typed, called = email[:EMAIL_MOST], name[:NAME_MOST]
        return visit.page("newcomer", status=409, problem=problem, provider=there.provider, email=typed, name=called)
    if made is None:
        return _done(to(f"/signin?by={key}&wrong=not_let_in"))
    account, invitation = made
    room = await visit.house.database.read(lambda c: workshops.by_id(c, (invitation and invitation.workshop) or ""))
    response = _done(to(f"/w/{room.code}/desk" if room else await landing(visit, account)))
    response.delete_cookie(Cookies.INVITATION)
    return await visit.sign_in(response, account, key)


def _newcomer(visit: Visit) -> _Newcomer | None:
    read = visit.house.cookies.read_newcomer(visit.connection.cookies.get(Cookies.NEWCOMER))
    provider = visit.house.providers.named(read[0]) if read and len(read) == 5 else None
    return _Newcomer(provider, *read[1:]) if read and provider else None


def _done(response: Response) -> Response:
    response.delete_cookie(Cookies.NEWCOMER, path="/signin")
    return response
