"""The package for the archive: what is in it, that it is whole, and that it is the same each time."""

import hashlib
import io
import json
import subprocess
import zipfile
from pathlib import Path

import jsonschema
import page
import pytest

from app.export.vision import TABLES, write
from app.i18n import words as spoken
from tests.export.vision.visions import bare, large, place


@pytest.fixture
def package() -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(write("zip", place(), spoken("nb"))))


def test_it_holds_the_document_the_data_the_process_and_checksums(package: zipfile.ZipFile) -> None:
    name = "fremtidsbilde-smola-kommune-v3"
    files = {f"{name}.pdf", f"{name}.json", "vision.v1.schema.json", "prosessnotat.md", "SHA256SUMS"}
    assert set(package.namelist()) == {f"{name}/{file}" for file in (*files, *(f"{name}-{t}.csv" for t in TABLES))}
    assert package.read(f"{name}/{name}.pdf") == write("pdf", place(), spoken("nb"))
    assert package.read(f"{name}/{name}-quotes.csv") == write("csv", place(), spoken("nb"), table="quotes")
    jsonschema.validate(
        json.loads(package.read(f"{name}/{name}.json")), json.loads(package.read(f"{name}/vision.v1.schema.json"))
    )
    report = page.validate_pdf_bytes(package.read(f"{name}/{name}.pdf"), profile="2a")
    assert {failure.rule_id for failure in report.failures} <= {"PDFA2A-STREAM-LENGTH-001"}


def test_its_checksums_can_be_checked_with_what_every_machine_has(package: zipfile.ZipFile, tmp_path: Path) -> None:
    package.extractall(tmp_path)
    (folder,) = tmp_path.iterdir()
    checked = subprocess.run(
        ["sha256sum", "-c", "--strict", "SHA256SUMS"], cwd=folder, capture_output=True, text=True, check=True
    )
    assert checked.stdout.count(": OK") == len(package.namelist()) - 1
    (folder / "prosessnotat.md").write_text("noe annet")
    spoilt = subprocess.run(["sha256sum", "-c", "SHA256SUMS"], cwd=folder, capture_output=True, check=False)
    assert spoilt.returncode != 0


def test_the_note_tells_how_it_came_to_be_and_by_which_rules(package: zipfile.ZipFile) -> None:
    note = package.read("fremtidsbilde-smola-kommune-v3/prosessnotat.md").decode()
    for told in (
        "# Prosessnotat: Oppvekst på Smøla 2040",
        "Fem verksteder i mars og april 2026",
        "| IGP: individuelt, gruppe, plenum | 1 | 4. mars 2026 | 4. mars 2026 | 61 |",
        "## Regler for små grupper",
        "| Politikere | ikke oppgitt | 0 | 2 |",
        "- JSON-filens form: fremtidsbilde.vision.v1",
        "- Publisert: 2026-05-21T07:00:00+00:00",
        "    sha256sum -c SHA256SUMS",
    ):
        assert told in note
    assert "utkast" not in note


def test_the_note_of_a_draft_says_that_it_is_one() -> None:
    package = zipfile.ZipFile(io.BytesIO(write("zip", bare(), spoken("nn"))))
    assert "Det er eit utkast og er ikkje publisert." in package.read("fremtidsbilde-v1/prosessnotat.md").decode()


def test_the_same_value_gives_the_same_bytes_and_another_one_others() -> None:
    first, again = (write("zip", large(), spoken("nb")) for _ in range(2))
    assert hashlib.sha256(first).digest() == hashlib.sha256(again).digest()
    assert write("zip", place(), spoken("nb")) != write("zip", place(), spoken("nn"))
