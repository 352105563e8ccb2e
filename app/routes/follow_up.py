"""Commitments of a region as workshops tell them now, and what has become of each."""

from dataclasses import dataclass, replace
from typing import Annotated
from urllib.parse import quote, urlencode

from fastapi import APIRouter, Form
from starlette.responses import Response

from app.export.csv_rows import written
from app.i18n import words
from app.region.follow_up import STATES, State, ToldCommitment, tally
from app.region.network import Municipality
from app.region.rights import Place
from app.region.told import visible_in
from app.routes.direction import Direction, Number, Typed, direction_of, lines, told_to, unfit
from app.routes.plan_words import FOLLOW_UP_STATES, commitment_rows
from app.routes.visit import Problem, Visit, Visiting, to
from app.store import follow_ups
from app.store.versions import Overtaken

router = APIRouter(prefix="/region/{network}/commitments")

ON_A_PAGE = 40
"""Commitments that stand on a page."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """The commitments of a municipality, or of all. ``at``: the state that is asked for, None for any."""

    within: Municipality | None
    at: State | None
    found: list[ToldCommitment]

    @property
    def shown(self) -> list[ToldCommitment]:
        """Those that are asked for."""
        return [one for one in self.found if self.at in (None, one.follow_up.state)]

    def query(self, **more: object) -> str:
        """What asks for the same in an address."""
        facts = {"municipality": self.within.id if self.within else "", "state": self.at or "", **more}
        return urlencode({name: value for name, value in facts.items() if value})


@router.get("")
async def show(
    visit: Visiting, network: int, municipality: str = "", state: str = "", page: str = "1", saved: str = ""
) -> Response:
    """The commitments of the region, or of a municipality, that stand so."""
    there = await _reading(visit, network)
    return await _page(visit, there, municipality=municipality, state=state, page=page, saved=saved)


@router.get(".csv")
async def show_table(visit: Visiting, network: int, municipality: str = "", state: str = "") -> Response:
    """The same as a table for a spreadsheet, all pages of it."""
    there = await _reading(visit, network)
    chosen = await _chosen(visit, there, municipality, state)
    rows = commitment_rows(words(visit.language), chosen.shown, there.units)
    disposition = {"content-disposition": 'attachment; filename="fremtidsbilde-tiltak.csv"'}
    return Response(written(rows, visit.language), media_type="text/csv; charset=utf-8", headers=disposition)


@router.post("/{workshop}/{commitment}")
async def follow_up(
    visit: Visiting,
    network: int,
    workshop: str,
    commitment: str,
    state: Annotated[str, Form()] = "",
    note: Annotated[str, Form()] = "",
    version: Number = 0,
    unit: Annotated[str, Form()] = "",
    municipality: Annotated[str, Form()] = "",
    showing: Annotated[str, Form()] = "",
    page: Annotated[str, Form()] = "",
) -> Response:
    """Say how it stands with a commitment. ``unit`` and the rest: the page to go back to."""
    there = await _reading(visit, network)
    workshops = [one for one in await told_to(visit, there) if one.id == workshop]
    found = await visit.house.database.read(lambda c: follow_ups.commitments(c, workshops))
    if not workshops and not lines(note):
        raise Problem("unknown_page", 404)
    if not all(there.speaks_for_workshop(one) for one in workshops):
        raise Problem("not_allowed", 403)
    chosen = next((one for one in STATES if one == state), None)
    if chosen is None:
        raise Problem("malformed", 422)
    mine, who, now = {"state": str(chosen), "note": lines(note)}, there.account.id, visit.house.clock()
    fault = unfit(mine) if any(one.id == commitment for one in found) else "untold"
    try:
        if not fault:
            await visit.house.database.write(
                lambda c: follow_ups.follow_up(
                    c, workshop, commitment, version, state=chosen, note=mine["note"], who=who, now=now
                )
            )
    except Overtaken:
        fault = "overtaken"
    if fault:
        typed = Typed(f"c-{workshop}-{commitment}", fault, {**mine, "version": str(version)})
        again = f"{there.path}/commitments/{quote(workshop, safe='')}/{quote(commitment, safe='')}"
        return await _page(visit, there, municipality=municipality, typed=typed, again=again)
    if unit.isdecimal():
        return to(f"{there.path}/unit/{unit}?saved=yes#c-{workshop}-{commitment}")
    facts = {"municipality": municipality, "state": showing, "page": page, "saved": "yes"}
    query = urlencode({name: value for name, value in facts.items() if value})
    return to(f"{there.path}/commitments?{query}#c-{workshop}-{commitment}")


async def _reading(visit: Visit, network: int) -> Direction:
    """The region of somebody who reads what workshops have told there, or a problem."""
    there = await direction_of(visit, network)
    if not there.told:
        raise Problem("not_allowed", 403)
    return there


async def _chosen(visit: Visit, there: Direction, municipality: str, state: str) -> Chosen:
    """The commitments that an address asks for, or a problem."""
    within = next((one for one in there.region.network.municipalities if str(one.id) == municipality), None)
    at = next((one for one in STATES if one == state), None)
    if (municipality and within is None) or (state and at is None):
        raise Problem("unknown_page", 404)
    workshops = visible_in(await told_to(visit, there), [Place(there.region.id, within.id if within else None)])
    return Chosen(within, at, await visit.house.database.read(lambda c: follow_ups.commitments(c, workshops)))


async def _page(
    visit: Visit,
    there: Direction,
    *,
    municipality: str = "",
    state: str = "",
    page: str = "1",
    saved: str = "",
    typed: Typed | None = None,
    again: str = "",
) -> Response:
    """The page. ``again``: where what was typed goes to, whose commitment may stand nowhere on it."""
    chosen = await _chosen(visit, there, municipality, state)
    shown = chosen.shown
    pages = max(1, -(-len(shown) // ON_A_PAGE))
    number = min(int(page), pages) if page.isdecimal() and len(page) < 6 else 1
    if typed:
        keys = [f"c-{one.workshop.id}-{one.id}" for one in shown]
        number = keys.index(typed.at) // ON_A_PAGE + 1 if typed.at in keys else 1
        if typed.problem == "overtaken" and typed.at not in keys:
            typed = replace(typed, problem="untold")
    first = (max(1, number) - 1) * ON_A_PAGE
    return visit.page(
        "commitments",
        status=409 if typed else 200,
        region=there.region,
        there=there,
        within=chosen.within,
        state=chosen.at,
        counts=tally(chosen.found),
        commitments=shown[first : first + ON_A_PAGE],
        number=first // ON_A_PAGE + 1,
        pages=pages,
        at_page=lambda page: f"{there.path}/commitments?{chosen.query(page=page)}",
        table=f"{there.path}/commitments.csv?{chosen.query()}".rstrip("?"),
        names={one.id: f"{one.unit.name}, {one.municipality}" for one in there.units},
        follow_up_states=FOLLOW_UP_STATES,
        typed=typed,
        again=again,
        saved=saved,
    )
