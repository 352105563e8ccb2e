"""The places of a network that somebody may connect other systems to, and the webhooks that are told of them."""

from collections.abc import Mapping, Sequence

from app.region.rights import Place
from app.routes.place_names import path_of
from app.routes.region import Region
from app.routes.visit import Problem, Visit
from app.store import webhooks
from app.store.webhooks import Webhook

TRIALS_PER_MINUTE = 10
"""Trials of one webhook, whoever asks for them, on its page or by the API."""


def places_of(region: Region) -> Mapping[str, tuple[Place, str]]:
    """The network and its municipalities, as far as they are reached: by path, each with what it is called."""
    network = region.network
    there = [(Place(region.id), network.name)]
    there += [(Place(region.id, one.id), one.name) for one in network.municipalities]
    return {path_of(place): (place, name) for place, name in there if region.reaches(place)}


def name_of(region: Region, place: Place) -> str:
    """What a place of a network is called."""
    there = (one.name for one in region.network.municipalities if one.id == place.municipality)
    return next(there, region.network.name)


def knows(region: Region, place: Place) -> bool:
    """Whether a place is one of those."""
    return path_of(place) in places_of(region)


async def webhooks_of(visit: Visit, region: Region) -> Sequence[Webhook]:
    """The webhooks of the places that are reached, whoever made them."""
    there = await visit.house.database.read(lambda c: webhooks.in_network(c, region.id))
    return [one for one in there if region.reaches(one.place)]


async def webhook_of(visit: Visit, region: Region, webhook: str) -> Webhook:
    """One of them, or a problem."""
    found = next((one for one in await webhooks_of(visit, region) if one.id == webhook), None)
    if found is None:
        raise Problem("not_allowed", 403)
    return found
