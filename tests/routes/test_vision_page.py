"""The page of a vision as whoever answers for it meets it: its numbers, what is public of it, and many workshops."""

from sqlalchemy import Connection

from app.region.rights import Place
from app.region.shared_theme import Local
from app.store import mapping_themes
from app.store.local_themes import local_themes
from app.workshop.summary import GroupCount
from tests.routes.pages import read
from tests.routes.test_visions import THEMES, coordinator, drafted, form_of, save, sent_by, told_place
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
    (fold,) = page.all("article")[0].all("details")
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
    await save(author, path, await form_of(author, path), title="Nyere tittel")
    bar = read(await author.get(path)).all("div", class_="vision-bar no-print")[0]
    assert "Versjon 2, lagret" in bar.text
    assert "Versjon 1 er offentlig" in [link.text for link in bar.all("a")]
    listed = read(await author.get(f"/region/{there.network}/visions")).all("li", class_="workshop")[0]
    assert listed.text.endswith("versjon 1 er offentlig")
    first = read(await author.get(f"{path}?version=1")).all("div", class_="vision-bar no-print")[0]
    assert "Offentlig" in [link.text for link in first.all("a")]
    assert shown.index("/file/pdf") < shown.index("<article"), "its files come before the whole document"


async def test_withdrawing_is_asked_about_and_told_once(server: Server) -> None:
    there, _ = await told_place(server)
    author = await coordinator(server, there)
    path = await drafted(author, there)
    await author.post(f"{path}/publish", data={"version": "1"})
    part = read(await author.get(path)).by_id("public")
    (fold,) = part.all("details")
    assert [form.attributes["action"] for form in fold.all("form")] == [f"{path}/withdraw"]
    assert "open" not in fold.attributes
    shown = read(await author.post(f"{path}/withdraw", follow_redirects=True)).by_id("public")
    assert shown.text.count("De som åpner lenken, får vite det.") == 1
    assert "Det er trukket tilbake" not in shown.text


async def test_the_form_says_how_many_themes_have_an_answer_and_which_have_none(server: Server) -> None:
    there, workshop = await told_place(server)
    author = await coordinator(server, there)
    path = await drafted(author, there)
    form = await form_of(author, path)
    answer = await author.post(
        f"{path}/edit", data={**form, f"theme.{workshop}/t0.answer": "Vi bygger en gapahuk", "act": "look"}
    )
    page = read(answer)
    assert "1 av 2 temaer har svar" in page.text
    marked = [
        "ikke svart ennå" in fold.all("summary")[0].text for fold in page.all("details", class_="fold vision-inner")
    ]
    assert marked == [False, True]


async def test_shared_themes_are_offered_before_the_workshops_own_and_what_has_come_in_is_told(server: Server) -> None:
    there, _ = await told_place(server)
    for start in range(0, 45, 9):
        own = {f"Eget tema {number}": [("Vi vil det", None)] for number in range(start, start + 9)}
        await tell(server, [there.school], summary(own))
    await tell(server, [there.school], summary({"Nåla": [("Her", None)]}))
    owner, now = Place(there.network, there.smola), server.house.clock()

    def found(connection: Connection, *titles: str) -> list[Local]:
        return [key for key, one in local_themes(connection, owner).items() if one.title in titles]

    shared = await server.house.database.write(
        lambda c: mapping_themes.make_shared(c, owner, "Vennskap", found(c, "Trygge venner"), who=None, now=now)
    )
    kari, ola = await coordinator(server, there), await coordinator(server, there, "ola@example.no")
    path = await drafted(kari, there)
    left = read(await kari.get(f"{path}/edit")).by_id("left-out")
    assert left.all("summary")[0].text == "47 temaer er ikke med"
    assert left.all("li") == [], "the workshops' own are found by a search"
    form = await form_of(kari, path)
    sought = await kari.post(f"{path}/edit", data={**form, "find.left-out": "nåla", "act": "look:left-out"})
    left = read(sought).by_id("left-out")
    assert "open" in left.attributes
    assert ["Nåla" in one.text for one in left.all("li")] == [True]
    assert len(sought.text) < 60_000
    all_of = await kari.post(f"{path}/edit", data={**form, "find.left-out": "tema", "act": "look:left-out"})
    assert len(read(all_of).by_id("left-out").all("li")) == 40
    await save(ola, path, await form_of(ola, path), done="Olas")
    second_saved = await save(kari, path, sent_by(all_of), answers="Karis")
    assert second_saved.status_code == 409
    assert "open" not in read(second_saved).by_id("left-out").attributes
    assert "lokalt tema er kommet til" not in (await kari.get(path)).text
    await server.house.database.write(
        lambda c: mapping_themes.move_local(c, owner, found(c, "Nåla"), shared, who=None, now=now)
    )
    assert "1 lokalt tema er kommet til siden denne versjonen." in read(await kari.get(path)).by_id("public").text
    await kari.post(f"{path}/refresh")
    assert "lokalt tema er kommet til" not in (await kari.get(path)).text


async def test_a_units_vision_says_where_the_unit_lies(server: Server) -> None:
    there, _ = await told_place(server)
    author = await coordinator(server, there)
    before = read(await author.get(f"/region/{there.network}/visions"))
    assert "Det er ikke laget noe fremtidsbilde ennå." in before.text
    school = f"{there.network}/{there.smola}/{there.school}"
    page = read(await author.get(await drafted(author, there, school)))
    assert page.all("h1")[0].text == "Fremtidsbilde for Skole A, Smøla"
    (listed,) = read(await author.get(f"/region/{there.network}/visions")).all("li", class_="workshop")
    assert listed.all("p")[0].text.startswith("Skole A, Smøla ·")
