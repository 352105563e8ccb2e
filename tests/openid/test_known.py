"""What a provider says of itself is kept for its time: asked anew when that is over, and never asked in a flood."""

from dataclasses import dataclass, field
from typing import Any

import httpx2
import pytest
from joserfc.jwk import ECKey

from app.openid.known import AGAIN, FRESH, STALE, Failed, Known
from app.openid.providers import Provider

ISSUER = "https://feide.example"
DOCUMENT = {
    "issuer": ISSUER,
    "authorization_endpoint": f"{ISSUER}/authorize",
    "token_endpoint": f"{ISSUER}/token",
    "jwks_uri": f"{ISSUER}/jwks",
}


def key(name: str) -> dict[str, Any]:
    made = ECKey.generate_key("P-256", {"kid": name})
    return dict(made.as_dict(private=False))


@dataclass
class Issuer:
    """An issuer whose answers a test chooses."""

    document: Any = field(default_factory=lambda: dict(DOCUMENT))
    keys: Any = field(default_factory=lambda: {"keys": [key("one")]})
    status: int = 200
    time: float = 1_000.0
    asked: list[str] = field(default_factory=list)

    def __call__(self, request: httpx2.Request) -> httpx2.Response:
        self.asked.append(request.url.path)
        if self.status == 0:
            raise httpx2.ConnectError("down")
        return httpx2.Response(self.status, json=self.keys if request.url.path == "/jwks" else self.document)

    def known(self) -> Known:
        client = httpx2.AsyncClient(transport=httpx2.MockTransport(self))
        return Known(Provider(key="feide", name="F", issuer=ISSUER, client_id="x"), lambda: client, lambda: self.time)


async def kids(known: Known, wanted: str | None) -> set[str | None]:
    return {one.kid for one in await known.keys(wanted)}


async def test_it_is_asked_once_in_its_time_and_then_anew() -> None:
    issuer = Issuer()
    known = issuer.known()
    for _ in range(3):
        assert (await known.document()).token_endpoint == f"{ISSUER}/token"
        assert await kids(known, "one") == {"one"}
    assert issuer.asked == ["/.well-known/openid-configuration", "/jwks"]
    issuer.time += FRESH
    await known.keys("one")
    assert len(issuer.asked) == 4


async def test_a_new_key_is_found_at_once_and_an_invented_one_causes_no_flood() -> None:
    issuer = Issuer()
    known = issuer.known()
    await known.keys("one")
    issuer.keys = {"keys": [key("two")]}
    issuer.time += AGAIN
    assert await kids(known, "two") == {"two"}
    asked = len(issuer.asked)
    for number in range(5):
        assert await kids(known, f"invented {number}") == {"two"}
    assert len(issuer.asked) == asked
    issuer.time += AGAIN
    await known.keys("invented")
    assert len(issuer.asked) == asked + 1


@pytest.mark.parametrize("status", [0, 503])
async def test_what_is_known_will_do_for_a_day_while_it_is_down(status: int) -> None:
    issuer = Issuer()
    known = issuer.known()
    await known.keys("one")
    issuer.status = status
    issuer.time += FRESH
    assert await kids(known, "one") == {"one"}
    issuer.time += STALE
    with pytest.raises(Failed) as caught:
        await known.keys("one")
    assert caught.value.why == "provider_down"


@pytest.mark.parametrize(
    "document",
    [
        {**DOCUMENT, "issuer": f"{ISSUER}/"},
        {**DOCUMENT, "issuer": "https://evil.example"},
        {**DOCUMENT, "token_endpoint": "http://feide.example/token"},
        {name: value for name, value in DOCUMENT.items() if name != "jwks_uri"},
        [],
        "nothing",
    ],
)
async def test_a_document_of_another_issuer_or_without_safety_is_not_believed(document: Any) -> None:
    with pytest.raises(Failed) as caught:
        await Issuer(document=document).known().document()
    assert caught.value.why == "provider_odd"


ODD: list[Any] = [
    {"kty": "AKP", "alg": "ML-DSA-44", "kid": "new", "pub": "AA"},
    {"kty": "EC", "crv": "P-9999", "kid": "new", "x": "AA", "y": "AA"},
    {"kty": "OKP", "crv": "Ed999", "kid": "new", "x": "AA"},
    {"kty": "RSA", "kid": "new", "n": "AA"},
    {"kty": "EC", "crv": "P-256", "kid": "new", "x": "AA", "y": "AA"},
    {"kty": 1},
    {},
    None,
]


@pytest.mark.parametrize("odd", ODD)
async def test_a_key_of_a_new_kind_is_passed_over_and_the_others_are_used(
    odd: Any, caplog: pytest.LogCaptureFixture
) -> None:
    known = Issuer(keys={"keys": [odd, key("one"), odd]}).known()
    assert await kids(known, "one") == {"one"}
    assert [line.message for line in caplog.records].count("key_passed_over") == 2


@pytest.mark.parametrize("keys", [{}, {"keys": [{"kty": "nonsense"}]}, [], {"keys": 1}, {"keys": [ODD[0], "x"]}])
async def test_keys_that_are_none_are_told_as_such(keys: Any) -> None:
    with pytest.raises(Failed) as caught:
        await Issuer(keys=keys).known().keys(None)
    assert caught.value.why == "provider_odd"
