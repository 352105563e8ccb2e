"""A browser's page, as far as frames touch it: what ``app/static/screen.js`` does, step by step, without a browser.

Parts are put by id: where there is one already its attributes and content are replaced, but the children of an element
with ``data-children`` are kept; then it is placed in ``data-in`` by ``data-order`` and id. Then parts are dropped, and
after a whole frame also the ones that it did not have.
"""

import json
import re
from collections.abc import Iterator
from html import unescape

_ATTRIBUTE = re.compile(r"""\s([a-z-]+)(?:="([^"]*)"|='([^']*)')?""")
_TOKEN = re.compile(r"""<(/?)([a-z][a-z0-9]*)((?:\s+[a-z-]+(?:="[^"]*"|='[^']*')?)*)\s*(/?)>|([^<]+)""")
_VOID = frozenset({"br", "hr", "img", "input", "link", "meta", "source", "wbr"})


class Element:
    """One element with its attributes, its children and where it stands."""

    __slots__ = ("attrs", "children", "parent", "tag")

    def __init__(self, tag: str, attrs: dict[str, str]) -> None:
        self.tag = tag
        self.attrs = attrs
        self.children: list[Element | str] = []
        self.parent: Element | None = None

    @property
    def id(self) -> str:
        return self.attrs.get("id", "")

    @property
    def elements(self) -> list["Element"]:
        """The children that are elements."""
        return [child for child in self.children if isinstance(child, Element)]

    def append(self, child: "Element") -> None:
        child.parent = self
        self.children.append(child)

    def insert_before(self, child: "Element", following: "Element | None") -> None:
        """Put a child before another one, or last; wherever it stood before."""
        child.remove()
        child.parent = self
        at = len(self.children) if following is None else self.children.index(following)
        self.children.insert(at, child)

    def remove(self) -> None:
        if self.parent is not None:
            self.parent.children.remove(self)
            self.parent = None

    def walk(self) -> Iterator["Element"]:
        """This element and all below it."""
        stack = [self]
        while stack:
            element = stack.pop()
            yield element
            stack.extend(child for child in reversed(element.children) if isinstance(child, Element))


def read(html: str) -> Element:
    """The tree of a piece of HTML, under a root of its own. What is not written as strictly as ours is, is an error."""
    root = here = Element("#root", {})
    at = 0
    for token in _TOKEN.finditer(html):
        assert token.start() == at, f"not understood: {html[at : at + 80]!r}"
        at = token.end()
        end, tag, attrs, empty, text = token.groups()
        if text is not None:
            if text.strip():
                here.children.append(" ".join(unescape(text).split()))
        elif end:
            assert here.tag == tag, f"</{tag}> ends <{here.tag}>"
            assert here.parent is not None
            here = here.parent
        else:
            element = Element(tag, {name: unescape(a or b) for name, a, b in _ATTRIBUTE.findall(attrs)})
            assert tag != "script", "words that act"
            assert not any(name.startswith("on") for name in element.attrs), "words that act"
            here.append(element)
            here = here if empty or tag in _VOID else element
    assert at == len(html), f"not understood: {html[at : at + 80]!r}"
    assert here is root, f"<{here.tag}> is never closed"
    return root


def told(element: Element, depth: int = 0) -> list[str]:
    """The tree as lines, for comparing: tags with sorted attributes, and texts."""
    attrs = "".join(f" {name}={value!r}" for name, value in sorted(element.attrs.items()))
    lines = [f"{' ' * depth}<{element.tag}{attrs}>"]
    for child in element.children:
        lines += told(child, depth + 1) if isinstance(child, Element) else [f"{' ' * (depth + 1)}{child}"]
    return lines


class Page:
    """A page that is open in a browser, and takes frames."""

    def __init__(self, html: str) -> None:
        self.root = read(html)
        self._by_id: dict[str, Element] = {}
        self._learn(self.root)

    def told(self) -> list[str]:
        return told(self.root)

    def apply(self, message: str) -> None:
        """Apply one frame, as it comes over the socket."""
        frame = json.loads(message)
        seen = set()
        for element in read(frame["html"]).elements:
            seen.add(element.id)
            self._put(element)
        for part in frame["drop"]:
            if part in self._by_id:
                self._remove(self._by_id[part])
        if frame["whole"]:
            for old in [e for e in self._by_id.values() if "data-part" in e.attrs]:
                own = old.id.startswith("own-")
                if own == (frame["scope"] == "own") and old.id not in seen and old.attrs.get("data-in"):
                    self._remove(old)

    def _put(self, element: Element) -> None:
        existing = self._by_id.get(element.id)
        if existing is not None:
            self._morph(existing, element)
        if element.attrs.get("data-in"):
            self._place(existing or element)

    def _morph(self, existing: Element, element: Element) -> None:
        """Make ``existing`` like ``element``, with what stands in its containers kept."""
        kept = {e.id: e.children for e in existing.walk() if "data-children" in e.attrs}
        self._forget(existing)
        existing.tag, existing.attrs, existing.children = element.tag, element.attrs, []
        for child in list(element.children):
            if isinstance(child, Element):
                existing.append(child)
            else:
                existing.children.append(child)
        for inner in existing.walk():
            if "data-children" in inner.attrs and inner.id in kept:
                inner.children = []
                for child in kept[inner.id]:
                    if isinstance(child, Element):
                        inner.append(child)
        self._learn(existing)

    def _place(self, element: Element) -> None:
        container = self._by_id.get(element.attrs["data-in"])
        if container is None:
            return
        following = next((e for e in container.elements if e is not element and _after(e, element)), None)
        container.insert_before(element, following)
        self._learn(element)

    def _remove(self, element: Element) -> None:
        element.remove()
        self._forget(element)

    def _learn(self, element: Element) -> None:
        for e in element.walk():
            if e.id:
                self._by_id[e.id] = e

    def _forget(self, element: Element) -> None:
        for e in element.walk():
            if e.id and self._by_id.get(e.id) is e:
                del self._by_id[e.id]


def _after(one: Element, other: Element) -> bool:
    first, second = float(one.attrs.get("data-order", "-inf")), float(other.attrs["data-order"])
    return first > second or (first == second and one.id > other.id)
