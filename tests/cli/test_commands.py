"""The command line: every command says what it does, what it found, and by its exit code how it went."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import pytest
import typer
from typer.testing import Result

from app.cli import cli
from app.export import FORMATS
from app.store import accounts, invitations
from app.store.database import Database
from tests.cli.running import DONE, FOUND_WRONG, MISUSED, NOT_FOUND, TOO_NEW, as_json, run
from tests.realtime.stations import workshop_in
from tests.server import PASSWORD, Clock


def commands() -> Iterator[tuple[list[str], click.Command]]:
    def below(path: list[str], command: Any) -> Iterator[tuple[list[str], click.Command]]:
        yield path, command
        for name, inner in getattr(command, "commands", {}).items():
            yield from below([*path, name], inner)

    yield from below([], typer.main.get_command(cli))


COMMANDS = {" ".join(path): command for path, command in commands()}


@pytest.mark.parametrize("path", COMMANDS)
def test_every_command_and_option_explains_itself(path: str) -> None:
    shown = run(*path.split(), "--help")
    assert shown.exit_code == DONE
    command = COMMANDS[path]
    assert command.help
    for parameter in command.params:
        if isinstance(parameter, click.Option) or hasattr(parameter, "help"):
            name = parameter.name
            assert getattr(parameter, "help", None) or parameter.param_type_name == "argument", f"{path} {name}"


def test_the_commands_are_these() -> None:
    leaves = {path for path, command in COMMANDS.items() if not hasattr(command, "commands")}
    assert leaves == {
        *("serve", "demo", "simulate", "verify", "doctor", "export", "workshop create", "workshop list"),
        *("backup", "restore", "new-epoch", "method list", "method check", "method import", "method export"),
        *(f"user {name}" for name in ("invite", "reset", "list", "disable", "enable")),
        *("network list", "network import", "seed region"),
    }


def test_a_workshop_is_made_and_listed(data: Path) -> None:
    made = as_json("workshop", "create", "--title", "Skolen i 2040", "--data", data, "--address", "https://x.no/")
    assert made["join"] == f"https://x.no/w/{made['code']}/"
    assert made["wall"].startswith("https://x.no/wall/")
    assert made["desk"].startswith("https://x.no/invitation/")
    (listed,) = as_json("workshop", "list", "--data", data)
    assert listed == {
        "code": made["code"],
        "title": "Skolen i 2040",
        "stage": "open",
        "statements": 0,
    }
    as_lines = run("workshop", "create", "--title", "Et til", "--data", data)
    assert as_lines.exit_code == DONE
    assert {line.split()[0] for line in as_lines.stdout.splitlines()} == {"code", "join", "wall", "desk"}
    assert len(run("workshop", "list", "--data", data).stdout.splitlines()) == 2


@pytest.mark.parametrize(
    "words",
    [
        ["--title", ""],
        ["--title", "x" * 121],
        ["--title", "x", "--language", "de"],
        ["--title", "x", "--limit", "5"],
        ["--title", "x", "--question", "?" * 301],
        [],
    ],
)
def test_a_workshop_that_cannot_be_is_not_made(data: Path, words: list[str]) -> None:
    assert run("workshop", "create", "--title", "Til sammenligning", "--data", data).exit_code == DONE
    assert run("workshop", "create", *words, "--data", data).exit_code == MISUSED
    assert len(as_json("workshop", "list", "--data", data)) == 1


def test_accounts_are_invited_listed_kept_out_and_let_in(database: Database, data: Path) -> None:
    link = as_json("user", "invite", "--role", "administrator", "--data", data, "--address", "http://x")["link"]
    with database.writing() as connection:
        secret = link.removeprefix("http://x/invitation/")
        made = invitations.accept(
            connection,
            secret,
            None,
            email="kari@example.no",
            name="Kari",
            password=accounts.hashed(PASSWORD),
            now=Clock()(),
        )
    assert made is not None
    (listed,) = as_json("user", "list", "--data", data)
    assert listed == {"email": "kari@example.no", "name": "Kari", "roles": "administrator", "active": True}
    for command, active in (("disable", False), ("enable", True)):
        done = run("user", command, "KARI@example.no", "--data", data)
        assert done.exit_code == DONE
        assert ("Nobody can administrate now" in done.stdout) is not active
        assert as_json("user", "list", "--data", data)[0]["active"] is active
    assert as_json("user", "reset", "kari@example.no", "--data", data)["link"]
    assert "kari@example.no" in run("user", "list", "--data", data).stdout


@pytest.mark.parametrize("command", ["reset", "disable", "enable"])
def test_an_account_that_there_is_not_is_not_found(data: Path, command: str) -> None:
    told = run("user", command, "nobody@example.no", "--data", data)
    assert told.exit_code == NOT_FOUND
    assert len(told.stderr.strip().splitlines()) == 1
    assert "nobody@example.no" in told.stderr


def test_a_role_that_there_is_not_is_refused(data: Path) -> None:
    assert run("user", "invite", "--role", "king", "--data", data).exit_code == MISUSED


def export(database: Database, data: Path, *words: object) -> Result:
    with database.reading() as connection:
        code = connection.exec_driver_sql("SELECT code FROM workshop").scalar()
    return run("export", "--code", code, "--data", data, *words)


@pytest.mark.parametrize("form", FORMATS)
def test_a_workshop_is_written_to_a_file_of_each_kind(
    database: Database, data: Path, tmp_path: Path, form: str
) -> None:
    workshop_in(database)
    out = tmp_path / "out"
    told = export(database, data, "--out", out, "--format", form)
    assert told.exit_code == DONE, told.output
    assert str(out) in told.stdout
    named = tmp_path / f"file.{form}"
    assert export(database, data, "--out", named).exit_code == DONE
    assert named.read_bytes()[:4] == out.read_bytes()[:4], "the ending of its name says what it is"


def test_a_table_of_votes_is_written_where_that_is_asked_for(database: Database, data: Path, tmp_path: Path) -> None:
    workshop_in(database)
    votes = tmp_path / "votes.csv"
    assert export(database, data, "--out", votes, "--table", "votes").exit_code == DONE
    assert votes.read_text("utf-8-sig").startswith("Avstemning;Kriterium;Alternativ")


@pytest.mark.parametrize("words", [["--format", "exe"], ["--format", "csv", "--delimiter", "|"]])
def test_a_file_that_cannot_be_is_not_written(database: Database, data: Path, tmp_path: Path, words: list[str]) -> None:
    workshop_in(database)
    assert export(database, data, "--out", tmp_path / "out", *words).exit_code == MISUSED
    assert not (tmp_path / "out").exists()


def test_a_file_in_a_folder_that_there_is_not_is_a_mistake_and_no_crash(
    database: Database, data: Path, tmp_path: Path
) -> None:
    workshop_in(database)
    told = export(database, data, "--out", tmp_path / "nowhere" / "out")
    assert told.exit_code == MISUSED


def test_a_folder_without_a_database_is_told_and_stays_empty(data: Path, tmp_path: Path) -> None:
    for words in (["verify"], ["workshop", "list"], ["user", "list"], ["export", "--code", "1", "--out", tmp_path]):
        told = run(*words, "--data", data)
        assert told.exit_code == NOT_FOUND
        assert str(data) in told.stderr
    assert not data.exists()


def test_a_code_that_there_is_not_is_not_found(database: Database, data: Path, tmp_path: Path) -> None:
    told = run("export", "--code", "123456", "--out", tmp_path / "out", "--data", data)
    assert told.exit_code == NOT_FOUND
    assert "123456" in told.stderr


def test_verify_finds_nothing_where_all_is_well_and_tells_what_is_wrong(database: Database, data: Path) -> None:
    workshop_in(database)
    well = as_json("verify", "--data", data)
    assert (well["workshops"], well["problems"]) == (1, [])
    assert run("verify", "--data", data).exit_code == DONE
    with database.writing() as connection:
        connection.exec_driver_sql("DELETE FROM event WHERE seq = 3")
    told = run("verify", "--data", data, "--json")
    assert told.exit_code == FOUND_WRONG
    ((_, what),) = json.loads(told.stdout)["problems"]
    assert "event 3" in what
    assert "event 3" in run("verify", "--data", data).stdout


@pytest.mark.parametrize(
    "words",
    [["verify"], ["workshop", "list"], ["user", "list"], ["user", "invite"], ["workshop", "create", "--title", "x"]],
    ids=" ".join,
)
def test_a_database_of_a_newer_program_is_refused_in_one_line(database: Database, data: Path, words: list[str]) -> None:
    with database.writing() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999_new'")
    told = run(*words, "--data", data)
    assert told.exit_code == TOO_NEW
    assert len(told.stderr.strip().splitlines()) == 1
    assert "9999_new" in told.stderr


def test_reading_commands_do_not_wait_for_one_who_writes(database: Database, data: Path, tmp_path: Path) -> None:
    """Beside a running server in the middle of a batch."""
    workshop_in(database)
    with database.reading() as connection:
        code = connection.exec_driver_sql("SELECT code FROM workshop").scalar()
    out = ["--out", tmp_path / "out", "--code", code]
    with database.writing():
        for words in (["workshop", "list"], ["user", "list"], ["verify"], ["export", *out]):
            assert run(*words, "--data", data).exit_code == DONE, words
