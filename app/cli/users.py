"""Commands for accounts."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

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

if TYPE_CHECKING:
    from app.region.rights import Grant
    from app.settings import Settings

user_cli = typer.Typer(no_args_is_help=True, help="Let people in and keep them out.")


@user_cli.command("invite")
def invite_user(
    role: Annotated[str, typer.Option(help="administrator, coordinator, facilitator or reader.")] = "facilitator",
    network: Annotated[str, typer.Option(help="The network in which they have it, by name.")] = "",
    municipality: Annotated[str, typer.Option(help="The municipality of it, by name or number.")] = "",
    unit: Annotated[str, typer.Option(help="The unit of that, by name.")] = "",
    data: Data = HERE,
    address: Address = "",
    as_json: Json = False,
) -> None:
    """Print a one-time link with which somebody makes an account, or gets a role besides those they have."""
    from app.region.rights import ROLES, Grant
    from app.store import region

    settings = settings_for(data)
    with writing(settings) as connection:
        place = region.place_named(connection, network, municipality, unit) if network else None
    if network and place is None:
        fail(f"there is no {unit or municipality or network}: see `fremtidsbilde network list`", NOT_FOUND)
    chosen = next((one for one in ROLES if one == role), None)
    if chosen is None:
        raise typer.BadParameter(", ".join(ROLES), param_hint="--role")
    try:
        grant = Grant(chosen, place)
    except ValueError as wrong:
        raise typer.BadParameter(str(wrong), param_hint="--role") from None
    report({"link": _link(settings, address, grant)}, as_json=as_json)


@user_cli.command("reset")
def reset_user(email: str, data: Data = HERE, address: Address = "", as_json: Json = False) -> None:
    """Print a one-time link with which an account chooses a new password."""
    from app.region.rights import Grant

    report({"link": _link(settings_for(data), address, Grant("facilitator"), email)}, as_json=as_json)


@user_cli.command("list")
def list_users(data: Data = HERE, as_json: Json = False) -> None:
    """List all accounts."""
    from app.store import accounts

    with reading(settings_for(data)) as connection:
        there = accounts.accounts(connection)
    rows = [
        {"email": a.email, "name": a.name, "roles": ", ".join(sorted({g.role for g in a.grants})), "active": a.active}
        for a in there
    ]
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
    from app.store import accounts, grants

    with writing(settings_for(data)) as connection:
        account = accounts.by_email(connection, email)
        if account is None:
            fail(f"no account has the address {email}", NOT_FOUND)
        accounts.set_active(connection, account.id, active=active)
        nobody_left = not grants.has_administrator(connection)
    if nobody_left and not active:
        say("Nobody can administrate now: the next start prints a link with which somebody can.")


def _link(settings: "Settings", address: str, grant: "Grant", email: str | None = None) -> str:
    from app.main import now
    from app.store import accounts, invitations

    with writing(settings) as connection:
        account = accounts.by_email(connection, email) if email is not None else None
        if email is not None and account is None:
            fail(f"no account has the address {email}", NOT_FOUND)
        invitation = invitations.Invitation(grant, account=account.id if account else None)
        secret = invitations.invite(connection, invitation, now=now(), days=settings.invitation_days)
    return f"{base(address)}/invitation/{secret}"
