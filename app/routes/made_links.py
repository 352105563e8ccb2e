"""One-time links that people have made for others: shown once they are made, and open until they are used.

A link's secret is in no address, which histories and logs keep, and in no table. It goes from the form to the page that
shows it in a signed cookie that scripts cannot read, which only the pages of people get back, for ten minutes.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from starlette.responses import Response

from app.identity import MADE_AGE, Cookies
from app.region.rights import Grant
from app.routes.place_names import path_of
from app.routes.visit import Visit, to
from app.store import invitations
from app.store.accounts import Account

PAGE = "/people"


@dataclass(frozen=True, slots=True)
class Invited:
    """A link that somebody can still take. ``where``: its place by name; ``by``: who made it, "" if unknown.

    ``reset_for``: whose new password it is for; None: it is an invitation.
    """

    key: str
    grant: Grant
    where: str
    by: str
    until: datetime
    reset_for: Account | None = None


@dataclass(frozen=True, slots=True)
class Made:
    """What has just been made: a link to be passed on, or a letter with it.

    ``link``: "" where a letter went out; ``given``: what it gives.
    """

    link: str
    mailed_to: str
    not_mailed: str
    given: Invited | None = None


def address(visit: Visit, secret: str) -> str:
    """The address of a one-time link, for people."""
    return f"{visit.public_address}/invitation/{secret}"


def show(visit: Visit, secret: str = "", *, mailed_to: str = "", not_mailed: str = "") -> Response:
    """Send the browser on to the page that shows what has been made."""
    value = visit.house.cookies.made(visit.session or "", secret, mailed_to[:254], not_mailed[:254])
    return visit.keep(to(PAGE), Cookies.MADE, value, MADE_AGE, PAGE)


def done(visit: Visit) -> Response:
    """Send the browser on after something else has been done there; what was made before is shown no more."""
    response = to(PAGE)
    if Cookies.MADE in visit.connection.cookies:
        response.delete_cookie(Cookies.MADE, path=PAGE)
    return response


async def just_made(visit: Visit, everybody: Sequence[Account], names: Mapping[str, str]) -> Made | None:
    """What this session has just made here, while it is worth anything. ``names``: of places, by path."""
    read = visit.house.cookies.read_made(visit.connection.cookies.get(Cookies.MADE), visit.session or "")
    if read is None:
        return None
    secret, mailed_to, not_mailed = read
    if not secret:
        return Made("", mailed_to, not_mailed)
    now = visit.house.clock()
    there = await visit.house.database.read(lambda c: invitations.open_link(c, secret, now=now))
    if there is None:
        return None
    return Made(address(visit, secret), mailed_to, not_mailed, _invited(there, everybody, names))


async def open_to(
    visit: Visit, account: Account, everybody: Sequence[Account], names: Mapping[str, str]
) -> list[Invited]:
    """The open links that ``account`` could have made as well, and so may take back."""
    now = visit.house.clock()
    there = await visit.house.database.read(lambda c: invitations.open_links(c, now=now))
    return [_invited(one, everybody, names) for one in there if invitations.may_make(account.grants, one.invitation)]


def _invited(one: invitations.OpenLink, everybody: Sequence[Account], names: Mapping[str, str]) -> Invited:
    given = one.invitation
    by = next((who.name or who.email for who in everybody if who.id == given.by), "")
    reset_for = next((who for who in everybody if who.id == given.account), None)
    return Invited(one.key, given.grant, names.get(path_of(given.grant.place), ""), by, one.until, reset_for)
