"""Where the choice of language goes back to: a page that exists, also from one that answers a form."""

import httpx2
import pytest

from app.region.rights import Place
from app.routes.nearest import nearest
from tests.routes.pages import read
from tests.routes.test_units import ROWS, coordinator, look_at, network
from tests.server import Server

PAGES = (
    "/",
    "/people",
    "/units/{network}",
    "/w/{code}/",
    "/region/{network}/themes",
    "/region/{network}/themes/{shared}",
)


@pytest.mark.parametrize(
    ("door", "page"),
    [
        ("/people/invite", "/people"),
        ("/people/{person}/take", "/people"),
        ("/units/{network}/import/now", "/units/{network}"),
        ("/w/{code}/send", "/w/{code}/"),
        ("/region/{network}/themes/map", "/region/{network}/themes"),
        ("/region/{network}/themes/{shared}/tags", "/region/{network}/themes/{shared}"),
        ("/signout", "/"),
        ("", "/"),
    ],
)
def test_the_nearest_page_is_the_one_above_a_form(door: str, page: str) -> None:
    assert nearest(door, PAGES) == page


async def turned(browser: httpx2.AsyncClient, answer: httpx2.Response) -> httpx2.Response:
    """The page after pressing a language in the header of another."""
    (then,) = [one.attributes["value"] for one in read(answer).all("input") if one.attributes.get("name") == "then"]
    sent = await browser.post("/language", data={"language": "nn", "then": then or ""})
    return await browser.get(sent.headers["location"])


async def test_the_language_is_changed_on_a_page_that_answers_a_form(server: Server) -> None:
    there = await network(server)
    desk = await coordinator(server, Place(there.id or 0))
    looked = await look_at(desk, there.id, ROWS)
    assert (await turned(desk, looked)).url.path == f"/units/{there.id}"
    faulty = await look_at(desk, there.id, "kommunenr;kommune;enhet;type\n15;Smøla;Ny;skole")
    assert faulty.status_code == 409
    page = await turned(desk, faulty)
    assert (page.status_code, page.url.path) == (200, f"/units/{there.id}")
    refused = await desk.post("/people/invite", data={"role": "administrator"})
    assert refused.status_code == 403
    assert (await turned(desk, refused)).url.path == "/people"


async def test_a_page_of_a_problem_keeps_the_way_of_somebody_who_is_signed_in(server: Server) -> None:
    desk = await server.account("kari@example.no", "facilitator")
    for missing in (await desk.get("/nothing"), await desk.get("/w/XXXXXX/desk"), await desk.post("/people/invite")):
        assert missing.status_code in (403, 404, 422)
        assert 'action="/signout"' in missing.text
        assert 'href="/account"' in missing.text
    unknown = await server.visitor().get("/nothing")
    assert 'action="/signout"' not in unknown.text
