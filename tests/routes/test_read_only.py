"""A data folder that may not be written to: refused in a line, told to people, and well again without loss."""

import asyncio
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.process import PROGRAM, Process
from tests.routes.line import Line, until
from tests.server import cookies_of, new_id

UNOPENED = 6


def mounted(*words: str) -> bool:
    return subprocess.run(["mount", *words], check=False, capture_output=True).returncode == 0


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of its own under a data folder, which can be mounted read-only."""
    disk = tmp_path / "data"
    disk.mkdir()
    if os.geteuid() != 0 or not mounted("-t", "tmpfs", "-o", "size=16m", "tmpfs", str(disk)):
        pytest.skip("only root may mount a disk read-only")
    yield disk
    subprocess.run(["umount", "--lazy", str(disk)], check=True)


def refused(data: Path, *before: str) -> str:
    """The one line with which a server does not start."""
    words = [*before, str(PROGRAM), "serve", "--host", "127.0.0.1", "--port", "0", "--data", str(data)]
    told = subprocess.run(words, capture_output=True, text=True, check=False, timeout=60)
    assert told.returncode == UNOPENED, told.stderr
    (line,) = told.stderr.strip().splitlines()
    return line


async def test_a_disk_that_is_mounted_read_only(disk: Path) -> None:
    server = Process(disk)
    async with server:
        room, _ = await server.open_room()
        phone = await server.participant(room.code)
        line = await server.line(phone, room.code)
        assert (await line.say("Før"))["type"] == "ack"
        cookies = cookies_of(phone)
        await server.stop()
        assert mounted("-o", "remount,ro", str(disk))
        assert "the disk not be mounted read-only" in await asyncio.to_thread(refused, disk)
        assert mounted("-o", "remount,rw", str(disk))
        await server.start()
        back = await Line.open(server.base, room.code, "phone", cookies)
        await back.until(lambda: [part["text"] for part in back.own.values()] == ["Før"])
        assert (await back.say("Etter"))["type"] == "ack"
        await back.close()
    server.assert_calm()


@pytest.fixture
def failing_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk that the system can be told to give up, as after an error of the hardware."""
    disk, image = tmp_path / "data", tmp_path / "image"
    disk.mkdir()
    tools = all(shutil.which(tool, path="/usr/sbin:/sbin:/usr/bin:/bin") for tool in ("mkfs.ext4", "e2fsck"))
    if os.geteuid() != 0 or not tools:
        pytest.skip("only root with e2fsprogs may make a disk that fails")
    with image.open("wb") as file:
        file.truncate(32 * 1_048_576)
    subprocess.run(["/usr/sbin/mkfs.ext4", "-q", image], check=True)
    if not mounted("-o", "loop", str(image), str(disk)):
        pytest.skip("this machine lets no file be mounted as a disk")
    yield disk
    subprocess.run(["umount", "--lazy", str(disk)], check=True)


def mend(disk: Path, image: Path) -> None:
    subprocess.run(["umount", str(disk)], check=True)
    subprocess.run(["/usr/sbin/e2fsck", "-fy", image], check=False, capture_output=True)


async def test_a_disk_that_the_system_makes_read_only_under_a_running_server(failing_disk: Path) -> None:
    """What ext4 does after an error; it is mended by checking the disk and mounting it anew, which needs a restart."""
    server = Process(failing_disk / "files")
    server.output = failing_disk.parent / "out"
    async with server:
        room, _ = await server.open_room()
        phone = await server.participant(room.code)
        line = await server.line(phone, room.code)
        kept, lost = new_id(), new_id()
        assert (await line.say("Lagret", kept))["type"] == "ack"
        mounted("-o", "remount,abort", str(failing_disk))
        answer = await line.say("Ikke lagret", lost)
        assert (answer["type"], answer["reason"]) == ("refused", "not_saved")
        assert "lagre" in answer["message"]
        form = {"type": "say", "id": lost, "text": "Ikke lagret"}
        page = await phone.post(f"/w/{room.code}/send", data=form)
        assert page.status_code == 409
        assert "Ikke lagret" in page.text, "what was typed is still there"
        assert (await server.visitor().get("/healthz")).status_code == 200
        cookies = cookies_of(phone)
        await server.stop()

        image = failing_disk.parent / "image"
        mend(failing_disk, image)
        assert mounted("-o", "loop", str(image), str(failing_disk))
        await server.start()
        back = await Line.open(server.base, room.code, "phone", cookies)
        assert (await back.say("Ikke lagret", lost))["type"] == "ack", "sent again, as phones do"
        await until(lambda: sorted(part["text"] for part in back.own.values()) == ["Ikke lagret", "Lagret"])
        assert (await back.say("Lagret", kept))["type"] == "ack"
        await back.close()
        await server.stop()
    server.assert_calm()


def test_a_folder_that_this_user_may_not_write_to() -> None:
    """As somebody who is not root, for whom there are no such folders."""
    as_nobody = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"] if os.geteuid() == 0 else []
    probe = [*as_nobody, str(PROGRAM.with_name("python")), "-c", "import app.serving"]
    if as_nobody and subprocess.run(probe, check=False, capture_output=True).returncode:
        pytest.skip("nobody but root may run the program where it lies")
    folder = Path(subprocess.run(["mktemp", "-d"], check=True, capture_output=True, text=True).stdout.strip())
    try:
        folder.chmod(0o555)
        line = refused(folder, *as_nobody)
        assert "its folder must be there" in line or "look at the data folder" in line
    finally:
        folder.chmod(0o700)
        shutil.rmtree(folder)
