"""A mail server for tests: aiosmtpd on a thread of its own, with a certificate that is made for the occasion."""

import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from ipaddress import ip_address
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, Envelope, LoginPassword
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.ports import free_port

USER, WORD = "fremtid", "et ord: med/tegn"


@dataclass
class Post:
    """Letters that have come, and where the server is."""

    port: int
    letters: list[EmailMessage] = field(default_factory=list)
    refuses: str = ""

    async def handle_RCPT(self, _server: Any, _session: Any, envelope: Envelope, address: str, _options: Any) -> str:  # noqa: N802
        """Take everybody, or nobody."""
        if self.refuses:
            return self.refuses
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Envelope) -> str:  # noqa: N802
        """Keep a letter."""
        content = envelope.original_content or b""
        message = message_from_bytes(content, policy=policy.default)
        assert isinstance(message, EmailMessage)
        self.letters.append(message)
        return "250 OK"

    def text(self) -> str:
        """What the last letter says."""
        body = self.letters[-1].get_content()
        assert isinstance(body, str)
        return body.replace("\r\n", "\n")


@contextmanager
def post(folder: Path, tls: str = "none") -> Iterator[Post]:
    """A mail server: ``tls`` is none, starttls or smtps; with TLS it looks at name and password."""
    there = Post(free_port())
    more: dict[str, Any] = {}
    if tls != "none":
        context = _certified(folder)
        more = {"tls_context": context, "require_starttls": True} if tls == "starttls" else {"ssl_context": context}
        asks = tls == "starttls"  # the other kind is encrypted before the server could know of it
        more |= {"authenticator": _authenticated, "auth_required": asks, "auth_require_tls": asks}
    controller = Controller(there, hostname="127.0.0.1", port=there.port, **more)
    controller.start()
    try:
        yield there
    finally:
        controller.stop()


def _authenticated(_server: Any, _session: Any, _envelope: Any, _mechanism: str, given: Any) -> AuthResult:
    right = isinstance(given, LoginPassword) and (given.login, given.password) == (USER.encode(), WORD.encode())
    return AuthResult(success=right, handled=False)


def _certified(folder: Path) -> ssl.SSLContext:
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "post")])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(datetime.now(UTC) - timedelta(hours=1))
        .not_valid_after(datetime.now(UTC) + timedelta(hours=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    file = folder / "post.pem"
    plain = serialization.NoEncryption()
    private = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
    file.write_bytes(made.public_bytes(serialization.Encoding.PEM) + private)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    return context
