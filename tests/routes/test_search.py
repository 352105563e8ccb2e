"""The search page: who finds what, kept in the address, without scripts and whatever is typed."""

import re
from datetime import date

import pytest

from app.region.network import Network
from app.region.rights import Grant, Place
from app.store import region
from tests.routes.pages import read
from tests.routes.test_units import network
from tests.server import Server
from tests.told_by_hand import line, summary, theme, workshop


@pytest.fixture
async def nordmore(server: Server) -> Network:
    """A network in which a school in Smøla, one in Aure, and both together have told; and another network."""
    here, other = await network(server), await network(server, "Romsdal")
    smola, aure = sorted(here.municipalities, key=lambda one: one.name, reverse=True)
    far = other.municipalities[0]
    themes = [theme("Hverdagen ute", line("Utskole på Smøla", "child"), vision="Alle er ute")]
    told = [
        ([smola.units[0].id], summary("Båt til skolen", themes=themes, title="Verksted på øya", held=date(2026, 2, 1))),
        ([aure.units[0].id], summary("Buss til skolen", title="Verksted i Aure", method="open")),
        ([smola.units[0].id, aure.units[0].id], summary("Ferje til skolen", title="Begge", held=None)),
        ([far.units[0].id], summary("Tog til skolen", title="Verksted i Romsdal")),
        ([], summary("Drosje til skolen", title="Ingens verksted")),
    ]
    for units, first in told:
        await server.house.database.write(lambda c, units=units, first=first: workshop(c, units, first))  # type: ignore[misc]
    return here


def place(there: Network, municipality: str = "") -> Place:
    named = next((one.id for one in there.municipalities if one.name == municipality), None)
    return Place(there.id or 0, named)


async def test_one_finds_what_was_told_in_the_places_that_one_sees_and_no_word_of_others(
    server: Server, nordmore: Network
) -> None:
    sees = {
        "": {"Båt", "Buss", "Ferje"},
        "Smøla": {"Båt", "Ferje"},
        "Aure": {"Buss", "Ferje"},
    }
    for number, (where, words) in enumerate(sees.items()):
        browser = await server.account(f"{number}@example.no", grant=Grant("reader", place(nordmore, where)))
        for query in ("", "?q=skole", "?q=-ingenting", "?show=themes", "?municipality=1&kind=school", "?q=finnesikke"):
            page = (await browser.get(f"/region/{nordmore.id}/search{query}")).text
            shown = {word for word in ("Båt", "Buss", "Ferje", "Tog", "Drosje") if word in page}
            assert shown <= words, query
            assert [title for title in ("Verksted i Romsdal", "Ingens verksted") if title in page] == []
        page = (await browser.get(f"/region/{nordmore.id}/search?q=skole")).text
        assert {word for word in ("Båt", "Buss", "Ferje", "Tog", "Drosje") if word in page} == words
        if where:
            other = {"Smøla": "Aure", "Aure": "Smøla"}[where]
            assert other not in page.replace("Verksted i Aure", "").replace("på Smøla", ""), "nor whose it is beside"


async def test_another_networks_workshop_is_nothing_even_by_its_own_id(server: Server, nordmore: Network) -> None:
    networks = await server.house.database.read(region.networks)
    romsdal = next(one for one in networks if one.name == "Romsdal")
    reader = await server.account(grant=Grant("reader", place(romsdal)))
    links = [e.attributes.get("href") or "" for e in read(await reader.get(f"/region/{romsdal.id}/search")).all("a")]
    (there,) = {link.partition("workshop=")[2] for link in links if "workshop=" in link}
    mine = await reader.get(f"/region/{romsdal.id}/search?workshop={there}")
    assert "Tog til skolen" in mine.text
    browser = await server.account("nord@example.no", grant=Grant("reader", place(nordmore)))
    page = (await browser.get(f"/region/{nordmore.id}/search?workshop={there}")).text
    assert "Tog" not in page
    assert "Verksted i Romsdal" not in page
    assert (await browser.get(f"/region/{romsdal.id}/search")).status_code == 403


async def test_filters_stay_in_the_form_and_narrow_what_is_found(server: Server, nordmore: Network) -> None:
    browser = await server.account(grant=Grant("coordinator", place(nordmore)))
    here = f"/region/{nordmore.id}/search"
    page = read(await browser.get(f"{here}?q=til&group=child&from=2026-01-15&to=2026-02-15&method=igp"))
    chosen = {e.attributes.get("value") for e in page.all("option") if "selected" in e.attributes}
    assert {"child", "igp"} <= chosen
    assert {e.attributes.get("value") for e in page.all("input")} >= {"til", "2026-01-15", "2026-02-15"}

    async def found(query: str) -> set[str]:
        text = (await browser.get(f"{here}?{query}")).text
        return {word for word in ("Båt", "Buss", "Ferje", "Utskole") if word in text}

    assert await found("group=child") == {"Utskole"}
    assert await found("method=open") == {"Buss"}
    assert await found("from=2026-01-15&to=2026-02-15") == {"Båt", "Utskole"}
    assert await found("q=skolen&to=2026-02-15") == {"Båt"}
    assert await found("q=b%C3%A5ter") == {"Båt"}


async def test_a_tag_that_shared_themes_wear_narrows_what_is_found(server: Server, nordmore: Network) -> None:
    browser = await server.account(grant=Grant("coordinator", place(nordmore)))
    themes, here = f"/region/{nordmore.id}/themes", f"/region/{nordmore.id}/search"
    assert 'name="tag"' not in (await browser.get(here)).text, "where no theme wears one, there is nothing to choose"
    (local,) = {e.attributes["value"] or "" for e in read(await browser.get(themes)).all("input", name="local")}
    await browser.post(f"{themes}/map", data={"into": "new", "title": "Ute", "local": local})
    (shared,) = {
        link
        for e in read(await browser.get(themes)).all("a")
        if re.fullmatch(rf"{themes}/\d+", link := e.attributes.get("href") or "")
    }
    await browser.post(f"{shared}/tags", data={"tags": "oecd.agency"})
    page = read(await browser.get(f"{here}?tag=oecd.agency"))
    assert "oecd.agency" in {e.attributes["value"] for e in page.all("option") if "selected" in e.attributes}
    assert ("Utskole" in page.text, "Hverdagen ute" in page.text) == (True, True)
    assert [word for word in ("Båt", "Buss", "Ferje") if word in page.text] == []
    assert f'href="{here}?tag=oecd.agency"' in (await browser.get(shared)).text, "the theme's own page leads there"
    nothing = (await browser.get(f"{here}?tag=oecd.resp")).text
    assert "Utskole" not in nothing
    assert 'value="oecd.resp" selected' in nothing
    assert "Båt" in (await browser.get(f"{here}?tag=unknown")).text, "what is no tag is as if it had not been asked"


async def test_hits_are_marked_and_lead_to_all_of_their_workshop(server: Server, nordmore: Network) -> None:
    browser = await server.account(grant=Grant("coordinator", place(nordmore)))
    page = await browser.get(f"/region/{nordmore.id}/search?q=b%C3%A5ten+skule+")
    assert "<mark>Båt</mark> til <mark>skolen</mark>" in page.text
    link = next(
        e.attributes["href"] or "" for e in read(page).all("a") if "workshop=" in (e.attributes.get("href") or "")
    )
    everything = (await browser.get(link)).text
    for word in ("Verksted på øya", "Båt til skolen", "Utskole på Smøla", "Hverdagen ute"):
        assert word in everything
    assert "Buss" not in everything


async def test_where_nothing_is_found_the_page_says_what_may_help(server: Server, nordmore: Network) -> None:
    browser = await server.account(grant=Grant("coordinator", place(nordmore)))
    page = (await browser.get(f"/region/{nordmore.id}/search?q=skolen&group=politician")).text
    assert "Uten avgrensning er det 3 utsagn." in page
    assert "Ingen treff." in page


async def test_a_network_without_workshops_says_how_they_come(server: Server) -> None:
    there = await network(server)
    browser = await server.account(grant=Grant("coordinator", place(there)))
    assert "Det er ikke noe å søke i ennå." in (await browser.get(f"/region/{there.id}/search")).text


@pytest.mark.parametrize(
    "query",
    [
        "q=%22%20OR%20*%20NEAR(&group=nobody&municipality=x&kind=%00&from=yesterday&to=9999-99-99&method=%27&tag=%27%00&workshop=%22",
        "q=%00%FF%F0%9F&after=..&show=all",
        "q=&after=0000.99999999999999999999",
        "q=<script>alert(1)</script>&method=<b>&workshop=<i>",
        f"q={'a%20' * 1000}&from=0000-00-00",
        "q=a&q=b&municipality=99999999999999999999",
    ],
)
async def test_whatever_stands_in_the_address_is_answered(server: Server, nordmore: Network, query: str) -> None:
    browser = await server.account(grant=Grant("coordinator", place(nordmore)))
    page = await browser.get(f"/region/{nordmore.id}/search?{query}")
    assert page.status_code == 200
    assert "<script>alert" not in page.text


async def test_what_is_more_than_a_page_comes_page_after_page(server: Server) -> None:
    there = await network(server)
    units = [there.municipalities[0].units[0].id]
    for number in range(2):
        first = summary(*(f"Ord {number}-{n:02}." for n in range(40)), title=f"Verksted {number}")
        await server.house.database.write(lambda c, first=first: workshop(c, units, first))  # type: ignore[misc]
    browser = await server.account(grant=Grant("coordinator", place(there)))
    seen: list[str] = []
    address: str | None = f"/region/{there.id}/search?q=ord"
    while address:
        page = read(await browser.get(address))
        seen += [text for text in page.text.split() if text.endswith(".") and "-" in text and len(text) == 5]
        address = next(
            (e.attributes["href"] for e in page.all("a") if "after=" in (e.attributes.get("href") or "")), None
        )
    assert sorted(seen) == [f"{number}-{n:02}." for number in range(2) for n in range(40)]


async def test_where_a_script_asks_and_may_not_the_browser_is_to_ask_for_the_whole_page(server: Server) -> None:
    nobody = server.visitor()
    answer = await nobody.get("/region/1/search?q=a%20b", headers={"hx-request": "true"})
    assert (answer.status_code, answer.headers["hx-redirect"]) == (403, "/region/1/search?q=a%20b")
    led = await nobody.get("/region/1/search?q=a%20b&group=child")
    form = read(await nobody.get(led.headers["location"]))
    thens = [e.attributes.get("value") for e in form.all("input", name="then")]
    assert "/region/1/search?q=a%20b&group=child" in thens, "what was looked for is not lost"
