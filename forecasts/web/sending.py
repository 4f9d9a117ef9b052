"""Whether mails are sent from here, and who sees an address that would otherwise be mailed."""

from forecasts.domain.permissions import Permission, may
from forecasts.web.context import context
from forecasts.web.sessions import actor


def mails_are_sent() -> bool:
    """Whether this installation has a server that takes its mails."""
    return context().config.mail is not None


def shows_links() -> bool:
    """Whether whoever asks is shown addresses that cannot be mailed: admins are."""
    return not mails_are_sent() and may(actor(), Permission.APPOINT)
