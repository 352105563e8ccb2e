"""The last gate before a file of a place: no number of fewer than five people leaves, whoever built the value."""

from app.region.vision import HeardGroup, Held, Vision
from app.workshop.suppression import LEAST, at_least_five


def fit_to_leave(vision: Vision) -> Vision:
    """Return ``vision`` with each number of people under five withheld."""
    return vision.model_copy(
        update={
            "workshops": tuple(_held(held) for held in vision.workshops),
            "heard": tuple(_heard(heard) for heard in vision.heard),
        }
    )


def _held(held: Held) -> Held:
    return held.model_copy(update={"people": None if held.people is None else at_least_five(held.people)})


def _heard(heard: HeardGroup) -> HeardGroup:
    if heard.people >= LEAST:
        return heard
    withheld = heard.withheld + heard.workshops
    return heard.model_copy(update={"people": 0, "workshops": 0, "withheld": withheld})
