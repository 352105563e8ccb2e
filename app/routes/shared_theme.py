"""One shared theme: its words, its tags, and all that stands behind it, down to the statements."""

from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Form, Path
from starlette.responses import Response

from app.region.shared_theme import LONGEST_TITLE, LONGEST_WORDS
from app.region.tag_sets import tag_sets, tags_by_key
from app.routes.direction import Number
from app.routes.shared_themes import line_in, title_in
from app.routes.theme_places import Themes, themes_with
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
    mine = {"title": title[: LONGEST_TITLE * 2], "vision": vision[:LONGEST_WORDS], "signs": signs[:LONGEST_WORDS]}
    if not title_in(title):
        return await _page(visit, themes, shared, mine=mine, problem="untitled")
    try:
        await house.database.write(
            lambda c: mapping_themes.word_shared(
                c,
                shared,
                version,
                title=title_in(title),
                vision=line_in(mine["vision"]),
                signs=[line for text in mine["signs"].splitlines() if (line := line_in(text))],
                who=themes.who,
                now=house.clock(),
            )
        )
    except Overtaken:
        return await _page(visit, themes, shared, mine=mine, problem="overtaken")
    return to(f"{themes.path}/{shared}?saved=words")


@router.post("/tags")
async def tag(visit: Visiting, network: int, shared: SharedId, tags: Annotated[Sequence[str], Form()] = ()) -> Response:
    """Let it have these tags."""
    themes = await themes_with(visit, network, shared, "map_themes")
    house = visit.house
    try:
        await house.database.write(
            lambda c: mapping_themes.tag_shared(c, shared, frozenset(tags), who=themes.who, now=house.clock())
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
    mine: dict[str, str] | None = None,
    problem: str = "",
) -> Response:
    first = (max(1, min(page, 1_000)) - 1) * ON_A_PAGE
    found = await visit.house.database.read(
        lambda c: shared_themes.shared_theme(c, themes.place, shared, first, ON_A_PAGE)
    )
    if found is None:
        raise Problem("unknown_page", 404)
    one, lines, others = found
    words = {"title": one.title, "vision": one.vision, "signs": "\n".join(one.signs)}
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
        form=mine or words,
        sets=tag_sets(),
        tags=tags_by_key(),
        saved=saved,
        problem=problem,
    )
