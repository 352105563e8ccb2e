"""A forgotten password, where mail is set: a letter with a link. Who asks learns nothing of who has an account."""

from typing import Annotated

from fastapi import APIRouter, Form
from sqlalchemy.exc import SQLAlchemyError
from starlette.responses import Response

from app.region.rights import Grant
from app.routes import letters
from app.routes.doors import EMAIL_MOST, is_email
from app.routes.throttle import HOUR
from app.routes.visit import Problem, Visit, Visiting
from app.store import accounts, invitations
from app.store.invitations import Invitation

router = APIRouter()


@router.get("/signin/forgotten")
async def show(visit: Visiting) -> Response:
    """The form for the address."""
    _need_mail(visit)
    return visit.page("forgotten", email="", problem=None, asked=False)


@router.post("/signin/forgotten")
async def ask(visit: Visiting, email: Annotated[str, Form()] = "") -> Response:
    """Say that a letter is on its way where there is such an account. Whether there is, is looked up afterwards."""
    _need_mail(visit)
    if not is_email(email):
        return visit.page("forgotten", status=409, email=email[:EMAIL_MOST], problem="no_email", asked=False)
    house, one = visit.house, email.strip().lower()
    await house.sharing.ask(("reset from", visit.address), ("reset", one), per=HOUR)
    visit.slow_down("reset from", visit.address, house.settings.resets_from_address, HOUR)
    if not house.throttle.hit("reset", one, house.settings.resets_per_hour, HOUR):
        house.mail.later(_write(visit, one))
    return visit.page("forgotten", email=email.strip(), problem=None, asked=True)


async def _write(visit: Visit, email: str) -> None:
    """Write to whoever has this address, if anybody does and is let in."""
    house = visit.house
    try:
        account = await house.database.read(lambda c: accounts.by_email(c, email))
        if account is None or not account.active:
            return
        if not account.has_password:
            letter = letters.no_password(account.email, f"{visit.public_address}/signin", visit.language)
        else:
            link, hours = Invitation(Grant("facilitator"), account=account.id), house.settings.reset_hours
            secret = await house.database.write(
                lambda c: invitations.invite(c, link, now=house.clock(), days=hours / 24)
            )
            address = f"{visit.public_address}/invitation/{secret}"
            letter = letters.reset(account.email, address, visit.language, hours=hours)
    except SQLAlchemyError:  # nobody is told, as nobody is told whether there is such an account
        return
    await letters.delivered(visit, letter)


def _need_mail(visit: Visit) -> None:
    if not visit.house.mail.is_set:
        raise Problem("unknown_page", 404)
