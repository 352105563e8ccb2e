"""A bad network: a namespace of its own, and a link into it that loses, delays or swallows packets.

``tc netem`` does this where the kernel has it; many have not. Here the link is two TUN devices with a process between
them that hands on IP packets, so that TCP on both sides meets what it would meet on a bad network: lost segments, late
ones, a way that is cut while the other is not. Needs root, namespaces and /dev/net/tun.
"""

import asyncio
import ctypes
import fcntl
import heapq
import json
import os
import random
import select
import struct
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Self

from tests.routes.line import until

ROOT = Path(__file__).resolve().parents[2]
_TUNSETIFF, _IFF_TUN, _IFF_NO_PI, _CLONE_NEWNET = 0x400454CA, 0x0001, 0x1000, 0x40000000


def missing() -> str:
    """Why there can be no such network here; empty: there can."""
    if os.geteuid() != 0:
        return "only root may make network namespaces"
    if not Path("/dev/net/tun").exists():
        return "there is no /dev/net/tun"
    name = f"fb{os.getpid()}"
    try:
        tried = subprocess.run(["ip", "netns", "add", name], capture_output=True, text=True, check=False)
        if tried.returncode == 0:
            subprocess.run(["ip", "netns", "delete", name], check=True)
    except FileNotFoundError:
        return "there is no ip (iproute2)"
    return tried.stderr.strip()


class Link:
    """The namespace, and the link between it and this machine. ``inside``: the address in there."""

    def __init__(self) -> None:
        self.name = f"fb{os.getpid()}"
        third, fourth = random.randrange(256), 4 * random.randrange(64)
        self.outside, self.inside = (f"198.18.{third}.{fourth + n}" for n in (1, 2))  # RFC 2544: for trying networks

    async def __aenter__(self) -> Self:
        self._ip("netns", "add", self.name)
        try:
            self._process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "tests.faults.link", self.name, cwd=ROOT, stdin=asyncio.subprocess.PIPE
            )
            await until(lambda: self._there() and self._there(*self.within()))
            for address, peer, words in ((self.outside, self.inside, ()), (self.inside, self.outside, self.within())):
                self._ip("address", "add", address, "peer", peer, "dev", self.name, words=words)
                self._ip("link", "set", self.name, "up", words=words)
        except BaseException:
            await self.__aexit__()
            raise
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._process.returncode is None:
            self._process.terminate()
            await self._process.wait()
        self._ip("netns", "delete", self.name)

    def within(self) -> Sequence[str]:
        """Words before a command that let it run inside."""
        return ("ip", "netns", "exec", self.name)

    async def become(self, *, loss: float = 0, delay: float = 0, cut: str = "") -> None:
        """Lose this share of packets, delay each by so many seconds, let none through ``in``, ``out`` or ``both``."""
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps({"loss": loss, "delay": delay, "cut": cut}).encode() + b"\n")
        await self._process.stdin.drain()

    def _there(self, *words: str) -> bool:
        shown = subprocess.run([*words, "ip", "link", "show", self.name], capture_output=True, check=False)
        return shown.returncode == 0

    @staticmethod
    def _ip(*what: str, words: Sequence[str] = ()) -> None:
        subprocess.run([*words, "ip", *what], check=True, capture_output=True)


def _tun(name: str) -> int:
    file = os.open("/dev/net/tun", os.O_RDWR | os.O_NONBLOCK)
    fcntl.ioctl(file, _TUNSETIFF, struct.pack("16sH", name.encode(), _IFF_TUN | _IFF_NO_PI))
    return file


def _enter(name: str) -> None:
    libc = ctypes.CDLL(None, use_errno=True)
    with Path(f"/run/netns/{name}").open() as file:
        if libc.setns(file.fileno(), _CLONE_NEWNET):
            raise OSError(ctypes.get_errno(), "setns")


def _relay(name: str) -> None:
    """Hand packets on between the machine and the namespace, as bad as the newest line from stdin says."""
    outside = _tun(name)
    _enter(name)
    inside = _tun(name)
    to = {outside: (inside, "in"), inside: (outside, "out")}
    bad: dict[str, Any] = {"loss": 0.0, "delay": 0.0, "cut": ""}
    late: list[tuple[float, int, int, bytes]] = []
    number = 0
    while True:
        wait = max(0.0, late[0][0] - time.monotonic()) if late else None
        for file in select.select([0, outside, inside], [], [], wait)[0]:
            if file == 0:
                order = os.read(0, 1 << 12)
                if not order:
                    return
                bad = json.loads(order.splitlines()[-1])
                continue
            packet, (target, way) = os.read(file, 1 << 16), to[file]
            if bad["cut"] in (way, "both") or random.random() < bad["loss"]:
                continue
            number += 1
            heapq.heappush(late, (time.monotonic() + bad["delay"], number, target, packet))
        while late and late[0][0] <= time.monotonic():
            _, _, target, packet = heapq.heappop(late)
            try:
                os.write(target, packet)
            except OSError:  # not up yet, or full: as a network does, it is lost
                continue


if __name__ == "__main__":
    _relay(sys.argv[1])
