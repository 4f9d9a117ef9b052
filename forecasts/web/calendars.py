"""A person's deadlines as a calendar, under a secret address that they can revoke."""

from datetime import timedelta
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

from flask import Blueprint, Response, flash, make_response, request, url_for
from werkzeug.wrappers import Response as Answer

from forecasts.services import calendars
from forecasts.store.queries.following import list_deadlines
from forecasts.web.account import back, show_account, write
from forecasts.web.context import context
from forecasts.web.forms import read_form
from forecasts.web.ics import write_calendar
from forecasts.web.schemas.calendars import CalendarForm

bp = Blueprint("calendars", __name__)

MOST_EVENTS = 2000
LOOKS_BACK = timedelta(days=365)
"""How long a deadline that has passed stays in the calendar."""


@bp.get("/calendars/<token>.ics")
def subscribe(token: str) -> Answer:
    """The calendar with that secret; a program that has this very one is told that it has."""
    here = context()
    with here.database.reading() as reading:
        actor, scope = calendars.whose_calendar(reading, token)
        since = here.clock() - LOOKS_BACK
        found = list_deadlines(reading, scope, actor=actor, since=since, limit=MOST_EVENTS)
        ordered = sorted(found, key=lambda each: (each.due_at, each.id))
        content = write_calendar(
            ordered,
            name="Forecast ledger",
            site=urlsplit(here.config.site_address).hostname or "forecasts",
            addresses={
                each.id: site_address("forecasts.show", forecast_id=each.id) for each in found
            },
        )
    answer = Response(content, mimetype="text/calendar")
    answer.headers["Content-Disposition"] = "inline; filename=forecasts.ics"
    answer.add_etag()
    return answer.make_conditional(request)


def site_address(endpoint: str, **values: Any) -> str:  # noqa: ANN401 - whatever stands in addresses
    """The whole address of a page, from the setting and never from the request."""
    return context().config.site_address + url_for(endpoint, **values)


@bp.post("/account/calendar")
def make() -> Answer:
    """Make the address of one's calendar anew, and show it this once."""
    token = write(calendars.make_address, read_form(CalendarForm)["scope"])
    page = show_account(calendar_address=site_address(".subscribe", token=token))
    return make_response(page, HTTPStatus.OK)


@bp.post("/account/calendar/revocation")
def revoke() -> Answer:
    """Let the address work no more."""
    write(calendars.revoke_address)
    flash("The address of your calendar works no more.")
    return back()
