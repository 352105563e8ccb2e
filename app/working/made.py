"""The process in which a file is made: ``python -m app.working.made``. See ``press`` for what it is told and tells."""

import json
import os
import sys
import threading
from datetime import datetime

from app.store.database import Database
from app.working.making import Made, Nothing, make
from app.working.order import Order
from app.working.press import MOST

_NICER = 10
"""By so much its claim on the processor is weaker than a server's."""


def main() -> None:
    """Make what standard input asks for, and write it to standard output."""
    os.nice(_NICER)
    asked = json.loads(sys.stdin.buffer.readline())
    threading.Thread(target=_end_with_server, daemon=True).start()
    try:
        made = _made(asked["database"], Order.model_validate(asked["order"]), datetime.fromisoformat(asked["now"]))
    except Nothing:
        _say(reason="nothing", kind="Nothing")
    except Exception as error:  # whatever it is: its kind is told, never what it quotes
        _say(reason="unforeseen", kind=type(error).__name__)
    else:
        if len(made.content) > MOST:
            _say(reason="too_large", kind="")
            return
        facts = {name: getattr(made, name) for name in ("name", "media_type", "made_of", "fingerprint")}
        _say(size=len(made.content), **facts)
        sys.stdout.buffer.write(made.content)
        sys.stdout.buffer.flush()


def _made(address: str, order: Order, now: datetime) -> Made:
    database = Database(address)
    try:
        with database.reading() as connection:
            return make(connection, order, now, lambda stage, progress: _say(stage=stage, progress=progress))
    finally:
        database.close()


def _say(**facts: object) -> None:
    sys.stdout.buffer.write(json.dumps(facts).encode() + b"\n")
    sys.stdout.buffer.flush()


def _end_with_server() -> None:
    sys.stdin.buffer.read()
    os._exit(1)


if __name__ == "__main__":
    main()
