"""The doors of the house, and who is let in: the table that ``test_doors`` holds it against."""

from collections.abc import Mapping
from dataclasses import dataclass, field

SECRET = "hemmelighetenfraMolde"

WHO = (
    "nobody",
    "forged",
    "participant",
    "participant elsewhere",
    "wall",
    "wall elsewhere",
    "facilitator",
    "facilitator elsewhere",
    "administrator elsewhere",
    "coordinator",
    "coordinator elsewhere",
    "coordinator of the municipality",
    "coordinator of another municipality",
    "reader",
    "facilitator of the network",
)
ALL = frozenset(WHO)
PHONES = frozenset({"participant"})
WALLS = frozenset({"wall", "facilitator"})
DESKS = frozenset({"facilitator"})
ADMINISTRATORS = frozenset({"administrator elsewhere"})
NETWORK = frozenset({"coordinator", *ADMINISTRATORS})
MUNICIPALITY = frozenset({"coordinator of the municipality", *NETWORK})
PARTS = frozenset({"coordinator of another municipality", *MUNICIPALITY})
COORDINATORS = frozenset({"coordinator elsewhere", *PARTS})
READERS = frozenset({"coordinator", "coordinator of the municipality", "coordinator of another municipality", "reader"})
PLANNED = frozenset({"facilitator of the network", *READERS})
PLANNERS = frozenset({"coordinator"})
SPOKEN_FOR = frozenset({"coordinator", "coordinator of the municipality", "facilitator of the network"})
UNIT_SEEN = frozenset({"reader", *SPOKEN_FOR})
FOLLOWED = frozenset({"coordinator", "coordinator of the municipality", "coordinator of another municipality"})
ACCOUNTS = frozenset({"facilitator", "facilitator elsewhere", "reader", "facilitator of the network", *COORDINATORS})
MAPPERS = frozenset({"coordinator"})
MAPPERS_BELOW = frozenset({"coordinator", "coordinator of the municipality"})
CONNECTORS = frozenset({"coordinator of another municipality", *MAPPERS_BELOW})
REGION = frozenset({"coordinator", "reader"})
REGION_BELOW = frozenset({"coordinator of the municipality", *REGION})
REGION_PARTS = frozenset({"coordinator of another municipality", *REGION_BELOW})
WRITERS = frozenset({"coordinator"})
NONE: frozenset[str] = frozenset()

VOUCHING = '[feide]\nname = "Feide"\nissuer = "http://127.0.0.1:9"\nclient_id = "x"\n'
"""A provider that does not answer: whether a door opens to somebody does not hang on it."""

CREATE = {"type": "create", "title": "Nytt", "question.nb": "Hva?", "language": "nb", "groups": "child"}
CONFIGURE = {**CREATE, "type": "configure", "title": "Skolen i 2040"}


@dataclass(frozen=True)
class Door:
    """A door, and who is let in. ``status``: what those see who are; ``denied``: what the others do."""

    route: str
    allowed: frozenset[str]
    status: int = 200
    form: Mapping[str, str] = field(default_factory=dict)
    query: str = ""
    denied: int = 403
    method: str = "GET"
    file: str | None = None


def get(route: str, allowed: frozenset[str], status: int = 200, query: str = "", denied: int = 403) -> Door:
    return Door(route, allowed, status, query=query, denied=denied)


def post(
    route: str,
    allowed: frozenset[str],
    form: Mapping[str, str],
    status: int = 303,
    denied: int = 403,
    file: str | None = None,
    query: str = "",
) -> Door:
    return Door(route, allowed, status, form, query, denied=denied, method="POST", file=file)


DOORS = [
    get("/", ALL),
    get("/healthz", ALL),
    get("/readyz", ALL),
    get("/metrics", ALL),  # from this machine; tests/routes/test_health.py has the others
    post("/join", ALL, {"code": "{code}"}),
    post("/language", ALL, {"language": "nn"}),
    get("/receipt", ALL),
    post("/receipt", NONE, {"code": "{code}"}, denied=404),  # tests/routes/test_receipts.py has those that there are
    get("/signin", ALL - ACCOUNTS),
    post("/signin", NONE, {"email": "nobody@example.no", "password": "wrong password"}),
    post("/signout", ALL, {}),
    post("/signin/with/{provider}", ALL, {}),
    get("/signin/from/{provider}", ALL, 303, query="?code=x&state=x"),
    get("/signin/new", ALL, 303),
    post("/signin/new", ALL, {"email": "new@example.no"}),
    get("/signin/left/{provider}", ALL),
    get("/signin/forgotten", ALL),
    post("/signin/forgotten", ALL, {"email": "nobody@example.no"}, 200),
    get("/invitation/{secret}", ALL, 303),
    get("/invitation", NONE, denied=404),
    post("/invitation", NONE, {"email": "new@example.no", "password": "et langt passord"}, denied=404),
    get("/home", ACCOUNTS),
    get("/account", ACCOUNTS),
    post("/account/name", ACCOUNTS, {"name": "Kari"}),
    post("/account/password", ACCOUNTS, {"current": "wrong password", "password": "et langt passord"}, 403),
    post("/account/sessions", ACCOUNTS, {"mark": "none of mine"}),
    post("/account/connect/{provider}", ACCOUNTS, {}),
    post("/account/disconnect/{provider}", ACCOUNTS, {}),
    get("/people", COORDINATORS),
    post("/people/invite", NETWORK, {"role": "reader", "place": "{network}"}),
    post("/people/invite", MUNICIPALITY, {"role": "coordinator", "place": "{network}/{municipality}"}),
    post("/people/invite", ADMINISTRATORS, {"role": "facilitator", "place": ""}),
    post("/people/take-back", COORDINATORS, {"invitation": "none"}),
    post("/people/{person}/give", NETWORK, {"role": "reader", "place": "{network}"}),
    post("/people/{person}/take", NETWORK, {"given": "facilitator {network}"}),
    post("/people/{person}/reset", ADMINISTRATORS, {}),
    post("/people/{person}/active", ADMINISTRATORS, {"active": "yes"}),
    get("/units", COORDINATORS),
    post("/units", ADMINISTRATORS, {"name": ""}, 409),
    get("/units/{network}", PARTS),
    post("/units/{network}/import", PARTS, {}, 409, file="{}"),
    post("/units/{network}/import/now", PARTS, {"content": ""}, 409),
    post("/units/{network}/{municipality}/unit", MUNICIPALITY, {"name": ""}, 409),
    get("/region", frozenset({"coordinator elsewhere", *PLANNED}), 303),
    get("/region/{network}", READERS),
    get("/region/{network}/workshops", READERS),
    get("/region/{network}/plan", PLANNED),
    get("/region/{network}/plan/reminders.csv", PLANNED),
    post("/region/{network}/plan/gathering", PLANNERS, {"title": ""}, 409),
    post("/region/{network}/plan/task", PLANNERS, {"title": ""}, 409),
    post("/region/{network}/plan/{task}/{unit}", SPOKEN_FOR, {"state": ""}, 422),
    get("/region/{network}/unit/{unit}", UNIT_SEEN),
    post("/region/{network}/unit/{unit}/note", SPOKEN_FOR, {"strengths": ""}, 409),
    get("/region/{network}/pathways", PLANNED),
    post("/region/{network}/pathways", PLANNERS, {}),
    post("/region/{network}/pathways/{pathway}", PLANNERS, {"title": ""}, 409),
    post("/region/{network}/pathways/{pathway}/{stage}", PLANNERS, {"text": "Nytt", "version": "9"}, 409),
    get("/region/{network}/commitments", READERS),
    get("/region/{network}/commitments.csv", READERS),
    post("/region/{network}/commitments/{workshop}/{commitment}", FOLLOWED, {"state": ""}, 422),
    get("/region/{network}/search", REGION_PARTS),
    get("/region/{network}/search", REGION_PARTS, query="?q=hemmelig*&show=themes"),
    get("/region/{network}/themes", REGION_PARTS),
    get("/region/{network}/themes", REGION_BELOW, query="?municipality={municipality}"),
    get("/region/{network}/themes/groups", REGION_PARTS),
    get("/region/{network}/themes/groups", REGION_BELOW, query="?municipality={municipality}"),
    get("/region/{network}/themes/local", REGION, 404, query="?workshop=none&theme=none"),
    get("/region/{network}/themes/{shared}", REGION),
    post("/region/{network}/themes/{shared}", MAPPERS, {"title": ""}, 409),
    post("/region/{network}/themes/{shared}/tags", MAPPERS, {}),
    post("/region/{network}/themes/{shared}/place", MAPPERS, {}),
    post("/region/{network}/themes/map", MAPPERS, {"into": "new", "title": "Nytt"}),
    post("/region/{network}/themes/map", MAPPERS_BELOW, {"into": ""}, 409, query="?municipality={municipality}"),
    post("/region/{network}/themes/remove", MAPPERS, {"shared": "{removable}"}),
    post("/region/{network}/themes/undo", MAPPERS, {"act": "0"}, 409),
    get("/region/{network}/themes/suggestions", MAPPERS),
    post("/region/{network}/themes/decline", MAPPERS, {}),
    get("/region/{network}/files", REGION_PARTS),
    get("/region/{network}/files/jobs", REGION_PARTS),
    post("/region/{network}/files", REGION, {"kind": "picture", "format": "md", "place": "{network}"}),
    get("/region/{network}/files/{job}", NONE),  # whose it is: tests/routes/test_files.py
    post("/region/{network}/files/{job}/cancel", NONE, {}),
    post("/region/{network}/files/{job}/again", NONE, {}),
    get("/region/{network}/visions", REGION_PARTS),
    post("/region/{network}/visions", WRITERS, {"place": "{network}", "language": "nb"}),
    get("/region/{network}/visions/{vision}", REGION),
    get("/region/{network}/visions/{vision}/versions", REGION),
    get("/region/{network}/visions/{vision}/versions/{a}/{b}", REGION),
    get("/region/{network}/visions/{vision}/file/{name}", REGION),
    get("/region/{network}/visions/{vision}/edit", WRITERS),
    post("/region/{network}/visions/{vision}/edit", WRITERS, {"version": "1", "act": "look"}, 200),
    post("/region/{network}/visions/{vision}/refresh", WRITERS, {}),
    post("/region/{network}/visions/{vision}/publish", WRITERS, {"version": "0"}, 409),
    post("/region/{network}/visions/{vision}/withdraw", WRITERS, {}),
    post("/region/{network}/visions/{vision}/delete", WRITERS, {"version": "1"}),
    get("/region/{network}/tokens", CONNECTORS),
    post("/region/{network}/tokens", MAPPERS, {"place": "{network}", "name": ""}, 409, query="?in=network"),
    post(
        "/region/{network}/tokens",
        MAPPERS_BELOW,
        {"place": "{network}/{municipality}", "name": ""},
        409,
        query="?in=municipality",
    ),
    post("/region/{network}/tokens/{token}/revoke", MAPPERS, {}),
    get("/region/{network}/webhooks", CONNECTORS),
    post("/region/{network}/webhooks", MAPPERS, {"place": "{network}", "url": ""}, 409, query="?in=network"),
    post(
        "/region/{network}/webhooks",
        MAPPERS_BELOW,
        {"place": "{network}/{municipality}", "url": ""},
        409,
        query="?in=municipality",
    ),
    get("/region/{network}/webhooks/{webhook}", MAPPERS),
    post("/region/{network}/webhooks/{webhook}/trial", MAPPERS, {}),
    post("/region/{network}/webhooks/{webhook}/active", MAPPERS, {"active": "yes"}),
    post("/region/{network}/webhooks/{webhook}/delete", MAPPERS, {}),
    get("/fremtidsbilde/{link}", ALL),
    get("/fremtidsbilde/{link}/qr.svg", ALL),
    get(
        "/fremtidsbilde/{link}/file/{name}", NONE, denied=404
    ),  # "json"; tests/routes/test_vision_files.py has the others
    get("/workshops/new", ACCOUNTS),
    post("/workshops/new", ACCOUNTS, CREATE),
    get("/methods", ACCOUNTS),
    post("/methods/new", ACCOUNTS, {}),
    get("/methods/import", ACCOUNTS),
    post("/methods/import", ACCOUNTS, {"text": "nothing"}, 409),
    get("/methods/{method}", ACCOUNTS),
    get("/methods/{method}.toml", ACCOUNTS),
    get("/methods/{method}/edit", NONE),  # it is nobody's; tests/routes/test_methods.py has those of people
    post("/methods/{method}/edit", ACCOUNTS, {"act": "copy"}, 409),
    post("/methods/{method}/copy", ACCOUNTS, {}),
    post("/methods/{method}/delete", NONE, {}),
    get("/wall/{key}", ALL, 303),
    get("/w/{code}/", ALL),
    get("/w/{code}/group", ALL),
    get("/w/{code}/qr.svg", ALL),
    post("/w/{code}/join", ALL, {"group": "child"}, 200),
    post("/w/{code}/leave", ALL, {}),
    get("/w/{code}/status", PHONES),
    get("/w/{code}/frames", PHONES, query="?as=phone"),
    get("/w/{code}/frames", WALLS, query="?as=wall"),
    get("/w/{code}/frames", DESKS, query="?as=desk"),
    get("/w/{code}/frames", PHONES, query="?as=nonsense"),
    get("/w/{code}/wall", WALLS),
    post("/w/{code}/send", PHONES, {"type": "say", "text": "Hei"}, 200, 409),
    post("/w/{code}/send", DESKS, {"type": "reveal", "as": "desk"}, 200, 409),
    post("/w/{code}/send", NONE, {"type": "reveal", "as": "phone"}, 200, 409),
    post("/w/{code}/send", NONE, {"type": "say", "text": "Hei", "as": "desk"}, 200, 409),
    post("/w/{code}/send", NONE, {**CREATE, "as": "desk"}, 200, 409),
    post("/w/{code}/send", NONE, {"type": "reveal", "as": "wall"}, 200, 409),
    get("/w/{code}/desk", DESKS),
    get("/w/{code}/desk/card/{statement}", DESKS),
    get("/w/{code}/desk/theme/{theme}", DESKS),
    get("/w/{code}/desk/settings", DESKS),
    post("/w/{code}/desk/settings", DESKS, CONFIGURE),
    get("/w/{code}/desk/help", DESKS),
    get("/w/{code}/desk/method", DESKS),
    post("/w/{code}/desk/method", DESKS, {}, 303),
    get("/w/{code}/desk/share", DESKS),
    post("/w/{code}/desk/share", DESKS, {}, 200),
    get("/w/{code}/desk/history", DESKS),
    get("/w/{code}/desk/film", DESKS),
    get("/w/{code}/desk/film/moments", DESKS),
    get("/w/{code}/desk/film/frames", DESKS),
    get("/w/{code}/desk/film.jsonl", DESKS),
    get("/w/{code}/export/{name}", DESKS),
    post("/w/{code}/duplicate", DESKS, {}),
]
