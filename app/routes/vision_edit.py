"""Changing a vision: a form that works without scripts. Each button sends all of it, and it comes back as typed."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import structlog
from fastapi import APIRouter, Request
from sqlalchemy.exc import SQLAlchemyError
from starlette.datastructures import FormData
from starlette.responses import Response

from app.region.drafting import QUOTES, Offer, offered, recounted, voices
from app.region.quoting import apt
from app.region.told_words import ToldLine, ToldTheme, by_key
from app.region.vision_form import Fields, Unfit, fields_of, merged, moved, offered_fields, read, rows_of, written_from
from app.region.written import Written, has_workshops
from app.routes.vision_reading import Supplied, opened, supplied, version_of
from app.routes.visit import Problem, Visit, Visiting, to
from app.store import visions
from app.store.visions import Newer, Version

router = APIRouter(prefix="/region/{network}/visions")
_log = structlog.get_logger(__name__)

FIELDS_MOST = 5_000
LOCAL_MOST = 40
"""Workshops' own themes that are offered at once; a search finds the others."""
SHOWN = 30
"""Statements to choose from that stand under a theme at once; a search finds the others."""
BENEATH = 30
"""Workshops' own themes that are shown beneath a shared one, to write its vision and signs from."""
LEFT_OUT = "left-out"
"""What the search among themes that are left out is called."""
_STATUS = {"": 200, "unfit": 409, "newer": 409, "not_saved": 503}


@dataclass(frozen=True, slots=True)
class _Form:
    """What the form shows. ``theirs``: what somebody else has made of what was changed here, too; ``by``: their name.

    ``searched``: by theme, or "minority", the words that statements are searched for; ``opened``: the theme to unfold;
    ``bare``: the themes that no workshop stands behind any more; ``choosing``: whether those left out are unfolded.
    """

    fields: Fields
    version: int
    searched: Mapping[str, str] = field(default_factory=dict)
    problem: str = ""
    wrong: Mapping[str, str] = field(default_factory=dict)
    theirs: Mapping[str, str] = field(default_factory=dict)
    by: str = ""
    typed: bool = False
    steps: int = 0
    opened: str = ""
    bare: frozenset[str] = frozenset()
    choosing: bool = False


@dataclass(frozen=True, slots=True)
class Picker:
    """Statements to choose from: those that are chosen, others that can be, and how many more there are.

    ``unseen``: the keys of chosen ones that are told no more just now, and come back when they are.
    """

    chosen: tuple[ToldLine, ...]
    others: tuple[ToldLine, ...]
    more: int
    unseen: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Free:
    """Themes that are left out: how many there are, those that are offered, how many more a search would find.

    ``seek``: whether there is anything to search for.
    """

    all: int
    offers: tuple[Offer, ...]
    more: int
    seek: bool


@router.get("/{vision}/edit")
async def show(visit: Visiting, network: int, vision: str) -> Response:
    """The form, as the latest version fills it."""
    there = await supplied(visit, await opened(visit, network, vision, "write_summary"))
    latest = await version_of(visit, there)
    fields = fields_of(latest.written, there.material.texts(latest), _workshops(there))
    return _page(visit, there, _Form(fields, latest.version, bare=_bare(there, latest)))


@router.post("/{vision}/edit")
async def change(visit: Visiting, request: Request, network: int, vision: str) -> Response:
    """Do what the button says: save, or change the form and show it again."""
    there = await supplied(visit, await opened(visit, network, vision, "write_summary"))
    async with request.form(max_fields=FIELDS_MOST) as sent:
        return await _done(visit, there, sent)


async def _done(visit: Visit, there: Supplied, sent: FormData) -> Response:
    said = [(name, value) for name, value in sent.multi_items() if isinstance(value, str)]
    typed = dict(said)
    version = typed.get("version", "")
    if not version.isdecimal() or len(version) > 6:
        raise Problem("malformed", 422)
    act, _, what = typed.get("act", "look").partition(":")
    searched = {name.removeprefix("find."): text[:100] for name, text in said if name.startswith("find.")}
    base = await version_of(visit, there, int(version))
    form = _Form(read(said), base.version, searched, typed=True, bare=_bare(there, base))
    if act == "save":
        return await _saved(visit, there, form, base)
    return _page(visit, there, _rearranged(there, form, act, what))


def _rearranged(there: Supplied, form: _Form, act: str, what: str) -> _Form:
    """The form after a button has been pressed."""
    fields = form.fields
    match act:
        case "up":
            return replace(form, fields=moved(fields, what, -1))
        case "down":
            return replace(form, fields=moved(fields, what, 1))
        case "out":
            order = " ".join(one for one in fields["order"].split() if one != what)
            return replace(form, fields={**fields, "order": order}, choosing=True)
        case "in":
            offer = next((one for one in _offers(there) if one.id == what), None)
            if offer is None or what in fields["order"].split():
                return form
            fresh = offered_fields(offer, [line.key for line in apt(offer.lines, QUOTES)])
            order = f"{fields['order']} {what}".strip()
            return replace(form, fields={**fresh, **fields, "order": order}, opened=what, choosing=True)
        case "step":
            return replace(form, steps=3)
        case _:
            return replace(form, opened=what, choosing=what == LEFT_OUT)


async def _saved(visit: Visit, there: Supplied, form: _Form, base: Version) -> Response:
    if there.kept.latest != form.version:
        return await _newer(visit, there, form, base)
    account, house = await visit.need_account(), visit.house
    try:
        written = _written(visit, there, form, base.written)
        if written == base.written:
            return to(there.path)
        kept, after, now = there.material.lasting(base), form.version, house.clock()
        await house.database.write(
            lambda c: visions.save(c, there.kept.id, written, kept, after=after, by=account.id, now=now)
        )
    except Unfit as unfit:
        return _page(visit, there, replace(form, problem="unfit", wrong=unfit.wrong))
    except Newer as newer:
        there = replace(there, kept=replace(there.kept, latest=newer.version))
        return await _newer(visit, there, form, base)
    except SQLAlchemyError as error:
        _log.error("database", error=type(error).__name__)
        return _page(visit, there, replace(form, problem="not_saved"))
    return to(f"{there.path}?saved=yes")


async def _newer(visit: Visit, there: Supplied, form: _Form, base: Version) -> Response:
    """Both people's changes together, to be looked at before they are saved."""
    latest = await version_of(visit, there)
    workshops = _workshops(there)
    was, now = (fields_of(one.written, there.material.texts(one), workshops) for one in (base, latest))
    fields, theirs = merged(was, form.fields, now)
    form = replace(form, fields=fields, version=latest.version, problem="newer", theirs=theirs, by=latest.by)
    return _page(visit, there, replace(form, bare=form.bare | _bare(there, latest)))


def _written(visit: Visit, there: Supplied, form: _Form, base: Written) -> Written:
    material = there.material
    written = written_from(form.fields, base, _offers(there), by_key(material.told))
    known = {one.workshop for one in base.counted}
    if all(source.workshop in known for theme in written.themes for source in theme.sources):
        return written
    return recounted(  # a theme of a workshop that has told since: its numbers would stand beside older ones
        written,
        material.told,
        material.shared,
        place=material.place,
        names=material.names,
        now=visit.house.clock(),
    )


def _offers(there: Supplied) -> list[Offer]:
    return offered(there.material.told, there.material.shared)


def _workshops(there: Supplied) -> set[str]:
    return {one.workshop.id for one in there.material.told}


def _bare(there: Supplied, version: Version) -> frozenset[str]:
    workshops = _workshops(there)
    return frozenset(theme.id for theme in version.written.themes if not has_workshops(theme, workshops))


def _page(visit: Visit, there: Supplied, form: _Form) -> Response:
    told = there.material.told
    offers = {one.id: one for one in _offers(there)}
    lines = by_key(told)
    order = form.fields["order"].split()
    taken = {source.workshop + source.theme for id_ in order if id_ in offers for source in offers[id_].sources}
    pickers = {
        id_: _picker(
            lines,
            form.fields.get(f"theme.{id_}.quotes", ""),
            offers[id_].lines if id_ in offers else (),
            form.searched.get(id_, ""),
        )
        for id_ in order
    }
    sought = form.searched.get("minority", "")
    few = tuple(lines.values()) if sought.strip() else tuple(voices(told))
    pickers["minority"] = _picker(lines, form.fields["minority"], few, sought)
    return visit.page(
        "vision_edit",
        status=_STATUS[form.problem],
        there=there,
        region=there.region,
        form=form,
        fields=form.fields,
        order=order,
        answered=sum(bool(form.fields.get(f"theme.{id_}.answer", "")) for id_ in order),
        rows=[*rows_of(form.fields), *[["", "", ""]] * (form.steps or 1)],
        offers=offers,
        free=_free(there, form, [one for one in offers.values() if _apart(one, taken)]),
        pickers=pickers,
        beneath=_beneath(there),
        titles={id_: form.fields.get(f"theme.{id_}.title", "") for id_ in {*order, *offers}},
    )


def _beneath(there: Supplied) -> dict[str, list[tuple[str, ToldTheme]]]:
    """Of each shared theme the workshops' own that say something of it, biggest first, each with its workshop."""
    own = {
        (theme.workshop, theme.id): (one.workshop.title, theme)
        for one in there.material.told
        for theme in one.themes
        if not theme.alone and (theme.vision or theme.signs)
    }
    return {
        one.id: sorted((own[at] for at in one.local if at in own), key=lambda pair: -pair[1].statements)[:BENEATH]
        for one in there.material.shared
    }


def _apart(offer: Offer, taken: set[str]) -> bool:
    return not any(source.workshop + source.theme in taken for source in offer.sources)


def _free(there: Supplied, form: _Form, offers: list[Offer]) -> Free:
    """Of the themes that are left out, shared ones stand there; where there are any shared ones, others are sought."""
    common = {one.id for one in there.material.shared}
    sought = form.searched.get(LEFT_OUT, "")
    wanted = sought.casefold().split()
    local = [one for one in offers if one.id not in common]
    found = [one for one in local if all(word in one.text.title.casefold() for word in wanted)]
    shown = found[:LOCAL_MOST] if wanted or not common else []
    shared = [one for one in offers if one.id in common]
    return Free(len(offers), (*shared, *shown), len(found) - len(shown), len(local) > len(shown) or bool(wanted))


def _picker(lines: Mapping[str, ToldLine], chosen: str, pool: tuple[ToldLine, ...], sought: str) -> Picker:
    keys = list(dict.fromkeys(chosen.split()))
    wanted = sought.casefold().split()
    others = [line for line in pool if line.key not in keys and all(word in line.text.casefold() for word in wanted)]
    return Picker(
        tuple(lines[key] for key in keys if key in lines),
        tuple(others[:SHOWN]),
        max(0, len(others) - SHOWN),
        tuple(key for key in keys if key not in lines),
    )
