"""Ports for the servers of tests, which no other process of tests on this machine gets meanwhile.

A server that is started by its port's number, stopped and started again needs one that nobody takes in between. Asking
the system for a free one and letting go of it does not give that: another process may be told the same.
"""

import atexit
import random
import socket
import threading
from collections.abc import Generator
from contextlib import ExitStack

BELOW_CLIENTS = (15_000, 32_000)
"""Ports that no client's end gets by chance: who connects to a dead server from its own port talks to himself."""

BLOCK = 100
"""Ports that a process sets aside together, as it keeps the first of each block to itself."""


def free_port() -> int:
    """A port that nobody listens on, never given before. It is this process's own for as long as that lives."""
    with _turn:
        for port in _ports:
            with socket.socket() as probe:
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                try:
                    probe.bind(("127.0.0.1", port))
                except OSError:  # some other program's
                    continue
                return port
    raise RuntimeError("all ports for tests are taken")


def _reserved() -> Generator[int, None, None]:
    """Block after block, each reserved by its first port, which one process can hold, and which is free when it ends.

    It is never listened on. This goes on any system, where names and locks for it would be one system's own.
    """
    blocks = list(range(*BELOW_CLIENTS, BLOCK))
    random.SystemRandom().shuffle(blocks)
    with ExitStack() as held:
        for first in blocks:
            holder = held.enter_context(socket.socket())
            try:
                holder.bind(("127.0.0.1", first))
            except OSError:
                holder.close()
                continue
            yield from range(first + 1, first + BLOCK)


_turn = threading.Lock()
_ports = _reserved()
atexit.register(_ports.close)
