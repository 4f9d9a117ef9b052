"""When the clock reminds, whom, and how much it may tell at once; pure words and numbers."""

from datetime import timedelta

REVIEWERS = "reviewers"
"""The audience of what waits for a decision."""

ADMINS = "admins"
"""The audience of what waited for too long."""

OWNERS = "owners"
"""The audience of what an author should know: who recorded the forecast, and whose it is."""

DUE_SOON_WITHIN = timedelta(days=7)
"""So long before the due instant an author is reminded, but not so soon after logging it."""

REMIND_EVERY = timedelta(days=7)
"""Reviewers are reminded of what is due and not decided whenever so much time has passed."""

ESCALATE_EVERY = timedelta(days=28)
"""The same for admins: whenever so much time has passed, it is theirs too."""

LATE_AFTER = timedelta(hours=1)
"""What is flagged later than this after its due instant was caught up, not found on time."""

STEP = timedelta(hours=1)
"""A clock that is put forward by more than this has jumped."""

FLOOD = 100
"""Forecasts that may be caught up at once before a person has to look; an installation's choice."""

RETRIES = tuple(timedelta(minutes=minutes) for minutes in (1, 10, 60, 360, 1440))
"""How long a row that fails is left alone after the first, second ... time; the last ever after."""


def wait_after(tries: int) -> timedelta:
    """How long a row is left alone that has failed so many times.

    >>> [wait_after(tries).total_seconds() / 60 for tries in (1, 2, 5, 500)]
    [1.0, 10.0, 1440.0, 1440.0]
    """
    return RETRIES[min(tries, len(RETRIES)) - 1]
