"""Office documents as another program shows them: each opens, and what stands in it is on its pages, within them."""

import shutil
import subprocess
from pathlib import Path

import pytest
from pypdf import PdfReader

from app.export.vision import file_name, write
from app.i18n import words as spoken
from app.region.vision import Vision
from tests.export.reading import squeezed
from tests.export.vision.strange_visions import HOSTILE
from tests.export.vision.visions import large, place, quote

SOFFICE = shutil.which("soffice")
pytestmark = [
    pytest.mark.long,
    pytest.mark.timeout(300),
    pytest.mark.skipif(SOFFICE is None, reason="there is no LibreOffice; on Debian: make libreoffice"),
]


def hostile() -> Vision:
    quotes = tuple(quote(n, text, said_at=text) for n, text in enumerate(HOSTILE))
    theme = place().themes[0].model_copy(update={"title": HOSTILE[0], "signs": HOSTILE, "quotes": quotes})
    return place().model_copy(update={"title": HOSTILE[1], "themes": (theme,), "minority": quotes})


def shown(format_: str, vision: Vision, folder: Path) -> PdfReader:
    """What LibreOffice prints of a file."""
    source = folder / file_name(format_, vision)
    source.write_bytes(write(format_, vision, spoken("nb")))
    profile = f"-env:UserInstallation=file://{folder}/profile"
    command = [str(SOFFICE), profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), str(source)]
    subprocess.run(command, check=True, capture_output=True, timeout=240)
    return PdfReader(source.with_suffix(".pdf"))


@pytest.mark.parametrize("format_", ["docx", "pptx", "xlsx"])
def test_it_opens_and_shows_what_a_council_reads(format_: str, tmp_path: Path) -> None:
    pages = shown(format_, place(), tmp_path).pages
    text = squeezed("".join(page.extract_text() for page in pages))
    theme = place().themes[0]
    for words in (place().title, theme.title, theme.vision, *theme.signs, "Neste steg", "Kommunalsjef", "ikke oppgitt"):
        assert squeezed(words) in text or (format_ == "xlsx" and words == "Neste steg")
    assert len(pages) == {"docx": 4, "pptx": 11, "xlsx": 6}[format_]


@pytest.mark.parametrize("vision", [large(), hostile()], ids=["large", "hostile"])
def test_a_workbook_opens_whatever_stands_in_it(vision: Vision, tmp_path: Path) -> None:
    assert len(shown("xlsx", vision, tmp_path).pages) >= 6


@pytest.mark.parametrize("format_", ["docx", "pptx"])
@pytest.mark.parametrize("vision", [large(), hostile()], ids=["large", "hostile"])
def test_it_opens_whatever_stands_in_it_and_no_line_runs_off_a_page(
    format_: str, vision: Vision, tmp_path: Path
) -> None:
    reader = shown(format_, vision, tmp_path)
    assert len(reader.pages) >= 6
    for page in reader.pages:
        places: list[tuple[float, float]] = []

        def visit(
            text: str, _cm: object, tm: list[float], *_: object, there: list[tuple[float, float]] = places
        ) -> None:
            if text.strip():
                there.append((tm[4], tm[5]))

        page.extract_text(visitor_text=visit)
        width, height = float(page.mediabox.width), float(page.mediabox.height)
        assert not [at for at in places if not (0 <= at[0] <= width and 0 <= at[1] <= height)]
