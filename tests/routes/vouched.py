"""Those who vouch for people, as tests meet them: two providers that run, and how a browser goes there and back."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urlsplit

import httpx2

from tests.server import PASSWORD, Server
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


@contextmanager
def both_of(folder: Path) -> Iterator[Both]:
    with provider(folder) as feide, provider(folder) as other:
        yield Both(feide, other)


def file_of(both: Both, folder: Path) -> str:
    file = folder / "sign-in.toml"
    file.write_text(FILE.format(feide=both.feide.issuer, other=both.other.issuer))
    return str(file)


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
