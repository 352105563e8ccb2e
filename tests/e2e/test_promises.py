"""What people will do, and what has to be in place, written on phones: no words are lost, whatever the step."""

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.running import Run
from tests.e2e.screens import Screens
from tests.e2e.seed import Seeded, Theme, workshop
from tests.e2e.server import Server

HOLD = """() => {
  const send = WebSocket.prototype.send;
  const held = [];
  WebSocket.prototype.send = function (text) { held.push(() => send.call(this, text)); };
  window.letGo = () => { WebSocket.prototype.send = send; held.forEach((one) => one()); };
}"""
"""What is sent is on its way until it is let go."""


@pytest.fixture
def promising(screens: Screens, server: Server) -> tuple[Seeded, Run]:
    """A workshop with a theme, at the step where people say what they will do."""
    seeded = workshop(
        server, [("child", "Ute")], open_now=False, revealed=True, themes=[Theme("Uteskole")], method="fremtidsbilde-60"
    )
    run = Run(screens.facilitator(seeded), screens.wall(seeded), [screens.phone(seeded)])
    run.go(8)
    return seeded, run


def promise(phone: Page, what: str) -> None:
    phone.fill("#promise-what", what)
    phone.click("#promiser button.wide")


def test_a_refused_promise_comes_back_before_what_has_been_typed_since(promising: tuple[Seeded, Run]) -> None:
    _, run = promising
    (phone,) = run.phones
    phone.evaluate(HOLD)
    phone.fill("#promise-who", "naboen")
    promise(phone, "Det første")
    expect(phone.locator("#promise-what")).to_have_value("")
    phone.fill("#promise-what", "Det neste")
    phone.fill("#promise-when", "til jul")
    run.next()
    phone.evaluate("letGo()")
    expect(phone.locator("#promiser [data-problem]")).to_be_visible()
    for _ in range(2):
        expect(phone.locator("#promise-what")).to_have_value("Det første Det neste")
        expect(phone.locator("#promise-who")).to_have_value("naboen")
        expect(phone.locator("#promise-when")).to_have_value("til jul")
        phone.reload()
