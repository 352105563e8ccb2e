"""What a token may: it is for a program that reads in somebody's name, and never more than they may themselves."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Literal, get_args

from app.region.rights import TABLE, Grant, Place

Scope = Literal["read:region", "read:statements", "read:summaries", "export", "webhooks"]
SCOPES: tuple[Scope, ...] = get_args(Scope)


def lent(grants: Iterable[Grant], place: Place) -> frozenset[Grant]:
    """What somebody with these grants lends to a token for a place: those by which they may make one, as far as both
    reach. None: such a token is worth nothing. ``place``: a network or a municipality."""
    found = set()
    for grant in grants:
        if grant.place is not None and grant.role in TABLE["make_token"]:
            if place.holds(grant.place):
                found.add(grant)
            elif grant.place.holds(place):
                found.add(replace(grant, place=place))
    return frozenset(found)


def scopes_in(text: str) -> frozenset[Scope]:
    """The scopes that are kept in a line, with spaces between; what is none of them is left out."""
    there = text.split()
    return frozenset(one for one in SCOPES if one in there)
