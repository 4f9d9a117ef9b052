"""Forecasts as a calendar (RFC 5545): a deadline is a whole day, under a name that stays."""

from collections.abc import Iterable
from datetime import date, timedelta

from icalendar import Alarm, Calendar, Event

from forecasts.domain.lifecycle import Outcome, Status
from forecasts.store.models import Forecast
from forecasts.web.presentation import write_chance, write_state

ONE_DAY = timedelta(days=1)
AHEAD = timedelta(days=7)
"""How long before the deadline a calendar reminds of it."""

LONGEST_SUMMARY = 200
STANDING = frozenset({Status.OPEN, Status.DUE, Status.PROPOSED, Status.DISPUTED})
"""Where a deadline is still something to look at."""


def write_calendar(
    forecasts: Iterable[Forecast], *, name: str, site: str, addresses: dict[int, str]
) -> bytes:
    """The calendar as it is sent.

    Args:
        forecasts: read with author, estimates and decisions.
        name: what the calendar is called.
        site: host of this installation: the end of each event's name.
        addresses: for each forecast, by its number, where its page is.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Forecast ledger//deadlines//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", timedelta(hours=6), parameters={"value": "DURATION"})
    calendar.add("x-published-ttl", "PT6H")
    for forecast in forecasts:
        calendar.add_component(_event(forecast, site=site, address=addresses[forecast.id]))
    return bytes(calendar.to_ical())


def _event(forecast: Forecast, *, site: str, address: str) -> Event:
    """One deadline. Its number goes up with each change, so that calendars take the newer one."""
    event, day = Event(), _day_of(forecast)
    event.add("uid", f"forecast-{forecast.id}@{site}")
    event.add("sequence", forecast.version - 1)
    event.add("dtstamp", _changed_at(forecast))
    event.add("last-modified", _changed_at(forecast))
    event.add("dtstart", day)
    event.add("dtend", day + ONE_DAY)
    event.add("summary", _summary(forecast))
    event.add("description", _describe(forecast, address))
    event.add("url", address)
    event.add("transp", "TRANSPARENT")
    event.add("status", "CANCELLED" if _is_over_early(forecast) else "CONFIRMED")
    if forecast.status is Status.OPEN:
        event.add_component(_alarm(forecast))
    return event


def _day_of(forecast: Forecast) -> date:
    return forecast.deadline or forecast.review_by or forecast.due_at.date()


def _changed_at(forecast: Forecast) -> object:
    decided = [each.decided_at for each in forecast.resolutions]
    return max([forecast.recorded_at, *decided])


def _is_over_early(forecast: Forecast) -> bool:
    """Whether there is nothing to wait for on that day any more: taken back, or decided before."""
    if forecast.status in STANDING:
        return False
    return not forecast.resolutions or forecast.resolutions[-1].decided_at < forecast.due_at


def _summary(forecast: Forecast) -> str:
    """The claim, with what came of it once something has."""
    claim = forecast.claim[:LONGEST_SUMMARY]
    if forecast.status is Status.OPEN:
        return claim if forecast.deadline else f"Look at again: {claim}"
    outcome: Outcome | None = forecast.resolutions[-1].outcome if forecast.resolutions else None
    return f"{write_state(forecast.status, outcome).capitalize()}: {claim}"


def _describe(forecast: Forecast, address: str) -> str:
    opening = forecast.estimates[0] if forecast.estimates else None
    chance = f"{write_chance(opening)}\n" if opening else ""
    return f"{forecast.author.name}: “{forecast.quote}”\n{chance}{address}"


def _alarm(forecast: Forecast) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", forecast.claim[:LONGEST_SUMMARY])
    alarm.add("trigger", -AHEAD)
    return alarm
