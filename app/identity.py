"""Who is asking, as signed cookies tell it, and what they may do: one table of capabilities, deny unless allowed."""

import hmac
import secrets
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Literal

from itsdangerous import BadSignature, URLSafeTimedSerializer

from app.settings import Settings
from app.workshop.parts import Audience

Capability = Literal["take_part", "see_wall", "run_desk"]

DAY = 86_400
ASKED_AGE, NEWCOMER_AGE, MADE_AGE = 600, 1_800, 600
LONGEST = 3_500
"""Characters of a cookie with a person's particulars; browsers take four thousand."""
CHAIR_KEPT = 900
"""Seconds in which the next person at a device comes to the table of the one before."""


@dataclass(frozen=True, slots=True)
class Who:
    """What is known of the one who asks, in one workshop or outside all of them."""

    account: str | None = None
    participant: str | None = None
    wall: bool = False
    facilitates: bool = False

    @property
    def belongs(self) -> bool:
        """Whether they have been let into this workshop before."""
        return self.facilitates or self.participant is not None or self.wall


def mark(person: str | None) -> str:
    """A short name for a person, which tells nothing: a page keeps what it stores in the browser under it."""
    return sha256(person.encode()).hexdigest()[:12] if person else ""


def is_someone_else(who: Who, audience: Audience, me: str) -> bool:
    """Whether a page that was painted for the one with the mark ``me`` is used with somebody else's cookie now."""
    person = who.account if audience == "desk" else who.participant
    return bool(me) and audience != "wall" and me != mark(person)


CAPABILITIES: Mapping[Capability, Callable[[Who], bool]] = {
    "take_part": lambda who: who.participant is not None,
    "see_wall": lambda who: who.wall or who.facilitates,
    "run_desk": lambda who: who.facilitates,
}
"""The table of rights outside a room. Inside one, ``app.workshop.decide.may`` asks by role and command."""


def can(who: Who, capability: Capability) -> bool:
    """Whether ``who`` may."""
    return CAPABILITIES[capability](who)


class Receipts:
    """Codes with which people find out what became of their words. They are worked out, and kept nowhere.

    A code is two parts: a workshop's own code, and ``LENGTH`` signs that a keyed hash gives for a person in it.
    """

    LENGTH = 8
    SIGNS = "23456789ACDEFGHJKMNPQRTVWXY"
    """None that looks like another when it is copied by hand."""

    def __init__(self, settings: Settings) -> None:
        self._key = sha256(b"fremtidsbilde.receipt " + settings.signing_secret().encode()).digest()

    def signs(self, workshop: str, participant: str) -> str:
        """The second part of somebody's code."""
        number = int.from_bytes(hmac.digest(self._key, f"{workshop} {participant}".encode(), "sha256"))
        return "".join(self.SIGNS[number // len(self.SIGNS) ** place % len(self.SIGNS)] for place in range(self.LENGTH))

    def whose(self, signs: str, workshop: str, people: Iterable[str]) -> str | None:
        """Who of these people in a workshop has this code."""
        given = signs.upper().encode()
        return next((who for who in people if hmac.compare_digest(self.signs(workshop, who).encode(), given)), None)


class Cookies:
    """Signs and reads the cookies. A forged, foreign or outworn one is the same as none."""

    SESSION = "fb_session"
    PARTICIPANT = "fb_participant"
    CHAIR = "fb_chair"
    WALL = "fb_wall"
    LANGUAGE = "fb_language"
    INVITATION = "fb_invitation"
    ASKED = "fb_asked"
    NEWCOMER = "fb_newcomer"
    VOUCHED = "fb_vouched"
    MADE = "fb_made"

    def __init__(self, settings: Settings) -> None:
        secret = settings.signing_secret()
        self._serializers = {
            purpose: URLSafeTimedSerializer(secret, salt=f"fremtidsbilde.{purpose}")
            for purpose in (
                *("session", "participant", "chair", "wall", "invitation", "ticket"),
                *("asked", "newcomer", "vouched", "made"),
            )
        }
        self.session_age = settings.session_days * DAY
        self.chair_age = CHAIR_KEPT
        self.participant_age = settings.participant_days * DAY

    def session(self, session: str) -> str:
        """A session cookie's value, by the id of the session that is kept."""
        return self._sign("session", [session])

    def read_session(self, value: str | None) -> str | None:
        """The session's id in a cookie. Whether it has ended only the database knows."""
        read = self._read("session", value, self.session_age)
        return read[0] if read is not None and len(read) == 1 else None

    def participant(self, workshop: str, participant: str) -> str:
        """A participant cookie's value, good in one workshop."""
        return self._sign("participant", [workshop, participant])

    def read_participant(self, value: str | None, workshop: str) -> str | None:
        """The participant's id in a cookie of this workshop."""
        read = self._read("participant", value, self.participant_age)
        return read[1] if read is not None and len(read) == 2 and read[0] == workshop else None

    def ticket(self, workshop: str) -> str:
        """Goes into the form for joining: who sends the form twice, without a cookie yet, is the same participant."""
        return self._sign("ticket", [workshop, secrets.token_hex(12)])

    def read_ticket(self, value: str | None, workshop: str) -> str | None:
        """The participant's id in a ticket of this workshop."""
        read = self._read("ticket", value, self.participant_age)
        return read[1] if read is not None and len(read) == 2 and read[0] == workshop else None

    def chair(self, workshop: str, table: int, mixings: int) -> str:
        """What stays on a device that is passed on: the table to sit at, and nothing of who sat there."""
        return self._sign("chair", [workshop, str(table), str(mixings)])

    def read_chair(self, value: str | None, workshop: str) -> tuple[int, int] | None:
        """The table and how often people had been seated, in a cookie of this workshop, while it is fresh."""
        read = self._read("chair", value, self.chair_age)
        return (int(read[1]), int(read[2])) if read is not None and len(read) == 3 and read[0] == workshop else None

    def wall(self, workshop: str) -> str:
        """A wall cookie's value, good in one workshop."""
        return self._sign("wall", [workshop])

    def read_wall(self, value: str | None, workshop: str) -> bool:
        """Whether a cookie lets this screen be the wall of this workshop."""
        return self._read("wall", value, self.participant_age) == [workshop]

    def invitation(self, secret: str) -> str:
        """Carries a one-time link's secret from its address into a cookie."""
        return self._sign("invitation", [secret])

    def read_invitation(self, value: str | None) -> str | None:
        """The one-time link's secret in a cookie, for an hour."""
        read = self._read("invitation", value, 3_600)
        return read[0] if read else None

    def asked(self, question: list[str]) -> str:
        """Carries a question to another provider, until its answer comes back to the same browser."""
        return self._sign("asked", question)

    def read_asked(self, value: str | None) -> list[str] | None:
        """The question in a cookie, for as long as signing in elsewhere may take."""
        return self._read("asked", value, ASKED_AGE, LONGEST)

    def newcomer(self, particulars: list[str]) -> str:
        """Carries what a provider says of somebody new, until they have seen that it is right."""
        return self._sign("newcomer", particulars)

    def read_newcomer(self, value: str | None) -> list[str] | None:
        """What a provider has said, in a cookie, for half an hour."""
        return self._read("newcomer", value, NEWCOMER_AGE, LONGEST)

    def vouched(self, provider: str) -> str:
        """Remembers by which provider somebody has signed in, so that they can be told to sign out there too."""
        return self._sign("vouched", [provider])

    def read_vouched(self, value: str | None) -> str | None:
        """The provider in a cookie."""
        read = self._read("vouched", value, self.session_age)
        return read[0] if read else None

    def made(self, session: str, secret: str, mailed_to: str, not_mailed: str) -> str:
        """Carries a one-time link that has just been made to the page that shows it to its maker.

        It is signed, not encrypted: whose browser it is has the link on the screen.
        """
        return self._sign("made", [mark(session), secret, mailed_to, not_mailed])

    def read_made(self, value: str | None, session: str) -> tuple[str, str, str] | None:
        """The link's secret, whom it was mailed to and to whom not, for ten minutes in the session that made it."""
        read = self._read("made", value, MADE_AGE, LONGEST)
        return (read[1], read[2], read[3]) if read and len(read) == 4 and read[0] == mark(session) else None

    def _sign(self, purpose: str, value: list[str]) -> str:
        signed = self._serializers[purpose].dumps(value)
        return str(signed)

    def _read(self, purpose: str, value: str | None, age: int, longest: int = 1_000) -> list[str] | None:
        if not value or len(value) > longest:
            return None
        try:
            read, made = self._serializers[purpose].loads(value, return_timestamp=True)
        except BadSignature:
            return None
        if datetime.now(UTC) - made > timedelta(seconds=age):  # not max_age: a clock set back would void every cookie
            return None
        return read if isinstance(read, list) and all(isinstance(item, str) for item in read) else None
