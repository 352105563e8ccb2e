"""Who may sign in, and what they may do where: links for new people, roles given and taken, accounts kept out."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Form
from sqlalchemy import Connection
from starlette.responses import Response

from app.i18n import REGION_ROLES
from app.mail import Letter
from app.region.rights import ROLES, Grant, Place, Role, allowed, may_give, places
from app.routes import letters, made_links
from app.routes.doors import is_email
from app.routes.place_names import path_of, places_in
from app.routes.visit import Problem, Visit, Visiting
from app.store import accounts, grants, invitations, region
from app.store.accounts import Account
from app.store.invitations import Invitation
from app.workshop.people import LANGUAGES

router = APIRouter(prefix="/people")


@dataclass(frozen=True, slots=True)
class Given:
    """A role that somebody has, where it is called by name, and whether whoever looks may take it.

    ``by``: the provider whose groups give it, which would give it again; "" for people.
    """

    grant: Grant
    where: str
    mine: bool
    by: str = ""

    @property
    def key(self) -> str:
        """The role and its place as a form says them."""
        return f"{self.grant.role} {path_of(self.grant.place)}"


@router.get("")
async def show(visit: Visiting) -> Response:
    """The people whom one has to do with: an administrator all, a coordinator those with a role in their places."""
    return await _page(visit)


@router.post("/invite")
async def invite(
    visit: Visiting,
    role: Annotated[str, Form()] = "",
    place: Annotated[str, Form()] = "",
    email: Annotated[str, Form()] = "",
    language: Annotated[str, Form()] = "",
) -> Response:
    """Make a one-time link that gives a role, and mail it where there is an address and mail is set."""
    account, grant = await visit.need_account(), _grant(role, place)
    await _may_give(visit, account, grant)
    house = visit.house
    secret = await house.database.write(
        lambda c: invitations.invite(
            c, Invitation(grant, by=account.id), now=house.clock(), days=house.settings.invitation_days
        )
    )
    if not email.strip() or not house.mail.is_set:
        return made_links.show(visit, secret)
    spoken = next((one for one in LANGUAGES if one == language), visit.language)
    days, by = house.settings.invitation_days, account.name or account.email
    letter = letters.invitation(email.strip(), made_links.address(visit, secret), spoken, days=days, by=by)
    return await _mailed(visit, account, letter, secret)


@router.post("/take-back")
async def take_back(visit: Visiting, invitation: Annotated[str, Form()] = "") -> Response:
    """Make a link worthless that one could have made. Nothing happens where it is used, or another's."""
    account = await visit.need_account()
    if not _invites(account):
        raise Problem("not_allowed", 403)
    now = visit.house.clock()

    def carry_out(connection: Connection) -> None:
        for one in invitations.open_links(connection, now=now):
            if one.key == invitation and invitations.may_make(account.grants, one.invitation):
                invitations.take_back(connection, one.key)

    await visit.house.database.write(carry_out)
    return made_links.done(visit)


@router.post("/{person}/give")
async def give(
    visit: Visiting, person: str, role: Annotated[str, Form()] = "", place: Annotated[str, Form()] = ""
) -> Response:
    """Give somebody one more role."""
    account, grant = await visit.need_account(), _grant(role, place)
    await _may_give(visit, account, grant)
    other = await _known(visit, account, person)
    await visit.house.database.write(lambda c: grants.give(c, other.id, [grant]))
    return made_links.done(visit)


@router.post("/{person}/take")
async def take(visit: Visiting, person: str, given: Annotated[str, Form()] = "") -> Response:
    """Take a role from somebody; the last administrator stays one."""
    role, _, place = given.partition(" ")
    account, grant = await visit.need_account(), _grant(role, place)
    await _may_give(visit, account, grant)
    other = await _known(visit, account, person)

    def carry_out(connection: Connection) -> None:
        grants.take(connection, other.id, grant)
        if grant.role == "administrator" and not grants.has_administrator(connection):
            raise _LastAdministrator

    try:
        await visit.house.database.write(carry_out)
    except _LastAdministrator:
        return await _page(visit, problem="last_administrator", status=409)
    return made_links.done(visit)


@router.post("/{person}/reset")
async def reset(visit: Visiting, person: str) -> Response:
    """Make a link with which somebody chooses a new password, and mail it where mail is set."""
    account = await visit.need_right("run_installation")
    other = await _known(visit, account, person)
    house = visit.house
    given, mailed = Invitation(Grant("facilitator"), account=other.id, by=account.id), house.mail.is_set
    days = house.settings.reset_hours / 24 if mailed else house.settings.invitation_days
    secret = await house.database.write(lambda c: invitations.invite(c, given, now=house.clock(), days=days))
    if not mailed:
        return made_links.show(visit, secret)
    link = made_links.address(visit, secret)
    letter = letters.reset(other.email, link, visit.language, hours=house.settings.reset_hours)
    return await _mailed(visit, account, letter, secret)


@router.post("/{person}/active")
async def keep_out(visit: Visiting, person: str, active: Annotated[str, Form()] = "") -> Response:
    """Keep an account out and end its sessions, or let it in again; nobody keeps themselves out.

    The last administrator stays let in: of two who keep each other out at once, the second one is told.
    """
    account = await visit.need_right("run_installation")
    other = await _known(visit, account, person)

    def carry_out(connection: Connection) -> None:
        accounts.set_active(connection, other.id, active=active == "yes")
        if not grants.has_administrator(connection):
            raise _LastAdministrator

    try:
        if other.id != account.id:
            await visit.house.database.write(carry_out)
    except _LastAdministrator:
        return await _page(visit, problem="last_administrator", status=409)
    return made_links.done(visit)


class _LastAdministrator(Exception):
    pass


def _grant(role: str, place: str) -> Grant:
    known = next((one for one in ROLES if one == role), None)
    ids = place.split("/") if place else []
    if known is None or len(ids) > 3 or not all(one.isascii() and one.isdigit() and len(one) < 10 for one in ids):
        raise Problem("malformed", 422)
    try:
        return Grant(known, Place(*map(int, ids)) if ids else None)
    except ValueError:
        raise Problem("no_such_role", 409) from None


async def _may_give(visit: Visit, account: Account, grant: Grant) -> None:
    there = await visit.house.database.read(region.networks)
    if not may_give(account.grants, grant) or (grant.place and path_of(grant.place) not in dict(places_in(there))):
        raise Problem("not_allowed", 403)


async def _known(visit: Visit, account: Account, person: str) -> Account:
    """Somebody whom one has to do with, or the same problem as where there is nobody."""
    other = await visit.house.database.read(lambda c: accounts.by_id(c, person[:32].replace("\0", "")))
    if other is None or not _has_to_do_with(account, other):
        raise Problem("not_allowed", 403)
    return other


def _has_to_do_with(account: Account, other: Account) -> bool:
    return allowed(account.grants, "run_installation") or any(
        grant.place is not None and allowed(account.grants, "invite", grant.place) for grant in other.grants
    )


async def _mailed(visit: Visit, account: Account, letter: Letter, secret: str) -> Response:
    """Send a letter, and say so; where it cannot be sent, show the link that stands in it."""
    if is_email(letter.to) and await letters.sent(visit, account, letter):
        return made_links.show(visit, mailed_to=letter.to)
    return made_links.show(visit, secret, not_mailed=letter.to)


def _invites(account: Account) -> bool:
    return allowed(account.grants, "run_installation") or bool(places(account.grants, "invite"))


async def _page(visit: Visit, *, problem: str | None = None, status: int = 200) -> Response:
    account = await visit.need_account()
    everywhere = allowed(account.grants, "run_installation")
    networks = await visit.house.database.read(region.networks)
    names = dict(places_in(networks))
    offered = {path: name for path, name in names.items() if everywhere or may_give(account.grants, _reader(path))}
    if not everywhere and not offered:
        raise Problem("not_allowed", 403)
    everybody = await visit.house.database.read(accounts.accounts)
    vouched = await visit.house.database.read(grants.vouched)
    called = {one.issuer: one.name for one in visit.house.providers.listed}

    def by(person: str, grant: Grant) -> str:
        issuer = vouched.get((person, grant))
        return called.get(issuer, "") if issuer else ""

    people = [(one, _given(account, one, names, by)) for one in everybody if _has_to_do_with(account, one)]
    return visit.page(
        "people",
        status=status,
        people=people,
        places=offered,
        names_of=REGION_ROLES,
        roles={role: text for role, text in REGION_ROLES.items() if everywhere or role != "administrator"},
        everywhere=everywhere,
        made=await made_links.just_made(visit, everybody, names),
        invited=await made_links.open_to(visit, account, everybody, names),
        problem=problem,
    )


def _reader(path: str) -> Grant:
    return Grant("reader", Place(*map(int, path.split("/"))))


def _given(account: Account, other: Account, names: Mapping[str, str], by: Callable[[str, Grant], str]) -> list[Given]:
    """What somebody has been given, as far as it is the business of whoever looks."""
    everywhere = allowed(account.grants, "run_installation")
    order: dict[Role, int] = {role: number for number, role in enumerate(ROLES)}
    there = sorted(other.grants, key=lambda one: (order[one.role], names.get(path_of(one.place), "")))
    return [
        Given(one, names.get(path_of(one.place), ""), may_give(account.grants, one), by(other.id, one))
        for one in there
        if everywhere or may_give(account.grants, one)
    ]
