"""What the program is measured against. Node's ``ws`` and python-socketio are fetched when they are first needed."""

import subprocess
import sys
from pathlib import Path

from bench.machine import BIN, FETCHED, HERE, NotAvailable
from bench.servers import Server, free_port, node

SCRIPTS = HERE / "yardsticks"
WS = "ws@8.18.3"
SOCKETIO = "python-socketio==5.14.3"


def plain_tcp(frame: Path) -> Server:
    """The same bytes over uvloop's transports."""
    port = free_port()
    return Server((sys.executable, SCRIPTS / "tcp.py", str(port), frame), port)


def node_ws(frame: Path) -> Server:
    """The most used WebSocket library of node."""
    there = FETCHED / "node_modules" / "ws"
    if not there.exists():
        FETCHED.mkdir(exist_ok=True)
        _fetch([str(BIN / "npm"), "install", "--silent", "--no-audit", "--no-fund", "--prefix", str(FETCHED), WS])
    return node(SCRIPTS / "ws.js", str(frame), modules=FETCHED / "node_modules")


def python_socketio(frame: Path) -> Server:
    """Rooms over engine.io in Python."""
    there = FETCHED / "python"
    if not there.exists():
        quietly = ("--quiet", "--disable-pip-version-check", "--no-warn-conflicts")
        _fetch([sys.executable, "-m", "pip", "install", *quietly, "--target", str(there), SOCKETIO])
    port = free_port()
    command = (sys.executable, SCRIPTS / "socketio_server.py", str(port), frame)
    return Server(command, port, {"PYTHONPATH": str(there)})


def _fetch(command: list[str]) -> None:
    try:
        subprocess.run(command, check=True, capture_output=True, timeout=300)
    except (OSError, subprocess.SubprocessError) as error:
        raise NotAvailable(f"{command[-1]} could not be fetched ({type(error).__name__})") from error
