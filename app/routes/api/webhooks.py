"""Webhooks: seen, made, tried out and taken away by programs, as on their page."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path
from starlette.responses import Response

from app.region.api.told import DeliveryItem, WebhookItem, WebhookMade, WebhookWanted
from app.region.api.value import Page
from app.region.rights import Place
from app.region.webhooks import is_url
from app.routes.api.caller import USUAL, After, Caller, Calling, Limit, NetworkId
from app.routes.connections import TRIALS_PER_MINUTE, knows, webhook_of, webhooks_of
from app.routes.problem_json import Refused
from app.routes.region import region_of
from app.routes.visit import Problem
from app.store import webhooks
from app.store.webhooks import Webhook

router = APIRouter(prefix="/api/v1/networks/{network}/webhooks", tags=["webhooks"])

Teller = Annotated[Caller, Depends(Calling("webhooks"))]
WebhookId = Annotated[str, Path(max_length=16, description="The webhook's id.", examples=["9a8b7c6d5e4f3a2b"])]


@router.get("", response_model=Page[WebhookItem])
async def listed(caller: Teller, network: NetworkId, limit: Limit = USUAL, after: After = "") -> Response:
    """The webhooks of those places of a network that the token reaches."""
    region = await region_of(caller, network, "make_token")
    some, more = caller.page_of(
        await webhooks_of(caller, region), lambda one: (one.id,), ("",), limit=limit, after=after
    )
    return caller.tell(Page[WebhookItem](items=tuple(map(_item, some)), next=more))


@router.post("", response_model=WebhookMade, status_code=201)
async def make(caller: Teller, network: NetworkId, wanted: WebhookWanted) -> Response:
    """Make a webhook. Its secret is told in this answer, and never again. It is paused when the token is revoked."""
    region = await region_of(caller, network, "make_token")
    place = Place(network, wanted.municipality)
    if not knows(region, place):
        raise Problem("not_allowed", 403)
    if not is_url(wanted.url, local=caller.house.settings.webhooks_local):
        raise Refused("bad_address", 422, parameters=["url"])
    account, now = await caller.need_account(), caller.house.clock()
    made, secret = await caller.house.database.write(
        lambda c: webhooks.make(c, account.id, place, wanted.url, wanted.events, now=now, token=caller.token.id)
    )
    there = await webhook_of(caller, region, made)
    answer = caller.tell(WebhookMade(**_item(there).model_dump(), secret=secret))
    answer.status_code = 201
    return answer


@router.get("/{webhook}", response_model=WebhookItem)
async def one(caller: Teller, network: NetworkId, webhook: WebhookId) -> Response:
    """A webhook."""
    region = await region_of(caller, network, "make_token")
    return caller.tell(_item(await webhook_of(caller, region, webhook)))


@router.delete("/{webhook}", status_code=204, response_class=Response)
async def remove(caller: Teller, network: NetworkId, webhook: WebhookId) -> Response:
    """Take a webhook away."""
    region = await region_of(caller, network, "make_token")
    there = await webhook_of(caller, region, webhook)
    await caller.house.database.write(lambda c: webhooks.remove(c, there.id))
    return Response(status_code=204)


@router.get("/{webhook}/deliveries", response_model=Page[DeliveryItem])
async def deliveries(caller: Teller, network: NetworkId, webhook: WebhookId) -> Response:
    """What a webhook was told lately, the latest first; there is one page."""
    region = await region_of(caller, network, "make_token")
    there = await webhook_of(caller, region, webhook)
    found = await caller.house.database.read(lambda c: webhooks.deliveries(c, there.id))
    items = tuple(
        DeliveryItem(
            event=one.event,
            kind=one.kind,
            made=one.made_at,
            attempts=one.attempts,
            status=one.status,
            next=one.next_at,
            done=one.done_at,
        )
        for one in found
    )
    return caller.tell(Page[DeliveryItem](items=items))


@router.post("/{webhook}/trial", status_code=202, response_class=Response)
async def try_out(caller: Teller, network: NetworkId, webhook: WebhookId) -> Response:
    """Send a webhook something that has not happened, soon; its deliveries say what became of it."""
    region = await region_of(caller, network, "make_token")
    there = await webhook_of(caller, region, webhook)
    caller.slow_down("webhook trial", there.id, TRIALS_PER_MINUTE)
    now = caller.house.clock()
    await caller.house.database.write(lambda c: webhooks.try_out(c, there, now=now))
    return Response(status_code=202)


def _item(one: Webhook) -> WebhookItem:
    return WebhookItem(
        id=one.id,
        municipality=one.place.municipality,
        url=one.url,
        events=one.events,
        active=one.active,
        made=one.made_at,
    )
