"""What became of the input: by a receipt that is worked out, kept nowhere, and good for its owner's words alone."""

import html
import re

import httpx2

from app.identity import Receipts
from app.realtime.telling import AT_MOST_EVERY, tell_all
from app.settings import Settings
from tests.server import Room, Server, new_id


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
    for wrong in (receipts[2], receipts[0][:-1], room.code, "", receipts[0][:8] + receipts[1][8:] + "A"):
        refused = await fate(server, wrong)
        assert refused.status_code == 404
        assert "Uteskole" not in refused.text
