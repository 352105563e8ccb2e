"""What somebody reads who has followed a one-time link: who invites them to what, and which password it is for."""

import re

import httpx2
import pytest

from app.main import now
from app.region.rights import Grant, Place
from app.store import accounts
from app.store.accounts import Account
from tests.routes.test_people import made
from tests.routes.test_units import coordinator, network
from tests.server import Server


async def followed(server: Server, page: httpx2.Response, language: str = "nb") -> str:
    """What the page of a link says that stands on another page."""
    browser = server.visitor(**{"accept-language": language})
    link = re.search(r"/invitation/[\w-]+", page.text)
    assert link, page.text
    await browser.get(link[0])
    return (await browser.get("/invitation")).text


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("nb", "Kari inviterer deg til å være koordinator i Nettverk 2040."),
        ("nn", "Kari inviterer deg til å vere koordinator i Nettverk 2040."),
        ("en", "Kari invites you to take the role of coordinator in Nettverk 2040."),
    ],
)
async def test_an_invitation_says_who_invites_to_what(server: Server, language: str, words: str) -> None:
    there = await network(server, "Nettverk 2040")
    desk = await coordinator(server, Place(there.id or 0))
    await desk.post("/account/name", data={"name": "Kari"})
    page = await made(desk, role="coordinator", place=f"{there.id}")
    assert words in await followed(server, page, language)


async def test_an_invitation_to_a_workshop_says_to_which(server: Server) -> None:
    desk = await server.account("kari@example.no", "facilitator")
    room = await server.workshop(desk, title="Skolen vår")
    page = await desk.post(f"/w/{room.code}/desk/share")
    assert "kari vil ha deg med på å lede verkstedet «Skolen vår»." in await followed(server, page)


async def test_a_link_of_the_command_line_names_nobody(server: Server) -> None:
    there = await network(server)
    browser = server.visitor()
    await browser.get(f"/invitation/{server.invite(grant=Grant('reader', Place(there.id or 0)))}")
    assert "inviterer deg" not in (await browser.get("/invitation")).text


async def test_a_first_password_is_no_new_one(server: Server) -> None:
    boss = await server.account("boss@example.no", "administrator")

    def account(email: str) -> Account:
        with server.house.database.writing() as connection:
            return accounts.add_account(connection, email=email, name="Kari", grants=(), password=None, now=now())

    first = await made(boss, f"{account('kari@example.no').id}/reset")
    assert "Med den velger Kari et passord." in first.text
    assert "Velg et passord." in await followed(server, first)
    assert "Vel eit passord." in await followed(server, first, "nn")
    mine = await server.house.database.read(lambda c: accounts.by_email(c, "boss@example.no"))
    assert mine
    again = await made(boss, f"{mine.id}/reset")
    assert "Velg et nytt passord." in await followed(server, again)
