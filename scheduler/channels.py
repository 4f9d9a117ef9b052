"""Tells things to the channels of the operator, such as chats, through Apprise.

Their addresses lead anywhere, so only who runs the installation sets them; what is told there holds
nobody's words.
"""

import logging
from collections.abc import Sequence
from typing import TYPE_CHECKING

from forecasts.domain.errors import ChannelFailedError

if TYPE_CHECKING:
    from apprise import Apprise

TITLE = "Forecast ledger"


class Channels:
    """All channels of an installation, told together."""

    def __init__(self, addresses: Sequence[str]) -> None:
        """Read the addresses; nothing is connected yet.

        Raises:
            ChannelFailedError: Apprise is not there, or does not know one of them; the message
                never repeats an address, since a secret stands in it.
        """
        self._apprise = _load()
        for number, address in enumerate(addresses, start=1):
            if not self._apprise.add(address):
                raise ChannelFailedError(
                    f"entry {number} of FORECASTS_CHANNELS is no address that Apprise knows"
                )

    def __call__(self, text: str) -> None:
        """Return when all of them have it.

        Raises:
            ChannelFailedError: one of them has not; the others may.
        """
        if not self._apprise.notify(title=TITLE, body=text):
            raise ChannelFailedError("at least one channel did not take it")


def _load() -> "Apprise":
    try:
        from apprise import Apprise  # noqa: PLC0415 - an extra, and slow to import
    except ImportError:
        raise ChannelFailedError(
            "FORECASTS_CHANNELS needs Apprise: pip install 'forecasts[channels]'"
        ) from None
    logging.getLogger("apprise").setLevel(logging.CRITICAL)  # its lines repeat addresses
    return Apprise()
