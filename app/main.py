"""``create_app``: the only wiring. Everything is made here and handed down."""

import asyncio
import gc
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from functools import partial

from fastapi import FastAPI

from app.identity import Cookies, Receipts
from app.insight.kept import Suggestions
from app.mail import Mail
from app.metrics import Metrics
from app.openid import providers as openid
from app.openid.asking import Providers
from app.painter import STATIC, Painter
from app.realtime.bus import bus_at
from app.realtime.ending import ended, lasting
from app.realtime.rooms import Rooms
from app.realtime.telling import keep_telling
from app.routes import (
    account,
    api,
    coverage,
    desk,
    doors,
    files,
    film,
    follow_up,
    forgotten,
    health,
    history,
    home,
    method_choice,
    method_form,
    method_import,
    methods,
    newcomers,
    participant,
    pathways,
    people,
    plan,
    public_vision,
    receipts,
    search,
    shared_theme,
    shared_themes,
    theme_groups,
    theme_suggestions,
    tokens,
    unit_page,
    units,
    vision_edit,
    vision_files,
    visions,
    vouching,
    wall,
    webhooks,
)
from app.routes.codes import Codes
from app.routes.errors import handle_errors
from app.routes.guard import Guard
from app.routes.house import House
from app.routes.live import Sockets
from app.routes.static import Static
from app.routes.throttle import Sharing, Throttle
from app.routes.trace import Trace
from app.settings import Settings
from app.store.database import Database
from app.webhooks import keep_sending
from app.working.press import Press
from app.working.shelf import Shelf
from app.working.worker import Worker

TURN = 0.000_5
"""Seconds after which a thread gives way to one that waits. A commit waits for its turn several times, and while the
event loop is busy Python's own five milliseconds each would be most of what a commit takes."""


def now() -> datetime:
    """The time, in UTC."""
    return datetime.now(UTC)


def create_app(settings: Settings, clock: Callable[[], datetime] = now) -> FastAPI:
    """Make the application; its lifespan opens and migrates the database and closes it again.

    Raises:
        Unfit: the file of ``settings.oidc`` cannot be used.
    """
    metrics = Metrics()
    listed = openid.read(settings.oidc)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        database = Database(settings.database, together=settings.together)
        database.migrate()
        bus = bus_at(settings.redis_url)
        rooms = Rooms(database, settings, clock, metrics, bus)
        throttle = Throttle(shared=bool(settings.redis_url))
        sharing = Sharing(throttle, bus, settings.signing_secret())
        codes = Codes(throttle, sharing, wrong=settings.wrong_codes_per_minute, found=settings.rooms_found_per_hour)
        mail = Mail(settings.smtp_url, settings.mail_from, within=settings.mail_within)
        providers = Providers(listed, within=settings.oidc_within, clock=clock)
        app.state.house = house = House(
            settings=settings,
            database=database,
            rooms=rooms,
            painter=Painter(),
            cookies=Cookies(settings),
            receipts=Receipts(settings),
            throttle=throttle,
            sharing=sharing,
            codes=codes,
            clock=clock,
            metrics=metrics,
            mail=mail,
            providers=providers,
            worker=Worker(database, clock),
            shelf=Shelf(Press(database.address)),
            suggestions=Suggestions(),
        )
        gc.freeze()  # what is loaded by now stays; the collector need not walk it again
        sys.setswitchinterval(TURN)
        kept_up: dict[str, Callable[[], Awaitable[object]]] = {
            "look": rooms.look,
            "attend": rooms.attend,
            "listen": rooms.listen,
            "share": sharing.keep_telling,
            "tell": partial(keep_telling, database, clock),
            "webhooks": partial(keep_sending, database, settings, clock),
            "count": partial(health.keep_counting, house),
            "work": house.worker.keep_working,
        }
        tasks = [asyncio.create_task(lasting(name, work), name=name) for name, work in kept_up.items()]
        try:
            yield
        finally:
            app.state.draining = True
            for task in tasks:
                await ended(task)
            await rooms.drain()
            await mail.close()
            await providers.close()
            await bus.close()
            database.close()

    app = FastAPI(title="Fremtidsbilde", lifespan=lifespan, docs_url=None, redoc_url=None, openapi_url=None)
    app.state.draining = False
    desks = (account, people, units, desk, history, film, home, method_import, method_choice, method_form, methods)
    ahead = (plan, unit_page, pathways, follow_up, tokens, webhooks)
    visions_of = (vision_files, vision_edit, visions)
    themes = (theme_suggestions, theme_groups, shared_themes, shared_theme)  # names first
    regions = (coverage, files, search, *themes, *visions_of)
    signing_in = (vouching, newcomers, forgotten)
    for door in (participant, receipts, public_vision, wall, *signing_in, *desks, *regions, *ahead, doors, health):
        app.include_router(door.router)
    for router in api.ROUTERS:
        app.include_router(router)
    app.mount("/static", Static(STATIC), name="static")
    app.add_middleware(Sockets)
    app.add_middleware(Guard, origins=settings.origins, public_url=settings.public_url, body_bytes=settings.body_bytes)
    app.add_middleware(Trace, metrics=metrics, trusted=settings.trusted_proxies, log_requests=settings.log_requests)
    handle_errors(app)
    return app
