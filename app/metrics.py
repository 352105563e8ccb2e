"""Metrics: the figures that tell how the server is, in the form that Prometheus reads.

Labels are from closed sets (audiences, reasons, routes, statuses): never a workshop, a code or a word of anybody's.
With several workers each keeps its figures in files of its own, in the folder that ``PROMETHEUS_MULTIPROC_DIR`` names,
and whichever of them is asked tells the sum of all.
"""

import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4
from prometheus_client.multiprocess import MultiProcessCollector, mark_process_dead

CONTENT_TYPE = CONTENT_TYPE_PLAIN_0_0_4
SHARED = "PROMETHEUS_MULTIPROC_DIR"

_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0)
_COMMANDS = (1, 2, 4, 8, 16, 32, 64, 128, 256, 512)


@dataclass(frozen=True, slots=True)
class Census:
    """What there is right now: rooms in memory, connections by audience, commands that wait to be written."""

    rooms: int
    seats: Mapping[str, int]
    waiting: int


class Metrics:
    """The instruments of one application, in a registry of their own."""

    def __init__(self) -> None:
        self.registry = registry = CollectorRegistry()
        self.shared = bool(os.environ.get(SHARED))
        if not self.shared:
            ProcessCollector(registry=registry)

        def name(what: str) -> str:
            return f"fremtidsbilde_{what}"

        self._rooms = Gauge(name("rooms"), "Rooms in memory.", registry=registry, multiprocess_mode="livesum")
        self._seats = Gauge(
            name("connections"), "Open connections.", ["audience"], registry=registry, multiprocess_mode="livesum"
        )
        self._waiting = Gauge(
            name("commands_waiting"),
            "Commands that wait for their room's writer.",
            registry=registry,
            multiprocess_mode="livesum",
        )
        self._batch = Histogram(name("batch_commands"), "Commands in one batch.", registry=registry, buckets=_COMMANDS)
        self._commit = Histogram(
            name("commit_seconds"), "From deciding a batch until it is durable.", registry=registry, buckets=_SECONDS
        )
        self._lag = Histogram(
            name("fanout_lag_seconds"),
            "From durable until handed to a connection.",
            ["audience"],
            registry=registry,
            buckets=_SECONDS,
        )
        self._refusals = Counter(name("refusals"), "Commands refused.", ["reason"], registry=registry)
        self._returns = Counter(
            name("reconnects"), "Connections that say they come back.", ["audience"], registry=registry
        )
        self._dropped = Counter(
            name("dropped_cursors"), "Cursors that had left the ring.", ["audience"], registry=registry
        )
        self._requests = Counter(name("http_requests"), "Requests answered.", ["route", "status"], registry=registry)
        self._duration = Histogram(
            name("http_seconds"), "From request to answer.", ["route"], registry=registry, buckets=_SECONDS
        )

    def committed(self, commands: int, seconds: float) -> None:
        """A batch of so many commands was made durable in so many seconds."""
        self._batch.observe(commands)
        self._commit.observe(seconds)

    def lagged(self, audience: str, seconds: float) -> None:
        """A frame was handed over so long after what it tells became durable. Once per pulse, not per connection."""
        self._lag.labels(audience).observe(seconds)

    def refused(self, reason: str) -> None:
        """A command was refused."""
        self._refusals.labels(reason).inc()

    def reconnected(self, audience: str) -> None:
        """A connection came back."""
        self._returns.labels(audience).inc()

    def dropped(self, audience: str) -> None:
        """A connection's cursor had left the ring: it gets a whole snapshot."""
        self._dropped.labels(audience).inc()

    def answered(self, route: str, status: str, seconds: float) -> None:
        """A request was answered; ``route`` is the template, never the address."""
        self._requests.labels(route, status).inc()
        self._duration.labels(route).observe(seconds)

    def counted(self, census: Census) -> None:
        """Note what there is right now."""
        self._rooms.set(census.rooms)
        self._waiting.set(census.waiting)
        for audience, seats in census.seats.items():
            self._seats.labels(audience).set(seats)

    def exposition(self) -> bytes:
        """All figures as text; with several workers, those of all."""
        if not self.shared:
            return generate_latest(self.registry)
        _forget_the_dead(Path(os.environ[SHARED]))
        everybody = CollectorRegistry()
        MultiProcessCollector(everybody)  # type: ignore[no-untyped-call]  # theirs has no types
        return generate_latest(everybody)


def _forget_the_dead(folder: Path) -> None:
    """What a worker that was killed had open is not open any more. What it counted stays counted."""
    for file in folder.glob("gauge_live*.db"):
        process = file.stem.rpartition("_")[2]
        if not Path(f"/proc/{process}").exists():
            with suppress(FileNotFoundError):  # another worker was asked at the same time
                mark_process_dead(process)  # type: ignore[no-untyped-call]  # as above
