"""Puts the libraries and fonts of package-lock.json where the program finds them, and compiles the catalogues.

Only the few files that screens, papers and tests use are copied, into folders that git ignores. What already stands
as it should is left alone, so running this again costs next to nothing. `make setup` calls it with the venv's Python,
whose npm it uses.
"""

import hashlib
import json
import re
import shutil
import subprocess
import sys
from io import BytesIO
from pathlib import Path
from typing import NoReturn

from babel.core import UnknownLocaleError
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po

ROOT = Path(__file__).resolve().parents[1]
MODULES = ROOT / "node_modules"
SPRITE = ROOT / "app/static/vendor/icons.svg"

# Aksel's icons by their own names: a new word here is a new symbol in app/static/vendor/icons.svg.
ICONS = """
    FigureChildFill BackpackFill PersonTallShortFill OpenBookFill CompassFill PersonGavelFill BriefcaseFill
    HandHeartFill PersonCircle PersonFill PersonGroup PersonGroupFill

    Archive ArrowDown ArrowLeft ArrowRight ArrowUndo ArrowUp ArrowsCirclepath BellFill BoatFill CheckmarkCircle
    Clipboard CloudFill CloudSlash Cog DiamondFill Download DragVertical Eye EyeSlash Files FlowerFill Forward
    HandShakeHeart HeartFill Hourglass HouseFill InformationSquare Leave LightBulb Link Megaphone
    MenuElipsisVertical MenuHamburger Minus Moon MoonFill MountainFill PadlockLocked Paperplane Pause Pencil Play
    Plus Presentation QrCode RocketFill ShieldLock Star StarFill Stop Sun SunFill Tasklist Timer Trash UmbrellaFill
    Upload XMark
""".split()

# Folder that this script owns: file in it, and where that comes from in node_modules/.
FILES: dict[str, dict[str, str]] = {
    "app/static/vendor": {
        "designsystemet.css": "@digdir/designsystemet-css/dist/src/index.css",
        "designsystemet-theme.css": "@digdir/designsystemet-theme/brand/digdir.css",
        "htmx.min.js": "htmx.org/dist/htmx.min.js",
        "sortable.min.js": "sortablejs/Sortable.min.js",
        "fonts/inter-latin.woff2": "@fontsource-variable/inter/files/inter-latin-wght-normal.woff2",
        "fonts/inter-latin-ext.woff2": "@fontsource-variable/inter/files/inter-latin-ext-wght-normal.woff2",
        "licenses/designsystemet.txt": "@digdir/designsystemet-css/LICENSE",
        "licenses/htmx.txt": "htmx.org/LICENSE",
        "licenses/inter.txt": "@fontsource-variable/inter/LICENSE",
        "licenses/sortable.txt": "sortablejs/LICENSE",
    },
    "app/export/fonts": {
        "Inter-Regular.ttf": "@expo-google-fonts/inter/400Regular/Inter_400Regular.ttf",
        "Inter-Italic.ttf": "@expo-google-fonts/inter/400Regular_Italic/Inter_400Regular_Italic.ttf",
        "Inter-SemiBold.ttf": "@expo-google-fonts/inter/600SemiBold/Inter_600SemiBold.ttf",
        "Inter-Bold.ttf": "@expo-google-fonts/inter/700Bold/Inter_700Bold.ttf",
        "IBMPlexSansArabic-Regular.ttf": (
            "@expo-google-fonts/ibm-plex-sans-arabic/400Regular/IBMPlexSansArabic_400Regular.ttf"
        ),
        "NotoEmoji-Regular.ttf": "@expo-google-fonts/noto-emoji/400Regular/NotoEmoji_400Regular.ttf",
        "NotoSansHebrew-Regular.ttf": "@expo-google-fonts/noto-sans-hebrew/400Regular/NotoSansHebrew_400Regular.ttf",
        "LICENSE-inter.txt": "@expo-google-fonts/inter/LICENSE_FONT",
        "LICENSE-ibm-plex-sans-arabic.txt": "@expo-google-fonts/ibm-plex-sans-arabic/LICENSE_FONT",
        "LICENSE-noto-emoji.txt": "@expo-google-fonts/noto-emoji/LICENSE_FONT",
        "LICENSE-noto-sans-hebrew.txt": "@expo-google-fonts/noto-sans-hebrew/LICENSE_FONT",
    },
    "tests/.vendor": {
        "axe.min.js": "axe-core/axe.min.js",
    },
}


def main() -> None:
    install()
    check_versions()
    for folder, files in FILES.items():
        fill(ROOT / folder, files, keep={SPRITE})
    draw_sprite()
    for catalogue in sorted(ROOT.glob("app/locales/*/LC_MESSAGES/*.po")):
        compile_catalogue(catalogue)


def install() -> None:
    """`npm ci`, unless node_modules/ already holds exactly what the lock says."""
    mark = MODULES / ".installed-from"  # npm ci begins by deleting it, so it never outlives a failed try
    lock = hashlib.sha256((ROOT / "package-lock.json").read_bytes()).hexdigest()
    if mark.is_file() and mark.read_text() == lock:
        return
    npm = shutil.which("npm", path=str(Path(sys.executable).parent))
    if npm is None:
        fail("there is no npm beside this Python; run it by `make setup`")
    command = [npm, "ci", "--ignore-scripts", "--loglevel=error"]
    if subprocess.run(command, cwd=ROOT, stdout=subprocess.DEVNULL, check=False).returncode:
        fail("npm could not install what package-lock.json names; its own words stand above")
    mark.write_text(lock)


def check_versions() -> None:
    manifest = json.loads((ROOT / "package.json").read_text())
    for name, wanted in {**manifest["dependencies"], **manifest["devDependencies"]}.items():
        installed = MODULES / name / "package.json"
        found = json.loads(installed.read_text())["version"] if installed.is_file() else "missing"
        if found != wanted:
            fail(f"package.json wants {name} {wanted}, but in node_modules/ it is {found}; run `make lock`")


def fill(folder: Path, files: dict[str, str], keep: set[Path]) -> None:
    """Make the folder hold these files, as they are in node_modules/, and no others but those to keep."""
    for name, source in files.items():
        origin, target = MODULES / source, folder / name
        if not origin.is_file():
            fail(f"{source} is not in its npm package (any more); mend the list in this script")
        content = origin.read_bytes()
        if not target.is_file() or target.read_bytes() != content:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
    for stranger in folder.rglob("*"):
        if stranger.is_file() and stranger not in keep and stranger.relative_to(folder).as_posix() not in files:
            stranger.unlink()


def draw_sprite() -> None:
    """All icons as symbols of one file, which pages point into."""
    symbols = []
    for name in sorted(ICONS):
        origin = MODULES / f"@navikt/aksel-icons/dist/svg/{name}.svg"
        if not origin.is_file():
            fail(f"there is no icon {name} in @navikt/aksel-icons; mend the list in this script")
        shapes = re.sub(r"\s*</?svg[^>]*>\s*", "", origin.read_text())
        symbols.append(f'<symbol id="{name}" viewBox="0 0 24 24" fill="none">{shapes}</symbol>')
    sprite = '<svg xmlns="http://www.w3.org/2000/svg">\n' + "\n".join(symbols) + "\n</svg>\n"
    if not SPRITE.is_file() or SPRITE.read_text() != sprite:
        SPRITE.write_text(sprite)


def compile_catalogue(source: Path) -> None:
    """Compile a gettext catalogue if it has changed, and stop at a translation that would break a page."""
    target = source.with_suffix(".mo")
    if target.is_file() and target.stat().st_mtime > source.stat().st_mtime:
        return
    name = source.relative_to(ROOT).as_posix()
    try:
        with source.open("rb") as file:
            catalogue = read_po(file, locale=source.parts[-3], abort_invalid=True)
    except (PoFileError, UnknownLocaleError, ValueError) as error:
        fail(f"{name} cannot be read: {error}")
    for message, errors in catalogue.check():
        fail(f"{name}, line {message.lineno}: {errors[0]}")
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    target.write_bytes(compiled.getvalue())


def fail(reason: str) -> NoReturn:
    sys.exit(f"setup/vendor.py: {reason}")


if __name__ == "__main__":
    main()
