"""What an author does with a candidate: accept it, correct it, or say it is no forecast."""

from collections.abc import Callable
from http import HTTPStatus

from flask import (
    Blueprint,
    flash,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from werkzeug.wrappers import Response

from forecasts.domain.errors import InvalidInputError
from forecasts.domain.permissions import Permission
from forecasts.services import triage
from forecasts.services.owning import require_own_candidate
from forecasts.store.models import Candidate, CandidateStatus
from forecasts.store.queries.posts import find_candidate, find_post
from forecasts.web.context import context
from forecasts.web.forms import Form, read_form, refused
from forecasts.web.readings import prefill_chance, read_typed_chance
from forecasts.web.schemas.posts import CandidateForm, CorrectionForm
from forecasts.web.sessions import actor
from forecasts.web.sheets import lay_out_post

bp = Blueprint("candidates", __name__)


@bp.post("/candidates/<int:candidate_id>/accept")
def accept(candidate_id: int) -> Response:
    """Log the candidate as it was read."""
    here = context()
    version = read_form(CandidateForm)["version"]
    try:
        with here.database.writing.begin() as session:
            triage.accept(session, candidate_id, version=version, actor=actor(), now=here.clock())
    except InvalidInputError as error:
        return _ask_for_correction(candidate_id, error)
    return _answer(candidate_id)


@bp.post("/candidates/<int:candidate_id>/dismiss")
def dismiss(candidate_id: int) -> Response:
    """Mark the candidate as no forecast."""
    return _decide(candidate_id, triage.dismiss)


@bp.post("/candidates/<int:candidate_id>/reconsider")
def reconsider(candidate_id: int) -> Response:
    """Take a dismissal back."""
    return _decide(candidate_id, triage.reconsider)


def _decide(candidate_id: int, act: Callable[..., None]) -> Response:
    here = context()
    version = read_form(CandidateForm)["version"]
    with here.database.writing.begin() as session:
        act(session, candidate_id, version=version, actor=actor(), now=here.clock())
    return _answer(candidate_id)


@bp.get("/candidates/<int:candidate_id>/edit")
def edit(candidate_id: int) -> Response:
    """The form that corrects a candidate; its post where it is up for decision no more."""
    candidate = _find_own(candidate_id)
    if candidate.status is not CandidateStatus.PROPOSED or candidate.superseded_at is not None:
        return redirect(_address(candidate), code=HTTPStatus.SEE_OTHER)
    return make_response(_show_form(candidate, Form(_typed(candidate))))


@bp.post("/candidates/<int:candidate_id>/edit")
def correct(candidate_id: int) -> Response:
    """Log the candidate as a person corrected it."""
    here = context()
    candidate = _find_own(candidate_id)
    try:
        version, correction = _read_correction(candidate)
        with here.database.writing.begin() as session:
            forecast = triage.accept(
                session,
                candidate_id,
                version=version,
                actor=actor(),
                now=here.clock(),
                correction=correction,
            )
    except InvalidInputError as error:
        page = _show_form(candidate, refused(error))
        return make_response(page, HTTPStatus.UNPROCESSABLE_ENTITY)
    flash(f"Logged as forecast {forecast.id}, as you corrected it.")
    return redirect(_address(candidate), code=HTTPStatus.SEE_OTHER)


def _find(candidate_id: int) -> Candidate:
    with context().database.reading() as session:
        return find_candidate(session, candidate_id, actor=actor())


def _find_own(candidate_id: int) -> Candidate:
    with context().database.reading() as session:
        require_own_candidate(session, candidate_id, actor(), Permission.TRIAGE)
    return _find(candidate_id)


def _address(candidate: Candidate) -> str:
    return url_for("posts.show", post_id=candidate.post_id, _anchor=f"candidate-{candidate.id}")


def _answer(candidate_id: int) -> Response:
    """The paragraphs of the candidate as they stand now, or the whole post without scripts."""
    candidate = _find(candidate_id)
    if "HX-Request" in request.headers:
        return make_response(_render_paragraphs(candidate))
    return redirect(_address(candidate), code=HTTPStatus.SEE_OTHER)


def _render_paragraphs(candidate: Candidate) -> str:
    with context().database.reading() as session:
        post = find_post(session, candidate.post_id, actor=actor())
        sheet = lay_out_post(session, post, actor=actor())
    paragraphs = sheet.paragraphs_of(candidate.id)
    return render_template("posts/_answer.html", sheet=sheet, paragraphs=paragraphs)


def _ask_for_correction(candidate_id: int, error: InvalidInputError) -> Response:
    """The form that corrects the candidate, with what is wrong with it as it was read."""
    candidate = _find(candidate_id)
    form = Form(_typed(candidate), error.fields, str(error))
    answer = make_response(_show_form(candidate, form), HTTPStatus.UNPROCESSABLE_ENTITY)
    answer.headers["HX-Retarget"] = "body"
    answer.headers["HX-Reswap"] = "innerHTML"
    return answer


def _show_form(candidate: Candidate, form: Form) -> str:
    return render_template("candidates/edit.html", candidate=candidate, form=form)


def _typed(candidate: Candidate) -> dict[str, object]:
    """What stands in the form before anybody types."""
    return {
        "claim": candidate.claim,
        "deadline": candidate.deadline,
        "chance": prefill_chance(triage.chance_of(candidate)),
    }


def _read_correction(candidate: Candidate) -> tuple[int, triage.Correction]:
    """The version that the person saw, and what they made of it.

    Raises:
        InvalidInputError: it does not fit the form.
    """
    typed = read_form(CorrectionForm)
    version = typed.pop("version")
    typed["chance"] = read_typed_chance(typed["chance"], shown=triage.chance_of(candidate))
    typed["criteria"] = typed["criteria"] or ""
    return version, triage.Correction(**typed)
