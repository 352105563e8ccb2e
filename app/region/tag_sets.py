"""Tags that people may put on shared themes: sets from the curricula and the region, each with a version.

A theme without a tag is complete. A tag is never taken out of its file, as themes may wear it: what a later version of
the set no longer has is marked with ``until``, keeps its name, and is not offered any more.
"""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Annotated

from pydantic import BaseModel, ConfigDict, StringConstraints

from app.workshop.people import Language

Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]{1,19}$")]


class Names(BaseModel):
    """What something is called in each language."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    nb: str
    nn: str
    en: str

    def in_(self, language: Language) -> str:
        """The name in a language."""
        name: str = getattr(self, language)
        return name


class Tag(Names):
    """A tag of a set. ``until``: the set's last version that had it."""

    id: Id
    until: int | None = None


class TagSet(BaseModel):
    """A set of tags, as its newest version has it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: Id
    version: int
    source: str
    name: Names
    tags: tuple[Tag, ...]

    def key(self, tag: Tag) -> str:
        """The tag's id among the tags of all sets."""
        return f"{self.id}.{tag.id}"


@cache
def tag_sets() -> tuple[TagSet, ...]:
    """All sets, in the order of their files' names."""
    folder = files("app.region") / "tags"
    found = sorted((file for file in folder.iterdir() if file.name.endswith(".toml")), key=lambda file: file.name)
    return tuple(TagSet.model_validate(tomllib.loads(file.read_text(encoding="utf-8"))) for file in found)


@cache
def tags_by_key() -> dict[str, tuple[TagSet, Tag]]:
    """Every tag there is or was, by its id among all."""
    return {one.key(tag): (one, tag) for one in tag_sets() for tag in one.tags}


def offered(key: str) -> bool:
    """Whether a tag can be put on now."""
    there = tags_by_key().get(key)
    return there is not None and there[1].until is None
