"""Webhooks of a network: made, tried out, paused and taken away, with what each was told and what became of it."""

from collections.abc import Mapping, Sequence
from typing import Annotated

from fastapi import APIRouter, Form
from starlette.responses import Response

from app.i18n import N_
from app.region.webhooks import EVENTS, LONGEST_URL, TRIAL, EventKind, is_url
from app.routes.connections import TRIALS_PER_MINUTE, name_of, places_of, webhook_of, webhooks_of
from app.routes.once import FormId, made_by
from app.routes.region import Region, region_of
from app.routes.visit import Problem, Visit, Visiting, to
from app.store import webhooks
from app.store.webhooks import Webhook
from app.webhooks import send_due

router = APIRouter(prefix="/region/{network}/webhooks")

EVENT_WORDS: Mapping[str, str] = {
    "workshop.closed": N_("A workshop has ended"),
    "summary.published": N_("A vision is published"),
    TRIAL: N_("A trial"),
}
"""What has happened, in words."""

STATUS_WORDS: Mapping[str, str] = {
    "timeout": N_("no answer within 5 seconds"),
    "certificate": N_("its certificate is not valid"),
    "unreachable": N_("could not be reached"),
    "no_such_host": N_("there is no such host"),
    "refused_address": N_("its address is not out in the world"),
    "no_right": N_("whoever made it may not any more"),
    "deleted": N_("the workshop has been deleted"),
    "withdrawn": N_("the vision has been withdrawn"),
}
"""What became of a delivery, where it is no answer’s number."""


@router.get("")
async def show_all(visit: Visiting, network: int, saved: str = "") -> Response:
    """The webhooks of the places that one may connect to, whoever made them."""
    return await _list(visit, await region_of(visit, network, "make_token"), saved=saved)


@router.post("")
async def make(
    visit: Visiting,
    network: int,
    place: Annotated[str, Form()] = "",
    url: Annotated[str, Form()] = "",
    event: Annotated[Sequence[str], Form()] = (),
    form: FormId = "",
) -> Response:
    """Make a webhook. The secret that signs what it is told stands on the page that answers, and nowhere else.

    The same form makes one only.
    """
    region = await region_of(visit, network, "make_token")
    where = places_of(region).get(place)
    if where is None:
        raise Problem("not_allowed", 403)
    url = url.strip()
    events: list[EventKind] = [one for one in EVENTS if one in event]
    typed = {"place": place, "url": url[: 2 * LONGEST_URL], "events": events}
    if not events:
        return await _list(visit, region, typed=typed, problem="no_events")
    if not is_url(url, local=visit.house.settings.webhooks_local):
        return await _list(visit, region, typed=typed, problem="bad_url")
    account, now = await visit.need_account(), visit.house.clock()
    made = made_by(form, account.id, place, url, *events)
    _, secret = await visit.house.database.write(
        lambda c: webhooks.make(c, account.id, where[0], url, events, now=now, made=made)
    )
    return await _page(visit, region, await webhook_of(visit, region, made), secret=secret)


@router.get("/{webhook}")
async def show(visit: Visiting, network: int, webhook: str, saved: str = "") -> Response:
    """A webhook, with what it was told lately."""
    region = await region_of(visit, network, "make_token")
    return await _page(visit, region, await webhook_of(visit, region, webhook), saved=saved)


@router.post("/{webhook}/trial")
async def try_out(visit: Visiting, network: int, webhook: str) -> Response:
    """Send it something that has not happened, at once."""
    region = await region_of(visit, network, "make_token")
    there = await webhook_of(visit, region, webhook)
    visit.slow_down("webhook trial", there.id, TRIALS_PER_MINUTE)
    house = visit.house
    trial = await house.database.write(lambda c: webhooks.try_out(c, there, now=house.clock()))
    if trial is not None:
        await send_due(house.database, house.settings, house.clock, only=trial)
    return to(f"/region/{network}/webhooks/{there.id}?saved=trial#told")


@router.post("/{webhook}/active")
async def pause(visit: Visiting, network: int, webhook: str, active: Annotated[str, Form()] = "") -> Response:
    """Pause it, or let it go on."""
    region = await region_of(visit, network, "make_token")
    there = await webhook_of(visit, region, webhook)
    await visit.house.database.write(lambda c: webhooks.set_active(c, there.id, active=active == "yes"))
    return to(f"/region/{network}/webhooks/{there.id}?saved=yes")


@router.post("/{webhook}/delete")
async def remove(visit: Visiting, network: int, webhook: str) -> Response:
    """Take it away."""
    region = await region_of(visit, network, "make_token")
    there = await webhook_of(visit, region, webhook)
    await visit.house.database.write(lambda c: webhooks.remove(c, there.id))
    return to(f"/region/{network}/webhooks?saved=deleted")


async def _list(
    visit: Visit,
    region: Region,
    *,
    saved: str = "",
    problem: str = "",
    typed: Mapping[str, object] | None = None,
) -> Response:
    there = await webhooks_of(visit, region)
    return visit.page(
        "webhooks",
        status=409 if problem else 200,
        region=region,
        webhooks=[(one, name_of(region, one.place)) for one in there],
        places={path: called for path, (_, called) in places_of(region).items()},
        events={kind: EVENT_WORDS[kind] for kind in EVENTS},
        typed=typed or {"place": "", "url": "", "events": list(EVENTS)},
        saved=saved,
        problem=problem,
    )


async def _page(visit: Visit, region: Region, one: Webhook, *, secret: str = "", saved: str = "") -> Response:
    told = await visit.house.database.read(lambda c: webhooks.deliveries(c, one.id))
    return visit.page(
        "webhook",
        region=region,
        one=one,
        where=name_of(region, one.place),
        events=EVENT_WORDS,
        statuses=STATUS_WORDS,
        told=told,
        secret=secret,
        saved=saved,
    )
