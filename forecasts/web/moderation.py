"""What the newest accounts recorded, and hiding all of it at once."""

from http import HTTPStatus

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from forecasts.services.moderating import bring_back as show_again
from forecasts.services.moderating import hide_all
from forecasts.store.queries.moderation import list_newest_accounts, tell_recorded
from forecasts.web.context import context
from forecasts.web.paging import read_paging
from forecasts.web.presentation import write_count
from forecasts.web.sessions import actor

bp = Blueprint("moderation", __name__)


@bp.get("/admin/moderation")
def index() -> str:
    """A page of the newest accounts, with what each recorded."""
    with context().database.reading() as reading:
        page = list_newest_accounts(reading, read_paging())
        recorded = tell_recorded(reading, page.rows)
    return render_template("moderation/index.html", page=page, recorded=recorded)


@bp.post("/admin/accounts/<int:account_id>/hiding")
def hide(account_id: int) -> Response:
    """Make private whatever the account recorded."""
    here = context()
    with here.database.writing.begin() as writing:
        number = hide_all(writing, account_id, actor=actor(), now=here.clock())
    flash(f"{write_count(number, 'item')} of account {account_id} hidden.")
    return redirect(url_for(".index"), HTTPStatus.SEE_OTHER)


@bp.post("/admin/accounts/<int:account_id>/bringing-back")
def bring_back(account_id: int) -> Response:
    """Show again what was hidden of the account, as it was before."""
    here = context()
    with here.database.writing.begin() as writing:
        number = show_again(writing, account_id, actor=actor(), now=here.clock())
    flash(f"{write_count(number, 'item')} of account {account_id} shown again.")
    return redirect(url_for(".index"), HTTPStatus.SEE_OTHER)
