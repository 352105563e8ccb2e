"""Commands that fill an installation with what is made up, for trying out and measuring."""

import time
from typing import TYPE_CHECKING, Annotated

import typer

from app.cli.terminal import (
    FOUND_WRONG,
    HERE,
    NOT_FOUND,
    Address,
    Data,
    Json,
    base,
    database_of,
    fail,
    report,
    settings_for,
    writing,
)

if TYPE_CHECKING:
    from rich.progress import Progress

    from app.settings import Settings

seed_cli = typer.Typer(no_args_is_help=True, help="Fill an installation with made-up workshops, to try it out.")

MOST_UNITS = 125


@seed_cli.command("region")
def seed_region(
    units: Annotated[int, typer.Option(min=1, max=MOST_UNITS, help="Units of eight municipalities.")] = MOST_UNITS,
    workshops: Annotated[int, typer.Option(min=1, max=50, help="Workshops that each unit has held.")] = 2,
    statements: Annotated[int, typer.Option(min=6, max=2000, help="Statements in each workshop.")] = 120,
    seed: Annotated[int, typer.Option(help="Makes words, people and days the same each time.")] = 2040,
    account: Annotated[
        str, typer.Option(help="Address of the account that becomes coordinator; a new one gets a one-time link.")
    ] = "",
    network: Annotated[str, typer.Option(help="What the new network is called.")] = "Nettverk 2040",
    again: Annotated[
        str, typer.Option(help="The name of a network that is there: its units hold more workshops, made up as well.")
    ] = "",
    data: Data = HERE,
    address: Address = "",
    as_json: Json = False,
) -> None:
    """Make up a region: a network, and workshops over two school years with all that is written and told in them."""
    from app.demo.whole_region import NetworkThere, NoNetwork, Size, made_up
    from app.demo.whole_region import seed_region as put_in
    from app.main import now

    if not 0 < len(again or network) <= 120:
        raise typer.BadParameter("1 to 120 characters", param_hint="--network")
    if account and "@" not in account:
        raise typer.BadParameter("an e-mail address", param_hint="--account")
    settings, size = settings_for(data), Size(units, workshops, statements)
    started = time.monotonic()
    with database_of(settings) as database, _progress(shown=not as_json) as bar:
        task = bar.add_task("Workshops", total=None if again else units * workshops)
        try:
            made = put_in(
                database,
                made_up(again or network, units),
                size,
                now=now(),
                seed=seed,
                coordinator=account,
                again=bool(again),
                progress=lambda done: bar.advance(task, done),
            )
        except NetworkThere:
            fail(f"there is a network {network} already: give another --network, or --again with its name", FOUND_WRONG)
        except NoNetwork:
            fail(f"there is no network {again} with units: see `fremtidsbilde network list`", NOT_FOUND)
    facts: dict[str, object] = {
        "network": again or network,
        "units": made.units,
        "workshops": made.workshops,
        "statements": made.statements,
        "seconds": round(time.monotonic() - started, 1),
    }
    if made.coordinator is not None:
        facts["coordinator"] = account
    if made.coordinator is not None and made.fresh:
        facts["link"] = _link(settings, address, made.coordinator)
    report(facts, as_json=as_json)


def _link(settings: "Settings", address: str, account: str) -> str:
    """A one-time link with which a new account chooses its password."""
    from app.main import now
    from app.region.rights import Grant
    from app.store import invitations

    with writing(settings) as connection:
        invitation = invitations.Invitation(Grant("facilitator"), account=account)
        secret = invitations.invite(connection, invitation, now=now(), days=settings.invitation_days)
    return f"{base(address)}/invitation/{secret}"


def _progress(*, shown: bool) -> "Progress":
    """A bar on a terminal, and nothing anywhere else."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    return Progress(*columns, console=console, transient=True, disable=not (shown and console.is_terminal))
