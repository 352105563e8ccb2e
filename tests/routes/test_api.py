"""What programs read: page by page, only what is told, and what has not changed not again."""

import secrets
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

import httpx2
import pytest

from app.region.rights import Grant, Place
from app.store import accounts, grants, visions
from tests.routes.api_region import SECRET, There, api_region, token_for
from tests.routes.told_places import Said, summary, tell, tell_again
from tests.server import Server, cookies_of, running
from tests.told_region import stage


@pytest.fixture
async def there(server: Server) -> There:
    return await api_region(server)


async def items(program: httpx2.AsyncClient, address: str) -> list[dict[str, object]]:
    answer = await program.get(address)
    assert answer.status_code == 200, answer.text
    found: list[dict[str, object]] = answer.json()["items"]
    return found


async def test_statements_are_read_page_by_page_while_workshops_come_and_tell_anew(there: There) -> None:
    said: dict[str, Sequence[Said]] = {"Ute": [(f"Ute {n}", None) for n in range(5)], "Inne": [("Inne", None)]}
    for _ in range(4):
        await tell(there.server, [there.school], summary(said))
    program, address = there.program(), f"/api/v1/networks/{there.network}/statements"
    before = {(one["workshop"], one["id"]) for one in await items(program, f"{address}?limit=200")}
    read: list[tuple[str, str]] = []
    cursor: str | None = ""
    while cursor is not None:
        answer = (await program.get(address, params={"limit": 5, "cursor": cursor})).json()
        read += [(one["workshop"], one["id"]) for one in answer["items"]]
        cursor = answer["next"]
        await tell(there.server, [there.school], summary(said))
        await tell_again(there.server, read[0][0], summary({"Nytt": [], **said}))
    assert len(read) == len(set(read))
    assert before - {one for one in before if one[0] == read[0][0]} <= set(read)


async def test_words_are_looked_for_as_on_the_page(there: There) -> None:
    address = f"/api/v1/networks/{there.network}/statements"
    program = there.program()
    assert [one["text"] for one in await items(program, f"{address}?q=hemmelig*")] == [SECRET]
    assert [one["text"] for one in await items(program, f"{address}?group=child")] == [SECRET]
    assert await items(program, f"{address}?municipality={there.aure}") == []
    assert len(await items(program, f"{address}?workshop={there.workshop}")) == 3


async def test_what_is_taken_back_or_deleted_is_told_no_more(there: There) -> None:
    program, root = there.program(), f"/api/v1/networks/{there.network}"
    await tell_again(there.server, there.workshop, summary({"Ute": [("Mer hav", None)]}))
    assert [one["text"] for one in await items(program, f"{root}/statements")] == ["Mer hav"]
    await there.server.house.database.write(lambda c: stage(c, there.workshop, "deleted"))
    for what in ("statements", "themes", "workshops"):
        assert await items(program, f"{root}/{what}") == [], what
    assert (await program.get(f"{root}/workshops/{there.workshop}")).status_code == 403


async def test_a_municipalitys_token_sees_its_own_and_no_other_units_of_a_workshop(there: There) -> None:
    program, root = there.program(), f"/api/v1/networks/{there.network}"
    kindergarten = next(
        int(str(one["id"])) for one in await items(program, f"{root}/units") if one["kind"] == "kindergarten"
    )
    both = await tell(there.server, [there.school, kindergarten], summary({}, title="Sammen"))
    aure, smola = (there.program(f"coordinator of {which} municipality") for which in ("another", "the"))
    seen = (await aure.get(f"{root}/workshops/{both}")).json()
    assert (seen["municipalities"], seen["units"]) == ([there.aure], [kindergarten])
    assert {one["id"] for one in await items(aure, f"{root}/workshops")} == {both}
    assert [one["municipality"] for one in await items(smola, f"{root}/units")] == [there.smola]


async def test_withheld_numbers_stay_so(there: There) -> None:
    facts = (await there.program().get(f"/api/v1/networks/{there.network}/workshops/{there.workshop}")).json()
    assert facts["groups"] == [{"group": "child", "people": 14}, {"group": "politician", "people": None}]


async def test_what_has_not_changed_is_not_sent_again(there: There) -> None:
    program, address = there.program(), f"/api/v1/networks/{there.network}/workshops"
    tag = (await program.get(address)).headers["etag"]
    same = await program.get(address, headers={"if-none-match": f'"other", W/{tag}'})
    assert (same.status_code, same.content, same.headers["etag"]) == (304, b"", tag)
    await tell_again(there.server, there.workshop, summary({"Ute": [("Mer hav", None)]}, title="Ny"))
    assert (await program.get(address, headers={"if-none-match": tag})).status_code == 200


async def test_a_draft_is_for_those_who_may_write_it_and_a_withdrawn_one_for_nobody(there: There) -> None:
    program, root = there.program(), f"/api/v1/networks/{there.network}/summaries"
    (public,) = await items(program, root)
    assert str(public["link"]).startswith("http")
    whole = (await program.get(f"{root}/{there.summary}")).json()
    assert (whole["format"], whole["published"] is not None) == ("fremtidsbilde.vision.v1", True)
    await there.server.house.database.write(lambda c: visions.withdraw(c, there.summary))
    assert await items(program, root) == []
    answer = await program.get(f"{root}/{there.summary}")
    assert (answer.status_code, answer.json()["problem"]) == (404, "not_public")
    (draft,) = await items(program, f"{root}?version=draft")
    assert (draft["link"], draft["published"]) == (None, None)


async def test_a_token_dies_with_its_makers_right(there: There) -> None:
    program, address = there.program("coordinator of the municipality"), "/api/v1/networks"
    assert (await program.get(address)).status_code == 200
    account = await there.server.house.database.read(lambda c: accounts.by_email(c, "a1@example.no"))
    assert account is not None
    grant = Grant("coordinator", Place(there.network, there.smola))
    await there.server.house.database.write(lambda c: grants.take(c, account.id, grant))
    assert (await program.get(address)).json()["problem"] == "bad_token"
    await there.server.house.database.write(lambda c: grants.give(c, account.id, [grant]))
    assert (await program.get(address)).status_code == 200
    await there.server.house.database.write(lambda c: accounts.set_active(c, account.id, active=False))
    assert (await program.get(address)).json()["problem"] == "bad_token"


async def test_servers_ask_without_an_origin_and_pages_of_others_do_not(there: There) -> None:
    program, address = there.program(), f"/api/v1/networks/{there.network}/webhooks"
    content = {"url": "https://example.no/", "events": ["workshop.closed"]}
    assert (await program.post(address, json=content)).status_code == 201
    foreign = {"origin": "https://evil.example"}
    assert (await program.post(address, json=content, headers=foreign)).status_code == 403
    for answer in (await program.get(address, headers=foreign), await program.options(address, headers=foreign)):
        assert not [name for name in answer.headers if name.startswith("access-control-")]


async def test_whoever_is_signed_in_is_let_in_by_no_cookie(there: There) -> None:
    kari = await there.server.account("new@example.no", grant=Grant("coordinator", Place(there.network)))
    program = there.server.visitor(cookie=cookies_of(kari), authorization=f"Bearer {there.secrets['reader']}")
    assert (await program.get("/api/v1/token")).json()["problem"] == "bad_token"


@pytest.mark.parametrize("header", ["", "Bearer", "Basic fb_x", "Bearer fb_no", "Bearer \xff", "fb_x"])
async def test_what_is_no_token_is_said(there: There, header: str) -> None:
    answer = await there.server.visitor().get("/api/v1/token", headers={b"authorization": header.encode("latin-1")})
    assert answer.status_code == 401
    assert answer.json()["problem"] in ("no_token", "bad_token")


async def test_problems_are_told_in_the_language_that_is_asked_for(there: There) -> None:
    answer = await there.server.visitor().get("/api/v1/token", headers={"accept-language": "nn"})
    assert answer.json()["problem"] == "no_token"
    assert "tilgangsnøkkel" in answer.json()["title"]


@pytest.fixture
async def slow(tmp_path: Path, address: str) -> AsyncIterator[There]:
    async with running(tmp_path, database_url=address, api_requests_per_minute=3, sign_ins_from_address=3) as server:
        yield await api_region(server)


async def test_each_token_has_its_own_rate(slow: There) -> None:
    program = slow.program()
    answers = [await program.get("/api/v1/token") for _ in range(5)]
    assert [one.status_code for one in answers] == [200] * 3 + [429] * 2
    assert answers[-1].json()["facts"]["retry_after"] == int(answers[-1].headers["retry-after"]) > 0
    other = slow.server.visitor(
        authorization=f"Bearer {await token_for(slow.server, 'a0@example.no', Place(slow.network))}"
    )
    assert (await other.get("/api/v1/token")).status_code == 200


async def test_whoever_guesses_is_slowed_down_and_shuts_nobody_out(slow: There) -> None:
    answers = []
    for _ in range(6):
        guesser = slow.server.visitor(authorization=f"Bearer fb_{secrets.token_urlsafe()}")
        answers.append((await guesser.get("/api/v1/token")).status_code)
    assert answers == [401] * answers.count(401) + [429] * answers.count(429)
    assert 429 in answers
    assert (await slow.program().get("/api/v1/token")).status_code == 200
