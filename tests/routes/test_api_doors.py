"""Every door of the API and every token that may knock: what it opens, by its maker, its scopes and its place."""

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from typing import Any

import httpx2
import pytest
from fastapi.routing import APIRoute

from app.region.rights import Grant, Place
from app.routes.api import ROUTERS
from tests.routes.api_region import ROLES, SECRET, There, api_region, token_for
from tests.server import running

NETWORK = frozenset({"coordinator"})
BELOW = frozenset({"coordinator of the municipality", *NETWORK})
PARTS = frozenset({"coordinator of another municipality", *BELOW})
TOKENS = frozenset({"coordinator elsewhere", *PARTS})
DEAD = frozenset(ROLES) - TOKENS
"""Tokens of those who may make none: worth nothing, wherever they come from."""

N = "/api/v1/networks/{network}"


@dataclass(frozen=True)
class Door:
    """A door: who is let in, by which scope, and what they see."""

    route: str
    allowed: frozenset[str]
    scope: str = "read:region"
    method: str = "GET"
    status: int = 200
    query: str = ""
    content: dict[str, Any] = field(default_factory=dict)


DOORS = [
    Door("/api/v1/token", TOKENS, ""),
    Door("/api/v1/networks", TOKENS),
    Door(N, PARTS),
    Door(f"{N}/units", PARTS),
    Door(f"{N}/workshops", PARTS),
    Door(f"{N}/workshops/{{workshop}}", BELOW),
    Door(f"{N}/statements", PARTS, "read:statements"),
    Door(f"{N}/themes", PARTS),
    Door(f"{N}/shared-themes", NETWORK),
    Door(f"{N}/shared-themes", BELOW, query="?municipality={smola}"),
    Door(f"{N}/shared-themes/{{theme}}", NETWORK),
    Door(f"{N}/summaries", PARTS, "read:summaries"),
    Door(f"{N}/summaries/{{summary}}", NETWORK, "read:summaries"),
    Door(f"{N}/summaries/{{summary}}", NETWORK, "read:summaries", query="?version=draft"),
    Door(f"{N}/exports", PARTS, "export"),
    Door(f"{N}/exports", PARTS, "export", "POST", 202, content={"what": "heard", "format": "csv"}),
    Door(f"{N}/exports/{{export}}", NETWORK, "export"),
    Door(f"{N}/exports/{{export}}/file", NETWORK, "export"),
    Door(f"{N}/exports/{{export}}", NETWORK, "export", "DELETE"),
    Door(f"{N}/webhooks", PARTS, "webhooks"),
    Door(
        f"{N}/webhooks",
        NETWORK,
        "webhooks",
        "POST",
        201,
        content={"url": "https://example.no/", "events": ["workshop.closed"]},
    ),
    Door(f"{N}/webhooks/{{webhook}}", NETWORK, "webhooks"),
    Door(f"{N}/webhooks/{{webhook}}/deliveries", NETWORK, "webhooks"),
    Door(f"{N}/webhooks/{{webhook}}/trial", NETWORK, "webhooks", "POST", 202),
    Door(f"{N}/webhooks/{{spare}}", NETWORK, "webhooks", "DELETE", 204),
]


@pytest.fixture(scope="module")
async def there(tmp_path_factory: pytest.TempPathFactory, new_address: Callable[[], str]) -> AsyncIterator[There]:
    data = tmp_path_factory.mktemp("api")
    async with running(data, database_url=new_address(), sign_ins_from_address=10_000) as server:
        yield await api_region(server)


async def knock(there: There, door: Door, program: httpx2.AsyncClient, **instead: Any) -> httpx2.Response:
    ids = {**there.ids, "smola": there.smola, "spare": there.webhook, **instead}
    address = (door.route + door.query).format(**ids)
    return await program.request(door.method, address, json=door.content or None)


async def spare(there: There) -> str:
    """A webhook that may be taken away."""
    content = {"url": "https://example.no/spare", "events": ["workshop.closed"]}
    made = await there.program().post(f"/api/v1/networks/{there.network}/webhooks", json=content)
    return str(made.json()["id"])


def name(door: Door) -> str:
    return f"{door.method} {door.route}{door.query}"


@pytest.mark.parametrize("who", ROLES)
@pytest.mark.parametrize("door", DOORS, ids=name)
async def test_a_token_opens_what_its_maker_may_and_nothing_else(there: There, door: Door, who: str) -> None:
    answer = await knock(there, door, there.program(who), spare=await spare(there))
    if who in door.allowed:
        assert answer.status_code == door.status, answer.text
        return
    assert answer.headers["content-type"] == "application/problem+json"
    assert SECRET not in answer.text
    if who in DEAD:
        assert (answer.status_code, answer.json()["problem"]) == (401, "bad_token")
    else:
        assert (answer.status_code, answer.json()["problem"]) == (403, "not_allowed")


@pytest.mark.parametrize("door", [door for door in DOORS if door.scope], ids=name)
async def test_a_token_opens_nothing_beyond_its_scopes(there: There, door: Door) -> None:
    others = [one.scope for one in DOORS if one.scope not in ("", door.scope)]
    secret = await token_for(there.server, "a0@example.no", Place(there.network), *others)
    answer = await knock(there, door, there.server.visitor(authorization=f"Bearer {secret}"))
    assert (answer.status_code, answer.json()["problem"]) == (403, "missing_scope")
    assert answer.json()["facts"] == {"scope": door.scope}


@pytest.mark.parametrize("door", DOORS, ids=name)
async def test_without_a_token_nobody_is_let_in_by_cookie_or_by_address(there: There, door: Door) -> None:
    grant = Grant("coordinator", Place(there.network))
    kari = await there.server.account(f"signed{DOORS.index(door)}@example.no", grant=grant)
    answer = await knock(there, door, kari)
    assert (answer.status_code, answer.json()["problem"]) == (401, "no_token")
    assert answer.headers["www-authenticate"].startswith("Bearer")
    ids = {**there.ids, "smola": there.smola, "spare": there.webhook}
    sign = "&" if door.query else "?"
    address = (door.route + door.query).format(**ids) + f"{sign}access_token={there.secrets['coordinator']}"
    answer = await there.server.visitor().request(door.method, address, json=door.content or None)
    assert answer.status_code == 401
    assert there.secrets["coordinator"] not in answer.text


@pytest.mark.parametrize(
    ("door", "foreign"),
    [
        (door, part)
        for door in DOORS
        for part in ("network", "workshop", "theme", "summary", "webhook", "spare", "export")
        if f"{{{part}}}" in door.route
    ],
    ids=lambda one: name(one) if isinstance(one, Door) else one,
)
async def test_what_is_elsewhere_is_as_if_it_were_not(there: There, door: Door, foreign: str) -> None:
    """A coordinator of the other network, in their own network's address with the foreign id, and the other way."""
    if foreign == "network":
        answer = await knock(there, door, there.program(), network=there.other)
    else:
        program, none = there.program("coordinator elsewhere"), {foreign: 999_999 if foreign == "theme" else "none"}
        answer = await knock(there, door, program, network=there.other)
        nothing = await knock(there, door, program, network=there.other, **none)
        assert nothing.json() == answer.json(), "nobody learns that there is such a thing"
    assert answer.status_code in (403, 404), answer.text
    assert SECRET not in answer.text


def test_the_table_names_every_door_there_is() -> None:
    routes = [route for router in ROUTERS for route in router.routes if isinstance(route, APIRoute)]
    there = {(method, route.path) for route in routes for method in route.methods or ()}
    assert there - {("GET", "/api/v1/openapi.json")} == {
        (door.method, door.route.replace("{spare}", "{webhook}")) for door in DOORS
    }


async def test_the_description_is_everybodys(there: There) -> None:
    answer = await there.server.visitor().get("/api/v1/openapi.json")
    assert answer.status_code == 200
