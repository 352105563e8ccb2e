"""Commands for methods."""

import json
from pathlib import Path
from typing import Annotated

import typer

from app.cli.terminal import FOUND_WRONG, Json, fail, say
from app.workshop.people import Language

method_cli = typer.Typer(no_args_is_help=True, help="Show and check methods.")


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
    from app.workshop.method import BadMethod, parse

    try:
        method = parse(file.read_text(encoding="utf-8"), str(file))
    except (BadMethod, UnicodeDecodeError) as wrong:
        fail(str(wrong), FOUND_WRONG)
    say(f"{method.id}: {len(method.steps)} steps, {method.minutes} minutes")
