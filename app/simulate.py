"""Simulated participants: they join over real HTTP and write over real sockets, as the JSON subprotocol says."""

import asyncio
import csv
import json
import random
import secrets
import statistics
import time
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from http.cookiejar import CookieJar, DefaultCookiePolicy
from pathlib import Path

import httpx2
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException

PROTOCOL = "fremtidsbilde.v1.json"
PATIENCE = 30.0
"""Seconds that an answer may take before the outcome of a command counts as unknown."""


@dataclass(frozen=True, slots=True)
class Line:
    """One statement to play; ``group`` may be empty."""

    text: str
    group: str = ""


@dataclass(slots=True)
class Report:
    """What came of it. ``unknown``: sent, but no answer came before the socket ended. Times from send to answer."""

    participants: int = 0
    sent: int = 0
    acknowledged: int = 0
    refused: int = 0
    unknown: int = 0
    p50_ms: float = 0.0
    p99_ms: float = 0.0
    seconds: float = 0.0
    reasons: dict[str, int] = field(default_factory=dict)
    acknowledged_ids: list[str] = field(default_factory=list)
    times: list[float] = field(default_factory=list)

    def close(self) -> "Report":
        """Work out the percentiles."""
        if self.times:
            ranks = (
                statistics.quantiles(self.times, n=100, method="inclusive") if len(self.times) > 1 else self.times * 99
            )
            self.p50_ms, self.p99_ms = round(ranks[49] * 1000, 1), round(ranks[98] * 1000, 1)
        return self

    def figures(self) -> dict[str, object]:
        """The report without its raw lists."""
        return {k: v for k, v in asdict(self).items() if k not in ("times", "acknowledged_ids")}


class NoSuchWorkshop(Exception):
    """The server knows no workshop with this code."""


class Simulated:
    """One participant: a cookie from the join form, and a socket."""

    def __init__(self, base: str, code: str, group: str, others: Sequence[str]) -> None:
        self._base = base.rstrip("/")
        self._code = code
        self._groups = (group, *(other for other in others if other != group))
        self._cookie = ""
        self._waiting: dict[str, asyncio.Future[dict[str, object]]] = {}
        self._socket: ClientConnection | None = None
        self._ear: asyncio.Task[None] | None = None

    async def join(self, http: httpx2.AsyncClient) -> None:
        """Choose the group, or where the workshop does not offer it another one, and open the socket.

        Raises:
            NoSuchWorkshop, httpx2.HTTPError
        """
        for group in self._groups:
            answer = await http.post(
                f"{self._base}/w/{self._code}/join",
                data={"group": group, "id": secrets.token_urlsafe(12)},
                headers={"accept": "application/json"},
            )
            if answer.status_code == 404:
                raise NoSuchWorkshop(self._code)
            if answer.status_code == 409 and answer.json().get("reason") == "unknown_group":
                continue
            answer.raise_for_status()
            self._cookie = answer.headers["set-cookie"].partition(";")[0]
            await self.open()
            return
        raise NoSuchWorkshop(self._code)

    async def open(self) -> None:
        """Open the socket, with the cookie that the form gave."""
        address = f"{self._base.replace('http', 'ws', 1)}/w/{self._code}/live?as=phone"
        self._socket = await connect(
            address,
            subprotocols=[PROTOCOL],  # type: ignore[list-item]  # a NewType of str
            additional_headers={"cookie": self._cookie},
            compression=None,
            max_size=None,  # one frame holds a whole room
            proxy=None,
        )
        self._ear = asyncio.create_task(self._listen(self._socket))

    async def say(self, text: str, command: str) -> dict[str, object] | None:
        """Send one statement and return the answer, or None where none came."""
        return await self.give({"type": "say", "id": command, "text": text})

    async def give(self, command: dict[str, str]) -> dict[str, object] | None:
        """Send a command and return the answer, or None where none came."""
        socket = self._socket
        if socket is None:
            return None
        future: asyncio.Future[dict[str, object]] = asyncio.get_running_loop().create_future()
        self._waiting[command["id"]] = future
        try:
            await socket.send(json.dumps(command))
            async with asyncio.timeout(PATIENCE):
                return await future
        except (TimeoutError, WebSocketException, ConnectionError):
            return None
        except asyncio.CancelledError:  # by the ear, where the socket has ended, or by whoever runs this
            task = asyncio.current_task()
            if task is not None and task.cancelling():
                raise
            return None
        finally:
            self._waiting.pop(command["id"], None)

    async def ping(self) -> bool:
        """Say that one is still here, and return whether that could be said."""
        try:
            if self._socket is not None:
                await self._socket.send('{"type":"ping"}')
        except (WebSocketException, ConnectionError):
            return False
        return self._socket is not None

    async def close(self) -> None:
        """Leave."""
        if self._socket is not None:
            await self._socket.close()
        if self._ear is not None:
            await self._ear

    async def _listen(self, socket: ClientConnection) -> None:
        try:
            async for raw in socket:
                message = json.loads(raw)
                future = self._waiting.get(message.get("id") or "")
                if message["type"] in ("ack", "refused") and future is not None and not future.done():
                    future.set_result(message)
        except WebSocketException:
            pass
        finally:
            for future in self._waiting.values():
                future.cancel()


async def simulate(
    base: str,
    code: str,
    lines: Sequence[Line],
    *,
    participants: int,
    rate: float,
    groups: Sequence[str],
    seed: int | None = None,
    sent_at: dict[str, float] | None = None,
) -> Report:
    """Let ``participants`` play ``lines`` at ``rate`` statements a second in all; each line is said once.

    A line with a group goes to a participant of it where there is one. ``sent_at`` is filled with each text's moment of
    sending, on the clock of ``time.perf_counter``.
    """
    chance = random.Random(seed)  # noqa: S311 - pace and order, nothing secret
    started = time.perf_counter()
    crowd = await gathered(base, code, lines, participants=participants, groups=groups, chance=chance)
    report = await played(crowd, lines, rate=rate, chance=chance, sent_at=sent_at)
    report.seconds = round(time.perf_counter() - started, 1)
    await asyncio.gather(*(person.close() for person in everyone(crowd)))
    return report.close()


Crowd = dict[str, list[Simulated]]
"""Those who take part, by group."""


def everyone(crowd: Crowd) -> list[Simulated]:
    """All of a crowd, group by group."""
    return [person for people in crowd.values() for person in people]


async def gathered(
    base: str, code: str, lines: Sequence[Line], *, participants: int, groups: Sequence[str], chance: random.Random
) -> Crowd:
    """Let participants join, of such groups as the lines are from."""
    wanted = [line.group for line in lines if line.group in groups] or list(groups)
    crowd: Crowd = {}
    for _ in range(participants):
        group = chance.choice(wanted)
        crowd.setdefault(group, []).append(Simulated(base, code, group, groups))
    coming = everyone(crowd)
    no_jar = CookieJar(DefaultCookiePolicy(allowed_domains=[]))  # every participant has a cookie of their own
    async with httpx2.AsyncClient(timeout=PATIENCE, trust_env=False, cookies=no_jar) as http:
        for start in range(0, len(coming), 50):
            await asyncio.gather(*(person.join(http) for person in coming[start : start + 50]))
    return crowd


async def played(
    crowd: Crowd,
    lines: Sequence[Line],
    *,
    rate: float,
    chance: random.Random,
    sent_at: dict[str, float] | None = None,
) -> Report:
    """Say all lines, each once, and return what came of it when all are answered."""
    people = everyone(crowd)
    report = Report(participants=len(people))
    saying: list[asyncio.Task[None]] = []
    for line in lines:
        person = chance.choice(crowd.get(line.group) or people)
        if sent_at is not None:
            sent_at[line.text] = time.perf_counter()
        saying.append(asyncio.create_task(_say(person, line.text, report)))
        await asyncio.sleep(chance.expovariate(rate))
    await asyncio.gather(*saying)
    return report


def read_lines(file: Path, text: str, group: str = "", delimiter: str = ",") -> list[Line]:
    """Read statements from a CSV file by column names.

    Raises:
        KeyError: the file has no such column.
    """
    with file.open(encoding="utf-8-sig", newline="") as rows:
        read = csv.DictReader(rows, delimiter=delimiter)
        for column in (text, group):
            if column and column not in (read.fieldnames or []):
                there = ", ".join(read.fieldnames or [])
                raise KeyError(f"the file has no column {column}; it has: {there}")
        return [Line(row[text].strip(), row[group].strip() if group else "") for row in read if row[text].strip()]


def limited(lines: Iterable[Line], limit: int) -> list[Line]:
    """The lines that fit into a room's limit."""
    return [line for line in lines if len(line.text) <= limit]


async def _say(person: Simulated, text: str, report: Report) -> None:
    command = secrets.token_urlsafe(12)
    report.sent += 1
    start = time.perf_counter()
    answer = await person.say(text, command)
    if answer is None:
        report.unknown += 1
    elif answer["type"] == "ack":
        report.acknowledged += 1
        report.acknowledged_ids.append(command)
        report.times.append(time.perf_counter() - start)
    else:
        report.refused += 1
        reason = str(answer["reason"])
        report.reasons[reason] = report.reasons.get(reason, 0) + 1
