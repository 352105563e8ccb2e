"""Webhooks: what is signed and to where it may go."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from app.region.webhooks import PAUSES, Happened, body, event_id, is_public, is_url, pause_after, signed

INSIDE = [
    "127.0.0.1",
    "127.9.9.9",
    "::1",
    "10.0.0.5",
    "172.16.0.1",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "0.0.0.0",
    "255.255.255.255",
    "224.0.0.1",
    "fe80::1",
    "fe80::1%eth0",
    "fc00::1",
    "fd12:3456::1",
    "ff02::1",
    "::",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "64:ff9b::7f00:1",
    "fec0::1",
    "192.88.99.1",
    "2002:7f00:1::",
    "2001:0:7f00:1::",
    "192.0.2.1",
    "240.0.0.1",
    "no address",
    "",
]


@pytest.mark.parametrize("address", INSIDE)
def test_what_is_inside_is_never_told(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["93.184.216.34", "2606:2800:220:1:248:1893:25c8:1946", "1.1.1.1"])
def test_what_is_out_in_the_world_may_be(address: str) -> None:
    assert is_public(address)


def test_only_this_very_machine_does_for_trying_out() -> None:
    assert [one for one in INSIDE if is_public(one, local=True)] == [
        "127.0.0.1",
        "127.9.9.9",
        "::1",
        "::ffff:127.0.0.1",
    ]


@pytest.mark.parametrize(
    "url",
    [
        "http://example.no/",
        "ftp://example.no/",
        "https://",
        "https:///x",
        "https://kari:ord@example.no/",
        "https://kari@example.no/",
        "https://example.no/#x",
        "https://example.no:0/",
        "https://example.no:99999/",
        "https://example.no/\r\nhost: x",
        "https://exa mple.no/",
        "https://example.no\\@other.no/",
        "https://[::1/",
        "https://bøker.no/",
        "javascript:alert(1)",
        "",
        "https://example.no/" + "x" * 500,
    ],
)
def test_what_is_no_address_to_tell(url: str) -> None:
    assert not is_url(url)


def test_an_address_to_tell() -> None:
    assert is_url("https://example.no:8443/a/b?c=d")
    assert is_url("http://127.0.0.1:9/", local=True)


def test_the_signature_is_that_of_the_specification() -> None:
    """The example of https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md."""
    secret, message, at = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330
    assert signed(secret, message, at, '{"test": 2432232314}') == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_pauses_grow_over_a_day_and_end() -> None:
    assert list(PAUSES) == sorted(PAUSES)
    assert timedelta(hours=20) < sum(PAUSES, timedelta()) < timedelta(hours=30)
    assert pause_after(len(PAUSES)) is not None
    assert pause_after(len(PAUSES) + 1) is None


def test_links_are_addresses_only_when_it_is_sent() -> None:
    at = datetime(2026, 11, 23, tzinfo=UTC)
    kept = Happened(event_id("workshop.closed", "w", 3), "workshop.closed", at, {"title": "Ø"}, {"page": "/x"}).kept()
    told = json.loads(body(kept, "https://example.no"))
    assert told["links"] == {"page": "https://example.no/x"}
    assert told["type"] == "workshop.closed"
    assert event_id("a", 1, 2) == event_id("a", 1, 2) != event_id("a", 12)
