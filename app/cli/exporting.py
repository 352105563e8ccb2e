"""The command that writes files: of a workshop by its code, of a place by its network."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from app.cli.terminal import HERE, NOT_FOUND, Data, fail, reading, say, settings_for, tell

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from app.region.rights import Place

MADE_OF = {
    "published": "the public version of its vision",
    "latest": "the latest version of its vision, which is not public",
    "draft": "a fresh draft, as nobody has written its vision yet",
}

Form = Literal["pdf", "docx", "pptx", "xlsx", "csv", "json", "md", "zip"]


def export(
    out: Annotated[Path, typer.Option(help="File to write.")],
    code: Annotated[str, typer.Option(help="The workshop's code.")] = "",
    network: Annotated[str, typer.Option(help="Instead of a workshop: the network, by id or name.")] = "",
    municipality: Annotated[str, typer.Option(help="A municipality of it, by name or number.")] = "",
    unit: Annotated[str, typer.Option(help="A unit of that, by name.")] = "",
    form: Annotated[
        Form | None,
        typer.Option("--format", help="Left out: what the file's name ends in, else md. A workshop has four of them."),
    ] = None,
    delimiter: Annotated[Literal[";", ","], typer.Option(help="Between the columns of a workshop's csv.")] = ";",
    table: Annotated[
        str,
        typer.Option(
            help="What csv is a table of: statements, votes, milestones or commitments of a workshop; "
            "themes, quotes, workshops, groups, steps or overview of a place."
        ),
    ] = "",
    data: Data = HERE,
) -> None:
    """Write the vision summary of a workshop (--code), or the vision of a place (--network), to a file."""
    if bool(code) == bool(network):
        raise typer.BadParameter("name either a workshop or a network", param_hint="--code / --network")
    ending = out.suffix.removeprefix(".").lower()
    if code:
        _workshop(code, out, form or ending, table, delimiter, data, chosen=form is not None)
    else:
        _place((network, municipality, unit), out, form or ending, table, data)


def _workshop(code: str, out: Path, form: str, table: str, delimiter: str, data: Path, *, chosen: bool) -> None:
    from app.export import FORMATS
    from app.export.csv_file import TABLES
    from app.i18n import ZONE, words
    from app.main import now
    from app.store import log, workshops
    from app.workshop.apply import replay
    from app.workshop.summary import summarise

    if form not in FORMATS and chosen:
        raise typer.BadParameter(f"of a workshop there is {', '.join(FORMATS)}", param_hint="--format")
    form = form if form in FORMATS else "md"
    options = {"delimiter": delimiter, "table": _one_of(TABLES, table)} if form == "csv" else {}
    with reading(settings_for(data)) as connection:
        workshop = workshops.by_code(connection, code)
        if workshop is None:
            fail(f"no workshop has the code {code}", NOT_FOUND)
        summary = summarise(replay(log.load(connection, workshop.id)), now().astimezone(ZONE))
    _write(out, FORMATS[form].write(summary, words(summary.language), **options))
    say(f"{out}: {len(summary.themes)} themes, {summary.statements} statements")
    if not summary.revealed:
        say("What people have written is not revealed yet, and is not in it.")


def _place(names: tuple[str, str, str], out: Path, form: str, table: str, data: Path) -> None:
    from app.export.vision import FORMATS, TABLES
    from app.main import now
    from app.working.making import make
    from app.working.order import Order, ids_of

    form = form if form in FORMATS else "md"
    chosen = _one_of(TABLES, table)
    with reading(settings_for(data)) as connection:
        place = _named(connection, names)
        order = Order(kind="picture", format=form, network=place.network, places=(ids_of(place),), table=chosen)
        made = make(connection, order, now(), _come_so_far)
    _write(out, made.content)
    tell("100 %  done")
    say(f"{out}: {MADE_OF[made.made_of]}, {len(made.content)} bytes")


def _come_so_far(stage: str, percent: int) -> None:
    tell(f"{percent:>3} %  {stage}")


def _named(connection: "Connection", names: tuple[str, str, str]) -> "Place":
    from app.store.region import network_names, place_named

    network, municipality, unit = names
    if unit and not municipality:
        raise typer.BadParameter("name the unit's municipality, too", param_hint="--unit")
    called = network_names(connection)
    by_id = called.get(int(network)) if network.isascii() and network.isdigit() else None
    place = place_named(connection, by_id or network, municipality, unit)
    if place is None:
        fail(
            f"there is no such place: {', '.join(filter(None, names))} (`network list` shows what there is)", NOT_FOUND
        )
    return place


def _one_of(tables: tuple[str, ...], table: str) -> str:
    if table and table not in tables:
        raise typer.BadParameter(f"one of {', '.join(tables)}", param_hint="--table")
    return table or tables[0]


def _write(out: Path, content: bytes) -> None:
    try:
        out.write_bytes(content)
    except OSError as error:
        raise typer.BadParameter(f"{out} cannot be written: {error.strerror}", param_hint="--out") from None
