"""What the doctor looks at outside of this machine: the way for phones, Redis, mail, and who vouches for people."""

import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

from app.address import is_loopback, on_network
from app.finding import Finding
from app.mail import Mail, NotSent, Why
from app.openid import known, providers
from app.openid.asking import Providers
from app.settings import Settings


def everything(settings: Settings) -> Iterator[Finding]:
    """Look at all of it that is set."""
    yield address(settings)
    if settings.redis_url:
        yield bus(settings.redis_url)
    if settings.smtp_url:
        yield mail(settings)
    yield from vouching(settings)


def address(settings: Settings) -> Finding:
    """The address that phones would type leads here from somewhere else."""
    public = settings.public_url
    if public:
        parts = urlsplit(public)
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.path or parts.query:
            return Finding("address", "wrong", f"{public} is no address of a site: write it like https://example.no")
        if is_loopback(parts.hostname):
            return Finding(
                "address", "warning", f"{public} leads phones to themselves: set the address they can reach."
            )
        return Finding("address", "ok", f"Phones type {public}")
    if is_loopback(settings.host):
        return Finding("address", "warning", f"Only this machine reaches {settings.host}: phones need --host 0.0.0.0")
    here = on_network()
    if is_loopback(here):
        return Finding("address", "warning", "This machine is on no network: connect it before phones are to reach it.")
    return Finding("address", "ok", f"Phones type http://{here}:{settings.port}")


def bus(url: str) -> Finding:
    """Redis answers."""
    from redis import Redis  # noqa: PLC0415 - most have none
    from redis.exceptions import RedisError  # noqa: PLC0415 - as above

    try:
        with Redis.from_url(url, socket_connect_timeout=2, socket_timeout=2) as client:
            client.ping()
    except (RedisError, OSError, ValueError) as error:
        why = type(error).__name__
        return Finding("redis", "wrong", f"Redis does not answer ({why}): start it, or see to FREMTIDSBILDE_REDIS_URL.")
    return Finding("redis", "ok", "Redis answers.")


_MAIL: dict[Why, str] = {
    "unreachable": "The mail server is not to be reached: see that it runs, and that this machine may go there",
    "too_slow": "The mail server does not answer in time: see that it runs, and that this machine may go there",
    "no_encryption": "The mail server has no TLS that this machine trusts: see to its certificate, and whether it is "
    "smtps:// or smtp://",
    "wrong_password": "The mail server takes neither name nor password",
    "refused": "The mail server does not let this machine send",
}


def mail(settings: Settings) -> Finding:
    """The mail server answers, is spoken to safely, and lets this machine send. Nothing is sent."""
    try:
        Mail(settings.smtp_url, settings.mail_from, within=settings.mail_within).greet()
    except NotSent as error:
        return Finding("mail", "wrong", f"{_MAIL[error.why]} (FREMTIDSBILDE_SMTP_URL). Links are shown meanwhile.")
    except ValueError:
        return Finding("mail", "wrong", "FREMTIDSBILDE_SMTP_URL names no server: write it like smtps://user:word@host")
    return Finding("mail", "ok", "The mail server takes letters.")


_VOUCHING: dict[known.Why, str] = {
    "provider_down": "does not answer: see that it runs, and that this machine may ask it",
    "provider_odd": "is not what the file says: see to issuer, which must be exactly as the provider writes it",
    "sign_in_again": "",
    "sign_in_declined": "",
}


def vouching(settings: Settings) -> Iterator[Finding]:
    """The file of those who vouch for people can be used, is nobody else's to read, and each of them answers."""
    try:
        listed = providers.read(settings.oidc)
    except providers.Unfit as wrong:
        yield Finding("sign-in", "wrong", f"{wrong}: mend it, docs/guides/sign-in.md says how.")
        return
    for file in [Path(settings.oidc), *(one.client_secret_file for one in listed if one.client_secret_file)]:
        if listed and file.stat().st_mode & 0o007 and any(one.secret for one in listed):
            yield Finding("sign-in", "wrong", f"Everybody on this machine can read {file}: chmod 640 {file}")
            return
    for one in listed:
        why = asyncio.run(_found(one, settings.oidc_within))
        says = f"{one.name} {_VOUCHING[why]}." if why else f"{one.name} answers."
        yield Finding("sign-in", "wrong" if why else "ok", says)


async def _found(provider: providers.Provider, within: float) -> known.Why | None:
    asking = Providers([provider], within=within, clock=lambda: datetime.now(UTC))
    try:
        await asking.found(provider)
    except known.Failed as failed:
        return failed.why
    finally:
        await asking.close()
    return None
