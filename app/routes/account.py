"""One's own account: the name, the password, and the browsers that are signed in."""

from typing import Annotated

from fastapi import APIRouter, Form
from sqlalchemy import Connection
from starlette.responses import Response

from app.identity import mark
from app.routes.doors import NAME_MOST
from app.routes.not_signed_in import SIGN_IN_PROBLEMS
from app.routes.visit import Visit, Visiting, to
from app.store import accounts, identities, sessions
from app.store.accounts import PasswordUnfit

router = APIRouter()


@router.get("/account")
async def show(visit: Visiting, saved: str = "", wrong: str = "", by: str = "") -> Response:
    """The account of whoever is signed in; ``wrong``: why the provider ``by`` has not been connected."""
    known = wrong in SIGN_IN_PROBLEMS and visit.house.providers.named(by) is not None
    return await _page(visit, saved=saved, problem=wrong if known else None, by=by)


@router.post("/account/name")
async def rename(visit: Visiting, name: Annotated[str, Form()] = "") -> Response:
    """Be called otherwise; colleagues see it at the desk and in the history."""
    account = await visit.need_account()
    await visit.house.database.write(lambda c: accounts.rename(c, account.id, name[:NAME_MOST]))
    return to("/account?saved=name")


@router.post("/account/password")
async def change_password(
    visit: Visiting, current: Annotated[str, Form()] = "", password: Annotated[str, Form()] = ""
) -> Response:
    """Choose a new password. Every other browser is signed out."""
    account = await visit.need_account()
    house = visit.house
    visit.slow_down("sign in", f"{account.email} {visit.address}", house.settings.sign_ins_per_minute)
    if account.has_password:
        known = await house.database.slowly(lambda c: accounts.signed_in(c, account.email, current))
        if known is None:
            return await _page(visit, problem="wrong_password", status=403)
    try:
        chosen = await house.database.aside(lambda: accounts.hashed(password))
    except PasswordUnfit:
        return await _page(visit, problem="password_unfit", status=409)
    await house.database.write(lambda c: accounts.set_password(c, account.id, chosen))
    return await visit.sign_in(to("/account?saved=password"), account)


@router.post("/account/sessions")
async def end_session(visit: Visiting, chosen: Annotated[str, Form(alias="mark")] = "") -> Response:
    """Sign one other browser out, or without its mark all others."""
    account = await visit.need_account()
    here = visit.session

    def end(connection: Connection) -> None:
        for one in sessions.listed(connection, account.id):
            if one.id != here and chosen in ("", mark(one.id)):
                sessions.end(connection, one.id)

    await visit.house.database.write(end)
    return to("/account?saved=sessions")


async def _page(
    visit: Visit, *, saved: str = "", problem: str | None = None, by: str = "", status: int = 200
) -> Response:
    account = await visit.need_account()
    there = await visit.house.database.read(lambda c: sessions.listed(c, account.id))
    listed = [(mark(one.id), one, one.id == visit.session) for one in there]
    connected = await visit.house.database.read(lambda c: identities.issuers_of(c, account.id))
    return visit.page(
        "account",
        status=status,
        sessions=listed,
        saved=saved,
        problem=problem,
        told=SIGN_IN_PROBLEMS.get(problem or "", ""),
        by=visit.house.providers.named(by),
        connected=connected,
    )
