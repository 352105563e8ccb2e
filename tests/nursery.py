"""A nursery: a process that has imported the program and forks it, so that a start costs no seconds of importing.

What is forked is a process of its own: ``kill -9`` takes all that it had in memory, as for one that was started anew.
"""

import asyncio
import atexit
import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Self

ROOT = Path(__file__).resolve().parents[1]


class Child:
    """A program out of the nursery; its process has no other parent here, and is asked after by its number."""

    def __init__(self, pid: int, output: Path) -> None:
        self.pid = pid
        self._code = _code_of(output)
        self._sent = 0

    @property
    def returncode(self) -> int | None:
        """Its exit code, as of a process that was started here; None: it is still there."""
        if Path(f"/proc/{self.pid}").exists():
            return None
        return int(self._code.read_text()) if self._code.exists() else -(self._sent or signal.SIGKILL)

    def send_signal(self, number: int) -> None:
        """Send it a signal, if it is there."""
        if self.returncode is None:
            self._sent = number
            os.kill(self.pid, number)

    def terminate(self) -> None:
        """Ask it to end."""
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        """End it in the middle of whatever it does."""
        self.send_signal(signal.SIGKILL)

    async def wait(self) -> int:
        """Its exit code, when it has ended."""
        while (code := self.returncode) is None:  # noqa: ASYNC110 - of another's child nothing is told
            await asyncio.sleep(0.005)
        return code


class Nursery:
    """Forks programs; ``environment`` is what it is itself started in, as for a library that is loaded first."""

    def __init__(self, **environment: str) -> None:
        self._turn = threading.Lock()
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.nursery"],
            cwd=ROOT,
            env={**os.environ, **environment},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End it, and all that are left of those it has forked."""
        self._process.communicate()

    def fork(
        self,
        words: Sequence[object],
        output: Path,
        environment: Mapping[str, str] | None = None,
        plant: str = "",
        complaints: Path | None = None,
    ) -> Child:
        """Start ``fremtidsbilde`` with these words, printing into these files; the environment is added to that here.

        ``plant``: the fault of ``plants.py`` that it has.
        """
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        _code_of(output).unlink(missing_ok=True)
        order = {
            "words": [str(word) for word in words],
            "environment": dict(environment or {}),
            "output": str(output),
            "complaints": str(complaints or output),
            "plant": plant,
        }
        with self._turn:  # or two would read each other's answers
            self._process.stdin.write(json.dumps(order) + "\n")
            self._process.stdin.flush()
            return Child(int(self._process.stdout.readline()), output)


@cache
def nursery() -> Nursery:
    """The one nursery of this process."""
    made = Nursery()
    atexit.register(made.close)
    return made


def _code_of(output: Path) -> Path:
    return output.with_name(f"{output.name}.code")


def _nurse() -> None:
    """Fork a program for each line that comes in; when no more can come, end those that are left."""
    import app.cli  # noqa: PLC0415 - only the nursery's own process needs all this
    import app.serving  # noqa: F401, PLC0415 - what a server imports when it is started
    from tests.faults import plants  # noqa: F401, PLC0415 - what a planted server needs

    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # ended ones are gone at once
    forked: list[int] = []
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            _become(json.loads(line))
        forked.append(child)
        print(child, flush=True)  # noqa: T201 - the answer
    for child in forked:
        if Path(f"/proc/{child}").exists():
            os.kill(child, signal.SIGKILL)


def _become(order: dict[str, Any]) -> None:
    import app.cli  # noqa: PLC0415 - has been imported
    from tests.faults import plants  # noqa: PLC0415 - as above

    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    for number, name in ((1, "output"), (2, "complaints")):
        os.dup2(os.open(order[name], os.O_WRONLY | os.O_CREAT | os.O_APPEND), number)
    os.environ.update(order["environment"])
    sys.argv = ["fremtidsbilde", *order["words"]]
    code: object = 1
    try:
        plants.plant(order["plant"])
        app.cli.main()
    except SystemExit as ended:
        code = ended.code
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        known = int(code) if isinstance(code, int) else int(bool(code))
        _code_of(Path(order["output"])).write_text(str(known))
        os._exit(known)


if __name__ == "__main__":
    _nurse()
