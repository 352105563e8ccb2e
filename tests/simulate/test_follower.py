"""Simulated people keep the screen that the server shows, and notice when they are no longer sent it."""

from app.simulate import Simulated
from app.simulate.playing import browser
from app.workshop.people import GROUPS
from tests.server import Server


async def test_what_is_kept_is_what_a_fresh_screen_shows(server: Server) -> None:
    room, desk = await server.open_room()
    person = Simulated(server.base, room.code, "child", GROUPS)
    async with browser() as http:
        await person.join(http)
    for number in range(3):
        assert (await person.say(f"I 2040 lærer vi ute, {number}", f"statement-{number}") or {})["type"] == "ack"
    await person.give({"type": "withdraw", "id": "take-it-back", "statement": "statement-1"})
    await desk.command("reveal")
    assert await person.until(lambda: person.screen["stage"]["revealed"])
    assert await person.until(lambda: person.own["own-statement-2"]["on_wall"])
    kept = dict(person.screen), dict(person.own)
    assert set(person.own) == {"own-statement-0", "own-statement-2"}
    await person.close()
    person.screen.clear()
    person.own.clear()
    await person.open()
    assert await person.until(lambda: person.screen and person.own)
    assert (person.screen, person.own) == kept
    await person.close()


async def test_waiting_ends_with_the_socket(server: Server) -> None:
    room, _ = await server.open_room()
    person = Simulated(server.base, room.code, "child", GROUPS)
    async with browser() as http:
        await person.join(http)
    assert not await person.until(lambda: False, 0.01), "it did not come in time"
    await person.close()
    assert not await person.until(lambda: False)
    assert await person.give({"type": "say", "id": "too-late-now", "text": "Ute"}) is None
