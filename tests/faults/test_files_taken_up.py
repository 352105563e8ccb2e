"""A server is killed while it makes a file: its press ends with it, and another server takes the file up again."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from app.region.rights import Grant, Place
from app.store import jobs
from app.store.accounts import by_email
from app.store.database import Database
from app.store.jobs import Job
from tests.process import STARTING, Process
from tests.routes.line import until
from tests.routes.told_places import places_in, summary, tell_in
from tests.server import Clock, cookies_of, running


def presses(pid: int) -> list[int]:
    """The processes that a server has begun, whichever of its threads did."""
    tasks = Path(f"/proc/{pid}/task").iterdir()
    return [int(child) for task in tasks for child in (task / "children").read_text().split()]


def runs(pid: int) -> bool:
    """Whether a process is there and has not ended."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


async def test_a_killed_servers_file_is_made_by_another(tmp_path: Path, address: str) -> None:
    database = Database(address)
    with database.writing() as connection:
        there = places_in(connection)
        tell_in(connection, [there.school], summary({"Trygge venner": [("Ingen går alene hjem", "child")] * 40}))

    def job() -> Job:
        with database.reading() as connection:
            account = by_email(connection, "kari@example.no")
            assert account is not None
            return jobs.of_account(connection, account.id, there.network)[0]

    async with Process(tmp_path, database_url=address) as server:
        kari = await server.account("kari@example.no", grant=Grant("reader", Place(there.network)))
        order = {"kind": "picture", "format": "pdf", "place": f"{there.network}"}
        assert (await kari.post(f"/region/{there.network}/files", data=order)).status_code == 303
        await until(lambda: job().state == "running" and bool(presses(server.pid)))
        before, pressing = job(), presses(server.pid)
        cookies = cookies_of(kari)
        await server.kill()
        assert job().state == "running", "nobody could say that it is not"
        await until(lambda: not any(runs(pid) for pid in pressing), STARTING)

    secret = {"secret": server.settings.secret} if server.settings.secret else {}
    clock = Clock(datetime.now(UTC) + timedelta(minutes=1))  # its lease has run out by then
    async with running(tmp_path, clock, database_url=address, **secret) as other:
        await until(lambda: not job().going, STARTING)
        done = job()
        assert (done.state, done.attempts) == ("done", before.attempts + 1)
        answer = await other.visitor(cookie=cookies).get(f"/region/{there.network}/files/{done.id}")
        assert answer.content.startswith(b"%PDF")
    database.close()
