"""Webhooks: what another system is told when something has happened in a place, how that is signed, and when again.

The form is that of the Standard Webhooks specification. What is told are ids, titles and links: words that people have
said are fetched, where that is allowed, and so are gone for everybody when they are taken back.
"""

import hmac
import json
from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import Literal, get_args
from urllib.parse import urlsplit

EventKind = Literal["workshop.closed", "summary.published"]
EVENTS: tuple[EventKind, ...] = get_args(EventKind)
TRIAL = "trial"
"""The kind of an event that somebody sends to see whether it arrives."""

LONGEST_URL = 500
PAUSES = tuple(timedelta(seconds=seconds) for seconds in (10, 60, 600, 3_600, 3 * 3_600, 7 * 3_600, 12 * 3_600))
"""How long is waited after each time that it did not arrive: a day in all, then it is given up."""

SECRET = "whsec_"  # noqa: S105 - only what one begins with
"""What a secret begins with, before its bytes in base64."""
_NOT_OUT = tuple(ip_network(one) for one in ("64:ff9b::/96", "2002::/16", "2001::/32", "fec0::/10", "192.88.99.0/24"))
"""Addresses that mean another one elsewhere, which may be anybody's, or that once meant a neighbour."""


@dataclass(frozen=True, slots=True)
class Happened:
    """Something that has happened. ``id``: the same however often it is told; ``links``: by name, as paths."""

    id: str
    kind: str
    at: datetime
    data: Mapping[str, object]
    links: Mapping[str, str]

    def kept(self) -> str:
        """As it is kept until it has been told."""
        return json.dumps(
            {
                "id": self.id,
                "type": self.kind,
                "timestamp": self.at.isoformat(),
                "data": self.data,
                "links": self.links,
            },
            ensure_ascii=False,
        )


def event_id(kind: str, *of: object) -> str:
    """An id that is the same for the same happening."""
    return f"evt_{sha256(' '.join(map(str, (kind, *of))).encode()).hexdigest()[:24]}"


def body(kept: str, base: str) -> str:
    """What is sent of something that has been kept: its links as addresses on the server at ``base``."""
    told = json.loads(kept)
    return json.dumps(
        {**told, "links": {name: f"{base}{path}" for name, path in told["links"].items()}},
        ensure_ascii=False,
        separators=(",", ":"),
    )


def signed(secret: str, message: str, at: int, content: str) -> str:
    """The signature of a message by its id, the second at which it is sent, and its content."""
    key = b64decode(secret.removeprefix(SECRET))
    return "v1," + b64encode(hmac.digest(key, f"{message}.{at}.{content}".encode(), "sha256")).decode()


def pause_after(attempts: int) -> timedelta | None:
    """How long to wait when it has not arrived so many times; None: it is given up."""
    return PAUSES[attempts - 1] if attempts <= len(PAUSES) else None


def is_url(text: str, *, local: bool = False) -> bool:
    """Whether a webhook may be told to this address: https, and nobody's name or password in it.

    ``local``: http does, too. Where its host is to be found is looked at when something is sent.
    """
    if len(text) > LONGEST_URL or not text.isascii() or any(char <= " " or char in "\\\x7f" for char in text):
        return False
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        return False
    right = parts.scheme == "https" or (local and parts.scheme == "http")
    return right and bool(parts.hostname) and port != 0 and "@" not in parts.netloc and not parts.fragment


def is_public(address: str, *, local: bool = False) -> bool:
    """Whether an address is out in the world: nothing that this machine or its network keeps to itself.

    ``local``: this very machine does, too.
    """
    try:
        found: IPv4Address | IPv6Address = ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(found, IPv6Address) and found.ipv4_mapped is not None:
        found = found.ipv4_mapped
    if any(found in network for network in _NOT_OUT if network.version == found.version):
        return False
    return (local and found.is_loopback) or (found.is_global and not found.is_multicast and not found.is_reserved)
