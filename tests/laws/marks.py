"""The marks by which the laws find words, titles, plans and people again in what is sent."""

import re

_TOKEN = re.compile(r"zq\d{4}z")
_THEME_TOKEN = re.compile(r"tq\d{4}z")
_PLAN_TOKEN = re.compile(r"pq\d{4}z")
_ID = re.compile(r"\b\d{5}-\d{4}\b")
_PERSON = re.compile(r"person-\d\d|facilitator-\w+")


def tokens(text: str) -> set[str]:
    """The marks of statements in a text."""
    return set(_TOKEN.findall(text))


def theme_tokens(text: str) -> set[str]:
    """The marks of titles, visions and signs in a text."""
    return set(_THEME_TOKEN.findall(text))


def plan_tokens(text: str) -> set[str]:
    """The marks of milestones and commitments in a text."""
    return set(_PLAN_TOKEN.findall(text))


def persons(text: str) -> set[str]:
    """Everybody whom a text names by id."""
    return set(_PERSON.findall(text))


def ids(text: str) -> set[str]:
    """The ids of all that a text names: statements, themes, commands."""
    return set(_ID.findall(text))
