"""What a provider's answer is not believed for: answers to others, tokens of others, of nobody, of yesterday."""

from base64 import urlsafe_b64encode
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from app.main import now
from tests.routes.vouched import Both, asked, both_of, changed, file_of, invited, path_of, signed_in
from tests.server import Clock, Server, cookies_of, running


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Both]:
    with both_of(tmp_path_factory.mktemp("providers")) as both:
        yield both


@pytest.fixture
async def server(tmp_path: Path, address: str, both: Both) -> AsyncIterator[Server]:
    async with running(tmp_path, database_url=address, oidc=file_of(both, tmp_path)) as server:
        yield server


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
