"""Power cuts: what the disk may hold after one, put together from a record of writes and syncs."""

import random
import shutil
import struct
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tests.postgresql_server import missing

_HEAD = struct.Struct("=IIQQ")
_WRITTEN, _CUT, _SYNCED = 1, 2, 3
SECTOR = 512
"""Bytes that a disk writes whole or not at all."""


def recorder(folder: Path) -> Path:
    """The library that records, compiled."""
    if shutil.which("cc") is None:
        missing("there is no C compiler")
    made = folder / "recorder.so"
    source = Path(__file__).with_name("recorder.c")
    subprocess.run(["cc", "-O2", "-Wall", "-shared", "-fPIC", "-o", made, source, "-ldl", "-lpthread"], check=True)
    return made


@dataclass(frozen=True, slots=True)
class Record:
    """One call; ``end``: where it ends in the journal, by which acknowledgements are placed in time."""

    what: int
    file: int
    at: int
    data: bytes
    end: int


def read(journal: Path) -> list[Record]:
    """All that was recorded."""
    raw, at, records = journal.read_bytes(), 0, []
    while at + _HEAD.size <= len(raw):
        what, file, where, size = _HEAD.unpack_from(raw, at)
        start, at = at + _HEAD.size, at + _HEAD.size + size
        if at > len(raw):
            break
        records.append(Record(what, file, where, raw[start:at], at))
    return records


@dataclass
class Disk:
    """A file as it is on the disk for sure, and what has been asked for since and may or may not be there."""

    content: bytearray = field(default_factory=bytearray)
    waiting: list[Record] = field(default_factory=list)

    def take(self, record: Record) -> None:
        """Go one record further."""
        if record.what == _SYNCED:
            for waiting in self.waiting:
                _apply(self.content, waiting)
            self.waiting.clear()
        else:
            self.waiting.append(record)

    def after_a_cut(self, chance: random.Random) -> bytes:
        """The file as it may be found: none, all or some of what was waiting, and some of that in part."""
        content = bytearray(self.content)
        kept = chance.choice([0.0, 0.5, 0.9, 1.0])
        for waiting in self.waiting:
            if chance.random() < kept:
                torn = kept < 1 and waiting.what == _WRITTEN and chance.random() < 0.3
                _apply(content, _torn(waiting, chance) if torn else waiting)
        return bytes(content)


def _torn(record: Record, chance: random.Random) -> Record:
    """Some sectors of a write."""
    size = len(record.data) // SECTOR * SECTOR
    keeps = chance.randrange(0, size + 1, SECTOR) if size else 0
    return Record(record.what, record.file, record.at, record.data[:keeps], record.end)


def _apply(content: bytearray, record: Record) -> None:
    if record.what == _CUT:
        del content[record.at :]
        content.extend(bytes(max(0, record.at - len(content))))
    elif record.data:
        content.extend(bytes(max(0, record.at - len(content))))
        content[record.at : record.at + len(record.data)] = record.data


def cuts(base: Path, journal: Path, into: Path, times: int, chance: random.Random) -> Iterator[int]:
    """Put a data folder together as after each of so many power cuts.

    Args:
        base: the database's file as it was before anything was recorded.
        into: the folder, made anew for each.

    Yields:
        the length of the journal at the moment of the cut.
    """
    records = read(journal)
    moments = sorted(chance.randrange(len(records)) for _ in range(times))
    disks = (Disk(bytearray(base.read_bytes())), Disk())
    done = 0
    for moment in moments:
        for record in records[done:moment]:
            disks[record.file].take(record)
        done = moment
        shutil.rmtree(into, ignore_errors=True)
        into.mkdir()
        for name, disk in zip((base.name, f"{base.name}-wal"), disks, strict=True):
            (into / name).write_bytes(disk.after_a_cut(chance))
        yield records[moment - 1].end if moment else 0
