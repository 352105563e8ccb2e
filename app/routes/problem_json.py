"""Problems as programs are told of them: ``application/problem+json`` (RFC 9457), by name, with facts."""

from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import JSONResponse

from app.i18n import N_, PROBLEMS, preferred, words

PREFIX = "/api/"
MEDIA_TYPE = "application/problem+json"

Facts = Mapping[str, str | int | list[str]]

API_PROBLEMS: Mapping[str, tuple[str, str]] = {
    "no_token": (N_("A token is needed"), N_("Send it in the header Authorization, after the word Bearer.")),
    "bad_token": (
        N_("The token does not work"),
        N_("It may have run out or been revoked, or whoever made it may not any more. Make a new one."),
    ),
    "missing_scope": (
        N_("The token lacks a scope"),
        N_("Make a token that has the scope which is named, or leave this out."),
    ),
    "not_allowed": (
        N_("The token does not reach this"),
        N_("There is nothing by this id where the token may read. Look at its place and at who made it."),
    ),
    "unknown_page": (N_("There is nothing here"), N_("Look at the address and at the id in it.")),
    "bad_cursor": (
        N_("The cursor does not belong to this list"),
        N_("Begin without one, and keep the other parameters as they are from page to page."),
    ),
    "malformed": (
        N_("The server did not understand this"),
        N_("Look at the parameters that are named, and at the description of the API."),
    ),
    "bad_address": (
        N_("This address cannot be told"),
        N_("It has to begin with https:// and be out in the world, without a name or a password in it."),
    ),
    "export_going": (
        N_("Another export is being made"),
        N_("There is one at a time for each account. Wait until it has ended, then ask again."),
    ),
    "export_not_ready": (N_("The export is not ready yet"), N_("Look at it again in a moment.")),
    "file_gone": (
        N_("This file is not there any more"),
        N_("Look at the export to see why, and ask for another one."),
    ),
    "not_public": (N_("There is no public version"), N_("Wait until it is published, or read the draft.")),
}
"""Problems by name that programs are told otherwise than people, or alone."""


class Refused(Exception):
    """A program’s request that cannot be answered as asked, with facts about it."""

    def __init__(self, name: str, status: int, **facts: str | int | list[str]) -> None:
        super().__init__(name)
        self.name = name
        self.status = status
        self.facts = facts


def for_programs(request: Request) -> bool:
    """Whether a program asks, by the API."""
    return request.url.path.startswith(PREFIX)


def problem_json(request: Request, name: str, status: int, facts: Facts | None = None) -> JSONResponse:
    """The problem, in the language that the program asks for; English, where it asks for none."""
    spoken = words(preferred(None, request.headers.get("accept-language", ""), "en"))
    title, detail = API_PROBLEMS.get(name) or PROBLEMS[name]
    told = {
        "type": f"urn:fremtidsbilde:problem:{name}",
        "title": spoken.gettext(title),
        "status": status,
        "detail": spoken.gettext(detail),
        "problem": name,
        "facts": dict(facts or {}),
    }
    headers = {"www-authenticate": 'Bearer realm="fremtidsbilde"'} if status == 401 else {}
    return JSONResponse(told, status, headers, MEDIA_TYPE)
