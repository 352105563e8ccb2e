"""A region that plans, and the people who do."""

from dataclasses import dataclass
from datetime import date, timedelta

import httpx2

from app.i18n import ZONE
from app.region.network import Network
from app.region.rights import Grant, Place, Role
from tests.routes.told_region import made, unit_named
from tests.server import Server, new_id


@dataclass
class Planned:
    """A network, its coordinator, and the addresses of its pages."""

    server: Server
    network: Network
    kari: httpx2.AsyncClient

    @property
    def path(self) -> str:
        return f"/region/{self.network.id}"

    def unit(self, name: str) -> int:
        return unit_named(self.network, name)

    def place(self, municipality: str = "", unit: str = "") -> Place:
        for one in self.network.municipalities:
            for there in one.units:
                if there.name == unit:
                    return Place(self.network.id or 0, one.id, there.id)
            if municipality == one.name:
                return Place(self.network.id or 0, one.id)
        return Place(self.network.id or 0)

    async def somebody(self, role: Role, place: Place, name: str = "") -> httpx2.AsyncClient:
        """Somebody else with a role, who reads English."""
        browser = await self.server.account(f"{name or new_id()}@example.no", grant=Grant(role, place))
        browser.headers["accept-language"] = "en"
        return browser

    async def post(self, path: str, status: int = 303, by: httpx2.AsyncClient | None = None, **form: str) -> str:
        """Post a form, and return where it leads to or what the page says."""
        answer = await (by or self.kari).post(self.path + path, data=form)
        assert answer.status_code == status, answer.text
        return answer.headers["location"] if status == 303 else answer.text

    async def page(self, path: str, by: httpx2.AsyncClient | None = None, status: int = 200) -> str:
        answer = await (by or self.kari).get(self.path + path)
        assert answer.status_code == status, answer.text
        return answer.text

    def day(self, ahead: int) -> str:
        return (self.today + timedelta(days=ahead)).isoformat()

    @property
    def today(self) -> date:
        return self.server.house.clock().astimezone(ZONE).date()


async def planned(server: Server) -> Planned:
    """Four units in two municipalities, and a coordinator of them all."""
    network = await made(server)
    there = Planned(server, network, server.visitor())
    there.kari = await there.somebody("coordinator", Place(network.id or 0), "kari")
    return there
