"""The painter: the only file that speaks Jinja. Paints pages, and the parts that pages are made of."""

import re
from collections.abc import Callable, Iterable, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

from jinja2 import BytecodeCache, Environment, PackageLoader, StrictUndefined, nodes
from jinja2.bccache import Bucket
from jinja2.visitor import NodeTransformer
from markupsafe import Markup

from app.i18n import NAMES, Words, words
from app.workshop.parts import Part
from app.workshop.people import LANGUAGES, Language

STATIC = Path(__file__).parent / "static"

Draft = Mapping[str, str]
"""What somebody filled into a form, by the names of its fields."""


class _Compiled(BytecodeCache):
    """What templates were compiled to in this process, for one language."""

    def __init__(self) -> None:
        self._by_template: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self._by_template:
            bucket.bytecode_from_string(self._by_template[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._by_template[bucket.key] = bucket.bytecode_to_string()


_COMPILED = {language: _Compiled() for language in LANGUAGES}


class _Folding(Environment):
    """Makes calls of pure functions with constant words once, when a template is compiled.

    Jinja takes several microseconds for a call, and a card has twenty texts and icons: together three quarters of what
    painting it took.
    """

    def __init__(self, pure: Mapping[str, Callable[..., str]], **options: Any) -> None:
        super().__init__(**options)
        self._pure = pure
        self.globals = {**pure, **self.globals}  # where facts are filled in, the extension's own is asked each time

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree: nodes.Template = _Fold(self._pure).visit(super()._parse(source, name, filename))
        return tree


class _Fold(NodeTransformer):
    def __init__(self, pure: Mapping[str, Callable[..., str]]) -> None:
        self._pure = pure

    def visit_Call(self, node: nodes.Call) -> nodes.Expr:  # noqa: N802 - jinja2's own name
        self.generic_visit(node)
        constant = [argument.value for argument in node.args if isinstance(argument, nodes.Const)]
        pure = self._pure.get(node.node.name) if isinstance(node.node, nodes.Name) else None
        if pure is None or node.kwargs or node.dyn_args or node.dyn_kwargs or len(constant) < len(node.args):
            return node
        return nodes.Const(pure(*constant), lineno=node.lineno, environment=node.environment)


class Painter:
    """Paints in every language. Parts come out the same in a page and alone."""

    def __init__(self) -> None:
        self._versions: dict[str, str] = {}
        self._environments: dict[Language, Environment] = {
            language: self._environment(language) for language in LANGUAGES
        }
        self._containers = self._with_something_inside(self._environments["nb"])
        self._painted: dict[Language, WeakKeyDictionary[Part, Markup]] = {
            language: WeakKeyDictionary() for language in LANGUAGES
        }
        """Parts as painted, as long as some screen holds them: words that are taken back do not stay here."""

    def page(
        self,
        name: str,
        language: Language,
        /,
        parts: Mapping[str, Part] | None = None,
        drafts: Mapping[str, Draft] | None = None,
        **facts: Any,
    ) -> str:
        """Paint ``pages/<name>.html``. ``inside(container)`` in it paints the container's parts.

        ``drafts``: by part, what somebody filled into its form, and the room has refused.
        """
        environment = self._environments[language]
        inside = _Inside(self, language, (parts or {}).values(), drafts)
        return environment.get_template(f"pages/{name}.html").render(parts=parts or {}, inside=inside, **facts)

    def parts(self, parts: Iterable[Part], language: Language) -> str:
        """Paint parts one after the other, each without the parts that stand inside it."""
        return "".join(self.part(part, language, _nothing_inside) for part in parts)

    def part(self, part: Part, language: Language, inside: Any, draft: Draft | None = None) -> Markup:
        """Paint one part from ``parts/<kind>.html``; where nothing can stand inside, once for all who see it."""
        if draft or part.kind in self._containers:
            return self._paint(part, language, inside, draft)
        kept = self._painted[language]
        painted = kept.get(part)
        if painted is None:
            painted = kept[part] = self._paint(part, language, _nothing_inside)
        return painted

    def _paint(self, part: Part, language: Language, inside: Any, draft: Draft | None = None) -> Markup:
        template = self._environments[language].get_template(f"parts/{part.kind}.html")
        return Markup(template.render(part=part, inside=inside, draft=draft))  # noqa: S704 - rendered with autoescape

    @staticmethod
    def _with_something_inside(environment: Environment) -> set[str]:
        """The kinds of parts whose template asks for what stands inside."""
        kinds = set()
        for name in environment.list_templates(filter_func=lambda name: name.startswith("parts/")):
            source = environment.loader.get_source(environment, name)[0] if environment.loader else ""
            if re.search(r"\binside\b", source):
                kinds.add(Path(name).stem)
        return kinds

    def _environment(self, language: Language) -> Environment:
        spoken: Words = words(language)

        def translated(text: str) -> Markup:
            return Markup(spoken.gettext(text)) % {}  # noqa: S704 - our own words, which may hold our own markup

        environment = _Folding(
            {"_": translated, "icon": self._icon, "static": self._static},
            loader=PackageLoader("app"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            extensions=["jinja2.ext.i18n"],
            bytecode_cache=_COMPILED[language],
            auto_reload=False,
        )
        environment.filters["number"] = spoken.number
        environment.install_gettext_callables(spoken.catalogue.gettext, spoken.counted, newstyle=True)  # type: ignore[attr-defined]  # the i18n extension adds it
        environment.globals.update(words=spoken, language=language, languages=NAMES)
        return environment

    def _icon(self, name: str) -> Markup:
        """A picture from the set of icons, beside a text that says the same."""
        drawing = f"{self._static('vendor/icons.svg')}#{name}"
        return Markup('<svg class="icon" aria-hidden="true" focusable="false"><use href="{}"/></svg>').format(drawing)

    def _static(self, name: str) -> str:
        """The address of a static file, with its content's hash so that it can be cached for good."""
        if name not in self._versions:
            self._versions[name] = version((STATIC / name).read_bytes())
        return f"/static/{name}?v={self._versions[name]}"


def version(whole: bytes) -> str:
    """The hash of a static file's bytes, as it stands in the file's address."""
    return sha256(whole).hexdigest()[:12]


class _Inside:
    """Paints the parts that stand in a container, in their order."""

    def __init__(
        self, painter: Painter, language: Language, parts: Iterable[Part], drafts: Mapping[str, Draft] | None = None
    ) -> None:
        self._painter = painter
        self._language = language
        self._drafts = drafts or {}
        self._by_id: dict[str, Part] = {}
        self._by_container: dict[str, list[Part]] = {}
        for part in parts:
            self._by_id[part.id] = part
            self._by_container.setdefault(part.into, []).append(part)

    def one(self, part: str) -> Markup:
        """The part with this id, in its fixed place; nothing where there is none."""
        there = self._by_id.get(part)
        return Markup("") if there is None else self._paint(there)

    def __call__(self, container: str) -> Markup:
        there = sorted(self._by_container.get(container, ()), key=lambda part: (part.order, part.id))
        return Markup("").join(self._paint(part) for part in there)

    def _paint(self, part: Part) -> Markup:
        return self._painter.part(part, self._language, self, self._drafts.get(part.id))


def _nothing_inside(_container: str) -> Markup:
    return Markup("")
