"""What the events tell, heard by somebody who does not know the room: a second opinion on where everything stands.

It is as plain as it can be, asks nothing of ``app.workshop.visible``, and so can say which words may be seen where.
What it makes of methods, votes and plans stands in ``oracle_run``.
"""

from collections import Counter
from collections.abc import Iterable

from app.workshop.events import (
    ActUndone,
    BlankSet,
    Event,
    ParticipantJoined,
    PauseSet,
    Recorded,
    SeatTaken,
    StageSet,
    StatementEdited,
    StatementJudged,
    StatementMoved,
    StatementSaid,
    StatementWithdrawn,
    TablesSet,
    ThemeDeleted,
    ThemeDescribed,
    ThemeMade,
    ThemeRenamed,
)
from tests.laws.marks import theme_tokens, tokens
from tests.laws.oracle_opened import Opened
from tests.laws.oracle_own import Own


class Heard(Opened):
    """All that the events so far have told."""

    def __init__(self, log: Iterable[Recorded] = ()) -> None:
        super().__init__()
        self.words: dict[str, str] = {}
        self.author: dict[str, str] = {}
        self.standing: dict[str, str] = {}
        self.cleared: dict[str, int] = {}
        self.theme: dict[str, str | None] = {}
        self.into: dict[str, str] = {}
        self.shared_by: dict[str, int | None] = {}
        self.lies: dict[str, int] = {}
        self.sheet: dict[str, str] = {}
        self.titles: dict[str, str] = {}
        self.visions: dict[str, str] = {}
        self.signs: dict[str, str] = {}
        self.made_of: dict[str, str] = {}
        self.group: dict[str, str] = {}
        self.unit: dict[str, str] = {}
        self.own = Own()
        self.blank = False
        self.held_since: int | None = None
        self.stage = "open"
        for entry in log:
            self.hear(entry)

    def hear(self, entry: Recorded) -> None:
        """Take one more event in."""
        self.own.hear(entry)
        self._hear(entry.event, entry.seq)
        self.run.hear(entry)
        if isinstance(entry.event, StatementEdited) and entry.by.role == "participant":
            self.cleared[entry.event.statement] = entry.seq

    def there(self, statement: str) -> bool:
        """Whether its author has left it there."""
        return self.standing[statement] != "withdrawn"

    def may_be_shown(self) -> set[str]:
        """The statements that have been revealed and may be shown, whatever the step is about."""
        if not self.revealed or self.stage == "deleted":
            return set()
        opened = {s for s, into in self.into.items() if into in self.opened} | self.singled
        return ({s for s, standing in self.standing.items() if standing == "shown"} & opened) - self._held()

    def on_wall(self) -> set[str]:
        """The statements that the wall may show now, as cards or otherwise."""
        if self.blank or self.stage == "deleted":
            return set()
        if self.lit:
            return self.lit & set(self.words)
        if self.stage == "open" and self.run.kind == "vote" and self.run.ballot is not None:
            return self.options()
        if self.stage == "open" and self.run.kind == "timeline":
            return {m.source for m in self.run.milestones.values() if m.source} & self.may_be_shown()
        if self.stage == "open" and self.run.kind == "commit":
            return set()
        return {s for s in self.may_be_shown() if self.run.focus in (None, self.into[s])}

    def themes_on_wall(self) -> set[str]:
        """The themes that the wall may show now."""
        if self.blank or self.stage == "deleted":
            return set()
        if self.lit:
            return self.lit & set(self.titles)
        if not self.revealed or (self.stage == "open" and self.run.kind == "timeline"):
            return set()
        if self.stage == "open" and self.run.kind == "vote" and self.run.ballot is not None:
            return set(self.run.ballot.options) & self.themes_opened()
        if self.stage == "open" and self.run.kind == "commit":
            return {promise.serves for promise in self.run.promises.values() if promise.serves} & self.themes_opened()
        return {t for t in self.themes_opened() if self.run.focus in (None, self.made_of[t])}

    def themes_opened(self) -> set[str]:
        """The themes that may be told of, as their collection, or something in them, has been revealed."""
        return self._themes_of(self.opened) if self.revealed and self.stage != "deleted" else set()

    def _themes_of(self, opened: frozenset[str]) -> set[str]:
        return {t for t in self.titles if (self.made_of[t] in opened if self.made_of[t] else self._tells(t, opened))}

    def _tells(self, theme: str, opened: frozenset[str]) -> bool:
        """Whether something revealed is in a theme, or nothing at all."""
        copied = {self.copies[copy] for copy, into in self.copied_into.items() if into == theme and copy in self.copies}
        there = {s for s, into in self.theme.items() if into == theme and self.there(s)} | copied
        return not there or any(self.into[s] in opened or s in self.singled for s in there)

    def plans_on_wall(self) -> set[str]:
        """The milestones and commitments that the wall may show now."""
        if self.blank or self.stage != "open" or self.lit:
            return set()
        if self.run.kind == "commit":
            return self._plans_shown() & set(self.run.promises)
        if self.run.kind == "timeline":
            return self._plans_shown() & set(self.run.milestones)
        return self.voted_milestones() if self.run.kind == "vote" else set()

    def _plans_shown(self) -> set[str]:
        """The milestones and commitments that may be shown, whatever the step: fit for it, on the board, not held."""
        if not self.revealed or self.stage == "deleted":
            return set()
        last = float("inf") if self.held_since is None else self.held_since
        return {i for i, p in self.run.plans().items() if p.shown and not p.dropped and p.cleared <= last}

    @property
    def lit(self) -> set[str]:
        """What the facilitator shows alone, where it can be shown: a theme, or a statement that is fit for it."""
        there = {self.run.spotlight} if self.run.spotlight else set()
        fit = {s for s, standing in self.standing.items() if standing == "shown"} - self._held()
        return there & (set(self.titles) | fit)

    def _held(self) -> set[str]:
        """The statements that wait, as the wall is held."""
        return set() if self.held_since is None else {s for s, seq in self.cleared.items() if seq > self.held_since}

    def options(self) -> set[str]:
        """The statements that everybody may see as what is voted on: themselves, or as milestones."""
        ballot = self.run.ballot
        if ballot is None:
            return set()
        sources = {self.run.milestones[m].source for m in self.voted_milestones()}
        return (set(ballot.options) | {source for source in sources if source}) & self.may_be_shown()

    def voted_milestones(self) -> set[str]:
        """The milestones that everybody may see as what is voted on."""
        ballot = self.run.ballot
        if ballot is None:
            return set()
        there = self._plans_shown() & set(ballot.options) & set(self.run.milestones)
        source = {milestone: self.run.milestones[milestone].source for milestone in there}
        return {m for m in there if source[m] is None or source[m] in self.may_be_shown()}

    def on_ballot(self) -> set[str]:
        """All that may be seen as what is voted on."""
        ballot = self.run.ballot
        there = ballot is not None and self.stage != "deleted"
        themes = set(ballot.options) & self.themes_opened() if there and ballot is not None else set()
        return themes | self.options() | self.voted_milestones()

    def hidden_again(self) -> set[str]:
        """The statements that have been shown, and are in no file as all of them are hidden now."""
        if self.tells:
            return set()
        shown = {s for s, into in self.into.items() if into in self.opened} | self.singled
        return {s for s in shown if self.standing[s] == "shown"}

    def in_files(self) -> set[str]:
        """The statements that may leave in a file now."""
        if not self.tells:
            return set()
        opened = {s for s, into in self.into.items() if into in self.told} | self.singled
        return {s for s, standing in self.standing.items() if standing == "shown"} & opened

    def themes_in_files(self) -> set[str]:
        """The themes that may leave in a file now."""
        return self._themes_of(self.told) if self.tells else set()

    def plans_in_files(self) -> set[str]:
        """The milestones and commitments that may leave in a file now."""
        return {i for i, p in self.run.plans().items() if p.shown and not p.dropped} if self.tells else set()

    def of(self, person: str) -> set[str]:
        """What somebody has written and not taken back."""
        return {s for s, author in self.author.items() if author == person and self.there(s)}

    def on_phone(self, person: str) -> set[str]:
        """What somebody's own phone may show: theirs, their table's, what is on their sheet, voted on or sorted."""
        seen = self.of(person)
        if self.stage != "open":
            return seen
        table = self.run.tables.get(person)
        if table is not None and self.run.at_table:
            guest = person in self.run.guests and self.run.kind == "share"
            sat = {**self.run.tables, **self.run.gone}
            mates = {who for who, where in sat.items() if where == table and not guest}
            seen |= {
                s
                for s, standing in self.standing.items()
                if standing == "shown" and (self.lies.get(s, self.shared_by[s]) == table or self.author[s] in mates)
            }
        if self.run.sheets_go_round:
            before = self.run.sheets.get(person, set())
            seen |= {s for s in self.sheet if self.standing[s] == "shown" and self.sheet[s] in before}
        sorts = self.run.kind == "cluster" and self.run.working
        about = {s for s in self.may_be_shown() if self.run.focus in (None, self.into[s])}
        return seen | self.options() | (about if sorts else set())

    def tokens(self, statements: Iterable[str]) -> set[str]:
        """The marks in these statements as they are worded now."""
        return {token for s in statements for token in tokens(self.words[s])}

    def theme_tokens(self, themes: Iterable[str]) -> set[str]:
        """The marks in the titles, visions and signs of these themes."""
        return {token for t in themes for token in theme_tokens(f"{self.titles[t]} {self.visions[t]} {self.signs[t]}")}

    def groups(self) -> Counter[str]:
        """How many have written, by group."""
        return Counter(self.group[person] for person in set(self.author.values()))

    def units(self) -> Counter[str]:
        """How many have written, by unit; "" for none."""
        return Counter(self.unit[person] for person in set(self.author.values()))

    def _hear(self, event: Event, seq: int) -> None:
        match event:
            case StatementSaid():
                self.words[event.statement] = event.text
                self.author[event.statement] = event.author
                self.standing[event.statement] = event.standing
                self.cleared[event.statement] = seq
                self.theme[event.statement] = None
                self.into[event.statement] = event.into
                self.shared_by[event.statement] = event.table
                self.sheet[event.statement] = event.author if event.sheet is None else event.sheet
            case StatementEdited():
                self.words[event.statement] = event.text
            case StatementJudged():
                self.standing[event.statement] = event.standing
                self.cleared[event.statement] = seq
            case StatementWithdrawn():
                self.standing[event.statement] = "withdrawn"
                self.words[event.statement] = ""
            case StatementMoved():
                self.theme[event.statement] = event.theme
            case TablesSet() | SeatTaken():
                self.lies |= event.ideas
            case ThemeMade() | ThemeRenamed():
                self.titles[event.theme] = event.title
                if isinstance(event, ThemeMade):
                    self.visions[event.theme], self.signs[event.theme] = event.vision, " ".join(event.signs)
                    self.made_of[event.theme] = event.of
            case ThemeDescribed():
                self.visions[event.theme], self.signs[event.theme] = event.vision, " ".join(event.signs)
            case ThemeDeleted():
                del self.titles[event.theme], self.visions[event.theme]
            case ParticipantJoined():
                self.group[event.participant] = event.group
                self.unit[event.participant] = event.unit
            case ActUndone():
                for inner in event.events:
                    self._hear(inner, seq)
            case _:
                self._hear_switch(event, seq)

    def _hear_switch(self, event: Event, seq: int) -> None:
        self.hear_opened(event)
        match event:
            case BlankSet():
                self.blank = event.blank
            case PauseSet():
                self.held_since = seq if event.paused else None
            case StageSet():
                self.stage = event.stage
            case _:
                pass
