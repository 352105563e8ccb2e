"""The house: what ``create_app`` has wired together, and how a command goes into a room of it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from app.identity import Cookies, Receipts, Who
from app.insight.kept import Suggestions
from app.mail import Mail
from app.metrics import Metrics
from app.openid.asking import Providers
from app.painter import Painter
from app.realtime.rooms import Live, Rooms
from app.routes.codes import Codes
from app.routes.throttle import Sharing, Throttle
from app.settings import Settings
from app.store.database import Database
from app.working.shelf import Shelf
from app.working.worker import Worker
from app.workshop.commands import Command
from app.workshop.parts import Audience
from app.workshop.people import Actor
from app.workshop.refusals import Refusal


@dataclass(frozen=True)
class House:
    """What ``create_app`` wires together and hands down."""

    settings: Settings
    database: Database
    rooms: Rooms
    painter: Painter
    cookies: Cookies
    receipts: Receipts
    throttle: Throttle
    sharing: Sharing
    codes: Codes
    clock: Callable[[], datetime]
    metrics: Metrics
    mail: Mail
    providers: Providers
    worker: Worker
    shelf: Shelf
    suggestions: Suggestions

    async def submit(self, room: Live, who: Who, audience: Audience, parse: Callable[[], Command]) -> Command:
        """Parse a command and give it to a room, within the sender's rate. Returns it once it is durable.

        Raises:
            Refusal
        """
        try:
            if audience == "phone" and who.participant is not None:
                actor, most = Actor(role="participant", id=who.participant), self.settings.commands_per_minute
            elif audience == "desk" and who.facilitates and who.account is not None:
                actor, most = Actor(role="facilitator", id=who.account), self.settings.desk_commands_per_minute
            else:
                raise Refusal("not_allowed")
            wait = self.throttle.hit(f"commands {room.workshop}", actor.id, most)
            if wait:
                raise Refusal("too_fast", retry_after=wait)
            command = parse()
            await room.writer.submit(command, actor)
        except Refusal as refusal:
            self.metrics.refused(refusal.reason)
            raise
        return command
