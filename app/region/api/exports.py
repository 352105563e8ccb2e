"""Exports as programs ask for them, and as they are told how far each has come."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import ConfigDict, Field, StringConstraints
from pydantic.config import JsonDict

from app.region.api.value import Value
from app.workshop.people import Language

What = Literal["summary", "statements", "heard"]

_SUMMARY: JsonDict = {"what": "summary", "summary": "1f2e3d4c5b6a7988", "format": "pdf"}
_STATEMENTS: JsonDict = {"what": "statements", "format": "csv", "municipality": 2, "language": "nb"}
_HEARD: JsonDict = {"what": "heard", "format": "xlsx", "municipality": None, "language": "nn"}


class SummaryWanted(Value):
    """The public version of a vision as a file, in the vision's own language. `summary`: its id."""

    model_config = ConfigDict(json_schema_extra={"examples": [_SUMMARY]})

    what: Literal["summary"]
    summary: Annotated[str, StringConstraints(min_length=1, max_length=32)]
    format: Literal["pdf", "docx", "pptx", "xlsx", "md", "csv", "json", "zip"]


class StatementsWanted(Value):
    """Every statement that workshops tell. `municipality`: null: all that the token reaches.

    `language`: of headings; statements stand as they were written.
    """

    model_config = ConfigDict(json_schema_extra={"examples": [_STATEMENTS]})

    what: Literal["statements"]
    format: Literal["xlsx", "csv", "json"]
    municipality: int | None = None
    language: Language = "nb"


class HeardWanted(Value):
    """Who has been heard where. `municipality`: null: all that the token reaches. `language`: of headings."""

    model_config = ConfigDict(json_schema_extra={"examples": [_HEARD]})

    what: Literal["heard"]
    format: Literal["xlsx", "csv"]
    municipality: int | None = None
    language: Language = "nb"


Wanted = Annotated[SummaryWanted | StatementsWanted | HeardWanted, Field(discriminator="what")]
"""A file to make."""


class ExportItem(Value):
    """A file that is made beside, or is ready.

    `summary`: the vision that it is of, with `what` being `summary`. `progress`: of a hundred, and never less than
    before. `error`: why there is no file, by name, where `state` is `failed`. `name`, `size` (bytes), `file` (where it
    is fetched; a path where the server does not know its own address) and `until` (when it goes): null until it is
    ready.
    """

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "id": "0a1b2c3d4e5f6071",
                    "what": "statements",
                    "summary": None,
                    "format": "csv",
                    "state": "done",
                    "progress": 100,
                    "error": None,
                    "made": "2026-11-23T09:00:00Z",
                    "ended": "2026-11-23T09:00:04Z",
                    "until": "2026-11-24T09:00:04Z",
                    "name": "fremtidsbilde-nordmore-utsagn.csv",
                    "size": 48213,
                    "file": "https://fremtidsbilde.example.no/api/v1/networks/1/exports/0a1b2c3d4e5f6071/file",
                }
            ]
        }
    )

    id: str
    what: What
    summary: str | None
    format: str
    state: Literal["queued", "running", "done", "failed"]
    progress: int = Field(ge=0, le=100)
    error: str | None
    made: datetime
    ended: datetime | None
    until: datetime | None
    name: str | None
    size: int | None
    file: str | None
