"""Pages as a browser without scripts reads them: their forms, and the facts that stand on elements."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

import httpx2

VOID = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "use", "wbr"}


@dataclass
class Element:
    """An element with its attributes and all text inside it."""

    tag: str
    attributes: dict[str, str]
    children: list["Element"] = field(default_factory=list)
    own_text: list[str] = field(default_factory=list)

    def __iter__(self) -> Iterator["Element"]:
        yield self
        for child in self.children:
            yield from child

    @property
    def text(self) -> str:
        """What stands in it, on one line."""
        return " ".join(" ".join(part for element in self for part in element.own_text).split())

    def all(self, tag: str, **attributes: str) -> list["Element"]:
        """The elements inside with this tag and these attributes; names with _ for -, ``id_`` for ``id``."""
        wanted = {name.rstrip("_").replace("_", "-"): value for name, value in attributes.items()}
        return [e for e in self if e.tag == tag and wanted.items() <= e.attributes.items()]

    def by_id(self, name: str) -> "Element":
        """The element with this id."""
        return next(element for element in self if element.attributes.get("id") == name)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open = [Element("page", {})]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.open[-1].children.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_endtag(self, tag: str) -> None:
        if any(element.tag == tag for element in self.open[1:]):
            while self.open.pop().tag != tag:
                pass

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open[-1].children.append(Element(tag, {name: value or "" for name, value in attrs}))

    def handle_data(self, data: str) -> None:
        self.open[-1].own_text.append(data)


def read(answer: httpx2.Response) -> Element:
    """An answer's page."""
    assert "text/html" in answer.headers["content-type"], answer.text
    return read_text(answer.text)


def read_text(text: str) -> Element:
    """A page's text as a page."""
    reader = _Reader()
    reader.feed(text)
    return reader.open[0]


def form_of(page: Element, type_: str = "", action: str = "") -> Element:
    """The first form that gives this type of command, or goes to this address."""
    for form in page.all("form"):
        types = {e.attributes.get("value") for e in form if e.attributes.get("name") == "type"}
        if (type_ and type_ in types) or (action and form.attributes.get("action") == action):
            return form
    raise AssertionError(f"no form for {type_ or action} on the page")


def fields_of(form: Element) -> dict[str, list[str]]:
    """What a browser would send if nothing were typed or pressed."""
    fields: dict[str, list[str]] = {}
    for element in form:
        name = element.attributes.get("name")
        if not name or "disabled" in element.attributes:
            continue
        kind = element.attributes.get("type", "text")
        if element.tag == "input" and (kind not in ("checkbox", "radio") or "checked" in element.attributes):
            fields.setdefault(name, []).append(element.attributes.get("value", "on" if kind == "checkbox" else ""))
        elif element.tag == "textarea":
            fields.setdefault(name, []).append("".join(element.own_text))
        elif element.tag == "select":
            options = element.all("option")
            chosen = next((o for o in options if "selected" in o.attributes), options[0])
            fields.setdefault(name, []).append(chosen.attributes.get("value", chosen.text))
    return fields


async def submit(
    browser: httpx2.AsyncClient, answer: httpx2.Response, type_: str = "", action: str = "", **typed: str | list[str]
) -> httpx2.Response:
    """Fill in a form of a page and send it; names with __ for a dot. Follows to where the server sends the browser."""
    form = form_of(read(answer), type_, action)
    assert form.attributes.get("method") == "post"
    fields = fields_of(form) | {
        name.replace("__", "."): value if isinstance(value, list) else [value] for name, value in typed.items()
    }
    address = answer.url.join(form.attributes["action"])
    return await browser.post(address, data=fields, follow_redirects=True)
