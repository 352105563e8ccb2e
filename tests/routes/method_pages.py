"""The pages of methods, as a browser without scripts uses them."""

from urllib.parse import urlsplit

import httpx2

from app.i18n import words
from app.workshop.method import Method, parse, shipped
from tests.routes.pages import fields_of, form_of, read
from tests.server import Server, new_id

IGP = shipped()["igp"]
nb = words("nb").gettext


async def facilitator(server: Server, name: str = "") -> httpx2.AsyncClient:
    return await server.account(f"{name or new_id()}@example.no", "facilitator")


async def copied(desk: httpx2.AsyncClient, method: str = "igp") -> httpx2.Response:
    """The form for a fresh copy."""
    page = await desk.get(f"/methods/{method}")
    fields = fields_of(form_of(read(page), action=f"/methods/{method}/copy"))
    answer = await desk.post(f"/methods/{method}/copy", data=fields, follow_redirects=True)
    assert answer.url.path.endswith("/edit"), answer.text
    return answer


async def press(desk: httpx2.AsyncClient, answer: httpx2.Response, act: str = "save", **typed: str) -> httpx2.Response:
    """Type into the form, names with __ for a dot, and press a button of it."""
    path = answer.url.path
    form = form_of(read(answer), action=path)
    assert act == "save" or form.all("button", name="act", value=act), f"there is no button {act}"
    fields = fields_of(form) | {name.replace("__", "."): [value] for name, value in typed.items()} | {"act": [act]}
    return await desk.post(path, data=fields, follow_redirects=True)


def name_of(answer: httpx2.Response) -> str:
    return urlsplit(str(answer.url)).path.split("/")[2]


def typed_in(answer: httpx2.Response) -> dict[str, str]:
    return {name: values[0] for name, values in fields_of(form_of(read(answer), action=answer.url.path)).items()}


def told(answer: httpx2.Response, field: str) -> str:
    """What is wrong at a field, which must say that it is."""
    page = read(answer)
    there = next(e for e in page if e.attributes.get("name") == field)
    assert there.attributes.get("aria-invalid") == "true"
    return page.by_id(there.attributes["aria-describedby"]).text


def cards(answer: httpx2.Response) -> list[str]:
    return [card.attributes["data-method"] for card in read(answer).all("li", class_="method-card")]


async def file_of(desk: httpx2.AsyncClient, name: str) -> Method:
    return parse((await desk.get(f"/methods/{name}.toml")).text, name)
