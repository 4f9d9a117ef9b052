"""What every page shows around its content: how much waits, the clock, the ledger's head."""

import importlib.metadata
import json
import logging
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import Flask, g
from flask_login import current_user
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from forecasts.domain.permissions import VISITOR, Permission, may
from forecasts.services.accounts import SignedInAs
from forecasts.store.queries.desk import count_waiting
from forecasts.store.queries.notices import MOST_COUNTED, count_unread
from forecasts.store.queries.operation import Pulse, take_pulse
from forecasts.web.assets import versioned_addresses
from forecasts.web.context import context
from forecasts.web.paging import address_with
from forecasts.web.presentation import FILTERS, write_state
from forecasts.web.reasons import REASON_FILTERS
from forecasts.web.repeats import fresh_key
from forecasts.web.sessions import actor
from forecasts.web.views import own_view

CLOCK_LOOP = "due"
"""The loop whose last pass the foot of each page tells."""

LATE_AFTER = timedelta(minutes=1)
LATE_AFTER_PASSES = 3
"""How long, and how many passes, the clock may be silent before each page says that it is late."""

_AWAY = "database_is_away"

SECTIONS = (
    ("forecasts", "Forecasts", "forecasts.index", Permission.READ),
    ("authors", "Authors", "authors.index", Permission.READ),
    ("posts", "Posts", "posts.index", Permission.READ),
    ("review", "Review", "review.desk", Permission.SEE_DESK),
    ("admin_accounts", "Admin", "admin_accounts.index", Permission.APPOINT),
)
"""The sections in the top line: blueprint, words, endpoint, and the permission that it takes."""

ADMIN_PAGES = (
    ("admin_accounts", "Accounts", "admin_accounts.index"),
    ("admin_claims", "Claims", "admin_claims.index"),
    ("moderation", "Moderation", "moderation.index"),
    ("admin_feeds", "Feeds", "admin_feeds.index"),
    ("hooks", "Web hooks", "hooks.index"),
    ("admin_clock", "Clock", "admin_clock.show"),
    ("admin_backups", "Backups", "admin_backups.index"),
)
"""The pages behind the last section: blueprint, words, endpoint."""

HTMX_CONFIG = json.dumps(
    {
        "allowEval": False,
        "includeIndicatorStyles": False,
        "responseHandling": [
            {"code": "204", "swap": False},
            {"code": ".*", "swap": True},  # an error comes as a page of its own
        ],
    }
)
"""How htmx behaves under our policy: it adds no style and evaluates nothing."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands around each page.

    Attributes:
        waiting: how many items of the desk wait for whoever asks; None where they see no desk, or
            it cannot be told.
        unread: how many notices they have not read, where somebody is signed in.
        pulse: the clock and the ledger; None where the database does not answer.
        clock_is_late: whether the clock should have made another pass by now.
    """

    waiting: int | None = None
    unread: int | None = None
    pulse: Pulse | None = None
    clock_is_late: bool = False


def note_database_away() -> None:
    """Let the rest of this request do without the database: it has just failed to answer."""
    setattr(g, _AWAY, True)


def database_is_away() -> bool:
    """Whether the database failed to answer in this request."""
    return bool(g.get(_AWAY))


def take_frame() -> Frame:
    """The frame of the page; a page is shown without it rather than not at all."""
    if database_is_away():
        return Frame()
    try:
        with context().database.reading() as session:
            waiting, unread = _count_waiting(session), _count_unread(session)
            pulse = take_pulse(session, CLOCK_LOOP)
    except SQLAlchemyError:
        log.exception("the frame of a page could not be read")
        note_database_away()
        return Frame()
    return Frame(waiting, unread, pulse, is_late(pulse.last_pass))


def _count_waiting(session: Session) -> int | None:
    if not permits(Permission.SEE_DESK):
        return None
    return count_waiting(session, own_view(), now=context().clock())


def _count_unread(session: Session) -> int | None:
    return count_unread(session, own_view()) if permits(Permission.KEEP_ACCOUNT) else None


def write_unread(number: int) -> str:
    """How many notices were not read; those beyond the count are not told.

    >>> write_unread(7), write_unread(100)
    ('7', '99+')
    """
    return str(number) if number < MOST_COUNTED else f"{MOST_COUNTED - 1}+"


def is_late(last_pass: datetime | None) -> bool:
    """Whether the clock should have made another pass by now."""
    here = context()
    patience = LATE_AFTER + LATE_AFTER_PASSES * timedelta(seconds=here.config.clock_seconds)
    return last_pass is None or here.clock() - last_pass > patience


def is_signed_in() -> bool:
    """Whether somebody is signed in; nobody is while the database does not answer."""
    return not database_is_away() and bool(current_user.is_authenticated)


def acts_as() -> SignedInAs | None:
    """Whose session it is; None where nobody is signed in, or the database does not answer."""
    acts: SignedInAs | None = current_user.acts if is_signed_in() else None
    return acts


def permits(permission: Permission) -> bool:
    """Whether whoever asks has the permission; while the database is away, as a visitor."""
    return may(VISITOR if database_is_away() else actor(), permission)


def list_sections() -> list[tuple[str, str, str]]:
    """The sections in the top line for whoever asks: blueprint, words, endpoint."""
    return [
        (blueprint, words, endpoint)
        for blueprint, words, endpoint, permission in SECTIONS
        if permits(permission)
    ]


def give_templates_their_words(app: Flask) -> None:
    """Let templates, and the macros they import, use our filters and functions."""
    app.jinja_env.filters.update(FILTERS, **REASON_FILTERS)
    app.jinja_env.globals.update(
        address_with=address_with,
        admin_pages=ADMIN_PAGES,
        asset=versioned_addresses(app),
        fresh_key=fresh_key,
        htmx_config=HTMX_CONFIG,
        sections=list_sections,
        signed_in=is_signed_in,
        acts_as=acts_as,
        Permission=Permission,
        may=permits,
        now=lambda: context().clock(),
        state_of=write_state,
        take_frame=take_frame,
        write_unread=write_unread,
        today=lambda: context().clock().date(),
        version=importlib.metadata.version("forecasts"),
    )
