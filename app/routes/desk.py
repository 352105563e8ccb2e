"""The desk's doors: running a workshop, its settings, co-facilitators and files."""

from typing import Annotated

from fastapi import APIRouter, Form, Request
from starlette.datastructures import FormData
from starlette.responses import Response

from app.address import only_here
from app.export import FORMATS
from app.export.csv_file import TABLES
from app.i18n import ZONE, words
from app.identity import Who, mark
from app.region.rights import Grant
from app.routes import letters
from app.routes.doors import is_email
from app.routes.forms import command_in
from app.routes.visit import Problem, Visit, Visiting, to
from app.routes.whose import choice_of
from app.store import invitations
from app.store.invitations import Invitation
from app.store.workshops import Workshop
from app.workshop.people import GROUPS
from app.workshop.refusals import Refusal
from app.workshop.summary import summarise, tables_of

router = APIRouter()


@router.get("/w/{code}/desk")
async def desk(visit: Visiting, code: str) -> Response:
    """Where a facilitator runs the workshop."""
    workshop, who = await visit.need("run_desk", code)
    live = await visit.live(workshop)
    parts, cursor = live.hub.screen("desk")
    return visit.page(
        "desk",
        parts=parts,
        cursor=cursor,
        mark=mark(who.account),
        workshop=workshop,
        themes=live.room.theme_order(),
        method=live.room.method,
        filled=tables_of(live.room),
        public_address=visit.public_address,
    )


@router.get("/w/{code}/desk/card/{statement}")
async def card(visit: Visiting, code: str, statement: str) -> Response:
    """One statement with all that can be done to it, for browsers without scripts."""
    return await _part_alone(visit, code, "card", statement)


@router.get("/w/{code}/desk/theme/{theme}")
async def theme(visit: Visiting, code: str, theme: str) -> Response:
    """One theme with all that can be done to it, for browsers without scripts."""
    return await _part_alone(visit, code, "theme", theme)


async def _part_alone(visit: Visit, code: str, kind: str, name: str) -> Response:
    workshop, _ = await visit.need("run_desk", code)
    live = await visit.live(workshop)
    parts, _cursor = live.hub.screen("desk")
    part = parts.get(f"{kind}-{name}")
    if part is None:
        raise Problem("unknown_page", 404)
    return visit.page(kind, workshop=workshop, part=part, themes=live.room.theme_order())


@router.get("/w/{code}/desk/settings")
async def settings(visit: Visiting, code: str, copied: str = "") -> Response:
    """What was chosen when the workshop was made; ``copied``: it has just been made out of another one."""
    workshop, _ = await visit.need("run_desk", code)
    live = await visit.live(workshop)
    return visit.page(
        "settings",
        workshop=workshop,
        room=live.room,
        groups=GROUPS,
        whose=await choice_of(visit, workshop.id),
        refusal=None,
        typed=None,
        copied=bool(copied),
    )


@router.post("/w/{code}/desk/settings")
async def change_settings(visit: Visiting, code: str, request: Request) -> Response:
    """Change them."""
    workshop, who = await visit.need("run_desk", code)
    async with request.form() as form:
        return await _changed(visit, workshop, who, form)


async def _changed(visit: Visit, workshop: Workshop, who: Who, form: FormData) -> Response:
    choice = await choice_of(visit, workshop.id)
    try:
        chosen = choice.taken(form)
        await visit.submit(workshop, who, "desk", lambda: command_in(form))
    except Refusal as refusal:
        live = await visit.live(workshop)
        return visit.page(
            "settings",
            status=409,
            workshop=workshop,
            room=live.room,
            groups=GROUPS,
            whose=choice.with_typed(form),
            refusal=refusal,
            typed=form,
            copied=False,
        )
    await visit.house.database.write(lambda c: choice.give(c, workshop.id, chosen))
    return to(f"/w/{workshop.code}/desk")


@router.get("/w/{code}/desk/help")
async def help_page(visit: Visiting, code: str) -> Response:
    """How to run a workshop, from T−30 to T+10; docs/guides/facilitator.md says the same."""
    workshop, _ = await visit.need("run_desk", code)
    return visit.page("help", workshop=workshop)


@router.get("/w/{code}/desk/share")
async def share(visit: Visiting, code: str) -> Response:
    """The links of a workshop: for the wall, for participants, and for somebody to run it with."""
    workshop, _ = await visit.need("run_desk", code)
    return _links(visit, workshop)


@router.post("/w/{code}/desk/share")
async def invite(visit: Visiting, code: str, email: Annotated[str, Form()] = "") -> Response:
    """Make a one-time link for a co-facilitator, and mail it where there is an address and mail is set."""
    workshop, _ = await visit.need("run_desk", code)
    account = await visit.need_account()
    house = visit.house
    secret = await house.database.write(
        lambda c: invitations.invite(
            c,
            Invitation(Grant("facilitator"), workshop.id, by=account.id),
            now=house.clock(),
            days=house.settings.invitation_days,
        )
    )
    link, to = f"{visit.public_address}/invitation/{secret}", email.strip()
    if not to or not house.mail.is_set:
        return _links(visit, workshop, link)
    days, by = house.settings.invitation_days, account.name or account.email
    letter = letters.invitation(to, link, workshop.language, days=days, by=by, workshop=workshop.title)
    if is_email(to) and await letters.sent(visit, account, letter):
        return _links(visit, workshop, mailed_to=to)
    return _links(visit, workshop, link, not_mailed=to)


def _links(
    visit: Visiting, workshop: Workshop, invitation: str | None = None, mailed_to: str = "", not_mailed: str = ""
) -> Response:
    there = visit.public_address
    return visit.page(
        "share",
        workshop=workshop,
        public_address=there,
        only_here=only_here(there),
        invitation=invitation,
        mailed_to=mailed_to,
        not_mailed=not_mailed,
    )


@router.get("/w/{code}/export/{name}")
async def export(visit: Visiting, code: str, name: str, delimiter: str = ";", table: str = TABLES[0]) -> Response:
    """The workshop's vision summary as a file; for a spreadsheet, one table of it."""
    workshop, _ = await visit.need("run_desk", code)
    chosen = FORMATS.get(name)
    if chosen is None or delimiter not in (";", ",") or table not in TABLES:
        raise Problem("unknown_page", 404)
    live = await visit.live(workshop)
    room, now = live.room, visit.house.clock().astimezone(ZONE)
    options = {"delimiter": delimiter, "table": table} if name == "csv" else {}
    part = f"-{table}" if name == "csv" and table != TABLES[0] else ""

    def written() -> bytes:
        summary = summarise(room, now)
        return chosen.write(summary, words(summary.language), **options)

    content = await visit.house.database.aside(written)
    disposition = f'attachment; filename="fremtidsbilde-{workshop.code}{part}.{chosen.suffix}"'
    return Response(content, media_type=chosen.media_type, headers={"content-disposition": disposition})
