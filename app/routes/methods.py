"""The library of methods: looking, copying, making from scratch, deleting, and as files."""

import re
import secrets
from datetime import datetime
from functools import partial
from typing import Annotated

from fastapi import APIRouter, Form
from sqlalchemy import Connection
from starlette.responses import Response

from app.export.method_file import written
from app.i18n import words
from app.routes.offered_methods import Offered, changeable, kept_named, method_named, methods_for, offered_as
from app.routes.visit import Problem, Visit, Visiting, to
from app.store import methods
from app.store.accounts import Account
from app.store.methods import Kept, NameTaken, Sharing
from app.workshop.method import NAME_MOST, TITLE_MOST, Method, shipped
from app.workshop.method_draft import Draft
from app.workshop.people import LANGUAGES

router = APIRouter()

_OURS = re.compile(r"(.*)-[0-9a-f]{6}", re.ASCII)
_NAME = re.compile(r"[a-z0-9][a-z0-9-]*-[0-9a-f]{6}", re.ASCII)


@router.get("/methods")
async def library(visit: Visiting) -> Response:
    """All methods that the account may use, to choose from and look into."""
    return visit.page("methods", methods=await methods_for(visit), fresh=new_name("method"))


@router.post("/methods/new")
async def new(visit: Visiting, name: Annotated[str, Form()] = "") -> Response:
    """A method from scratch; the same form makes one only."""
    account = await visit.need_account()
    return await _made(visit, account, Draft.beginning().method(_own_name(name, "method")))


@router.get("/methods/{method}.toml")
async def file(visit: Visiting, method: str) -> Response:
    """A method as a file that can be imported elsewhere."""
    await visit.need_account()
    found = await method_named(visit, method)
    if found is None:
        raise Problem("unknown_page", 404)
    disposition = {"content-disposition": f'attachment; filename="{found.id}.toml"'}
    return Response(written(found), media_type="application/toml; charset=utf-8", headers=disposition)


@router.get("/methods/{method}")
async def look(visit: Visiting, method: str, saved: str = "", filled: int = 0, left: int = 0) -> Response:
    """A method's agenda. ``saved``: what has just happened to it; the numbers are of texts in other languages."""
    account = await visit.need_account()
    kept = await kept_named(visit, method)
    if kept is None and method not in shipped():
        raise Problem("unknown_page", 404)
    offered = offered_as(kept, account.id) if kept else Offered(shipped()[method])
    return visit.page(
        "method",
        offered=offered,
        kept=kept,
        mine=await changeable(visit, method) is not None,
        fresh=new_name(method),
        saved=saved,
        filled=filled,
        left=left,
    )


@router.post("/methods/{method}/copy")
async def copy(visit: Visiting, method: str, wanted: Annotated[str, Form(alias="name")] = "") -> Response:
    """A method of one's own that begins as another one; the same form makes one only."""
    account = await visit.need_account()
    found = await method_named(visit, method)
    if found is None:
        raise Problem("unknown_page", 404)
    changed: dict[str, object] = {"id": _own_name(wanted, method)}
    for language in LANGUAGES:
        texts = found.texts(language)
        title = words(language).gettext("%(title)s (copy)", title=texts.title)
        if len(title) <= TITLE_MOST:
            changed[language] = texts.model_copy(update={"title": title})
    return await _made(visit, account, found.model_copy(update=changed))


@router.post("/methods/{method}/delete")
async def delete(visit: Visiting, method: str) -> Response:
    """Delete a method for good; workshops that were made with it keep theirs."""
    await visit.need_account()
    if await changeable(visit, method) is not None:
        await visit.house.database.write(lambda c: methods.remove(c, method))
    elif method in shipped() or await kept_named(visit, method) is not None:
        raise Problem("not_allowed", 403)
    return to("/methods")


async def keep(visit: Visit, account: Account, method: Method, sharing: Sharing) -> Kept:
    """Keep a method as the account's own; under another id where its own is another one's.

    What the account has already, word for word, is not kept twice.
    """
    while True:
        work = partial(_keep, method=method, owner=account.id, sharing=sharing, now=visit.house.clock())
        try:
            return await visit.house.database.write(work)
        except NameTaken:
            method = method.model_copy(update={"id": new_name(method.id)})


def _keep(connection: Connection, *, method: Method, owner: str, sharing: Sharing, now: datetime) -> Kept:
    there = methods.by_id(connection, method.id)
    if there is not None and there.owner == owner and there.method == method:
        return there
    return methods.keep(connection, method, owner=owner, sharing=sharing, now=now)


def new_name(stem: str) -> str:
    """An id that nobody has: that of another method, or a word, with something behind it."""
    found = _OURS.fullmatch(stem)
    return f"{(found[1] if found else stem)[: NAME_MOST - 7]}-{secrets.token_hex(3)}"


def _own_name(typed: str, stem: str) -> str:
    return typed if len(typed) <= NAME_MOST and _NAME.fullmatch(typed) else new_name(stem)


async def _made(visit: Visit, account: Account, method: Method) -> Response:
    before = await kept_named(visit, method.id)
    if before is None or before.owner != account.id:  # else the form was sent twice
        before = await keep(visit, account, method, Sharing())
    return to(f"/methods/{before.method.id}/edit?made=1")
