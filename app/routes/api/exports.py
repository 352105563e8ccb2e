"""Files. A published vision is small, and made at once; larger ones are work for the background, and come here."""

from typing import Annotated, Literal

from fastapi import APIRouter, Depends
from starlette.responses import Response

from app.export import vision as files
from app.i18n import words
from app.routes.api.caller import Caller, Calling, NetworkId
from app.routes.api.summaries import SummaryId, vision_in
from app.routes.region import region_of
from app.workshop.people import Language

router = APIRouter(prefix="/api/v1/networks/{network}", tags=["exports"])

Format = Literal["pdf", "docx", "pptx", "xlsx", "md", "csv", "json", "zip"]


@router.get(
    "/summaries/{summary}/files/{format}",
    response_class=Response,
    responses={200: {"description": "The file.", "content": {"application/octet-stream": {}}}},
)
async def summary_file(
    caller: Annotated[Caller, Depends(Calling("export"))],
    network: NetworkId,
    summary: SummaryId,
    format: Format,  # noqa: A002 - as the address says it
    language: Language | None = None,
) -> Response:
    """The public version of a vision as a file. `language`: of its headings; without it the vision’s own."""
    region = await region_of(caller, network, "take_files")
    vision = await vision_in(caller, region, summary, "published")
    caller.slow_down("api files", caller.token.id, caller.house.settings.api_files_per_minute)
    spoken = words(language or vision.language)
    content = await caller.house.database.aside(lambda: files.write(format, vision, spoken))
    name = files.file_name(format, vision)
    return Response(
        content,
        media_type=files.FORMATS[format].media_type,
        headers={"content-disposition": f'attachment; filename="{name}"'},
    )
