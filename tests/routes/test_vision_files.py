"""A vision as a file: in the version that one reads, and for everybody where it is public."""

import asyncio
import io
import re
import zipfile

from app.export.vision import TABLES
from app.region.rights import Grant, Place
from app.store import told
from app.working.order import KINDS
from tests.routes.line import until
from tests.routes.pages import read
from tests.routes.told_places import THEMES, summary, tell_again, told_place
from tests.server import Server


async def test_a_vision_is_taken_as_a_file_in_the_version_that_one_reads(server: Server) -> None:
    there, _ = await told_place(server)
    author = await server.account("kari@example.no", grant=Grant("coordinator", Place(there.network)))
    made_at = await author.post(f"/region/{there.network}/visions", data={"place": f"{there.network}/{there.smola}"})
    path = made_at.headers["location"]
    page = read(await author.get(path))
    links = [a.attributes["href"] for a in page.all("nav", class_="vision-files no-print")[0].all("a")]
    assert len(links) == len(KINDS["vision"]) - 1 + len(TABLES)
    for link in (links[0], links[-1]):
        answer = await author.get(link)
        assert answer.status_code == 200
        assert answer.headers["content-disposition"].startswith('attachment; filename="fremtidsbilde-smola-v1')
    assert (await author.get(f"{path}/file/pdf?version=2")).status_code == 404
    assert (await author.get(f"{path}/file/exe")).status_code == 404
    assert (await author.get(f"{path}/file/csv?table=secrets")).status_code == 404


async def test_a_public_vision_is_a_file_without_the_words_that_are_taken_back(server: Server) -> None:
    there, workshop = await told_place(server)
    author = await server.account("kari@example.no", grant=Grant("coordinator", Place(there.network)))
    place = {"place": f"{there.network}/{there.smola}", "language": "nb"}
    path = (await author.post(f"/region/{there.network}/visions", data=place)).headers["location"]
    await author.post(f"{path}/publish", data={"version": "1"})
    public = next(
        a.attributes["href"] for a in read(await author.get(path)).all("a") if "/fremtidsbilde/" in a.attributes["href"]
    )
    anybody = server.visitor()
    page = read(await anybody.get(public))
    links = [a.attributes["href"] for a in page.all("p", class_="vision-files no-print")[0].all("a")]
    assert links == [f"{public}/file/pdf", f"{public}/file/docx"]
    both = await asyncio.gather(anybody.get(links[1]), server.visitor().get(links[1]))
    assert both[0].headers["x-robots-tag"] == "noindex, nofollow"
    assert both[0].content == both[1].content
    assert "Ingen går alene hjem" in words_in(both[0].content)
    await server.house.database.write(lambda c: told.forget(c, workshop, {"s0"}))
    assert "Ingen går alene hjem" not in words_in((await anybody.get(links[1])).content)
    assert (await anybody.get(f"{public}/file/json")).status_code == 404
    await author.post(f"{path}/withdraw")
    assert (await anybody.get(links[1])).status_code == 410


async def test_what_is_hidden_is_not_kept_though_it_was_told_while_a_file_waited(server: Server) -> None:
    there, workshop = await told_place(server)
    author = await server.account("kari@example.no", grant=Grant("coordinator", Place(there.network)))
    place = {"place": f"{there.network}/{there.smola}", "language": "nb"}
    path = (await author.post(f"/region/{there.network}/visions", data=place)).headers["location"]
    await author.post(f"{path}/publish", data={"version": "1"})
    links = (a.attributes["href"] for a in read(await author.get(path)).all("a"))
    file = next(link for link in links if "/fremtidsbilde/" in link) + "/file/docx"
    themes = {"Trygge venner": THEMES["Trygge venner"], "Ute hver dag": THEMES["Ute hver dag"]}
    shown = summary(themes)
    hidden = summary({**themes, "Trygge venner": themes["Trygge venner"][1:]})
    await tell_again(server, workshop, hidden)
    press = server.house.shelf.press
    async with press._turn:  # another file is being made
        asked = asyncio.create_task(server.visitor().get(file))
        await until(lambda: press._waiting)
        await tell_again(server, workshop, shown)
    assert (await asked).status_code == 200
    await tell_again(server, workshop, hidden)
    assert "Ingen går alene hjem" not in words_in((await server.visitor().get(file)).content)


def words_in(document: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(document)) as there:
        return re.sub("<[^>]+>", "", there.read("word/document.xml").decode())
