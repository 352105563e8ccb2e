"""A place's vision, as its coordinators and readers meet it: drafted, changed by two at once, compared, published."""

from collections.abc import Sequence

import httpx2
import pytest

from app.region.rights import Grant, Place
from tests.routes.pages import Element, read
from tests.routes.told_places import Places, Said, places, summary, tell, tell_again
from tests.server import Server

THEMES: dict[str, Sequence[Said]] = {
    "Trygge venner": [("Ingen går alene hjem", "child"), ("De voksne ser oss", "parent"), ("Vi har tid", "staff")],
    "Ute hver dag": [("Vi lærer i fjæra", "child"), ("Hele øya er klasserommet", None)],
}


async def coordinator(server: Server, there: Places, email: str = "kari@example.no") -> httpx2.AsyncClient:
    return await server.account(email, grant=Grant("coordinator", Place(there.network)))


async def drafted(author: httpx2.AsyncClient, there: Places, place: str | None = None) -> str:
    """The path of a new vision of Smøla."""
    where = place or f"{there.network}/{there.smola}"
    made = await author.post(f"/region/{there.network}/visions", data={"place": where, "language": "nb"})
    assert made.status_code == 303, made.text
    return str(made.headers["location"])


async def form_of(author: httpx2.AsyncClient, path: str) -> dict[str, list[str]]:
    """What the form sends where nothing is touched."""
    return sent_by(await author.get(f"{path}/edit"))


def sent_by(answer: httpx2.Response) -> dict[str, list[str]]:
    page = read(answer)
    sent: dict[str, list[str]] = {}
    for element in page:
        name, ticks = element.attributes.get("name", ""), element.attributes.get("type") == "checkbox"
        if element.tag == "textarea":
            sent.setdefault(name, []).append("".join(element.own_text).removeprefix("\n"))
        elif element.tag == "input" and name and (not ticks or "checked" in element.attributes):
            sent.setdefault(name, []).append(element.attributes.get("value", ""))
    sent.pop("language", None)
    sent.pop("then", None)
    return sent


async def save(author: httpx2.AsyncClient, path: str, form: dict[str, list[str]], **changed: str) -> httpx2.Response:
    return await author.post(f"{path}/edit", data={**form, **changed, "act": "save"})


def quotes(page: Element) -> list[str]:
    return [quote.all("p")[0].text for quote in page.all("blockquote")]


async def told_place(server: Server) -> tuple[Places, str]:
    there = await places(server)
    return there, await tell(server, [there.school], summary(THEMES, alone=[("Kortere dager", None)]))


async def test_a_draft_reads_like_a_document_and_says_who_stands_behind_it(server: Server) -> None:
    there, _ = await told_place(server)
    author = await coordinator(server, there)
    page = read(await author.get(await drafted(author, there)))
    assert [h.text for h in page.all("h1")] == ["Fremtidsbilde for Smøla"]
    assert [h.text for h in page.all("h2")][:2] == ["Trygge venner", "Ute hver dag"]
    first = page.all("section", class_="vision-theme")[0]
    behind = [one.text for one in first.all("ul", class_="vision-behind")[0].all("li")]
    assert behind == ["3 utsagn", "9 stemmer", "Smøla", "Barn", "Foreldre", "Ansatte"]
    assert quotes(first) == ["Ingen går alene hjem", "De voksne ser oss", "Vi har tid"]
    assert "Kortere dager" in quotes(page), "a voice that few had"
    heard = [row.text for row in page.all("table")[0].all("tr")]
    assert heard == ["Barn 14", "Politikere ikke oppgitt"]


async def test_each_statement_stands_in_the_language_that_it_was_written_in(server: Server) -> None:
    there, _ = await told_place(server)
    await tell(server, [there.school], summary({"Mat kvar dag": [("Vi et saman", "child")] * 9}, language="nn"))
    author = await coordinator(server, there)
    page = read(await author.get(await drafted(author, there)))
    spoken = {quote.all("p")[0].text: quote.all("p")[0].attributes["lang"] for quote in page.all("blockquote")}
    assert (spoken["Vi et saman"], spoken["Vi har tid"]) == ("nn", "nb")


async def test_everything_can_be_changed_without_scripts_and_nothing_that_was_typed_is_lost(server: Server) -> None:
    there, workshop = await told_place(server)
    author = await coordinator(server, there)
    path = await drafted(author, there)
    form = await form_of(author, path)
    first, second = form["order"]
    assert first == f"{workshop}/t0"

    async def press(act: str, **changed: str | list[str]) -> dict[str, list[str]]:
        answer = await author.post(f"{path}/edit", data={**form, **changed, "act": act})
        assert answer.status_code == 200, answer.text
        return sent_by(answer)

    form = await press(f"down:{first}", title="Halvferdig", done="Linje én\r\n\r\nLinje to")
    assert form["order"] == [second, first]
    assert (form["title"], form["done"]) == (["Halvferdig"], ["Linje én\n\nLinje to"])
    form = await press(f"out:{first}", **{f"theme.{first}.vision": "Mitt eget"})
    assert form["order"] == [second]
    form = await press(f"in:{first}")
    assert form["order"] == [second, first]
    assert form[f"theme.{first}.vision"] == ["Mitt eget"], "it comes back as it was typed"
    form = await press("step", **{"next.0.what": "Lese", "next.0.who": "Rektor"})
    assert (form["next.0.what"], "next.3.what" in form) == (["Lese"], True)
    assert read(await author.get(path)).all("h1")[0].text == "Fremtidsbilde for Smøla", "nothing was saved yet"
    saved = await save(author, path, form, **{f"theme.{first}.quotes": f"{workshop}/s2"}, answers="Oppvekstsjefen")
    assert saved.headers["location"] == f"{path}?saved=yes"
    page = read(await author.get(path))
    assert [h.text for h in page.all("h2")][:2] == ["Ute hver dag", "Trygge venner"]
    assert quotes(page.all("section", class_="vision-theme")[1]) == ["Vi har tid"]
    assert "Oppvekstsjefen" in page.text
    assert "Mitt eget" in page.text


async def test_statements_are_found_by_a_search_and_chosen(server: Server) -> None:
    there = await places(server)
    many = [(f"Utsagn nummer {number}", None) for number in range(60)]
    workshop = await tell(server, [there.school], summary({"Mange": [*many, ("Nåla i høystakken", "child")]}))
    author = await coordinator(server, there)
    path = await drafted(author, there)
    form = await form_of(author, path)
    assert "Nåla" not in "".join(form.get("minority", []))
    theme = f"{workshop}/t0"
    answer = await author.post(f"{path}/edit", data={**form, f"find.{theme}": "nåla HØY", "act": f"look:{theme}"})
    labels = [label.text for label in read(answer).all("label") if "Nåla" in label.text]
    assert labels == ["Nåla i høystakken Barn Skolen i 2040"]
    others = [label.text for label in read(answer).all("label") if "Utsagn nummer 5" in label.text]
    assert others == [], "the search leaves the others out"


async def test_two_who_change_it_at_once_lose_nothing(server: Server) -> None:
    there, _ = await told_place(server)
    kari, ola = await coordinator(server, there), await coordinator(server, there, "ola@example.no")
    path = await drafted(kari, there)
    one, other = await form_of(kari, path), await form_of(ola, path)
    assert (await save(kari, path, one, title="Karis tittel", ingress="Karis ingress")).status_code == 303
    second = await save(ola, path, other, title="Olas tittel", done="Olas beretning")
    assert second.status_code == 409
    page = read(second)
    assert "kari har lagret versjon 2" in page.by_id("problem").text
    assert [quote.text for quote in page.all("blockquote")] == ["Karis tittel"], "theirs beside mine"
    form = sent_by(second)
    assert (form["title"], form["ingress"], form["done"]) == (["Olas tittel"], ["Karis ingress"], ["Olas beretning"])
    assert (await save(ola, path, form)).headers["location"] == f"{path}?saved=yes"
    found = read(await ola.get(f"{path}/versions"))
    assert [h.text for h in found.all("h2")] == ["Versjon 3", "Versjon 2", "Versjon 1"]
    compared = read(await ola.get(f"{path}/versions/2/3"))
    words = [["".join(one.own_text) for one in compared.all(tag)] for tag in ("del", "ins")]
    assert words == [["Karis"], ["Olas", "Olas beretning"]]
    assert read(await kari.get(f"{path}?version=2")).all("h1")[0].text == "Karis tittel"
    assert (await kari.get(f"{path}?version=9")).status_code == 404


async def test_what_does_not_fit_is_said_at_its_field_and_stays_as_typed(server: Server) -> None:
    there, _ = await told_place(server)
    author = await coordinator(server, there)
    path = await drafted(author, there)
    answer = await save(author, path, await form_of(author, path), title="", answers="x" * 300)
    assert answer.status_code == 409
    page = read(answer)
    assert "Her må det stå noe" in page.by_id("w-title").text
    assert "for langt" in page.by_id("w-answers").text
    assert sent_by(answer)["answers"] == ["x" * 300]
    assert (await author.post(f"{path}/edit", data={"version": "x"})).status_code == 422


async def test_numbers_are_fetched_anew_only_when_somebody_asks(server: Server) -> None:
    there, workshop = await told_place(server)
    author = await coordinator(server, there)
    path = await drafted(author, there)
    assert "refresh" not in (await author.get(path)).text, "there is nothing newer"
    more = {**THEMES, "Trygge venner": [*THEMES["Trygge venner"], ("Enda en", "child")]}
    await tell_again(server, workshop, summary(more, alone=[("Kortere dager", None)]))
    page = read(await author.get(path))
    assert "3 utsagn" in page.all("ul", class_="vision-behind")[0].text
    assert [one.attributes["action"] for one in page.all("form") if "refresh" in one.attributes.get("action", "")]
    assert (await author.post(f"{path}/refresh")).headers["location"] == f"{path}?saved=numbers"
    assert "4 utsagn" in read(await author.get(path)).all("ul", class_="vision-behind")[0].text


async def test_readers_read_and_places_are_apart(server: Server) -> None:
    there, _ = await told_place(server)
    author = await coordinator(server, there)
    path = await drafted(author, there)
    reader = await server.account("les@example.no", grant=Grant("reader", Place(there.network, there.smola)))
    page = await reader.get(path)
    assert page.status_code == 200
    assert not [one for one in read(page).all("form") if one.attributes["action"].startswith("/region")]
    assert (await reader.get(f"{path}/edit")).status_code == 403
    whole = await drafted(author, there, f"{there.network}")
    assert (await reader.get(whole)).status_code == 403, "the network's is not Smøla's"
    assert (
        "Nordmøre"
        not in read(await reader.get(f"/region/{there.network}/visions")).all("ul", class_="workshops")[0].text
    )
    foreign = await places(server, "Romsdal")
    stranger = await coordinator(server, foreign, "fremmed@example.no")
    assert (await stranger.get(path)).status_code == 403
    crossed = path.replace(f"/region/{there.network}/", f"/region/{foreign.network}/")
    assert (await stranger.get(crossed)).status_code == 403, "under one's own network, too"
    made = await stranger.post(f"/region/{foreign.network}/visions", data={"place": f"{there.network}/{there.smola}"})
    assert made.status_code == 403


@pytest.mark.parametrize("place", ["", "x", "999/999"])
async def test_a_place_that_is_none_gets_no_vision(server: Server, place: str) -> None:
    there, _ = await told_place(server)
    author = await coordinator(server, there)
    made = await author.post(f"/region/{there.network}/visions", data={"place": place, "language": "nb"})
    assert made.status_code == 403


async def test_a_draft_is_deleted_for_everybody_and_what_is_public_is_withdrawn_first(server: Server) -> None:
    there, _ = await told_place(server)
    author = await coordinator(server, there)
    path, listed = await drafted(author, there), f"/region/{there.network}/visions"
    assert (await save(author, path, await form_of(author, path), title="Feil")).status_code == 303
    assert (await author.post(f"{path}/delete", data={"version": "1"})).status_code == 409, "a version has come since"
    await author.post(f"{path}/publish", data={"version": "2"})
    public = await author.get(path)
    (link,) = {one.attributes["href"] for one in read(public).all("a") if "/fremtidsbilde/" in one.attributes["href"]}
    assert "/delete" not in public.text
    refused = await author.post(f"{path}/delete", data={"version": "2"})
    assert refused.status_code == 409
    assert "trekk det tilbake først" in read(refused).text
    await author.post(f"{path}/withdraw")
    page = read(await author.get(path))
    (fold,) = (one for one in page.all("details", class_="fold") if "Slett utkastet" in one.text)
    (form,) = fold.all("form")
    sent = {one.attributes["name"]: one.attributes["value"] for one in form.all("input")}
    gone = await author.post(form.attributes["action"], data=sent)
    assert gone.headers["location"] == f"{listed}?saved=deleted"
    page = read(await author.get(gone.headers["location"]))
    assert page.all("ul", class_="workshops")[0].all("li") == []
    assert "Utkastet er slettet." in page.text
    for address in (path, f"{path}/versions", f"{path}/edit"):
        assert (await author.get(address)).status_code == 403
    assert (await server.visitor().get(link)).status_code == 404


async def test_only_who_writes_a_vision_deletes_it(server: Server) -> None:
    there, _ = await told_place(server)
    author = await coordinator(server, there)
    path = await drafted(author, there)
    reader = await server.account("les@example.no", grant=Grant("reader", Place(there.network)))
    assert "/delete" not in (await reader.get(path)).text
    assert (await reader.post(f"{path}/delete", data={"version": "1"})).status_code == 403
    assert (await author.get(path)).status_code == 200


async def test_what_is_public_around_stands_below_ones_own_and_drafts_of_others_never(server: Server) -> None:
    there, _ = await told_place(server)
    author = await coordinator(server, there)
    network = await drafted(author, there, f"{there.network}")
    await save(author, network, await form_of(author, network), title="Nordmøre i 2040")
    mine = await drafted(author, there)
    aure = Grant("coordinator", Place(there.network, there.aure))
    neighbour = await server.account("aure@example.no", grant=aure)
    listed = f"/region/{there.network}/visions"
    assert "Offentlige fremtidsbilder" not in (await neighbour.get(listed)).text
    await author.post(f"{network}/publish", data={"version": "2"})
    await save(author, network, await form_of(author, network), title="HEMMELIG")
    answer = await neighbour.get(listed)
    assert "HEMMELIG" not in answer.text
    assert "Fremtidsbilde for Smøla" not in answer.text
    page = read(answer)
    assert "Offentlige fremtidsbilder i nettverket" in [h.text for h in page.all("h2")]
    (around,) = page.all("ul", class_="workshops")[1].all("li")
    (link,) = around.all("a")
    assert link.text == "Nordmøre i 2040"
    assert "Nordmøre ·" in around.text
    assert (await server.visitor().get(link.attributes["href"])).status_code == 200
    await author.post(f"{mine}/publish", data={"version": "1"})
    found = read(await neighbour.get(listed)).all("ul", class_="workshops")[1].all("a")
    assert [one.text for one in found] == ["Nordmøre i 2040", "Fremtidsbilde for Smøla"]
    assert "Offentlige fremtidsbilder" not in (await author.get(listed)).text, "all of it is her own"
    await author.post(f"{network}/withdraw")
    found = read(await neighbour.get(listed)).all("ul", class_="workshops")[1].all("a")
    assert [one.text for one in found] == ["Fremtidsbilde for Smøla"]
