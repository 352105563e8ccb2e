"""Mail by SMTP, where a server is set: short letters in plain text, within a few seconds or not at all."""

import asyncio
import smtplib
import ssl
from collections.abc import Coroutine
from dataclasses import dataclass
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from functools import partial
from typing import Any, Literal
from urllib.parse import unquote, urlsplit

import anyio
import anyio.to_thread

PORTS = {"smtps": 465, "smtp": 587, "smtp+plain": 25}
AT_ONCE = 4
"""Letters on their way at the same time: a mail server that hangs is to hold no more threads."""

Why = Literal["unreachable", "too_slow", "no_encryption", "wrong_password", "refused"]


class NotSent(Exception):
    """A letter has not been sent, or nobody knows. ``why``: a named fact, which holds no address."""

    def __init__(self, why: Why) -> None:
        super().__init__(why)
        self.why: Why = why


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter to one person."""

    to: str
    subject: str
    text: str


class Mail:
    """Sends letters by the server at ``url``, which says how it is spoken to; "" is none.

    Raises:
        ValueError: that is no address of a mail server.
    """

    def __init__(self, url: str, sender: str, *, within: float) -> None:
        parts = urlsplit(url)
        self.is_set = bool(url)
        if url and (parts.scheme not in PORTS or not parts.hostname):
            raise ValueError("no address of a mail server")
        self._scheme = parts.scheme
        self._host = parts.hostname or ""
        self._port = parts.port or PORTS.get(parts.scheme, 0)
        self._user, self._password = unquote(parts.username or ""), unquote(parts.password or "")
        self._sender = sender
        self._within = within
        self._limiter: anyio.CapacityLimiter | None = None
        self._later: set[asyncio.Task[None]] = set()

    async def send(self, letter: Letter) -> None:
        """Send a letter, now.

        Raises:
            NotSent
        """
        self._limiter = self._limiter or anyio.CapacityLimiter(AT_ONCE)
        try:
            message = self._written(letter)
            with anyio.fail_after(self._within):
                work = partial(self._speak, message)
                await anyio.to_thread.run_sync(work, abandon_on_cancel=True, limiter=self._limiter)
        except TimeoutError:
            raise NotSent("too_slow") from None

    def later(self, work: Coroutine[Any, Any, None]) -> None:
        """Do something about mail when the one who asked for it has been answered already."""
        task = asyncio.create_task(work, name="mail")
        self._later.add(task)
        task.add_done_callback(self._later.discard)

    async def close(self) -> None:
        """Wait for what was to be done later, within its time."""
        if self._later:
            await asyncio.wait(set(self._later), timeout=self._within)

    def greet(self) -> None:
        """See that the server answers, is spoken to safely, and takes the name and the password; sends nothing.

        Raises:
            NotSent
        """
        self._speak(None)

    def _written(self, letter: Letter) -> EmailMessage:
        message = EmailMessage()
        try:
            message["From"] = Address("Fremtidsbilde", addr_spec=self._sender)
            message["To"] = Address(addr_spec=letter.to)
        except (MessageError, ValueError, IndexError, AttributeError):  # what the parser says of the oddest addresses
            raise NotSent("refused") from None
        message["Subject"] = " ".join(letter.subject.split())
        message["Date"] = formatdate()
        message["Message-ID"] = make_msgid(domain=self._sender.partition("@")[2])
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(letter.text)
        return message

    def _speak(self, message: EmailMessage | None) -> None:
        try:
            with self._connection() as server:
                if self._scheme == "smtp":
                    _encrypt(server)
                if self._user:
                    server.login(self._user, self._password)
                if message is not None:
                    server.send_message(message)
        except TimeoutError:
            raise NotSent("too_slow") from None
        except ssl.SSLError:
            raise NotSent("no_encryption") from None
        except smtplib.SMTPAuthenticationError:
            raise NotSent("wrong_password") from None
        except (smtplib.SMTPConnectError, smtplib.SMTPServerDisconnected):
            raise NotSent("unreachable") from None
        except (smtplib.SMTPException, ValueError):
            raise NotSent("refused") from None
        except OSError:
            raise NotSent("unreachable") from None

    def _connection(self) -> smtplib.SMTP:
        # By the sender's domain: to look up this machine's own name may take longer than all the rest.
        ours = self._sender.partition("@")[2]
        if self._scheme == "smtps":
            context = ssl.create_default_context()
            return smtplib.SMTP_SSL(self._host, self._port, ours, timeout=self._within, context=context)
        return smtplib.SMTP(self._host, self._port, ours, timeout=self._within)


def _encrypt(server: smtplib.SMTP) -> None:
    """Go on under TLS, or not at all: a letter's link lets somebody in."""
    try:
        server.starttls(context=ssl.create_default_context())
    except smtplib.SMTPException:
        raise NotSent("no_encryption") from None
