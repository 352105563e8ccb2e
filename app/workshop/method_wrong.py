"""What is wrong with a method: at which place, for which reason. Pages say it in the reader's language."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, LiteralString

from pydantic import ValidationError
from pydantic_core import ErrorDetails, PydanticCustomError

Reason = Literal[
    "empty",  # words, or all that belongs there, are missing
    "too_long",  # facts: limit, length (both in characters)
    "no_number",
    "out_of_range",  # facts: least or most
    "no_choice",  # none of those that there are; facts: may
    "no_name",  # no small letters, digits and hyphens
    "unknown",  # there is no such field; in a file, facts: may
    "nobody",  # a range that begins after its end; facts: least, most
    "no_source",  # works on what no earlier step has written; facts: step (from 1), of
    "no_writer",  # a step of its kind does nothing with who writes; facts: step (from 1), kind, writes, may
    "no_board",  # a vote on milestones before there is a timeline; facts: step (from 1)
    "too_many",  # facts: limit
    "other",
]

_REASONS: Mapping[str, Reason] = {
    "missing": "empty",
    "string_too_short": "empty",
    "too_short": "empty",
    "string_too_long": "too_long",
    "too_long": "too_many",
    "string_pattern_mismatch": "no_name",
    "greater_than_equal": "out_of_range",
    "less_than_equal": "out_of_range",
    "extra_forbidden": "unknown",
    "literal_error": "no_choice",
    "union_tag_invalid": "no_choice",
    "union_tag_not_found": "empty",
    "bool_parsing": "no_choice",
    "bool_type": "no_choice",
    "nobody": "nobody",
    "no_source": "no_source",
}

_TOLD: Mapping[Reason, LiteralString] = {
    "nobody": "from {least} to {most} is nobody",
    "no_source": "step {step} works on '{of}', which no step before it has written",
    "no_writer": "step {step}, of kind '{kind}', cannot be written by '{writes}', but by: {may}",
    "no_board": "step {step} votes on milestones, and no step before it is a timeline",
}

_WRITERS: Mapping[str, tuple[str, ...]] = {
    "brief": ("nobody", "tables"),
    "write": ("everyone",),
    "round": ("nobody", "tables"),
    "share": ("tables",),
    "merge": ("nobody", "tables"),
    "rotate": ("tables", "nobody"),
    "cluster": ("nobody", "facilitators", "tables"),
    "label": ("facilitators",),
    "vote": ("everyone",),
    "timeline": ("everyone", "facilitators", "nobody"),
    "commit": ("everyone",),
}
"""Who may write in a step of each kind; of sheets that go round see ``writers``."""


@dataclass(frozen=True, slots=True)
class Wrong:
    """``where``: the place in the method, as ``step.2.nb.say`` with steps from 0; empty: the method as a whole."""

    where: str
    reason: Reason
    facts: Mapping[str, int | str]

    @property
    def place(self) -> str:
        """The same with steps counted from 1, as people do."""
        return re.sub(r"^step\.(\d+)", lambda found: f"step.{int(found[1]) + 1}", self.where)


def wrong_in(error: ValidationError) -> list[Wrong]:
    """All that a failed validation has found, in the order of the method."""
    return [_wrong(details) for details in error.errors(include_url=False)]


def unconnected(ranges: Mapping[str, tuple[int, int]], steps: Iterable[tuple[str, str]]) -> Iterator[Wrong]:
    """What does not hang together: ranges of nobody, and steps that work on what no step before them has written.

    ``steps``: what each works on, and what it writes, by name; empty: nothing.
    """
    for where, (least, most) in ranges.items():
        if least > most:
            yield Wrong(where, "nobody", {"least": least, "most": most})
    written: set[str] = set()
    for number, (of, into) in enumerate(steps):
        if of and of not in written:
            yield Wrong(f"step.{number}.of", "no_source", {"step": number + 1, "of": of})
        written.add(into)


def writers(step: Mapping[str, object]) -> tuple[str, ...]:
    """Who may write in a step, by its kind: what there is something that does it."""
    if step["kind"] == "rotate" and step.get("moves") == "sheets":
        return ("everyone", "nobody")
    return _WRITERS[str(step["kind"])]


def unhonoured(steps: Iterable[Mapping[str, object]]) -> Iterator[Wrong]:
    """What steps, by the names of their fields, ask for that nothing does."""
    boards = False
    for number, step in enumerate(steps):
        writes, may = str(step.get("writes", "")), writers(step)
        if writes and writes not in may:
            said = {"kind": str(step["kind"]), "writes": writes, "may": ", ".join(may)}
            yield Wrong(f"step.{number}.writes", "no_writer", {"step": number + 1, **said})
        if step.get("on") == "milestones" and not boards:
            yield Wrong(f"step.{number}.on", "no_board", {"step": number + 1})
        boards = boards or step["kind"] == "timeline"


def told(wrong: Wrong) -> str:
    """What does not hang together, or is not done, in a few English words."""
    return _TOLD[wrong.reason].format_map(wrong.facts)


def raised(wrong: Wrong) -> PydanticCustomError:
    """The error by which a validator tells this."""
    return PydanticCustomError(wrong.reason, _TOLD[wrong.reason], {**wrong.facts, "where": wrong.where})


def _wrong(details: ErrorDetails) -> Wrong:
    context = details.get("ctx", {})
    reason = _REASONS.get(details["type"], "no_number" if details["type"].startswith("int_") else "other")
    where = context.get("where") or ".".join(map(str, _place(details["loc"])))
    if details["type"].startswith("union_tag_"):
        where = f"{where}.kind"
    facts: dict[str, int | str] = {}
    match reason:
        case "too_long":
            facts = {"limit": context["max_length"], "length": len(str(details["input"]))}
        case "too_many":
            facts = {"limit": context["max_length"]}
        case "out_of_range":
            facts = {"least": context["ge"]} if "ge" in context else {"most": context["le"]}
        case "no_choice":
            said = context.get("expected_tags") or context.get("expected") or "'true', 'false'"
            facts = {"may": ", ".join(re.findall(r"'([^']*)'", str(said)))}
        case "nobody":
            facts = {"least": context["least"], "most": context["most"]}
        case "no_source":
            facts = {"step": context["step"], "of": context["of"]}
        case "other":
            facts = {"what": details["msg"]}
        case _:
            pass
    return Wrong(where, reason, facts)


def _place(loc: tuple[int | str, ...]) -> tuple[int | str, ...]:
    """A place without the kind that stands after a step's number where pydantic has chosen by it."""
    return (*loc[:2], *loc[3:]) if loc[:1] == ("step",) else loc
