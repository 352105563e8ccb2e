"""What the wall showed at an earlier moment, as far as the room of today lets it be told.

A film tells nothing that the wall of today may not. It tells when and where things stood, in the words that stand there
today, and so holds no word that has been edited out, hidden, taken back or concealed since, nor that of a theme,
milestone or commitment that is no longer there. Cards of such a theme stand among the ungrouped. Places and counts are
counted anew among what is left, as a gap would tell of what is gone. A group stands on a card where it did then, is
still named, and may still be told. Results of a vote are told where the vote is closed today; numbers by group, where
all those groups are still named. Who was connected is not in the log, and so in no film.

Nothing is ever added to what the wall showed: by their ids, the parts of a film are among those of the wall then.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import replace

from app.workshop.ballot import Ballot
from app.workshop.card import Statement, Theme
from app.workshop.labels import bears_group
from app.workshop.milestone import Commitment, Milestone
from app.workshop.parts import (
    Choice,
    Part,
    StepLine,
    VoteBar,
    WallBallot,
    WallBoard,
    WallCard,
    WallCopy,
    WallHeap,
    WallLight,
    WallMilestone,
    WallPromise,
    WallStage,
    WallTables,
    WallTheme,
)
from app.workshop.people import LANGUAGES, StakeholderGroup
from app.workshop.revealing import as_told
from app.workshop.room import Room
from app.workshop.shuffle import shuffled
from app.workshop.suppression import at_least_five
from app.workshop.visible import shown


def screen(then: Room, now: Room, parts: Mapping[str, Part]) -> dict[str, Part]:
    """What a film shows of ``parts``, which the wall showed ``then``, given the room ``now``."""
    return Film(now).screen(then, parts)


class Film:
    """Screens of one film. A card that stays as it is, is looked at once: a wall has thousands, a film many walls."""

    def __init__(self, now: Room) -> None:
        self._now = as_told(now)
        self._cards: dict[str, tuple[WallCard, WallCard | None]] = {}
        self._placed: dict[str, tuple[WallCard, WallCard]] = {}

    def screen(self, then: Room, parts: Mapping[str, Part]) -> dict[str, Part]:
        """What it shows of ``parts``, which the wall showed ``then``."""
        kept: dict[str, Part] = {}
        piles: dict[str, list[WallCard]] = defaultdict(list)
        for name, part in parts.items():
            if isinstance(part, WallCard):
                card = self._card(part)
                if card is not None and card.theme is not None:
                    piles[card.theme].append(card)
                elif card is not None:
                    kept[name] = card
            elif (left := _left(part, then, self._now)) is not None:
                kept[name] = left
        copies = Counter(part.into.partition("-")[2] for part in kept.values() if isinstance(part, WallCopy))
        for theme in (part for part in list(kept.values()) if isinstance(part, WallTheme)):
            kept[theme.id] = replace(theme, count=len(piles[theme.theme]) + copies[theme.theme])
        for cards in piles.values():
            cards.sort(key=lambda card: card.order)
            kept |= {card.id: self._at(card, place) for place, card in enumerate(cards, 1)}
        return kept

    def _card(self, part: WallCard) -> WallCard | None:
        known = self._cards.get(part.id)
        if known is None or known[0] is not part:
            known = self._cards[part.id] = part, _card(part, self._now)
        return known[1]

    def _at(self, card: WallCard, place: int) -> WallCard:
        """The card at this place of its theme."""
        if card.order == place:
            return card
        known = self._placed.get(card.id)
        if known is None or known[0] is not card or known[1].order != place:
            known = self._placed[card.id] = card, replace(card, order=float(place))
        return known[1]


def statement_told(now: Room, name: str) -> Statement | None:
    """The statement as it is today, if its words may be shown."""
    there = now.statements.get(name)
    return there if there is not None and shown.may_be_shown(now, there) else None


def theme_told(now: Room, name: str | None) -> Theme | None:
    """The theme as it is today, if it may be shown."""
    there = now.themes.get(name or "")
    return there if shown.theme_may_be_shown(now, there) else None


def milestone_told(now: Room, name: str) -> tuple[Milestone, str] | None:
    """The milestone as it is today and its words, if they may be shown."""
    there = now.milestones.get(name)
    source = None if there is None or there.source is None else there.source
    if not now.revealed or (source is not None and statement_told(now, source) is None):
        return None
    text = None if there is None else shown.milestone_text(now, there)
    return (there, text) if there is not None and there.shown and text is not None and _stands(now) else None


def commitment_told(now: Room, name: str) -> Commitment | None:
    """The commitment as it is today, if it may be shown."""
    there = now.commitments.get(name)
    told = there is not None and there.shown and bool(there.what) and now.revealed and _stands(now)
    return there if told else None


def result_told(then: Room, now: Room, ballot: Ballot) -> tuple[VoteBar, ...]:
    """What was told of the vote ``ballot`` when it was closed ``then``, if it may be told today."""
    there = now.ballots.get(ballot.id)
    if there is None or there.open or ballot.result is None:
        return ()
    named = now.named_groups.issuperset(ballot.result.groups)
    return tuple(
        replace(bar, label=shown.label(now, bar.option), groups=bar.groups if named else ())
        for bar in shown.bars(then, ballot)
        if shown.option_shown(now, bar.option)
    )


def _stands(now: Room) -> bool:
    return now.stage != "deleted"


def _left(part: Part, then: Room, now: Room) -> Part | None:
    """What is left of one part; None for nothing."""
    match part:
        case WallStage():
            return _stage(part, then, now)
        case WallTheme():
            return _theme(part, now)
        case WallHeap():
            return replace(part, title=shown.collection_titles(now, part.collection), language=now.language)
        case WallCopy():
            return _copy(part, then, now)
        case WallBallot() if then.ballot is not None and _stands(now):
            return _ballot(part, then, then.ballot, now)
        case WallBoard() | WallTables():
            return part if _stands(now) else None
        case WallMilestone():
            told = milestone_told(now, part.id.partition("-")[2])
            return told and replace(part, text=told[1], who=told[0].who)
        case WallPromise():
            return _promise(part, now)
        case WallLight():
            return _light(part, then.spotlight or "", now)
        case _:
            return None


def _stage(part: WallStage, then: Room, now: Room) -> WallStage:
    return replace(
        part,
        mode=part.mode if _stands(now) else "blank",
        title=now.title,
        question=shown.questions(now),
        language=now.language,
        writers=None if part.writers is None else at_least_five(_writers(then, now)),
        step=_step(part.step, then, now),
        told=part.told if part.told == now.told else "",
    )


def _writers(then: Room, now: Room) -> int:
    """How many had written for what the step was about, but for those who have taken it all back since."""
    return len(
        {
            there.author
            for there in then.statements.values()
            if then.focus in (None, there.into)
            and there.standing != "withdrawn"
            and now.statements[there.id].standing != "withdrawn"
        }
    )


def _step(line: StepLine | None, then: Room, now: Room) -> StepLine | None:
    """The step in the words of today's method, in which those that were begun are the same."""
    steps = now.method.steps if now.method else ()
    if line is None or then.step is None or then.step >= len(steps):
        return None
    texts = {language: steps[then.step].texts(language) for language in LANGUAGES}
    title = tuple((language, there.title) for language, there in texts.items())
    said = tuple((language, there.phones) for language, there in texts.items()) if line.line else ()
    return replace(line, title=title, line=said)


def _theme(part: WallTheme, now: Room) -> WallTheme | None:
    theme = theme_told(now, part.theme)
    if theme is None:
        return None
    within = part.inner and theme_told(now, part.into.partition("-")[2]) is not None
    return replace(
        part,
        into=part.into if within else "themes",
        inner=within,
        title=theme.title,
        vision=theme.vision if part.vision else "",
        signs=theme.signs if part.signs else (),
    )


def _copy(part: WallCopy, then: Room, now: Room) -> WallCopy | None:
    """A statement in its second theme; where that is gone, it stands in the first alone."""
    there = then.copies[part.id.partition("-")[2]]
    statement = statement_told(now, there.statement)
    if statement is None or theme_told(now, there.theme) is None:
        return None
    return replace(part, text=statement.text, group=_group(part.group, statement, now))


def _card(part: WallCard, now: Room) -> WallCard | None:
    statement = statement_told(now, part.statement)
    if statement is None:
        return None
    group = _group(part.group, statement, now)
    if part.theme is None or theme_told(now, part.theme):
        return replace(part, text=statement.text, group=group)
    return replace(part, into="cards", order=shuffled(part.statement), theme=None, text=statement.text, group=group)


def _ballot(part: WallBallot, then: Room, ballot: Ballot, now: Room) -> WallBallot:
    choices = tuple(
        Choice(choice.option, shown.label(now, choice.option))
        for choice in part.choices
        if shown.option_shown(now, choice.option)
    )
    step = now.method.steps[ballot.step] if now.method and ballot.step is not None else None
    asked = replace(part, choices=choices, language=now.language, criterion=getattr(step, "criteria", ()))
    if part.open:
        return asked
    if now.ballots[ballot.id].open:
        return replace(asked, open=True, voted=None, bars=(), minority=(), uncounted=False)
    few = ballot.result.minority if ballot.result else ()
    told = (o for o in few if shown.option_shown(then, o) and shown.option_shown(now, o))
    return replace(
        asked, bars=result_told(then, now, ballot), minority=tuple(shown.label(now, option) for option in told)
    )


def _promise(part: WallPromise, now: Room) -> WallPromise | None:
    there = commitment_told(now, part.id.partition("-")[2])
    if there is None:
        return None
    serves = theme_told(now, there.serves)
    return replace(
        part, what=there.what, who=there.who, when=there.when, serves=serves.title if serves and part.serves else ""
    )


def _light(part: WallLight, what: str, now: Room) -> WallLight | None:
    """What stood alone: it may be told where the wall may show it today, or does so in this way."""
    lit = what == now.spotlight and bool(shown.lit(now)) and _stands(now)
    theme = now.themes.get(what)
    if theme is not None:
        told = replace(part, text=theme.title, vision=theme.vision if part.vision else "")
        return told if lit or theme_told(now, what) else None
    statement = now.statements.get(what)
    if statement is None or not (lit or statement_told(now, what)):
        return None
    return replace(part, text=statement.text, group=_group(part.group, statement, now))


def _group(then: StakeholderGroup | None, statement: Statement, now: Room) -> StakeholderGroup | None:
    """The group that stood on a statement, where it may be told today."""
    return then if then in now.named_groups and bears_group(now, statement) else None
