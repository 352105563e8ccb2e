"""A method from a file, or from text that is put in. What cannot be used comes back, with what is wrong where."""

from fastapi import APIRouter, Request
from starlette.datastructures import FormData, UploadFile
from starlette.responses import Response

from app.routes.methods import keep
from app.routes.visit import Visit, Visiting, to
from app.store.accounts import Account
from app.store.methods import Sharing
from app.workshop.method import BadMethod, parse

router = APIRouter()

FILE_MOST = 150_000
"""Bytes: more than thirty steps of the longest texts in three languages take in Norwegian."""


@router.get("/methods/import")
async def show(visit: Visiting) -> Response:
    """The form for a file."""
    await visit.need_account()
    return _page(visit)


@router.post("/methods/import")
async def take(visit: Visiting, request: Request) -> Response:
    """Read it, keep it, and show its agenda."""
    account = await visit.need_account()
    async with request.form() as form:
        return await _taken(visit, account, form)


async def _taken(visit: Visit, account: Account, form: FormData) -> Response:
    upload, typed = form.get("file"), form.get("text")
    name, content = "", typed.encode() if isinstance(typed, str) else b""
    if isinstance(upload, UploadFile) and upload.filename:
        name, content = upload.filename[:100], await upload.read(FILE_MOST + 1)
    if len(content) > FILE_MOST:
        return _page(visit, problem="too_large", name=name)
    try:
        text = content.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError:
        return _page(visit, problem="no_text", name=name, text=content.decode("latin-1"))
    if not text.strip():
        return _page(visit, problem="empty")
    try:
        method = await visit.house.database.aside(lambda: parse(text, name))
    except BadMethod as bad:
        return _page(visit, bad=bad, name=name, text=text)
    kept = await keep(visit, account, method, Sharing())
    return to(f"/methods/{kept.method.id}?saved=imported")


def _page(visit: Visit, *, problem: str = "", bad: BadMethod | None = None, name: str = "", text: str = "") -> Response:
    status = 409 if problem or bad else 200
    line = text.split("\n")[bad.line - 1].strip() if bad and 0 < bad.line <= text.count("\n") + 1 else ""
    return visit.page(
        "method_import",
        status=status,
        problem=problem,
        bad=bad,
        name=name,
        text=text,
        line=line,
        most=FILE_MOST // 1000,
    )
