"""What sites let programs ask for by themselves: robots.txt, read once a day a site."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from http import HTTPStatus
from urllib.robotparser import RobotFileParser

from forecasts.domain.errors import FetchFailedError
from forecasts.domain.hosts import WebAddress
from scheduler.fetching import Client
from scheduler.fetching.client import NAME

RULES_LAST = timedelta(days=1)
FAILURE_LASTS = timedelta(hours=1)

_MOST_RULES = 100_000
"""Characters that are read of a robots.txt."""

_MOST_SITES = 2000


@dataclass
class Robots:
    """Whether a site lets us ask, by rules that are kept in memory for a day.

    Attributes:
        client: asks for the rules.
    """

    client: Client
    _kept: dict[str, tuple[datetime, RobotFileParser | None]] = field(default_factory=dict)

    def check(self, where: WebAddress, *, now: datetime) -> None:
        """Return when the site lets us ask for that.

        A site without rules does; one that cannot tell them does not.

        Raises:
            FetchFailedError: it does not.
        """
        rules = self._rules(where.origin, now)
        if rules is None:
            raise FetchFailedError(f"{where.host} cannot say now what programs may ask for.")
        if not rules.can_fetch(NAME, str(where)):
            raise FetchFailedError(
                f"{where.host} asks programs to leave this address alone (robots.txt)."
            )

    def _rules(self, origin: str, now: datetime) -> RobotFileParser | None:
        kept = self._kept.get(origin)
        if kept is None or kept[0] <= now:
            rules = self._ask(origin)
            lasts = RULES_LAST if rules is not None else FAILURE_LASTS
            if len(self._kept) >= _MOST_SITES:
                self._kept.clear()
            kept = self._kept[origin] = (now + lasts, rules)
        return kept[1]

    def _ask(self, origin: str) -> RobotFileParser | None:
        try:
            answer = self.client.get(f"{origin}/robots.txt")
        except FetchFailedError:
            return None
        if answer.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            return None
        rules = RobotFileParser()
        told = answer.body.decode(errors="replace") if answer.status == HTTPStatus.OK else ""
        rules.parse(told[:_MOST_RULES].splitlines())
        return rules
