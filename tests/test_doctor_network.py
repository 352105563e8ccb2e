"""The doctor, of what lies outside this machine: the address that phones would type, and Redis."""

import os
import shutil
import socket
import subprocess
import time

import pytest

from app import doctor
from app.doctor import State
from app.settings import Settings
from tests.ports import free_port


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
    assert doctor.address(Settings(**given)).state == state  # type: ignore[arg-type]  # all of these are texts


def test_a_redis_that_does_not_answer_is_found() -> None:
    for url in (f"redis://127.0.0.1:{free_port()}/0", "http://127.0.0.1", "nonsense"):
        found = doctor.bus(url)
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
        found = doctor.bus(f"redis://127.0.0.1:{port}/0")
        redis.terminate()
    assert found.state == "ok"


def _answers(port: int) -> bool:
    with socket.socket() as knock:
        return knock.connect_ex(("127.0.0.1", port)) == 0
