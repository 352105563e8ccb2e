"""Searching all that somebody may see in a region: statements and themes, by words and by filters."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from itertools import groupby
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Query
from sqlalchemy import Connection
from starlette.responses import Response

from app.i18n import UNIT_KINDS
from app.region.rights import Place
from app.region.search import LONGEST, Filters, among, marked, question
from app.region.tag_sets import tags_by_key
from app.region.told import ToldWorkshop, visible_in
from app.routes.region import Region, region_of
from app.routes.visit import Visit, Visiting
from app.store import search
from app.store.search import After, Found, FoundStatement, FoundTheme, Tagged
from app.store.told_workshops import method_titles, told_workshops
from app.workshop.method import shipped
from app.workshop.people import GROUPS, Language
from app.workshop.written_in import written_in

router = APIRouter(prefix="/region/{network}/search")

PAGE = 30
"""Answers that one page shows; the next one is asked for."""
THEMES = 3
"""Themes that stand above the statements; all of them have a page of their own."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks: everything as it was typed where that is fit, else as if it had not been."""

    text: str
    filters: Filters
    only_themes: bool
    after: After | None

    @property
    def kept(self) -> dict[str, str]:
        """The same as an address's fields, without the place that one has come to."""
        f = self.filters
        fields = {
            "q": self.text,
            "group": f.group,
            "tag": f.tag,
            "municipality": f.municipality,
            "kind": f.kind,
            "from": f.since,
            "to": f.until,
            "method": f.method,
            "workshop": f.workshop,
            "show": "themes" if self.only_themes else "",
        }
        return {name: str(value) for name, value in fields.items() if value not in (None, "")}


@dataclass(frozen=True, slots=True)
class Answers:
    """``everything``: the workshops that are seen; ``through``: those that the filters let through.

    ``beside``: how many answers there were without the filters, where there is none with them. ``tags``: those that
    shared themes wear here.
    """

    everything: Sequence[ToldWorkshop]
    through: Sequence[ToldWorkshop]
    statements: Found[FoundStatement]
    themes: Found[FoundTheme]
    beside: int
    titles: Mapping[str, str]
    tags: set[str]


@router.get("")
async def show(
    visit: Visiting,
    network: int,
    q: str = "",
    group: str = "",
    tag: str = "",
    municipality: str = "",
    kind: str = "",
    since: Annotated[str, Query(alias="from")] = "",
    until: Annotated[str, Query(alias="to")] = "",
    method: str = "",
    workshop: str = "",
    show: str = "",
    after: str = "",
) -> Response:
    """What was said in a region. Without a question, all of it, the latest workshop first."""
    region = await region_of(visit, network)
    filters = Filters(
        group=next((one for one in GROUPS if one == group), None),
        tag=tag if tag in tags_by_key() else "",
        municipality=next((one.id for one in region.network.municipalities if str(one.id) == municipality), None),
        kind=next((one for one in UNIT_KINDS if one == kind), None),
        since=_day(since),
        until=_day(until),
        method=method[:40],
        workshop=workshop[:32],
    )
    asked = Asked(q.replace("\0", "")[:LONGEST], filters, show == "themes", _after(after))
    answers = await visit.house.database.read(lambda c: _answers(c, region, asked))
    return _page(visit, region, asked, answers)


def _answers(connection: Connection, region: Region, asked: Asked) -> Answers:
    everything = visible_in(told_workshops(connection, region.id), region.places)
    through = among(everything, region.network, asked.filters)
    wanted, ids, by = question(asked.text), [one.id for one in through], asked.filters
    tagged = Tagged(by.tag, region.sharing) if by.tag else None
    find = partial(search.statements, connection, wanted, ids, group=by.group, tagged=tagged)
    find_themes = partial(search.themes, connection, wanted, ids, group=by.group, tagged=tagged)
    nothing: Found[FoundStatement] = Found({}, [], more=False)
    if asked.only_themes:
        themes = find_themes(after=asked.after, most=PAGE)
        statements = nothing
    else:
        statements = find(after=asked.after, most=PAGE)
        themes = find_themes(most=THEMES)
    beside = 0
    if not statements.total and not themes.total and asked.filters != Filters():
        whole = [one.id for one in everything]
        beside = search.statements(connection, wanted, whole, most=0).total
    unknown = {one.method for one in everything} - {"open", *shipped()}
    titles, tags = method_titles(connection, unknown), search.tags_in(connection, region.sharing)
    return Answers(everything, through, statements, themes, beside, titles, tags)


def _page(visit: Visit, region: Region, asked: Asked, answers: Answers) -> Response:
    by_id = {one.id: one for one in answers.everything}
    there = answers.themes if asked.only_themes else answers.statements
    last = there.page[-1] if there.page and there.more else None
    here = f"/region/{region.id}/search"
    wanted = question(asked.text)

    def link(**changes: str) -> str:
        fields = {name: value for name, value in {**asked.kept, **changes}.items() if value}
        return f"{here}?{urlencode(fields)}" if fields else here

    return visit.page(
        "region_search",
        here=link(),
        region=region,
        asked=asked,
        filtered=asked.filters != Filters(),
        filters_set=len(asked.kept.keys() - {"q", "show", "workshop"}),
        answers=answers,
        sections=_sections(answers.statements, by_id, asked.after),
        workshops=by_id,
        only=by_id.get(asked.filters.workshop),
        written_in=written_in,
        whose={one.id: _whose(region, one) for one in _shown(answers, by_id)},
        methods=_methods(answers, visit.language),
        groups=GROUPS,
        tags=_tags(answers.tags | {asked.filters.tag}, visit.language),
        kinds=UNIT_KINDS,
        link=link,
        next=link(after=f"{last.workshop}.{last.rank}") if last else "",
        heard_in=len(answers.statements.many.keys() | answers.themes.many.keys()),
        pieces=partial(marked, wanted),
    )


@dataclass(frozen=True, slots=True)
class Section:
    """Statements of one workshop that stand together. ``many``: of how many; ``goes_on``: earlier ones stood before."""

    workshop: ToldWorkshop
    statements: Sequence[FoundStatement]
    many: int
    goes_on: bool


def _sections(
    found: Found[FoundStatement], workshops: Mapping[str, ToldWorkshop], after: After | None
) -> list[Section]:
    return [
        Section(
            workshops[workshop], tuple(some), found.many[workshop], after is not None and after.workshop == workshop
        )
        for workshop, some in groupby(found.page, lambda one: one.workshop)
    ]


def _shown(answers: Answers, workshops: Mapping[str, ToldWorkshop]) -> list[ToldWorkshop]:
    ids = [one.workshop for one in answers.statements.page] + [one.workshop for one in answers.themes.page]
    return [workshops[one] for one in dict.fromkeys(ids)]


def _whose(region: Region, workshop: ToldWorkshop) -> str:
    """Whose a workshop is, as far as somebody sees: the municipalities, and the unit where it is one's alone."""
    seen = [
        (municipality.name, unit.name)
        for municipality in region.network.municipalities
        for unit in municipality.units
        if Place(region.id, municipality.id, unit.id) in workshop.units
    ]
    names = list(dict.fromkeys(municipality for municipality, _ in seen))
    return " · ".join([", ".join(names), *(unit for _, unit in seen if len(seen) == 1)])


def _methods(answers: Answers, language: Language) -> dict[str, str]:
    """The methods that were used, by id, with their titles; "" for a room without one."""
    used = {one.method for one in answers.everything}
    named = {one: "" if one == "open" else answers.titles.get(one, one) for one in used}
    named |= {one: shipped()[one].texts(language).title for one in used & shipped().keys()}
    return dict(sorted(named.items(), key=lambda item: (item[0] == "open", item[1].lower())))


def _tags(worn: Collection[str], language: Language) -> dict[str, dict[str, str]]:
    """The names of these tags by id, under the names of their sets."""
    found: dict[str, dict[str, str]] = {}
    for key, (tags, tag) in tags_by_key().items():
        if key in worn:
            found.setdefault(tags.name.in_(language), {})[key] = tag.in_(language)
    return found


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _after(text: str) -> After | None:
    found = re.fullmatch(r"([\w-]{1,32})\.(\d{1,9})", text, re.ASCII)
    return After(found[1], int(found[2])) if found else None
