"""Which methods somebody may choose: those that come with the program, their own, and what others share."""

from dataclasses import dataclass
from typing import Literal

from app.region.rights import allowed
from app.routes.visit import Visit
from app.store import methods
from app.store.methods import Kept
from app.workshop.method import Method, shipped

DEFAULT = "igp"
"""The region's own, which stands first."""


@dataclass(frozen=True, slots=True)
class Offered:
    """A method, and whose it is: ``by`` and ``network`` are names, empty where there are none."""

    method: Method
    origin: Literal["shipped", "own", "shared"] = "shipped"
    by: str = ""
    network: str = ""


async def methods_for(visit: Visit) -> list[Offered]:
    """All methods that the signed-in account may use: the region's first, then the shortest first."""
    account = await visit.need_account()
    there = await visit.house.database.read(lambda c: methods.usable_by(c, account.id))
    offered = [*(Offered(method) for method in shipped().values()), *(offered_as(kept, account.id) for kept in there)]
    return sorted(offered, key=lambda one: (one.method.id != DEFAULT, one.method.minutes, one.method.id))


async def method_named(visit: Visit, name: str) -> Method | None:
    """The method with this id, if there is one and the signed-in account may use it."""
    if name in shipped():
        return shipped()[name]
    kept = await kept_named(visit, name)
    return kept.method if kept else None


async def kept_named(visit: Visit, name: str) -> Kept | None:
    """The same among those that people have made."""
    account = await visit.need_account()
    kept = await visit.house.database.read(lambda c: methods.by_id(c, name))
    return kept if kept and (kept.sharing.shared or kept.owner == account.id) else None


async def changeable(visit: Visit, name: str) -> Kept | None:
    """The same, if the signed-in account may change it: as its owner, or as an administrator where it is shared."""
    account, kept = await visit.need_account(), await kept_named(visit, name)
    return kept if kept and (kept.owner == account.id or allowed(account.grants, "run_installation")) else None


def offered_as(kept: Kept, account: str) -> Offered:
    """A kept method as an account sees it."""
    return Offered(kept.method, "own" if kept.owner == account else "shared", kept.by, kept.network or "")
