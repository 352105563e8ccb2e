"""Settings: read once at start from arguments and the environment (``FREMTIDSBILDE_…``), then frozen."""

import json
import os
import secrets
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import AliasChoices, Field, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict


class Settings(BaseSettings):
    """Everything that can be set. Each bound is a setting with its reason."""

    model_config = SettingsConfigDict(
        env_prefix="FREMTIDSBILDE_",
        frozen=True,
        extra="ignore",
        populate_by_name=True,
        hide_input_in_errors=True,  # passwords stand in some of them
    )

    data: Path = Field(Path("data"), description="Folder of the database, the signing secret and other files.")
    database_url: str = Field(
        "",
        validation_alias=AliasChoices("FREMTIDSBILDE_DATABASE_URL", "DATABASE_URL"),
        description="Address of the database: postgresql://user:word@host/name. Empty: SQLite in the data folder.",
    )
    redis_url: str = Field(
        "",
        validation_alias=AliasChoices("FREMTIDSBILDE_REDIS_URL", "REDIS_URL"),
        description="Address of Redis or Valkey, where several processes or machines share rooms; empty: none.",
    )
    host: str = Field("0.0.0.0", description="Address to listen on; phones on the same network reach 0.0.0.0.")  # noqa: S104 - phones in the room must reach it
    port: int = Field(8000, description="Port to listen on.")
    public_url: str = Field(
        "", description="Address that people type, where it differs (behind a proxy); no slash last."
    )
    origins: Annotated[tuple[str, ...], NoDecode] = Field(
        (), description="Further origins whose pages may open sockets and post forms, with commas between."
    )
    trusted_proxies: str = Field(
        "127.0.0.1,::1",
        description="Proxies whose X-Forwarded-For, -Proto and X-Request-Id are believed: addresses and networks.",
    )
    secret: str = Field("", description="Signs cookies; empty: made at first start and kept in the data folder.")
    session_days: int = Field(14, description="Days that a facilitator stays signed in.")
    participant_days: int = Field(
        120, description="Days that a phone is remembered in its room: a season of workshops."
    )
    invitation_days: int = Field(14, description="Days that an invitation link works.")
    oidc: str = Field(
        "",
        description="File that names who vouches for people at sign-in, like Feide: guides/sign-in.md; empty: nobody.",
    )
    oidc_within: float = Field(6.0, gt=0, description="Seconds in which such a provider must have answered.")
    smtp_url: str = Field(
        "",
        description="Mail server: smtps://user:word@host (TLS at once), smtp:// (STARTTLS, or nothing is sent), "
        "smtp+plain:// (no TLS, for this machine). Empty: links are shown, to be passed on by hand.",
    )
    mail_from: str = Field(
        "", description="Address that mails come from; needed where a mail server is set, and so is public_url."
    )
    mail_within: float = Field(5.0, gt=0, description="Seconds that the mail server has; then the link is shown.")
    mails_per_hour: int = Field(
        60, ge=1, description="Mails that one account may cause: invitations for a large course."
    )
    resets_per_hour: int = Field(3, ge=1, description="Mails for a new password to one address.")
    resets_from_address: int = Field(30, ge=1, description="Requests for such mails, in an hour, from one address.")
    reset_hours: int = Field(2, ge=1, description="Hours that the link in such a mail works.")

    message_bytes: int = Field(
        65_536, description="Largest message from a client; a full page of text is a tenth of it."
    )
    messages_per_minute: int = Field(
        3_000,
        ge=1,
        description="Messages over one socket, pings and refused ones too: more than twice what a desk may do.",
    )
    commands_per_minute: int = Field(
        90, description="Commands from one participant; a fast child on one key stays below."
    )
    desk_commands_per_minute: int = Field(
        1_200, description="Commands from one facilitator; dragging is many small ones."
    )
    films_per_minute: int = Field(
        240, description="Stretches of films that one facilitator fetches: hunting through an evening takes a hundred."
    )
    files_per_minute: int = Field(
        30, ge=1, description="Files of visions that one account, or of public ones one address, has made anew."
    )
    suggestions_per_minute: int = Field(
        30, ge=1, description="Times that one account has suggestions for shared themes worked out anew, a second each."
    )
    joins_per_minute: int = Field(2_000, description="Ways in from one address: a gym of a thousand phones shares one.")
    wrong_codes_per_minute: int = Field(
        120,
        description="Wrong codes from one address: a school mistyping. Past it, who types a wrong one is asked to "
        "wait a minute, and right ones open only so many rooms that nobody at that address is in yet.",
    )
    rooms_found_per_hour: int = Field(
        5,
        description="Such rooms, in an hour: what a guesser may find at most, and more than begin at once where many "
        "mistype and neither desk nor wall is.",
    )
    sign_ins_from_address: int = Field(
        60, description="Sign-in attempts from one address (a course signing in at once), or for one account from all."
    )
    sign_ins_per_minute: int = Field(10, description="Sign-in attempts for one account from one address.")
    sockets_per_participant: int = Field(6, description="Open sockets of one participant: some tabs and one ghost.")
    strikes: int = Field(
        100,
        ge=1,
        description="Messages in a row that come too fast until a socket is closed: more than any outbox sends again.",
    )
    body_bytes: int = Field(1_048_576, description="Largest form: a whole vision summary in percent-encoding.")
    connections: int = Field(
        20_000,
        ge=1,
        description="Open sockets of one process: twice the phones that one is measured with. Whoever comes beyond is "
        "asked to come back, and the page asks for news meanwhile.",
    )
    rooms: int = Field(
        2_000,
        ge=1,
        description="Rooms in the memory of one process. Where all are in use, another one is asked to wait.",
    )
    full_for: int = Field(
        30, ge=1, description="Seconds in which those who are asked to come back do so, each at a moment of their own."
    )

    api_requests_per_minute: int = Field(
        600, description="Requests with one token: a program that reads a whole network page by page stays below."
    )
    api_files_per_minute: int = Field(
        20, description="Exports that one token asks for: each takes the processor up to some seconds."
    )
    webhooks_local: bool = Field(
        False, description="Webhooks may tell this very machine, and by http: for trying them out, never in use."
    )

    batch: int = Field(256, description="Commands that one transaction takes: about 10 ms of writing.")
    together: int = Field(64, ge=1, description="Rooms whose batches share one commit; a failed one is all of theirs.")
    waiting: int = Field(5_000, description="Commands that may wait in one room; beyond, phones are told to wait.")
    ring: int = Field(256, description="Frames kept for those who fall behind; beyond, they take a fresh snapshot.")
    pulse_near: float = Field(0.05, description="Seconds between frames to walls and desks; 0: no rest between them.")
    pulse_far: float = Field(0.25, description="Seconds between frames to phones.")
    look: float = Field(1.0, description="Seconds between looks at the log for what another process has written.")
    heartbeat: float = Field(45.0, description="Seconds of silence after which a client must be heard from, doubled.")
    stalled: float = Field(
        30.0, description="Seconds that a line may take nothing before it is let go; a phone in a lift needs fewer."
    )
    idle_room: float = Field(60.0, description="Seconds that an unused room stays in memory.")

    drain_notice: float = Field(
        0.0,
        ge=0,
        le=5,
        description="Seconds that /readyz says draining before a told stop begins, so that a proxy looks elsewhere.",
    )
    metrics_token: str = Field("", description="Opens /metrics to others than this machine; empty: to nobody else.")
    ready_within: float = Field(2.0, description="Seconds in which the database must answer for /readyz.")
    log_format: Literal["auto", "json", "text"] = Field(
        "auto", description="Form of the log's lines; auto: text on a terminal, else JSON."
    )
    log_requests: bool = Field(False, description="One line for each request and socket: route, status, time.")

    @field_validator("origins", mode="before")
    @classmethod
    def _listed(cls, value: object) -> object:
        return tuple(filter(None, map(str.strip, value.split(",")))) if isinstance(value, str) else value

    @field_validator("public_url", "origins")
    @classmethod
    def _with_scheme(cls, value: str | tuple[str, ...]) -> str | tuple[str, ...]:
        """An address without a scheme would be nobody's origin, or everybody's."""
        for address in (value,) if isinstance(value, str) else value:
            if address and not address.startswith(("http://", "https://")):
                raise ValueError(f"{address!r} must begin with http:// or https://")
        return value

    @model_validator(mode="after")
    def _mail_comes_from_somewhere(self) -> Self:
        if self.smtp_url and "@" not in self.mail_from:
            raise ValueError("FREMTIDSBILDE_SMTP_URL needs FREMTIDSBILDE_MAIL_FROM, like fremtidsbilde@example.no")
        if self.smtp_url and not self.smtp_url.startswith(("smtps://", "smtp://", "smtp+plain://")):
            raise ValueError("FREMTIDSBILDE_SMTP_URL must begin with smtps://, smtp:// or smtp+plain://")
        if self.smtp_url and not self.public_url:  # else whoever asks would say where a letter's link leads
            raise ValueError("FREMTIDSBILDE_SMTP_URL needs FREMTIDSBILDE_PUBLIC_URL: links in letters lead there")
        return self

    @property
    def database(self) -> str:
        """The database's address, with the default filled in."""
        for scheme in ("postgres://", "postgresql://"):
            if self.database_url.startswith(scheme):
                return f"postgresql+psycopg://{self.database_url.removeprefix(scheme)}"
        return self.database_url or f"sqlite:///{self.data / 'fremtidsbilde.db'}"

    def environment(self) -> dict[str, str]:
        """What was set, as another process of this program reads it."""
        given = self.model_dump(mode="json", include=self.model_fields_set)
        return {f"FREMTIDSBILDE_{name.upper()}": _as_read(value) for name, value in given.items()}

    def signing_secret(self) -> str:
        """The secret that signs cookies; made with the data folder on the first start, readable by its owner only."""
        if self.secret:
            return self.secret
        file = self.data / "secret"
        if not file.exists() or not file.read_text().strip():
            self.data.mkdir(parents=True, exist_ok=True)
            fresh = self.data / f"secret.{secrets.token_hex(4)}"
            fresh.touch(mode=0o600)
            with fresh.open("w") as written:
                written.write(secrets.token_urlsafe(48))
                written.flush()
                os.fsync(written.fileno())
            fresh.replace(file)
        return file.read_text().strip()


def _as_read(value: object) -> str:
    if isinstance(value, list):
        return ",".join(value)
    return value if isinstance(value, str) else json.dumps(value)
