"""The form in which a vision is changed: all of it as texts by name, merged with another's, and made a value again.

Names: ``title``, ``question``, ``ingress``, ``vision``, ``done``, ``answers``; ``order``: the themes' ids in their
order; ``minority``: keys of statements; of each theme ``theme.<id>.title``, ``.vision``, ``.signs`` (one a line),
``.answer`` and ``.quotes`` (keys); ``next``: a line for each step, its three cells apart by tabs.

Where nobody has rewritten a theme's title, vision or signs, what is told stands there. Beside it goes a mark of what
was shown, ``theme.<id>.was-title`` and so on: what comes back as it was shown is nobody's own words, whatever is told
by then. A mark tells no words, and is "" where somebody's own words were shown.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence

from pydantic import ValidationError

from app.region.drafting import Offer
from app.region.written import Reference, ThemeText, Written, WrittenTheme

Fields = dict[str, str]

PLAIN = ("title", "question", "ingress", "vision", "done", "answers")
CELLS = ("what", "who", "when")
_TOLD = ("title", "vision", "signs")
_MARKS = tuple(f"was-{part}" for part in _TOLD)
_OF_THEME = (*_TOLD, "answer", "quotes", *_MARKS)
_LISTS = ("order", "minority")


class Unfit(Exception):
    """Something in the form does not fit. ``wrong``: the names of the fields, each with what is wrong."""

    def __init__(self, wrong: Mapping[str, str]) -> None:
        super().__init__(", ".join(wrong))
        self.wrong = wrong


def fields_of(written: Written, texts: Mapping[str, ThemeText]) -> Fields:
    """The form as a version fills it. ``texts``: of themes as they are told, for what nobody has rewritten.

    A theme that is not told just now, and of which somebody has written something, stands in it without a title: saved
    without it, the next version would have lost the words.
    """
    fields = {name: getattr(written, name) for name in PLAIN}
    themes = [theme for theme in written.themes if theme.id in texts or _own(theme)]
    fields["order"] = " ".join(theme.id for theme in themes)
    fields["minority"] = " ".join(one.key for one in written.minority)
    fields["next"] = "\n".join("\t".join((step.what, step.who, step.when)) for step in written.next_steps)
    for theme in themes:
        told = _shown(texts.get(theme.id, ThemeText(title="")))
        own = {"title": theme.title, "vision": theme.vision, "signs": _lines(theme.signs)}
        for part in _TOLD:
            words = own[part]
            fields[f"theme.{theme.id}.{part}"] = told[part] if words is None else words
            fields[f"theme.{theme.id}.was-{part}"] = _mark(part, told[part]) if words is None else ""
        fields[f"theme.{theme.id}.answer"] = theme.answer
        fields[f"theme.{theme.id}.quotes"] = " ".join(one.key for one in theme.quotes)
    return fields


def _own(theme: WrittenTheme) -> bool:
    """Whether somebody has written something of it."""
    words = (theme.title, theme.vision, theme.signs)
    return any(one is not None for one in words) or bool(theme.answer)


def offered_fields(offer: Offer, quotes: Iterable[str] = ()) -> Fields:
    """The fields of a theme that is put in."""
    place, told = f"theme.{offer.id}", _shown(offer.text)
    return {
        **{f"{place}.{part}": told[part] for part in _TOLD},
        **{f"{place}.was-{part}": _mark(part, told[part]) for part in _TOLD},
        f"{place}.answer": "",
        f"{place}.quotes": " ".join(quotes),
    }


def _shown(text: ThemeText) -> dict[str, str]:
    """What is told of a theme, as its fields show it."""
    return {
        "title": " ".join(text.title.split()),
        "vision": _cleaned(text.vision),
        "signs": "\n".join(" ".join(sign.split()) for sign in text.signs if sign.strip()),
    }


def _lines(signs: Sequence[str] | None) -> str | None:
    return None if signs is None else "\n".join(signs)


def _cleaned(text: str) -> str:
    """As a browser sends it back: lines ended as everywhere else, and nothing around it."""
    return "\n".join(line.rstrip() for line in text.replace("\0", "").splitlines()).strip()


def _mark(part: str, words: str) -> str:
    if part == "vision":
        like = _cleaned(words)
    else:
        lines = (" ".join(line.split()) for line in words.splitlines())
        like = ("\n" if part == "signs" else " ").join(line for line in lines if line)
    return hashlib.sha256(like.encode("utf-8", "replace")).hexdigest()[:16]


def _mark_of(name: str) -> str:
    """The name of the mark beside a field, "" where it has none."""
    place, _, part = name.rpartition(".")
    return f"{place}.was-{part}" if place.startswith("theme.") and part in _TOLD else ""


def _untouched(fields: Fields, name: str) -> bool:
    """Whether what was told stands there as it was shown."""
    was = fields.get(_mark_of(name), "")
    return bool(was) and _mark(name.rpartition(".")[2], fields.get(name, "")) == was


def read(sent: Iterable[tuple[str, str]]) -> Fields:
    """What a browser sends, by name; what was ticked together, and lines ended as everywhere else."""
    fields: Fields = {}
    steps: dict[int, dict[str, str]] = {}
    for name, value in sent:
        text = _cleaned(value)
        first, _, rest = name.partition(".")
        number, _, cell = rest.partition(".")
        if first == "next" and number.isdecimal() and len(number) < 4 and cell in CELLS:
            steps.setdefault(int(number), {})[cell] = " ".join(text.split())
        elif name in _LISTS or (first == "theme" and name.endswith(".quotes")):
            fields[name] = f"{fields.get(name, '')} {text}".strip()
        elif name in PLAIN or (first == "theme" and name.rpartition(".")[2] in _OF_THEME):
            fields[name] = text
    for name in (*PLAIN, *_LISTS):
        fields.setdefault(name, "")
    rows = [[steps[number].get(cell, "") for cell in CELLS] for number in sorted(steps)]
    fields["next"] = "\n".join("\t".join(row) for row in rows if any(row))
    themes = {name.partition(".")[2].rpartition(".")[0] for name in fields if name.startswith("theme.")}
    for id_ in (*fields["order"].split(), *sorted(themes)):
        for part in _OF_THEME:
            fields.setdefault(f"theme.{id_}.{part}", "")
    return fields


def rows_of(fields: Fields) -> list[list[str]]:
    """The next steps as rows of three cells."""
    return [[*line.split("\t"), "", ""][:3] for line in fields.get("next", "").split("\n") if line]


def merged(base: Fields, mine: Fields, theirs: Fields) -> tuple[Fields, Fields]:
    """Two people's changes to the same version together, and what both have changed: theirs, by name.

    Where only one has changed something, that stands; where both have, mine does. In lists what either has put in or
    taken out is so, in my order. What a workshop has told otherwise meanwhile is nobody's change.
    """
    fields: Fields = {}
    both: Fields = {}
    for name in dict.fromkeys([*mine, *theirs]):
        if name.rpartition(".")[2] in _MARKS:
            continue  # it goes with its text
        was, me, they = base.get(name), mine.get(name), theirs.get(name)
        if name in _LISTS or name.endswith(".quotes"):
            fields[name] = _together((was or "").split(), (me or "").split(), (they or "").split())
        elif me is None or me == was or _untouched(mine, name):
            fields[name] = they if they is not None else me or ""
            if mark := _mark_of(name):
                fields[mark] = (mine if they is None else theirs).get(mark, "")
        else:
            if mark := _mark_of(name):
                fields[mark] = mine.get(mark, "")
            fields[name] = me
            if they is not None and they not in (was, me):
                both[name] = they
    return fields, both


def _together(was: Sequence[str], mine: Sequence[str], theirs: Sequence[str]) -> str:
    gone = (set(was) - set(mine)) | (set(was) - set(theirs))
    order = mine if mine != was else theirs
    return " ".join(dict.fromkeys(one for one in (*order, *mine, *theirs) if one not in gone))


def moved(fields: Fields, theme: str, by: int) -> Fields:
    """The theme one place further up (-1) or down (1); as it was where there is no further."""
    order = fields["order"].split()
    at = order.index(theme) if theme in order else -1
    if at >= 0 and 0 <= at + by < len(order):
        order[at], order[at + by] = order[at + by], order[at]
    return {**fields, "order": " ".join(order)}


def written_from(fields: Fields, base: Written, offers: Sequence[Offer], allowed: Iterable[str]) -> Written:
    """The version that a form makes of the one before. ``allowed``: keys of the statements that may be quoted.

    Raises:
        Unfit: too_long, empty.
    """
    told = {one.id: one for one in offers}
    before = {theme.id: theme for theme in base.themes}
    may = {*allowed, *(one.key for theme in base.themes for one in theme.quotes), *(one.key for one in base.minority)}

    def references(keys: str) -> list[Reference]:
        chosen = [key.partition("/") for key in dict.fromkeys(keys.split()) if key in may]
        return [Reference(workshop=workshop, statement=statement) for workshop, _, statement in chosen]

    themes = []
    order = [id_ for id_ in dict.fromkeys(fields["order"].split()) if id_ in told or id_ in before]
    for id_ in order:
        text = _shown(told[id_].text) if id_ in told else {}
        signs = [" ".join(sign.split()) for sign in fields[f"theme.{id_}.signs"].split("\n") if sign.strip()]
        own = {"title": fields[f"theme.{id_}.title"] or None, "vision": fields[f"theme.{id_}.vision"], "signs": signs}
        for part in _TOLD:
            name = f"theme.{id_}.{part}"
            if _untouched(fields, name) or (text and _mark(part, text[part]) == _mark(part, fields[name])):
                own[part] = None
        themes.append(
            {
                "id": id_,
                **own,
                "answer": fields[f"theme.{id_}.answer"],
                "quotes": references(fields[f"theme.{id_}.quotes"]),
                "sources": before[id_].sources if id_ in before else told[id_].sources,
            }
        )
    steps = [dict(zip(CELLS, row, strict=True)) for row in rows_of(fields)]
    try:
        return Written.model_validate(
            {
                **{name: fields[name] for name in PLAIN},
                "themes": themes,
                "minority": references(fields["minority"]),
                "next_steps": steps,
                "counted": base.counted,
                "counted_at": base.counted_at,
            }
        )
    except ValidationError as error:
        raise Unfit(dict(_wrong(one["loc"], one["type"], order) for one in error.errors())) from None


def _wrong(where: Sequence[int | str], what: str, order: Sequence[str]) -> tuple[str, str]:
    """The field that an error is about, by its name in the form."""
    first, *rest = where
    fault = "empty" if what == "string_too_short" else "too_long"
    if first == "themes" and len(rest) > 1 and isinstance(rest[0], int):
        return f"theme.{order[rest[0]]}.{rest[1]}", fault
    return {"next_steps": "next", "themes": "order"}.get(str(first), str(first)), fault
