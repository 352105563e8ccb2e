"""How the server is: for those who keep it running, never for those who use it."""

import asyncio
import hmac
from typing import Annotated

import anyio
from fastapi import APIRouter, Header, Request
from fastapi.responses import JSONResponse, PlainTextResponse
from sqlalchemy.exc import SQLAlchemyError
from starlette.responses import Response

from app.address import is_loopback
from app.metrics import CONTENT_TYPE
from app.routes.house import House
from app.store.condition import standing

router = APIRouter()

FORWARDED = ("forwarded", "via", "x-forwarded-for", "x-real-ip")
COUNT_EVERY = 1.0
"""Seconds between two counts for the other workers' answers."""


@router.get("/healthz")
async def alive() -> Response:
    """The process is there. Asks nothing of the database: a restart would not mend that."""
    return JSONResponse({"alive": True})


@router.get("/readyz")
async def ready(request: Request) -> Response:
    """Whether visitors should be sent here; if not, why."""
    house: House = request.app.state.house
    reasons = ["draining"] if request.app.state.draining else []
    try:
        with anyio.fail_after(house.settings.ready_within):
            stands = await house.database.read(standing)
        if stands != "current":
            reasons.append(f"database_{stands}")
    except TimeoutError:
        reasons.append("database_slow")
    except (SQLAlchemyError, OSError):
        reasons.append("database_gone")
    return JSONResponse({"ready": not reasons, "reasons": reasons}, 503 if reasons else 200)


@router.get("/metrics")
async def metrics(request: Request, authorization: Annotated[str, Header()] = "") -> Response:
    """All figures, for this machine itself or with the token; figures about people in rooms are nobody else's."""
    house: House = request.app.state.house
    if not (_here(request) or _has_token(authorization, house.settings.metrics_token)):
        return PlainTextResponse("Forbidden", 403)
    house.metrics.counted(house.rooms.census())
    return Response(house.metrics.exposition(), headers={"content-type": CONTENT_TYPE})


async def keep_counting(house: House) -> None:
    """Count now and then, where another worker may be asked for the sum."""
    while house.metrics.shared:
        house.metrics.counted(house.rooms.census())
        await asyncio.sleep(COUNT_EVERY)


def _here(request: Request) -> bool:
    """Whether a program on this very machine asks, and no proxy for somebody else."""
    client = request.client.host if request.client else ""
    return is_loopback(client) and not any(name in request.headers for name in FORWARDED)


def _has_token(authorization: str, token: str) -> bool:
    scheme, _, given = authorization.partition(" ")
    return bool(token) and scheme.lower() == "bearer" and hmac.compare_digest(given.encode(), token.encode())
