"""The feeds whose posts come by themselves: how each is doing, and what there is to do about it."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from marshmallow import Schema
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from forecasts.domain.errors import ConflictError, InvalidInputError
from forecasts.services import feeds
from forecasts.services.feeds import FeedSettings
from forecasts.store.models import Feed
from forecasts.store.queries.authors import names_of_authors
from forecasts.store.queries.feeds import (
    count_brought,
    find_feed,
    list_feeds,
    list_polls,
    list_problems,
)
from forecasts.web.account import write
from forecasts.web.context import context
from forecasts.web.forms import Form, read_form, refused
from forecasts.web.paging import read_paging
from forecasts.web.posts import COMMON_ZONES
from forecasts.web.repeats import once
from forecasts.web.schemas.feeds import ChangedFeedForm, FeedVersionForm, NewFeedForm
from forecasts.web.sessions import actor

bp = Blueprint("admin_feeds", __name__, url_prefix="/admin/feeds")

FRESH = {"minutes": feeds.USUAL}


@bp.get("")
def index() -> str:
    """A page of the feeds, and a form that adds one."""
    return _show_list(Form({**FRESH, **request.args.to_dict()}, prefix="new"))


@bp.post("")
def add() -> Response:
    """Add a feed, then show it."""
    here = context()
    try:
        typed = read_form(NewFeedForm)
        with here.database.writing.begin() as session:
            address = once(session, lambda: _add(session, typed))
    except InvalidInputError as error:
        page = _show_list(refused(error, prefix="new"))
        return make_response(page, HTTPStatus.UNPROCESSABLE_ENTITY)
    except ConflictError as error:
        form = Form(request.form.to_dict(), {"address": str(error)}, prefix="new")
        return make_response(_show_list(form), HTTPStatus.CONFLICT)
    return redirect(address, code=HTTPStatus.SEE_OTHER)


def _add(session: Session, typed: dict[str, Any]) -> str:
    address = typed.pop("address")
    settings = FeedSettings(**typed)
    feed = feeds.add_feed(session, address, settings, actor=actor(), now=context().clock())
    return url_for(".show", feed_id=feed.id)


@bp.get("/<int:feed_id>")
def show(feed_id: int) -> str:
    """One feed: its state, its settings, and what came of asking it."""
    return _show(feed_id)


@bp.post("/<int:feed_id>")
def change(feed_id: int) -> Response:
    """Let other settings hold from now on."""

    def act(typed: dict[str, Any]) -> str:
        version = typed.pop("version")
        write(feeds.change_feed, feed_id, FeedSettings(**typed), version=version)
        return "The settings were changed. They hold for what comes from now on."

    return _take(feed_id, ChangedFeedForm, act)


@bp.post("/<int:feed_id>/pause")
def pause(feed_id: int) -> Response:
    """Ask the feed no more."""

    def act(typed: dict[str, Any]) -> str:
        write(feeds.pause_feed, feed_id, version=typed["version"])
        return "Paused. Nothing is asked until you let it go on."

    return _take(feed_id, FeedVersionForm, act)


@bp.post("/<int:feed_id>/resumption")
def resume(feed_id: int) -> Response:
    """Ask the feed again."""

    def act(typed: dict[str, Any]) -> str:
        write(feeds.resume_feed, feed_id, version=typed["version"])
        return "It goes on with the next pass of the clock."

    return _take(feed_id, FeedVersionForm, act)


@bp.post("/<int:feed_id>/poll")
def poll(feed_id: int) -> Response:
    """Ask the feed with the next pass."""

    def act(typed: dict[str, Any]) -> str:
        write(feeds.poll_soon, feed_id, version=typed["version"])
        return "It is asked with the next pass of the clock; open this page again in a moment."

    return _take(feed_id, FeedVersionForm, act)


def _take(feed_id: int, schema: type[Schema], act: Callable[[dict[str, Any]], str]) -> Response:
    try:
        told = act(read_form(schema))
    except InvalidInputError as error:
        return make_response(_show(feed_id, refused(error)), HTTPStatus.UNPROCESSABLE_ENTITY)
    except ConflictError as error:
        form = Form(request.form.to_dict(), message=str(error))
        return make_response(_show(feed_id, form), HTTPStatus.CONFLICT)
    flash(told)
    return redirect(url_for(".show", feed_id=feed_id), code=HTTPStatus.SEE_OTHER)


def _show_list(form: Form) -> str:
    with context().database.reading() as session:
        page = list_feeds(session, read_paging())
        return render_template(
            "admin/feeds.html",
            page=page,
            brought=count_brought(session, [feed.id for feed in page.rows]),
            form=form,
            authors=names_of_authors(session, actor=actor()),
            zones=COMMON_ZONES,
        )


def _show(feed_id: int, form: Form | None = None) -> str:
    with context().database.reading() as session:
        feed = find_feed(session, feed_id)
        return render_template(
            "admin/feed.html",
            feed=feed,
            form=_with_settings(feed, form or Form()),
            polls=list_polls(session, feed_id),
            problems=list_problems(session, feed_id),
            brought=count_brought(session, [feed_id])[feed_id],
            authors=names_of_authors(session, actor=actor()),
            zones=COMMON_ZONES,
        )


def _with_settings(feed: Feed, form: Form) -> Form:
    """The form with what holds now, where nothing else was typed."""
    settings = {
        "author": feed.author.name,
        "authors_named": "yes" if feed.authors_named else "",
        "whole_pages": "yes" if feed.whole_pages else "",
        "zone": feed.zone,
        "visibility": feed.visibility.value if feed.visibility else "",
        "minutes": feed.minutes,
    }
    typed = form.typed if form.faults else {}
    return Form({**settings, **typed}, form.faults, form.message)
