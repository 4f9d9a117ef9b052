"""Taking all of one's own along, and having it erased."""

import tempfile
from collections.abc import Iterator
from http import HTTPStatus
from typing import IO

from flask import (
    Blueprint,
    Response,
    flash,
    make_response,
    redirect,
    render_template,
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

_PIECE = 64 * 1024
_IN_MEMORY = 1024 * 1024
"""Bytes of an archive up to which it is not written to a file first."""


@bp.get("/account/export")
def archive() -> Response:
    """All that is kept of whoever asks, in one archive."""
    account_id = _own()
    stream = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115 - its reader closes it
    with context().database.reading() as reading:
        require_own_archive(actor(), account_id)
        write_archive(reading, whose_account(reading, account_id), stream)
    size = stream.tell()
    stream.seek(0)
    name = f"forecasts-account-{account_id}.zip"
    headers = {"Content-Disposition": f"attachment; filename={name}", "Content-Length": str(size)}
    answer = Response(_pour(stream), mimetype="application/zip", headers=headers)
    answer.call_on_close(stream.close)  # where nobody reads it, as for HEAD
    return answer


def _pour(stream: IO[bytes]) -> Iterator[bytes]:
    """What is in the file, a piece at a time; it is closed in the end."""
    with stream:
        while piece := stream.read(_PIECE):
            yield piece


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
