"""What somebody sends whose session has ended meanwhile: kept on the page that says so, and sent again from there."""

from fastapi import Request
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException

FIELDS_MOST = 4_000


async def kept(request: Request) -> list[tuple[str, str]]:
    """The fields of a form as they were sent; none where it holds a file or a password, which stand on no page."""
    if request.method != "POST":
        return []
    try:
        async with request.form(max_fields=FIELDS_MOST) as sent:
            fields = sent.multi_items()
    except HTTPException:  # no form
        return []
    if any(isinstance(value, UploadFile) or "password" in name for name, value in fields):
        return []
    return [(name, value) for name, value in fields if isinstance(value, str)]
