"""A simulated facilitator: lets itself in with a one-time link, puts statements together, and says what they mean."""

import random
import secrets
import time
from typing import Any

import httpx2

from app.simulate.follower import Answer, Follower, Part
from app.simulate.report import Report
from app.workshop.method import Cluster, Label, Rotate, Step, Vote

TITLES = ("Trygghet", "Ute", "Tid", "Fellesskap", "Medvirkning", "Språk", "Mat", "Veien hit")
HANDFUL = 10
"""Statements that are put into a theme in one go."""


class NotLetIn(Exception):
    """The one-time link opened no desk: it is used, run out, or for no workshop."""


class Facilitator(Follower):
    """The desk's socket. ``report``: what came of the commands given."""

    def __init__(self, base: str, code: str, cookie: str) -> None:
        super().__init__(base, code, "desk")
        self.report = Report()
        self._cookie = cookie

    @property
    def code(self) -> str:
        """The workshop's code."""
        return self._code

    @classmethod
    async def enter(cls, http: httpx2.AsyncClient, base: str, secret: str) -> "Facilitator":
        """Take a one-time link; one that is for no account makes one, under a name and password that nobody knows.

        Raises:
            NotLetIn, httpx2.HTTPError
        """
        followed = await http.get(f"{base}/invitation/{secret}")
        someone = secrets.token_hex(8)
        form = {"email": f"{someone}@simulated.example", "name": "Simulated", "password": secrets.token_urlsafe(24)}
        taken = await http.post(f"{base}/invitation", data=form, headers={"cookie": _given(followed, "fb_invitation")})
        way = taken.headers.get("location", "").split("/")
        if taken.status_code != 303 or len(way) < 4 or way[1] != "w":
            raise NotLetIn
        facilitator = cls(base, way[2], _given(taken, "fb_session"))
        await facilitator.open()
        if not await facilitator.until(lambda: facilitator.screen):
            raise NotLetIn
        return facilitator

    async def press(self, kind: str, command: str = "", **fields: Any) -> Answer | None:
        """Give a command, with an id of its own unless it is told one."""
        command = command or secrets.token_urlsafe(12)
        start = time.perf_counter()
        answer = await self.give({"type": kind, "id": command, **fields})
        self.report.note(command, answer, time.perf_counter() - start)
        return answer

    def asks(self, step: Step) -> bool:
        """Whether the step, which the desk is at, can be taken part in: a vote on nothing is not opened."""
        return not isinstance(step, Vote) or bool(self.ballot and self.ballot["open"])

    async def work(self, step: Step, chance: random.Random) -> None:
        """Do what the step asks of a facilitator."""
        match step:
            case Cluster():
                await self._themes(chance, HANDFUL if step.by == "facilitators" else 0)
                if step.by == "facilitators":
                    await self._pile(chance)
            case Label():
                for theme in self.kinds("desk_theme"):
                    await self._label(theme, step)
            case _:
                pass

    async def finish(self, step: Step, chance: random.Random) -> None:
        """End what is open in the step, so that all see what came of it."""
        match step:
            case Rotate():
                for moved in range(1, step.rounds):
                    await self.press("rotate_tables", since=moved)
                    await self.until(lambda: self.screen.get("tables", {}).get("moved", 0) > moved)  # noqa: B023 - waited for in this turn
            case Vote() if (ballot := self.ballot) is not None and self.asks(step):
                await self.press("close_vote", ballot=ballot["ballot"])
                await self.until(lambda: self.ballot is None or not self.ballot["open"])
            case Cluster(by="everyone"):
                if self.screen.get("tools", {}).get("ready"):
                    await self.press("follow_hands")
                    await self.until(lambda: not self.screen["tools"]["ready"])
                await self._pile(chance)
            case _:
                pass

    @property
    def ballot(self) -> Part | None:
        """The vote of the step."""
        return self.screen.get("ballot")

    async def _themes(self, chance: random.Random, handful: int) -> None:
        """Make themes, each out of so many statements to begin with."""
        cards = self._piled(chance)
        number = min(len(TITLES), max(1, len(cards) // 3)) if cards else 0
        for at, title in enumerate(TITLES[:number]):
            await self.press("make_theme", title=title, statements=cards[at::number][:handful])
        await self.until(lambda: len(self.kinds("desk_theme")) >= number)

    async def _pile(self, chance: random.Random) -> None:
        """Put what is left on the pile into themes, a handful at a time."""
        cards, themes = self._piled(chance), [theme["theme"] for theme in self.kinds("desk_theme")]
        for start in range(0, len(cards) if themes else 0, HANDFUL):
            await self.press("move", statements=cards[start : start + HANDFUL], to=chance.choice(themes))

    def _piled(self, chance: random.Random) -> list[str]:
        cards = [card["statement"] for card in self.kinds("desk_card") if card["theme"] is None]
        return chance.sample(cards, len(cards))

    async def _label(self, theme: Part, step: Label) -> None:
        told = {"vision": theme["vision"], "signs": "\n".join(theme["signs"])}
        match step.asks:
            case "title":
                await self.press("rename_theme", theme=theme["theme"], title=f"{theme['title']} for alle"[:120])
                return
            case "vision":
                told["vision"] = f"I 2040 er {theme['title'].lower()} en selvfølge for alle barn."
            case "signs":
                told["signs"] = f"Barna forteller selv om {theme['title'].lower()}\nDet merkes på skoleveien"
        await self.press("describe_theme", theme=theme["theme"], **told)


def _given(answer: httpx2.Response, name: str) -> str:
    """A cookie that an answer gives, as a header; "" for none."""
    given = (cookie.partition(";")[0] for cookie in answer.headers.get_list("set-cookie"))
    return next((cookie for cookie in given if cookie.startswith(f"{name}=")), "")
