"""Whoever sends something after the session has ended loses nothing of it."""

from app.region.rights import Grant, Place
from tests.routes.pages import read
from tests.routes.test_visions import drafted, form_of, save
from tests.routes.told_places import told_place
from tests.server import Server

LONG = "Vi kjøper <lavvo> til alle\nog ved til bålet"


async def test_a_form_that_was_sent_signed_out_is_sent_again_from_the_page_that_says_so(server: Server) -> None:
    there, _ = await told_place(server)
    author = await server.account("kari@example.no", grant=Grant("coordinator", Place(there.network)))
    path = await drafted(author, there)
    form = await form_of(author, path)
    stranger = server.visitor()
    refused = await save(stranger, path, form, ingress=LONG)
    assert refused.status_code == 403
    page = read(refused)
    (again,) = [one for one in page.all("form") if one.attributes["action"] == f"{path}/edit"]
    assert [one.attributes["href"] for one in page.all("a") if one.attributes.get("target") == "_blank"] == ["/signin"]
    sent: dict[str, list[str]] = {}
    for field in again.all("input"):
        sent.setdefault(field.attributes["name"], []).append(field.attributes["value"])
    assert (await author.post(again.attributes["action"], data=sent)).status_code == 303
    assert "til alle" in (await author.get(path)).text
    assert (await form_of(author, path))["ingress"] == [LONG]


async def test_a_password_stands_on_no_page(server: Server) -> None:
    refused = await server.visitor().post("/account/password", data={"password": "hemmelig-nok-2040", "x": "y"})
    assert refused.status_code == 403
    assert "hemmelig" not in refused.text


async def test_whoever_sends_nothing_is_led_to_the_form(server: Server) -> None:
    refused = await server.visitor().post("/workshops/new", headers={"content-type": "application/json"}, content="{}")
    assert refused.status_code == 403
    assert "/signin" in {one.attributes.get("href") for one in read(refused).all("a")}
