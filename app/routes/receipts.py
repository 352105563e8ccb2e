"""What became of the input: whoever took part sees it with the receipt that their phone gave them at the end."""

from typing import Annotated

from fastapi import APIRouter, Form
from starlette.responses import Response

from app.identity import Receipts
from app.region.uses import Public, Use, uses
from app.region.written import Reference
from app.routes.visit import Visit, Visiting
from app.store import receipts, visions
from app.store.receipts import Fate
from app.store.told_workshops import places_of
from app.store.workshops import CODE_DIGITS

router = APIRouter(prefix="/receipt")


@router.get("")
async def ask(visit: Visiting) -> Response:
    """Where a receipt is typed."""
    return visit.page("receipt", code="", problem=None, fates=None, workshop=None)


@router.post("")
async def show(visit: Visiting, code: Annotated[str, Form()] = "") -> Response:
    """What became of somebody's statements. The receipt stands in no address."""
    visit.slow_down("receipt", visit.address, visit.house.settings.joins_per_minute)
    signs = "".join(char for char in code.upper() if char.isalnum())
    workshop = await visit.looked_up(signs[:CODE_DIGITS])
    people = await visit.house.database.read(lambda c: receipts.authors(c, workshop.id)) if workshop else []
    given = signs[CODE_DIGITS:]
    who = (
        await visit.house.database.aside(lambda: visit.house.receipts.whose(given, workshop.id, people))
        if workshop
        else None
    )
    if workshop is None or who is None or workshop.stage == "deleted":
        return visit.page("receipt", status=404, code=code[:40], problem="unknown", fates=None, workshop=None)
    fates = await visit.house.database.read(lambda c: receipts.fates(c, workshop.id, who))
    behind = await visit.house.database.read(lambda c: receipts.behind(c, workshop.id))
    public = await visit.house.database.read(lambda c: visions.public_of(c, places_of(c, workshop.id)))
    told = [(one, _uses(workshop.id, one, public)) for one in fates]
    return visit.page("receipt", code=code[:40], problem=None, fates=told, workshop=workshop, behind=behind)


def _uses(workshop: str, fate: Fate, public: list[Public]) -> list[Use]:
    """Where a statement has gone; nowhere, where the workshop does not tell it."""
    return uses(Reference(workshop=workshop, statement=fate.id), fate.theme, public) if fate.told else []


def receipt_of(visit: Visit, workshop: str, code: str, participant: str) -> str:
    """Somebody's receipt as it is shown, in groups that are easy to copy."""
    signs, half = visit.house.receipts.signs(workshop, participant), Receipts.LENGTH // 2
    return f"{code[:3]} {code[3:]} {signs[:half]} {signs[half:]}"
