"""Who has been heard, as a coordinator reads it: the table, and the workshops behind each of its numbers."""

from datetime import date
from urllib.parse import urlsplit

import httpx2
from sqlalchemy import update

from app.region.network import Network
from app.region.rights import Grant, Place
from app.store.tables import WorkshopRow, table_of
from tests.routes.pages import Element, read
from tests.routes.told_region import NORDMORE, made, tells, unit_named
from tests.server import Server, new_id


async def coordinator(server: Server, place: Place) -> httpx2.AsyncClient:
    browser = await server.account(f"{new_id()}@example.no", grant=Grant("coordinator", place))
    browser.headers["accept-language"] = "en"
    return browser


async def region(server: Server) -> tuple[Network, httpx2.AsyncClient]:
    """Three workshops in two municipalities, one of them held for both, and a coordinator of all."""
    network = await made(server)
    a, b, c = (unit_named(network, name) for name in ("Skole A", "Barnehage B", "Skole C"))
    await tells(server, [a], {"child": 12, "politician": None}, title="Barna på A", statements=9, themes=["Ute"])
    await tells(server, [a, b], {"child": 30}, title="A og B sammen", held=date(2026, 9, 1), statements=4)
    await tells(server, [b, c], {"politician": 7, "child": None}, title="Folkemøte", ended=False)
    await tells(server, [c], {"child": None}, title="Kommer snart", held=None, people=None, ended=False)
    return network, await coordinator(server, Place(network.id or 0))


def rows(page: Element) -> dict[str, list[str]]:
    """The table's rows by their names: what stands in the cells."""
    (table, *_) = page.all("table")
    found = {}
    for row in table.all("tr"):
        names = row.all("th", scope="row")
        if names:
            found[names[0].text.split(":")[0].strip()] = [cell.text for cell in row.all("td")]
    return found


def numbers(page: Element) -> dict[str, str]:
    """Each linked number of the table: what it says, by where it leads."""
    (table, *_) = page.all("table")
    cells = [cell for row in table.all("tr") for cell in row.all("td")]
    links = [link for cell in cells for link in cell.all("a")]
    return {link.attributes["href"]: link.text for link in links}


async def test_the_table_says_how_many_of_whom_and_how_many_workshops_do_not_tell(server: Server) -> None:
    network, kari = await region(server)
    smola = next(one for one in network.municipalities if one.name == "Smøla")
    page = read(await kari.get(f"/region/{network.id}?open={smola.id}"))
    there = rows(page)
    assert there["Smøla"][:4] == ["2 of 2", "2", "– 0", "– 0"]
    assert "Children: 42 in 2 workshops" in there["Smøla"][4]
    assert "Politicians: not told in 1 workshop; maybe there was nobody" in there["Smøla"][9]
    assert there["Skole A"][:2] == ["yes", "1"]
    assert there["Barnehage B"][:2] == ["with others", "– 0"]
    assert "30" in there["Several units together"][4]
    assert there["Aure"][:4] == ["1 of 2", "– 0", "– 0", "1"]
    assert there["Aure"][4] == "– 0", "what is to come withholds nothing"
    assert "7" in there["Several municipalities together"][9]
    assert "Skole C" not in there, "Aure is folded"
    assert "Children: at least 42 in 2 workshops; not told in 1 more" in there["In all"][4]
    assert "42+" in there["In all"][4]


async def test_every_number_opens_as_many_workshops_as_it_is_made_of(server: Server) -> None:
    network, kari = await region(server)
    page = read(await kari.get(f"/region/{network.id}?open=all"))
    counted = 0
    for address, said in numbers(page).items():
        behind = read(await kari.get(address))
        listed = [e for e in behind.all("ul", class_="told-workshops")[:1] for e in e.all("li")]
        if "stage=" in address:
            assert len(listed) == int(said), address
            counted += 1
        elif "group=" in address:
            assert f"{len(listed)} workshop" in behind.text
            assert behind.text.count("Children: ") + behind.text.count("Politicians: ") >= len(listed)
            counted += 1
    assert counted > 15


async def test_the_units_that_were_never_heard_stand_by_themselves(server: Server) -> None:
    network, kari = await region(server)
    page = read(await kari.get(f"/region/{network.id}"))
    unheard = page.by_id("unheard")
    assert [item.text for item in unheard.all("li")] == ["Skole D"]
    assert "Aure 1 unit" in unheard.text
    assert "3 of 4 units have been heard, in 2 of 2 municipalities." in page.text


async def test_each_drawing_says_what_it_shows_and_has_its_numbers_in_a_table(server: Server) -> None:
    network, kari = await region(server)
    page = read(await kari.get(f"/region/{network.id}"))
    drawings = [e for e in page.all("svg") if e.attributes.get("role") == "img"]
    assert len(drawings) == 3
    assert all(one.attributes["aria-label"] in page.text for one in drawings)
    months = page.all("table")[-1]
    assert [[c.text for c in r if c.tag in ("td", "th")] for r in months.all("tr")][1:] == [
        ["Sep 2026", "1", "4"],
        ["Oct 2026", "1", "4"],
        ["Nov 2026", "3", "13"],
    ]


async def test_large_numbers_stand_with_their_thousands_apart(server: Server) -> None:
    network = await made(server)
    await tells(server, [unit_named(network, "Skole A")], {"child": 12_345})
    kari = await coordinator(server, Place(network.id or 0))
    page = await kari.get(f"/region/{network.id}")
    assert "12,345" in page.text
    assert "12345" not in page.text


async def test_the_list_says_of_each_workshop_what_it_told(server: Server) -> None:
    network, kari = await region(server)
    a = unit_named(network, "Skole A")
    smola = next(one.id for one in network.municipalities if one.name == "Smøla")
    page = read(await kari.get(f"/region/{network.id}/workshops?municipality={smola}&unit={a}&group=politician"))
    own, *_ = [e.text for e in page.all("li", class_="told-workshop")]
    for said in (
        "Barna på A",
        "November 3, 2026",
        "IGP",
        "at least 12 people",
        "9 statements",
        "Politicians: not told",
    ):
        assert said in own
    assert "Themes: Ute" in own
    page = read(await kari.get(f"/region/{network.id}/workshops?municipality={smola}&unit={a}"))
    assert "1 workshop" in page.text
    assert "Together with others" in page.text
    assert "A og B sammen" in page.text
    page = read(await kari.get(f"/region/{network.id}/workshops?stage=planned"))
    assert "fewer than five people, or not told how many" in page.all("li", class_="told-workshop")[0].text


async def test_a_workshop_that_tells_a_groups_number_is_not_said_to_have_had_fewer_than_five(server: Server) -> None:
    network, kari = await region(server)
    c = unit_named(network, "Skole C")
    await tells(server, [c], {"child": 20, "parent": None}, title="Bare barna", people=None, statements=120)
    page = read(await kari.get(f"/region/{network.id}/workshops?group=child&title=Bare barna"))
    (own,) = [one.text for one in page.all("li", class_="told-workshop")]
    assert "not told how many people · 120 statements · Children: 20" in own


async def test_a_region_leads_to_its_people_and_networks_whoever_may_open_them(server: Server) -> None:
    network, kari = await region(server)
    reader = await server.account(f"{new_id()}@example.no", grant=Grant("reader", Place(network.id or 0)))
    ways = [
        [
            link.attributes["href"]
            for link in read(await one.get(f"/region/{network.id}")).all("nav", class_="region-nav")[0].all("a")
        ]
        for one in (kari, reader)
    ]
    assert ways[0][-2:] == ["/people", "/units"]
    assert not {"/people", "/units"} & set(ways[1])
    refused = await reader.get("/people")
    assert refused.status_code == 403
    assert "koordinatoren i nettverket" in refused.text, "no workshop is run here"


async def test_one_of_one_is_told_in_the_singular(server: Server) -> None:
    network, _ = await region(server)
    a = unit_named(network, "Skole A")
    (smola,) = [one.id for one in network.municipalities if one.name == "Smøla"]
    ola = await server.account(f"{new_id()}@example.no", grant=Grant("reader", Place(network.id or 0, smola, a)))
    page = read(await ola.get(f"/region/{network.id}"))
    assert page.all("p", class_="lead")[0].text.startswith("1 av 1 enhet er hørt, i 1 av 1 kommune.")


async def test_long_lists_come_in_pages_that_keep_what_is_asked_and_lead_to_what_was_said(server: Server) -> None:
    network = await made(server)
    a, c = unit_named(network, "Skole A"), unit_named(network, "Skole C")
    smola = next(one.id for one in network.municipalities if one.name == "Smøla")
    told = [await tells(server, [a], {"child": 12}, title=f"Kveld {n:02}", statements=1) for n in range(27)]
    await tells(server, [a, c], {"child": 12}, title="Kveld sammen", statements=1)
    await tells(server, [a], {}, title="Kommer snart", held=None, people=None, ended=False)
    kari, there = await coordinator(server, Place(network.id or 0)), f"/region/{network.id}/workshops"
    first = read(await kari.get(f"{there}?municipality={smola}&title=KVELD"))
    assert len(first.all("li", class_="told-workshop")) == 25
    assert "27 workshops" in first.text
    (onward,) = [e.attributes["href"] for e in first.all("a") if e.text.strip() == "Next page"]
    second = read(await kari.get(onward))
    assert [e.text for e in second.all("h3")] == ["Kveld 01", "Kveld 00", "Kveld sammen"], "what is shared comes last"
    assert second.by_id("of-title").attributes["value"] == "KVELD"
    assert "Kommer snart" not in first.text + second.text
    ways = {e.attributes["href"] for e in second.all("li", class_="told-workshop")[0].all("a")}
    assert ways == {f"/region/{network.id}/search?workshop={told[1]}", f"/region/{network.id}/unit/{a}"}
    for way in ways:
        assert (await kari.get(way)).status_code == 200
    to_come = read(await kari.get(f"{there}?title=snart")).all("li", class_="told-workshop")[0]
    assert [e.text for e in to_come.all("a")] == ["Skole A, Smøla"], "nothing is told yet"
    for odd in ("0", "x", "99999", "999999999"):
        assert (await kari.get(f"{there}?page={odd}")).status_code == 200
    unit = read(await kari.get(f"/region/{network.id}/unit/{a}"))
    said = [e.text for e in unit.all("a", href=f"/region/{network.id}/search?workshop={told[0]}")]
    assert said == ["Kveld 00", "Read what was said : Kveld 00"]
    (back,) = unit.all("a", href=f"/region/{network.id}?open={smola}#m{smola}")
    assert back.text.strip() == "All units in Smøla"


async def test_of_a_part_one_sees_that_part_and_no_names_of_the_rest(server: Server) -> None:
    network, _ = await region(server)
    smola, aure = (next(o for o in network.municipalities if o.name == name) for name in ("Smøla", "Aure"))
    kari = await coordinator(server, Place(network.id or 0, smola.id))
    page = await kari.get(f"/region/{network.id}")
    assert "Aure" not in page.text
    assert "Kommer snart" not in (await kari.get(f"/region/{network.id}/workshops")).text
    listed = await kari.get(f"/region/{network.id}/workshops")
    assert "Folkemøte" in listed.text, "it was for a unit of Smøla, too"
    assert "1 unit elsewhere" in listed.text
    assert "Skole C" not in listed.text
    for query in (
        f"municipality={aure.id}",
        "municipality=x",
        f"municipality={smola.id}&unit=1x",
        "group=x",
        "stage=x",
    ):
        answer = await kari.get(f"/region/{network.id}/workshops?{query}")
        assert answer.status_code == 404, query
    unit = unit_named(network, "Skole C")
    assert (await kari.get(f"/region/{network.id}/workshops?unit={unit}")).status_code == 404


async def test_a_deleted_workshop_is_in_no_number_and_on_no_list(server: Server) -> None:
    network = await made(server)
    a = unit_named(network, "Skole A")
    gone = await tells(server, [a], {"child": 12}, title="Slettet verksted")
    kari = await coordinator(server, Place(network.id or 0))
    rows_of = table_of(WorkshopRow)
    await server.house.database.write(
        lambda c: c.execute(update(rows_of).where(rows_of.c.id == gone).values(stage="deleted")).rowcount
    )
    page = await kari.get(f"/region/{network.id}")
    assert numbers(read(page)) == {}
    assert "0 of 4 units have been heard" in page.text
    assert "Slettet verksted" not in (await kari.get(f"/region/{network.id}/workshops")).text


async def test_the_only_network_opens_at_once_and_several_are_listed(server: Server) -> None:
    nordmore = await made(server)
    romsdal = await made(server, NORDMORE.model_copy(update={"name": "Romsdal"}))
    kari = await coordinator(server, Place(nordmore.id or 0))
    home = await kari.get("/home")
    assert {e.text for e in read(home).all("a", href="/region")} == {"Region"}
    answer = await kari.get("/region")
    assert (answer.status_code, answer.headers["location"]) == (303, f"/region/{nordmore.id}")
    await kari.get(f"/invitation/{server.invite(grant=Grant('reader', Place(romsdal.id or 0)))}")
    await kari.post("/invitation")
    links = {urlsplit(e.attributes["href"]).path for e in read(await kari.get("/region")).all("a")}
    assert {f"/region/{nordmore.id}", f"/region/{romsdal.id}"} <= links
    ola = await server.account("ola@example.no", "administrator")
    assert (await ola.get("/region")).status_code == 403
    assert not read(await ola.get("/home")).all("a", href="/region")


async def test_an_empty_network_says_so(server: Server) -> None:
    network = await made(server, Network(name="Tomt"))
    kari = await coordinator(server, Place(network.id or 0))
    page = await kari.get(f"/region/{network.id}")
    assert page.status_code == 200
    assert "There are no units here yet." in page.text
