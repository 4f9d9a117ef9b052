"""Taking all of one's own along, and having it erased."""

import tempfile
from http import HTTPStatus

from flask import (
    Blueprint,
    Response,
    flash,
    make_response,
    redirect,
    render_template,
    send_file,
    session,
    url_for,
)
from flask_login import logout_user
from werkzeug.exceptions import Unauthorized
from werkzeug.wrappers import Response as Answer

from forecasts.domain.errors import InvalidInputError
from forecasts.services.erasure import ErasureReason, erase_account
from forecasts.services.exporting import require_own_archive, whose_account, write_archive
from forecasts.web.context import context
from forecasts.web.forms import Form, read_form, refused
from forecasts.web.schemas.erasing import LeavingForm
from forecasts.web.sessions import actor

bp = Blueprint("leaving", __name__)

_IN_MEMORY = 1024 * 1024
"""Bytes of an archive up to which it is not written to a file first."""


@bp.get("/account/export")
def archive() -> Response:
    """All that is kept of whoever asks, in one archive."""
    account_id = _own()
    stream = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115 - it is closed when it was sent
    with context().database.reading() as reading:
        require_own_archive(actor(), account_id)
        write_archive(reading, whose_account(reading, account_id), stream)  # type: ignore[arg-type]  # it is one
    stream.seek(0)
    answer: Response = send_file(
        stream,  # type: ignore[arg-type]  # as above
        mimetype="application/zip",
        as_attachment=True,
        download_name=f"forecasts-account-{account_id}.zip",
        max_age=0,
    )
    return answer


@bp.get("/account/erasure")
def ask() -> str:
    """What erasing means, and the form that does it."""
    return _show(Form())


@bp.post("/account/erasure")
def leave() -> Answer:
    """Erase whoever asks, and sign them out."""
    here = context()
    try:
        read_form(LeavingForm)
        with here.database.writing.begin() as writing:
            erase_account(
                writing, _own(), reason=ErasureReason.ASKED, actor=actor(), now=here.clock()
            )
    except InvalidInputError as error:
        return make_response(_show(refused(error)), HTTPStatus.UNPROCESSABLE_ENTITY)
    logout_user()
    session.clear()
    flash("Your account was erased, with every word of yours. Goodbye.")
    return redirect(url_for("home.show"), HTTPStatus.SEE_OTHER)


def _own() -> int:
    number = actor().account_id
    if number is None:
        raise Unauthorized
    return number


def _show(form: Form) -> str:
    return render_template("leaving/ask.html", form=form)
