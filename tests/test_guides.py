"""The desk's built-in help and the facilitator's guide say the same."""

import re
from pathlib import Path

from app.openid import providers

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


def test_the_file_of_providers_in_the_guide_can_be_used(tmp_path: Path) -> None:
    text = (ROOT / "docs/guides/sign-in.md").read_text(encoding="utf-8")
    secret, file = tmp_path / "feide.secret", tmp_path / "sign-in.toml"
    secret.write_text("a secret\n")
    example = text.partition("```toml sign-in\n")[2].partition("```")[0]
    file.write_text(example.replace("/etc/fremtidsbilde/feide.secret", str(secret)))
    feide, id_porten = providers.read(str(file))
    assert (feide.secret, len(feide.roles), id_porten.name) == ("a secret", 2, "ID-porten")
    table = text.partition("| line | is |")[2].partition("\n\n")[0]
    named = {one.strip("[]") for one in re.findall(r"`([^`]+)`", table)}
    assert {one.alias or name for name, one in providers.Provider.model_fields.items()} - named == {"key"}
