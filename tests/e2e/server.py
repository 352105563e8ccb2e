"""A real server, as a process of its own: started, frozen, killed, and started again on the same port and data."""

import re
import signal
import time
from pathlib import Path

import httpx2

from tests.nursery import Child, nursery
from tests.ports import free_port

PATIENCE = 60.0
ERRORS = re.compile(r'Traceback|"level": "(error|critical)"')


class Server:
    """``fremtidsbilde serve`` on a free port, with data of its own and the database at ``address``."""

    def __init__(self, data: Path, address: str, *, host: str = "127.0.0.1", public_url: str = "") -> None:
        self.data = data
        self.database = address
        self.host = host
        self.port = free_port()
        self.first_link = ""
        self._environment = {
            "FREMTIDSBILDE_DATABASE_URL": address,
            "FREMTIDSBILDE_LOOK": "0.1",
            "FREMTIDSBILDE_PUBLIC_URL": public_url,
        }
        self._out = data / "out.txt"
        self._process: Child | None = None

    @property
    def base(self) -> str:
        """The server's address on this machine."""
        return f"http://127.0.0.1:{self.port}"

    def set(self, **settings: str) -> None:
        """Further settings, by their names, for the next start."""
        self._environment |= {f"FREMTIDSBILDE_{name.upper()}": value for name, value in settings.items()}

    def start(self) -> None:
        """Start, and return when it answers."""
        self.data.mkdir(parents=True, exist_ok=True)
        words = ["serve", "--host", self.host, "--port", self.port, "--data", self.data]
        self._process = nursery().fork(words, self._out, self._environment)
        deadline = time.monotonic() + PATIENCE
        while not self._answers():
            if self._process.returncode is not None or time.monotonic() > deadline:
                raise RuntimeError(f"the server did not start:\n{self.said()}")
            time.sleep(0.02)
        link = re.search(r"/invitation/\S+", self.said())
        self.first_link = f"{self.base}{link.group()}" if link else ""

    def freeze(self) -> None:
        """Stop it in its tracks: sockets stay open, nobody answers."""
        self._alive().send_signal(signal.SIGSTOP)

    def thaw(self) -> None:
        """Let it go on."""
        self._alive().send_signal(signal.SIGCONT)

    def kill(self) -> None:
        """End it without a word, as a power cut does."""
        self._alive().kill()
        self._ended()

    def stop(self) -> None:
        """End it in good order. What it logged as an error fails the test."""
        if self._process is None:
            return
        self._process.send_signal(signal.SIGCONT)
        self._process.terminate()
        try:
            self._ended()
        except TimeoutError:
            self._alive().kill()
            raise
        assert not ERRORS.search(self.said()), f"the server logged errors:\n{self.said()}"

    def said(self) -> str:
        """All that it has printed and logged."""
        return self._out.read_text(encoding="utf-8") if self._out.exists() else ""

    def _ended(self) -> None:
        deadline = time.monotonic() + PATIENCE
        while self._alive().returncode is None:
            if time.monotonic() > deadline:
                raise TimeoutError("the server does not end")
            time.sleep(0.01)
        self._process = None

    def _alive(self) -> Child:
        assert self._process is not None, "the server is not running"
        return self._process

    def _answers(self) -> bool:
        try:
            return httpx2.get(f"{self.base}/", trust_env=False, timeout=2).status_code == 200
        except httpx2.TransportError:
            return False
