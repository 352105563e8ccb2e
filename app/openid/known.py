"""What a provider says of itself: where to go, and the keys that it signs with. Kept for a time, and asked anew."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, Literal, TypeVar

import httpx2
import structlog
from cryptography.exceptions import UnsupportedAlgorithm
from joserfc.errors import JoseError
from joserfc.jwk import Key, KeySet, import_key
from pydantic import BaseModel, ConfigDict, ValidationError

from app.openid.providers import Address, Provider

FRESH = 3_600.0
"""Seconds after which it is asked anew."""
STALE = 86_400.0
"""Seconds for which the old will do while the provider does not answer."""
AGAIN = 30.0
"""Seconds between two questions for a key that nobody knows: a forged token is to cause no flood of them."""
MOST_BYTES = 1_000_000

T = TypeVar("T")
_log = structlog.get_logger(__name__)

Why = Literal["provider_down", "provider_odd", "sign_in_again", "sign_in_declined"]


class Failed(Exception):
    """Signing in by a provider has not come to its end. ``why``: a named fact; ``what``: a kind for the log."""

    def __init__(self, why: Why, what: str) -> None:
        super().__init__(why)
        self.why: Why = why
        self.what = what


class Document(BaseModel):
    """The provider's discovery document, as far as it is used."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    issuer: str
    authorization_endpoint: Address
    token_endpoint: Address
    jwks_uri: Address
    userinfo_endpoint: Address | None = None
    end_session_endpoint: Address | None = None
    authorization_response_iss_parameter_supported: bool = False


@dataclass(frozen=True, slots=True)
class _Kept(Generic[T]):
    value: T
    at: float


class Known:
    """One provider's document and keys, as they were told last."""

    def __init__(
        self, provider: Provider, http: Callable[[], httpx2.AsyncClient], clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._provider = provider
        self._http = http
        self._clock = clock
        self._one_at_a_time = asyncio.Lock()
        self._document: _Kept[Document] | None = None
        self._keys: _Kept[KeySet] | None = None

    async def document(self) -> Document:
        """The discovery document, of the very issuer that was set.

        Raises:
            Failed
        """
        async with self._one_at_a_time:
            kept = self._document
            if kept is not None and self._age(kept.at) < FRESH:
                return kept.value
            try:
                self._document = _Kept(await self._ask_for_document(), self._clock())
            except Failed as failed:
                if kept is None or failed.why != "provider_down" or self._age(kept.at) > STALE:
                    raise
                return kept.value
            return self._document.value

    async def keys(self, wanted: str | None) -> KeySet:
        """The keys that it signs with; asked for anew where the one that is ``wanted`` is not among them.

        Raises:
            Failed
        """
        document = await self.document()
        async with self._one_at_a_time:
            kept = self._keys
            there = kept is not None and (wanted is None or any(key.kid == wanted for key in kept.value))
            if kept is not None and self._age(kept.at) < (FRESH if there else AGAIN):
                return kept.value
            try:
                keys = self._read(await self.fetch(document.jwks_uri))
            except Failed:
                if kept is None or not there or self._age(kept.at) > STALE:
                    raise
                return kept.value
            self._keys = _Kept(keys, self._clock())
            return keys

    async def fetch(self, address: str, token: str | None = None) -> Any:
        """The JSON at one of the provider's addresses.

        Raises:
            Failed
        """
        headers = {"accept": "application/json"} | ({"authorization": f"Bearer {token}"} if token else {})
        try:
            answer = await self._http().get(address, headers=headers)
            if answer.status_code >= 500:
                raise Failed("provider_down", f"status {answer.status_code}")
            if answer.status_code != 200 or len(answer.content) > MOST_BYTES:
                raise Failed("provider_odd", f"status {answer.status_code}")
            return answer.json()
        except (httpx2.HTTPError, httpx2.InvalidURL) as error:
            raise Failed("provider_down", type(error).__name__) from None
        except ValueError:
            raise Failed("provider_odd", "no JSON") from None

    def _read(self, told: Any) -> KeySet:
        """The keys that can be used, of those that are told; a kind that is new or odd is passed over.

        Raises:
            Failed: there is none among them.
        """
        listed = told.get("keys") if isinstance(told, dict) else None
        keys: list[Key] = []
        for one in listed if isinstance(listed, list) else []:
            try:
                key = import_key(dict(one))  # what is no table is no key, and never a secret of its own
                key.ensure_kid()
                keys.append(key)
            except (JoseError, KeyError, TypeError, ValueError, UnsupportedAlgorithm) as error:
                _log.warning("key_passed_over", provider=self._provider.key, error=type(error).__name__)
        if not keys:
            raise Failed("provider_odd", "keys")
        return KeySet(keys)

    async def _ask_for_document(self) -> Document:
        there = await self.fetch(f"{self._provider.issuer.rstrip('/')}/.well-known/openid-configuration")
        try:
            document = Document.model_validate(there)
        except ValidationError:
            raise Failed("provider_odd", "document") from None
        if document.issuer != self._provider.issuer:
            raise Failed("provider_odd", "another issuer")
        return document

    def _age(self, at: float) -> float:
        return self._clock() - at
