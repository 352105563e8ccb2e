"""A method in three languages, of which most people write one."""

from collections import Counter
from collections.abc import Mapping
from functools import cache

from app.workshop.method import Method, new_steps
from app.workshop.method_draft import Draft, Fields, number_in, texts_of
from app.workshop.people import LANGUAGES, Language
from app.workshop.words import clean_lines


def filled(draft: Draft, language: Language) -> tuple[Draft, Mapping[Language, int]]:
    """What is missing in one language said as it is said in another; and how many texts were put in so, by language.

    What somebody has written in ``language`` goes first. A text that was only proposed is missing, too, where they have
    written one of their own.
    """
    put: Counter[Language] = Counter()

    def one(_place: str, part: Fields) -> Fields:
        new = dict(part)
        for text in texts_of(part):
            said = _said_in(part, text, language)
            if said is None:
                continue
            own = said == language and not _proposed(part, f"{said}.{text}")
            for other in LANGUAGES:
                name = f"{other}.{text}"
                if other != said and (not _words(part, name) or (own and _proposed(part, name))):
                    new[name] = part[f"{said}.{text}"]
                    put[other] += 1
        return new

    return draft.each(one), put


def in_one_language(draft: Draft, language: Language, place: str | None) -> Draft:
    """The texts in ``language`` put in the place of the others; ``place``: only in this part of the form."""

    def one(here: str, part: Fields) -> Fields:
        if place is not None and here != place:
            return part
        there = {text: part[f"{language}.{text}"] for text in texts_of(part) if _words(part, f"{language}.{text}")}
        return {**part, **{f"{other}.{text}": words for other in LANGUAGES for text, words in there.items()}}

    return draft.each(one)


def left_behind(draft: Draft, before: Method, language: Language) -> set[str]:
    """The texts in other languages that say what they said ``before``, where ``language`` now says something else."""
    found: set[str] = set()
    old = Draft.of(before)
    for place, part in draft.parts():
        was = old.head if not place else _step_that_was(old, part)
        if was is None:
            continue
        for text in texts_of(part):
            mine = _words(part, f"{language}.{text}")
            if mine == _words(was, f"{language}.{text}"):
                continue
            others = {f"{other}.{text}" for other in LANGUAGES if other != language}
            found |= {f"{place}{n}" for n in others if mine != _words(part, n) == _words(was, n)}
    return found


def _said_in(part: Fields, text: str, language: Language) -> Language | None:
    return next((code for code in (language, *LANGUAGES) if _words(part, f"{code}.{text}")), None)


def _step_that_was(old: Draft, step: Fields) -> Fields | None:
    number = number_in(step.get("was", ""), len(old.steps))
    there = old.steps[number] if number < len(old.steps) else None
    return there if there is not None and there["kind"] == step["kind"] else None


def _proposed(part: Fields, name: str) -> bool:
    """Whether a text is the one that each new step of its kind has, or each method from scratch."""
    return _words(part, name) == _proposals().get(part.get("kind", ""), {}).get(name)


@cache
def _proposals() -> Mapping[str, Fields]:
    draft = Draft.of(new_steps())
    return {"": draft.head, **{step["kind"]: step for step in draft.steps}}


def _words(part: Fields, name: str) -> str:
    return "\n".join(clean_lines(part.get(name, "")))
