"""Notices: what falls due, waits, was decided or disputed, for whoever is signed in."""

from http import HTTPStatus

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from forecasts.domain.permissions import Permission, may
from forecasts.services.seeing import see, see_all
from forecasts.store.models import NoticeKind
from forecasts.store.queries.brake import count_held
from forecasts.store.queries.notices import NoticeFilter, list_notices
from forecasts.web.context import context
from forecasts.web.filters import read_filters
from forecasts.web.forms import read_form
from forecasts.web.paging import read_paging
from forecasts.web.presentation import write_count
from forecasts.web.schemas.notices import NoticeQuery, ReadAllForm
from forecasts.web.sessions import actor
from forecasts.web.views import own_view

bp = Blueprint("notices", __name__, url_prefix="/notices")


@bp.get("")
def index() -> str:
    """A page of what is told to whoever asks; to admins also how much is held back."""
    wanted = _read_filter()
    with context().database.reading() as reading:
        return render_template(
            "notices/list.html",
            page=list_notices(reading, own_view(), wanted, read_paging()),
            wanted=wanted,
            kinds=list(NoticeKind),
            held=count_held(reading) if may(actor(), Permission.OPERATE) else 0,
        )


@bp.post("/<int:notice_id>/read")
def read(notice_id: int) -> Response:
    """Note that it was read."""
    here = context()
    with here.database.writing.begin() as writing:
        see(writing, notice_id, own_view(), now=here.clock())
    return _back()


@bp.post("/read")
def read_all() -> Response:
    """Note that everything on the list was read, up to the newest that was shown."""
    here, newest = context(), read_form(ReadAllForm)["newest"]
    with here.database.writing.begin() as writing:
        number = see_all(
            writing, own_view(), newest=newest, wanted=_read_filter(), now=here.clock()
        )
    flash(f"{write_count(number, 'notice')} marked as read.")
    return _back()


def _read_filter() -> NoticeFilter:
    wanted, _ = read_filters(NoticeQuery)
    return NoticeFilter(**wanted)


def _back() -> Response:
    parts = {
        name: request.args[name]
        for name in ("kind", "unread", "past", "page", "size")
        if request.args.get(name)
    }
    return redirect(url_for(".index", **parts), HTTPStatus.SEE_OTHER)  # type: ignore[arg-type]
