"""Commands for accounts."""

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from app.cli.terminal import (
    HERE,
    NOT_FOUND,
    Address,
    Data,
    Json,
    base,
    fail,
    reading,
    report,
    say,
    settings_for,
    writing,
)

user_cli = typer.Typer(no_args_is_help=True, help="Let people in and keep them out.")


@user_cli.command("invite")
def invite_user(
    role: Annotated[str, typer.Option(help="administrator or facilitator.")] = "facilitator",
    data: Data = HERE,
    address: Address = "",
    as_json: Json = False,
) -> None:
    """Print a one-time link with which somebody makes an account."""
    if role not in ("administrator", "facilitator"):
        raise typer.BadParameter("administrator or facilitator", param_hint="--role")
    report({"link": _link(data, address, role, None)}, as_json=as_json)


@user_cli.command("reset")
def reset_user(email: str, data: Data = HERE, address: Address = "", as_json: Json = False) -> None:
    """Print a one-time link with which an account chooses a new password."""
    report({"link": _link(data, address, "facilitator", email)}, as_json=as_json)


@user_cli.command("list")
def list_users(data: Data = HERE, as_json: Json = False) -> None:
    """List all accounts."""
    from app.store import accounts

    with reading(settings_for(data)) as connection:
        there = accounts.accounts(connection)
    rows = [{"email": a.email, "name": a.name, "role": a.role, "active": a.active} for a in there]
    if as_json:
        say(json.dumps(rows, ensure_ascii=False))
    for row in [] if as_json else rows:
        say("  ".join(str(value) for value in row.values()))


@user_cli.command("disable")
def disable_user(email: str, data: Data = HERE) -> None:
    """Keep an account out, and end its sessions."""
    _set_active(data, email, active=False)


@user_cli.command("enable")
def enable_user(email: str, data: Data = HERE) -> None:
    """Let an account in again."""
    _set_active(data, email, active=True)


def _set_active(data: Path, email: str, *, active: bool) -> None:
    from app.store import accounts

    with writing(settings_for(data)) as connection:
        account = accounts.by_email(connection, email)
        if account is None:
            fail(f"no account has the address {email}", NOT_FOUND)
        accounts.set_active(connection, account.id, active=active)


def _link(data: Path, address: str, role: Any, email: str | None) -> str:
    from app.main import now
    from app.store import accounts

    settings = settings_for(data)
    with writing(settings) as connection:
        account = accounts.by_email(connection, email) if email is not None else None
        if email is not None and account is None:
            fail(f"no account has the address {email}", NOT_FOUND)
        invitation = accounts.Invitation(role=role, workshop=None, account=account.id if account else None)
        secret = accounts.invite(connection, invitation, now=now(), days=settings.invitation_days)
    return f"{base(address)}/invitation/{secret}"
