"""Visions of places: all of a network, one of them read as a document, its versions, and what is public of it."""

from typing import Annotated

from fastapi import APIRouter, Form
from sqlalchemy import Connection
from starlette.responses import Response

from app.i18n import NAMES, words
from app.region.drafting import drafted, recounted
from app.region.network_places import called, names_of
from app.region.rights import Place, allowed
from app.region.vision_diff import changes
from app.region.written import frozen_at
from app.routes.once import FormId, made_by
from app.routes.place_names import path_of, places_in
from app.routes.region import Region, region_of
from app.routes.vision_reading import Opened, opened, supplied, version_of
from app.routes.visit import Problem, Visit, Visiting, to
from app.store import visions
from app.store.units import network_by_id
from app.store.vision_material import material_of, read
from app.store.visions import IsPublic, Kept, Newer, Version
from app.working.words import TABLE_NAMES
from app.workshop.people import LANGUAGES

router = APIRouter(prefix="/region/{network}/visions")


@router.get("")
async def show_all(visit: Visiting, network: int, saved: str = "") -> Response:
    """The visions of the places that one may see, and what is public of the network and the municipalities around."""
    region = await region_of(visit, network)
    there = await visit.house.database.read(lambda c: visions.in_network(c, network))
    seen, names = [pair for pair in there if region.reaches(pair[0].place)], names_of(region.network)
    return visit.page(
        "visions",
        region=region,
        seen=seen,
        called={kept.place: called(names, kept.place) for kept, _ in seen},
        around=await _around(visit, region),
        places=await _writable(visit, region),
        saved=saved,
        spoken=NAMES,
    )


@router.post("")
async def make(
    visit: Visiting,
    network: int,
    place: Annotated[str, Form()] = "",
    language: Annotated[str, Form()] = "",
    form: FormId = "",
) -> Response:
    """A new vision of a place, drafted from what its workshops have told; the same form makes one only."""
    region = await region_of(visit, network)
    where = (await _writable(visit, region)).get(place)
    if where is None:
        raise Problem("not_allowed", 403)
    account = await visit.need_right("write_summary", where[0])
    spoken = next((one for one in LANGUAGES if one == language), visit.language)
    house, now = visit.house, visit.house.clock()
    material = await house.database.slowly(material_of(where[0]))
    title = words(spoken).gettext("Vision of %(place)s", place=called(material.names, where[0]))
    draft = await house.database.aside(
        lambda: drafted(
            material.told,
            material.shared,
            title=title[:200],
            language=spoken,
            place=where[0],
            names=material.names,
            now=now,
        )
    )
    made = made_by(form, account.id, place, spoken)
    await house.database.write(
        lambda c: visions.begin(c, where[0], draft, language=spoken, by=account.id, now=now, made=made)
    )
    return to(f"/region/{network}/visions/{made}")


@router.get("/{vision}")
async def show(visit: Visiting, network: int, vision: str, version: int | None = None, saved: str = "") -> Response:
    """A vision as a document; ``version``: an earlier one."""
    return await _page(visit, await opened(visit, network, vision), number=version, saved=saved)


@router.get("/{vision}/versions")
async def show_versions(visit: Visiting, network: int, vision: str) -> Response:
    """Who saved which version when."""
    there = await opened(visit, network, vision)
    found = await visit.house.database.read(lambda c: visions.versions(c, there.kept.id))
    return visit.page("vision_versions", there=there, region=there.region, versions=found)


@router.get("/{vision}/versions/{a}/{b}")
async def compare(visit: Visiting, network: int, vision: str, a: int, b: int) -> Response:
    """What is otherwise in one version than in another, the earlier one first."""
    there = await opened(visit, network, vision)
    before, after = await version_of(visit, there, min(a, b)), await version_of(visit, there, max(a, b))
    material = (await supplied(visit, there, before, after)).material
    found = await visit.house.database.aside(
        lambda: changes(read(there.kept, before, material), read(there.kept, after, material))
    )
    return visit.page("vision_compare", there=there, region=there.region, before=before, after=after, changes=found)


@router.post("/{vision}/refresh")
async def refresh(visit: Visiting, network: int, vision: str) -> Response:
    """The numbers that are told now, as another version of the same words."""
    there = await opened(visit, network, vision, "write_summary")
    account = await visit.need_account()
    latest = await version_of(visit, there)
    material, now = (await supplied(visit, there, latest)).material, visit.house.clock()

    def carry_out(connection: Connection) -> None:
        kept = visions.by_id(connection, there.kept.id)
        latest = visions.version(connection, there.kept.id, kept.latest) if kept else None
        if latest is not None:
            fresh = recounted(
                latest.written, material.told, material.shared, place=material.place, names=material.names, now=now
            )
            left = material.lasting(latest)
            visions.save(connection, there.kept.id, fresh, left, after=latest.version, by=account.id, now=now)

    try:
        await visit.house.database.write(carry_out)
    except Newer:
        return await _page(visit, await opened(visit, network, vision), problem="newer")
    return to(f"{there.path}?saved=numbers")


@router.post("/{vision}/publish")
async def publish(visit: Visiting, network: int, vision: str, version: Annotated[int, Form()] = 0) -> Response:
    """Let everybody who has its link read the latest version, if it is the one that was looked at."""
    there = await opened(visit, network, vision, "write_summary")
    latest, now = await version_of(visit, there), visit.house.clock()
    material = (await supplied(visit, there, latest)).material
    frozen = frozen_at(latest.written, material.texts(latest))
    try:
        await visit.house.database.write(lambda c: visions.publish(c, there.kept.id, version, frozen, now=now))
    except Newer:
        return await _page(visit, await opened(visit, network, vision), problem="newer")
    return to(f"{there.path}?saved=published#public")


@router.post("/{vision}/withdraw")
async def withdraw(visit: Visiting, network: int, vision: str) -> Response:
    """Let nobody read it by its link any more."""
    there = await opened(visit, network, vision, "write_summary")
    await visit.house.database.write(lambda c: visions.withdraw(c, there.kept.id))
    return to(f"{there.path}?saved=withdrawn#public")


@router.post("/{vision}/delete")
async def remove(visit: Visiting, network: int, vision: str, version: Annotated[int, Form()] = 0) -> Response:
    """Take a vision that is not public away, if its latest version is the one that was looked at."""
    there = await opened(visit, network, vision, "write_summary")
    try:
        await visit.house.database.write(lambda c: visions.remove(c, there.kept.id, version))
    except (IsPublic, Newer) as error:
        problem = "public" if isinstance(error, IsPublic) else "newer"
        return await _page(visit, await opened(visit, network, vision), problem=problem)
    return to(f"/region/{network}/visions?saved=deleted")


async def _around(visit: Visit, region: Region) -> list[tuple[str, Kept, Version]]:
    """The public visions of the network and its municipalities that are not among one's own: each with its place."""
    if region.whole:
        return []
    there = await visit.house.database.read(lambda c: network_by_id(c, region.id))
    public = await visit.house.database.read(lambda c: visions.public_in(c, [region.id]))
    names = names_of(there) if there else {}
    found = [
        (names[kept.place], kept, shown)
        for kept, shown in public
        if kept.place.unit is None and kept.place in names and not region.reaches(kept.place)
    ]
    return sorted(found, key=lambda one: one[1].place.municipality is not None)


async def _writable(visit: Visit, region: Region) -> dict[str, tuple[Place, str]]:
    """The places whose visions one may write, by their paths: each with what it is called."""
    account = await visit.need_account()
    there = await visit.house.database.read(lambda c: network_by_id(c, region.id))
    labels = dict(places_in([there] if there else []))
    places = {path_of(place): place for place in names_of(region.network)}
    return {
        path: (place, labels[path])
        for path, place in places.items()
        if path in labels and allowed(account.grants, "write_summary", place)
    }


async def _page(
    visit: Visit, there: Opened, *, number: int | None = None, saved: str = "", problem: str = ""
) -> Response:
    version, account = await version_of(visit, there, number), await visit.need_account()
    latest = version.version == there.kept.latest
    now = await supplied(visit, there, version)
    behind = there.writes and latest and now.is_behind(version.written)
    return visit.page(
        "vision",
        status=409 if problem else 200,
        there=there,
        region=there.region,
        version=version,
        vision=read(there.kept, version, now.material),
        behind=behind,
        come=now.come_since(version.written) if behind else 0,
        may_take=allowed(account.grants, "take_files", there.kept.place),
        tables=TABLE_NAMES,
        link=f"{visit.public_address}/fremtidsbilde/{there.kept.key}" if there.kept.key else "",
        saved=saved,
        problem=problem,
    )
