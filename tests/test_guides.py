"""The desk's built-in help and the facilitator's guide say the same."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[1]
HELP = (ROOT / "app/templates/pages/help.html").read_text(encoding="utf-8")
GUIDE = (ROOT / "docs/guides/facilitator.md").read_text(encoding="utf-8")


def test_every_line_of_the_help_stands_in_the_guide() -> None:
    lists = re.findall(r"part\(.*?\[(.*?)\]\)", HELP, re.DOTALL)
    lines = [line for some in lists for line in re.findall(r'_\("(.+?)"\)', some)]
    assert len(lists) == 6
    assert len(lines) > 20
    told = {item.removeprefix("- ") for item in GUIDE.splitlines() if item.startswith("- ")}
    assert set(lines) == told, "the guide's lists are the help's"


def test_pictures_of_the_guides_are_there() -> None:
    for guide in (ROOT / "docs").rglob("*.md"):
        for picture in re.findall(r"!\[[^\]]+\]\(([^)]+)\)", guide.read_text(encoding="utf-8")):
            assert (guide.parent / picture).is_file(), f"{guide.name} shows {picture}"
