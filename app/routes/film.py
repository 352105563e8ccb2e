"""The film's doors: the page that plays it, what it is played from, and the same as lines for other programs."""

import asyncio
import json
from collections.abc import Callable, Sequence
from typing import Annotated, Any, TypeVar

from fastapi import APIRouter, Query
from starlette.responses import JSONResponse, Response

from app.i18n import ZONE, preferred
from app.identity import Cookies
from app.realtime import film
from app.routes.visit import Visit, Visiting
from app.store import log
from app.store.workshops import Workshop
from app.workshop.events import Recorded
from app.workshop.people import Language
from app.workshop.room import Room
from app.workshop.transcript import transcript

router = APIRouter()

T = TypeVar("T")

LONGEST = 10**9
"""Seconds into a film that may be asked for: thirty years."""

PAINTED = 50
"""Parts that are painted in one go: a few milliseconds, after which others have their turn."""


@router.get("/w/{code}/desk/film")
async def show_film(visit: Visiting, code: str) -> Response:
    """The page that plays the workshop as the wall showed it."""
    workshop, _ = await visit.need("run_desk", code)
    return visit.page(
        "film",
        workshop=workshop,
        public_address=visit.public_address,
        zone=ZONE.key,
        wall_language=_spoken_on_the_wall(visit, workshop),
    )


@router.get("/w/{code}/desk/film/moments")
async def moments(visit: Visiting, code: str) -> Response:
    """When the film begins, its moments as seconds after that, and the steps that were begun."""
    workshop = await _may_watch(visit, code)
    room = (await visit.live(workshop)).room
    told = await _worked_out(visit, workshop, lambda recorded: film.timeline(recorded, room))
    steps = room.method.steps if room.method else ()
    chapters = [
        {"at": there.second, "number": there.step + 1, "title": steps[there.step].texts(visit.language).title}
        for there in told.chapters
        if there.step < len(steps)
    ]
    began = round(told.began.timestamp() * 1_000)
    return JSONResponse({"began": began, "moments": told.moments, "chapters": chapters, "reel": film.REEL})


@router.get("/w/{code}/desk/film/frames")
async def frames(
    visit: Visiting, code: str, start: Annotated[int, Query(alias="from", ge=0, le=LONGEST)] = 0
) -> Response:
    """A stretch of the film: the whole screen at this second, and what changed at each moment after it."""
    workshop = await _may_watch(visit, code)
    room = (await visit.live(workshop)).room
    reel = await _worked_out(visit, workshop, lambda recorded: film.reel(recorded, room, start))
    language = _spoken_on_the_wall(visit, workshop)
    painted = [await _painted(visit, moment, language) for moment in reel.moments]
    return JSONResponse({"frames": painted, "until": reel.until})


@router.get("/w/{code}/desk/film.jsonl")
async def lines(visit: Visiting, code: str) -> Response:
    """The workshop's events as JSON lines, as far as they may be told."""
    workshop = await _may_watch(visit, code)
    room = (await visit.live(workshop)).room
    content = await _worked_out(visit, workshop, lambda recorded: _written(recorded, room))
    disposition = f'attachment; filename="fremtidsbilde-{workshop.code}.jsonl"'
    return Response(content, media_type="application/jsonl", headers={"content-disposition": disposition})


async def _may_watch(visit: Visit, code: str) -> Workshop:
    """The workshop, for one who runs it; how often is bounded, as each time the whole log is folded."""
    workshop, who = await visit.need("run_desk", code)
    visit.slow_down("film", who.account or "", visit.house.settings.films_per_minute)
    return workshop


async def _worked_out(visit: Visit, workshop: Workshop, work: Callable[[Sequence[Recorded]], T]) -> T:
    """What ``work`` makes of the log, where no room waits for it."""
    recorded = await visit.house.database.slowly(lambda c: log.load(c, workshop.id))
    return await visit.house.database.aside(lambda: work(recorded))


async def _painted(visit: Visit, moment: film.Moment, language: Language) -> dict[str, Any]:
    """A moment as the page takes it: each part by its id, as the wall has it."""
    put: dict[str, str] = {}
    for number, part in enumerate(moment.put):
        put[part.id] = visit.house.painter.parts((part,), language)
        if number % PAINTED == 0:
            await asyncio.sleep(0)
    return {"at": moment.second, "put": put, "drop": moment.drop}


def _written(recorded: Sequence[Recorded], room: Room) -> bytes:
    told = transcript(recorded, film.today(recorded, room))
    return "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in told).encode()


def _spoken_on_the_wall(visit: Visit, workshop: Workshop) -> Language:
    """The workshop's language, unless one was chosen on this device: as on the wall itself."""
    return preferred(visit.connection.cookies.get(Cookies.LANGUAGE), "", workshop.language)
