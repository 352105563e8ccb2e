"""Letters: invitations and new passwords by mail where it is set, and the link on the screen where that fails."""

import re
import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import httpx2
import pytest

from app.main import now
from app.store import accounts
from tests.post import Post, post
from tests.routes.line import until
from tests.routes.test_people import id_of, made
from tests.server import PASSWORD, Server, cookies_of, running

SITE = "http://fremtid.example"


@pytest.fixture
def there(tmp_path: Path) -> Iterator[Post]:
    with post(tmp_path) as there:
        yield there


def settings(there: Post, address: str) -> dict[str, object]:
    url = f"smtp+plain://127.0.0.1:{there.port}"
    return {"database_url": address, "public_url": SITE, "smtp_url": url, "mail_from": "fremtid@example.no"}


@pytest.fixture
async def server(tmp_path: Path, address: str, there: Post) -> AsyncIterator[Server]:
    async with running(tmp_path, **settings(there, address)) as server:
        yield server


def link_in(text: str) -> str:
    (found,) = set(re.findall(rf"{SITE}(/invitation/[\w-]+)", text))
    return str(found)


async def asked(server: Server, email: str, **headers: str) -> httpx2.Response:
    return await server.visitor(**headers).post("/signin/forgotten", data={"email": email})


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("nb", "Følg lenken for å komme i gang"),
        ("nn", "Følg lenkja for å kome i gang"),
        ("en", "has invited you to Fremtidsbilde"),
    ],
)
async def test_an_invitation_is_mailed_in_the_receivers_language(
    server: Server, there: Post, language: str, words: str
) -> None:
    boss = await server.account("boss@example.no", "administrator")
    page = await made(boss, role="facilitator", email=" ola@example.no", language=language)
    assert "ola@example.no" in page.text
    assert "/invitation/" not in page.text, "it is for the one who reads the letter"
    (letter,) = there.letters
    assert letter["to"] == "ola@example.no"
    assert words in there.text()
    assert "boss" in there.text()
    browser = server.visitor()
    await browser.get(link_in(there.text()))
    taken = await browser.post("/invitation", data={"email": "ola@example.no", "name": "Ola", "password": PASSWORD})
    assert taken.headers["location"] == "/home"


async def test_without_an_address_the_link_is_shown_as_ever(server: Server, there: Post) -> None:
    boss = await server.account("boss@example.no", "administrator")
    assert link_in((await made(boss, role="facilitator")).text)
    room = await server.workshop(boss)
    assert link_in((await boss.post(f"/w/{room.code}/desk/share")).text)
    assert there.letters == []


async def test_a_co_facilitator_is_invited_by_mail(server: Server, there: Post) -> None:
    desk = await server.account("kari@example.no", "facilitator")
    room = await server.workshop(desk, title="Skolen «vår»\nBcc: x")
    page = await desk.post(f"/w/{room.code}/desk/share", data={"email": "ola@example.no"})
    assert "/invitation/" not in page.text
    assert "Skolen «vår»" in there.text()
    browser = server.visitor()
    await browser.get(link_in(there.text()))
    taken = await browser.post("/invitation", data={"email": "ola@example.no", "password": PASSWORD})
    assert taken.headers["location"] == f"/w/{room.code}/desk"


@pytest.mark.parametrize("why", ["refused", "down", "no address", "too many"])
async def test_where_no_letter_goes_out_the_link_is_shown(tmp_path: Path, address: str, there: Post, why: str) -> None:
    if why == "down":
        there.port += 7_000
    if why == "refused":
        there.refuses = "550 no"
    async with running(tmp_path, **settings(there, address), mails_per_hour=1) as server:
        boss = await server.account("boss@example.no", "administrator")
        to = "no address" if why == "no address" else "ola@example.no"
        if why == "too many":
            await boss.post("/people/invite", data={"role": "facilitator", "email": "first@example.no"})
        page = await made(boss, role="facilitator", email=to)
        assert page.status_code == 200
        assert to in page.text
        assert "Det gikk ikke å sende" in page.text
        assert (await server.visitor().get(link_in(page.text))).status_code == 303


async def test_a_forgotten_password_is_replaced_and_all_sessions_end(server: Server, there: Post) -> None:
    desk = await server.account("kari@example.no")
    assert "/signin/forgotten" in (await server.visitor().get("/signin")).text
    assert (await asked(server, " KARI@example.no")).status_code == 200
    await until(lambda: there.letters)
    assert there.letters[0]["to"] == "kari@example.no"
    browser = server.visitor()
    await browser.get(link_in(there.text()))
    short = await browser.post("/invitation", data={"password": "for kort"})
    assert short.status_code == 409, "the rules for passwords hold here as well"
    chosen = await browser.post("/invitation", data={"password": "et helt nytt passord"})
    assert chosen.headers["location"] == "/home"
    assert (await desk.get("/home")).status_code == 303, "signed out"
    again = server.visitor()
    await again.get(link_in(there.text()))
    assert (await again.get("/invitation")).status_code == 404, "it works once"
    old = await again.post("/signin", data={"email": "kari@example.no", "password": PASSWORD})
    assert old.status_code == 403


async def test_who_asks_learns_nothing_of_who_has_an_account(server: Server, there: Post) -> None:
    await server.account("kari@example.no")
    known, unknown = await asked(server, "kari@example.no"), await asked(server, "nobody@example.no")
    assert (known.status_code, known.text) == (unknown.status_code, unknown.text.replace("nobody@", "kari@"))
    assert {*known.headers} == {*unknown.headers}
    await until(lambda: there.letters)
    assert [letter["to"] for letter in there.letters] == ["kari@example.no"]


async def test_the_answer_waits_for_no_mail_server(tmp_path: Path, address: str, there: Post) -> None:
    there.refuses = "451 later"
    async with running(tmp_path, **settings(there, address)) as server:
        await server.account("kari@example.no")
        began = time.monotonic()
        assert (await asked(server, "kari@example.no")).status_code == 200
        assert time.monotonic() - began < 2


async def test_a_link_leads_to_this_site_whatever_host_was_asked_for(server: Server, there: Post) -> None:
    await server.account("kari@example.no")
    await asked(server, "kari@example.no", host="evil.example")
    await until(lambda: there.letters)
    assert "evil" not in there.text()
    assert link_in(there.text())


async def test_letters_to_one_address_and_requests_from_one_are_bounded(
    tmp_path: Path, address: str, there: Post
) -> None:
    async with running(tmp_path, **settings(there, address), resets_per_hour=2, resets_from_address=5) as server:
        await server.account("kari@example.no")
        first = [await asked(server, "kari@example.no") for _ in range(4)]
        assert {answer.text for answer in first} == {first[0].text}, "whoever is past it is told nothing either"
        assert (await asked(server, "ola@example.no")).status_code == 200
        assert (await asked(server, "siv@example.no")).status_code == 429
        await server.house.mail.close()
        assert len(there.letters) == 2


async def test_who_is_kept_out_gets_no_letter(server: Server, there: Post) -> None:
    boss = await server.account("boss@example.no", "administrator")
    await server.account("kari@example.no", "facilitator")
    await boss.post(f"/people/{await id_of(server, 'kari@example.no')}/active", data={"active": "no"})
    await asked(server, "kari@example.no")
    await asked(server, "boss@example.no")
    await until(lambda: there.letters)
    await server.house.mail.close()
    assert [letter["to"] for letter in there.letters] == ["boss@example.no"]


async def test_who_has_no_password_is_told_how_they_sign_in(server: Server, there: Post) -> None:
    """Whoever reads their mail gets no way past the provider by it."""
    await server.house.database.write(
        lambda c: accounts.add_account(c, email="kari@example.no", name="", grants=(), password=None, now=now())
    )
    await asked(server, "kari@example.no")
    await until(lambda: there.letters)
    assert "/invitation/" not in there.text()
    assert f"{SITE}/signin" in there.text()


async def test_an_administrator_sends_a_link_for_a_new_password(server: Server, there: Post) -> None:
    boss = await server.account("boss@example.no", "administrator")
    await server.account("kari@example.no", "facilitator")
    page = await made(boss, f"{await id_of(server, 'kari@example.no')}/reset")
    assert "/invitation/" not in page.text
    assert there.letters[0]["to"] == "kari@example.no"
    assert (await server.visitor().get(link_in(there.text()))).status_code == 303


async def test_what_is_no_address_is_told_and_stays(server: Server) -> None:
    answer = await asked(server, "kari")
    assert answer.status_code == 409
    assert 'value="kari"' in answer.text


async def test_where_no_mail_is_set_nothing_offers_it(tmp_path: Path, address: str) -> None:
    async with running(tmp_path, database_url=address) as server:
        boss = await server.account("boss@example.no", "administrator")
        browser = server.visitor()
        assert "forgotten" not in (await browser.get("/signin")).text
        assert (await browser.get("/signin/forgotten")).status_code == 404
        assert (await asked(server, "boss@example.no")).status_code == 404
        page = await made(boss, role="facilitator", email="ola@example.no")
        assert "/invitation/" in page.text
        assert 'name="email"' not in (await server.visitor(cookie=cookies_of(boss)).get("/people")).text
