"""Forecasts: the list with its filters, one with all that is known of it, and taking one back."""

from http import HTTPStatus
from urllib.parse import urlencode

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as Answer

from forecasts.domain.lifecycle import Status
from forecasts.domain.permissions import Permission, may
from forecasts.domain.policies import Policy
from forecasts.services.estimates import tell_estimates
from forecasts.services.recording import withdraw as take_back
from forecasts.services.scorecards import grade_forecast
from forecasts.store.models import Forecast
from forecasts.store.queries.authors import find_slug
from forecasts.store.queries.forecasts import (
    ForecastFilter,
    find_forecast,
    list_entries,
    list_forecasts,
)
from forecasts.store.queries.posts import list_sightings, may_read_post
from forecasts.store.queries.successions import find_chain
from forecasts.store.queries.tags import tags_of
from forecasts.web.context import context
from forecasts.web.excerpts import quote_alone, quote_in_context
from forecasts.web.filters import read_filters
from forecasts.web.forms import Form, read_form
from forecasts.web.history import tell_history
from forecasts.web.paging import read_paging
from forecasts.web.schemas.filters import ForecastQuery
from forecasts.web.schemas.resolution import WithdrawalForm
from forecasts.web.sessions import actor
from forecasts.web.sheets import anchor_of_sighting

bp = Blueprint("forecasts", __name__)

DECIDABLE = frozenset({Status.DUE, Status.PROPOSED, Status.DISPUTED})
"""Where a forecast waits for a decision."""


@bp.get("/forecasts")
def index() -> Response:
    """A page of the forecasts that the address asks for."""
    wanted, faults = read_filters(ForecastQuery)
    with context().database.reading() as reading:
        if wanted["author"] is not None:
            slug = find_slug(reading, wanted["author"], actor=actor())
            wanted["author"] = slug or wanted["author"]
        page = render_template(
            "forecasts/list.html",
            page=list_forecasts(reading, ForecastFilter(**wanted), read_paging(), actor=actor()),
            form=Form(request.args.to_dict(), faults, prefix="filter"),
            table=_address_of_table(),
            filtered=any(value is not None for value in wanted.values()),
        )
    return make_response(page, HTTPStatus.UNPROCESSABLE_ENTITY if faults else HTTPStatus.OK)


def _address_of_table() -> str:
    """Where the same forecasts, all pages of them, are a table."""
    names = ForecastQuery().fields.keys() & request.args.keys()
    asked = urlencode({name: request.args[name] for name in sorted(names)})
    return url_for("tables.forecasts") + (f"?{asked}" if asked else "")


@bp.get("/forecasts/<int:forecast_id>")
def show(forecast_id: int) -> str:
    """All that is known of a forecast."""
    here = context()
    with here.database.reading() as reading:
        forecast = find_forecast(reading, forecast_id, actor=actor())
        chain = find_chain(reading, forecast_id, actor=actor())
        with_post = _may_read_its_post(reading, forecast)
        return render_template(
            "forecasts/show.html",
            forecast=forecast,
            with_post=with_post,
            excerpt=quote_in_context(forecast) if with_post else quote_alone(forecast),
            said_again=_said_again(reading, forecast) if with_post else [],
            own=_is_own(forecast),
            **_tell_tags(reading, forecast),
            chain=chain,
            followed=any(each.id > forecast_id for each in chain.forecasts),
            estimates=tell_estimates(forecast),
            grade=grade_forecast(forecast),
            entries=list_entries(reading, f"forecast:{forecast_id}"),
            waits=forecast.status in DECIDABLE,
            history=tell_history(
                reading, forecast, actor=actor(), now=here.clock(), policy=here.config.policy
            ),
            solo=here.config.policy is Policy.SOLO,
            hint_form=Form(prefix="hint"),
        )


def _may_read_its_post(reading: Session, forecast: Forecast) -> bool:
    """Whether there is a post around the forecast's words, and whoever asks may read it."""
    return forecast.post_id is not None and may_read_post(reading, forecast.post_id, actor=actor())


def _is_own(forecast: Forecast) -> bool:
    """Whether whoever asks recorded the forecast, is its author, or an admin."""
    return actor().owns(recorded_by=forecast.recorded_by, author_id=forecast.author_id)


def _tell_tags(reading: Session, forecast: Forecast) -> dict[str, object]:
    """What it is about, and the form that changes that, for those who may."""
    tags = tags_of(reading, forecast.id)
    typed = ", ".join(tags)
    own = may(actor(), Permission.TAG) and _is_own(forecast)
    form = Form({"tags": typed, "seen": typed}, prefix="tags")
    return {"tags": tags, "may_tag": own or may(actor(), Permission.DECIDE), "tag_form": form}


def _said_again(reading: Session, forecast: Forecast) -> list[tuple[str, str]]:
    """The words with which its post says the forecast again, each with the end of its address."""
    if forecast.post is None or forecast.candidate_id is None:
        return []
    return [
        (
            forecast.post.text[place["start"] : place["end"]],
            anchor_of_sighting(forecast.candidate_id, again),
        )
        for again, place in enumerate(list_sightings(reading, forecast.candidate_id), start=1)
    ]


@bp.post("/forecasts/<int:forecast_id>/withdrawal")
def withdraw(forecast_id: int) -> Answer:
    """Take an open forecast back, then show it."""
    here = context()
    version = read_form(WithdrawalForm)["version"]
    with here.database.writing.begin() as writing:
        take_back(writing, forecast_id, version=version, actor=actor(), now=here.clock())
    return redirect(url_for(".show", forecast_id=forecast_id), code=HTTPStatus.SEE_OTHER)
