"""A whole workshop with plain forms: no script, no socket."""

from datetime import UTC, datetime, timedelta

import httpx2
import time_machine

from app.store.workshops import by_code
from app.workshop.people import GROUPS
from tests.routes.pages import Element, form_of, read, submit
from tests.server import PASSWORD, Room, Server


def texts(page: Element, container: str) -> list[str]:
    """The words of the cards in a container."""
    return [card.all("p", class_="words")[0].text for card in page.by_id(container).all("article")]


def labels(page: Element, container: str) -> list[str]:
    return [card.all("label", class_="words")[0].text for card in page.by_id(container).all("article")]


async def made(server: Server) -> tuple[httpx2.AsyncClient, httpx2.Response]:
    """An account from an invitation, signed in again, with a new workshop: its desk."""
    browser = server.visitor()
    page = await browser.get(f"/invitation/{server.invite('administrator')}", follow_redirects=True)
    home = await submit(browser, page, action="/invitation", email="kari@example.no", name="Kari", password=PASSWORD)
    signed_out = await submit(browser, home, action="/signout")
    assert signed_out.url.path == "/"
    shut = await browser.get("/workshops/new", follow_redirects=True)
    new = await submit(browser, shut, action="/signin", email="kari@example.no", password=PASSWORD)
    assert new.url.path == "/workshops/new"
    desk = await submit(
        browser, new, "create", title="Skolen i 2040", units="Molde\nAure\n", groups=list(GROUPS[:4]), moderation="on"
    )
    assert desk.url.path.endswith("/desk")
    return browser, desk


async def joined(server: Server, code: str, group: str) -> tuple[httpx2.AsyncClient, httpx2.Response]:
    browser = server.visitor()
    front = await browser.get("/")
    choose = await submit(browser, front, action="/join", code=f"{code[:3]} {code[3:]}")
    phone = await submit(browser, choose, action=f"/w/{code}/join", group=group, unit="Aure")
    assert phone.status_code == 200
    return browser, phone


async def test_a_whole_workshop_with_forms_only(server: Server) -> None:
    kari, desk = await made(server)
    code = desk.url.path.split("/")[2]

    anna, page = await joined(server, code, "child")
    early = await submit(anna, page, "say", text="For tidlig")
    assert early.status_code == 409
    assert read(early).by_id("text").text == "For tidlig"
    assert (await anna.get(f"/w/{code}/status")).status_code == 200

    desk = await submit(kari, desk, "open_submissions")
    page = await anna.get(f"/w/{code}/")
    for words in ("Alle hører til", "Mer lek", "Skrivefeill", "Angrer på denne", "Uhøvisk"):
        page = await submit(anna, page, "say", text=words)
        assert page.status_code == 200
    assert set(texts(read(page), "own")) == {"Alle hører til", "Mer lek", "Skrivefeill", "Angrer på denne", "Uhøvisk"}
    own = {texts(read(page), "own")[n]: card for n, card in enumerate(read(page).by_id("own").all("article"))}
    for type_, words, more in (("edit", "Mer lek", {"text": "Mye mer lek"}), ("withdraw", "Angrer på denne", {})):
        form = form_of(own[words], type_)
        fields = {e.attributes["name"]: e.attributes.get("value", "") for e in form if "name" in e.attributes} | more
        page = await anna.post(page.url.join("send"), data=fields, follow_redirects=True)
    assert set(texts(read(page), "own")) == {"Alle hører til", "Mye mer lek", "Skrivefeill", "Uhøvisk"}

    wall = await kari.get(f"/w/{code}/wall")
    assert read(wall).by_id("stage").attributes["data-mode"] == "write"
    assert "Alle hører til" not in wall.text

    desk = await kari.get(f"/w/{code}/desk")
    cards = {label.text: label.attributes["for"] for label in read(desk).all("label", class_="words")}
    links = {words: f"/w/{code}/desk/card/{mark.removeprefix('pick-')}" for words, mark in cards.items()}
    for words in ("Alle hører til", "Mye mer lek", "Skrivefeill"):
        desk = await submit(kari, await kari.get(links[words]), "show")
    desk = await submit(kari, await kari.get(links["Skrivefeill"]), "edit", text="Skrivefeil")
    desk = await submit(kari, desk, "make_theme", title="Tilhørighet")
    desk = await submit(kari, desk, "make_theme", title="Lek")
    themes = {
        e.all("span", class_="title")[0].text: e.attributes["data-theme"]
        for e in read(desk).all("section", class_="theme")
    }
    assert themes.keys() == {"Tilhørighet", "Lek"}
    desk = await submit(kari, await kari.get(links["Alle hører til"]), "move", to=themes["Tilhørighet"])
    desk = await submit(kari, await kari.get(links["Mye mer lek"]), "move", to=themes["Lek"])
    theme = f"/w/{code}/desk/theme/{themes['Lek']}"
    desk = await submit(kari, await kari.get(theme), "rename_theme", title="Lek hele dagen")
    desk = await submit(
        kari, await kari.get(theme), "describe_theme", vision="I 2040 leker alle.", signs="Latter\nGjørme"
    )
    desk = await submit(kari, await kari.get(theme), "place_theme", before=themes["Tilhørighet"])
    assert [e.attributes["data-theme"] for e in read(desk).all("section", class_="theme")] == [
        themes["Lek"],
        themes["Tilhørighet"],
    ]
    assert labels(read(desk), f"cards-{themes['Tilhørighet']}") == ["Alle hører til"]
    assert set(labels(read(desk), "cards")) == {"Skrivefeil", "Uhøvisk"}

    desk = await submit(kari, desk, "reveal")
    wall = await kari.get(f"/w/{code}/wall")
    shown = read(wall)
    assert shown.by_id("stage").attributes["data-mode"] == "show"
    assert texts(shown, f"cards-{themes['Lek']}") == ["Mye mer lek"]
    assert texts(shown, "cards") == ["Skrivefeil"], "what was not approved is not shown"
    assert "I 2040 leker alle." in wall.text
    for type_, mode in (("blank", "blank"), ("unblank", "show"), ("conceal", "write")):
        desk = await submit(kari, desk, type_)
        assert read(await kari.get(f"/w/{code}/wall")).by_id("stage").attributes["data-mode"] == mode

    desk = await submit(kari, await kari.get(theme), "merge_themes", into=themes["Tilhørighet"])
    assert len(labels(read(desk), f"cards-{themes['Tilhørighet']}")) == 2
    desk = await submit(kari, desk, "undo")
    assert len(read(desk).all("section", class_="theme")) == 2
    desk = await submit(kari, await kari.get(theme), "delete_theme")
    desk = await submit(kari, desk, "reveal")
    assert "Mye mer lek" in (await kari.get(f"/w/{code}/export/csv")).text

    desk = await submit(kari, desk, "close")
    late = await submit(anna, await anna.get(f"/w/{code}/"), "say", text="For sent")
    assert late.status_code == 409
    home = await submit(kari, await kari.get("/home"), "archive")
    home = await submit(kari, home, "delete")
    left = read(await anna.get(f"/w/{code}/"))
    assert left.all("input", value="withdraw")
    assert not left.all("textarea")
    assert (await server.visitor().get(f"/w/{code}/")).status_code == 410
    home = await submit(kari, home, "restore")
    assert (await anna.get(f"/w/{code}/")).status_code == 200
    assert read(home).all("li", class_="workshop")[0].attributes["data-stage"] == "closed"
    copy = await submit(kari, home, action=f"/w/{code}/duplicate")
    assert copy.url.path.endswith("/desk/settings")
    assert "Aure" in copy.text
    changed = await submit(kari, copy, "configure", title="Skolen i 2050", limit="100")
    assert "Skolen i 2050" in changed.text


async def test_sending_the_same_form_twice_is_sending_once(server: Server) -> None:
    kari, desk = await made(server)
    code = desk.url.path.split("/")[2]
    await submit(kari, desk, "open_submissions")
    anna, page = await joined(server, code, "parent")
    page = await anna.get(f"/w/{code}/")
    await submit(anna, page, "say", text="Dobbeltklikk")
    page = await submit(anna, page, "say", text="Dobbeltklikk")
    assert texts(read(page), "own") == ["Dobbeltklikk"]


async def test_the_next_person_at_a_shared_tablet_is_somebody_else(server: Server) -> None:
    kari, desk = await made(server)
    code = desk.url.path.split("/")[2]
    await submit(kari, desk, "open_submissions")
    tablet, page = await joined(server, code, "child")
    page = await submit(tablet, await tablet.get(f"/w/{code}/"), "say", text="Fra den første")
    choose = await submit(tablet, page, action=f"/w/{code}/leave")
    page = await submit(tablet, choose, action=f"/w/{code}/join", group="parent")
    assert texts(read(page), "own") == []
    changed = await submit(tablet, await tablet.get(f"/w/{code}/group"), action=f"/w/{code}/join", group="staff")
    assert changed.status_code == 200
    live = await server.live(Room(code, ""))
    assert sorted(p.group for p in live.room.participants.values()) == ["child", "staff"]


async def test_the_next_child_at_a_tablet_sits_where_the_one_before_sat(server: Server) -> None:
    """The chair is the device's for a while; what stays on it tells nothing of whoever had it."""
    room, desk = await server.open_room()
    path = f"/w/{room.code}"
    tablet = await server.participant(room.code)
    for _ in range(7):
        await server.participant(room.code)
    await desk.command("set_tables", number=2)
    live = await server.live(room)
    (first, *others) = live.room.participants
    table = live.room.tables[first]
    for seat in [1, 2]:
        await desk.command("empty_seat", table=3 - table, seat=seat)
    for _ in range(3):
        left = await tablet.post(f"{path}/leave")
        chair = next(one for one in left.headers.get_list("set-cookie") if one.startswith("fb_chair"))
        assert first not in chair
        assert "Max-Age=900" in chair
        choose = await tablet.get(f"{path}/group")
        page = await submit(tablet, choose, action=f"{path}/join", group="child")
        assert page.status_code == 200
        (first,) = live.room.tables.keys() - {*others}
        others.append(first)
        assert live.room.tables[first] == table
        assert "fb_chair" not in tablet.cookies


async def test_a_chair_is_not_kept_for_long_nor_in_another_workshop(server: Server) -> None:
    room, desk = await server.open_room()
    tablet = await server.participant(room.code)
    await server.participant(room.code)
    assert "fb_chair" not in (await tablet.post(f"/w/{room.code}/leave")).headers.get("set-cookie", "")
    await tablet.post(f"/w/{room.code}/join", data={"group": "child"})
    await desk.command("set_tables", number=1)
    await tablet.post(f"/w/{room.code}/leave")
    cookies, chair = server.house.cookies, tablet.cookies["fb_chair"]
    live, there = await server.live(room), await server.house.database.read(lambda c: by_code(c, room.code))
    assert there is not None
    assert cookies.read_chair(chair, there.id) == (1, live.room.mixings)
    assert cookies.read_chair(chair, "another-workshop") is None
    assert cookies.read_chair(f"{chair}A", there.id) is None
    with time_machine.travel(datetime.now(UTC) + timedelta(minutes=16), tick=False):
        assert cookies.read_chair(chair, there.id) is None
