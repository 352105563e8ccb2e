"""A method that is run in browsers: Next at the desk, and what each step asks of phones."""

import re
from collections import defaultdict
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
            "round": self._speak,
            "share": self._share,
            "merge": self._share,
            "rotate": self._move_on,
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
            self._send(phone, f"I 2040 har alle noen å være med ({number}.{person})")
        cards = self.desk.locator(".desk-room .card:not(.copy)")
        expect(cards).to_have_count(len(self.phones))

    def _speak(self, step: Step, number: int) -> None:
        """Everybody has their turn at their table; where tables tell, the wall shows one after the other."""
        if getattr(step, "turns", "") == "tables":
            tables = by_table(self.phones)
            for table in sorted(tables):
                expect(self.wall.locator(f".wall-tables[data-now='{table}']")).to_be_visible()
                expect(tables[table][0].locator(".seat-turn[data-mine]")).to_have_count(1)
                self.desk.click(".tables > header [value=pass_turn] ~ button")
            expect(self.wall.locator(".wall-tables")).to_have_count(0)
            return
        for phones in by_table(self.phones).values():
            seats = {_number(phone.locator(".seat-number")): phone for phone in phones}
            first, spoken = phones[0], set[int]()
            mine = first.locator(".seat-turn[data-mine]").count()
            now = _number(first.locator(".seat-number" if mine else ".seat-turn strong"))
            for _ in phones:
                seats[now].click(".seat-turn[data-mine] button")
                spoken.add(now)
                expect(seats[now].locator(".seat-turn:not([data-mine])")).to_be_visible()
                now = _number(seats[now].locator(".seat-turn strong"))
            assert len(spoken) == len(phones), "everybody has had their turn once"

    def _share(self, step: Step, number: int) -> None:
        """One at each table writes what it shares; its own phones see it, and those of other tables do not."""
        if step.kind != "share" and step.writes != "tables":
            return
        tables = by_table(self.phones)
        for table, phones in tables.items():
            text = f"Bord {table} er enige om en egen uteklasse ({number}.{table})"
            phones[0].fill("#shared-text", text)
            phones[0].click("#sharer button.wide")
            for phone in phones:
                expect(phone.locator("#own-share .words", has_text=f"({number}.{table})")).to_have_count(1)
            self.said.append(text)
        for table, phones in tables.items():
            others = [f"({number}.{other})" for other in tables if other != table]
            assert not [mark for phone in phones for mark in others if mark in phone.content()]

    def _move_on(self, step: Step, number: int) -> None:
        """People or sheets move on as often as the step says; what is written on a sheet is read by the next one."""
        for round_ in range(1, getattr(step, "rounds", 1) + 1):
            if getattr(step, "moves", "") == "sheets":
                before = f"({number - 1}." if round_ == 1 else f"({number}.{round_ - 1}."
                for person, phone in enumerate(self.phones):
                    expect(phone.locator("#own-sheet .words", has_text=before)).to_have_count(1)
                    expect(phone.locator("#sharer")).to_be_hidden()
                    self._send(phone, f"Vi bygger videre på arket ({number}.{round_}.{person})")
            elif round_ == 1:
                for phone in self.phones:
                    phone.reload()  # so that what it says of its table is what holds after all have moved
                self._share(step, number)
            if round_ < getattr(step, "rounds", 1):
                self.desk.click(".tables > header [value=rotate_tables] ~ button")
                moved = re.compile(rf"\b{round_ + 1} (av|of) ")
                expect(self.desk.locator(".tables > header")).to_contain_text(moved)

    def _send(self, phone: Page, text: str) -> None:
        phone.fill("#text", text)
        phone.click("#composer button.wide")
        mine = phone.locator(".own", has_text=text)
        expect(mine.locator("use").first).to_have_attribute("href", re.compile("CheckmarkCircle|Presentation"))
        self.said.append(text)

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


def by_table(phones: Sequence[Page]) -> dict[int, list[Page]]:
    """The phones of each table, as they say themselves."""
    there: dict[int, list[Page]] = defaultdict(list)
    for phone in phones:
        there[int(phone.locator(".seat-place .table-mark strong").inner_text())].append(phone)
    return dict(there)


def _number(there: Locator) -> int:
    return int(re.sub(r"\D", "", there.inner_text()))


def _votes(page: Page) -> int:
    return sum(int(re.sub(r"\D", "", text)) for text in page.locator(".bar-votes").all_inner_texts())


def seconds(clock: Locator) -> int:
    """What a clock shows, in seconds."""
    minutes, rest = clock.inner_text().strip().split(":")
    return 60 * int(minutes) + int(rest)
