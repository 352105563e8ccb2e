"""The command line. Each command opens what it needs; imports inside keep the others quick to start."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from app.cli.backups import backup, new_epoch, restore
from app.cli.exporting import export
from app.cli.methods import method_cli
from app.cli.networks import network_cli
from app.cli.seeding import seed_cli
from app.cli.simulating import simulate
from app.cli.terminal import FOUND_WRONG, HERE, Data, Json, reading, say, settings_for, tell
from app.cli.users import user_cli
from app.cli.workshops import workshop_cli
from app.settings import Settings

EXIT_CODES = (
    "Exit codes: 0 done; 1 something found wrong, or outcomes unknown; 2 the call's words or a setting are off; "
    "3 no such workshop, account or method, or a server that could not start; "
    "4 the database is newer than the program; 5 a server has the database open; "
    "6 the database cannot be opened, read or written."
)

cli = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    help="Live workshops for a shared picture of the future.",
    epilog=EXIT_CODES,
)
cli.add_typer(workshop_cli, name="workshop")
cli.add_typer(user_cli, name="user")
cli.add_typer(method_cli, name="method")
cli.add_typer(network_cli, name="network")
cli.add_typer(seed_cli, name="seed")
cli.command()(backup)
cli.command()(restore)
cli.command()(new_epoch)
cli.command()(simulate)
cli.command()(export)


def main() -> None:
    """The console script."""
    cli()


@cli.command()
def serve(
    host: Annotated[
        str, typer.Option(envvar="FREMTIDSBILDE_HOST", help="Address to listen on.")
    ] = Settings.model_fields["host"].default,
    port: Annotated[int, typer.Option(envvar="FREMTIDSBILDE_PORT", help="Port to listen on.")] = 8000,
    workers: Annotated[
        int, typer.Option(envvar="FREMTIDSBILDE_WORKERS", min=1, help="Processes that share the port.")
    ] = 1,
    data: Data = HERE,
) -> None:
    """Start the server."""
    from app.serving import run

    run(settings_for(data, host=host, port=port), tell, workers=workers)


@cli.command()
def demo(
    host: Annotated[
        str, typer.Option(envvar="FREMTIDSBILDE_HOST", help="Address to listen on.")
    ] = Settings.model_fields["host"].default,
    port: Annotated[int, typer.Option(envvar="FREMTIDSBILDE_PORT", help="Port to listen on.")] = 8000,
    data: Data = Path("data/demo"),
    participants: Annotated[int, typer.Option(help="Simulated participants.")] = 40,
    rate: Annotated[float, typer.Option(help="Statements a second, from all of them together.")] = 0.4,
) -> None:
    """Start the server with a made-up workshop in full swing, and simulated participants in it."""
    from app.serving import run_demo

    run_demo(settings_for(data, host=host, port=port), tell, participants=participants, rate=rate)


@cli.command()
def verify(data: Data = HERE, as_json: Json = False) -> None:
    """Replay every room from its log; check holes, doubles and projections. Exit code 1 where something is wrong."""
    from app.verify import verify as verified

    with reading(settings_for(data)) as connection:
        findings = verified(connection)
    if as_json:
        say(json.dumps(asdict(findings), ensure_ascii=False))
    else:
        say(f"{findings.workshops} workshops, {findings.events} events, {findings.statements} statements")
        for code, what in findings.problems:
            say(f"  {code}: {what}")
        say(f"{len(findings.problems)} problems" if findings.problems else "all is well")
    if findings.problems:
        raise typer.Exit(FOUND_WRONG)


@cli.command()
def doctor(data: Data = HERE, as_json: Json = False) -> None:
    """Look at everything that a workshop rests on. Exit code 1 where something is wrong."""
    from app.doctor import examine

    findings = examine(settings_for(data))
    if as_json:
        say(json.dumps([asdict(finding) for finding in findings], ensure_ascii=False))
    for finding in [] if as_json else findings:
        say(f"{finding.state:>8}  {finding.name:<15} {finding.says}")
    if any(finding.state == "wrong" for finding in findings):
        raise typer.Exit(FOUND_WRONG)
