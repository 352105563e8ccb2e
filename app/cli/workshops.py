"""Commands for workshops."""

import json
import secrets
from typing import Annotated

import typer

from app.cli.terminal import HERE, Address, Data, Json, base, reading, report, say, settings_for, writing
from app.workshop.people import Language

workshop_cli = typer.Typer(no_args_is_help=True, help="Make and list workshops; works beside a running server.")


@workshop_cli.command("create")
def create_workshop(
    title: Annotated[str, typer.Option(help="Title.")],
    question: Annotated[str, typer.Option(help="The question; empty: the region's own, in every language.")] = "",
    language: Annotated[Language, typer.Option(help="What it is held in.")] = "nb",
    moderation: Annotated[bool, typer.Option(help="Statements are read before they are shown.")] = False,
    limit: Annotated[int, typer.Option(min=20, max=2000, help="Most characters in a statement.")] = 280,
    data: Data = HERE,
    address: Address = "",
    as_json: Json = False,
) -> None:
    """Make a workshop and print its code and links. The desk link works once."""
    from app.i18n import QUESTIONS, words
    from app.main import now
    from app.region.rights import Grant
    from app.routes.forms import parsed
    from app.store import invitations, workshops
    from app.workshop.commands import Create
    from app.workshop.people import GROUPS
    from app.workshop.refusals import Refusal

    settings = settings_for(data)
    fields = {
        "type": "create",
        "id": secrets.token_urlsafe(12),
        "title": title,
        "question": {language: question} if question else dict(QUESTIONS),
        "language": language,
        "groups": GROUPS,
        "limit": limit,
        "moderation": moderation,
    }
    try:
        command = parsed(fields)
        if not isinstance(command, Create):  # the type is fixed above
            raise TypeError
        with writing(settings) as connection:
            made = workshops.create(connection, command, owner=None, now=now())
            invitation = invitations.Invitation(Grant("facilitator"), made.id)
            secret = invitations.invite(connection, invitation, now=now(), days=settings.invitation_days)
    except Refusal as refusal:
        reason = words("en").reason(refusal.reason, refusal.facts)
        raise typer.BadParameter(f"{reason} {refusal.facts or ''}") from None
    here = base(address)
    facts = {
        "code": made.code,
        "join": f"{here}/w/{made.code}/",
        "wall": f"{here}/wall/{made.wall_key}",
        "desk": f"{here}/invitation/{secret}",
    }
    report(facts, as_json=as_json)


@workshop_cli.command("list")
def list_workshops(data: Data = HERE, as_json: Json = False) -> None:
    """List all workshops."""
    from app.store import workshops

    with reading(settings_for(data)) as connection:
        there = workshops.everything(connection)
    rows = [{"code": w.code, "title": w.title, "stage": w.stage, "statements": w.statements} for w in there]
    if as_json:
        say(json.dumps(rows, ensure_ascii=False))
    for row in [] if as_json else rows:
        say("  ".join(str(value) for value in row.values()))
