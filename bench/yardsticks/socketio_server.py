"""python-socketio on uvicorn: every statement is emitted to all others. ``python socketio_server.py PORT FILE``."""

import json
import sys
from pathlib import Path

import socketio  # type: ignore[import-not-found]  # fetched by the benches
import uvicorn

frame = json.loads(Path(sys.argv[2]).read_bytes())
server = socketio.AsyncServer(async_mode="asgi", cors_allowed_origins="*")


@server.on("say")  # type: ignore[untyped-decorator]
async def say(sid: str, _statement: dict[str, str]) -> None:
    """Pass it on."""
    await server.emit("frame", frame, skip_sid=sid)


app = socketio.ASGIApp(server)
uvicorn.run(
    app, host="127.0.0.1", port=int(sys.argv[1]), log_level="error", access_log=False, ws_per_message_deflate=False
)
