"""Suggestions for shared themes: found by words, shown with those words, and taken or declined by a person."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Form
from sqlalchemy import Connection
from starlette.responses import Response

from app.insight.kept import Words, WorkedOut, work_out
from app.insight.matching import Proposal, Said, Suggestion
from app.region.rights import Place
from app.region.shared_theme import Board, Line, Local, LocalTheme, SharedTheme
from app.routes.shared_themes import local_in, number_in
from app.routes.theme_places import themes_of
from app.routes.visit import Problem, Visiting, to
from app.store import local_themes, mapping_themes, shared_themes

router = APIRouter(prefix="/region/{network}/themes")

ON_A_PAGE = 15
"""Local themes for which something is suggested at once, those that fit best."""
DRAFTS = 8
"""Shared themes that are proposed at once, the largest."""
READ = 30
"""Statements of a local theme that are read for it."""
MOST = 250
"""Local themes without a shared one that are looked at, those with the most statements; and as many that have one."""
MOST_DECLINED = 1_000
"""Pairs that one form says no to: no proposal has half as many."""

Lines = dict[Local, tuple[Line, ...]]


@dataclass(frozen=True, slots=True)
class Told:
    """What suggestions are made of. ``known``: local themes by the shared one that they stand in."""

    board: Board
    unmapped: list[LocalTheme]
    known: dict[int, list[LocalTheme]]
    lines: Lines
    declined: set[tuple[Local, int | None]]


@dataclass(frozen=True, slots=True)
class Suggested:
    """What is suggested in a place. ``fits``: where a local theme may belong; ``drafts``: what may be a new one."""

    board: Board
    fits: list[tuple[LocalTheme, list[Suggestion[int]]]]
    drafts: list[tuple[list[LocalTheme], tuple[str, ...]]]


@router.get("/suggestions")
async def show(visit: Visiting, network: int, municipality: int | None = None) -> Response:
    """What the words suggest."""
    themes = await themes_of(visit, network, municipality, "map_themes")
    house = visit.house
    read = await house.database.slowly(lambda c: _read(c, themes.place))
    words, mark = await house.database.aside(lambda: _words(read))
    worked_out = house.suggestions.of(themes.place, mark)
    if worked_out is None:
        visit.slow_down("theme suggestions", themes.who, house.settings.suggestions_per_minute)
        worked_out = await house.database.aside(lambda: work_out(words))  # long, and with no transaction open
        house.suggestions.keep(themes.place, mark, worked_out)
    found = _suggested(read, worked_out)
    return visit.page(
        "theme_suggestions",
        region=themes.region,
        themes=themes,
        found=found,
        titles={one.id: one.title for one in found.board.shared},
    )


@router.post("/decline")
async def decline(
    visit: Visiting,
    network: int,
    municipality: int | None = None,
    local: Annotated[Sequence[str], Form()] = (),
    into: Annotated[Sequence[str], Form()] = (),
) -> Response:
    """These do not belong there; ``into`` without any: they are not one new shared theme."""
    themes = await themes_of(visit, network, municipality, "map_themes")
    house, now = visit.house, visit.house.clock()
    targets: list[int | None] = [*(number_in(one) for one in into if one != "new")] or [None]
    if len(local) * len(targets) > MOST_DECLINED:
        raise Problem("too_large", 413)
    pairs = [(local_in(one), target) for one in local for target in targets]
    await house.database.write(lambda c: mapping_themes.decline(c, themes.place, pairs, who=themes.who, now=now))
    return to(themes.at("/suggestions"))


def _read(connection: Connection, place: Place) -> Told:
    board = shared_themes.board(connection, place)
    most_said = sorted(board.unmapped, key=lambda one: -one.statements)[:MOST]
    each = MOST // max(1, len(board.shared)) + 1
    known = {one.id: sorted(one.local, key=lambda local: -local.statements)[:each] for one in board.shared}
    local = [*most_said, *(one for inside in known.values() for one in inside)]
    lines = local_themes.lines_of(connection, local, READ)
    return Told(board, most_said, known, lines, shared_themes.declined(connection, place))


def _words(told: Told) -> tuple[Words, bytes]:
    shared = {
        one.id: [_own(one), *(_said(local, told.lines) for local in told.known[one.id])] for one in told.board.shared
    }
    apart = frozenset(local for local, to in told.declined if to is None)
    words = Words({one.key: _said(one, told.lines) for one in told.unmapped}, shared, apart)
    return words, words.mark()


def _suggested(told: Told, worked_out: WorkedOut) -> Suggested:
    there = {one.key: one for one in told.unmapped}
    fits = [
        (there[key], left)
        for key, suggestions in worked_out.fits.items()
        if (left := [one for one in suggestions if (key, one.to) not in told.declined])
    ]
    fits.sort(key=lambda pair: -pair[1][0].likeness)
    return Suggested(told.board, fits[:ON_A_PAGE], [_draft(one, there) for one in worked_out.drafts[:DRAFTS]])


def _draft(found: Proposal[Local], there: dict[Local, LocalTheme]) -> tuple[list[LocalTheme], tuple[str, ...]]:
    return [there[key] for key in found.keys], found.words


def _said(one: LocalTheme, lines: Lines) -> Said[Local]:
    return Said(one.key, one.title, one.vision, [line.text for line in lines.get(one.key, ())])


def _own(one: SharedTheme) -> Said[Local]:
    """A shared theme's own words, which are no workshop's."""
    return Said(Local("", str(one.id)), one.title, one.vision, one.signs)
