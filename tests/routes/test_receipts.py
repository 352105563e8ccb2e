"""What became of the input: by a receipt that is worked out, kept nowhere, and good for its owner's words alone."""

import html
import re

import httpx2
import pytest

from app.identity import Receipts
from app.realtime.telling import AT_MOST_EVERY, tell_all
from app.region.rights import Grant, Place
from app.settings import Settings
from app.store.told_workshops import give_units
from app.store.workshops import by_code
from tests.routes.test_visions import sent_by
from tests.routes.told_places import places
from tests.server import Room, Server, new_id, running


async def receipt_on(phone: httpx2.AsyncClient, room: Room) -> str:
    page = await phone.get(f"/w/{room.code}/")
    found = re.search(r'class="receipt-signs">([^<]+)<', page.text)
    assert found is not None
    return found[1].strip()


def read(page: httpx2.Response) -> str:
    """The words of a page."""
    return " ".join(html.unescape(re.sub("<[^>]+>", " ", page.text)).split())


async def fate(server: Server, receipt: str) -> httpx2.Response:
    return await server.visitor().post("/receipt", data={"code": receipt})


def test_another_secret_gives_another_code_and_no_sign_can_be_taken_for_another() -> None:
    one, other = Receipts(Settings(secret="a" * 32)), Receipts(Settings(secret="b" * 32))
    assert one.signs("w", "p") != other.signs("w", "p")
    assert one.signs("w", "p") != one.signs("w", "q")
    assert one.whose(one.signs("w", "p").lower(), "w", ["o", "p"]) == "p"
    assert one.whose(one.signs("w", "p"), "v", ["o", "p"]) is None
    assert not {*"0O1IL"} & {*Receipts.SIGNS}


async def test_whoever_wrote_sees_what_became_of_it_and_nobody_elses_words(server: Server) -> None:
    desk = await server.account()
    room = await server.workshop(desk)
    line = await server.line(desk, room.code, "desk")
    await line.command("open_submissions")
    phones = [await server.participant(room.code) for _ in range(3)]
    first, second, silent = [await server.line(phone, room.code) for phone in phones]
    said = new_id()
    await first.say("Uteskole hver uke", said)
    await first.say("Gratis skolemat")
    await second.say("Lengre friminutt")
    await silent.close()
    receipts = [await receipt_on(phone, room) for phone in phones]
    assert "står ikke i noen fil" in read(await fate(server, receipts[0]))
    await line.command("reveal")
    theme = new_id()
    await line.command("make_theme", id=theme, title="Ute hele året")
    await line.command("move", statements=[said], to=theme)
    await line.command("close")
    assert "Noe er endret akkurat nå" in read(await fate(server, receipts[0]))
    await tell_all(server.house.database, server.house.clock() + AT_MOST_EVERY)
    answer = await fate(server, receipts[0])
    assert answer.status_code == 200
    page = read(answer)
    assert "Uteskole hver uke" in page
    assert "Det er med i temaet Ute hele året" in page
    assert "Gratis skolemat" in page
    assert "uten tema" in page
    assert "Lengre friminutt" not in page
    assert "Lengre friminutt" in read(await fate(server, receipts[1].lower().replace(" ", "-")))
    another = await server.workshop(desk)
    for wrong in (receipts[2], receipts[0][:-1], room.code, "", another.code + receipts[0][7:]):
        refused = await fate(server, wrong)
        assert refused.status_code == 404
        assert "Uteskole" not in refused.text


async def test_what_is_hidden_or_taken_back_is_in_no_file_and_a_deleted_workshop_tells_nothing(server: Server) -> None:
    desk = await server.account()
    room = await server.workshop(desk)
    line = await server.line(desk, room.code, "desk")
    await line.command("open_submissions")
    phone = await server.participant(room.code)
    writer = await server.line(phone, room.code)
    hidden, taken_back = new_id(), new_id()
    await writer.say("Vist og så skjult", hidden)
    await writer.say("Trukket tilbake", taken_back)
    receipt = await receipt_on(phone, room)
    await line.command("reveal")
    await line.command("hide", statements=[hidden])
    await writer.command("withdraw", statement=taken_back)
    await line.command("close")
    await tell_all(server.house.database, server.house.clock() + AT_MOST_EVERY)
    page = read(await fate(server, receipt))
    assert "Vist og så skjult Det står ikke i noen fil" in page
    assert "Trukket tilbake" not in page
    await line.command("delete")
    gone = await fate(server, receipt)
    assert gone.status_code == 404
    assert "Vist og så skjult" not in gone.text


async def test_receipts_are_not_tried_out_without_end(tmp_path_factory: pytest.TempPathFactory) -> None:
    async with running(tmp_path_factory.mktemp("few"), joins_per_minute=5) as server:
        browser = server.visitor()
        answers = [(await browser.post("/receipt", data={"code": "123456 AAAA AAAA"})).status_code for _ in range(6)]
        assert answers == [404] * 5 + [429]


async def test_whoever_passes_the_device_on_sees_their_receipt_first(server: Server) -> None:
    room, _ = await server.open_room()
    phone = await server.participant(room.code)
    page = await phone.get(f"/w/{room.code}/")
    before_passing = page.text[page.text.index('id="pass-on-receipt"') :]
    assert await receipt_on(phone, room) in before_passing.partition("</p>")[0]


async def test_the_receipt_leads_on_to_the_public_picture_and_its_answer(server: Server) -> None:
    desk = await server.account()
    there = await places(server)
    room = await server.workshop(desk)
    line = await server.line(desk, room.code, "desk")
    await line.command("open_submissions")
    phone = await server.participant(room.code)
    writer = await server.line(phone, room.code)
    said, alone, theme = new_id(), new_id(), new_id()
    await writer.say("Uteskole hver uke", said)
    await writer.say("Lengre skoledag", alone)
    receipt = await receipt_on(phone, room)
    await line.command("reveal")
    await line.command("make_theme", id=theme, title="Ute hele året")
    await line.command("move", statements=[said], to=theme)
    await line.command("close")
    workshop = await server.house.database.read(lambda c: by_code(c, room.code))
    assert workshop is not None
    await server.house.database.write(lambda c: give_units(c, workshop.id, [there.school]))
    await tell_all(server.house.database, server.house.clock() + AT_MOST_EVERY)
    author = await server.account("ola@example.no", grant=Grant("coordinator", Place(there.network)))
    made = await author.post(f"/region/{there.network}/visions", data={"place": str(there.network), "language": "nb"})
    path = made.headers["location"]
    form = sent_by(await author.get(f"{path}/edit"))
    form[f"theme.{workshop.id}/{theme}.answer"] = ["Fast utedag fra 2028."]
    saved = await author.post(f"{path}/edit", data={**form, "answers": "Oppvekstsjefen", "act": "save"})
    assert saved.status_code == 303, saved.text
    assert "Fast utedag" not in (await fate(server, receipt)).text, "not public yet"
    published = await author.post(f"{path}/publish", data={"version": "2"})
    assert published.status_code == 303, published.text
    page = read(await fate(server, receipt))
    assert "under Ute hele året" in page
    assert "Dette skjer med det Fast utedag fra 2028. Oppvekstsjefen" in page
    link = re.search(r"/fremtidsbilde/[\w-]+", (await fate(server, receipt)).text)
    assert link is not None
    assert "Fast utedag fra 2028." in (await server.visitor().get(link[0])).text
    await line.command("reopen")
    await line.command("hide", statements=[said])
    await tell_all(server.house.database, server.house.clock() + 3 * AT_MOST_EVERY)
    assert "Fast utedag" not in (await fate(server, receipt)).text, "what is told no more leads nowhere"
