"""What files that are made beside are said to be: texts by the names that code knows them by."""

from collections.abc import Mapping

from app.i18n import N_

TABLE_NAMES: Mapping[str, str] = {
    "themes": N_("Themes"),
    "quotes": N_("Statements"),
    "workshops": N_("Workshops"),
    "groups": N_("Groups"),
    "steps": N_("Next steps"),
    "overview": N_("Overview"),
}
"""The tables that a vision's files hold, by their names."""

JOB_STAGES: Mapping[str, str] = {
    "queued": N_("Waiting for its turn"),
    "reading": N_("Reading what has been told"),
    "writing": N_("Writing the file"),
    "storing": N_("Putting it ready"),
    "done": N_("Ready"),
}
"""How far a file has come that is made beside."""

JOB_ERRORS: Mapping[str, str] = {
    "taken_back": N_(
        "Something that may stand in it has been taken back since, so it is given out no more. Make it anew."
    ),
    "cancelled": N_("You cancelled it."),
    "expired": N_("It was kept for a day. Make it anew."),
    "broke_off": N_("Making it broke off three times. Try again later, or tell whoever runs the server."),
    "not_allowed": N_("You no longer have a role in all the places that it is of."),
    "too_large": N_("It became too large. Ask for a smaller place."),
    "nothing": N_("What it was to be made of is not there any more."),
    "unforeseen": N_("Something went wrong here. Try again; if it fails again, tell whoever runs the server."),
}
"""Why there is no file, by name, and what to do next."""
