"""Letters that the program writes: few lines, in the receiver's language, with a link or a word of what to do."""

import structlog

from app.i18n import Words, words
from app.mail import Letter, NotSent
from app.routes.throttle import HOUR
from app.routes.visit import Visit
from app.store.accounts import Account
from app.workshop.people import Language

_log = structlog.get_logger(__name__)

SITE = "Fremtidsbilde"
"""A name, which is the same in every language."""


def invitation(to: str, link: str, language: Language, *, days: int, by: str, workshop: str = "") -> Letter:
    """Somebody has been invited, to run workshops or a ``workshop`` that there is. ``by``: who invites."""
    said = words(language)
    if workshop:
        first = said.gettext(
            "%(name)s has invited you to run the workshop «%(title)s» with them. Follow the link to begin:",
            name=by,
            title=workshop,
        )
    else:
        first = said.gettext("%(name)s has invited you to %(site)s. Follow the link to begin:", name=by, site=SITE)
    until = said.ngettext("The link works once, for %(num)s day.", "The link works once, for %(num)s days.", days)
    return _letter(to, said.gettext("An invitation to %(site)s", site=SITE), said, first, link, until)


def reset(to: str, link: str, language: Language, *, hours: int) -> Letter:
    """With the link, somebody chooses a new password."""
    said = words(language)
    first = said.gettext("Here you choose a new password for %(site)s:", site=SITE)
    until = said.ngettext("The link works once, for %(num)s hour.", "The link works once, for %(num)s hours.", hours)
    ignore = said.gettext("If you have not asked for it, you need do nothing: your password stays as it is.")
    return _letter(to, said.gettext("New password for %(site)s", site=SITE), said, first, link, f"{until} {ignore}")


def no_password(to: str, link: str, language: Language) -> Letter:
    """There is no password that could be forgotten: somebody signs in by a provider."""
    said = words(language)
    first = said.gettext(
        "Somebody has asked for a new password for your account with %(site)s. It has none.", site=SITE
    )
    how = said.gettext("Sign in here, in the way that you have signed in before:")
    return _letter(to, said.gettext("New password for %(site)s", site=SITE), said, first, how, link)


async def sent(visit: Visit, account: Account, letter: Letter) -> bool:
    """Send a letter that ``account`` has caused, now; where it is not sent, the link is to be shown."""
    house = visit.house
    if house.throttle.hit("mails", account.id, house.settings.mails_per_hour, HOUR):
        return False
    return await delivered(visit, letter)


async def delivered(visit: Visit, letter: Letter) -> bool:
    """Send a letter, and note why not where it is not sent."""
    try:
        await visit.house.mail.send(letter)
    except NotSent as error:
        _log.error("mail_not_sent", why=error.why)
        return False
    return True


def _letter(to: str, subject: str, said: Words, *paragraphs: str) -> Letter:
    greeting = said.gettext("Hello!")
    return Letter(to, subject, "\n\n".join((greeting, *paragraphs)) + "\n")
