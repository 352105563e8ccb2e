"""Signing in by those who vouch for people, against a real provider: who is let in, and what is not believed."""

import re
from base64 import urlsafe_b64encode
from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urlsplit

import httpx2
import pytest

from app.main import now
from app.region.rights import Grant, Place
from app.store import accounts, grants
from tests.routes.pages import read
from tests.routes.test_people import grants_of
from tests.routes.test_units import network
from tests.server import PASSWORD, Clock, Server, cookies_of, running
from tests.vouching import Provider, provider

FILE = """
[feide]
name = "Feide"
issuer = "{feide}"
client_id = "fremtidsbilde"
client_secret = "a secret"

[[feide.role]]
group = "fc:org:nordmore"
role = "coordinator"
network = "Nordmøre"

[[feide.role]]
group = "fc:org:smola"
role = "reader"
network = "Nordmøre"
municipality = "1573"

[[feide.role]]
group = "fc:org:romsdal"
role = "reader"
network = "No such network"

[other]
name = "Den andre"
issuer = "{other}"
client_id = "fremtidsbilde"
ask = "Kari i Aure"
"""


@dataclass
class Both:
    """Two providers that run."""

    feide: Provider
    other: Provider


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Both]:
    with ExitStack() as stack:
        folder = tmp_path_factory.mktemp("providers")
        there = Both(stack.enter_context(provider(folder)), stack.enter_context(provider(folder)))
        yield there


def file_of(both: Both, folder: Path) -> str:
    file = folder / "sign-in.toml"
    file.write_text(FILE.format(feide=both.feide.issuer, other=both.other.issuer))
    return str(file)


@pytest.fixture
async def server(tmp_path: Path, address: str, both: Both) -> AsyncIterator[Server]:
    async with running(tmp_path, database_url=address, oidc=file_of(both, tmp_path)) as server:
        yield server


def path_of(answer: httpx2.Response) -> str:
    """Where an answer sends the browser, on this very site."""
    assert answer.status_code == 303, answer.text
    return answer.headers["location"].removeprefix(str(answer.url.join("/")).rstrip("/"))


async def asked(browser: httpx2.AsyncClient, door: str = "/signin/with/feide", then: str = "/home") -> str:
    """The address that the browser is sent to."""
    page = await browser.post(door, data={"then": then, "current": PASSWORD})
    assert page.status_code == 200, (page.status_code, page.headers.get("location"))
    found = re.search(r'http-equiv="refresh" content="0;url=([^"]+)"', page.text)
    assert found
    return unescape(found[1])


async def signed_in(
    browser: httpx2.AsyncClient, by: Provider, subject: str, door: str = "/signin/with/feide", then: str = "/home"
) -> httpx2.Response:
    """Sign in by a provider, as far as to its answer being taken."""
    return await browser.get(await by.sign_in(await asked(browser, door, then), subject))


def changed(address: str, **more: str) -> str:
    query = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()} | more
    return f"{address.partition('?')[0]}?{urlencode(query)}"


async def invited(server: Server, both: Both, subject: str = "kari", **claims: object) -> httpx2.AsyncClient:
    """Somebody whom Feide vouches for, and who has taken an invitation."""
    await both.feide.knows(subject, **claims)
    browser = server.visitor()
    await browser.get(f"/invitation/{server.invite('facilitator')}")
    assert path_of(await signed_in(browser, both.feide, subject)) == "/signin/new"
    made = await browser.post("/signin/new", data={"email": f"{subject}@example.no", "name": subject})
    assert path_of(made) == "/home", made.text
    return browser


async def test_a_newcomer_with_an_invitation_has_its_role_and_comes_back_without_it(server: Server, both: Both) -> None:
    await both.feide.knows("kari", name="Kari Nordmann", email="kari@smola.example", email_verified=True)
    browser = server.visitor()
    await browser.get(f"/invitation/{server.invite('facilitator')}")
    shown = await browser.get("/invitation")
    assert "Logg inn med Feide" in shown.text
    answer = await signed_in(browser, both.feide, "kari", then="/invitation")
    assert path_of(answer) == "/signin/new"
    page = read(await browser.get("/signin/new"))
    typed = {e.attributes["name"]: e.attributes["value"] for e in page.all("input") if "value" in e.attributes}
    assert (typed["name"], typed["email"]) == ("Kari Nordmann", "kari@smola.example")
    made = await browser.post("/signin/new", data={"name": "Kari", "email": "kari@smola.example"})
    assert path_of(made) == "/home"
    assert await grants_of(server, "kari@smola.example") == {Grant("facilitator")}
    again = server.visitor()
    assert path_of(await signed_in(again, both.feide, "kari", then="/methods")) == "/methods"
    assert "kari@smola.example" in (await again.get("/account")).text
    assert (await browser.get("/invitation")).status_code == 404, "it works once"


async def test_who_is_let_in_by_nobody_is_told_whom_to_ask(server: Server, both: Both) -> None:
    await both.feide.knows("ola", groups=["fc:org:elsewhere", "fc:org:romsdal"])
    for by, key, whom in ((both.feide, "feide", "koordinatoren i nettverket"), (both.other, "other", "Kari i Aure")):
        browser = server.visitor()
        where = path_of(await signed_in(browser, by, "ola", f"/signin/with/{key}"))
        assert where == f"/signin?by={key}&wrong=not_let_in"
        told = await browser.get(where)
        assert whom in told.text
        assert 'action="/signin"' in told.text, "the password's way stays"
        assert path_of(await browser.get("/signin/new")) == "/signin"
        assert path_of(await browser.get("/home")) == "/signin?then=/home"


async def test_groups_give_roles_and_take_them_again_and_leave_what_people_gave(server: Server, both: Both) -> None:
    there = (await network(server)).id or 0
    await both.feide.knows("siv", groups=["fc:org:nordmore", "fc:org:elsewhere"], email="siv@example.no")
    browser = server.visitor()
    assert path_of(await signed_in(browser, both.feide, "siv")) == "/signin/new"
    await browser.post("/signin/new", data={"email": "siv@example.no", "name": "Siv"})
    coordinator = Grant("coordinator", Place(there))
    assert await grants_of(server, "siv@example.no") == {coordinator}
    assert (await browser.get("/units")).status_code == 200
    boss = await server.account("boss@example.no", "administrator")
    shown = await boss.get("/people")
    assert "fra en gruppe i Feide" in shown.text
    assert f'value="coordinator {there}"' not in shown.text, "taken away here, it would come back"

    account = await server.house.database.read(lambda c: accounts.by_email(c, "siv@example.no"))
    assert account is not None
    await server.house.database.write(lambda c: grants.give(c, account.id, [Grant("facilitator")]))
    await both.feide.knows("siv", groups=["fc:org:smola"])
    await signed_in(server.visitor(), both.feide, "siv")
    reader = next(one for one in await grants_of(server, "siv@example.no") if one.role == "reader")
    assert reader.place is not None
    assert reader.place.municipality is not None
    assert await grants_of(server, "siv@example.no") == {reader, Grant("facilitator")}

    await both.feide.knows("siv")
    await signed_in(server.visitor(), both.feide, "siv")
    assert await grants_of(server, "siv@example.no") == {Grant("facilitator")}
    assert (await browser.get("/units")).status_code == 403


async def test_an_address_makes_nobody_an_account_holder(server: Server, both: Both) -> None:
    """A provider that says the same address knows the same person by that as little as anybody who types it."""
    await network(server)
    desk = await server.account("kari@example.no", "administrator")
    await both.feide.knows("thief", email="kari@example.no", email_verified=True, groups=["fc:org:nordmore"])
    browser = server.visitor()
    assert path_of(await signed_in(browser, both.feide, "thief")) == "/signin/new"
    taken = await browser.post("/signin/new", data={"email": " KARI@example.no", "name": "x"})
    assert taken.status_code == 409
    assert "Min konto" in taken.text
    assert path_of(await browser.get("/home")) == "/signin?then=/home"
    assert (await desk.get("/people")).status_code == 200


async def test_an_address_that_the_provider_does_not_stand_by_is_not_filled_in(server: Server, both: Both) -> None:
    await both.feide.knows("ola", email="boss@example.no", email_verified=False)
    browser = server.visitor()
    await browser.get(f"/invitation/{server.invite('facilitator')}")
    await signed_in(browser, both.feide, "ola")
    assert "boss@example.no" not in (await browser.get("/signin/new")).text


async def test_an_account_is_connected_by_who_is_signed_in_and_can_be_disconnected(server: Server, both: Both) -> None:
    there = (await network(server)).id or 0
    await both.feide.knows("per", groups=["fc:org:nordmore"])
    desk = await server.account("per@example.no", "facilitator")
    assert path_of(await signed_in(desk, both.feide, "per", "/account/connect/feide")) == "/account?saved=connected"
    assert await grants_of(server, "per@example.no") == {Grant("facilitator"), Grant("coordinator", Place(there))}
    assert path_of(await signed_in(server.visitor(), both.feide, "per")) == "/home"
    stranger = await server.account("siv@example.no", "facilitator")
    answer = await signed_in(stranger, both.feide, "per", "/account/connect/feide")
    assert path_of(answer) == "/account?by=feide&wrong=identity_taken"
    second = await signed_in(desk, both.feide, "another", "/account/connect/feide")
    assert path_of(second) == "/account?by=feide&wrong=identity_taken", "one for each provider"
    assert path_of(await desk.post("/account/disconnect/feide")) == "/account?saved=disconnected"
    assert await grants_of(server, "per@example.no") == {Grant("facilitator")}
    assert path_of(await signed_in(server.visitor(), both.feide, "per")) == "/signin/new", "as new, by the groups"


async def test_who_finds_a_browser_signed_in_connects_nothing_of_theirs(server: Server, both: Both) -> None:
    desk = await server.account("per@example.no", "facilitator")
    refused = await desk.post("/account/connect/feide", data={"current": "a guess at a password"})
    assert path_of(refused) == "/account?by=feide&wrong=wrong_password"
    assert "Ingenting er endret" in (await desk.get(path_of(refused))).text


async def test_the_last_way_in_is_not_taken_away(server: Server, both: Both) -> None:
    browser = await invited(server, both)
    kept = await browser.post("/account/disconnect/feide")
    assert path_of(kept) == "/account?by=feide&wrong=last_way_in"
    assert "Feide" in (await browser.get(path_of(kept))).text
    await browser.post("/account/password", data={"password": PASSWORD})
    assert path_of(await browser.post("/account/disconnect/feide")) == "/account?saved=disconnected"


async def test_connecting_is_for_the_account_that_asked_for_it(server: Server, both: Both) -> None:
    desk = await server.account("per@example.no", "facilitator")
    back = await both.feide.sign_in(await asked(desk, "/account/connect/feide"), "per")
    await desk.post("/signout")
    await desk.post("/signin", data={"email": "per@example.no", "password": PASSWORD})
    other = await server.account("siv@example.no", "facilitator")
    switched = server.visitor(cookie=f"{cookies_of(desk).replace('fb_session', 'x')}; {cookies_of(other)}")
    assert "sign_in_again" in path_of(await switched.get(back))
    assert path_of(await desk.get(back)).startswith("/account?")


async def test_the_same_subject_with_two_providers_is_two_people(server: Server, both: Both) -> None:
    await invited(server, both, "same")
    browser = server.visitor()
    where = path_of(await signed_in(browser, both.other, "same", "/signin/with/other"))
    assert where == "/signin?by=other&wrong=not_let_in"


async def test_who_is_kept_out_stays_out(server: Server, both: Both) -> None:
    await invited(server, both)
    account = await server.house.database.read(lambda c: accounts.by_email(c, "kari@example.no"))
    assert account is not None
    await server.house.database.write(lambda c: accounts.set_active(c, account.id, active=False))
    assert "not_let_in" in path_of(await signed_in(server.visitor(), both.feide, "kari"))


async def test_an_answer_is_taken_once_and_only_from_the_browser_that_asked(server: Server, both: Both) -> None:
    await invited(server, both)
    browser, thief = server.visitor(), server.visitor()
    back = await both.feide.sign_in(await asked(browser), "kari")
    copied = server.visitor(cookie=cookies_of(browser))
    assert "sign_in_again" in path_of(await thief.get(back)), "who has not asked gets nobody's session"
    taken = await browser.get(back)
    assert path_of(taken) == "/home"
    assert "code" not in taken.headers["location"]
    assert "sign_in_again" in path_of(await browser.get(back))
    assert "sign_in_again" in path_of(await copied.get(back)), "the provider takes a code once"
    assert path_of(await copied.get("/home")) == "/signin?then=/home"


async def test_an_answer_to_another_question_is_not_believed(server: Server, both: Both) -> None:
    await invited(server, both)
    first = server.visitor()
    back = await both.feide.sign_in(await asked(first), "kari")
    await asked(first)
    assert "sign_in_again" in path_of(await first.get(back)), "a later question was asked"
    second = server.visitor()
    foreign = await both.other.sign_in(await asked(second, "/signin/with/other"), "kari")
    assert "sign_in_again" in path_of(await second.get(foreign.replace("/from/other", "/from/feide")))
    third = server.visitor()
    back = await both.feide.sign_in(await asked(third), "kari")
    assert "sign_in_again" in path_of(await third.get(f"{back}&iss={both.other.issuer}"))


@pytest.mark.parametrize(
    ("change", "wrong"),
    [
        ({"nonce": "somebody elses"}, "provider_odd"),
        ({"code_challenge": "A" * 43}, "sign_in_again"),
    ],
)
async def test_a_question_that_was_changed_on_its_way_lets_nobody_in(
    server: Server, both: Both, change: dict[str, str], wrong: str
) -> None:
    await invited(server, both)
    browser = server.visitor()
    back = await both.feide.sign_in(changed(await asked(browser), **change), "kari")
    assert path_of(await browser.get(back)) == f"/signin?by=feide&wrong={wrong}"
    assert path_of(await browser.get("/home")) == "/signin?then=/home"


def unsigned(token: str, alg: str) -> str:
    """The same claims under no signature."""
    header = urlsafe_b64encode(f'{{"alg":"{alg}"}}'.encode()).rstrip(b"=").decode()
    return f"{header}.{token.split('.')[1]}.{'' if alg == 'none' else 'AAAA'}"


async def test_tokens_of_others_for_others_or_of_nobody_are_not_believed(server: Server, both: Both) -> None:
    await invited(server, both)

    async def with_token(made: str) -> str:
        browser = server.visitor()
        address = await asked(browser)
        nonce = parse_qs(urlsplit(address).query)["nonce"][0]
        good = await both.feide.token_for("kari", nonce)
        token = {
            "good": good,
            "another issuer": await both.other.token_for("kari", nonce),
            "another program": await both.feide.token_for("kari", nonce, "another"),
            "no signature": unsigned(good, "none"),
            "a shared secret": unsigned(good, "HS256"),
            "changed": good[:-8] + ("A" * 8),
            "nonsense": "x",
        }[made]
        back = await both.feide.sign_in(address, "kari")
        await both.feide.instead(token)
        return path_of(await browser.get(back))

    assert await with_token("good") == "/home"
    for made in ("another issuer", "another program", "no signature", "a shared secret", "changed", "nonsense"):
        assert await with_token(made) == "/signin?by=feide&wrong=provider_odd", made


async def test_a_token_of_yesterday_is_not_believed(tmp_path: Path, address: str, both: Both) -> None:
    clock = Clock(now())
    async with running(tmp_path, clock, database_url=address, oidc=file_of(both, tmp_path)) as server:
        await invited(server, both)
        clock.forward(hours=2)
        where = path_of(await signed_in(server.visitor(), both.feide, "kari"))
        assert where == "/signin?by=feide&wrong=provider_odd"


async def test_who_breaks_off_there_is_told_so_here(server: Server, both: Both) -> None:
    browser = server.visitor()
    back = await both.feide.sign_in(await asked(browser), "", action="deny")
    # The mock leaves the state out of a refusal; a provider must not.
    state = parse_qs(urlsplit(await asked(browser)).query)["state"][0]
    where = path_of(await browser.get(changed(back, state=state)))
    assert where == "/signin?by=feide&wrong=sign_in_declined"
    assert "Feide" in (await browser.get(where)).text


async def test_a_provider_that_is_down_is_named_and_the_password_still_works(
    tmp_path: Path, address: str, both: Both
) -> None:
    with provider(tmp_path) as short_lived:
        there = Both(short_lived, both.other)
        async with running(tmp_path, database_url=address, oidc=file_of(there, tmp_path)) as server:
            await server.account("kari@example.no")
            browser = server.visitor()
            back = await short_lived.sign_in(await asked(browser), "kari")
            short_lived.stop()
            assert path_of(await browser.get(back)) == "/signin?by=feide&wrong=provider_down"
        async with running(tmp_path, database_url=address, oidc=file_of(there, tmp_path)) as server:
            browser = server.visitor()
            where = path_of(await browser.post("/signin/with/feide", data={"then": "/methods"}))
            told = await browser.get(where)
            assert "Feide svarer ikke" in told.text
            signed = await browser.post("/signin", data={"email": "kari@example.no", "password": PASSWORD})
            assert path_of(signed) == "/home"


async def test_who_signs_out_here_can_sign_out_there(server: Server, both: Both) -> None:
    browser = await invited(server, both)
    where = path_of(await browser.post("/signout"))
    assert where == "/signin/left/feide"
    page = await browser.get(where)
    (leave,) = [e.attributes["href"] for e in read(page).all("a") if "end_session" in e.attributes.get("href", "")]
    query = parse_qs(urlsplit(leave).query)
    assert query["post_logout_redirect_uri"] == [f"{server.base}/"]
    assert path_of(await browser.get("/home")) == "/signin?then=/home"
    by_password = await server.account("per@example.no", "facilitator")
    assert path_of(await by_password.post("/signout")) == "/"


@pytest.mark.parametrize("then", ["https://evil.example", "//evil.example", "/\\evil.example", "javascript:alert(1)"])
async def test_signing_in_elsewhere_leads_to_no_other_site(server: Server, both: Both, then: str) -> None:
    await invited(server, both)
    assert path_of(await signed_in(server.visitor(), both.feide, "kari", then=then)) == "/home"


async def test_another_sites_page_begins_nothing(server: Server, both: Both) -> None:
    desk = await server.account("per@example.no", "facilitator")
    for door in ("/signin/with/feide", "/account/connect/feide", "/account/disconnect/feide", "/signin/new"):
        assert (await desk.post(door, headers={"origin": "https://evil.example"})).status_code == 403
        assert (await desk.post(door, headers={"sec-fetch-site": "cross-site"})).status_code == 403


async def test_the_question_is_kept_where_scripts_and_other_sites_do_not_get_at_it(server: Server, both: Both) -> None:
    answer = await server.visitor().post("/signin/with/feide")
    (cookie,) = [one for one in answer.headers.get_list("set-cookie") if one.startswith("fb_asked=")]
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert "Max-Age=600" in cookie
    query = parse_qs(urlsplit(await asked(server.visitor())).query)
    assert query["code_challenge_method"] == ["S256"]
    assert query["redirect_uri"] == [f"{server.base}/signin/from/feide"]
    assert query["scope"] == ["openid profile email"]
