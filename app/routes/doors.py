"""Signing in and out, one-time links, and the choice of language."""

from typing import Annotated, Any

from fastapi import APIRouter, Form
from sqlalchemy import Connection
from starlette.responses import Response

from app.i18n import REGION_ROLES
from app.identity import Cookies
from app.openid.providers import Provider
from app.region.rights import places
from app.routes.not_signed_in import SIGN_IN_PROBLEMS
from app.routes.place_names import path_of, places_in
from app.routes.visit import Problem, Visit, Visiting, to
from app.store import accounts, invitations, region, sessions, workshops
from app.store.accounts import Account, EmailTaken, PasswordUnfit
from app.store.invitations import Invitation
from app.workshop.people import LANGUAGES

router = APIRouter()

YEAR = 31_536_000
EMAIL_MOST = 254
NAME_MOST = 120
HOME = "/home"


@router.get("/signin")
async def show_sign_in(visit: Visiting, then: str = "/home", wrong: str = "", by: str = "") -> Response:
    """The form for address and password, and other ways; ``wrong``: why the provider ``by`` has let nobody in."""
    if await visit.account() is not None:
        return to(local(then))
    provider = visit.house.providers.named(by)
    return _signing_in(visit, then, problem=wrong if provider and wrong in SIGN_IN_PROBLEMS else None, by=provider)


@router.post("/signin")
async def sign_in(
    visit: Visiting,
    email: Annotated[str, Form()] = "",
    password: Annotated[str, Form()] = "",
    then: Annotated[str, Form()] = "/home",
) -> Response:
    """Sign in. Whether the address or the password was wrong is not told."""
    one = email.strip().lower()[:EMAIL_MOST]
    from_here, everywhere = f"{one} {visit.address}", visit.house.settings.sign_ins_from_address
    # Asked, as a password takes its time anyway: one who guesses may take each process in turn.
    await visit.house.sharing.ask(("sign in from", visit.address), ("sign in", from_here), ("sign in anywhere", one))
    visit.slow_down("sign in from", visit.address, everywhere)
    visit.slow_down("sign in", from_here, visit.house.settings.sign_ins_per_minute)
    visit.slow_down("sign in anywhere", one, everywhere)
    account = await visit.house.database.slowly(lambda c: accounts.signed_in(c, email[:EMAIL_MOST], password))
    if account is None:
        return _signing_in(visit, then, status=403, email=email[:EMAIL_MOST], problem="wrong_sign_in")
    return await visit.sign_in(to(await landing(visit, account, then)), account)


@router.post("/signout")
async def sign_out(visit: Visiting) -> Response:
    """End this browser's session; sockets that were opened with it close. Elsewhere one signs out by oneself."""
    session, provider = visit.session, visit.vouched_by
    if session is not None:
        await visit.house.database.write(lambda c: sessions.end(c, session))
    response = to(f"/signin/left/{provider.key}" if session and provider else "/")
    response.delete_cookie(Cookies.SESSION)
    response.delete_cookie(Cookies.VOUCHED)
    return response


@router.get("/invitation/{secret}")
async def follow(visit: Visiting, secret: str) -> Response:
    """Take the secret out of the address at once."""
    visit.slow_down("invitation", visit.address, visit.house.settings.joins_per_minute)
    response = to("/invitation")
    return visit.keep(response, Cookies.INVITATION, visit.house.cookies.invitation(secret[:100]), 3_600)


@router.get("/invitation")
async def show_invitation(visit: Visiting) -> Response:
    """What the link gives, and the form for it."""
    invitation, account = await _invited(visit)
    return await _welcoming(visit, invitation, account)


@router.post("/invitation")
async def accept(
    visit: Visiting,
    email: Annotated[str, Form()] = "",
    name: Annotated[str, Form()] = "",
    password: Annotated[str, Form()] = "",
) -> Response:
    """Take the link, once: as the account that is signed in, as the one it is for, or with a new account."""
    invitation, account = await _invited(visit)
    secret = visit.house.cookies.read_invitation(visit.connection.cookies.get(Cookies.INVITATION)) or ""
    now = visit.house.clock()
    try:
        if account is None and invitation.account is None and not is_email(email):
            raise _NotAnEmail
        chosen = None
        if invitations.needs_password(invitation, account):
            chosen = await visit.house.database.aside(lambda: accounts.hashed(password))
        taker = await visit.house.database.write(
            lambda c: invitations.accept(c, secret, account, email=email, name=name, password=chosen, now=now)
        )
    except (EmailTaken, PasswordUnfit, _NotAnEmail) as error:
        problem = {EmailTaken: "email_taken", PasswordUnfit: "password_unfit", _NotAnEmail: "no_email"}[type(error)]
        typed = {"email": email[:EMAIL_MOST], "name": name[:NAME_MOST]}
        return await _welcoming(visit, invitation, account, status=409, problem=problem, **typed)
    if taker is None:
        raise Problem("unknown_link", 404)
    there = await visit.house.database.read(lambda c: workshops.by_id(c, invitation.workshop or ""))
    response = await visit.sign_in(to(f"/w/{there.code}/desk" if there else await landing(visit, taker)), taker)
    response.delete_cookie(Cookies.INVITATION)
    return response


@router.post("/language")
async def language(visit: Visiting, language: Annotated[str, Form()], then: Annotated[str, Form()] = "/") -> Response:
    """Choose the language of every page on this device."""
    response = to(local(then))
    return visit.keep(response, Cookies.LANGUAGE, language, YEAR) if language in LANGUAGES else response


class _NotAnEmail(Exception):
    pass


async def _invited(visit: Visit) -> tuple[Invitation, Account | None]:
    secret = visit.house.cookies.read_invitation(visit.connection.cookies.get(Cookies.INVITATION))
    now = visit.house.clock()
    there = await visit.house.database.read(lambda c: invitations.invitation(c, secret, now=now)) if secret else None
    if there is None:
        raise Problem("unknown_link", 404)
    account = await visit.account() if there.account is None else None
    if there.account is not None and there.workshop is not None:
        account = await visit.house.database.read(lambda c: accounts.by_id(c, there.account or ""))
    return there, account


async def _welcoming(
    visit: Visit,
    invitation: Invitation,
    me: Account | None,
    *,
    status: int = 200,
    problem: str | None = None,
    email: str = "",
    name: str = "",
) -> Response:
    """The form for a link, with who invites to what."""

    def known(connection: Connection) -> dict[str, Any]:
        by = accounts.by_id(connection, invitation.by) if invitation.by else None
        whose = accounts.by_id(connection, invitation.account) if invitation.account else None
        room = workshops.by_id(connection, invitation.workshop) if invitation.workshop else None
        names = dict(places_in(region.networks(connection))) if invitation.grant.place else {}
        return {
            "by": (by.name or by.email) if by else "",
            "where": names.get(path_of(invitation.grant.place), ""),
            "to": room.title if room else "",
            "first_password": whose is not None and not whose.has_password,
        }

    facts = {"email": email, "name": name, **await visit.house.database.read(known)}
    role, _ = REGION_ROLES[invitation.grant.role]
    return visit.page("invitation", status=status, invitation=invitation, me=me, role=role, problem=problem, **facts)


def _signing_in(
    visit: Visit,
    then: str,
    *,
    problem: str | None,
    status: int = 200,
    email: str = "",
    by: Provider | None = None,
) -> Response:
    told = SIGN_IN_PROBLEMS.get(problem or "", "")
    return visit.page("signin", status=status, email=email, problem=problem, told=told, by=by, then=local(then))


def is_email(email: str) -> bool:
    """Whether it looks like an address; whether there is such a one, only a letter can tell."""
    name, at, host = email.strip().partition("@")
    return bool(name and at and "." in host and " " not in email.strip() and len(email) <= EMAIL_MOST)


async def landing(visit: Visit, account: Account, then: str = HOME) -> str:
    """Where somebody comes to who has just signed in: where they wanted to, else to what they have to do with.

    Who sees a region and runs no workshop would find nothing on the home page.
    """
    path = local(then)

    def finds_nothing(connection: Connection) -> bool:
        today = accounts.by_id(connection, account.id)  # with the roles that this very sign-in has brought
        return bool(today and places(today.grants, "see_region")) and not workshops.run_by(connection, account.id)

    return "/region" if path == HOME and await visit.house.database.read(finds_nothing) else path


def local(path: str) -> str:
    """A path on this very site, or the home page."""
    return path if path.startswith("/") and not path.startswith(("//", "/\\")) else HOME
