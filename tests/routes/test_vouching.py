"""Signing in by those who vouch for people, against a real provider: who is let in, and as whom."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from sqlalchemy import Connection, event

from app.openid.providers import GroupRole
from app.openid.providers import Provider as Known
from app.region.rights import Grant, Place
from app.routes.vouching import granted
from app.store import accounts, grants
from tests.routes.pages import read
from tests.routes.test_people import grants_of
from tests.routes.test_units import network
from tests.routes.vouched import Both, asked, both_of, changed, file_of, invited, path_of, signed_in
from tests.server import PASSWORD, Server, cookies_of, running
from tests.vouching import provider


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Both]:
    with both_of(tmp_path_factory.mktemp("providers")) as both:
        yield both


@pytest.fixture
async def server(tmp_path: Path, address: str, both: Both) -> AsyncIterator[Server]:
    async with running(tmp_path, database_url=address, oidc=file_of(both, tmp_path)) as server:
        yield server


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


async def test_who_is_in_a_hundred_groups_signs_in_as_fast_as_in_one(server: Server) -> None:
    place = Place((await network(server)).id or 0)
    roles = tuple(GroupRole(group=f"g{n}", role="reader", network="Nordmøre") for n in range(100))
    feide = Known(key="feide", name="Feide", issuer="https://feide.example", client_id="x", roles=roles)
    asked: list[str] = []

    def given(connection: Connection) -> frozenset[Grant]:
        event.listen(connection, "before_cursor_execute", lambda *told: asked.append(told[2]))
        return granted(connection, feide, frozenset(one.group for one in roles))

    assert await server.house.database.read(given) == {Grant("reader", place)}
    assert len(asked) == 3, "networks, municipalities and units, once"


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
    assert path_of(await signed_in(server.visitor(), both.feide, "per")) == "/region", "with the role that came with it"
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
