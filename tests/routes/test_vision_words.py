"""Whose words stand in a vision: what workshops tell is theirs and goes with them, what somebody rewrites is theirs."""

import re
from collections.abc import Awaitable, Callable, Sequence

import httpx2
import pytest
from sqlalchemy import text

from tests.routes.pages import read
from tests.routes.test_visions import THEMES, coordinator, drafted, form_of, save, sent_by, told_place
from tests.routes.told_places import Said, summary, tell_again
from tests.server import Server

Form = dict[str, list[str]]
Press = Callable[[str, Form], Awaitable[Form]]


def presser(author: httpx2.AsyncClient, path: str) -> Press:
    """Presses a button of the form that does not save."""

    async def press(act: str, form: Form) -> Form:
        answer = await author.post(f"{path}/edit", data={**form, "act": act})
        assert answer.status_code == 200, answer.text
        return sent_by(answer)

    return press


async def published(author: httpx2.AsyncClient, path: str, version: int) -> str:
    """The public address of a vision, once this version is public."""
    answer = await author.post(f"{path}/publish", data={"version": str(version)})
    assert answer.status_code == 303, answer.text
    link: str
    (link,) = set(re.findall(r"/fremtidsbilde/[\w-]{32}(?=[\"/])", (await author.get(path)).text))
    return link


async def delete(server: Server, workshop: str) -> None:
    set_stage = text("UPDATE workshop SET stage = 'deleted' WHERE id = :id")
    await server.house.database.write(lambda c: c.execute(set_stage, {"id": workshop}))


async def bodies(server: Server) -> str:
    """All that is kept as people's own words, in all versions."""
    return await server.house.database.read(
        lambda c: "".join(str(body) for body in c.execute(text("SELECT body FROM vision_version")).scalars())
    )


def renamed(**titles: str) -> dict[str, Sequence[Said]]:
    return {titles.get(name.split()[0], name): said for name, said in THEMES.items()}


async def themes(reader: httpx2.AsyncClient, path: str) -> list[str]:
    """The titles of the themes that stand in a vision."""
    return [one.text for one in read(await reader.get(path)).all("h2", dir="auto")]


WORKSHOPS = ("Trygge venner", "Ute hver dag", "trygge venner.", "ute hver dag", "Nye venner", "nye venner")


async def gone(server: Server, link: str, *words: str) -> None:
    """None of these words, nor any title of the workshop, is on the public page or kept as somebody's own."""
    page, kept = (await server.visitor().get(link)).text, await bodies(server)
    for word in (*WORKSHOPS, *words):
        assert word not in page
        assert word not in kept


@pytest.mark.parametrize("acts", [[], ["look"], ["down", "step", "up"], ["out", "in"]], ids="-".join)
async def test_what_was_not_touched_is_nobodys_own_though_its_workshop_renames_it_meanwhile(
    server: Server, acts: list[str]
) -> None:
    there, workshop = await told_place(server)
    author = await coordinator(server, there)
    path = await drafted(author, there)
    form, press = await form_of(author, path), presser(author, path)
    await tell_again(server, workshop, summary(renamed(Trygge="Nye venner")))
    for act in acts:
        form = await press(act if act in ("look", "step") else f"{act}:{workshop}/t0", form)
    assert form[f"theme.{workshop}/t0.title"] == ["Trygge venner"], "as it was shown"
    assert (await save(author, path, form, ingress="Vår ingress")).status_code == 303
    link = await published(author, path, 2)
    assert set(await themes(server.visitor(), link)) == {"Nye venner", "Ute hver dag"}, "as it is told now"
    await delete(server, workshop)
    await gone(server, link)
    assert "Vår ingress" in (await server.visitor().get(link)).text


async def test_a_published_theme_that_its_workshop_has_no_more_is_read_on_and_stays_its_workshops(
    server: Server,
) -> None:
    there, workshop = await told_place(server)
    author = await coordinator(server, there)
    path = await drafted(author, there)
    await published(author, path, 1)
    await tell_again(server, workshop, summary({"Trygge venner": THEMES["Trygge venner"]}))
    assert (await save(author, path, await form_of(author, path), answers="Kari")).status_code == 303
    assert await themes(author, path) == ["Trygge venner", "Ute hver dag"], "not lost to whoever goes on"
    assert (await author.post(f"{path}/refresh")).status_code == 303
    assert await themes(author, path) == ["Trygge venner", "Ute hver dag"], "nor with newer numbers"
    assert (await save(author, path, await form_of(author, path), done="Ferdig")).status_code == 303
    assert "Ute hver dag" not in await bodies(server)
    link = await published(author, path, 4)
    assert await themes(server.visitor(), link) == ["Trygge venner", "Ute hver dag"]
    await delete(server, workshop)
    await gone(server, link)
    form = await form_of(author, path)
    assert "order" not in form, "the form tells its words no more"
    assert (await save(author, path, form, done="Helt ferdig")).status_code == 303
    assert await themes(author, path) == []


async def test_own_words_stay_own_until_no_workshop_stands_behind_them(server: Server) -> None:
    there, workshop = await told_place(server)
    author = await coordinator(server, there)
    path = await drafted(author, there)
    first = f"theme.{workshop}/t0"
    own = {f"{first}.title": "Ingen utenfor", f"{first}.signs": "Alle hilser"}
    await save(author, path, await form_of(author, path), **own)
    await tell_again(server, workshop, summary(renamed(Trygge="Nye venner")))
    form = await presser(author, path)("step", await form_of(author, path))
    await save(author, path, form, done="Lest")
    link = await published(author, path, 3)
    page = (await server.visitor().get(link)).text
    assert await themes(server.visitor(), link) == ["Ingen utenfor", "Ute hver dag"]
    assert ("Alle hilser" in page, "I 2040: nye venner." in page) == (True, True), "the vision is the workshop's"
    await tell_again(server, workshop, summary({"Noe annet": []}))
    await author.post(f"{path}/refresh")
    await save(author, path, await form_of(author, path), done="Lest igjen")
    assert "Ingen utenfor" in await themes(author, path), "whatever its workshop has made of the theme"
    await delete(server, workshop)
    await gone(server, link, "Noe annet")
    assert await themes(server.visitor(), link) == []
    form = await form_of(author, path)
    assert form[f"{first}.title"] == ["Ingen utenfor"], "who wrote it has it still"
    page = read(await author.get(f"{path}/edit")).by_id(f"t-{workshop}/t0").text
    assert "vises ikke i fremtidsbildet" in page
    assert (await save(author, path, form, done="Til slutt")).status_code == 303
    assert "Ingen utenfor" in await bodies(server)


async def test_what_a_workshop_renames_is_no_change_of_either_of_two_who_change_it_at_once(server: Server) -> None:
    there, workshop = await told_place(server)
    kari, ola = await coordinator(server, there), await coordinator(server, there, "ola@example.no")
    path = await drafted(kari, there)
    one, other = await form_of(kari, path), await form_of(ola, path)
    await tell_again(server, workshop, summary(renamed(Trygge="Nye venner", Ute="Nye uteskoler")))
    first, second = (f"theme.{workshop}/{theme}" for theme in ("t0", "t1"))
    assert (await save(kari, path, one, **{f"{first}.vision": "Karis"})).status_code == 303
    answer = await save(ola, path, other, **{f"{first}.vision": "Olas", f"{second}.vision": "Også Olas"})
    assert answer.status_code == 409
    assert [quote.text for quote in read(answer).all("blockquote")] == ["Karis"], "only what both have rewritten"
    form = await presser(ola, path)("look", sent_by(answer))
    assert form[f"{first}.title"] == ["Nye venner"]
    assert form[f"{first}.vision"] == ["Olas"]
    assert (await save(ola, path, form)).status_code == 303
    link = await published(ola, path, 3)
    page = (await server.visitor().get(link)).text
    assert all(word in page for word in ("Olas", "Også Olas", "Nye venner", "Nye uteskoler"))
    await delete(server, workshop)
    await gone(server, link, "Nye uteskoler", "nye uteskoler")


async def test_what_is_written_of_a_theme_stays_while_the_theme_is_not_told(server: Server) -> None:
    there, workshop = await told_place(server)
    author = await coordinator(server, there)
    path = await drafted(author, there)
    form = await form_of(author, path)
    theme = next(one for one in form["order"] if form[f"theme.{one}.title"] == ["Ute hver dag"])
    assert (await save(author, path, form, **{f"theme.{theme}.answer": "Vi kjøper lavvo"})).status_code == 303
    await tell_again(server, workshop, summary({"Trygge venner": THEMES["Trygge venner"]}))  # covered
    form = await form_of(author, path)
    assert (form[f"theme.{theme}.title"], form[f"theme.{theme}.answer"]) == ([""], ["Vi kjøper lavvo"])
    assert "ikke fortalt akkurat nå" in (await author.get(f"{path}/edit")).text
    assert (await save(author, path, form, answers="Rektor")).status_code == 303
    assert "Vi kjøper lavvo" not in (await author.get(path)).text, "nobody reads of a theme that is not told"
    await tell_again(server, workshop, summary(THEMES, alone=[("Kortere dager", None)]))
    page = (await author.get(path)).text
    for words in ("Vi kjøper lavvo", "Ute hver dag", "Rektor"):
        assert words in page
