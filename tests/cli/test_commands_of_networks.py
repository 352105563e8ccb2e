"""Methods, units and roles on the command line."""

from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path

from app.region.rights import Grant, Place
from app.region.written import Written
from app.store import accounts, invitations, region, visions
from app.store.database import Database
from tests.cli.running import DONE, FOUND_WRONG, MISUSED, NOT_FOUND, as_json, run
from tests.routes.told_places import NOW, places_in, summary, tell_in
from tests.server import PASSWORD, Clock


def test_methods_are_shown_and_ones_own_is_checked(tmp_path: Path) -> None:
    shown = run("method", "list", "--language", "nn")
    assert "igp" in shown.stdout
    assert "Framtidsbilete 2040, 60 minutt" in shown.stdout
    methods = as_json("method", "list")
    assert {"id", "people", "nb", "nn", "en", "step"} <= methods[0].keys()
    own = tmp_path / "mitt.toml"
    own.write_bytes((files("app.workshop") / "methods" / "igp.toml").read_bytes())
    assert run("method", "check", own).stdout == "igp: 10 steps, 60 minutes\n"
    own.write_text(own.read_text().replace("minutes = 15", "minutes = 0"))
    wrong = run("method", "check", own)
    assert wrong.exit_code == 1
    assert f"{own}, line " in wrong.stderr
    own.write_bytes(b"id = \xff")
    assert run("method", "check", own).exit_code == 1


def test_a_method_is_imported_for_an_account_and_exported_again(data: Path, database: Database, tmp_path: Path) -> None:
    with database.writing() as connection:
        password = accounts.hashed(PASSWORD)
        accounts.add_account(
            connection, email="kari@b.no", name="Kari", grants=[Grant("facilitator")], password=password, now=Clock()()
        )
    own, out = tmp_path / "mine.toml", tmp_path / "out.toml"
    text = run("method", "export", "igp", "--data", data).stdout
    own.write_text(text.replace('id = "igp"', 'id = "var-igp"'))
    kept = as_json("method", "import", own, "--owner", "Kari@b.no", "--data", data)
    assert kept == {"id": "var-igp", "owner": "kari@b.no", "shared": False}
    assert run("method", "export", "var-igp", "--out", out, "--data", data).exit_code == DONE
    assert out.read_text() == own.read_text()
    again = run("method", "import", own, "--owner", "kari@b.no", "--data", data)
    assert (again.exit_code, "another id" in again.stderr) == (FOUND_WRONG, True)
    own.write_text(text)
    assert run("method", "import", own, "--owner", "kari@b.no", "--data", data).exit_code == FOUND_WRONG
    assert run("method", "import", own, "--owner", "ola@b.no", "--data", data).exit_code == NOT_FOUND
    assert run("method", "export", "unknown", "--data", data).exit_code == NOT_FOUND
    assert run("method", "export", "igp", "--out", tmp_path, "--data", data).exit_code == MISUSED


def test_units_are_imported_once_and_what_is_wrong_is_told_by_line(
    data: Path, database: Database, tmp_path: Path
) -> None:
    file = tmp_path / "units.csv"
    file.write_text("kommunenr;kommune;enhet;type\n1573;Smøla;Skole A;skole\n1573;Smøla;B;hus\n")
    words = ("network", "import", file, "--network", "Nordmøre", "--data", data)
    wrong = run(*words)
    assert wrong.exit_code == FOUND_WRONG
    assert f"{file}, line 3: " in wrong.stdout
    file.write_text("kommunenr;kommune;enhet;type\n1576;Aure;Skole A;skole\n1576;Averøy;Skole B;skole\n")
    assert "line 3: Municipality number 1576 is Aure on line 2, but Averøy here." in run(*words).stdout
    file.write_text("kommunenr;kommune;enhet;type\n1573;Smøla;Skole A;skole\n1573;Smøla;B;barnehage\n")
    looked = as_json(*words, "--look")
    assert (looked["new"], looked["new_municipalities"]) == (2, "1573 Smøla")
    assert as_json("network", "list", "--data", data) == []
    assert as_json(*words)["new"] == 2
    assert as_json(*words) == {
        "new_municipalities": "",
        "new": 0,
        "changed": 0,
        "as_before": 2,
        "looked_only": False,
    }
    (there,) = as_json("network", "list", "--data", data)
    assert there == {"id": there["id"], "network": "Nordmøre", "municipalities": 1, "units": 2}


def test_a_role_in_a_place_is_given_by_a_link(data: Path, database: Database, tmp_path: Path) -> None:
    file = tmp_path / "units.csv"
    file.write_text("kommunenr;kommune;enhet;type\n1573;Smøla;Skole A;skole\n")
    assert run("network", "import", file, "--network", "Nordmøre", "--data", data).exit_code == DONE
    words = ("user", "invite", "--role", "coordinator", "--data", data)
    place = ("--network", "Nordmøre", "--municipality", "1573")
    secret = as_json(*words, *place)["link"].rsplit("/", 1)[1]
    with database.reading() as connection:
        given = invitations.invitation(connection, secret, now=datetime.now(UTC))
        assert given is not None
        assert given.grant == Grant("coordinator", region.place_named(connection, "Nordmøre", "Smøla"))
    assert run(*words).exit_code == MISUSED, "a coordinator has a place"
    assert run(*words, *place, "--unit", "Skole A").exit_code == MISUSED, "and more than a unit"
    assert run(*words, "--network", "Romsdal").exit_code == NOT_FOUND


def test_a_place_is_written_to_a_file_and_the_last_line_says_what_of(
    data: Path, database: Database, tmp_path: Path
) -> None:
    with database.writing() as connection:
        there = places_in(connection)
        tell_in(connection, [there.school], summary({"Trygge venner": [("Ingen går alene hjem", "child")]}))
    out = tmp_path / "smola.md"
    words = ["export", "--network", there.network, "--municipality", "1573", "--out", out, "--data", data]
    first = run(*words)
    assert first.exit_code == DONE, first.output
    assert "fresh draft" in first.stdout.splitlines()[-1]
    assert " 40 %  writing" in first.stdout.splitlines()
    assert "Ingen går alene hjem" in out.read_text()
    place = Place(there.network, there.smola)
    with database.writing() as connection:
        written = Written(title="Vårt bilde", counted_at=NOW)
        account = accounts.add_account(connection, email="k@b.no", name="K", grants=[], password=None, now=NOW)
        vision = visions.begin(connection, place, written, language="nn", by=account.id, now=NOW)
    assert "not public" in run(*words).stdout.splitlines()[-1]
    with database.writing() as connection:
        visions.publish(connection, vision, 1, {}, now=NOW)
    assert "the public version" in run(*words).stdout.splitlines()[-1]
    assert "Vårt bilde" in out.read_text()
    groups = tmp_path / "groups.csv"
    named = ["--network", "Nordmøre", "--unit", "Skole A", "--municipality", "Smøla", "--out", groups]
    assert run("export", *named, "--table", "groups", "--data", data).exit_code == DONE
    assert groups.read_text("utf-8-sig").startswith("Gruppe;")


def test_a_place_that_is_not_there_or_half_named_is_not_written(data: Path, database: Database, tmp_path: Path) -> None:
    with database.writing() as connection:
        places_in(connection)
    out = ["--out", tmp_path / "out", "--data", data]
    assert run("export", "--network", "Romsdal", *out).exit_code == NOT_FOUND
    assert run("export", "--network", "Nordmøre", "--unit", "Skole A", *out).exit_code == MISUSED
    assert run("export", "--network", "Nordmøre", "--code", "123456", *out).exit_code == MISUSED
    assert run("export", *out).exit_code == MISUSED
    assert run("export", "--network", "Nordmøre", "--format", "csv", "--table", "votes", *out).exit_code == MISUSED
    assert not (tmp_path / "out").exists()
