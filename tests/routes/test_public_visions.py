"""A vision made public: what stands behind its link, what leaves it at once, and what a withdrawn one says."""

import re

from app.store import told
from tests.routes.pages import read
from tests.routes.test_visions import THEMES, coordinator, drafted, form_of, save, told_place
from tests.routes.told_places import summary, tell_again
from tests.server import Server


async def test_the_public_page_is_the_published_version_and_nothing_beyond(server: Server) -> None:
    there, workshop = await told_place(server)
    author = await coordinator(server, there)
    path = await drafted(author, there)
    await save(author, path, await form_of(author, path), title="Publisert", done="Dette er ferdig")
    await author.post(f"{path}/publish", data={"version": "2"})
    shown = (await author.get(path)).text
    (link,) = set(re.findall(r"/fremtidsbilde/[\w-]{32}(?=[\"/])", shown))
    await save(author, path, await form_of(author, path), title="HEMMELIG", ingress="HEMMELIG", answers="HEMMELIG")
    renamed = {"HEMMELIG": THEMES["Trygge venner"], "Ute hver dag": THEMES["Ute hver dag"], "HEMMELIG to": []}
    await tell_again(server, workshop, summary(renamed, title="Skolen i 2040"))
    anyone = server.visitor()
    answer = await anyone.get(link)
    assert answer.status_code == 200
    page = read(answer)
    assert page.all("h1")[0].text == "Publisert"
    assert "Trygge venner" in page.text, "as it was published, whatever the workshop calls it now"
    for word in ("HEMMELIG", "kari", "Versjon", f"/region/{there.network}"):
        assert word not in answer.text
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert "noindex" in answer.headers["x-robots-tag"]
    assert answer.headers["cache-control"] == "no-store"
    assert (await anyone.get(f"{link}/qr.svg")).text.startswith("<svg")
    assert read(await server.visitor(**{"accept-language": "nn"}).get(link)).all("html")[0].attributes["lang"] == "nn"
    assert read(await anyone.get(f"{link}?language=en")).all("html")[0].attributes["lang"] == "en"
    assert page.all("article")[0].attributes["lang"] == "nb"
    assert page.all("form") == [], "a page without a referrer has no origin, from which a form would be refused"


async def test_words_that_are_taken_back_leave_the_public_page_at_once(server: Server) -> None:
    there, workshop = await told_place(server)
    author = await coordinator(server, there)
    path = await drafted(author, there)
    await author.post(f"{path}/publish", data={"version": "1"})
    (link,) = set(re.findall(r"/fremtidsbilde/[\w-]{32}(?=[\"/])", (await author.get(path)).text))
    assert "Ingen går alene hjem" in (await server.visitor().get(link)).text
    await server.house.database.write(lambda c: told.forget(c, workshop, {"s0"}))
    for answer in (await server.visitor().get(link), await author.get(path), await author.get(f"{path}/edit")):
        assert answer.status_code == 200
        assert "Ingen går alene hjem" not in answer.text


async def test_a_published_theme_that_its_workshop_has_no_more_is_not_lost_to_whoever_goes_on(server: Server) -> None:
    there, workshop = await told_place(server)
    author = await coordinator(server, there)
    path = await drafted(author, there)
    await author.post(f"{path}/publish", data={"version": "1"})
    await tell_again(server, workshop, summary({"Trygge venner": THEMES["Trygge venner"]}))
    form = await form_of(author, path)
    assert form[f"theme.{workshop}/t1.title"] == ["Ute hver dag"]
    assert (await save(author, path, form, answers="Kari")).status_code == 303
    assert [h.text for h in read(await author.get(path)).all("h2")][:2] == ["Trygge venner", "Ute hver dag"]


async def test_a_withdrawn_link_says_so_and_an_unknown_one_tells_nothing(server: Server) -> None:
    there, _ = await told_place(server)
    author = await coordinator(server, there)
    path = await drafted(author, there)
    await author.post(f"{path}/publish", data={"version": "1"})
    (link,) = set(re.findall(r"/fremtidsbilde/[\w-]{32}(?=[\"/])", (await author.get(path)).text))
    assert (await author.post(f"{path}/withdraw")).status_code == 303
    gone = await server.visitor().get(link)
    assert gone.status_code == 410
    assert "ikke offentlig lenger" in gone.text
    assert "Smøla" not in gone.text
    assert (await server.visitor().get("/fremtidsbilde/" + "x" * 32)).status_code == 404
    await author.post(f"{path}/publish", data={"version": "1"})
    assert (await server.visitor().get(link)).status_code == 200, "the printed code works again"


async def test_what_somebody_else_has_saved_meanwhile_is_not_published_unread(server: Server) -> None:
    there, _ = await told_place(server)
    author = await coordinator(server, there)
    path = await drafted(author, there)
    await save(author, path, await form_of(author, path), title="Nyere")
    answer = await author.post(f"{path}/publish", data={"version": "1"})
    assert answer.status_code == 409
    assert read(answer).all("h1")[0].text == "Nyere"
    assert "/fremtidsbilde/" not in answer.text
