"""The page of a vision as whoever answers for it meets it: its numbers, what is public of it, and many workshops."""

from app.workshop.summary import GroupCount
from tests.routes.pages import read
from tests.routes.test_visions import THEMES, coordinator, drafted, told_place
from tests.routes.told_places import summary, tell
from tests.server import Server


async def test_a_number_is_not_taken_for_what_some_workshops_do_not_tell(server: Server) -> None:
    there, _ = await told_place(server)
    few = summary(THEMES).model_copy(update={"groups": (GroupCount(group="child", people=None),)})
    for _ in range(2):
        await tell(server, [there.school], few)
    author = await coordinator(server, there)
    page = read(await author.get(await drafted(author, there)))
    heard = [row.text for row in page.all("table")[0].all("tr")]
    assert heard == ["Barn minst 14, ikke oppgitt i 2 verksteder", "Politikere ikke oppgitt"]


async def test_many_workshops_stand_by_municipality_and_each_of_them_folded_away(server: Server) -> None:
    there, _ = await told_place(server)
    for number in range(13):
        await tell(server, [there.school], summary({"Ro": [("Stille", None)]}, title=f"Verksted {number}"))
    author = await coordinator(server, there)
    path = await drafted(author, there)
    page = read(await author.get(path))
    *_, by_municipality, listed = page.all("table")
    assert [row.text for row in by_municipality.all("tr")] == ["Smøla 14 verksteder, 19 utsagn"]
    (fold,) = [one for one in page.all("article")[0].all("details")]
    assert fold.all("summary")[0].text == "Vis alle 14 verkstedene"
    assert "open" not in fold.attributes
    assert len(listed.all("tr")) == 14


async def test_the_top_of_the_page_says_whether_it_is_public_and_leads_there(server: Server) -> None:
    there, _ = await told_place(server)
    author = await coordinator(server, there)
    path = await drafted(author, there)
    bar = read(await author.get(path)).all("div", class_="vision-bar no-print")[0]
    assert "Ikke offentlig · Gjør offentlig" in bar.text
    assert "#public" in [link.attributes["href"] for link in bar.all("a")]
    await author.post(f"{path}/publish", data={"version": "1"})
    bar = read(await author.get(path)).all("div", class_="vision-bar no-print")[0]
    assert "Ikke offentlig" not in bar.text
    (public,) = [link.attributes["href"] for link in bar.all("a") if "/fremtidsbilde/" in link.attributes["href"]]
    shown = (await server.visitor().get(public)).text
    assert shown.index("/file/pdf") < shown.index("<article"), "its files come before the whole document"
