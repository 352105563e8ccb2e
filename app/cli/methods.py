"""Commands for methods."""

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from app.cli.terminal import FOUND_WRONG, HERE, NOT_FOUND, Data, Json, fail, reading, report, say, settings_for, writing
from app.workshop.people import Language

method_cli = typer.Typer(no_args_is_help=True, help="Show, check, import and export methods.")


@method_cli.command("list")
def list_methods(
    language: Annotated[Language, typer.Option(help="What titles are shown in.")] = "nb",
    as_json: Json = False,
) -> None:
    """Show the methods that come with the program, the shortest first."""
    from app.workshop.method import shipped

    methods = shipped().values()
    if as_json:
        say(json.dumps([method.model_dump(by_alias=True) for method in methods], ensure_ascii=False))
        return
    for method in methods:
        people = f"{method.people[0]}-{method.people[1]}"
        facts = f"{method.minutes:>4} min  {people:>7} people  from age {method.from_age:<2}"
        say(f"{method.id:<20} {facts}  {method.texts(language).title}")


@method_cli.command("check")
def check_method(
    file: Annotated[Path, typer.Argument(help="A method in TOML.", exists=True, dir_okay=False)],
) -> None:
    """Look whether a method of one's own can be used. Exit code 1 where it cannot."""
    method = _method_in(file)
    say(f"{method.id}: {len(method.steps)} steps, {method.minutes} minutes")


@method_cli.command("import")
def import_method(
    file: Annotated[Path, typer.Argument(help="A method in TOML.", exists=True, dir_okay=False)],
    owner: Annotated[str, typer.Option(help="Address of the account that it is to belong to.")],
    share: Annotated[bool, typer.Option("--share", help="Let all who run workshops here use it.")] = False,
    data: Data = HERE,
    as_json: Json = False,
) -> None:
    """Keep a method for an account, by the id that stands in the file. Exit code 1 where it cannot be used."""
    from app.main import now
    from app.store import accounts, methods

    method = _method_in(file)
    with writing(settings_for(data)) as connection:
        account = accounts.by_email(connection, owner)
        if account is None:
            fail(f"no account has the address {owner}", NOT_FOUND)
        try:
            methods.keep(connection, method, owner=account.id, sharing=methods.Sharing(shared=share), now=now())
        except methods.NameTaken:
            fail(f"there is a method {method.id} already; give this one another id", FOUND_WRONG)
    report({"id": method.id, "owner": account.email, "shared": share}, as_json=as_json)


@method_cli.command("export")
def export_method(
    method: Annotated[str, typer.Argument(metavar="ID", help="As it stands in the method's address.")],
    out: Annotated[Path | None, typer.Option(help="File to write; left out: standard output.")] = None,
    data: Data = HERE,
) -> None:
    """Write a method as TOML: one that comes with the program, or one that somebody has made."""
    from app.export.method_file import written
    from app.store import methods
    from app.workshop.method import shipped

    found = shipped().get(method)
    if found is None:
        with reading(settings_for(data)) as connection:
            kept = methods.by_id(connection, method)
        if kept is None:
            fail(f"there is no method {method}", NOT_FOUND)
        found = kept.method
    if out is None:
        say(written(found).rstrip("\n"))
        return
    try:
        out.write_text(written(found), encoding="utf-8")
    except OSError as error:
        raise typer.BadParameter(f"{out} cannot be written: {error.strerror}", param_hint="--out") from None


def _method_in(file: Path) -> Any:
    from app.workshop.method import BadMethod, parse

    try:
        return parse(file.read_text(encoding="utf-8-sig"), str(file))
    except (BadMethod, UnicodeDecodeError) as wrong:
        fail(str(wrong), FOUND_WRONG)
