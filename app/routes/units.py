"""Networks with their municipalities and units: looked at, changed one by one, and imported from files."""

from base64 import b64decode, b64encode
from binascii import Error
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Annotated, Any, Literal

from fastapi import APIRouter, File, Form, UploadFile
from starlette.responses import Response

from app.i18n import NAMES, UNIT_KINDS
from app.region.network import Network, Unit
from app.region.rights import Grant, Place, allowed
from app.region.unit_faults import MOST_BYTES, is_orgnr
from app.region.unit_file import read_units
from app.region.unit_import import Import, planned
from app.routes.unit_words import COLUMNS, FAULTS
from app.routes.visit import Problem, Visit, Visiting, to
from app.store import region, units
from app.store.units import Moved, NameTaken
from app.store.versions import Overtaken

router = APIRouter(prefix="/units")

_WORDS: Mapping[str, Any] = {"faults": FAULTS, "columns": COLUMNS, "kinds": UNIT_KINDS}


@dataclass(frozen=True, slots=True)
class Typed:
    """What somebody typed into a unit's form that was not taken. ``at``: which form; ``within``: its municipality.

    ``shown``: the mark of what that form had shown.
    """

    at: str
    within: str
    problem: Literal["unfit", "name_taken", "overtaken"]
    fields: Mapping[str, object]
    shown: str


@router.get("")
async def show_networks(visit: Visiting) -> Response:
    """The networks whose units one may change."""
    return await _networks(visit)


@router.post("")
async def make_network(visit: Visiting, name: Annotated[str, Form()] = "") -> Response:
    """A new network, for an administrator to make."""
    await visit.need_right("run_installation")
    name = " ".join(name.split())[:120]
    if not name:
        return await _networks(visit, "empty", 409)
    try:
        made = await visit.house.database.write(lambda c: units.make_network(c, name))
    except NameTaken:
        return await _networks(visit, "name_taken", 409)
    return to(f"/units/{made}")


@router.get("/{network}")
async def show(visit: Visiting, network: int, saved: str = "") -> Response:
    """A network's units, by municipality."""
    return _page(visit, await _editable(visit, network), saved=saved)


@router.post("/{network}/import")
async def look_at_file(visit: Visiting, network: int, file: Annotated[UploadFile | None, File()] = None) -> Response:
    """What a file would change, or what is wrong in it, by line. Nothing is changed yet."""
    there = await _editable(visit, network)
    content = await file.read(MOST_BYTES + 1) if file else b""
    return _looked_at(visit, there, content, await _planned(visit, there, content))


@router.post("/{network}/import/now")
async def carry_out(visit: Visiting, network: int, content: Annotated[str, Form()] = "") -> Response:
    """Import what was looked at, all of it or nothing; where the network has changed since, it is looked at again."""
    there = await _editable(visit, network)
    try:
        read = b64decode(content, validate=True)
    except (ValueError, Error):
        raise Problem("malformed", 422) from None
    plan = await _planned(visit, there, read)
    if plan.problems:
        return _looked_at(visit, there, read, plan)
    try:
        await visit.house.database.write(lambda c: units.carry_out(c, network, plan))
    except Moved:
        again = await _editable(visit, network)
        return _looked_at(visit, again, read, await _planned(visit, again, read))
    return to(f"/units/{network}?saved=import")


@router.post("/{network}/{municipality}/unit")
async def change(
    visit: Visiting,
    network: int,
    municipality: int,
    unit: Annotated[int | None, Form()] = None,
    name: Annotated[str, Form()] = "",
    kind: Annotated[str, Form()] = "",
    orgnr: Annotated[str, Form()] = "",
    ownership: Annotated[str, Form()] = "",
    language_form: Annotated[str, Form()] = "",
    inactive: Annotated[str, Form()] = "",
    shown: Annotated[str, Form()] = "",
) -> Response:
    """Put a unit in, or change one. ``shown``: the mark of what it was when the form was shown."""
    await visit.need_right("edit_units", Place(network, municipality))
    there = await _network(visit, network)
    within = next((one for one in there.municipalities if one.id == municipality), None)
    before = next((one for one in within.units if one.id == unit), None) if within else None
    if within is None or (unit is not None and before is None):
        raise Problem("unknown_page", 404)
    fields = {
        "name": name,
        "kind": kind,
        "orgnr": orgnr,
        "ownership": ownership,
        "language_form": language_form,
        "active": not inactive,
    }
    kept = {"name": " ".join(name.split()), "orgnr": orgnr.replace(" ", "")}
    problem: Literal["unfit", "name_taken", "overtaken"]
    try:
        if not is_orgnr(kept["orgnr"]):
            raise ValueError(orgnr)
        made = Unit(**{**(before.model_dump() if before else {}), **fields, **kept})
        if before is not None and shown != _mark_of(before) and made != before:
            raise Overtaken
        await visit.house.database.write(lambda c: units.change_unit(c, municipality, made, before))
        return to(f"/units/{network}?saved=unit#m{municipality}")
    except ValueError:
        problem = "unfit"
    except NameTaken:
        problem = "name_taken"
    except Overtaken:
        problem = "overtaken"
    at = f"u{unit}" if before else f"unew{municipality}"
    typed = Typed(at, within.name, problem, fields, shown)
    return _page(visit, await _editable(visit, network), typed=typed)


def _mark_of(unit: Unit) -> str:
    """A short mark of all that a unit is, by which a form says what it has shown."""
    return sha256(unit.model_dump_json().encode()).hexdigest()[:16]


async def _networks(visit: Visit, problem: str | None = None, status: int = 200) -> Response:
    account = await visit.need_account()
    everything = await visit.house.database.read(region.networks)
    there = [one for one in everything if _may_see(account.grants, one)]
    makes = allowed(account.grants, "run_installation")
    if not there and not makes:
        raise Problem("not_allowed", 403)
    return visit.page("networks", status=status, networks=there, makes=makes, problem=problem)


def _may_see(grants: frozenset[Grant], network: Network) -> bool:
    places = [Place(network.id or 0), *(Place(network.id or 0, one.id) for one in network.municipalities)]
    return any(allowed(grants, "edit_units", place) for place in places)


async def _network(visit: Visit, network: int) -> Network:
    there = await visit.house.database.read(lambda c: units.network_by_id(c, network))
    if there is None:
        raise Problem("not_allowed", 403)
    return there


async def _editable(visit: Visit, network: int) -> Network:
    """The network, if the whole of it may be changed; else the part of it that may be, or a problem."""
    account = await visit.need_account()
    there = await _network(visit, network)
    if allowed(account.grants, "edit_units", Place(network)):
        return there
    mine = tuple(one for one in there.municipalities if allowed(account.grants, "edit_units", Place(network, one.id)))
    if not mine:
        raise Problem("not_allowed", 403)
    return there.model_copy(update={"municipalities": mine})


async def _planned(visit: Visit, network: Network, content: bytes) -> Import:
    """``network``: the part of it that may be changed."""
    account = await visit.need_account()
    whole = allowed(account.grants, "edit_units", Place(network.id or 0))
    mine = None if whole else {one.number for one in network.municipalities}
    there = await _network(visit, network.id or 0)
    return await visit.house.database.aside(lambda: planned(there, read_units(content), mine=mine))


def _looked_at(visit: Visit, network: Network, content: bytes, plan: Import) -> Response:
    carried = b64encode(content).decode() if plan.ready else ""
    return visit.page(
        "unit_import", status=409 if plan.problems else 200, network=network, plan=plan, content=carried, **_WORDS
    )


def _page(visit: Visit, network: Network, *, saved: str = "", typed: Typed | None = None) -> Response:
    return visit.page(
        "units",
        status=409 if typed else 200,
        network=network,
        saved=saved,
        typed=typed,
        mark_of=_mark_of,
        kinds=UNIT_KINDS,
        forms=NAMES,
    )
