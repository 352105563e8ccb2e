"""The shared themes of a network or a municipality: looked at, and local themes mapped to them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Form
from sqlalchemy import Connection
from starlette.responses import Response

from app.region.shared_theme import Local, sifted
from app.routes.direction import Number
from app.routes.theme_places import Themes, themes_first, themes_of, themes_with
from app.routes.typed_words import TypedWords
from app.routes.visit import Problem, Visit, Visiting, to
from app.store import local_themes, mapping_themes, shared_themes
from app.store.mapping_themes import NoSharedTheme, Overtaken

router = APIRouter(prefix="/region/{network}/themes")

ON_A_PAGE = 60
"""Local themes without a shared one that stand on the board at once."""
IN_A_BOX = 8
"""Local themes of a shared one that stand on the board; its own page has them all."""


@router.get("")
async def show(
    visit: Visiting, network: int, municipality: int | None = None, find: str = "", page: int = 1
) -> Response:
    """The board: local themes that stand in no shared theme, and the shared themes."""
    return await board_page(visit, await themes_first(visit, network, municipality), find=find, page=page)


@router.get("/local")
async def show_local(
    visit: Visiting, network: int, workshop: str, theme: str, municipality: int | None = None
) -> Response:
    """One workshop's theme with its statements."""
    themes = await themes_of(visit, network, municipality)
    found = await visit.house.database.read(
        lambda c: local_themes.with_lines(c, themes.place, [Local(workshop, theme)])
    )
    if not found:
        raise Problem("unknown_page", 404)
    return visit.page("local_theme", region=themes.region, themes=themes, local=found[0])


@router.post("/map")
async def put(
    visit: Visiting,
    network: int,
    municipality: int | None = None,
    local: Annotated[Sequence[str], Form()] = (),
    into: Annotated[str, Form()] = "",
    title: Annotated[str, Form()] = "",
    vision: Annotated[str, Form()] = "",
    signs: Annotated[str, Form()] = "",
    then: Annotated[str, Form()] = "",
    find: Annotated[str, Form()] = "",
    page: Number = 1,
) -> Response:
    """Put local themes into a shared one, by id; into a ``new`` one with these words; or out of theirs, by ""."""
    themes = await themes_of(visit, network, municipality, "map_themes")
    chosen, typed = [local_in(one) for one in local], TypedWords(title, vision, signs)
    house, now = visit.house, visit.house.clock()
    if into == "new" and typed.fault:
        mine = typed if typed.kept_title else None
        return await board_page(visit, themes, find=find, page=page, problem=typed.fault, chosen=local, typed=mine)
    if into != "new" and not chosen:
        return await board_page(visit, themes, find=find, page=page, problem="nothing_chosen")
    try:
        if into == "new":
            await house.database.write(lambda c: _make(c, themes, typed, chosen, now))
        else:
            target = number_in(into) if into else None
            await house.database.write(
                lambda c: mapping_themes.move_local(c, themes.place, chosen, target, who=themes.who, now=now)
            )
    except NoSharedTheme:
        return await board_page(visit, themes, find=find, page=page, problem="gone", chosen=local)
    return to(_back(themes, then, find, page))


@router.post("/undo")
async def undo(
    visit: Visiting,
    network: int,
    municipality: int | None = None,
    act: Number = 0,
    then: Annotated[str, Form()] = "",
) -> Response:
    """Undo what was done last; where something has been done since, say so instead."""
    themes = await themes_of(visit, network, municipality, "map_themes")
    house = visit.house
    try:
        await house.database.write(
            lambda c: mapping_themes.undo(c, themes.place, act, who=themes.who, now=house.clock())
        )
    except Overtaken:
        return await board_page(visit, themes, problem="overtaken")
    return to(_back(themes, then))


@router.post("/remove")
async def remove(visit: Visiting, network: int, shared: Number = 0) -> Response:
    """Take a shared theme away; its local themes stand in none then. It can be undone."""
    themes = await themes_with(visit, network, shared, "map_themes")
    house = visit.house
    try:
        await house.database.write(
            lambda c: mapping_themes.remove_shared(c, themes.place, shared, who=themes.who, now=house.clock())
        )
    except NoSharedTheme:
        raise Problem("unknown_page", 404) from None
    return to(themes.at())


async def board_page(
    visit: Visit,
    themes: Themes,
    *,
    find: str = "",
    page: int = 1,
    problem: str = "",
    chosen: Sequence[str] = (),
    typed: TypedWords | None = None,
) -> Response:
    """The board. ``typed``: words that were not taken, which stand in the form of a new shared theme."""
    board = await visit.house.database.read(lambda c: shared_themes.board(c, themes.place))
    found = sifted(board.unmapped, find) if find.strip() else list(board.unmapped)
    pages = max(1, -(-len(found) // ON_A_PAGE))
    page = min(max(1, page), pages)
    return visit.page(
        "shared_themes",
        status=409 if problem else 200,
        region=themes.region,
        themes=themes,
        board=board,
        found=len(found),
        shown=found[(page - 1) * ON_A_PAGE : page * ON_A_PAGE],
        find=find,
        number=page,
        pages=pages,
        in_a_box=IN_A_BOX,
        problem=problem,
        chosen=frozenset(chosen),
        typed=typed,
    )


def _make(connection: Connection, themes: Themes, typed: TypedWords, local: Sequence[Local], now: datetime) -> None:
    """Put a new shared theme in with all its words."""
    who, title = themes.who, typed.kept_title
    made = mapping_themes.make_shared(connection, themes.place, title, local, who=who, now=now)
    words = {"title": title, "vision": typed.kept_vision}
    if typed.kept_vision or typed.kept_signs:
        mapping_themes.word_shared(connection, made, 1, **words, signs=typed.kept_signs, who=who, now=now)


def number_in(text: str) -> int:
    """The id that a form says, or a problem."""
    if not text.isascii() or not text.isdecimal() or len(text) > 9:
        raise Problem("malformed", 422)
    return int(text)


def local_in(text: str) -> Local:
    """The local theme that a form says, or a problem."""
    workshop, space, theme = text.partition(" ")
    if not space or not workshop or not theme or "\0" in text:
        raise Problem("malformed", 422)
    return Local(workshop, theme)


def _back(themes: Themes, then: str, find: str = "", page: int = 1) -> str:
    """Where a form leads to: the page it came from."""
    if then == "suggestions":
        return themes.at("/suggestions")
    if then.isascii() and then.isdecimal():
        return f"{themes.path}/{then}"
    return themes.at(find=quote(find), page=page if page > 1 else "")
