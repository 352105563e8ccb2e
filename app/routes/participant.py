"""The participant's doors: the code, the choice of group, the page to write on."""

import json
import secrets
from collections.abc import Sequence
from typing import Annotated
from urllib.parse import urlsplit

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import JSONResponse
from starlette.datastructures import FormData
from starlette.responses import Response

from app.identity import Cookies, Who, is_someone_else, mark
from app.painter import Draft
from app.routes.forms import command_in, parsed
from app.routes.receipts import receipt_of
from app.routes.visit import Problem, Visit, Visiting, new_id, to
from app.store.workshops import Workshop
from app.workshop.commands import Join, Leave
from app.workshop.parts import Audience
from app.workshop.people import Actor
from app.workshop.plans import HORIZONS, YEARS
from app.workshop.refusals import Refusal
from app.workshop.room import Room
from app.workshop.visible import own
from app.workshop.visible.phone import OWN_PROMISE, own_id

router = APIRouter()

_FORMS = {"placer": "add_milestone", "promiser": "promise", "sharer": "share_idea", "composer": "say"}
"""The forms of the phone's page that are there for new words, and the commands that they give."""
_CHOSEN_IN = {"promiser": "serves", "sharer": "own-sources"}
"""The parts that stand in them."""
_SAID = ("text", "place", "what", "who", "when", "serves")
_NOTHING: Draft = dict.fromkeys((*_SAID, "sources"), "")
_TYPED = {"text", "title", "vision", "signs", "who"}


@router.get("/")
async def front(visit: Visiting) -> Response:
    """Where a code is typed."""
    await visit.account()
    return visit.page("front", code="", problem=None)


@router.post("/join")
async def find(visit: Visiting, code: Annotated[str, Form()] = "") -> Response:
    """From a code to its workshop. A wrong one stays in the field."""
    visit.slow_down("code", visit.address, visit.house.settings.joins_per_minute)
    workshop = await visit.looked_up(code)
    if workshop is None or workshop.stage == "deleted":
        return visit.page("front", status=404, code=code[:40], problem="unknown_code", here="/")
    return to(f"/w/{workshop.code}/")


@router.get("/w/{code}/")
async def phone(visit: Visiting, code: str) -> Response:
    """The writing page, or first the choice of group."""
    workshop = await visit.workshop(code)
    return await show_phone(visit, workshop, await visit.who(workshop))


@router.post("/w/{code}/join")
async def join(visit: Visiting, code: str, request: Request) -> Response:
    """Take part. A phone that is known here already changes its group."""
    workshop = await visit.workshop(code)
    visit.slow_down("join", visit.address, visit.house.settings.joins_per_minute)
    async with request.form() as form:
        fields = {name: form.get(name) or "" for name in ("id", "group", "unit")}
        ticket = str(form.get("ticket") or "")
    who = await visit.who(workshop)
    if who.participant is not None:
        visit.slow_down("join again", who.participant, visit.house.settings.commands_per_minute)
    known = who.participant or visit.house.cookies.read_ticket(ticket, workshop.id)
    participant = known or secrets.token_hex(12)
    cookies = visit.house.cookies
    chair = cookies.read_chair(request.cookies.get(Cookies.CHAIR), workshop.id) if who.participant is None else None
    wished = {"table": chair[0], "since": chair[1]} if chair else {}
    try:
        command = parsed({"type": "join", **fields, **wished, "id": fields["id"] or new_id()})
        if not isinstance(command, Join):  # the type is fixed above
            raise TypeError
        live = await visit.live(workshop)
        await live.writer.submit(command, Actor(role="participant", id=participant))
    except Refusal as refusal:
        visit.house.metrics.refused(refusal.reason)
        if visit.wants_json:
            return JSONResponse(visit.answer(fields["id"], refusal), 409)
        return await show_choice(visit, workshop, who, refusal=refusal)
    signed = cookies.participant(workshop.id, participant)
    path = f"/w/{workshop.code}"
    response: Response = JSONResponse({"joined": workshop.code}) if visit.wants_json else to(f"{path}/")
    if Cookies.CHAIR in request.cookies:
        response.delete_cookie(Cookies.CHAIR, path=path)
    return visit.keep(response, Cookies.PARTICIPANT, signed, cookies.participant_age, path=path)


@router.get("/w/{code}/group")
async def group(visit: Visiting, code: str) -> Response:
    """Choose the group again."""
    workshop = await visit.workshop(code)
    return await show_choice(visit, workshop, await visit.who(workshop))


@router.post("/w/{code}/leave")
async def leave(visit: Visiting, code: str) -> Response:
    """Forget who this device was, for the next person at a shared one, and free their seat at a table for them."""
    workshop = await visit.workshop(code)
    who = await visit.who(workshop)
    chair = None
    if who.participant is not None and workshop.stage == "open":
        room = (await visit.live(workshop)).room
        table = room.tables.get(who.participant)
        chair = None if table is None else visit.house.cookies.chair(workshop.id, table, room.mixings)
        try:
            await visit.submit(workshop, who, "phone", lambda: Leave(id=new_id()))
        except Refusal as refusal:  # where there is nothing to leave, the device is let go all the same
            if refusal.reason in ("not_saved", "too_fast"):
                raise Problem("not_saved", 503) from None
    path = f"/w/{workshop.code}"
    response = to(f"{path}/group")
    response.delete_cookie(Cookies.PARTICIPANT, path=path)
    return visit.keep(response, Cookies.CHAIR, chair, visit.house.cookies.chair_age, path=path) if chair else response


@router.get("/w/{code}/status")
async def status(visit: Visiting, code: str) -> Response:
    """A small page that refreshes itself: what the phone page says of the room, for browsers without scripts."""
    workshop, who = await visit.need("take_part", code)
    live = await visit.live(workshop)
    if who.participant is not None:
        live.hub.met(who.participant)
    parts, _cursor = live.hub.screen("phone")
    return visit.page("status", parts=parts, workshop=workshop)


@router.post("/w/{code}/send")
async def send(visit: Visiting, code: str, request: Request) -> Response:
    """Any command, as a form. Says how it went as a page, or as JSON to those who ask for it."""
    workshop = await visit.workshop(code)
    who = await visit.who(workshop)
    async with request.form() as form:
        return await _sent(visit, workshop, who, form)


async def _sent(visit: Visit, workshop: Workshop, who: Who, form: FormData) -> Response:
    audience: Audience = "desk" if form.get("as") == "desk" else "phone"
    refusal = None
    try:
        if is_someone_else(who, audience, str(form.get("me") or "")):
            raise Refusal("someone_else")
        await visit.submit(workshop, who, audience, lambda: command_in(form))
    except Refusal as refused:
        refusal = refused
    if visit.wants_json:
        return JSONResponse(visit.answer(form.get("id"), refusal, audience), 409 if refusal else 200)
    if refusal is None:
        home = form.get("then") == "home"
        return to("/home" if home else f"/w/{workshop.code}/{'desk' if audience == 'desk' else ''}")
    if audience == "phone":
        said = {name: str(form.get(name) or "") for name in _SAID}
        said["sources"] = " ".join(str(source) for source in form.getlist("sources"))
        return await show_phone(visit, workshop, who, refusal=refusal, said=said, form=_form(form))
    if not who.facilitates:
        raise Problem("not_allowed", 403)
    again = [(name, value) for name, value in form.multi_items() if isinstance(value, str) and name != "id"]
    return visit.page(
        "refused",
        status=409,
        workshop=workshop,
        refusal=refusal,
        typed=_typed(form.multi_items()),
        again=again if refusal.reason == "promised" else (),
    )


@router.get("/w/{code}/frames")
async def frames(
    visit: Visiting,
    code: str,
    since: str = "",
    me: str = "",
    seen: Annotated[str, Query(alias="as")] = "phone",
    form: str = "html",
) -> Response:
    """What a socket would have sent since a cursor, for those whose network lets no socket through."""
    audience: Audience = "wall" if seen == "wall" else "desk" if seen == "desk" else "phone"
    workshop, who = await visit.need_audience(audience, code)
    if is_someone_else(who, audience, me):
        raise Problem("someone_else", 409)
    live = await visit.live(workshop)
    missed, cursor = live.hub.frames(audience, since)
    if audience == "phone" and who.participant is not None:
        missed = [*missed, live.hub.own_frame(who.participant)]
        live.hub.met(who.participant)
    painter = visit.house.painter
    texts = ",".join(frame.text("json" if form == "json" else "html", visit.language, painter) for frame in missed)
    at = visit.milliseconds
    return Response(f'{{"cursor":{json.dumps(cursor)},"at":{at},"frames":[{texts}]}}', media_type="application/json")


async def show_phone(
    visit: Visit,
    workshop: Workshop,
    who: Who,
    *,
    refusal: Refusal | None = None,
    said: Draft = _NOTHING,
    form: str = "composer",
) -> Response:
    """The page to write on, or the choice of group for one who has not made it.

    What was ``said`` and refused comes back in its ``form``, by the id of the form or of the part that holds it; where
    that part is gone, in the form for new ones.
    """
    live = await visit.live(workshop)
    if who.participant is None or who.participant not in live.room.participants:
        return await show_choice(visit, workshop, who, refusal=refusal, typed=_words(said))
    if "deleted" in (workshop.stage, live.room.stage):
        return _leftover(visit, workshop, live.room, who.participant, refusal)
    shared, cursor = live.hub.screen("phone")
    me = live.room.participants[who.participant]
    mine = own(live.room, me.id)
    if form not in mine and form not in _FORMS:
        form = "promiser" if said["what"] else "composer"
    return visit.page(
        "phone",
        status=409 if refusal else 200,
        parts={**shared, **mine},
        drafts={form: said, _CHOSEN_IN.get(form, form): said},
        cursor=cursor,
        workshop=workshop,
        me=me,
        mark=mark(me.id),
        refusal=refusal,
        written={name: said if name == form else _NOTHING for name in _FORMS},
        limit=live.room.limit,
        all_places=(*YEARS, *HORIZONS),
        own_receipt=receipt_of(visit, workshop.id, workshop.code, me.id),
        receipt_address=f"{urlsplit(visit.public_address).netloc}/receipt",
    )


def _leftover(visit: Visit, workshop: Workshop, room: Room, participant: str, refusal: Refusal | None) -> Response:
    """What is left of a deleted workshop to one who took part: their own words, to be erased."""
    words = ("own_card", "own_milestone", "own_promise")
    mine = sorted((p for p in own(room, participant).values() if p.kind in words), key=lambda part: part.order)
    status = 409 if refusal else 200
    return visit.page("leftover", status=status, workshop=workshop, mine=mine, mark=mark(participant), refusal=refusal)


async def show_choice(
    visit: Visit, workshop: Workshop, who: Who, *, refusal: Refusal | None = None, typed: str = ""
) -> Response:
    """The choice of group, and of place where the workshop has places."""
    live = await visit.live(workshop)
    if live.room.stage == "deleted":
        raise Problem("workshop_gone", 410)
    me = live.room.participants.get(who.participant) if who.participant else None
    return visit.page(
        "choose",
        status=409 if refusal else 200,
        workshop=workshop,
        room=live.room,
        question=tuple(live.room.question.items()),
        ticket=visit.house.cookies.ticket(workshop.id),
        me=me,
        refusal=refusal,
        typed=typed,
    )


def _form(form: FormData) -> str:
    """Which form of the phone's page this is, by its id or by that of the part that holds it."""
    match form.get("type"):
        case "edit":
            return own_id(str(form.get("statement")))
        case "reword_promise":
            return f"{OWN_PROMISE}{form.get('commitment')}"
        case type_:
            return next((name for name, its in _FORMS.items() if its == type_), "composer")


def _words(said: Draft) -> str:
    """What was written, without what was chosen."""
    return "\n".join(said[name] for name in ("text", "what", "who", "when") if said[name])


def _typed(items: Sequence[tuple[str, object]]) -> str:
    """What the person wrote in a form, so that a refusal does not lose it."""
    return "\n".join(str(value) for name, value in items if name in _TYPED and value)
