"""Methods: agendas as data. A method is a TOML file, a list of steps out of a closed set; docs/methods.md says how."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from importlib.resources import files
from typing import Annotated, Literal, get_args

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, ValidationError, model_validator
from pydantic_core import ErrorDetails

from app.workshop.method_lines import line_of
from app.workshop.method_wrong import Wrong, raised, told, unconnected, unhonoured, wrong_in
from app.workshop.people import Language
from app.workshop.words import clean, clean_lines

NAME_MOST, TITLE_MOST, SPOKEN_MOST = 40, 80, 400
"""Characters."""


def _title(text: object) -> object:
    return clean(text) if isinstance(text, str) else text


def _spoken(text: object) -> object:
    return "\n".join(clean_lines(text)) if isinstance(text, str) else text


Name = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]{0,39}$")]
"""A method's id, or what the statements of a step are called in the steps that work on them."""

Title = Annotated[str, StringConstraints(min_length=1, max_length=TITLE_MOST), BeforeValidator(_title)]
Spoken = Annotated[str, StringConstraints(min_length=1, max_length=SPOKEN_MOST), BeforeValidator(_spoken)]
Minutes = Annotated[int, Field(ge=1, le=240)]
Range = tuple[Annotated[int, Field(ge=1, le=1_000)], Annotated[int, Field(ge=1, le=1_000)]]
Rest = Literal["left", "files", "wall"]


class BadMethod(Exception):
    """A method cannot be used: where in the file, and what is wrong there. ``wrong``: None where it is no TOML."""

    def __init__(self, file: str, line: int, what: str, wrong: Wrong | None = None) -> None:
        super().__init__(f"{file}, line {line}: {what}")
        self.file, self.line, self.what, self.wrong = file, line, what, wrong


class _Value(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class StepTexts(_Value):
    """A step in one language: what the facilitator says, what phones show, and what to do on paper without network."""

    title: Title
    say: Spoken
    phones: Spoken
    paper: Spoken


class VoteTexts(StepTexts):
    """With the criterion by which people choose, in a few words."""

    criterion: Title


class _Step(_Value):
    """``writes``: who may write; ``sees``: who sees what others have written while the step lasts."""

    minutes: Minutes
    writes: Literal["nobody", "everyone", "tables", "facilitators"]
    sees: Literal["nobody", "table", "everyone"]
    nb: StepTexts
    nn: StepTexts
    en: StepTexts

    def texts(self, language: Language) -> StepTexts:
        """The step's texts in one language."""
        return {"nb": self.nb, "nn": self.nn, "en": self.en}[language]

    @property
    def seconds(self) -> float:
        """How long the clock of the step runs; where something moves on within it, that of each round."""
        return 60.0 * self.minutes / getattr(self, "rounds", 1)


class Brief(_Step):
    """Somebody speaks to all: the question, a break, what comes next; or all look at what has been written."""

    kind: Literal["brief"]
    of: Name | None = None


class Write(_Step):
    """Everyone writes statements for the collection ``into``. ``starters``: phones help to begin with "In 2040 ..."."""

    kind: Literal["write"]
    into: Name
    starters: bool = False


class Round(_Step):
    """People at a table, or tables before all, speak in turn; screens are down. ``roles``: draw them first."""

    kind: Literal["round"]
    turns: Literal["people", "tables"]
    of: Name | None = None
    roles: bool = False


class Share(_Step):
    """Each table makes at most ``most`` shared ideas; what they build on stays linked."""

    kind: Literal["share"]
    most: Annotated[int, Field(ge=1, le=9)]
    of: Name | None = None
    into: Name


class Merge(_Step):
    """Groups join until they are of ``size``."""

    kind: Literal["merge"]
    size: Annotated[int, Field(ge=2, le=16)]


class Rotate(_Step):
    """People, all but the host, or sheets move to the next table or seat, ``rounds`` times within the step."""

    kind: Literal["rotate"]
    moves: Literal["people", "sheets"]
    rounds: Annotated[int, Field(ge=1, le=12)] = 1
    of: Name | None = None


class Cluster(_Step):
    """Statements are put together, without talking."""

    kind: Literal["cluster"]
    by: Literal["facilitators", "everyone"]
    of: Name | None = None


class Label(_Step):
    """Themes get a title, a vision sentence or signs."""

    kind: Literal["label"]
    asks: Literal["title", "vision", "signs"]


class Vote(_Step):
    """Everyone chooses, hidden until closed. ``votes`` left out: as many as suit the number of options."""

    kind: Literal["vote"]
    on: Literal["themes", "statements", "milestones"]
    of: Name | None = None
    votes: Annotated[int, Field(ge=1, le=20)] | None = None
    several: bool = False
    nb: VoteTexts
    nn: VoteTexts
    en: VoteTexts

    @property
    def criteria(self) -> tuple[tuple[Language, str], ...]:
        """By what to choose, in all languages."""
        return (("nb", self.nb.criterion), ("nn", self.nn.criterion), ("en", self.en.criterion))


class Timeline(_Step):
    """Placing on the years from 2040 back to today, or on the three horizons."""

    kind: Literal["timeline"]
    board: Literal["years", "horizons"]
    of: Name | None = None


class Commit(_Step):
    """Who does what by when."""

    kind: Literal["commit"]


Step = Annotated[
    Brief | Write | Round | Share | Merge | Rotate | Cluster | Label | Vote | Timeline | Commit,
    Field(discriminator="kind"),
]

KINDS: Mapping[str, type[BaseModel]] = {
    get_args(step.model_fields["kind"].annotation)[0]: step for step in get_args(get_args(Step)[0])
}
"""The model of each kind of step, by kind."""


class MethodTexts(_Value):
    """What a method is called and what it is good for, in one language."""

    title: Title
    purpose: Spoken


class Method(_Value):
    """An agenda. ``people`` and ``table``: for how many, in all and at a table; ``from_age``: in years."""

    model_config = ConfigDict(validate_by_name=True, validate_by_alias=True)

    id: Name
    people: Range
    table: Range
    from_age: Annotated[int, Field(ge=1, le=18)]
    nb: MethodTexts
    nn: MethodTexts
    en: MethodTexts
    steps: Annotated[tuple[Step, ...], Field(alias="step", min_length=1, max_length=30)]

    @property
    def minutes(self) -> int:
        """How long all steps last together."""
        return sum(step.minutes for step in self.steps)

    def texts(self, language: Language) -> MethodTexts:
        """The method's texts in one language."""
        texts: MethodTexts = getattr(self, language)
        return texts

    @model_validator(mode="after")
    def _hangs_together(self) -> "Method":
        works = ((getattr(step, "of", None) or "", getattr(step, "into", None) or "") for step in self.steps)
        for wrong in unconnected({"people": self.people, "table": self.table}, works):
            raise raised(wrong)
        return self


def parse(text: str, file: str) -> Method:
    """Read a method from TOML; ``file`` names it where something is wrong. A byte order mark is passed over.

    More is asked of a method that somebody brings than of one that is kept: old ones stay as they were.

    Raises:
        BadMethod
    """
    text = text.removeprefix("\ufeff")
    try:
        method = Method.model_validate(tomllib.loads(text))
    except ValidationError as error:
        errors = error.errors(include_url=False, include_input=False)
        first = _first(errors)
        details, wrong = errors[first], wrong_in(error)[first]
        where = ".".join(str(part) for part in details["loc"])
        said = f"{where}: {details['msg']}" if where else details["msg"]
        if wrong.reason == "unknown":
            wrong = replace(wrong, facts={"may": ", ".join(_fields_beside(details["loc"]))})
            said = f"{said}; what can stand here: {wrong.facts['may']}"
        raise BadMethod(file, line_of(text, wrong.where), said, wrong) from None
    except (ValueError, RecursionError) as error:  # no TOML, or of numbers and depths that nobody means
        stands = re.search(r"line (\d+)", str(error))
        raise BadMethod(file, int(stands[1]) if stands else text.count("\n") + 1, str(error)) from None
    for wrong in unhonoured(map(vars, method.steps)):
        raise BadMethod(file, line_of(text, wrong.where), told(wrong), wrong)
    return method


def _first(errors: Sequence[ErrorDetails]) -> int:
    """Which error to tell of: the first, but of a field that is missing where another is unknown, the unknown one."""
    if errors[0]["type"] != "missing":
        return 0
    there = errors[0]["loc"][:-1]
    return next((n for n, one in enumerate(errors) if one["type"] == "extra_forbidden" and one["loc"][:-1] == there), 0)


def _fields_beside(loc: tuple[int | str, ...]) -> list[str]:
    """The names of the fields that there are where an unknown one stands."""
    in_step = loc[0] == "step" and len(loc) > 3
    model: type[BaseModel] = KINDS[str(loc[2])] if in_step else Method
    for name in loc[3:-1] if in_step else loc[:-1]:
        model = model.model_fields[str(name)].annotation  # type: ignore[assignment]
    return [field.alias or name for name, field in model.model_fields.items()]


@cache
def shipped() -> Mapping[str, Method]:
    """The methods that come with the program, by id, the shortest first.

    Raises:
        BadMethod
    """
    folder = files("app.workshop") / "methods"
    names = sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(".toml"))
    methods = [parse((folder / name).read_text(encoding="utf-8"), name) for name in names]
    return {method.id: method for method in sorted(methods, key=lambda method: (method.minutes, method.id))}


@cache
def new_steps() -> Method:
    """A method with one step of each kind, as a step that somebody puts in begins."""
    return parse((files("app.workshop") / "new_steps.toml").read_text(encoding="utf-8"), "new_steps.toml")
