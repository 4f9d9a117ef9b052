"""What a plug-in has to offer, and how one is found by its name."""

from collections.abc import Callable, Sequence
from importlib.metadata import EntryPoint, entry_points
from typing import Protocol

from forecasts.domain.candidates import RULES
from forecasts.domain.errors import OpinionFailedError
from forecasts.domain.opinions import Document, OpinionSettings, Proposal

GROUP = "forecasts.extractors"
"""The entry points under which plug-ins are registered."""


class SecondOpinion(Protocol):
    """Somebody who reads a post and points at the forecasts in it.

    It is made anew for each post, in a process of its own that ends when it takes too long. What
    it prints is thrown away.
    """

    @property
    def name(self) -> str:
        """Who it is, as candidates tell it; the name under which it is registered."""

    @property
    def version(self) -> str:
        """Changes with whatever may change its answers, the model aside; 20 characters at most."""

    def propose(self, document: Document) -> Sequence[Proposal]:
        """The words of the post that make a forecast, copied from it.

        Raises:
            OpinionFailedError: no answer could be had; the message says why.
        """


Maker = Callable[[OpinionSettings], SecondOpinion]
"""What an entry point names: makes the plug-in, without asking anybody anything.

Raises:
    OpinionFailedError: it cannot work as it is set up; the message says what to do.
"""


def make_opinion(settings: OpinionSettings) -> SecondOpinion:
    """The plug-in that is registered under the name in the settings.

    Raises:
        OpinionFailedError: there is none, or it cannot work as it is set up.
    """
    return _load(_find(settings.name))(settings)


def _find(name: str) -> EntryPoint:
    registered = entry_points(group=GROUP)
    if name == RULES or name not in registered.names:
        known = ", ".join(sorted(registered.names - {RULES})) or "none"
        raise OpinionFailedError(
            f"there is no second opinion {name!r}; set FORECASTS_SECOND_OPINION to one of: {known}"
        )
    return registered[name]


def _load(entry_point: EntryPoint) -> Maker:
    try:
        maker: Maker = entry_point.load()
    except (ImportError, AttributeError) as error:
        raise OpinionFailedError(
            f"the second opinion {entry_point.name!r} cannot be loaded: {error}"
        ) from None
    return maker
