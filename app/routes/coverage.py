"""Who has been heard in a region, place by place and group by group, and the workshops behind each number."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Query
from sqlalchemy import Connection
from starlette.responses import Response

from app.i18n import STAGES, words
from app.region import chart
from app.region.coverage import Groups, Row, Stage, behind, coverage, growth, unheard
from app.region.network import Municipality, Unit
from app.region.rights import Place, places
from app.region.told import ToldWorkshop
from app.routes.direction import LONGEST_TITLE, line, today
from app.routes.region import Region, region_of, workshops_of
from app.routes.visit import Problem, Visiting, to
from app.store.region import network_names
from app.store.told_groups import told_groups, told_theme_titles
from app.workshop.method import shipped
from app.workshop.people import GROUPS, Language, StakeholderGroup

router = APIRouter(prefix="/region")

ON_A_PAGE = 25
"""Workshops that stand on a page."""


@dataclass(frozen=True, slots=True)
class Asked:
    """The number whose workshops are asked for: of a place, a group, a stage; ``several``: of several of its parts.

    ``title``: what stands in theirs, "" for any.
    """

    municipality: Municipality | None = None
    unit: Unit | None = None
    group: StakeholderGroup | None = None
    stage: Stage | None = None
    several: bool = False
    title: str = ""

    def place(self, network: int) -> Place:
        """The place that it is a number of."""
        return Place(network, self.municipality.id if self.municipality else None, self.unit.id if self.unit else None)

    def titled(self, workshops: Iterable[ToldWorkshop]) -> list[ToldWorkshop]:
        """Those of these workshops that are called so."""
        return [one for one in workshops if self.title.casefold() in one.title.casefold()]

    def address(self, network: int, page: int) -> str:
        """The address of a page of the same workshops."""
        facts = {
            "municipality": self.municipality.id if self.municipality else "",
            "unit": self.unit.id if self.unit else "",
            "group": self.group,
            "stage": self.stage,
            "several": "yes" if self.several else "",
            "title": self.title,
            "page": page,
        }
        query = urlencode({name: value for name, value in facts.items() if value})
        return f"/region/{network}/workshops?{query}"


@router.get("")
async def show_networks(visit: Visiting) -> Response:
    """The networks that one may see something of; the only one at once."""
    account = await visit.need_account()
    reads, plans = (
        {place.network for place in places(account.grants, right)} for right in ("see_region", "make_workshop")
    )
    names = await visit.house.database.read(network_names) if reads | plans else {}
    there = {
        f"/region/{network}" if network in reads else f"/region/{network}/plan": name
        for network, name in names.items()
        if network in reads | plans
    }
    if not there:
        raise Problem("not_allowed", 403)
    if len(there) == 1:
        return to(next(iter(there)))
    return visit.page("regions", networks=there)


@router.get("/{network}")
async def show(
    visit: Visiting, network: int, opened: Annotated[list[str] | None, Query(alias="open")] = None
) -> Response:
    """Who has been heard. ``open``: the municipalities whose units are shown too, by id, or "all"."""
    region = await region_of(visit, network)
    workshops = await workshops_of(visit, region)
    told = await visit.house.database.read(lambda c: told_groups(c, region.id))
    whole = await visit.house.database.aside(lambda: coverage(region.network, workshops, told))
    now = today(visit)
    months, there = growth(workshops, now), _opened(whole, opened or [])
    return visit.page(
        "coverage",
        region=region,
        whole=whole,
        today=now,
        groups=GROUPS,
        opened=there,
        turned=lambda municipality: _turned(region, there, municipality),
        behind_it=lambda row, group="", stage="": _behind(row, group, stage),
        shades=_shades(whole),
        unheard=unheard(region.network, workshops, told),
        units_heard=chart.bars([(part.name, part.heard, part.units) for part in whole.parts if not part.several]),
        months=months,
        held=_line(visit.language, [(month.first, month.workshops) for month in months]),
        said=_line(visit.language, [(month.first, month.statements) for month in months]),
    )


@router.get("/{network}/workshops")
async def show_workshops(
    visit: Visiting,
    network: int,
    municipality: str = "",
    unit: str = "",
    group: str = "",
    stage: str = "",
    several: str = "",
    title: str = "",
    page: str = "1",
) -> Response:
    """The workshops behind a number: of the region or a place in it, that offered a group, or have come so far."""
    region = await region_of(visit, network)
    asked = replace(_asked(region, municipality, unit, group, stage, several), title=line(title)[:LONGEST_TITLE])
    workshops = await workshops_of(visit, region)
    told, themes = await visit.house.database.read(lambda c: _told(c, region.id))
    own, shared = behind(
        workshops, told, asked.place(region.id), group=asked.group, at=asked.stage, several=asked.several
    )
    own, shared = asked.titled(own), asked.titled(shared)
    pages = max(1, -(-(len(own) + len(shared)) // ON_A_PAGE))
    number = max(1, min(int(page), pages)) if page.isdecimal() and len(page) < 6 else 1
    first = (number - 1) * ON_A_PAGE
    return visit.page(
        "region_workshops",
        region=region,
        asked=asked,
        many=len(own),
        own=own[first : first + ON_A_PAGE],
        shared=shared[max(0, first - len(own)) : max(0, first + ON_A_PAGE - len(own))],
        number=number,
        pages=pages,
        at_page=lambda page: asked.address(region.id, page),
        told=told,
        themes=themes,
        names=_names(region),
        methods={name: method.texts(visit.language).title for name, method in shipped().items()},
        groups=GROUPS,
        stages=STAGES,
    )


def _told(connection: Connection, network: int) -> tuple[Mapping[str, Groups], Mapping[str, list[str]]]:
    return told_groups(connection, network), told_theme_titles(connection, network)


def _opened(whole: Row, wanted: list[str]) -> frozenset[int]:
    there = frozenset(part.place.municipality for part in whole.parts if part.place.municipality is not None)
    return there if "all" in wanted or len(there) == 1 else frozenset(one for one in there if str(one) in wanted)


def _turned(region: Region, opened: frozenset[int], municipality: int) -> str:
    """The address of this very page with a municipality's units shown, or no longer."""
    query = urlencode([("open", one) for one in sorted(opened ^ {municipality})])
    return f"/region/{region.id}?{query}#m{municipality}"


def _behind(row: Row, group: str, stage: str) -> str:
    """The address of the workshops behind a number of a row."""
    facts = {
        "municipality": row.place.municipality,
        "unit": row.place.unit,
        "group": group,
        "stage": stage,
        "several": "yes" if row.several else "",
    }
    query = urlencode({name: value for name, value in facts.items() if value})
    return f"/region/{row.place.network}/workshops?{query}"


def _shades(whole: Row) -> dict[int | None, dict[StakeholderGroup, chart.Cell]]:
    """How dark the cells of each municipality are; None stands for what several had together."""
    return chart.heat(
        {
            part.place.municipality: {
                group: number.people if number.workshops else None for group, number in part.groups.items()
            }
            for part in whole.parts
        }
    )


def _line(language: Language, values: list[tuple[date, int]]) -> chart.Line | None:
    return chart.line([(words(language).month(first), value) for first, value in values]) if values else None


def _asked(region: Region, municipality: str, unit: str, group: str, stage: str, several: str) -> Asked:
    """What the address asks for, by what there is in the part of the network that is seen, or a problem."""
    within = next((one for one in region.network.municipalities if str(one.id) == municipality), None)
    part = next((one for one in within.units if str(one.id) == unit), None) if within else None
    kind = next((one for one in GROUPS if one == group), None)
    at = next((one for one in STAGES if one == stage), None)
    for said, found in ((municipality, within), (unit, part), (group, kind), (stage, at)):
        if said and found is None:
            raise Problem("unknown_page", 404)
    return Asked(within, part, kind, at, bool(several))


def _names(region: Region) -> dict[int, str]:
    """What the units that are seen are called, by id."""
    return {
        unit.id: f"{unit.name}, {municipality.name}"
        for municipality in region.network.municipalities
        for unit in municipality.units
        if unit.id is not None
    }
