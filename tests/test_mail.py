"""Mail against a real server: what is sent, safely or not at all, and how long nobody waits for it."""

import socket
import time
from pathlib import Path
from urllib.parse import quote

import pytest
from pydantic import ValidationError

from app.mail import Letter, Mail, NotSent
from app.settings import Settings
from tests.ports import free_port
from tests.post import USER, WORD, post

LETTER = Letter("kari@example.no", "Nytt passord til Fremtidsbilde", "Hei!\n\nHer: https://fremtid.example/æøå\n")
SENDER = "fremtid@example.no"


def mail(scheme: str, port: int, *, user: str = USER, word: str = WORD, within: float = 5.0) -> Mail:
    who = f"{quote(user)}:{quote(word, safe='')}@" if user else ""
    return Mail(f"{scheme}://{who}127.0.0.1:{port}", SENDER, within=within)


async def why_not(sender: Mail, letter: Letter = LETTER) -> str:
    with pytest.raises(NotSent) as caught:
        await sender.send(letter)
    assert "kari" not in str(caught.value)
    return caught.value.why


@pytest.mark.parametrize(("tls", "scheme"), [("starttls", "smtp"), ("smtps", "smtps")])
async def test_a_letter_goes_out_encrypted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, tls: str, scheme: str
) -> None:
    with post(tmp_path, tls) as there:
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "post.pem"))
        await mail(scheme, there.port).send(LETTER)
        (letter,) = there.letters
        assert letter["to"] == "kari@example.no"
        assert letter["from"] == "Fremtidsbilde <fremtid@example.no>"
        assert letter["subject"] == LETTER.subject
        assert letter["auto-submitted"] == "auto-generated"
        assert there.text() == LETTER.text
        mail(scheme, there.port).greet()
        assert await why_not(mail(scheme, there.port, word="wrong")) == "wrong_password"
        assert len(there.letters) == 1


@pytest.mark.parametrize(("tls", "scheme"), [("starttls", "smtp"), ("smtps", "smtps")])
async def test_nothing_is_sent_to_a_server_that_anybody_could_be(tmp_path: Path, tls: str, scheme: str) -> None:
    """Its certificate is signed by nobody whom this machine trusts."""
    with post(tmp_path, tls) as there:
        assert await why_not(mail(scheme, there.port)) == "no_encryption"
        assert there.letters == []


async def test_nothing_is_sent_in_the_clear_unless_that_was_set(tmp_path: Path) -> None:
    with post(tmp_path) as there:
        assert await why_not(mail("smtp", there.port, user="")) == "no_encryption"
        assert there.letters == []
        await mail("smtp+plain", there.port, user="").send(LETTER)
        assert len(there.letters) == 1


async def test_a_server_that_refuses_or_is_not_there_is_told(tmp_path: Path) -> None:
    with post(tmp_path) as there:
        sender = mail("smtp+plain", there.port, user="")
        there.refuses = "550 no such user"
        assert await why_not(sender) == "refused"
    assert await why_not(sender) == "unreachable"
    assert await why_not(mail("smtp+plain", free_port(), user="")) == "unreachable"


async def test_a_server_that_says_nothing_costs_a_moment_and_no_more() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        sender = mail("smtp+plain", silent.getsockname()[1], user="", within=0.3)
        began = time.monotonic()
        assert await why_not(sender) == "too_slow"
        assert time.monotonic() - began < 3


@pytest.mark.parametrize("to", ["kari", "kari@example.no\nBcc: ola@example.no", "", "a@b\r\n.c", "kari@@example.no"])
async def test_no_address_brings_a_line_of_its_own(tmp_path: Path, to: str) -> None:
    with post(tmp_path) as there:
        sender = mail("smtp+plain", there.port, user="")
        if to != "kari":
            assert await why_not(sender, Letter(to, "x", "x")) == "refused"
            assert there.letters == []
        await sender.send(Letter("kari@example.no", "one\nBcc: ola@example.no", "x"))
        assert there.letters[-1]["bcc"] is None


@pytest.mark.parametrize(
    "given",
    [
        {"smtp_url": "smtps://mail.example.no"},
        {"smtp_url": "smtps://mail.example.no", "mail_from": "x@example.no"},
        {"smtp_url": "smtps://mail.example.no", "mail_from": "nobody", "public_url": "https://fremtid.example"},
        {"smtp_url": "mail.example.no", "mail_from": "x@example.no", "public_url": "https://fremtid.example"},
    ],
)
def test_half_a_setting_is_none(given: dict[str, str]) -> None:
    with pytest.raises(ValidationError, match="FREMTIDSBILDE_SMTP_URL"):
        Settings(**given)  # type: ignore[arg-type]  # all of these are texts


def test_an_address_that_names_no_server_is_told() -> None:
    with pytest.raises(ValueError, match="mail server"):
        Mail("smtps://", SENDER, within=1)
