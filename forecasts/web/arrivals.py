"""Posts on their way in: named by an address, watched while they are read, asked about."""

from http import HTTPStatus

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from forecasts.domain.errors import ConflictError, InvalidInputError
from forecasts.domain.found import GUESSED
from forecasts.services import arrivals
from forecasts.services.arrivals import Said, Wanted
from forecasts.services.feeds import read_typed_address
from forecasts.store.models import Arrival, ArrivalStatus, Post
from forecasts.store.queries.arrivals import find_arrival, list_arrivals, list_captures_of
from forecasts.store.queries.authors import names_of_authors
from forecasts.web.account import write
from forecasts.web.context import context
from forecasts.web.forms import Form, read_form, refused
from forecasts.web.posts import COMMON_ZONES
from forecasts.web.repeats import once
from forecasts.web.schemas.posts import AddressForm, AnswerForm, DropForm
from forecasts.web.sessions import actor

bp = Blueprint("arrivals", __name__, url_prefix="/posts")


@bp.get("/new/address")
def new() -> str:
    """The form that takes the address of a post."""
    return _show_form(Form(request.args.to_dict()))


@bp.post("/arrivals")
def add() -> Response:
    """Let the clock fetch a post, then show how far it is."""
    here = context()
    known: list[Post] = []
    try:
        typed = read_form(AddressForm)
        again = typed.pop("again")
        with here.database.writing.begin() as session:
            known = [] if again else _captured_before(session, typed["address"])
            if not known:
                address = once(session, lambda: _announce(session, Wanted(**typed)))
                return redirect(address, code=HTTPStatus.SEE_OTHER)
    except InvalidInputError as error:
        return make_response(_show_form(refused(error)), HTTPStatus.UNPROCESSABLE_ENTITY)
    except ConflictError as error:
        form = Form(request.form.to_dict(), message=str(error))
        return make_response(_show_form(form), HTTPStatus.CONFLICT)
    form = Form(request.form.to_dict(), {"again": "This address was captured before."})
    return make_response(_show_form(form, known), HTTPStatus.UNPROCESSABLE_ENTITY)


def _captured_before(session: Session, address: str) -> list[Post]:
    spelt = read_typed_address(address)
    found = {post.id: post for way in (address, spelt) for post in _captures(session, way)}
    return list(found.values())


def _captures(session: Session, address: str) -> list[Post]:
    return list_captures_of(session, address, actor=actor())


def _announce(session: Session, wanted: Wanted) -> str:
    arrival = arrivals.announce(session, wanted, actor=actor(), now=context().clock())
    return url_for(".show", arrival_id=arrival.id)


@bp.get("/arrivals")
def index() -> str:
    """What one has on its way, and what is asked about."""
    with context().database.reading() as session:
        rows = list_arrivals(session, actor=actor())
    return render_template("arrivals/list.html", rows=rows)


@bp.get("/arrivals/<int:arrival_id>")
def show(arrival_id: int) -> Response:
    """How far a post on its way is; the post once it is there."""
    return _show(arrival_id, Form())


@bp.post("/arrivals/<int:arrival_id>")
def answer(arrival_id: int) -> Response:
    """Take what a person says of the post and capture it."""
    try:
        typed = read_form(AnswerForm)
        version = typed.pop("version")
        post_id = write(_answer, arrival_id, Said(**typed), version=version)
    except InvalidInputError as error:
        return _show(arrival_id, refused(error), HTTPStatus.UNPROCESSABLE_ENTITY)
    except ConflictError as error:
        form = Form(request.form.to_dict(), message=str(error))
        return _show(arrival_id, form, HTTPStatus.CONFLICT)
    return redirect(url_for("posts.show", post_id=post_id), code=HTTPStatus.SEE_OTHER)


def _answer(session: Session, *arguments: object, **rest: object) -> int:
    """The number of the captured post."""
    return arrivals.answer(session, *arguments, **rest).id  # type: ignore[arg-type]


@bp.post("/arrivals/<int:arrival_id>/drop")
def drop(arrival_id: int) -> Response:
    """Capture nothing of it."""
    try:
        write(arrivals.drop, arrival_id, version=read_form(DropForm)["version"])
    except (ConflictError, InvalidInputError) as error:
        return _show(arrival_id, Form(message=str(error)), HTTPStatus.CONFLICT)
    flash("Dropped. Nothing of it was kept.")
    return redirect(url_for(".index"), code=HTTPStatus.SEE_OTHER)


def _show_form(form: Form, known: list[Post] | None = None) -> str:
    with context().database.reading() as session:
        authors = names_of_authors(session, actor=actor())
    return render_template(
        "arrivals/new.html", form=form, known=known or [], authors=authors, zones=COMMON_ZONES
    )


def _show(arrival_id: int, form: Form, status: HTTPStatus = HTTPStatus.OK) -> Response:
    with context().database.reading() as session:
        arrival = find_arrival(session, arrival_id, actor=actor())
        if status is HTTPStatus.OK and (onwards := _lead_on(arrival)):
            return onwards
        page = render_template(
            "arrivals/show.html",
            arrival=arrival,
            form=_with_found(arrival, form),
            is_guessed=arrival.date_origin in GUESSED,
            authors=names_of_authors(session, actor=actor()),
            zones=COMMON_ZONES,
        )
    answer = make_response(page, status)
    answer.vary.add("HX-Request")
    return answer


def _lead_on(arrival: Arrival) -> Response | None:
    """To the post once it is there; the page's script opens it, or the whole page anew."""
    asked_by_script = "HX-Request" in request.headers
    if arrival.status is ArrivalStatus.CAPTURED:
        address = url_for("posts.show", post_id=arrival.post_id)
    elif asked_by_script and arrival.status is not ArrivalStatus.WAITING:
        address = url_for(".show", arrival_id=arrival.id)
    else:
        return None
    if not asked_by_script:
        return redirect(address, code=HTTPStatus.SEE_OTHER)
    return make_response("", HTTPStatus.NO_CONTENT, {"HX-Redirect": address})


def _with_found(arrival: Arrival, form: Form) -> Form:
    """The form with what was found, where nothing else was typed."""
    found = {
        "author": arrival.author,
        "title": arrival.title,
        "published": arrival.published,
        "zone": arrival.zone,
    }
    return Form({**found, **form.typed}, form.faults, form.message)
