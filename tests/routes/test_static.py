"""Static files: the same bytes however they are asked for, kept for good where the address holds their hash."""

import os
from pathlib import Path

import httpx2
import pytest
from starlette.applications import Starlette
from starlette.routing import Mount

from app.painter import STATIC, Painter
from app.routes.static import Static
from tests.databases import sqlite_only
from tests.server import Server

CSS = "vendor/designsystemet.css"


@sqlite_only
async def test_compressed_or_not_it_is_the_file(server: Server) -> None:
    visitor = server.visitor()
    for name in (CSS, "phone.js", "mark.svg", "vendor/icons.svg"):
        whole = (STATIC / name).read_bytes()
        plain = await visitor.get(f"/static/{name}", headers={"accept-encoding": "identity"})
        packed = await visitor.get(f"/static/{name}", headers={"accept-encoding": "gzip, br"})
        assert plain.content == packed.content == whole
        assert "content-encoding" not in plain.headers
        assert packed.headers["content-encoding"] == "gzip"
        assert int(packed.headers["content-length"]) < len(whole)
        assert plain.headers["vary"] == packed.headers["vary"] == "Accept-Encoding"
        assert plain.headers["content-type"] == packed.headers["content-type"]


@sqlite_only
async def test_what_the_browser_has_is_not_sent_again(server: Server) -> None:
    visitor = server.visitor()
    first = await visitor.get(f"/static/{CSS}")
    assert first.headers["cache-control"] == "no-cache"
    again = await visitor.get(f"/static/{CSS}", headers={"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    hashed = await visitor.get(Painter()._static(CSS))
    assert hashed.headers["cache-control"] == "public, max-age=31536000, immutable"


@sqlite_only
@pytest.mark.parametrize("query", ["v=", "v=0123456789ab", "v={short}", "v={version}0", "w={version}", "nov={version}"])
async def test_bytes_of_another_version_are_not_kept_under_this_name(server: Server, query: str) -> None:
    """An old server beside a new one is asked for the new one's files."""
    version = Painter()._static(CSS).partition("?v=")[2]
    asked = query.format(version=version, short=version[:6])
    answer = await server.visitor().get(f"/static/{CSS}?{asked}")
    assert (answer.status_code, answer.headers["cache-control"]) == (200, "no-cache")


@sqlite_only
async def test_only_files_in_the_folder_and_only_to_read(server: Server) -> None:
    visitor = server.visitor()
    assert (await visitor.head("/static/app.css")).content == b""
    assert (await visitor.post("/static/app.css")).status_code in (403, 405)
    for path in ("/static/", "/static/vendor", "/static/none.css", "/static/%2e%2e/main.py", "/static/..%2fmain.py"):
        assert (await visitor.get(path)).status_code == 404, path


async def test_a_file_that_has_changed_is_read_anew(tmp_path: Path) -> None:
    file = tmp_path / "a.css"
    file.write_text("a" * 1_000)
    app = Starlette(routes=[Mount("/", Static(tmp_path))])
    async with httpx2.AsyncClient(transport=httpx2.ASGITransport(app), base_url="http://here") as visitor:
        assert (await visitor.get("/a.css")).text == "a" * 1_000
        file.write_text("b" * 1_000)
        os.utime(file, (1, 1))
        assert (await visitor.get("/a.css")).text == "b" * 1_000
