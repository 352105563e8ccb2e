"""Tokens for other systems: made for a place, shown once, seen with their last use, and revoked."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Annotated

from fastapi import APIRouter, Form
from starlette.responses import Response

from app.i18n import N_
from app.region.tokens import SCOPES, Scope
from app.routes.connections import name_of, places_of, webhooks_of
from app.routes.once import FormId, made_by
from app.routes.region import Region, region_of
from app.routes.visit import Problem, Visit, Visiting, to
from app.store import tokens
from app.store.tokens import Token

router = APIRouter(prefix="/region/{network}/tokens")

NAME_MOST = 80

SCOPE_WORDS: Mapping[Scope, str] = {
    "read:region": N_("Networks, units, workshops and themes"),
    "read:statements": N_("Statements, as workshops have told them"),
    "read:summaries": N_("Visions of places"),
    "export": N_("Files"),
    "webhooks": N_("Webhooks: see, make and delete them"),
}
"""What each scope opens, in words."""

LASTS: Mapping[str, tuple[int, str]] = {
    "30": (30, N_("30 days")),
    "90": (90, N_("3 months")),
    "365": (365, N_("1 year")),
    "730": (730, N_("2 years")),
}
"""How long a token may work, in days, and in words."""


@router.get("")
async def show(visit: Visiting, network: int, saved: str = "") -> Response:
    """The tokens of the places that one may make tokens for, whoever made them."""
    return await _page(visit, await region_of(visit, network, "make_token"), saved=saved)


@router.post("")
async def make(
    visit: Visiting,
    network: int,
    name: Annotated[str, Form()] = "",
    place: Annotated[str, Form()] = "",
    scope: Annotated[Sequence[str], Form()] = (),
    lasts: Annotated[str, Form()] = "",
    form: FormId = "",
) -> Response:
    """Make a token. Its secret stands on the page that answers, and nowhere else.

    The same form makes one only, with the secret that was shown last.
    """
    region = await region_of(visit, network, "make_token")
    where = places_of(region).get(place)
    if where is None:
        raise Problem("not_allowed", 403)
    named = " ".join(name.replace("\0", "").split())[:NAME_MOST]
    scopes = [one for one in SCOPES if one in scope]
    typed = {"name": named, "place": place, "scopes": scopes, "lasts": lasts}
    if not named or not scopes or lasts not in LASTS:
        return await _page(visit, region, typed=typed, problem="incomplete")
    account, house, now = await visit.need_account(), visit.house, visit.house.clock()
    ends = now + timedelta(days=LASTS[lasts][0])
    made = made_by(form, account.id, named, place, *scopes, lasts)
    secret = await house.database.write(
        lambda c: tokens.make(c, account.id, name=named, place=where[0], scopes=scopes, now=now, ends=ends, made=made)
    )
    return await _page(visit, region, secret=secret)


@router.post("/{token}/revoke")
async def revoke(visit: Visiting, network: int, token: str) -> Response:
    """Let a token be worth nothing from now on; the webhooks that it made are paused."""
    region = await region_of(visit, network, "make_token")
    if token not in {one.id for one in await _tokens(visit, region)}:
        raise Problem("not_allowed", 403)
    now = visit.house.clock()
    await visit.house.database.write(lambda c: tokens.revoke(c, token, now=now))
    return to(f"/region/{network}/tokens?saved=revoked")


async def _tokens(visit: Visit, region: Region) -> Sequence[Token]:
    there = await visit.house.database.read(lambda c: tokens.in_network(c, region.id))
    return [one for one in there if region.reaches(one.place)]


async def _page(
    visit: Visit,
    region: Region,
    *,
    secret: str = "",
    saved: str = "",
    problem: str = "",
    typed: Mapping[str, object] | None = None,
) -> Response:
    now = visit.house.clock()
    there = await _tokens(visit, region)
    going = Counter(one.token for one in await webhooks_of(visit, region) if one.active)
    return visit.page(
        "tokens",
        status=409 if problem else 200,
        region=region,
        working=[(one, name_of(region, one.place)) for one in there if one.works(now)],
        ended=[(one, name_of(region, one.place)) for one in there if not one.works(now)],
        places={path: called for path, (_, called) in places_of(region).items()},
        webhooks=going,
        scopes=SCOPE_WORDS,
        lasts={days: words for days, (_, words) in LASTS.items()},
        typed=typed or {"name": "", "place": "", "scopes": ["read:region"], "lasts": "365"},
        secret=secret,
        saved=saved,
        problem=problem,
        api=f"{visit.public_address}/api/v1",
    )
