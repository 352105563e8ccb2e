"""Forms: the same commands as over the socket, as a browser without scripts posts them."""

from secrets import token_urlsafe
from typing import Any

from pydantic import ValidationError
from starlette.datastructures import FormData

from app.i18n import QUESTIONS
from app.workshop.commands import COMMAND, Command
from app.workshop.refusals import Refusal

_LISTS = {"statements", "groups", "options", "sources", "also"}
_LINES = {"units"}
_NOTHING = {"to", "before", "since", "under", "serves", "group", "subject", "into"}
_OURS = {"as", "then", "me", "method", "held_for"}
_WITH_GROUPS = {"create", "configure"}
_CHOICES = {"moderation"}
_ON_TICKED = {"hide", "show"}


def command_in(form: FormData) -> Command:
    """Return the command in a form: its fields by name, ``question.nb`` for a question in nb, ``units`` one a line.

    Raises:
        Refusal: malformed.
    """
    fields: dict[str, Any] = {}
    for name in form:
        value = form[name]
        if not isinstance(value, str) or name in _OURS:
            continue
        outer, dot, inner = name.partition(".")
        if name in _LISTS:
            fields[name] = [item for item in form.getlist(name) if item]
        elif name in _CHOICES:
            fields[name] = value or False
        elif name in _LINES:
            fields[name] = value.splitlines()
        elif dot:
            inside = fields.setdefault(outer, {})
            if isinstance(inside, dict):
                inside[inner] = value
            else:
                fields[name] = value  # no such field, which the parser says
        else:
            fields[name] = None if name in _NOTHING and not value else value
    if fields.get("type") == "say" and "into" in form:
        fields["into"] = form[
            "into"
        ]  # "" is outside of the method here, as over the socket, and not whatever is written now
    if fields.get("type") in _ON_TICKED:
        fields.pop("to", None)  # the one form of the ticked statements has it for moving
    if fields.get("type") in _WITH_GROUPS:
        fields.setdefault("groups", [])  # nothing ticked is nothing sent
        _drop_proposals(fields)
    return parsed({"id": token_urlsafe(12), **fields})


def _drop_proposals(fields: dict[str, Any]) -> None:
    """Who asks a question of their own does not also ask the proposed one, in the languages they did not write."""
    asked, language = fields.get("question"), fields.get("language")
    if not isinstance(asked, dict) or not asked.get(language) or (language, asked[language]) in QUESTIONS.items():
        return
    proposed = {(spoken, text) for spoken, text in QUESTIONS.items() if spoken != language}
    fields["question"] = {spoken: text for spoken, text in asked.items() if (spoken, text) not in proposed}


def parsed(fields: object) -> Command:
    """Return the command that these fields are.

    Raises:
        Refusal: malformed, with where and what of the first error, or too_many, with the limit of a list.
    """
    try:
        return COMMAND.validate_python(fields)
    except ValidationError as error:
        raise _malformed(error) from None


def parsed_text(text: str) -> Command:
    """Return the command that this JSON text is.

    Raises:
        Refusal: malformed or too_many, as above.
    """
    try:
        return COMMAND.validate_json(text)
    except ValidationError as error:
        raise _malformed(error) from None


def _malformed(error: ValidationError) -> Refusal:
    first = error.errors(include_url=False, include_input=False)[0]
    if first["type"] == "too_long":  # a list: pydantic says string_too_long of a text
        return Refusal("too_many", limit=int(first["ctx"]["max_length"]))
    where = ".".join(str(step) for step in first["loc"])
    return Refusal("malformed", where=where[:80], what=first["type"])
