"""A facilitator's home: own workshops, a new one, a copy of an old one."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Form, Request
from sqlalchemy import Connection
from starlette.datastructures import FormData
from starlette.responses import Response

from app.i18n import QUESTIONS
from app.routes.forms import command_in
from app.routes.offered_methods import method_named, methods_for
from app.routes.visit import Problem, Visit, Visiting, new_id, to
from app.routes.whose import Choice, choice_of
from app.store import region, workshops
from app.store.accounts import Account
from app.workshop.commands import ID, Create
from app.workshop.people import GROUPS
from app.workshop.refusals import Refusal

router = APIRouter()


@router.get("/home")
async def home(visit: Visiting) -> Response:
    """The account's workshops, by stage."""
    account = await visit.need_account()
    there = await visit.house.database.read(lambda c: workshops.run_by(c, account.id))
    return visit.page("home", workshops=there, rights=account.rights)


@router.get("/workshops/new")
async def new(visit: Visiting, method: str = "") -> Response:
    """The form for a new workshop; ``method``: the one that is chosen in it."""
    await visit.need_account()
    return await _form(visit, FormData(), None, method)


@router.post("/workshops/new")
async def make(visit: Visiting, request: Request) -> Response:
    """Make it, and go to its desk."""
    account = await visit.need_account()
    async with request.form() as form:
        return await _made(visit, account, form)


async def _made(visit: Visit, account: Account, form: FormData) -> Response:
    house = visit.house
    try:
        command = command_in(form)
        if not isinstance(command, Create):
            raise Refusal("not_allowed")
        method = await method_named(visit, str(form.get("method") or ""))
        command = command.model_copy(update={"method": method})
        choice = await choice_of(visit)
        chosen = choice.taken(form)
        made = await house.database.write(lambda c: _make(c, command, account.id, house.clock(), choice, chosen))
    except Refusal as refusal:
        return await _form(visit, form, refusal)
    return to(f"/w/{made.code}/desk")


@router.post("/w/{code}/duplicate")
async def duplicate(visit: Visiting, code: str, id: Annotated[str, Form()] = "") -> Response:  # noqa: A002 - the form's name
    """A new, empty workshop with the same choices; the same form makes one only."""
    workshop, who = await visit.need("run_desk", code)
    if who.account is None:
        raise Problem("sign_in", 403)
    live = await visit.live(workshop)
    room, house = live.room, visit.house
    command = Create(
        id=id if ID.fullmatch(id) else new_id(),
        title=visit.copy_title(room.title),
        question=dict(room.question),
        language=room.language,
        groups=room.groups,
        units=room.units,
        limit=room.limit,
        moderation=room.moderation,
        method=room.method,
    )
    choice, owner = await choice_of(visit, workshop.id), who.account
    made = await house.database.write(lambda c: _make(c, command, owner, house.clock(), choice, choice.chosen))
    return to(f"/w/{made.code}/desk/settings?copied=yes")


def _make(
    connection: Connection, command: Create, owner: str, now: datetime, choice: Choice, units: frozenset[int] | None
) -> workshops.Workshop:
    """The workshop, and whose it is, in one transaction."""
    made = workshops.create(connection, command, owner=owner, now=now)
    choice.give(connection, made.id, units)
    return made


async def _form(visit: Visit, typed: FormData, refusal: Refusal | None, wanted: str = "") -> Response:
    networks = await visit.house.database.read(region.networks)
    offered = await methods_for(visit)
    return visit.page(
        "new",
        status=409 if refusal else 200,
        typed=typed,
        refusal=refusal,
        groups=GROUPS,
        questions=QUESTIONS,
        networks=networks,
        whose=(await choice_of(visit)).with_typed(typed),
        methods=offered,
        wanted=next((one.method for one in offered if one.method.id == wanted), None),
    )
