"""A method while somebody changes it: all that stands in the form, as it was typed. Each change is a new draft."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from pydantic import ValidationError

from app.workshop.method import KINDS, Method, MethodTexts, StepTexts, VoteTexts, new_steps
from app.workshop.method_wrong import Wrong, unconnected, unhonoured, wrong_in
from app.workshop.people import LANGUAGES

Fields = Mapping[str, str]
"""By name, as in ``minutes`` or ``nb.say``. What is not ticked is not there."""

STEPS_MOST = 60
"""Steps that are read from a form; twice as many as a method may have, so that nobody's typing is cut off."""
BEGINNING = ("brief", "write", "round", "share")
"""The kinds of the steps with which a method from scratch begins."""

_RANGES = ("people", "table")
_HEAD = (
    *(f"{name}.{end}" for name in _RANGES for end in (0, 1)),
    "from_age",
    *(f"{language}.{text}" for language in LANGUAGES for text in ("title", "purpose")),
)
_MAY_BE_EMPTY = {"of", "votes"}
_OURS = {"was"}
_STEP = re.compile(r"step\.(\d{1,3})\.([a-z_.]{1,20})", re.ASCII)
_GONE = re.compile(r"gone\.([a-z_.]{1,20})", re.ASCII)


class Unfit(Exception):
    """A draft is no method yet: what is wrong, by the form's names."""

    def __init__(self, wrong: Iterable[Wrong]) -> None:
        super().__init__("unfit")
        self.wrong: dict[str, Wrong] = {}
        for one in wrong:
            self.wrong.setdefault(one.where, one)


@dataclass(frozen=True)
class Draft:
    """``gone``: the step that was taken out last; its ``at`` says where it stood, so that it can come back there.

    A step's ``was`` is its place in the method that the form was painted from.
    """

    head: Fields
    steps: tuple[Fields, ...] = ()
    gone: Fields = field(default_factory=dict)

    @staticmethod
    def of(method: Method) -> "Draft":
        """The form of a method."""
        told = method.model_dump(mode="json", by_alias=True, exclude_none=True)
        steps = told.pop("step")
        told.pop("id")
        return Draft(flat(told), tuple({**flat(step), "was": str(n)} for n, step in enumerate(steps)))

    @staticmethod
    def read(pairs: Iterable[tuple[str, str]]) -> "Draft":
        """What a browser has sent. What is no field of a method is left out."""
        head: dict[str, str] = {}
        steps: dict[int, dict[str, str]] = {}
        gone: dict[str, str] = {}
        for name, value in pairs:
            if name in _HEAD:
                head[name] = value
            elif (found := _STEP.fullmatch(name)) and int(found[1]) < STEPS_MOST:
                steps.setdefault(int(found[1]), {})[found[2]] = value
            elif found := _GONE.fullmatch(name):
                gone[found[1]] = value
        known = tuple(_known(steps[n]) for n in sorted(steps) if steps[n].get("kind") in KINDS)
        return Draft(head, known, {**_known(gone), "at": gone.get("at", "")} if gone.get("kind") in KINDS else {})

    @staticmethod
    def beginning() -> "Draft":
        """A method from scratch: a few steps with the texts that steps of their kinds have at first."""
        draft = replace(Draft.of(new_steps()), steps=())
        for kind in BEGINNING:
            draft = draft.with_step(len(draft.steps), kind)
        return draft

    def method(self, name: str) -> Method:
        """The method, by the id ``name``.

        Raises:
            Unfit
        """
        told = {"id": name, **_nested(self.head), "step": [_nested(_sent(step)) for step in self.steps]}
        loose = [*self._loose()]
        try:
            method = Method.model_validate(told)
        except ValidationError as error:
            raise Unfit([*wrong_in(error), *loose]) from None
        if loose:
            raise Unfit(loose)
        return method

    def moved(self, number: int, by: int) -> "Draft":
        """A step one place up (-1) or down (1)."""
        steps = list(self.steps)
        if 0 <= number < len(steps) and 0 <= number + by < len(steps):
            steps.insert(number + by, steps.pop(number))
        return replace(self, steps=tuple(steps))

    def without(self, number: int) -> "Draft":
        """A step taken out; it can come back."""
        if not 0 <= number < len(self.steps):
            return self
        gone = {**self.steps[number], "at": str(number)}
        return replace(self, steps=(*self.steps[:number], *self.steps[number + 1 :]), gone=gone)

    def back(self) -> "Draft":
        """The step that was taken out last, in its place again."""
        if not self.gone:
            return self
        step = {name: value for name, value in self.gone.items() if name != "at"}
        return replace(self._put(number_in(self.gone["at"], len(self.steps)), step), gone={})

    def with_step(self, at: int, kind: str) -> "Draft":
        """A new step of a kind, which works on what was written last before it, and writes under a name of its own."""
        step = next(
            (flat(s.model_dump(mode="json", exclude_none=True)) for s in new_steps().steps if s.kind == kind), None
        )
        if step is None or len(self.steps) >= STEPS_MOST:
            return self
        before = [name for one in self.steps[:at] if (name := one.get("into"))]
        if "of" in step:
            step["of"] = before[-1] if before else ""
        if "into" in step:
            step["into"] = _free(step["into"], {one.get("into", "") for one in (*self.steps, self.gone)})
        stood = number_in(self.gone.get("at", ""), 0)
        gone = {**self.gone, "at": str(stood + 1)} if self.gone and at <= stood else self.gone
        return replace(self._put(at, step), gone=gone)

    @property
    def minutes(self) -> int:
        """How long all steps last together, of those that say so in figures."""
        return sum(number_in(step.get("minutes", ""), 0) for step in self.steps)

    def sources(self, number: int) -> dict[str, list[int]]:
        """What a step may work on: names, each with the steps before it that write so."""
        found: dict[str, list[int]] = {}
        for n, step in enumerate(self.steps[:number]):
            if name := step.get("into"):
                found.setdefault(name, []).append(n)
        return found

    def _loose(self) -> Iterator[Wrong]:
        """What does not hang together, or is done by nothing, also where other fields are wrong."""
        ends = {name: tuple(number_in(self.head.get(f"{name}.{end}", ""), 0) for end in (0, 1)) for name in _RANGES}
        ranges = {name: (least, most) for name, (least, most) in ends.items() if least and most}
        yield from unconnected(ranges, ((step.get("of", ""), step.get("into", "")) for step in self.steps))
        yield from unhonoured(self.steps)

    def _put(self, at: int, step: Fields) -> "Draft":
        return replace(self, steps=(*self.steps[:at], step, *self.steps[at:]))

    def parts(self) -> Iterator[tuple[str, Fields]]:
        """The form's fields, with what their names begin with: of the method as a whole, then of each step."""
        yield "", self.head
        for number, step in enumerate(self.steps):
            yield f"step.{number}.", step

    def each(self, change: Callable[[str, Fields], Fields]) -> "Draft":
        """All parts changed."""
        head, *steps = (change(place, fields) for place, fields in self.parts())
        return replace(self, head=head, steps=tuple(steps))


def texts_of(part: Fields) -> tuple[str, ...]:
    """The names of the texts that a part of the form has in each language."""
    if "kind" not in part:
        return tuple(MethodTexts.model_fields)
    return tuple((VoteTexts if part["kind"] == "vote" else StepTexts).model_fields)


def number_in(text: str, otherwise: int) -> int:
    """A figure that somebody typed, or ``otherwise`` where it is none."""
    text = text.strip()
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 6 else otherwise


def flat(told: Mapping[str, Any], prefix: str = "") -> dict[str, str]:
    """Fields by name. A flag that is not set is none, as a box that is not ticked."""
    fields: dict[str, str] = {}
    for name, value in told.items():
        if isinstance(value, Mapping):
            fields |= flat(value, f"{prefix}{name}.")
        elif isinstance(value, list):
            fields |= {f"{prefix}{name}.{n}": str(item) for n, item in enumerate(value)}
        elif value is not False and value is not None:
            fields[f"{prefix}{name}"] = "on" if value is True else str(value)
    return fields


def _known(step: Fields) -> Fields:
    """The fields of a step that its kind has."""
    plain = set(KINDS[step["kind"]].model_fields) | _OURS
    texts = {f"{language}.{text}" for language in LANGUAGES for text in texts_of(step)}
    return {name: value for name, value in step.items() if name in plain or name in texts}


def _free(name: str, taken: set[str]) -> str:
    return next(free for n in range(1, STEPS_MOST + 3) if (free := name if n == 1 else f"{name}-{n}") not in taken)


def _sent(step: Fields) -> Fields:
    return {
        name: value
        for name, value in step.items()
        if name not in _OURS and (value.strip() or name not in _MAY_BE_EMPTY)
    }


def _nested(fields: Fields) -> dict[str, Any]:
    """The other way round."""
    nested: dict[str, Any] = {}
    for name, value in fields.items():
        outer, _, inner = name.partition(".")
        if inner.isdecimal():
            nested.setdefault(outer, []).append(value.strip())
        elif inner:
            nested.setdefault(outer, {})[inner] = value
        else:
            nested[name] = value.strip()
    return nested
