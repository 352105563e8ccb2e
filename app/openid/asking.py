"""Asking a provider who somebody is: the code flow with PKCE, state and nonce, and a close look at the ID token.

Authlib makes the addresses, exchanges the code and knows the claims; joserfc, which it rests on, looks at signatures.
"""

import asyncio
import secrets
import ssl
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hmac import compare_digest
from typing import Any

import httpx2
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.httpx_client import AsyncOAuth2Client
from authlib.oidc.core import CodeIDToken
from joserfc import jws, jwt
from joserfc.errors import JoseError

from app.openid.known import Failed, Known
from app.openid.providers import Provider

SIGNED_WITH = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "Ed25519", "EdDSA")
"""What an ID token may be signed with: keys of which the provider alone has the secret half; not "none", nor HMAC."""
LEEWAY = 60
"""Seconds by which the provider's clock and this one may differ."""
MOST_GROUPS = 2_000


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that is on its way: where the browser goes with it, and what its answer is known by."""

    address: str
    state: str
    nonce: str
    verifier: str


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody as a provider knows them. ``email``: "" where there is none, or the provider does not stand by it."""

    issuer: str
    subject: str
    name: str
    email: str
    groups: frozenset[str]


class Providers:
    """Those who vouch for people here. ``within``: seconds that one of them has for an answer."""

    def __init__(self, listed: Sequence[Provider], *, within: float, clock: Callable[[], datetime]) -> None:
        self.listed = tuple(listed)
        self._within = within
        self._clock = clock
        self._client: httpx2.AsyncClient | None = None
        self._trust: ssl.SSLContext | None = None
        self._known = {one.key: Known(one, self._http) for one in self.listed}

    def named(self, key: str) -> Provider | None:
        """The provider with this key."""
        return next((one for one in self.listed if one.key == key), None)

    def of(self, issuer: str) -> Provider | None:
        """The provider that is this issuer."""
        return next((one for one in self.listed if one.issuer == issuer), None)

    async def ask(self, provider: Provider, back: str, language: str) -> Asked:
        """Make a question: who is this? ``back``: the address here that the answer is to come to.

        Raises:
            Failed
        """
        async with self._in_time(), self._speaking(provider, back) as client:
            document = await self._known[provider.key].document()
            verifier, nonce, state = (secrets.token_urlsafe(48) for _ in range(3))
            address, _ = client.create_authorization_url(
                document.authorization_endpoint, state=state, nonce=nonce, code_verifier=verifier, ui_locales=language
            )
            return Asked(address, state, nonce, verifier)

    async def answered(self, provider: Provider, back: str, answer: Mapping[str, str], asked: Asked) -> Person:
        """Who it is, by the answer that the browser has brought to the question ``asked``.

        Raises:
            Failed
        """
        if not compare_digest(answer.get("state", "").encode(), asked.state.encode()):
            raise Failed("sign_in_again", "state")
        if "error" in answer:
            raise Failed("sign_in_declined" if answer["error"] == "access_denied" else "provider_odd", "error")
        async with self._in_time():
            known = self._known[provider.key]
            document = await known.document()
            told = answer.get("iss")
            if told != provider.issuer and (told or document.authorization_response_iss_parameter_supported):
                raise Failed("sign_in_again", "another issuer answers")
            token = await self._exchange(provider, back, document.token_endpoint, answer.get("code", ""), asked)
            claims = await self._looked_at(provider, known, token, asked.nonce)
            access = str(token.get("access_token") or "")
            if document.userinfo_endpoint and access:
                more = await known.fetch(document.userinfo_endpoint, access)
                if not isinstance(more, dict) or more.get("sub") != claims["sub"]:
                    raise Failed("provider_odd", "somebody else's particulars")
                claims = {**more, **claims}
            groups = claims.get(provider.groups)
            if provider.groups_address and access:
                groups = await known.fetch(provider.groups_address, access)
        return _person(provider, claims, groups)

    async def leaving(self, provider: Provider, back: str) -> str | None:
        """Where somebody signs out of the provider too; None where it has no such address, or does not answer now."""
        try:
            async with self._in_time():
                document = await self._known[provider.key].document()
        except Failed:
            return None
        if document.end_session_endpoint is None:
            return None
        there = {"client_id": provider.client_id, "post_logout_redirect_uri": back}
        return str(httpx2.URL(document.end_session_endpoint).copy_merge_params(there))

    async def found(self, provider: Provider) -> None:
        """See that a provider answers, and is the one that was set.

        Raises:
            Failed
        """
        async with self._in_time():
            await self._known[provider.key].keys(None)

    async def close(self) -> None:
        """Let go of all connections."""
        if self._client is not None:
            await self._client.aclose()

    async def _exchange(self, provider: Provider, back: str, address: str, code: str, asked: Asked) -> Any:
        if not code:
            raise Failed("sign_in_again", "no code")
        try:
            async with self._speaking(provider, back) as client:
                return await client.fetch_token(address, code=code, code_verifier=asked.verifier)
        except AuthlibBaseError as error:
            if error.error == "invalid_grant":  # a code that has been used, has run out, or is another's
                raise Failed("sign_in_again", "code") from None
            raise Failed("provider_odd", "client" if error.error == "invalid_client" else "token") from None
        except httpx2.HTTPStatusError as error:
            down = error.response.status_code >= 500
            raise Failed("provider_down" if down else "provider_odd", "token") from None
        except httpx2.HTTPError as error:
            raise Failed("provider_down", type(error).__name__) from None
        except ValueError:
            raise Failed("provider_odd", "token") from None

    async def _looked_at(self, provider: Provider, known: Known, token: Any, nonce: str) -> dict[str, Any]:
        """The ID token's claims: signed by the issuer, for this program, for this very question, and not too old."""
        given = token.get("id_token")
        if not isinstance(given, str):
            raise Failed("provider_odd", "no ID token")
        try:
            header = jws.extract_compact(given.encode()).headers()
            keys = await known.keys(header.get("kid"))
            read = jwt.decode(given, keys, algorithms=SIGNED_WITH)
            exactly = {
                "iss": {"essential": True, "value": provider.issuer},
                "aud": {"essential": True, "value": provider.client_id},
                "nonce": {"essential": True, "value": nonce},
            }
            params = {"client_id": provider.client_id, "nonce": nonce, "access_token": token.get("access_token")}
            claims = CodeIDToken(read.claims, read.header, exactly, params)
            claims.validate(now=int(self._clock().timestamp()), leeway=LEEWAY)
        except JoseError as error:
            raise Failed("provider_odd", type(error).__name__) from None
        except (ValueError, TypeError, KeyError):
            raise Failed("provider_odd", "ID token") from None
        subject = claims["sub"]
        if not isinstance(subject, str) or not 0 < len(subject) <= 255 or "\0" in subject:
            raise Failed("provider_odd", "subject")
        return dict(claims)

    def _speaking(self, provider: Provider, back: str) -> Any:
        return AsyncOAuth2Client(
            client_id=provider.client_id,
            client_secret=provider.secret or None,
            token_endpoint_auth_method=provider.authentication if provider.secret else "none",
            scope=provider.scopes,
            redirect_uri=back,
            code_challenge_method="S256",
            timeout=self._within,
            verify=self._trusted(),
        )

    def _http(self) -> httpx2.AsyncClient:
        if self._client is None:
            self._client = httpx2.AsyncClient(timeout=self._within, verify=self._trusted())
        return self._client

    def _trusted(self) -> ssl.SSLContext:
        if self._trust is None:
            self._trust = ssl.create_default_context()
        return self._trust

    def _in_time(self) -> "_InTime":
        return _InTime(self._within)


class _InTime:
    """All that one step asks of a provider has one time to be answered in."""

    def __init__(self, seconds: float) -> None:
        self._timeout = asyncio.timeout(seconds)

    async def __aenter__(self) -> None:
        await self._timeout.__aenter__()

    async def __aexit__(self, *raised: Any) -> None:
        try:
            await self._timeout.__aexit__(*raised)
        except TimeoutError:
            raise Failed("provider_down", "no answer in time") from None


def _person(provider: Provider, claims: Mapping[str, Any], groups: object) -> Person:
    email = claims.get("email")
    vouched = isinstance(email, str) and claims.get("email_verified", True) in (True, "true")
    return Person(
        provider.issuer,
        claims["sub"],
        str(claims.get("name") or "").replace("\0", "")[:120],
        str(email).replace("\0", "").strip()[:254] if vouched else "",
        _groups(groups),
    )


def _groups(told: object) -> frozenset[str]:
    """Groups are told as names, or as things that have an id."""
    listed = told if isinstance(told, list) else [told]
    ids = (one.get("id") if isinstance(one, dict) else one for one in listed[:MOST_GROUPS])
    return frozenset(one for one in ids if isinstance(one, str))
