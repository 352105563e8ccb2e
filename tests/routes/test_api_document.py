"""The API keeps to its own description: examples are what they say, and answers are of the shape that is promised."""

import json
from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker

from app.routes.api.document import described
from tests.routes.api_region import There, api_region
from tests.server import running

DOCUMENT = described()
SCHEMAS: dict[str, Any] = DOCUMENT["components"]["schemas"]
OPERATIONS = [
    (method, path, operation) for path, item in DOCUMENT["paths"].items() for method, operation in item.items()
]
MADE = {"url": "https://example.no/", "events": ["workshop.closed"]}
ASKED = {"what": "heard", "format": "csv"}


@pytest.fixture(scope="module")
async def there(tmp_path_factory: pytest.TempPathFactory, new_address: Callable[[], str]) -> AsyncIterator[There]:
    data = tmp_path_factory.mktemp("api")
    async with running(data, database_url=new_address(), sign_ins_from_address=10_000) as server:
        yield await api_region(server)


def faults(schema: dict[str, Any], value: object) -> list[str]:
    whole = {**schema, "components": DOCUMENT["components"]}
    return [error.message for error in Draft202012Validator(whole, format_checker=FormatChecker()).iter_errors(value)]


def examples() -> Iterator[tuple[str, dict[str, Any], object]]:
    """Every example there is, with the schema that it is one of."""
    for name, schema in SCHEMAS.items():
        for example in schema.get("examples", ()):
            yield name, schema, example
        for part, inner in schema.get("properties", {}).items():
            for example in inner.get("examples", ()):
                yield f"{name}.{part}", inner, example
    for method, path, operation in OPERATIONS:
        for parameter in operation.get("parameters", ()):
            for example in parameter["schema"].get("examples", ()):
                yield f"{method} {path} {parameter['name']}", parameter["schema"], example


@pytest.mark.parametrize(
    ("name", "schema", "example"), list(examples()), ids=lambda one: one if isinstance(one, str) else ""
)
def test_an_example_is_what_it_says(name: str, schema: dict[str, Any], example: object) -> None:
    assert faults(schema, example) == [], name


def test_every_value_has_an_example_and_every_operation_a_word_about_it() -> None:
    from_elsewhere = {name for name in SCHEMAS if name.startswith("Page_")} | _within("Vision")
    assert {name for name, schema in SCHEMAS.items() if "examples" not in schema} <= from_elsewhere
    for method, path, operation in OPERATIONS:
        assert operation["description"].strip(), path
        assert "401" in operation["responses"], path
        assert f"Scope: `{operation['x-scope']}`" in operation["description"] if path != "/api/v1/token" else method


def _within(name: str) -> set[str]:
    """A schema and those that it names; they have a document of their own, docs/schema."""
    found = {name}
    for other in SCHEMAS:
        if f'"#/components/schemas/{other}"' in json.dumps(SCHEMAS[name]):
            found |= {other}
    return found


@pytest.mark.parametrize(
    ("method", "path", "operation"), OPERATIONS, ids=lambda one: one if isinstance(one, str) else ""
)
@pytest.mark.parametrize("who", ["coordinator", "coordinator elsewhere", "reader"])
async def test_an_answer_is_of_the_shape_that_is_promised(
    there: There, method: str, path: str, operation: dict[str, Any], who: str
) -> None:
    ids = there.ids
    if method == "delete":
        made = await there.program().post(f"/api/v1/networks/{there.network}/webhooks", json=MADE)
        ids["webhook"] = made.json()["id"]
    content = (
        (ASKED if path.endswith("/exports") else MADE) if method == "post" and "requestBody" in operation else None
    )
    answer = await there.program(who).request(method, path.format(**ids), json=content)
    promised = operation["responses"][str(answer.status_code)].get("content", {})
    if not promised or "application/octet-stream" in promised:
        assert answer.status_code < 300
        return
    kind = answer.headers["content-type"]
    assert kind in promised
    assert faults(promised[kind]["schema"], answer.json()) == []


@pytest.mark.parametrize(
    "wrong", ["limit=0", "limit=201", "limit=many", "municipality=x", "municipality=99999999999", "cursor=%00"]
)
async def test_what_is_wrong_is_named(there: There, wrong: str) -> None:
    answer = await there.program().get(f"/api/v1/networks/{there.network}/units?{wrong}")
    assert answer.headers["content-type"] == "application/problem+json"
    assert faults(SCHEMAS["Problem"], answer.json()) == []
    name = wrong.partition("=")[0]
    if name == "cursor":
        assert (answer.status_code, answer.json()["problem"]) == (400, "bad_cursor")
    else:
        assert (answer.status_code, answer.json()["facts"]) == (422, {"parameters": [name]})


async def test_a_description_loads_nothing_from_elsewhere(there: There) -> None:
    answer = await there.server.visitor().get("/api/v1/openapi.json")
    assert answer.json() == json.loads(json.dumps(DOCUMENT))
    for page in ("/docs", "/redoc", "/openapi.json", "/api/v1/docs"):
        assert (await there.server.visitor().get(page)).status_code == 404
