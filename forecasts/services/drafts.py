"""A forecast that is about to be logged, and what it must be like to be taken."""

from dataclasses import dataclass
from datetime import date, datetime

from forecasts.domain.candidates import Chance
from forecasts.domain.deadlines import Deadline, latest_today
from forecasts.domain.errors import InvalidInputError
from forecasts.domain.visibility import Visibility
from forecasts.store.models import Origin

LONGEST_CLAIM = 1000
LONGEST_CRITERIA = 4000


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """The place in a captured post where the words of a forecast stand."""

    post_id: int
    candidate_id: int
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NewForecast:
    """A forecast that is about to be logged.

    Attributes:
        author_id: whose forecast it is.
        claim: what is said to happen, as a reviewer could judge it alone.
        quote: the exact words it was read from.
        chance: how sure the author said to be.
        said_on: the day on which the author said it.
        deadline: as read or set; None, or one without a date, where there is none.
        criteria: what decides between yes and no; empty: the claim as its words are read.
        review_by: where there is no deadline, the day to look at it again; None: suggested.
        zone: time zone in which the deadline's day is meant; None where it is not known.
        origin: from a post or from a typed line.
        span: where the quote stands; None for a typed line.
        visibility: who gets to see it; None: as the author's forecasts are by default. One from a
            post is never seen by more people than its post.
        tags: what it is about, as `domain.tags.read_tags` reads them.
    """

    author_id: int
    claim: str
    quote: str
    chance: Chance
    said_on: date
    deadline: Deadline | None = None
    criteria: str = ""
    review_by: date | None = None
    zone: str | None = None
    origin: Origin = Origin.LINE
    span: Span | None = None
    visibility: Visibility | None = None
    tags: tuple[str, ...] = ()
    negated: bool = False
    conditional: bool = False
    attributed: bool = False

    @property
    def latest(self) -> date | None:
        """The last day on which the claim can come true; None where there is no deadline."""
        return self.deadline.latest if self.deadline else None


def check_new_forecast(new: NewForecast, *, now: datetime) -> None:
    """Return when the forecast can be logged.

    Raises:
        InvalidInputError: the claim is empty or too long, or a day cannot be right; each field
            at fault is named.
    """
    faults = {
        "claim": _fault_of_text(new.claim, LONGEST_CLAIM, needed=True),
        "criteria": _fault_of_text(new.criteria, LONGEST_CRITERIA, needed=False),
        "said_on": _fault_of_said_on(new.said_on, now),
        "deadline": _fault_of_day(new.latest, new.said_on, "deadline"),
        "review_by": _fault_of_day(new.review_by, new.said_on, "review"),
    }
    fields = {name: fault for name, fault in faults.items() if fault is not None}
    if fields:
        raise InvalidInputError(" ".join(fields.values()), fields)


def _fault_of_text(text: str, longest: int, *, needed: bool) -> str | None:
    if needed and not text.strip():
        return "Say in a sentence what is forecast."
    return f"Keep it under {longest} characters." if len(text) > longest else None


def _fault_of_said_on(said_on: date, now: datetime) -> str | None:
    if said_on <= latest_today(now):
        return None
    return "The day on which it was said must not lie in the future."


def _fault_of_day(day: date | None, said_on: date, word: str) -> str | None:
    if day is None or day >= said_on:
        return None
    return f"The {word} must not lie before {said_on.day} {said_on:%b %Y}, when it was said."
