"""Simulated people against a running server: statements from a file, or a whole workshop by a method."""

import asyncio
import json
import secrets
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from urllib.parse import urlsplit

import typer

from app.cli.terminal import FOUND_WRONG, HERE, NOT_FOUND, Data, Json, fail, report, say, settings_for, writing

if TYPE_CHECKING:
    from app.simulate.lines import Line
    from app.simulate.method_run import MethodReport
    from app.workshop.method import Method

PEOPLE, PEOPLE_BY_METHOD = 40, 60
FACILITATOR = "simulated@fremtidsbilde.example"
"""The account that runs simulated workshops. Nobody knows its password; each run lets it in by a one-time link."""
SHOWN = 20
"""Findings that are told one by one."""


def simulate(
    code: Annotated[str, typer.Option(help="The workshop's code; with --method, empty: a new one.")] = "",
    file: Annotated[
        Path | None, typer.Option("--from", help="CSV file of statements.", exists=True, dir_okay=False)
    ] = None,
    method: Annotated[
        str, typer.Option(help="Run a whole workshop by this method: its name, or a file that ends in .toml.")
    ] = "",
    participants: Annotated[
        int | None, typer.Option(min=1, help=f"How many take part; else {PEOPLE}, or {PEOPLE_BY_METHOD} with --method.")
    ] = None,
    rate: Annotated[float, typer.Option(min=0.01, help="Statements a second, from all together.")] = 2.0,
    pace: Annotated[
        float,
        typer.Option(min=0.01, max=100, help="With --method: how long people take, 1 being a few seconds a step."),
    ] = 1.0,
    text: Annotated[str, typer.Option(help="Column of the statement.")] = "text",
    group: Annotated[str, typer.Option(help="Column of the stakeholder group; empty: by chance.")] = "",
    delimiter: Annotated[str, typer.Option(help="Between the columns.")] = ",",
    server: Annotated[str, typer.Option(help="The server's address.")] = "http://127.0.0.1:8000",
    desk: Annotated[
        str, typer.Option(help="With --method: a workshop's one-time desk link; empty: one is made beside the server.")
    ] = "",
    seed: Annotated[int | None, typer.Option(help="Makes pace and order the same each time.")] = None,
    data: Data = HERE,
    as_json: Json = False,
) -> None:
    """Play statements from a file, or with --method a whole workshop, through real sockets.

    Exit code 1 where an outcome is unknown, and with --method also where something was lost or doubled, or a phone did
    not come along.
    """
    import httpx2

    from app.simulate import NoSuchWorkshop
    from app.simulate import simulate as play
    from app.simulate.facilitator import NotLetIn
    from app.simulate.method_run import CannotRun, run_method
    from app.workshop.people import GROUPS

    if not method and not (code and file):
        raise typer.BadParameter("without --method, both --code and --from are needed")
    lines = _lines(file, text, group, delimiter)
    try:
        if not method:
            playing = play(
                server, code, lines, participants=participants or PEOPLE, rate=rate, groups=GROUPS, seed=seed
            )
            played = asyncio.run(playing)
            report(played.figures(), as_json=as_json)
            well = not played.unknown
        else:
            agenda = _method(method)
            secret = urlsplit(desk).path.rpartition("/")[2] if desk else _let_in(data, code, agenda)
            people = participants or PEOPLE_BY_METHOD
            running = run_method(
                server, secret, agenda, participants=people, groups=GROUPS, lines=lines, pace=pace, seed=seed
            )
            ran = asyncio.run(running)
            _tell(ran, as_json=as_json)
            well = ran.well
    except NoSuchWorkshop:
        fail(f"no workshop has the code {code}", NOT_FOUND)
    except NotLetIn:
        fail(f"{server} lets nobody in to a desk with this link", NOT_FOUND)
    except CannotRun as reason:
        fail(f"the method cannot be run in this workshop: {reason}", FOUND_WRONG)
    except (httpx2.HTTPError, OSError) as error:
        fail(f"{server} does not answer as hoped: {type(error).__name__}", FOUND_WRONG)
    if not well:
        raise typer.Exit(FOUND_WRONG)


def _lines(file: Path | None, text: str, group: str, delimiter: str) -> "list[Line]":
    from app.simulate.lines import AT_HAND, read_lines

    try:
        lines = read_lines(file, text, group, delimiter) if file else list(AT_HAND)
    except KeyError as error:
        raise typer.BadParameter(str(error.args[0])) from None
    if not lines:
        raise typer.BadParameter(f"there is no statement in {file}", param_hint="--from")
    return lines


def _method(name: str) -> "Method":
    """A method that comes with the program, or one of somebody's own out of a file."""
    from app.workshop.method import BadMethod, parse, shipped

    try:
        if name.endswith(".toml"):
            return parse(Path(name).read_text(encoding="utf-8"), name)
        return shipped()[name]
    except KeyError:
        raise typer.BadParameter(f"there are: {', '.join(shipped())}", param_hint="--method") from None
    except (BadMethod, OSError, UnicodeDecodeError) as wrong:
        raise typer.BadParameter(str(wrong), param_hint="--method") from None


def _let_in(data: Path, code: str, method: "Method") -> str:
    """The secret of a one-time link to the desk of a workshop, or of a new one, written beside the running server."""
    from app.i18n import QUESTIONS
    from app.main import now
    from app.region.rights import Grant
    from app.store import accounts, invitations, workshops
    from app.workshop.commands import Create
    from app.workshop.people import GROUPS

    if not (settings := settings_for(data)).database_url and not (data / "fremtidsbilde.db").exists():
        fail(f"there is no database in {data}: give --data of the server, or --desk", NOT_FOUND)
    password = accounts.hashed(secrets.token_urlsafe(24))
    with writing(settings) as connection:
        there = workshops.by_code(connection, code) if code else None
        if code and there is None:
            fail(f"no workshop has the code {code}", NOT_FOUND)
        account = accounts.by_email(connection, FACILITATOR) or accounts.add_account(
            connection, email=FACILITATOR, name="Simulated", grants=[Grant("facilitator")], password=password, now=now()
        )
        title = f"Simulated: {method.nb.title}"
        create = Create(
            id=secrets.token_urlsafe(12), title=title, question=dict(QUESTIONS), language="nb", groups=GROUPS
        )
        workshop = there or workshops.create(connection, create, owner=account.id, now=now())
        invitation = invitations.Invitation(Grant("facilitator"), workshop.id, account.id)
        return invitations.invite(connection, invitation, now=now(), days=1)


def _tell(ran: "MethodReport", *, as_json: bool) -> None:
    findings = [*ran.balance.lost, *ran.balance.doubled]
    steps = [step.figures() for step in ran.steps]
    if as_json:
        say(json.dumps({**ran.figures(), "each": steps, "findings": findings}, ensure_ascii=False))
        return
    report(ran.figures(), as_json=False)
    say("")
    names = list(steps[0])
    say("  ".join(f"{name:>8}" for name in names))
    for step in steps:
        say("  ".join(f"{step[name]!s:>8}" for name in names))
    for finding in findings[:SHOWN]:
        say(finding)
    if len(findings) > SHOWN:
        say(f"... and {len(findings) - SHOWN} more")
