"""The doctor, of what lies outside this machine: the address that phones would type, and Redis."""

import os
import shutil
import socket
import subprocess
import time
from pathlib import Path

import pytest

from app import doctor, outside
from app.finding import State
from app.settings import Settings
from app.store.database import Database
from tests.ports import free_port
from tests.post import post
from tests.vouching import provider


@pytest.mark.parametrize(
    ("given", "state"),
    [
        ({"host": "127.0.0.1"}, "warning"),
        ({"host": "localhost"}, "warning"),
        ({"public_url": "https://fremtid.example"}, "ok"),
        ({"public_url": "http://localhost:8000"}, "warning"),
        ({"public_url": "https://fremtid.example/"}, "wrong"),
    ],
)
def test_an_address_that_leads_no_phone_here_is_told(given: dict[str, str], state: State) -> None:
    assert outside.address(Settings(**given)).state == state  # type: ignore[arg-type]  # all of these are texts


def test_a_redis_that_does_not_answer_is_found() -> None:
    for url in (f"redis://127.0.0.1:{free_port()}/0", "http://127.0.0.1", "nonsense"):
        found = outside.bus(url)
        assert found.state == "wrong"
        assert url not in found.says, "an address may hold a password"


def test_a_redis_that_answers_is_well() -> None:
    program = shutil.which("redis-server") or shutil.which("valkey-server")
    if program is None:
        assert not os.environ.get("CI"), "redis-server is needed"
        pytest.skip("there is no redis-server on the PATH")
    port = free_port()
    silent = subprocess.DEVNULL
    with subprocess.Popen([program, "--port", str(port), "--bind", "127.0.0.1", "--save", ""], stdout=silent) as redis:
        while not _answers(port):
            assert redis.poll() is None
            time.sleep(0.01)
        found = outside.bus(f"redis://127.0.0.1:{port}/0")
        redis.terminate()
    assert found.state == "ok"


def _answers(port: int) -> bool:
    with socket.socket() as knock:
        return knock.connect_ex(("127.0.0.1", port)) == 0


def settings_of_mail(url: str) -> Settings:
    return Settings(smtp_url=url, mail_from="x@example.no", public_url="https://fremtid.example", mail_within=1.0)


def test_a_mail_server_that_takes_letters_is_well_and_gets_none(tmp_path: Path) -> None:
    with post(tmp_path) as there:
        assert outside.mail(settings_of_mail(f"smtp+plain://127.0.0.1:{there.port}")).state == "ok"
        unsafe = outside.mail(settings_of_mail(f"smtp://127.0.0.1:{there.port}"))
        assert (unsafe.state, "TLS" in unsafe.says) == ("wrong", True)
        assert there.letters == []


def test_a_mail_server_that_does_not_answer_is_found_and_no_password_told() -> None:
    for url in (f"smtps://user:secretword@127.0.0.1:{free_port()}", "smtps://user:secretword@"):
        found = outside.mail(settings_of_mail(url))
        assert found.state == "wrong"
        assert "secretword" not in found.says


FEIDE = '[feide]\nname = "Feide"\nissuer = "{issuer}"\nclient_id = "x"\nclient_secret = "secretword"\n'
ROLE = '[[feide.role]]\ngroup = "g"\nrole = "reader"\nnetwork = "{network}"\n'


def vouching(file: Path, content: str, mode: int = 0o600) -> list[tuple[str, str]]:
    file.write_text(content)
    file.chmod(mode)
    found = list(outside.vouching(Settings(oidc=str(file), oidc_within=2.0)))
    assert not [one for one in found if "secretword" in one.says]
    return [(one.state, one.says) for one in found]


def test_a_provider_that_answers_is_well_and_any_other_is_not(tmp_path: Path) -> None:
    file = tmp_path / "sign-in.toml"
    with provider(tmp_path) as there:
        assert vouching(file, FEIDE.format(issuer=there.issuer)) == [("ok", "Feide answers.")]
        ((state, says),) = vouching(file, FEIDE.format(issuer=f"{there.issuer}/"))
        assert (state, "issuer" in says) == ("wrong", True), "not exactly as the provider writes it"
        ((state, says),) = vouching(file, FEIDE.format(issuer=there.issuer), 0o644)
        assert (state, "chmod" in says) == ("wrong", True)
    ((state, says),) = vouching(file, FEIDE.format(issuer=there.issuer))
    assert (state, "does not answer" in says) == ("wrong", True)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("name = 1", "stands outside"),
        ("[feide", "table declaration"),
        (FEIDE.format(issuer="http://auth.example.no"), "feide.issuer: Value error, must begin with https://"),
        (FEIDE.format(issuer="https://a.example") + 'colour = "red"', "feide.colour"),
        (FEIDE.format(issuer="https://a.example") + 'scopes = "email"', "openid"),
        (FEIDE.format(issuer="https://a.example") + ROLE.format(network=""), "feide.role.0"),
        (
            FEIDE.format(issuer="https://a.example") + FEIDE.format(issuer="https://a.example").replace("[fei", "[b"),
            "twice",
        ),
        (FEIDE.format(issuer="https://a.example") + 'client_secret_file = "/no/such"', "not both"),
    ],
)
def test_what_is_wrong_in_the_file_is_told_by_its_place(tmp_path: Path, content: str, says: str) -> None:
    ((state, told),) = vouching(tmp_path / "sign-in.toml", content)
    assert (state, says in told) == ("wrong", True), told


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    (found,) = outside.vouching(Settings(oidc=str(tmp_path / "none.toml")))
    assert found.state == "wrong"


def test_a_role_in_a_place_that_is_not_there_is_told(tmp_path: Path) -> None:
    file = tmp_path / "sign-in.toml"
    file.write_text(FEIDE.format(issuer="https://a.example") + ROLE.format(network="Nordmore"))
    database = Database(f"sqlite:///{tmp_path / 'fremtidsbilde.db'}")
    database.migrate()
    database.close()
    (found,) = doctor.places(Settings(data=tmp_path, oidc=str(file)))
    assert (found.state, "Nordmore" in found.says) == ("warning", True)
