"""The API's description in OpenAPI, made of its doors: their docstrings, their values and those values' examples."""

from collections.abc import Iterator
from functools import cache
from typing import Any

from fastapi import APIRouter
from fastapi.openapi.utils import get_openapi
from fastapi.routing import APIRoute
from starlette.responses import JSONResponse

from app.region.api.value import Problem, Value
from app.routes.api import exports, places, said, shared, summaries, webhooks, workshops
from app.routes.api.caller import Calling
from app.routes.problem_json import MEDIA_TYPE

router = APIRouter(prefix="/api/v1", include_in_schema=False)

DESCRIBED = tuple(door.router for door in (places, workshops, said, shared, summaries, exports, webhooks))
"""The doors that are described, in this order."""

_ABOUT = """What workshops of a region have told, for other systems to read.

Ask with a token: `Authorization: Bearer fb_…`. A token has scopes and a place, and never more than whoever made it
has at that moment. Lists come in pages: give `next` as `cursor`; nothing that stays in a list is passed over or told
twice. An answer has an `ETag`: send it as `If-None-Match` and get 304 where nothing has changed. What is wrong is told
as `application/problem+json`, with the problem's name in `problem`. Small groups are left out here as on every page,
and words that somebody takes back are told no more: a copy is to be brought up to date, and to let go of them.
"""

_PROBLEMS = {
    "400": "The cursor belongs to another list.",
    "401": "No token, or one that does not work.",
    "403": "The token lacks a scope, or does not reach this.",
    "404": "There is nothing by this id.",
    "422": "A parameter is not as it should be.",
    "429": "Too many requests; `Retry-After` says how long to wait.",
}


@router.get("/openapi.json")
async def describe() -> JSONResponse:
    """The description, for anybody."""
    return JSONResponse(described())


@cache
def described() -> dict[str, Any]:
    """The description as it is served."""
    routes = [route for one in DESCRIBED for route in one.routes]
    told = get_openapi(title="Fremtidsbilde", version="1", description=_ABOUT, routes=routes)
    schemas = told.setdefault("components", {}).setdefault("schemas", {})
    for unused in ("HTTPValidationError", "ValidationError"):
        schemas.pop(unused, None)
    for model in _models(Value):
        if model.__name__ in schemas and isinstance(extra := model.model_config.get("json_schema_extra"), dict):
            schemas[model.__name__]["examples"] = extra["examples"]  # get_openapi leaves every null out of them
    schemas["Problem"] = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
    told["components"]["securitySchemes"] = {
        "token": {"type": "http", "scheme": "bearer", "description": "A token that was made on a network’s page."}
    }
    told["security"] = [{"token": []}]
    for route in routes:
        if isinstance(route, APIRoute):
            for method in route.methods or ():
                _complete(told["paths"][route.path][method.lower()], _scope(route))
    return told


def _models(of: type[Value]) -> Iterator[type[Value]]:
    for model in of.__subclasses__():
        yield model
        yield from _models(model)


def _complete(operation: dict[str, Any], scope: str) -> None:
    if scope:
        operation["description"] = f"{operation.get('description', '')}\n\nScope: `{scope}`.".strip()
        operation["x-scope"] = scope
    problem = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    for status, why in _PROBLEMS.items():
        operation["responses"][status] = {"description": why}
    for status, answer in operation["responses"].items():
        if int(status) >= 400:
            answer["content"] = problem


def _scope(route: APIRoute) -> str:
    """The scope that a door asks a token for; "" where any token does."""
    called = (one.call for one in route.dependant.dependencies)
    return next((one.scope or "" for one in called if isinstance(one, Calling)), "")
