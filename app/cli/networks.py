"""Commands for networks and their units."""

from pathlib import Path
from typing import Annotated

import typer

from app.cli.terminal import FOUND_WRONG, HERE, Data, Json, fail, reading, report, say, settings_for, writing

network_cli = typer.Typer(
    no_args_is_help=True, help="Networks of municipalities, with their schools and kindergartens."
)


@network_cli.command("list")
def list_networks(data: Data = HERE, as_json: Json = False) -> None:
    """List all networks with the number of their municipalities and units."""
    import json

    from app.store import region

    with reading(settings_for(data)) as connection:
        there = region.networks(connection)
    rows = [
        {
            "id": one.id,
            "network": one.name,
            "municipalities": len(one.municipalities),
            "units": sum(len(part.units) for part in one.municipalities),
        }
        for one in there
    ]
    if as_json:
        say(json.dumps(rows, ensure_ascii=False))
    for row in [] if as_json else rows:
        say("  ".join(str(value) for value in row.values()))


@network_cli.command("import")
def import_units(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="CSV, or a list from NSR or NBR.")],
    network: Annotated[str, typer.Option(help="The network by name; a new one where there is none of it.")],
    look: Annotated[bool, typer.Option("--look", help="Say what would change, and change nothing.")] = False,
    data: Data = HERE,
    as_json: Json = False,
) -> None:
    """Import units from a file: all of it or nothing. What is wrong is told by line."""
    from app.region.network import Network
    from app.region.unit_file import read_units
    from app.region.unit_import import planned
    from app.routes.unit_words import COLUMNS, FAULTS
    from app.store import region, units

    read = read_units(file.read_bytes())
    with writing(settings_for(data)) as connection:
        there = next((one for one in region.networks(connection) if one.name == network), None)
        plan = planned(there or Network(name=network), read)
        for one in plan.problems:
            column = COLUMNS.get(one.column, "")
            say(f"{file}, line {one.line}: {FAULTS[one.fault] % one.facts(column)}{f' ({column})' if column else ''}")
        if plan.problems:
            fail(f"{len(plan.problems)} to be mended first; nothing was changed", FOUND_WRONG)
        if not look and plan.ready:
            made = there.id if there and there.id is not None else units.make_network(connection, network)
            units.carry_out(connection, made, plan)
    fresh = sum(change.before is None for change in plan.changes)
    known = ", ".join(f"{number} {name}" for number, name in plan.municipalities.items())
    report(
        {
            "new_municipalities": known,
            "new": fresh,
            "changed": len(plan.changes) - fresh,
            "as_before": plan.same,
            "looked_only": look,
        },
        as_json=as_json,
    )
