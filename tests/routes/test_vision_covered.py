"""What a room takes back stands in no vision: a theme that is covered again, and what a deleted workshop asked."""

from dataclasses import dataclass

import httpx2
import pytest

from app.realtime.telling import AT_MOST_EVERY, tell_all
from app.store import workshops
from app.store.told_workshops import give_units
from tests.routes.line import Line
from tests.routes.test_vision_words import published
from tests.routes.test_visions import coordinator, drafted, form_of, save
from tests.routes.told_places import places
from tests.server import Server, new_id


@dataclass
class Held:
    """A room with a theme that has been told, whoever writes of it, and the path of their vision."""

    desk: Line
    author: httpx2.AsyncClient
    path: str


async def tell(server: Server, time: int) -> None:
    """Let the room tell what it shows, for the first time, the second, and so on."""
    await tell_all(server.house.database, server.house.clock() + time * AT_MOST_EVERY)


@pytest.fixture
async def held(server: Server) -> Held:
    there = await places(server)
    browser = await server.account()
    room = await server.workshop(browser, **{"question.nb": "Hva skjedde i Kirkeveien?"})
    made = await server.house.database.read(lambda c: workshops.by_code(c, room.code))
    assert made is not None
    await server.house.database.write(lambda c: give_units(c, made.id, [there.school]))
    desk = await server.line(browser, room.code, "desk")
    await desk.command("open_submissions")
    writer = await server.line(await server.participant(room.code), room.code)
    said, theme = new_id(), new_id()
    await writer.say("Uteskole hver uke", said)
    await desk.command("reveal")
    await desk.command("make_theme", id=theme, title="Kari Nordmann slår")
    await desk.command("move", statements=[said], to=theme)
    await tell(server, 1)
    author = await coordinator(server, there, "berit@example.no")
    return Held(desk, author, await drafted(author, there))


async def test_a_theme_that_is_covered_again_is_public_no_more_and_in_no_later_version(
    server: Server, held: Held
) -> None:
    link = await published(held.author, held.path, 1)
    assert "Kari Nordmann" in (await server.visitor().get(link)).text
    await held.desk.command("conceal")
    assert "Kari Nordmann" not in (await server.visitor().get(link)).text, "at once"
    form = await form_of(held.author, held.path)
    assert (await save(held.author, held.path, form, answers="Rektor")).status_code == 303
    await tell(server, 2)
    for path in (link, held.path, f"{held.path}?version=1", f"{held.path}/edit", f"{held.path}/file/json"):
        assert "Kari Nordmann" not in (await held.author.get(path)).text
    await held.desk.command("reveal")
    await tell(server, 3)
    assert "Kari Nordmann" in (await server.visitor().get(link)).text, "told again"


@pytest.mark.parametrize("public", [True, False])
async def test_what_was_written_of_a_theme_outlasts_its_being_covered_for_a_while(
    server: Server, held: Held, public: bool
) -> None:
    form = await form_of(held.author, held.path)
    (theme,) = form["order"]
    await save(held.author, held.path, form, **{f"theme.{theme}.answer": "Vi kjøper lavvo"})
    if public:
        await published(held.author, held.path, 2)
    await held.desk.command("conceal")
    assert "lavvo" not in (await held.author.get(held.path)).text
    page = await held.author.get(f"{held.path}/edit")
    assert "Vi kjøper lavvo" in page.text
    assert "Dette temaet blir ikke fortalt akkurat nå" in page.text
    form = await form_of(held.author, held.path)
    assert (await save(held.author, held.path, form, answers="Rektor")).status_code == 303
    await held.desk.command("reveal")
    await tell(server, 2)
    page = await held.author.get(held.path)
    assert "Vi kjøper lavvo" in page.text
    assert "Kari Nordmann" in page.text


async def test_what_a_deleted_workshop_asked_goes_with_it(server: Server, held: Held) -> None:
    link = await published(held.author, held.path, 1)
    assert "Kirkeveien" in (await server.visitor().get(link)).text
    await held.desk.command("close")
    await held.desk.command("delete")
    for path in (link, held.path, f"{held.path}/edit", f"{held.path}/file/json"):
        assert "Kirkeveien" not in (await held.author.get(path)).text


async def test_a_question_that_somebody_has_rewritten_is_the_visions_own(server: Server, held: Held) -> None:
    form = await form_of(held.author, held.path)
    await save(held.author, held.path, form, question="Hva vil vi i Kirkeveien?")
    await held.desk.command("close")
    await held.desk.command("delete")
    assert "Hva vil vi i Kirkeveien?" in (await held.author.get(held.path)).text
