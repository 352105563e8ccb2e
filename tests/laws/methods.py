"""Methods that stories are run by: some that come with the program, and small ones with all that a step can be."""

from typing import Any

from app.workshop.method import Method, shipped
from app.workshop.people import LANGUAGES

_OF_ITS_OWN: dict[str, dict[str, Any]] = {
    "write": {"into": "ideas"},
    "round": {"turns": "people", "of": "ideas", "roles": True},
    "share": {"most": 2, "of": "ideas", "into": "shared"},
    "merge": {"size": 4},
    "rotate": {"moves": "people"},
    "cluster": {"by": "everyone", "of": "ideas"},
    "label": {"asks": "vision"},
    "vote": {"on": "statements", "of": "ideas", "votes": 3},
    "timeline": {"board": "years", "of": "ideas"},
}
"""The fields that a kind of step has besides those of all."""


def made(name: str, *steps: tuple[str, str, dict[str, Any]]) -> Method:
    """A method of steps: each a kind, who sees, and what is otherwise than usual."""
    heads = {language: {"title": name, "purpose": f"{name}?"} for language in LANGUAGES}
    return Method.model_validate(
        {
            "id": name,
            "people": (1, 100),
            "table": (2, 5),
            "from_age": 6,
            **heads,
            "step": [_step(number, *step) for number, step in enumerate(steps)],
        }
    )


def _step(number: int, kind: str, sees: str, more: dict[str, Any]) -> dict[str, Any]:
    texts = {"title": f"Steg {number}", "say": "Vi gjør det.", "phones": "Gjør det nå.", "paper": "På papir."}
    told = texts | ({"criterion": "Viktigst"} if kind == "vote" else {})
    ours = {"kind": kind, "minutes": 3 + number, "writes": "everyone", "sees": sees}
    return ours | _OF_ITS_OWN.get(kind, {}) | dict.fromkeys(LANGUAGES, told) | more


_EVERYTHING = made(
    "everything",
    ("brief", "nobody", {"writes": "nobody"}),
    ("write", "nobody", {}),
    ("round", "everyone", {}),
    ("share", "table", {"writes": "tables"}),
    ("merge", "table", {}),
    ("rotate", "nobody", {}),
    ("cluster", "everyone", {}),
    ("label", "everyone", {"writes": "facilitators"}),
    ("vote", "nobody", {"several": True}),
    ("timeline", "everyone", {}),
    ("commit", "everyone", {}),
)
_SHORT = made(
    "short",
    ("write", "nobody", {}),
    ("cluster", "everyone", {}),
    ("vote", "nobody", {"on": "themes", "votes": None}),
    ("timeline", "everyone", {}),
    ("vote", "nobody", {"on": "milestones", "of": None, "votes": 1}),
    ("commit", "everyone", {}),
)
_TWICE = made(
    "twice",
    ("write", "everyone", {}),
    ("vote", "nobody", {"several": True}),
    ("write", "nobody", {"into": "others"}),
    ("timeline", "nobody", {"board": "horizons", "of": "others"}),
    ("vote", "nobody", {"on": "statements", "of": "others", "votes": 2}),
    ("commit", "everyone", {}),
)
_SHEETS = made(
    "sheets",
    ("write", "nobody", {}),
    ("rotate", "table", {"moves": "sheets", "rounds": 4, "of": "ideas"}),
    ("write", "nobody", {"into": "others"}),
    ("rotate", "nobody", {"moves": "sheets", "of": "others"}),
    ("rotate", "table", {"moves": "people", "rounds": 2}),
)
_SHIPPED = ("igp", "fremtidsbilde-60", "backcasting", "three-horizons", "dot-voting")

METHODS: dict[str, Method] = {m.id: m for m in (_EVERYTHING, _SHORT, _TWICE, _SHEETS)} | {
    n: shipped()[n] for n in _SHIPPED
}
OFTEN = ("short", "short", "twice", "twice", "everything", "sheets", *_SHIPPED)
"""How often stories are run by which."""


def longer(method: Method) -> Method:
    """The same with one more step at the end, as nobody has begun it."""
    return method.model_copy(update={"steps": (*method.steps, method.steps[0])})
