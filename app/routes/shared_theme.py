"""One shared theme: its words, its tags, and all that stands behind it, down to the statements."""

from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Form, Path
from starlette.responses import Response

from app.region.tag_sets import tag_sets, tags_by_key
from app.routes.direction import Number
from app.routes.shared_themes import board_page
from app.routes.theme_places import Themes, themes_with
from app.routes.typed_words import TypedWords
from app.routes.visit import Problem, Visit, Visiting, to
from app.store import mapping_themes, shared_themes
from app.store.mapping_themes import NoSharedTheme, Overtaken

SharedId = Annotated[int, Path(ge=0, le=2**31 - 1)]

router = APIRouter(prefix="/region/{network}/themes/{shared}")

ON_A_PAGE = 20
"""Local themes that stand on the page at once, each with all its statements."""


@router.get("")
async def show(visit: Visiting, network: int, shared: SharedId, page: int = 1, saved: str = "") -> Response:
    """The theme with its local themes and their statements."""
    return await _page(visit, await themes_with(visit, network, shared), shared, page=page, saved=saved)


@router.post("")
async def word(
    visit: Visiting,
    network: int,
    shared: SharedId,
    version: Number = 0,
    title: Annotated[str, Form()] = "",
    vision: Annotated[str, Form()] = "",
    signs: Annotated[str, Form()] = "",
) -> Response:
    """Give it other words. Where somebody else has done so since, both are shown, and nothing is lost."""
    themes = await themes_with(visit, network, shared, "map_themes")
    house = visit.house
    mine = TypedWords(title, vision, signs)
    if mine.fault:
        return await _page(visit, themes, shared, mine=mine, problem=mine.fault)
    try:
        await house.database.write(
            lambda c: mapping_themes.word_shared(
                c,
                shared,
                version,
                title=mine.kept_title,
                vision=mine.kept_vision,
                signs=mine.kept_signs,
                who=themes.who,
                now=house.clock(),
            )
        )
    except Overtaken:
        return await _page(visit, themes, shared, mine=mine, problem="overtaken")
    return to(f"{themes.path}/{shared}?saved=words")


@router.post("/tags")
async def tag(
    visit: Visiting,
    network: int,
    shared: SharedId,
    tags: Annotated[Sequence[str], Form()] = (),
    shown: Annotated[Sequence[str], Form()] = (),
) -> Response:
    """Let it have these tags, instead of those that the form has shown; what somebody else does meanwhile stays."""
    themes = await themes_with(visit, network, shared, "map_themes")
    now = visit.house.clock()
    on, off = frozenset(tags) - frozenset(shown), frozenset(shown) - frozenset(tags)
    try:
        await visit.house.database.write(
            lambda c: mapping_themes.tag_shared(c, themes.place, shared, on, off, who=themes.who, now=now)
        )
    except NoSharedTheme:
        raise Problem("unknown_page", 404) from None
    return to(f"{themes.path}/{shared}?saved=tags")


@router.post("/place")
async def place(visit: Visiting, network: int, shared: SharedId, earlier: Annotated[str, Form()] = "") -> Response:
    """Let it change places with the one before it, or after it."""
    themes = await themes_with(visit, network, shared, "map_themes")
    try:
        await visit.house.database.write(
            lambda c: mapping_themes.place_shared(c, themes.place, shared, earlier=bool(earlier))
        )
    except NoSharedTheme:
        raise Problem("unknown_page", 404) from None
    return to(f"{themes.at()}#t{shared}")


async def _page(
    visit: Visit,
    themes: Themes,
    shared: SharedId,
    *,
    page: int = 1,
    saved: str = "",
    mine: TypedWords | None = None,
    problem: str = "",
) -> Response:
    first = (max(1, min(page, 1_000)) - 1) * ON_A_PAGE
    found = await visit.house.database.read(
        lambda c: shared_themes.shared_theme(c, themes.place, shared, first, ON_A_PAGE)
    )
    if found is None and mine is not None:
        return await board_page(visit, themes, problem=mine.fault or "removed", typed=mine)
    if found is None:
        raise Problem("unknown_page", 404)
    one, lines, others = found
    return visit.page(
        "shared_theme",
        status=409 if problem else 200,
        region=themes.region,
        themes=themes,
        theme=one,
        others=others,
        shown=one.local[first : first + ON_A_PAGE],
        lines=lines,
        number=first // ON_A_PAGE + 1,
        pages=max(1, -(-len(one.local) // ON_A_PAGE)),
        form=mine or TypedWords(one.title, one.vision, "\n".join(one.signs)),
        sets=tag_sets(),
        tags=tags_by_key(),
        saved=saved,
        problem=problem,
    )
