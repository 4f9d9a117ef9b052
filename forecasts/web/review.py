"""The desk: one forecast to decide at a time, the rest of its lane a line each."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as Answer

from forecasts.domain.errors import ConflictError, GoneError, InvalidInputError, NotFoundError
from forecasts.domain.lifecycle import Outcome, VoidReason
from forecasts.domain.policies import Policy
from forecasts.services.resolution import Decision, resolve
from forecasts.store.models import Forecast
from forecasts.store.queries.desk import Lane, count_lanes, list_lane
from forecasts.store.queries.forecasts import find_forecast, list_due_soon
from forecasts.store.queries.paging import Page, Paging
from forecasts.web.context import context
from forecasts.web.excerpts import quote_in_context
from forecasts.web.filters import read_filters
from forecasts.web.forms import Form, read_form, refused
from forecasts.web.paging import read_paging
from forecasts.web.schemas.resolution import DecisionForm, DeskQuery
from forecasts.web.sessions import actor

bp = Blueprint("review", __name__)

BY_URGENCY = (Lane.OVERDUE, Lane.DUE, Lane.DISPUTED, Lane.DUE_SOON)
"""The lanes in the order in which the desk opens them by itself."""

FORM = "decision"
"""Start of the identifiers of the fields of the form."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """What the desk shows.

    Attributes:
        counts: how many forecasts lie in each lane.
        lane: the lane that is open; None for a forecast taken from elsewhere.
        page: the rows of the lane.
        opened: the forecast to decide; None where there is none.
        decided: the forecast that was decided just before.
        coming: where nothing is to decide, the forecast that falls due next.
    """

    counts: Mapping[Lane, int]
    lane: Lane | None
    page: Page[Forecast]
    opened: Forecast | None
    decided: Forecast | None
    coming: Forecast | None


@bp.get("/review")
def desk() -> str:
    """The desk, open at the lane and the forecast that the address asks for."""
    wanted, _ = read_filters(DeskQuery)
    return _show_desk(**wanted)


@bp.post("/forecasts/<int:forecast_id>/resolutions")
def decide(forecast_id: int) -> Answer:
    """Take a decision, then show the next forecast of the lane; without a lane, this one."""
    here = context()
    try:
        decision, version = _read_decision()
        with here.database.writing.begin() as writing:
            resolve(
                writing,
                forecast_id,
                decision,
                version=version,
                actor=actor(),
                now=here.clock(),
                policy=here.config.policy,
            )
    except InvalidInputError as error:
        return _show_again(
            forecast_id, refused(error, prefix=FORM), HTTPStatus.UNPROCESSABLE_ENTITY
        )
    except ConflictError as error:
        form = Form(request.form.to_dict(), message=str(error), prefix=FORM)
        return _show_again(forecast_id, form, HTTPStatus.CONFLICT)
    return redirect(_next_address(forecast_id), code=HTTPStatus.SEE_OTHER)


def _read_decision() -> tuple[Decision, int]:
    """The posted decision, and the version of the forecast it is about."""
    typed = read_form(DecisionForm)
    is_void = typed["outcome"] is Outcome.VOID
    decision = Decision(
        outcome=typed["outcome"],
        known_on=typed["known_on"],
        evidence_url=typed["evidence_url"],
        void_reason=typed["void_reason"] if is_void else None,
        note=typed["note"] or "",
    )
    return decision, typed["version"]


def _next_address(forecast_id: int) -> str:
    wanted, _ = read_filters(DeskQuery)
    if wanted["lane"] is None:
        return url_for("forecasts.show", forecast_id=forecast_id)
    return url_for(
        "review.desk",
        lane=wanted["lane"],
        page=request.args.get("page"),
        size=request.args.get("size"),
        resolved=forecast_id,
    )


def _show_again(forecast_id: int, form: Form, status: HTTPStatus) -> Response:
    wanted, _ = read_filters(DeskQuery)
    return make_response(_show_desk(lane=wanted["lane"], item=forecast_id, form=form), status)


def _show_desk(
    *,
    lane: Lane | None,
    item: int | None,
    resolved: int | None = None,
    form: Form | None = None,
) -> str:
    here = context()
    now = here.clock()
    with here.database.reading() as reading:
        decided = _find_decided(reading, resolved)
        desk = lay_out(reading, lane=lane, item=item, decided=decided, now=now)
        return render_template(
            "review/desk.html",
            desk=desk,
            excerpt=quote_in_context(desk.opened) if desk.opened else None,
            form=form or _fresh_form(desk.opened, now),
            void_reasons=[(reason.value, reason.value) for reason in VoidReason],
            solo=here.config.policy is Policy.SOLO,
        )


def _find_decided(session: Session, forecast_id: int | None) -> Forecast | None:
    if forecast_id is None:
        return None
    try:
        forecast = find_forecast(session, forecast_id, actor=actor())
    except (NotFoundError, GoneError):
        return None
    return forecast if forecast.resolutions else None


def lay_out(
    session: Session,
    *,
    lane: Lane | None,
    item: int | None,
    decided: Forecast | None,
    now: datetime,
) -> Desk:
    """The desk with one forecast open: the one asked for, or the first after the one decided.

    Raises:
        NotFoundError: there is no forecast ``item``.
    """
    counts = count_lanes(session, now=now)
    unasked, emptied = lane is None and item is None, decided and lane and not counts[lane]
    if unasked or emptied:
        lane = next((busy for busy in BY_URGENCY if counts[busy]), None)
    page = _read_lane(session, lane, now)
    opened = _choose(session, page, item, decided)
    waits = opened is not None or lane is not None
    return Desk(
        counts=counts,
        lane=lane,
        page=page,
        opened=opened,
        decided=decided,
        coming=None if waits else _find_coming(session, now),
    )


def _find_coming(session: Session, now: datetime) -> Forecast | None:
    return next(iter(list_due_soon(session, now=now, limit=1, actor=actor())), None)


def _read_lane(session: Session, lane: Lane | None, now: datetime) -> Page[Forecast]:
    paging = read_paging()
    return list_lane(session, lane, paging, now=now) if lane else Page([], Paging(), total=0)


def _choose(
    session: Session, page: Page[Forecast], item: int | None, decided: Forecast | None
) -> Forecast | None:
    if item is None:
        item = _next_in_lane(page.rows, (decided.due_at, decided.id) if decided else None)
    return None if item is None else find_forecast(session, item, actor=actor())


def _next_in_lane(rows: list[Forecast], after: tuple[datetime, int] | None) -> int | None:
    """The first that follows what was decided, by due instant and number, or else the first."""
    following = (row.id for row in rows if after is None or (row.due_at, row.id) > after)
    return next(following, rows[0].id if rows else None)


def _fresh_form(forecast: Forecast | None, now: datetime) -> Form:
    """The form with the day that is most likely; on a reversal, the day decided before."""
    if forecast is None:
        return Form(prefix=FORM)
    known_on = forecast.deadline if forecast.due_at <= now else None
    if forecast.resolutions:
        known_on = forecast.resolutions[-1].known_on
    return Form({"known_on": known_on}, prefix=FORM)
