"""Providers that vouch for people, as the file of the setting ``oidc`` names them: Feide, ID-porten, any other."""

import tomllib
from functools import cached_property
from pathlib import Path
from typing import Annotated, Literal, Self
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, SecretStr, ValidationError, model_validator

from app.address import is_loopback
from app.region.rights import Grant, Place, Role

MOST_BYTES = 1_000_000


class Unfit(Exception):
    """The file cannot be used: where and why, in words for whoever wrote it. No secret is quoted."""


def _safe(address: str) -> str:
    parts = urlsplit(address)
    if parts.scheme == "https" and parts.hostname:
        return address
    if parts.scheme == "http" and is_loopback(parts.hostname or ""):
        return address
    raise ValueError("must begin with https://")


Address = Annotated[str, AfterValidator(_safe)]


class _Value(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True, ignored_types=(cached_property,))


class GroupRole(_Value):
    """Whoever is in ``group`` there has ``role`` here: in a network, a municipality or a unit of it, by name."""

    group: str = Field(min_length=1)
    role: Role
    network: str = ""
    municipality: str = ""
    unit: str = ""

    @model_validator(mode="after")
    def _has_a_place(self) -> Self:
        if bool(self.municipality) > bool(self.network) or bool(self.unit) > bool(self.municipality):
            raise ValueError("a unit needs its municipality, and a municipality its network")
        place = Place(1, 1 if self.municipality else None, 1 if self.unit else None) if self.network else None
        Grant(self.role, place)
        return self


class Provider(_Value):
    """One who vouches for people. ``key``: its heading in the file, which stands in addresses.

    ``groups``: the claim that holds a person's groups. ``groups_address``: where to ask for them, as at Feide, which
    tells them in no claim. ``ask``: whom those should ask who are let in by nobody yet.
    """

    key: str = Field(pattern=r"^[a-z0-9-]{1,20}$")
    name: str = Field(min_length=1, max_length=40)
    issuer: Address = Field(max_length=255)
    client_id: str = Field(min_length=1)
    client_secret: SecretStr = SecretStr("")
    client_secret_file: Path | None = None
    authentication: Literal["client_secret_basic", "client_secret_post"] = "client_secret_basic"
    scopes: str = "openid profile email"
    groups: str = "groups"
    groups_address: Address | None = None
    ask: str = Field(default="", max_length=200)
    roles: tuple[GroupRole, ...] = Field(default=(), alias="role")

    @model_validator(mode="after")
    def _asks_for_an_id_token(self) -> Self:
        if "openid" not in self.scopes.split():
            raise ValueError("scopes must hold openid")
        if self.client_secret_file is not None and self.client_secret.get_secret_value():
            raise ValueError("write client_secret or client_secret_file, not both")
        return self

    @cached_property
    def secret(self) -> str:
        """What proves to the provider that it is this program; "" for a client that has none."""
        if self.client_secret_file is not None:
            return self.client_secret_file.read_text(encoding="utf-8").strip()
        return self.client_secret.get_secret_value()


def read(file: str) -> tuple[Provider, ...]:
    """The providers that a file names, in its order; none where there is no file.

    Raises:
        Unfit
    """
    if not file:
        return ()
    try:
        content = tomllib.loads(Path(file).read_bytes()[:MOST_BYTES].decode())
    except (OSError, ValueError) as error:  # TOML's own complaint names a line, and quotes nothing but its sign
        raise Unfit(f"{file}: {getattr(error, 'strerror', None) or error}") from None
    providers: list[Provider] = []
    for key, table in content.items():
        if not isinstance(table, dict):
            raise Unfit(f"{file}: {key} stands outside of every provider: begin with a line like [feide]")
        try:
            provider = Provider.model_validate({**table, "key": key})
            provider.secret  # noqa: B018 - a file of it that is not there is to be told now
        except ValidationError as error:
            first = error.errors(include_url=False, include_input=False)[0]
            where = ".".join(str(step) for step in (key, *first["loc"]))
            raise Unfit(f"{file}: {where}: {first['msg']}") from None
        except OSError as error:
            raise Unfit(f"{file}: {key}.client_secret_file: {error.strerror}") from None
        providers.append(provider)
    issuers = [one.issuer for one in providers]
    if twice := next((issuer for issuer in issuers if issuers.count(issuer) > 1), None):
        raise Unfit(f"{file}: {twice} stands there twice")
    return tuple(providers)
