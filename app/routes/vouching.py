"""Signing in by those who vouch for people: to them, back again, and out. Every way back is a clean address.

One goes there by a page of ours, not by a redirect: browsers hold what may follow a form against the policy of the
page that had it, and a provider sends people on to others that nobody here can name.
"""

from typing import Annotated

import structlog
from fastapi import APIRouter, Form, Path
from sqlalchemy import Connection
from starlette.responses import RedirectResponse, Response

from app.identity import ASKED_AGE, NEWCOMER_AGE, Cookies, mark
from app.openid.asking import Asked, Person
from app.openid.known import Failed
from app.openid.providers import Provider
from app.region.rights import Grant
from app.routes.doors import landing, local
from app.routes.visit import Problem, Visit, Visiting, to
from app.store import accounts, grants, identities, invitations, region
from app.store.accounts import Account
from app.store.identities import Identity, IdentityTaken, LastWayIn

router = APIRouter()
_log = structlog.get_logger(__name__)

Key = Annotated[str, Path(alias="provider")]
"""A provider, as addresses name it."""

THEN_MOST = 500
MARKS_MOST = 50
"""Groups that give a role, of one newcomer: as many as a cookie has room for; the rest come with the next sign-in."""


@router.post("/signin/with/{provider}")
async def go(visit: Visiting, key: Key, then: Annotated[str, Form()] = "/home") -> Response:
    """Go to a provider, to come back as somebody whom it knows."""
    provider = _provider(visit, key)
    return await _ask(visit, provider, local(then)[:THEN_MOST], "", f"/signin?by={key}")


@router.post("/account/connect/{provider}")
async def connect(visit: Visiting, key: Key, current: Annotated[str, Form()] = "") -> Response:
    """Go to a provider, to sign in by it from now on; like a new password, it wants the one that there is."""
    account, provider = await visit.need_account(), _provider(visit, key)
    house = visit.house
    visit.slow_down("sign in", f"{account.email} {visit.address}", house.settings.sign_ins_per_minute)
    if account.has_password:
        known = await house.database.slowly(lambda c: accounts.signed_in(c, account.email, current))
        if known is None:
            return to(f"/account?by={key}&wrong=wrong_password")
    return await _ask(visit, provider, "/account", account.id, f"/account?by={key}")


@router.post("/account/disconnect/{provider}")
async def disconnect(visit: Visiting, key: Key) -> Response:
    """Sign in by a provider no more; the last way in stays."""
    account, provider = await visit.need_account(), _provider(visit, key)
    issuers = [one.issuer for one in visit.house.providers.listed]
    try:
        await visit.house.database.write(lambda c: identities.disconnect(c, account, provider.issuer, issuers))
    except LastWayIn:
        return to(f"/account?by={key}&wrong=last_way_in")
    return to("/account?saved=disconnected")


@router.get("/signin/from/{provider}")
async def come_back(visit: Visiting, key: Key) -> Response:
    """Take the provider's answer, once, and send the browser on to an address in which nothing of it stands."""
    provider = _provider(visit, key)
    visit.slow_down("sign in from", visit.address, visit.house.settings.sign_ins_from_address)
    question = visit.house.cookies.read_asked(visit.connection.cookies.get(Cookies.ASKED))
    answer = dict(visit.connection.query_params)
    if question is None or len(question) != 6 or question[0] != key or answer.get("state") != question[1]:
        return to(f"/signin?by={key}&wrong=sign_in_again")
    _, state, nonce, verifier, then, account = question
    wrong = f"/account?by={key}" if account else f"/signin?by={key}"
    try:
        asked = Asked("", state, nonce, verifier)
        person = await visit.house.providers.answered(provider, _back(visit, provider), answer, asked)
        response = await (_connected(visit, person, account) if account else _known(visit, provider, person, then))
    except Failed as failed:
        _log.warning("sign_in_failed", provider=key, why=failed.why, what=failed.what)
        response = to(f"{wrong}&wrong={failed.why}")
    response.delete_cookie(Cookies.ASKED, path="/signin")
    return response


@router.get("/signin/left/{provider}")
async def left(visit: Visiting, key: Key) -> Response:
    """Signed out here; the provider may still know them, which they can end as well."""
    provider = _provider(visit, key)
    leave = await visit.house.providers.leaving(provider, f"{_here(visit)}/")
    return visit.page("left", provider=provider, leave=leave)


def granted(connection: Connection, provider: Provider, groups: frozenset[str]) -> frozenset[Grant]:
    """The roles that a provider's groups give here; one whose place there is not is none."""
    mine = [one for one in provider.roles if one.group in groups]
    inside = [one for one in mine if one.network]
    found = region.places_named(connection, [(one.network, one.municipality, one.unit) for one in inside])
    there = {Grant(one.role, at) for one, at in zip(inside, found, strict=True) if at is not None}
    return frozenset(there | {Grant(one.role) for one in mine if not one.network})


def _provider(visit: Visit, key: str) -> Provider:
    provider = visit.house.providers.named(key)
    if provider is None:
        raise Problem("unknown_page", 404)
    return provider


async def _ask(visit: Visit, provider: Provider, then: str, account: str, wrong: str) -> Response:
    visit.slow_down("sign in from", visit.address, visit.house.settings.sign_ins_from_address)
    try:
        asked = await visit.house.providers.ask(provider, _back(visit, provider), visit.language)
    except Failed as failed:
        _log.warning("sign_in_failed", provider=provider.key, why=failed.why, what=failed.what)
        return to(f"{wrong}&wrong={failed.why}")
    response = visit.page("leaving", provider=provider, address=asked.address, here="/signin")
    question = visit.house.cookies.asked([provider.key, asked.state, asked.nonce, asked.verifier, then, account])
    return visit.keep(response, Cookies.ASKED, question, ASKED_AGE, path="/signin")


async def _known(visit: Visit, provider: Provider, person: Person, then: str) -> RedirectResponse:
    """Sign in whom the provider knows, with the roles of today; a newcomer whom somebody lets in is welcomed."""
    identity = Identity(person.issuer, person.subject)

    def renewed(connection: Connection) -> tuple[Account | None, frozenset[Grant]]:
        account, given = identities.account_of(connection, identity), granted(connection, provider, person.groups)
        if account is not None:
            grants.renew(connection, account.id, given, issuer=provider.issuer)
        return account, given

    account, given = await visit.house.database.write(renewed)
    if account is not None and account.active:
        response = to(await landing(visit, account, then))
        await visit.sign_in(response, account, provider.key)
        return response
    if account is not None or not (given or await _is_invited(visit)):
        return to(f"/signin?by={provider.key}&wrong=not_let_in")
    response = to("/signin/new")
    mine = sorted({mark(one.group) for one in provider.roles if one.group in person.groups})[:MARKS_MOST]
    particulars = [provider.key, person.subject, person.email, person.name, ",".join(mine)]
    visit.keep(response, Cookies.NEWCOMER, visit.house.cookies.newcomer(particulars), NEWCOMER_AGE, path="/signin")
    return response


async def _connected(visit: Visit, person: Person, account: str) -> RedirectResponse:
    """Let the account that has asked for it sign in by the provider, if it is the one that is signed in still."""
    provider = visit.house.providers.of(person.issuer)
    mine = await visit.account()
    if provider is None or mine is None or mine.id != account:
        raise Failed("sign_in_again", "another account")
    now = visit.house.clock()

    def carry_out(connection: Connection) -> None:
        identities.connect(connection, Identity(person.issuer, person.subject), account, now=now)
        given = granted(connection, provider, person.groups)
        grants.renew(connection, account, given, issuer=provider.issuer)

    try:
        await visit.house.database.write(carry_out)
    except IdentityTaken:
        return to(f"/account?by={provider.key}&wrong=identity_taken")
    return to("/account?saved=connected")


async def _is_invited(visit: Visit) -> bool:
    secret = visit.house.cookies.read_invitation(visit.connection.cookies.get(Cookies.INVITATION))
    now = visit.house.clock()
    there = await visit.house.database.read(lambda c: invitations.invitation(c, secret, now=now)) if secret else None
    return there is not None and there.account is None


def _here(visit: Visit) -> str:
    """The address that this site is visited by: the browser must come back to the one that has its cookie."""
    return visit.house.settings.public_url.rstrip("/") or str(visit.connection.base_url).rstrip("/")


def _back(visit: Visit, provider: Provider) -> str:
    return f"{_here(visit)}/signin/from/{provider.key}"
