"""The limit of writing: a bare loop that commits groups of the rows that statements leave in the database.

``python rows.py DATABASE_URL SECONDS BATCH MOST``. The same tables, through the same driver, with the same durability
as the program's; but nothing is received, decided, checked, or answered. Workshops take turns, so that a commit holds
rows of as many as there are. Prints JSON: statements, seconds, and the loop's own CPU seconds.
"""

import itertools
import json
import sys
import time
from datetime import UTC, datetime

from app.store import log, workshops
from app.store.database import Database
from app.workshop.events import StatementSaid

TEXT = "(no 1234) In 2040 everybody garden quiet meeting river trust children outdoors bridge together"
NAME = "bench-00000000-STATEMENT"
PAYLOAD = StatementSaid(
    statement=NAME, author="somebody-of-16-x", text=TEXT, standing="shown", rank=1.0
).model_dump_json()

EVENT = ("workshop_id", "seq", "command_id", "n", "by_role", "by_id", "at", "type", "statement", "payload")
STATEMENT = ("workshop_id", "id", "author", "group", "unit", "text", "at", "standing", "theme", "rank")


def main(address: str, seconds: float, batch: int, most: int) -> dict[str, float]:
    """Write until the time is over, or so many statements are written."""
    database = Database(address)
    with database.reading() as connection:
        heads_of = log.heads(connection, [workshop.id for workshop in workshops.everything(connection)])
    turns = itertools.cycle(heads_of)
    raw = database.engine.raw_connection()
    cursor = raw.cursor()
    mark = "?" if database.sqlite else "%s"
    events, statements = _insert("event", EVENT, mark), _insert("statement", STATEMENT, mark)
    heads = f"UPDATE workshop SET seq = {mark}, statements = {mark} WHERE id = {mark}"
    now = datetime.now(UTC)
    at = now.strftime("%Y-%m-%d %H:%M:%S.%f") if database.sqlite else now  # as SQLAlchemy writes it
    written, start, cpu = 0, time.perf_counter(), time.process_time()
    while time.perf_counter() - start < seconds and written < most:
        event_rows, statement_rows, touched = [], [], {}
        for number in range(written, written + batch):
            workshop = next(turns)
            seq = heads_of[workshop] = heads_of[workshop] + 1
            name = f"bench-00000000-{number}"
            payload = PAYLOAD.replace(NAME, name)
            who = ("participant", "somebody-of-16-x")
            event_rows.append((workshop, seq, name, 0, *who, at, "statement_said", name, payload))
            statement_rows.append((workshop, name, who[1], "parent", "", TEXT, at, "shown", None, float(number)))
            touched[workshop] = (seq, number, workshop)
        if database.sqlite:  # psycopg begins by itself
            cursor.execute("BEGIN IMMEDIATE")
        cursor.executemany(events, event_rows)
        cursor.executemany(statements, statement_rows)
        cursor.executemany(heads, list(touched.values()))
        raw.commit()
        written += batch
    took, used = time.perf_counter() - start, time.process_time() - cpu
    raw.close()
    database.close()
    return {"statements": written, "seconds": took, "cpu": used}


def _insert(table: str, columns: tuple[str, ...], mark: str) -> str:
    names = ", ".join(f'"{name}"' for name in columns)
    return f"INSERT INTO {table} ({names}) VALUES ({', '.join([mark] * len(columns))})"


if __name__ == "__main__":
    print(json.dumps(main(sys.argv[1], float(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]))))
