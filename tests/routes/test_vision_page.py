"""The page of a vision as whoever answers for it meets it: its numbers, what is public of it, and many workshops."""

from app.workshop.summary import GroupCount
from tests.routes.pages import read
from tests.routes.test_visions import THEMES, coordinator, drafted, told_place
from tests.routes.told_places import summary, tell
from tests.server import Server


async def test_a_number_is_not_taken_for_what_some_workshops_do_not_tell(server: Server) -> None:
    there, _ = await told_place(server)
    few = summary(THEMES).model_copy(update={"groups": (GroupCount(group="child", people=None),)})
    for _ in range(2):
        await tell(server, [there.school], few)
    author = await coordinator(server, there)
    page = read(await author.get(await drafted(author, there)))
    heard = [row.text for row in page.all("table")[0].all("tr")]
    assert heard == ["Barn minst 14, ikke oppgitt i 2 verksteder", "Politikere ikke oppgitt"]
