"""Lays the desk out: its lanes, one forecast to decide, the rest of the lane a line each."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from http import HTTPStatus

from flask import Response, make_response, render_template, request
from sqlalchemy.orm import Session

from forecasts.domain.errors import GoneError, NotFoundError
from forecasts.domain.lifecycle import VoidReason
from forecasts.domain.policies import Policy
from forecasts.services.snoozing import LONGEST_SNOOZE
from forecasts.store.models import Forecast
from forecasts.store.queries.desk import Item, Lane, LaneState, list_lane, look_at_lanes, next_free
from forecasts.store.queries.forecasts import find_forecast, list_due_soon
from forecasts.store.queries.paging import Page, Paging
from forecasts.web.context import context
from forecasts.web.forms import Form
from forecasts.web.opened import Clash, Hold, Opened, find_clash, open_forecast, take_hold
from forecasts.web.paging import read_paging
from forecasts.web.sessions import actor
from forecasts.web.views import Place, read_place

OPENS_BY_ITSELF = tuple(lane for lane in Lane if lane is not Lane.SNOOZED)
"""The lanes that the desk opens where the address names none; the first with something in it."""

TRIES = 3
"""How often the desk looks for a free item, where others take them at the same moment."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """What the desk shows.

    Attributes:
        place: where on it one is.
        lanes: what lies in each lane.
        page: the rows of the lane that is open.
        opened: the forecast to decide; None where there is none.
        before: the item before it in the lane, at which nobody else is at work.
        following: the one after it.
        decided: the forecast that was decided just before.
        coming: where nothing is to decide, the forecast that falls due next.
    """

    place: Place
    lanes: Mapping[Lane, LaneState]
    page: Page[Item]
    opened: Opened | None
    before: int | None
    following: int | None
    decided: Forecast | None
    coming: Forecast | None


@dataclass(frozen=True, slots=True)
class Said:
    """What was just handed in, where it could not be taken.

    Attributes:
        decision: the form of the decision; None: a fresh one.
        snooze: the form that puts the item off.
        many: the form about those that are ticked.
        reject: the form that lets a proposal fall.
        message: what is wrong, where somebody else was first.
        status: the status of the answer.
    """

    decision: Form | None = None
    snooze: Form = field(default_factory=lambda: Form(prefix="snooze"))
    many: Form = field(default_factory=lambda: Form(prefix="many"))
    reject: Form = field(default_factory=lambda: Form(prefix="reject"))
    message: str | None = None
    status: HTTPStatus = HTTPStatus.OK


def show_desk(item: int | None = None, said: Said | None = None) -> Response:
    """The desk, open at the lane and the forecast that the address asks for, or at this item."""
    said = said or Said()
    place, asked = read_place()
    choice, hold = _take(place, item or asked["item"], asked)
    here = context()
    with here.database.reading() as reading:
        desk = _lay_out(reading, choice, hold, decided=asked["resolved"])
        page = render_template(
            "review/desk.html",
            desk=desk,
            place=desk.place,
            opened=desk.opened,
            clash=_clash(desk, said),
            form=said.decision or (desk.opened.fresh_form(here.clock()) if desk.opened else None),
            snooze=said.snooze,
            many=said.many,
            reject=said.reject,
            ticked=request.form.getlist("items"),
            furthest=(here.clock() + LONGEST_SNOOZE).date(),
            void_reasons=[(reason.value, reason.value) for reason in VoidReason],
            solo=here.config.policy is Policy.SOLO,
        )
    return make_response(page, said.status)


def _clash(desk: Desk, said: Said) -> Clash | None:
    if said.message is None or desk.opened is None or said.decision is None:
        return None
    return find_clash(desk.opened, said.decision, said.message)


@dataclass(frozen=True, slots=True)
class Choice:
    """What to show: a place on the desk, the item to open there, and what lies in each lane."""

    place: Place
    number: int | None
    lanes: Mapping[Lane, LaneState]


def _take(place: Place, item: int | None, asked: Mapping[str, int | None]) -> tuple[Choice, Hold]:
    """What to show, and whose hold the item is now.

    Where the address names no item, one that somebody else takes at this moment is passed over.
    """
    for _ in range(TRIES):
        with context().database.reading() as reading:
            choice = _choose(reading, place, item, asked)
        hold = take_hold(choice.number)
        if hold.is_free or item is not None:
            break
    return choice, hold


def _choose(
    session: Session, place: Place, item: int | None, asked: Mapping[str, int | None]
) -> Choice:
    """The item that is asked for, or the next free one of the lane, or of the first busy lane."""
    view, now = place.view(session), context().clock()
    lanes = look_at_lanes(session, view, now=now)
    if item is not None:
        return Choice(place, item, lanes)
    lane = place.lane
    if lane is None or (asked["resolved"] and not lanes[lane].number):
        lane = next((busy for busy in OPENS_BY_ITSELF if lanes[busy].number), None)
        place = replace(place, lane=lane)
    if lane is None:
        return Choice(place, None, lanes)
    after = _place_in_order(session, asked["after"] or asked["resolved"])
    return Choice(place, next_free(session, lane, view, after=after, now=now), lanes)


def _place_in_order(session: Session, forecast_id: int | None) -> tuple[datetime, int] | None:
    if forecast_id is None:
        return None
    forecast = session.get(Forecast, forecast_id)
    return (forecast.due_at, forecast.id) if forecast else None


def _lay_out(session: Session, choice: Choice, hold: Hold, *, decided: int | None) -> Desk:
    place, lanes, now = choice.place, choice.lanes, context().clock()
    view = place.view(session)
    opened = open_forecast(session, choice.number, hold, view) if choice.number else None
    page: Page[Item] = Page([], Paging(), 0)
    if place.lane is not None:
        total = lanes[place.lane].number
        page = list_lane(session, place.lane, view, read_paging(), total=total, now=now)
    before, following = _neighbours(page.rows, opened)
    return Desk(
        place=place,
        lanes=lanes,
        page=page,
        opened=opened,
        before=before,
        following=following,
        decided=_find_decided(session, decided),
        coming=_find_coming(session, now) if opened is None and place.lane is None else None,
    )


def _neighbours(rows: list[Item], opened: Opened | None) -> tuple[int | None, int | None]:
    """The free items of the page before and after the one that is open, in the lane's order."""
    if opened is None:
        return None, None
    here = (opened.forecast.due_at, opened.forecast.id)
    free = [(row.forecast.due_at, row.forecast.id) for row in rows if row.holder is None]
    before = [number for due_at, number in free if (due_at, number) < here]
    after = [number for due_at, number in free if (due_at, number) > here]
    return (before[-1] if before else None), (after[0] if after else None)


def _find_decided(session: Session, forecast_id: int | None) -> Forecast | None:
    if forecast_id is None:
        return None
    try:
        return find_forecast(session, forecast_id, actor=actor())
    except (NotFoundError, GoneError):
        return None


def _find_coming(session: Session, now: datetime) -> Forecast | None:
    return next(iter(list_due_soon(session, now=now, limit=1, actor=actor())), None)
