"""What every command needs: options, the database, reports, exit codes."""

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer
from pydantic import ValidationError

from app.address import for_phones
from app.settings import Settings

Data = Annotated[
    Path, typer.Option("--data", envvar="FREMTIDSBILDE_DATA", help="Folder of the database and other files.")
]
Json = Annotated[bool, typer.Option("--json", help="Report as JSON.")]
Address = Annotated[str, typer.Option(help="The server's address in printed links; empty: this machine's, port 8000.")]

FOUND_WRONG = 1
WRONG_WORDS = 2
NOT_FOUND = 3
TOO_NEW = 4
UNOPENED = 6
HERE = Path("data")


def settings_for(data: Path, **more: Any) -> Settings:
    """The settings; where one of them cannot be, the command ends with a line that says which, and quotes nothing."""
    try:
        return Settings(data=data, **more)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        where = "".join(f"{step}: " for step in first["loc"][:1])
        fail(f"{where}{first['msg'].removeprefix('Value error, ')}; see docs/deploy.md", WRONG_WORDS)


@contextmanager
def writing(settings: Settings) -> Iterator[Any]:
    """A connection that may write, to a database brought up to date; without one the command ends here."""
    with database_of(settings) as database, database.writing() as connection:
        yield connection


@contextmanager
def reading(settings: Settings) -> Iterator[Any]:
    """A connection that holds nobody up; the database must be there."""
    if not settings.database_url and not (settings.data / "fremtidsbilde.db").exists():
        fail(f"there is no database in {settings.data}", NOT_FOUND)
    with database_of(settings) as database, database.reading() as connection:
        yield connection


@contextmanager
def database_of(settings: Settings) -> Iterator[Any]:
    """A database brought up to date. Where it cannot be used the command ends, with a line and an exit code."""
    from app.store.database import NewerDatabase
    from app.store.opening import Unopened, opened

    try:
        with opened(settings.database) as database:
            yield database
    except NewerDatabase as error:
        fail(f"the database is newer than this program (it has {error}); update the program", TOO_NEW)
    except Unopened as error:
        fail(str(error), UNOPENED)


def base(address: str) -> str:
    settings = Settings()
    return (address or settings.public_url or f"http://{for_phones(settings.host)}:{settings.port}").rstrip("/")


def report(facts: dict[str, Any], *, as_json: bool) -> None:
    if as_json:
        say(json.dumps(facts, ensure_ascii=False))
        return
    for name, value in facts.items():
        say(f"{name:>14}  {value}")


def say(line: str) -> None:
    """Report. Where nobody can be told, the command ends with an exit code that says so; what it did stands."""
    if not tell(line):
        fail("what was done could not be reported: standard output cannot be written to", FOUND_WRONG)


def tell(line: str) -> bool:
    """Print a line by the way; whether it could be printed. Nothing depends on it."""
    try:
        sys.stdout.write(f"{line}\n")
        sys.stdout.flush()
    except (OSError, AttributeError):  # a full disk, a closed pipe; no standard output at all
        with suppress(OSError, AttributeError):  # what is still to be written must not fail once more at the end
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return False
    return True


def fail(line: str, code: int) -> NoReturn:
    with suppress(OSError, AttributeError):
        sys.stderr.write(f"fremtidsbilde: {line}\n")
    raise typer.Exit(code)
