"""The page that an address which only takes forms belongs to: where the choice of language goes back to."""

from collections.abc import Iterable, Iterator
from typing import Any

from fastapi.routing import APIRoute
from starlette.requests import HTTPConnection

FRONT = "/"
NO_PAGES = frozenset({"/region/{network}/files/{job}"})
"""Doors that give out a file."""


def here(connection: HTTPConnection) -> str:
    """The path of this very page; of one that answers a form, that of the nearest page which can be asked for."""
    scope = connection.scope
    if scope.get("method", "GET") in ("GET", "HEAD"):
        return connection.url.path
    template = getattr(scope.get("route"), "path", "")
    near = nearest(template, _pages(connection.app.routes))
    # The template's parts are the path's, so that as many of these are kept as of those.
    return "/".join(connection.url.path.split("/")[: near.count("/") + 1]) or FRONT if near != FRONT else FRONT


def nearest(template: str, pages: Iterable[str]) -> str:
    """The template of the nearest page at a door's own template, or above it; the front page where there is none."""
    there = frozenset(pages) - NO_PAGES
    while template.strip("/"):
        found = next((one for one in (template, f"{template}/") if one in there), None)
        if found is not None:
            return found
        template = template.rpartition("/")[0]
    return FRONT


def _pages(routes: Iterable[Any]) -> Iterator[str]:
    for route in routes:
        if isinstance(route, APIRoute) and "GET" in (route.methods or ()):
            yield route.path
        else:
            yield from _pages(getattr(getattr(route, "original_router", None), "routes", ()))
