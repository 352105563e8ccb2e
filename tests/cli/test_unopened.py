"""A database that cannot be used: every command says so in one line with what to do, by an exit code of its own."""

import logging
from collections.abc import Callable, Iterator
from importlib.resources import files
from pathlib import Path

import pytest
import structlog

from app.store.database import Database
from app.workshop.method import parse
from tests.cli.running import FOUND_WRONG, run

UNOPENED = 6
WRITERS = (["serve"], ["demo"], ["user", "invite"], ["workshop", "create", "--title", "x"], ["new-epoch"])
READERS = (["verify"], ["workshop", "list"], ["user", "list"], ["export", "--code", "123456", "--out", "/dev/null"])


@pytest.fixture(autouse=True)
def _logs_as_they_were() -> Iterator[None]:
    """The commands run in this process, and a server sets up its logs before it opens the database."""
    root, kept = logging.getLogger(), structlog.get_config()
    handlers, level = root.handlers[:], root.level
    yield
    structlog.configure(**kept)
    root.handlers[:] = handlers
    root.setLevel(level)


def told(words: list[str], data: Path) -> str:
    """The one line that a command ends with."""
    result = run(*words, "--data", data)
    assert result.exit_code == UNOPENED, result.output
    assert result.stdout == ""
    (line,) = result.stderr.strip().splitlines()
    assert line.startswith("fremtidsbilde: ")
    return line


def _not_a_database(data: Path) -> None:
    data.mkdir()
    (data / "fremtidsbilde.db").write_text("Dette er en handleliste. " * 100)


def _damaged(data: Path) -> None:
    database = Database(f"sqlite:///{data / 'fremtidsbilde.db'}")
    database.migrate()
    database.close()
    with (data / "fremtidsbilde.db").open("r+b") as file:
        file.seek(100)
        file.write(b"\xff" * 8_000)


def _a_folder_in_its_place(data: Path) -> None:
    (data / "fremtidsbilde.db").mkdir(parents=True)


@pytest.mark.parametrize("words", [*WRITERS, *READERS], ids=" ".join)
@pytest.mark.parametrize(
    ("broken", "advice"),
    [
        (_not_a_database, "is no database: put a backup back"),
        (_damaged, "is damaged: put a backup back"),
        (_a_folder_in_its_place, "cannot be opened: its folder must be there"),
    ],
)
def test_a_file_that_is_no_sound_database(
    tmp_path: Path, broken: Callable[[Path], None], advice: str, words: list[str]
) -> None:
    data = tmp_path / "data"
    broken(data)
    line = told(words, data)
    assert advice in line
    assert str(data / "fremtidsbilde.db") in line


@pytest.mark.parametrize("words", WRITERS, ids=" ".join)
def test_a_data_folder_that_cannot_be(tmp_path: Path, words: list[str]) -> None:
    (tmp_path / "file").touch()
    assert "look at the data folder" in told(words, tmp_path / "file" / "data")


@pytest.mark.parametrize("words", [*WRITERS, *READERS], ids=" ".join)
def test_a_postgresql_that_does_not_answer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: list[str]) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://kari:hemmelig@127.0.0.1:9/verksted")
    line = told(words, tmp_path)
    assert "PostgreSQL at 127.0.0.1:9/verksted cannot be used" in line
    assert "is it running" in line
    assert "hemmelig" not in line


@pytest.mark.parametrize("address", ["et sted", "mysql://et/sted", "postgresql://vert:port/navn"])
def test_an_address_that_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    monkeypatch.setenv("DATABASE_URL", address)
    assert "address" in told(["verify"], tmp_path)


def test_a_backup_of_an_address_that_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://vert:port/navn")
    assert "address" in told(["backup", "--out", str(tmp_path / "kopi")], tmp_path)


def test_a_secret_that_cannot_be_made(tmp_path: Path, database_beside: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", database_beside)
    (tmp_path / "file").touch()
    assert "let this user read and write the data folder" in told(["serve"], tmp_path / "file")


def test_a_method_that_cannot_be_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    igp = (files("app.workshop") / "methods" / "igp.toml").read_text(encoding="utf-8")
    broken = igp.replace("minutes = 4", "minutes = 0", 1)
    monkeypatch.setattr("app.serving.shipped", lambda: parse(broken, "igp.toml"))
    result = run("serve", "--data", tmp_path)
    assert result.exit_code == FOUND_WRONG, result.output
    line = broken.splitlines().index("minutes = 0") + 1
    assert f"igp.toml, line {line}:" in result.stderr


@pytest.fixture
def database_beside(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'beside' / 'fremtidsbilde.db'}"


def test_a_setting_that_cannot_be_is_named_in_one_line_without_its_password(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FREMTIDSBILDE_SMTP_URL", "smtps://user:secretword@mail.example.no")
    result = run("serve", "--data", tmp_path)
    assert result.exit_code == 2
    (line,) = result.stderr.strip().splitlines()
    assert "FREMTIDSBILDE_MAIL_FROM" in line
    assert "secretword" not in result.output + line


def test_a_file_of_providers_that_cannot_be_used_is_named_in_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "sign-in.toml"
    file.write_text('[feide]\nname = "Feide"\nclient_secret = "secretword"\n')
    monkeypatch.setenv("FREMTIDSBILDE_OIDC", str(file))
    result = run("serve", "--data", tmp_path)
    assert result.exit_code == FOUND_WRONG
    (line,) = result.stderr.strip().splitlines()
    assert "feide.issuer" in line
    assert "secretword" not in line
