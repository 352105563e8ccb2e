"""Serving: uvicorn with the settings that this program wants, logs, and what is printed at start."""

import asyncio
import multiprocessing
import os
import resource
import signal
import socket
import tempfile
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import uvicorn
from fastapi import FastAPI
from uvicorn.config import STARTUP_FAILURE
from uvicorn.supervisors import Multiprocess

from app import logs
from app.address import for_phones, is_loopback, on_network
from app.cli.terminal import FOUND_WRONG, NOT_FOUND, UNOPENED, fail, writing
from app.mail import Mail
from app.main import create_app, now
from app.metrics import SHARED
from app.openid import providers
from app.region.rights import Grant
from app.settings import Settings
from app.store import grants, invitations
from app.store.invitations import Invitation
from app.wire import Wire
from app.workshop.method import BadMethod, shipped

Say = Callable[[str], object]

BACKLOG = 4_096
"""Connections that wait to be let in: what does not fit, the other side's kernel tries again after whole seconds."""

LEAVE_SECONDS = 8
"""Seconds that open lines have to end in when the server stops: under the ten that a service manager waits."""


def run(settings: Settings, say: Say, *, workers: int = 1) -> None:
    """Migrate, greet, and serve until told to stop."""
    _open_many_files()
    logs.configure(settings)
    with writing(settings) as connection:
        first = None
        if not grants.has_administrator(connection):
            invitation = Invitation(Grant("administrator"))
            first = invitations.invite(connection, invitation, now=now(), days=1)
    _see_secret(settings)
    _see_methods()
    _see_providers(settings)
    _see_port(settings)
    _greet(settings, say)
    if first:
        say("")
        say("  Nobody can administrate yet. Choose the first password here (the link works once, for a day):")
        say(f"  {_local(settings)}/invitation/{first}")
        say("")
    if workers == 1:
        _server(settings).run()
        return
    if not settings.redis_url:
        say(
            f"  {workers} workers and no Redis: each counts for itself who is there and how fast they write, "
            f"and screens of one follow another within {settings.look:g} s."
        )
    _supervise(settings, workers)


def run_demo(settings: Settings, say: Say, *, participants: int, rate: float) -> None:
    """Seed the demo, serve it, and let simulated participants write into it."""
    from app import demo  # noqa: PLC0415 - who serves needs no demo
    from app.demo.playing import play  # noqa: PLC0415 - as above

    logs.configure(settings)
    with writing(settings) as connection:
        workshop, facilitator = demo.seed(connection, now=now())
        entry = Invitation(Grant("facilitator"), workshop.id, facilitator.id)
        secret = invitations.invite(connection, entry, now=now(), days=1)
    _see_secret(settings)
    _see_methods()
    _see_port(settings)
    _greet(settings, say)
    people = settings.public_url or f"http://{for_phones(settings.host)}:{settings.port}"
    say("")
    say(f"  Desk   {_local(settings)}/invitation/{secret}   (works once)")
    say(f"  Wall   {_local(settings)}/wall/{workshop.wall_key}")
    say(f"  Phone  {people}/w/{workshop.code}/   code {workshop.code}")
    say("")

    async def all_of_it() -> None:
        server = _server(settings)
        serving = asyncio.create_task(server.serve())
        while not server.started and not serving.done():  # noqa: ASYNC110 - uvicorn has no event for its start
            await asyncio.sleep(0.05)
        lines = demo.lines_to_come()
        groups = sorted({line.group for line in lines})
        playing = asyncio.create_task(
            play(_local(settings), workshop.code, lines, participants=participants, rate=rate, groups=groups)
        )
        await serving
        playing.cancel()

    asyncio.run(all_of_it())


def _server(settings: Settings) -> uvicorn.Server:
    return uvicorn.Server(_config(settings, _announcing(create_app(settings), settings)))


def _config(settings: Settings, app: FastAPI | str, **more: Any) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        host=settings.host,
        port=settings.port,
        ws=Wire,
        ws_max_size=settings.message_bytes,
        ws_per_message_deflate=False,  # the wire has its own
        ws_ping_interval=None,  # clients ping, and the hub sweeps away who is silent
        timeout_graceful_shutdown=int(LEAVE_SECONDS - settings.drain_notice),
        access_log=False,
        proxy_headers=False,  # app.routes.trace reads them, as it must know who is at the other end of the line
        log_config=None,
        backlog=BACKLOG,
        server_header=False,
        **more,
    )


def _supervise(settings: Settings, workers: int) -> None:
    """Serve with several processes that share the port; one that dies is replaced, and all stop when told to."""
    os.environ.update(settings.environment())
    with tempfile.TemporaryDirectory(prefix="fremtidsbilde-") as figures:
        os.environ[SHARED] = figures
        config = _config(settings, "app.serving:worker", factory=True, workers=workers)
        supervisor = Multiprocess(config, [config.bind_socket()])
        supervisor.run()
    if any(process.exitcode == STARTUP_FAILURE for process in supervisor.processes):
        raise SystemExit(STARTUP_FAILURE)


def worker() -> FastAPI:
    """The application of one worker, set by the environment that its supervisor has left it."""
    settings = Settings()
    logs.configure(settings)
    threading.Thread(target=_end_with_supervisor, name="supervisor", daemon=True).start()
    return _announcing(create_app(settings), settings)


def _end_with_supervisor() -> None:
    """A worker without its supervisor would keep the port, and nobody would replace or stop it."""
    supervisor = multiprocessing.parent_process()
    if supervisor is not None:
        supervisor.join()
        os.kill(os.getpid(), signal.SIGTERM)


def _announcing(app: FastAPI, settings: Settings) -> FastAPI:
    """Let a told stop be seen at /readyz first, for as long as the settings say."""
    within = app.router.lifespan_context

    @asynccontextmanager
    async def lifespan(of: FastAPI) -> AsyncIterator[Any]:
        stop = signal.getsignal(signal.SIGTERM)  # uvicorn's own, which is in place by now
        loop = asyncio.get_running_loop()

        def told(number: int, frame: Any) -> None:
            again, app.state.draining = app.state.draining, True
            if not callable(stop):
                return
            if again or not settings.drain_notice:
                stop(number, frame)
            else:
                loop.call_soon_threadsafe(loop.call_later, settings.drain_notice, stop, number, None)

        if callable(stop):
            signal.signal(signal.SIGTERM, told)
        async with within(of) as state:
            yield state

    app.router.lifespan_context = lifespan
    return app


def _open_many_files() -> None:
    """Each phone is an open file: as many as this process may have."""
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


def _see_secret(settings: Settings) -> None:
    """Make the signing secret now where there is none: one for all processes."""
    try:
        settings.signing_secret()
    except OSError as error:
        fail(f"{settings.data}/secret: {error.strerror}; let this user read and write the data folder", UNOPENED)


def _see_methods() -> None:
    """Look whether the methods that come with the program can be used: file, line and what is wrong, where not."""
    try:
        shipped()
    except BadMethod as wrong:
        fail(str(wrong), FOUND_WRONG)


def _see_providers(settings: Settings) -> None:
    """Look whether the file of those who vouch for people, and the address of the mail server, can be used."""
    try:
        providers.read(settings.oidc)
        Mail(settings.smtp_url, settings.mail_from, within=settings.mail_within)
    except (providers.Unfit, ValueError) as wrong:
        fail(f"{wrong}; see docs/guides/sign-in.md", FOUND_WRONG)


def _see_port(settings: Settings) -> None:
    """Look whether the port is free before an address is told to anybody."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    try:
        with socket.socket(family) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((settings.host, settings.port))
    except OSError as error:
        fail(f"{settings.host}:{settings.port}: {error.strerror}; choose another port with --port", NOT_FOUND)


def _greet(settings: Settings, say: Say) -> None:
    say(f"  Fremtidsbilde   {_local(settings)}")
    if not is_loopback(settings.host):
        say(f"  For phones      http://{on_network()}:{settings.port}")
    elif not settings.public_url:
        say("  For phones      none can reach it: start it with --host 0.0.0.0")


def _local(settings: Settings) -> str:
    host = "localhost" if settings.host in ("0.0.0.0", "::") else settings.host  # noqa: S104 - compared, not bound
    return f"http://{host}:{settings.port}"
