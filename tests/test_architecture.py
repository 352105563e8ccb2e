"""The tables of docs/architecture.md hold for the code: who imports whom, and who may speak SQL, Jinja and HTTP."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SOURCES = sorted((ROOT / "app").rglob("*.py"))
TEXT = (ROOT / "docs/architecture.md").read_text(encoding="utf-8")
LONGEST = 300


def rows(heading: str) -> dict[str, str]:
    """The table after a line that starts with ``heading``: first column without backquotes to second column."""
    table = TEXT[TEXT.index(heading) :].split("\n\n")[0].splitlines()[2:]
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in table]
    return {name: allowed for first, allowed in cells for name in re.findall(r"`([^`]+)`", first)}


ROOMS = rows("| file or folder | may import from app |")
WORKSHOP = rows("| file or package | may import from app.workshop |")
HEART = ROOT / "app/workshop"


def imports(source: Path) -> set[str]:
    """Every module that a file imports, also inside functions, as dotted names."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{source}: imports are written out in full"
            module = node.module or ""
            found |= {f"{module}.{alias.name}" for alias in node.names} | {module}
    return found


def room_of(source: Path) -> str:
    """The table's row that a file belongs to."""
    relative = source.relative_to(ROOT).as_posix()
    fitting = [row for row in ROOMS if relative == row or relative.startswith(f"{row}/")]
    return max(fitting, key=len)


def rooms_imported(source: Path) -> set[str]:
    return {name.split(".")[1] for name in imports(source) if name.startswith("app.")}


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: str(source.relative_to(ROOT)))
def test_a_file_imports_only_what_its_row_allows(source: Path) -> None:
    if source == ROOT / "app/__init__.py":
        assert not rooms_imported(source)
        return
    row = room_of(source)
    allowed = {name.strip() for name in ROOMS[row].split(",")}
    own = Path(row).stem
    beyond = rooms_imported(source) - allowed - {own}
    assert "anything" in allowed or not beyond, f"{row} may not import {sorted(beyond)}"


def own_row(source: Path) -> str:
    """The row of the workshop's table that a file belongs to: its own, or its package's."""
    first, *rest = source.relative_to(HEART).parts
    return f"{first}/" if rest else first


@pytest.mark.parametrize(
    "source",
    sorted(HEART.rglob("*.py")),
    ids=lambda source: source.relative_to(HEART).as_posix(),
)
def test_within_the_workshop_arrows_point_down(source: Path) -> None:
    if source == HEART / "__init__.py":
        return
    row = own_row(source)
    allowed = WORKSHOP[row]
    modules = (name.removeprefix("app.workshop.") for name in imports(source) if name.startswith("app.workshop."))
    used = {name.split(".")[0] for name in modules} - ({row.strip("/")} if row.endswith("/") else set())
    if allowed.startswith("anything but "):
        assert not used & set(allowed.removeprefix("anything but ").split(", "))
    else:
        assert used <= set(allowed.split(", "))


def test_the_workshops_table_names_what_there_is_and_nothing_points_in_a_circle() -> None:
    there = {own_row(source) for source in HEART.rglob("*.py")} - {"__init__.py"}
    assert there == set(WORKSHOP)
    above: set[str] = set()
    for row, allowed in WORKSHOP.items():  # a row allows only what stands further down
        above.add(row.removesuffix(".py").strip("/"))
        assert allowed.startswith("anything but ") or not above & set(allowed.split(", ")), row


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: str(source.relative_to(ROOT)))
def test_each_craft_has_its_room(source: Path) -> None:
    relative = source.relative_to(ROOT).as_posix()
    used = {name.split(".")[0] for name in imports(source)}
    names = imports(source)
    sql = {name for name in names if name.startswith(("sqlalchemy", "sqlmodel")) and "exc" not in name}
    if not relative.startswith("app/store/"):
        assert sql <= {"sqlalchemy", "sqlalchemy.Connection"}, "only app/store speaks SQL"
    if relative != "app/painter.py":
        assert "jinja2" not in used, "only the painter speaks Jinja"
    if not relative.startswith("app/routes/") and relative not in {"app/main.py", "app/serving.py", "app/wire.py"}:
        assert not used & {"fastapi", "starlette", "uvicorn"}, "only the doors know the web framework"
    if relative.startswith(("app/workshop/", "app/region/")):
        pure = {"annotated_types", "pydantic", "pydantic_core", "rapidfuzz", "snowballstemmer"}
        assert used - {"app"} - pure <= set(_standard()), "the heart is pure"


def test_the_table_names_every_room_there_is() -> None:
    top = {p.relative_to(ROOT).as_posix() for p in (ROOT / "app").iterdir() if p.suffix == ".py" or any(p.glob("*.py"))}
    assert top - {"app/__init__.py"} == set(ROOMS)


def test_no_file_grows_past_what_a_reader_takes_in() -> None:
    files = [*SOURCES, *(ROOT / "app/static").glob("*.js"), *(ROOT / "app/static").glob("*.css")]
    long = {
        str(p.relative_to(ROOT)): n for p in files if (n := len(p.read_text(encoding="utf-8").splitlines())) > LONGEST
    }
    assert long == {}


def test_no_room_is_named_after_nothing() -> None:
    names = {part for source in SOURCES for part in source.relative_to(ROOT).with_suffix("").parts}
    assert not names & {"utils", "core", "common", "helpers", "services", "deps"}


def _standard() -> list[str]:
    import sys  # noqa: PLC0415

    return list(sys.stdlib_module_names)
