"""Changing a method: a form that works without scripts. Each button sends all of it, and it comes back as typed."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import structlog
from fastapi import APIRouter, Request
from sqlalchemy.exc import SQLAlchemyError
from starlette.datastructures import FormData
from starlette.responses import Response

from app.routes.methods import keep, new_name
from app.routes.offered_methods import changeable, method_named
from app.routes.visit import Problem, Visit, Visiting, to
from app.store import methods, region
from app.store.accounts import Account
from app.store.methods import Kept, Newer, Sharing
from app.workshop.method import SPOKEN_MOST, TITLE_MOST
from app.workshop.method_draft import Draft, Unfit, number_in, texts_of
from app.workshop.method_languages import filled, in_one_language, left_behind
from app.workshop.method_wrong import Wrong, writers
from app.workshop.people import LANGUAGES

router = APIRouter()
_log = structlog.get_logger(__name__)

FIELDS_MOST = 2_000
"""Fields of one form: sixty steps have fewer."""
_LIMITS = {
    **dict.fromkeys(("title", "criterion"), TITLE_MOST),
    **dict.fromkeys(("purpose", "say", "phones", "paper"), SPOKEN_MOST),
}
_STATUS = {"": 200, "unfit": 409, "newer": 409, "gone": 409, "not_saved": 503}


@dataclass(frozen=True)
class _Form:
    """What the form shows. ``opened``: the step that stands open; ``newest``: the version that somebody else saved.

    ``made``: the method has just been made for this form, and is not kept unless it is saved.
    """

    name: str
    draft: Draft
    version: int
    share: str
    problem: str = ""
    wrong: Mapping[str, Wrong] = field(default_factory=dict)
    opened: int | None = None
    newest: int = 0
    typed: bool = True
    made: bool = False


@router.get("/methods/{method}/edit")
async def show(visit: Visiting, method: str, made: int = 0) -> Response:
    """The form, as the method is kept. ``made``: just now, by *Copy and change* or from scratch."""
    kept = await changeable(visit, method)
    if kept is None:
        there = await method_named(visit, method)
        raise Problem("not_allowed", 403) if there else Problem("unknown_page", 404)
    form = _Form(
        method,
        Draft.of(kept.method),
        kept.version,
        _share(kept.sharing),
        typed=False,
        made=bool(made) and kept.version == 1,
    )
    return await _page(visit, kept, form)


@router.post("/methods/{method}/edit")
async def change(visit: Visiting, request: Request, method: str) -> Response:
    """Do what the button says: save, or change the form and show it again."""
    account = await visit.need_account()
    async with request.form(max_fields=FIELDS_MOST) as sent:
        return await _done(visit, account, method, sent)


async def _done(visit: Visit, account: Account, name: str, sent: FormData) -> Response:
    said = [(field, value) for field, value in sent.multi_items() if isinstance(value, str)]
    typed = dict(said)
    act, _, what = typed.get("act", "save").partition(":")
    version = number_in(typed.get("version", ""), 0)
    form = _Form(name, Draft.read(said), version, typed.get("share", ""), made=version == 1 and "made" in typed)
    if act == "copy":
        return await _copied(visit, account, form)
    kept = await changeable(visit, name)
    if act in ("save", "over"):
        if act == "over":
            form = replace(form, version=number_in(what, 0))
        return await _saved(visit, kept, form)
    draft, opened = _rearranged(visit, form.draft, act, what, typed)
    return await _page(visit, kept, replace(form, draft=draft, opened=opened, problem="" if kept else "gone"))


def _rearranged(visit: Visit, draft: Draft, act: str, what: str, typed: Mapping[str, str]) -> tuple[Draft, int | None]:
    """The draft after a button has been pressed, and the step to open."""
    number = number_in(what, -1)
    match act:
        case "up":
            return draft.moved(number, -1), None
        case "down":
            return draft.moved(number, 1), None
        case "remove":
            return draft.without(number), None
        case "back":
            return draft.back(), None
        case "add":
            added = draft.with_step(max(number, 0), typed.get(f"add.{what}", ""))
            return added, number if added != draft else None
        case "one":
            place = {"all": None, "head": ""}.get(what, f"step.{number}.")
            return in_one_language(draft, visit.language, place), number if number >= 0 else None
        case _:
            return draft, None


async def _saved(visit: Visit, kept: Kept | None, form: _Form) -> Response:
    if kept is None:
        return await _page(visit, None, replace(form, problem="gone"))
    draft, put = filled(form.draft, visit.language)
    house = visit.house
    try:
        method = draft.method(form.name)
        sharing = await _sharing(visit, form.share, kept.sharing)
        left = left_behind(draft, kept.method, visit.language)
        await house.database.write(
            lambda c: methods.change(c, method, sharing=sharing, version=form.version, now=house.clock())
        )
    except Unfit as unfit:
        return await _page(visit, kept, replace(form, problem="unfit", wrong=unfit.wrong))
    except Newer as newer:
        problem = "newer" if newer.version else "gone"
        return await _page(visit, kept, replace(form, problem=problem, newest=newer.version or 0))
    except SQLAlchemyError as error:
        _log.error("database", error=type(error).__name__)
        return await _page(visit, kept, replace(form, problem="not_saved"))
    return to(f"/methods/{form.name}?saved=yes&filled={sum(put.values())}&left={len(left)}")


async def _copied(visit: Visit, account: Account, form: _Form) -> Response:
    """What was typed becomes a method of its own: the other one has been changed or deleted meanwhile."""
    draft, put = filled(form.draft, visit.language)
    try:
        method = draft.method(new_name(form.name))
    except Unfit as unfit:
        return await _page(visit, await changeable(visit, form.name), replace(form, problem="unfit", wrong=unfit.wrong))
    kept = await keep(visit, account, method, Sharing())
    return to(f"/methods/{kept.method.id}?saved=yes&filled={sum(put.values())}")


async def _page(visit: Visit, kept: Kept | None, form: _Form) -> Response:
    networks = await visit.house.database.read(region.network_names)
    fresh = kept is not None and kept.version == form.version
    others = [language for language in LANGUAGES if language != visit.language]
    return visit.page(
        "method_edit",
        status=_STATUS[form.problem],
        form=form,
        draft=form.draft,
        wrong=form.wrong,
        kept=kept,
        networks=networks,
        shared_with_all=form.share == "all" or not networks,
        others=others,
        texts_of=texts_of,
        may_write=writers,
        limits=_LIMITS,
        left=left_behind(form.draft, kept.method, visit.language) if kept and fresh and form.typed else set(),
    )


async def _sharing(visit: Visit, share: str, before: Sharing) -> Sharing:
    """Who may use it, as chosen in the form; as before where the choice is none."""
    if share in ("", "all"):
        return Sharing(shared=bool(share))
    networks = await visit.house.database.read(region.network_names)
    network = number_in(share, 0)
    return Sharing(shared=True, network=network) if network in networks else before


def _share(sharing: Sharing) -> str:
    return "" if not sharing.shared else str(sharing.network or "all")
