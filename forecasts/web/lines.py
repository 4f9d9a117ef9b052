"""One typed line becomes a forecast: read, confirmed, logged."""

from datetime import date
from http import HTTPStatus
from typing import Any

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from forecasts.domain.deadlines import Deadline
from forecasts.domain.errors import InvalidInputError
from forecasts.domain.tags import read_tags
from forecasts.extraction import LineReading, read_line
from forecasts.services.recording import Line, log_line
from forecasts.services.triage import deadline_by_person
from forecasts.store.queries.authors import names_of_authors
from forecasts.web.context import context
from forecasts.web.forms import Form, read_form, read_query, refused
from forecasts.web.posts import COMMON_ZONES
from forecasts.web.readings import prefill_chance, read_typed_chance
from forecasts.web.repeats import once
from forecasts.web.schemas.lines import LineForm, LineQuery
from forecasts.web.sessions import actor

bp = Blueprint("lines", __name__)

_READ_ANEW = (
    "You changed the day on which it was said, so the deadline was read anew from there."
    " Nothing is logged yet."
)


@bp.get("/forecasts/new")
def new() -> Response:
    """The field for a line, or the reading of a line to be confirmed."""
    try:
        wanted = read_query(LineQuery)
        if wanted["line"] is None:
            return make_response(render_template("lines/new.html", form=Form()))
        said_on = wanted["said_on"] or context().clock().date()
        reading = read_line(wanted["line"], said_on=said_on)
    except InvalidInputError as error:
        form = Form(request.args.to_dict(), error.fields, str(error))
        page = render_template("lines/new.html", form=form)
        return make_response(page, HTTPStatus.UNPROCESSABLE_ENTITY)
    typed = _typed(reading, said_on) | {"line": wanted["line"], "author": wanted["author"]}
    return make_response(_show_reading(reading, Form(typed)))


@bp.post("/forecasts")
def log() -> Response:
    """Log the forecast as it was confirmed, then show it."""
    here = context()
    try:
        typed = read_form(LineForm)
        reading = read_line(typed["line"], said_on=typed["said_on"])
        if _must_be_read_anew(typed, reading):
            return _show_anew(reading, typed["said_on"])
        line = _as_confirmed(typed, reading)
        with here.database.writing.begin() as session:
            address = once(session, lambda: _log(session, line))
    except InvalidInputError as error:
        return make_response(
            _show_reading(_read_again(), refused(error)), HTTPStatus.UNPROCESSABLE_ENTITY
        )
    flash(f"Logged as forecast {address.rpartition('/')[2]}.")
    return redirect(address, code=HTTPStatus.SEE_OTHER)


def _log(session: Session, line: Line) -> str:
    forecast = log_line(session, line, actor=actor(), now=context().clock())
    return url_for("forecasts.show", forecast_id=forecast.id)


def _typed(reading: LineReading, said_on: date) -> dict[str, object]:
    """What stands in the form before anybody types."""
    return {
        "claim": reading.claim,
        "chance": prefill_chance(reading.chance),
        "deadline": reading.deadline.latest if reading.deadline else None,
        "said_on": said_on,
        "read_on": said_on,
    }


def _show_reading(reading: LineReading | None, form: Form) -> str:
    with context().database.reading() as session:
        authors = names_of_authors(session, actor=actor())
    return render_template(
        "lines/confirm.html", reading=reading, form=form, authors=authors, zones=COMMON_ZONES
    )


def _must_be_read_anew(typed: dict[str, Any], reading: LineReading) -> bool:
    """Whether the day it was said was changed while the deadline still is the old reading."""
    if typed["said_on"] == typed["read_on"]:
        return False
    before = read_line(typed["line"], said_on=typed["read_on"])
    left_alone = bool(typed["deadline"] == _latest(before))
    return left_alone and _latest(before) != _latest(reading)


def _latest(reading: LineReading) -> date | None:
    return reading.deadline.latest if reading.deadline else None


def _show_anew(reading: LineReading, said_on: date) -> Response:
    typed: dict[str, object] = dict(request.form.to_dict())
    typed |= {"read_on": said_on, "deadline": _latest(reading)}
    form = Form(typed, {"deadline": "Check this day: it was read anew."}, _READ_ANEW)
    return make_response(_show_reading(reading, form), HTTPStatus.UNPROCESSABLE_ENTITY)


def _read_again() -> LineReading | None:
    """The reading of the posted line, to be shown beside a form that was refused."""
    try:
        typed = read_form(LineQuery)
        said_on = typed["said_on"] or context().clock().date()
        return read_line(typed["line"] or "", said_on=said_on)
    except InvalidInputError:
        return None


def _as_confirmed(typed: dict[str, Any], reading: LineReading) -> Line:
    return Line(
        author=typed["author"],
        line=typed["line"],
        claim=typed["claim"],
        chance=read_typed_chance(typed["chance"], shown=reading.chance),
        said_on=typed["said_on"],
        deadline=_deadline_of(typed["deadline"], reading),
        review_by=typed["review_by"],
        criteria=typed["criteria"] or "",
        zone=typed["zone"],
        visibility=typed["visibility"],
        tags=read_tags(typed["tags"] or ""),
    )


def _deadline_of(day: date | None, reading: LineReading) -> Deadline | None:
    """The deadline as it was read while the person left it alone, else the person's."""
    return reading.deadline if day == _latest(reading) else deadline_by_person(day)
