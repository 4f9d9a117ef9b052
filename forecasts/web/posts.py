"""Posts: pasted, listed, and read with their candidates beside them."""

from http import HTTPStatus

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from forecasts.domain.captures import compare_captures
from forecasts.domain.errors import ConflictError, InvalidInputError
from forecasts.domain.permissions import Permission, may
from forecasts.extraction import TextFormat, normalise
from forecasts.services.arrivals import MAIL, Wanted, announce
from forecasts.services.intake import Submission, capture_post
from forecasts.services.triage import add_quoted
from forecasts.services.twins import find_twin
from forecasts.store.models import Post
from forecasts.store.queries.arrivals import (
    find_source_check,
    list_arrivals,
    list_other_captures,
)
from forecasts.store.queries.authors import names_of_authors
from forecasts.store.queries.posts import (
    count_proposed,
    find_post,
    list_posts,
    may_read_post,
)
from forecasts.web.context import context
from forecasts.web.forms import Form, read_form, refused
from forecasts.web.paging import read_paging
from forecasts.web.repeats import once
from forecasts.web.schemas.posts import FileForm, PostForm, QuoteForm
from forecasts.web.sessions import actor
from forecasts.web.sheets import lay_out_post

bp = Blueprint("posts", __name__)

COMMON_ZONES = (
    "America/Chicago",
    "America/Los_Angeles",
    "America/New_York",
    "America/Sao_Paulo",
    "Asia/Kolkata",
    "Asia/Shanghai",
    "Asia/Tokyo",
    "Australia/Sydney",
    "Europe/Berlin",
    "Europe/London",
    "Europe/Moscow",
    "UTC",
)
"""Zones that the field completes; any other name of a zone is taken as well."""

FORMATS = (
    (TextFormat.TEXT, "Plain text"),
    (TextFormat.MARKDOWN, "Markdown"),
    (TextFormat.HTML, "HTML"),
)

_FORMAT_OF_ENDING = {
    "md": TextFormat.MARKDOWN,
    "markdown": TextFormat.MARKDOWN,
    "htm": TextFormat.HTML,
    "html": TextFormat.HTML,
}

_TYPE_OF_ENDING = {
    "eml": MAIL,
    "htm": "text/html",
    "html": "text/html",
    "md": "text/markdown",
    "markdown": "text/markdown",
}
_LONGEST_FILE_NAME = 200


@bp.get("/posts")
def index() -> str:
    """A page of the captured posts."""
    with context().database.reading() as session:
        page = list_posts(session, read_paging(), actor=actor())
        mine = [post.id for post in page.rows if _is_mine(post)]
        proposed = count_proposed(session, mine)
        arriving = list_arrivals(session, actor=actor()) if actor().account_id else []
    return render_template(
        "posts/list.html",
        page=page,
        mine=mine,
        proposed=proposed,
        arriving=arriving,
        keeps_feeds=may(actor(), Permission.KEEP_FEEDS),
    )


def _is_mine(post: Post) -> bool:
    return actor().owns(recorded_by=post.captured_by, author_id=post.author_id)


@bp.get("/posts/new")
def new() -> str:
    """The form that takes a post."""
    return _show_form(Form({"text_format": TextFormat.TEXT, **request.args.to_dict()}))


@bp.post("/posts")
def capture() -> Response:
    """Capture a post, then show it with its candidates."""
    here = context()
    try:
        handed_in = _read_file() or _read_submission()
        with here.database.writing.begin() as session:
            address = once(session, lambda: _take(session, handed_in))
    except InvalidInputError as error:
        return make_response(_show_form(refused(error)), HTTPStatus.UNPROCESSABLE_ENTITY)
    return redirect(address, code=HTTPStatus.SEE_OTHER)


def _take(session: Session, handed_in: Submission | Wanted) -> str:
    """Where to go: to the post, or to where its reading can be watched."""
    if isinstance(handed_in, Submission):
        return _capture(session, handed_in)
    arrival = announce(session, handed_in, actor=actor(), now=context().clock())
    return url_for("arrivals.show", arrival_id=arrival.id)


@bp.get("/posts/<int:post_id>")
def show(post_id: int) -> str:
    """A post with the marks of its candidates."""
    with context().database.reading() as session:
        return _show_post(session, post_id, Form())


@bp.get("/posts/<int:post_id>/changes/<int:other_id>")
def changes(post_id: int, other_id: int) -> str:
    """What changed from one capture to another."""
    with context().database.reading() as session:
        before, after = (find_post(session, each, actor=actor()) for each in (post_id, other_id))
        return render_template(
            "posts/changes.html",
            before=before,
            after=after,
            changes=compare_captures(before.text, after.text),
        )


@bp.post("/posts/<int:post_id>/quotes")
def quote(post_id: int) -> Response:
    """Take words that the extractor passed over, then show the candidate they make."""
    here = context()
    try:
        words = read_form(QuoteForm)["quote"]
        with here.database.writing.begin() as session:
            address = once(session, lambda: _quote(session, post_id, words))
    except InvalidInputError as error:
        return _show_again(post_id, refused(error), HTTPStatus.UNPROCESSABLE_ENTITY)
    except ConflictError as error:
        form = Form(request.form.to_dict(), {"quote": str(error)})
        return _show_again(post_id, form, HTTPStatus.CONFLICT)
    return redirect(address, code=HTTPStatus.SEE_OTHER)


def _capture(session: Session, submission: Submission) -> str:
    here = context()
    _refuse_twin(session, submission)
    post = capture_post(
        session,
        submission,
        actor=actor(),
        now=here.clock(),
        wants_opinion=here.config.second_opinion is not None,
    )
    return url_for(".show", post_id=post.id)


def _refuse_twin(session: Session, submission: Submission) -> None:
    """Return when this text is new, is of the same day, or is to be captured all the same.

    Raises:
        InvalidInputError: it was captured already, as of another day.
    """
    twin = find_twin(session, submission.author, _text_of(submission))
    if twin is None or twin.published == submission.published or request.form.get("again"):
        return
    if not may_read_post(session, twin.id, actor=actor()):
        return
    raise InvalidInputError(
        f"This very text was captured before, as post {twin.id}, published on {twin.published}.",
        {"again": f"It is post {twin.id} already, published on {twin.published}."},
    )


def _text_of(submission: Submission) -> str:
    return normalise(submission.raw, text_format=submission.text_format)


def _quote(session: Session, post_id: int, words: str) -> str:
    candidate = add_quoted(session, post_id, words, actor=actor(), now=context().clock())
    return url_for(".show", post_id=post_id, _anchor=f"candidate-{candidate.id}")


def _show_form(form: Form) -> str:
    with context().database.reading() as session:
        authors = names_of_authors(session, actor=actor())
    return render_template(
        "posts/new.html", form=form, authors=authors, zones=COMMON_ZONES, formats=FORMATS
    )


def _show_again(post_id: int, form: Form, status: HTTPStatus) -> Response:
    with context().database.reading() as session:
        return make_response(_show_post(session, post_id, form), status)


def _show_post(session: Session, post_id: int, form: Form) -> str:
    sheet = lay_out_post(session, find_post(session, post_id, actor=actor()), actor=actor())
    return render_template(
        "posts/show.html",
        sheet=sheet,
        form=form,
        captures=list_other_captures(session, sheet.post, actor=actor()),
        source=find_source_check(session, post_id),
    )


def _read_file() -> Wanted | None:
    """The uploaded file where it has to be read first: a mail, or one that says who and when.

    Raises:
        InvalidInputError: what was typed beside it does not fit the form.
    """
    upload = request.files.get("file")
    if upload is None or not upload.filename:
        return None
    typed = read_form(FileForm)
    ending = upload.filename.rpartition(".")[2].lower()
    if ending != "eml" and typed["author"] and typed["published"]:
        return None
    if typed["text"] is not None:
        raise _text_and_file()
    named = ("author", "title", "published", "zone", "visibility")
    return Wanted(
        raw=upload.read(),
        content_type=_TYPE_OF_ENDING.get(ending, "text/plain"),
        file_name=upload.filename[:_LONGEST_FILE_NAME],
        **{name: typed[name] for name in named},
    )


def _text_and_file() -> InvalidInputError:
    return InvalidInputError(
        "There is a text and a file.",
        {"file": "Paste the text or choose a file, not both."},
    )


def _read_submission() -> Submission:
    """The posted post.

    Raises:
        InvalidInputError: it does not fit the form, or holds no text.
    """
    typed = read_form(PostForm)
    raw, text_format = _read_text(typed.pop("text"), typed.pop("text_format"))
    typed["title"] = typed["title"] or ""
    del typed["again"]
    return Submission(raw=raw, text_format=text_format, **typed)


def _read_text(text: str | None, text_format: TextFormat) -> tuple[bytes, TextFormat]:
    """The bytes of the post and what they are; those of a file where there is one."""
    upload = request.files.get("file")
    if upload is not None and upload.filename:
        if text is not None:
            raise _text_and_file()
        ending = upload.filename.rpartition(".")[2].lower()
        return upload.read(), _FORMAT_OF_ENDING.get(ending, TextFormat.TEXT)
    if text is None:
        raise InvalidInputError("There is no text.", {"text": "Paste the text of the post."})
    return text.encode(), text_format
