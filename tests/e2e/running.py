"""A method that is run in browsers: Next at the desk, and what each step asks of phones."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from playwright.sync_api import Locator, Page, expect

from app.workshop.method import Step

GROUPS = ("child", "child", "youth", "parent", "parent", "staff", "politician", "leader")
"""Who takes part in a run: eight of mixed groups."""

THEMES = ("Trygge venner", "Ute hver dag", "Voksne som har tid")


@dataclass
class Run:
    """The screens of one workshop, and what its people have done so far."""

    desk: Page
    wall: Page
    phones: Sequence[Page]
    said: list[str] = field(default_factory=list)
    voted: int = 0

    @property
    def screens(self) -> list[Page]:
        return [self.desk, self.wall, *self.phones]

    def next(self) -> None:
        """Press Next, and wait until every screen is at the step."""
        number = int(self.desk.get_attribute(".run", "data-step") or 0) + 1
        self.desk.click(".run [data-key=next]")
        self.at(number)

    def go(self, number: int) -> None:
        """Go to this step by the list of steps."""
        if not self.desk.locator("#run-steps[open]").count():
            self.desk.click("#run-steps > summary")
        self.desk.click(f".run-steps li:nth-child({number}) button")
        self.at(number)

    def at(self, number: int) -> None:
        """Every screen is at this step."""
        expect(self.desk.locator(f'.run[data-step="{number}"]')).to_be_visible()
        for phone in self.phones:
            expect(phone.locator(".step-line")).to_contain_text(re.compile(rf"\b{number} "))
        expect(self.wall.locator(f'#stage[data-step="{number}"]')).to_be_attached()

    def work(self, step: Step, number: int) -> None:
        """Do what the step asks."""
        doing = {
            "write": self._write,
            "cluster": self._cluster,
            "label": self._label,
            "vote": self._vote,
            "timeline": self._place,
            "commit": self._promise,
        }
        if step.kind in doing:
            doing[step.kind](step, number)

    def _write(self, step: Step, number: int) -> None:
        if step.writes != "everyone":
            return
        for person, phone in enumerate(self.phones):
            text = f"I 2040 har alle noen å være med ({number}.{person})"
            phone.fill("#text", text)
            phone.click("#composer button.wide")
            self.said.append(text)
        for person, phone in enumerate(self.phones):
            mine = phone.locator(".own", has_text=f"({number}.{person})")
            expect(mine.locator("use").first).to_have_attribute("href", re.compile("CheckmarkCircle|Presentation"))
        cards = self.desk.locator(".desk-room .card:not(.copy)")
        expect(cards).to_have_count(len(self.phones))

    def _cluster(self, step: Step, _number: int) -> None:
        for title in THEMES:
            self.desk.fill("#new-theme", title)
            self.desk.press("#new-theme", "Enter")
            expect(self.desk.locator(".theme .title", has_text=title).last).to_be_visible()
        if getattr(step, "by", "") == "everyone":
            for phone in self.phones[:4]:
                phone.locator(".sorting .choice", has_text=THEMES[0]).first.click()
        boxes = self.desk.locator("#cards .pick")
        for at in range(min(3, boxes.count())):
            boxes.nth(at).check()
        if boxes.count():
            self.desk.click("#chosen [data-act=move]")
            self.desk.locator("#move-list button", has_text=THEMES[0]).first.click()
            expect(self.desk.locator(".theme .card").first).to_be_visible()

    def _label(self, step: Step, _number: int) -> None:
        theme = self.desk.locator(".theme", has_text=THEMES[0]).first
        theme.locator("[data-theme-menu]").first.click()
        if getattr(step, "asks", "") == "signs":
            self.desk.fill("#theme-signs", "Ingen står alene i friminuttet")
        else:
            self.desk.fill("#theme-vision", "I 2040 har alle barn en trygg venn")
        self.desk.click("#theme-dialog [value=save]")
        expect(self.desk.locator("#theme-dialog")).to_be_hidden()

    def _vote(self, step: Step, number: int) -> None:
        if self.desk.locator(".vote [value=open_vote]").count():  # a method that only votes: what on is made here
            self._cluster(step, number)
            self.desk.click(".vote [value=open_vote] ~ button")
        for phone in self.phones:
            options = phone.locator(".choice")
            expect(options.first).to_be_visible()
            options.first.click()
            expect(phone.locator('.choice[aria-pressed="true"]')).to_have_count(1)
        expect(self.wall.locator(".wall-vote .figure")).to_have_text(str(len(self.phones)))
        assert self.wall.locator(".bar").count() == 0, "nobody sees how votes fall before the vote is closed"
        self.desk.click(".vote [value=close_vote] ~ button")
        for page in (self.desk, self.wall):
            expect(page.locator(".bar").first).to_be_visible()
        assert _votes(self.wall) == len(self.phones)
        self.voted += 1

    def _place(self, _step: Step, _number: int) -> None:
        for person, phone in enumerate(self.phones[:3]):
            phone.fill("#placed-text", f"Uteområdet er bygd om {person}")
            place = phone.locator("#placed-place option:not([disabled])").first.get_attribute("value")
            phone.select_option("#placed-place", place)
            phone.click("#placer button.wide")
            expect(phone.locator("#own-plans > *")).to_have_count(1)
        expect(self.wall.locator(".milestone")).to_have_count(3)

    def _promise(self, _step: Step, _number: int) -> None:
        for person, phone in enumerate(self.phones[:5]):
            phone.fill("#promise-what", f"Jeg spør elevrådet {person}")
            phone.fill("#promise-when", "før jul")
            phone.click("#promiser button.wide")
            expect(phone.locator("#own-plans > *", has_text="elevrådet")).to_have_count(1)
        expect(self.wall.locator(".commitment")).to_have_count(5)


def _votes(page: Page) -> int:
    return sum(int(re.sub(r"\D", "", text)) for text in page.locator(".bar-votes").all_inner_texts())


def seconds(clock: Locator) -> int:
    """What a clock shows, in seconds."""
    minutes, rest = clock.inner_text().strip().split(":")
    return 60 * int(minutes) + int(rest)
