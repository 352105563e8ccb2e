"""A simulated facilitator: lets itself in with a one-time link, puts statements together, and says what they mean."""

import random
import secrets
import time
from typing import Any

import httpx2

from app.simulate.follower import Answer, Follower, Part
from app.simulate.report import Report
from app.workshop.method import Cluster, Label, Step, Vote

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

    async def work(self, step: Step, chance: random.Random) -> None:
        """Do what the step asks of a facilitator."""
        match step:
            case Cluster():
                await self._cluster(chance)
            case Label():
                for theme in self.kinds("desk_theme"):
                    await self._label(theme, step)
            case _:
                pass

    async def finish(self, step: Step) -> None:
        """End what is open in the step, so that all see what came of it."""
        if isinstance(step, Vote) and (ballot := self.ballot) is not None:
            await self.press("close_vote", ballot=ballot["ballot"])
            await self.until(lambda: self.ballot is None or not self.ballot["open"])

    @property
    def ballot(self) -> Part | None:
        """The vote of the step."""
        return self.screen.get("ballot")

    async def _cluster(self, chance: random.Random) -> None:
        cards = [card["statement"] for card in self.kinds("desk_card") if card["theme"] is None]
        chance.shuffle(cards)
        number = min(len(TITLES), max(1, len(cards) // 3))
        for at, title in enumerate(TITLES[: number if cards else 0]):
            theirs = cards[at::number]
            theme = secrets.token_urlsafe(12)
            await self.press("make_theme", theme, title=title, statements=theirs[:HANDFUL])
            for start in range(HANDFUL, len(theirs), HANDFUL):
                await self.press("move", statements=theirs[start : start + HANDFUL], to=theme)

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
