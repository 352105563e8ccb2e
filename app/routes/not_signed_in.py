"""What is said to those who have not been signed in, by the names of facts."""

from collections.abc import Mapping

from app.i18n import N_

SIGN_IN_PROBLEMS: Mapping[str, str] = {
    "wrong_sign_in": N_("The address or the password is wrong."),
    "provider_down": N_("%(name)s does not answer just now. Try again in a moment, or sign in with a password."),
    "provider_odd": N_(
        "What %(name)s answered cannot be relied on, so nobody was signed in. Tell whoever runs this site."
    ),
    "sign_in_again": N_("You were not signed in: it took too long, or was begun in another window. Begin once more."),
    "sign_in_declined": N_("You were not signed in: it was broken off at %(name)s."),
    "not_let_in": N_("%(name)s knows you, but nobody has let you in here yet. Ask %(ask)s for an invitation."),
    "wrong_password": N_("That is not the password that you have now. Nothing was changed."),
    "identity_taken": N_("That account with %(name)s belongs to somebody else here, or yours has another one already."),
    "last_way_in": N_("Choose a password first: without %(name)s you could not sign in any more."),
}
"""Why somebody has not been signed in, or their account not connected; facts: the provider's name, whom to ask."""
