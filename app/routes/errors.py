"""The one place that turns named problems into pages or JSON, in the reader's language."""

from contextlib import suppress
from urllib.parse import quote

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from sqlalchemy.exc import SQLAlchemyError
from starlette.exceptions import HTTPException
from starlette.responses import Response

from app.i18n import PROBLEMS, words
from app.routes.problem_json import Refused, for_programs, problem_json
from app.routes.signed_out import kept
from app.routes.visit import Problem, Visit, to

_log = structlog.get_logger(__name__)

_BY_STATUS = {404: "unknown_page", 405: "unknown_page", 413: "too_large", 400: "malformed", 422: "malformed"}


def handle_errors(app: FastAPI) -> None:
    """Give every exception its answer."""

    async def problem(request: Request, error: Exception) -> Response:
        assert isinstance(error, Problem)  # noqa: S101 - registered for this type
        answer = await problem_answer(request, error.name, error.status)
        if error.retry_after:
            if for_programs(request):
                answer = problem_json(request, error.name, error.status, {"retry_after": error.retry_after})
            answer.headers["retry-after"] = str(error.retry_after)
        return answer

    async def http(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)  # noqa: S101 - registered for this type
        return await problem_answer(request, _BY_STATUS.get(error.status_code, "malformed"), error.status_code)

    async def malformed(request: Request, error: Exception) -> Response:
        if for_programs(request) and isinstance(error, RequestValidationError):
            wrong = {str(one["loc"][-1]) if one["loc"] else "" for one in error.errors()}
            return problem_json(request, "malformed", 422, {"parameters": sorted(wrong - {""})})
        return await problem_answer(request, "malformed", 422)

    async def refused(request: Request, error: Exception) -> Response:
        assert isinstance(error, Refused)  # noqa: S101 - registered for this type
        return problem_json(request, error.name, error.status, error.facts)

    async def database(request: Request, error: Exception) -> Response:
        _log.error("database", method=request.method, error=type(error).__name__)
        return await problem_answer(request, "not_saved", 503)

    app.add_exception_handler(Problem, problem)
    app.add_exception_handler(Refused, refused)
    app.add_exception_handler(HTTPException, http)
    app.add_exception_handler(RequestValidationError, malformed)
    app.add_exception_handler(SQLAlchemyError, database)


async def problem_answer(request: Request, name: str, status: int) -> Response:
    """The page or JSON of a problem, in the reader's language."""
    if for_programs(request):
        return problem_json(request, name, status)
    visit = Visit(request)
    if visit.wants_json:
        message = words(visit.language).gettext(PROBLEMS[name][1])
        return JSONResponse({"problem": name, "message": message}, status)
    whole = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    if request.method == "GET" and request.headers.get("hx-request") == "true":  # a part's place shows no problem
        return Response(status_code=status, headers={"hx-redirect": whole})
    if name == "sign_in" and request.method == "GET":
        return to(f"/signin?then={quote(whole)}")
    if status < 500 and status != 429:  # where there is trouble or a flood, the database is asked no more
        with suppress(SQLAlchemyError):
            await visit.account()
    title, text = PROBLEMS[name]
    fields = await kept(request) if name == "sign_in" else []
    return visit.page("problem", status=status, name=name, title=title, text=text, fields=fields, whole=whole)
