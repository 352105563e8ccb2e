"""Any method there may be, for laws that hold for all of them."""

from typing import Any

from hypothesis import strategies as st

from app.workshop.method import KINDS, SPOKEN_MOST, TITLE_MOST, Method
from app.workshop.method_wrong import writers
from app.workshop.people import LANGUAGES
from app.workshop.words import clean, clean_lines

ODD = [
    '"',
    "'",
    "\\",
    '"""',
    "'''",
    "#",
    "[step]",
    "\n",
    "\t",
    "\x7f",
    "\u0080",
    "\u2028",
    "=",
    "%(x)s",
    "{{ x }}",
    "&amp;",
]
_characters = st.one_of(st.characters(exclude_categories=["Cs"]), st.sampled_from([*ODD, *"abcæøå é日👩"]))


def _texts(most: int, lines: bool) -> st.SearchStrategy[str]:
    def tidy(text: str) -> str:
        return "\n".join(clean_lines(text)) if lines else clean(text)

    typed = st.lists(_characters, min_size=1, max_size=12).map("".join).map(tidy)
    return typed.filter(lambda text: 0 < len(text) <= most)


titles = _texts(TITLE_MOST, lines=False)
spoken = _texts(SPOKEN_MOST, lines=True)
names = st.from_regex(r"[a-z0-9][a-z0-9-]{0,39}", fullmatch=True)
_VALUES: dict[str, st.SearchStrategy[Any]] = {
    "sees": st.sampled_from(["nobody", "table", "everyone"]),
    "minutes": st.integers(1, 240),
    "turns": st.sampled_from(["people", "tables"]),
    "moves": st.sampled_from(["people", "sheets"]),
    "by": st.sampled_from(["facilitators", "everyone"]),
    "asks": st.sampled_from(["title", "vision", "signs"]),
    "board": st.sampled_from(["years", "horizons"]),
    "roles": st.booleans(),
    "starters": st.booleans(),
    "several": st.booleans(),
    "most": st.integers(1, 9),
    "size": st.integers(2, 16),
    "rounds": st.integers(1, 12),
    "votes": st.none() | st.integers(1, 20),
    "into": names,
}


@st.composite
def methods(draw: st.DrawFn) -> Method:
    """A method with up to six steps of any kinds, each with what something does."""
    steps: list[dict[str, Any]] = []
    for _ in range(draw(st.integers(1, 6))):
        kind = draw(st.sampled_from(sorted(KINDS)))
        fields = set(KINDS[kind].model_fields) - {"kind", "writes", *LANGUAGES}
        before = [step["into"] for step in steps if "into" in step]
        boards = ["milestones"] if any(step["kind"] == "timeline" for step in steps) else []
        on = st.sampled_from(["themes", "statements", *boards])
        values = {**_VALUES, "of": st.sampled_from([None, *before]), "on": on}
        texts = {"title": titles, "say": spoken, "phones": spoken, "paper": spoken}
        if kind == "vote":
            texts["criterion"] = titles
        said: dict[str, Any] = {language: draw(st.fixed_dictionaries(texts)) for language in LANGUAGES}
        step = {"kind": kind, **{name: draw(values[name]) for name in sorted(fields)}, **said}
        steps.append({**step, "writes": draw(st.sampled_from(writers(step)))})
    head: dict[str, Any] = {
        language: draw(st.fixed_dictionaries({"title": titles, "purpose": spoken})) for language in LANGUAGES
    }
    ranges = {name: sorted(draw(st.tuples(*[st.integers(1, 1_000)] * 2))) for name in ("people", "table")}
    return Method.model_validate(
        {"id": draw(names), **head, **ranges, "from_age": draw(st.integers(1, 18)), "step": steps}
    )
