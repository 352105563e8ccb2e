"""A method as a TOML file, in the form that ``docs/methods.md`` describes."""

from collections.abc import Mapping
from typing import Any

import tomlkit
from tomlkit.items import AoT, Table

from app.workshop.method import Method
from app.workshop.people import LANGUAGES

_FIRST = ("kind", "minutes")
_LAST = ("writes", "sees")


def written(method: Method) -> str:
    """The file's text; ``app.workshop.method.parse`` reads the same method from it."""
    told = method.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    steps = told.pop("step")
    document = tomlkit.document()
    _fill(document, told)
    document.append("step", AoT([_step(step) for step in steps]))
    return tomlkit.dumps(document)


def _step(told: Mapping[str, Any]) -> Table:
    own = [name for name in told if name not in (*_FIRST, *_LAST, *LANGUAGES)]
    step = tomlkit.table()
    _fill(step, {name: told[name] for name in (*_FIRST, *own, *_LAST, *LANGUAGES)})
    return step


def _fill(table: Any, told: Mapping[str, Any]) -> None:
    for name, value in told.items():
        if isinstance(value, Mapping):
            texts = tomlkit.table()
            _fill(texts, value)
            table.append(name, texts)
        else:
            table.append(name, value)
