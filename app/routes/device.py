"""Which kind of device a session is on, in the words by which its owner knows it. Nothing more is kept of it."""

import re

_BROWSERS = (
    (re.compile(r"Edg(e|A|iOS)?/"), "Edge"),
    (re.compile(r"(OPR|Opera)/"), "Opera"),
    (re.compile(r"SamsungBrowser/"), "Samsung Internet"),
    (re.compile(r"(Firefox|FxiOS)/"), "Firefox"),
    (re.compile(r"(Chrome|Chromium|CriOS)/"), "Chrome"),
    (re.compile(r"Version/.* Safari/"), "Safari"),
)
_SYSTEMS = (
    (re.compile(r"iPad"), "iPad"),
    (re.compile(r"iPhone"), "iPhone"),
    (re.compile(r"Android"), "Android"),
    (re.compile(r"CrOS"), "Chromebook"),
    (re.compile(r"Windows"), "Windows"),
    (re.compile(r"Macintosh"), "Mac"),
    (re.compile(r"Linux"), "Linux"),
)
"""In this order, as browsers name those that they are like, too."""


def device_of(agent: str) -> str:
    """Return "Firefox, Windows" and the like; "" where the browser does not tell."""
    found = (next((name for mark, name in kinds if mark.search(agent[:400])), "") for kinds in (_BROWSERS, _SYSTEMS))
    return ", ".join(name for name in found if name)
