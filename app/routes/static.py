"""Static files, out of memory: read and compressed once, as a thousand phones ask for them in the same minute."""

import gzip
import mimetypes
from dataclasses import dataclass
from pathlib import Path
from stat import S_ISREG

from starlette.datastructures import Headers, QueryParams
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.staticfiles import NotModifiedResponse, StaticFiles
from starlette.types import Scope

from app.painter import version

WORTH = 0.95
"""Share of its length under which a file is sent compressed; fonts and pictures are compressed already."""


@dataclass(frozen=True, slots=True)
class _File:
    whole: bytes
    packed: bytes | None
    kind: str
    etag: str


class Static(StaticFiles):
    """Static files; those asked for with their content's hash never change.

    While a new version is rolled out, an old server is asked for new files by their hashes: its own bytes, which it
    answers with, are not to be kept under those names.
    """

    def __init__(self, directory: Path) -> None:
        super().__init__(directory=directory)
        self._files: dict[tuple[str, float], _File] = {}

    async def get_response(self, path: str, scope: Scope) -> Response:
        if scope["method"] not in ("GET", "HEAD"):
            raise HTTPException(405)
        name, found = self.lookup_path(path)
        if found is None or not S_ISREG(found.st_mode):
            raise HTTPException(404)
        key = (name, found.st_mtime)
        file = self._files.get(key) or self._files.setdefault(key, _read(Path(name)))
        asked = Headers(scope=scope)
        packed = file.packed if "gzip" in asked.get("accept-encoding", "") else None
        lasting = QueryParams(scope["query_string"]).get("v") == file.etag
        headers = {
            "cache-control": "public, max-age=31536000, immutable" if lasting else "no-cache",
            "etag": f'"{file.etag}"' if packed is None else f'"{file.etag}-gzip"',
            "vary": "Accept-Encoding",
        }
        if packed is not None:
            headers["content-encoding"] = "gzip"
        response = Response(file.whole if packed is None else packed, 200, headers, file.kind)
        return NotModifiedResponse(response.headers) if self.is_not_modified(response.headers, asked) else response


def _read(path: Path) -> _File:
    whole = path.read_bytes()
    packed = gzip.compress(whole, mtime=0)
    kind = mimetypes.guess_type(path)[0] or "application/octet-stream"
    return _File(whole, packed if len(packed) < WORTH * len(whole) else None, kind, version(whole))
