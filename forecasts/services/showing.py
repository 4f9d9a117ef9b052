"""Who gets to see what: owners choose, and nothing that is decided can be hidden any more."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forecasts.domain.errors import ConflictError, NotAllowedError, NotFoundError
from forecasts.domain.lifecycle import Status
from forecasts.domain.permissions import Actor, Permission, may, require, require_own
from forecasts.domain.visibility import Visibility
from forecasts.ledger import read_line
from forecasts.services.facts import (
    facts_of_decision,
    facts_of_estimate,
    facts_of_forecast,
    facts_of_post,
)
from forecasts.services.journal import Act, record
from forecasts.services.owning import require_own_forecast, require_own_post
from forecasts.services.shielding import HIDDEN, SHOWN
from forecasts.store.models import Author, Estimate, Forecast, LedgerEntry, Post, Resolution

MODERATED = "moderated"
"""The fact that tells of a hiding which only a moderator takes back."""


def show_forecast(
    session: Session,
    forecast_id: int,
    goal: Visibility,
    *,
    version: int,
    actor: Actor,
    now: datetime,
) -> None:
    """Let more people see a forecast, at any time, or fewer while it is open.

    Raises:
        NotFoundError: there is no such forecast.
        ConflictError: it has changed since it was read, or is open no more.
        NotAllowedError: it is neither the actor's own nor recorded by them, or a moderator hid it.
    """
    require_own_forecast(session, forecast_id, actor, Permission.SET_VISIBILITY)
    forecast = session.get_one(Forecast, forecast_id, with_for_update=True)
    _refuse_stale(forecast.version, version)
    before = forecast.visibility
    if goal is before:
        return
    if goal.hides_more_than(before) and not _is_open(forecast, now):
        raise ConflictError(
            "Only while a forecast is open may fewer people see it than before: what is due or"
            " decided stays where it was seen."
        )
    _refuse_moderated(session, f"forecast:{forecast_id}", actor)
    forecast.visibility = goal
    forecast.version += 1
    session.flush()
    record(session, [act_on_forecast(session, forecast, before)], actor=actor, now=now)


def show_post(
    session: Session,
    post_id: int,
    goal: Visibility,
    *,
    seen_as: Visibility,
    actor: Actor,
    now: datetime,
) -> None:
    """Let more people see a post, at any time, or fewer while all its forecasts are open.

    Its forecasts stay as they are: each is shown or hidden by itself.

    Args:
        seen_as: the visibility that whoever asks saw.

    Raises:
        NotFoundError: there is no such post.
        ConflictError: it has changed since it was read, or a forecast from it is open no more.
        NotAllowedError: it is neither the actor's own nor recorded by them, or a moderator hid it.
    """
    require_own_post(session, post_id, actor, Permission.SET_VISIBILITY)
    post = session.get_one(Post, post_id, with_for_update=True)
    if post.visibility is not seen_as:
        raise ConflictError(f"This post is {post.visibility} by now; nothing was changed.")
    if goal is seen_as:
        return
    if goal.hides_more_than(seen_as) and _has_settled(session, post_id, now):
        raise ConflictError(
            "A forecast from this post is due or decided: fewer people may see the post than"
            " before only while all are open."
        )
    _refuse_moderated(session, f"post:{post_id}", actor)
    post.visibility = goal
    session.flush()
    record(session, [act_on_post(post, seen_as)], actor=actor, now=now)


def set_default(
    session: Session,
    author_id: int,
    goal: Visibility,
    *,
    version: int,
    actor: Actor,
    now: datetime,
) -> None:
    """Choose who gets to see what is recorded of an author from now on.

    Raises:
        NotFoundError: there is no such author.
        ConflictError: the author has changed since it was read.
        NotAllowedError: the actor is not this author.
    """
    require(actor, Permission.SET_VISIBILITY)
    author = session.get(Author, author_id, with_for_update=True)
    if author is None or author.erased_at is not None:
        raise NotFoundError("There is no such author.")
    require_own(actor, Permission.SET_VISIBILITY, recorded_by="", author_id=author_id)
    _refuse_stale(author.version, version)
    if goal is author.visibility:
        return
    kind = HIDDEN if goal.hides_more_than(author.visibility) else SHOWN
    facts = {"before": author.visibility.value, "visibility": goal.value}
    author.visibility = goal
    author.version += 1
    session.flush()
    record(session, [Act(kind, f"author:{author_id}", facts)], actor=actor, now=now)


def act_on_forecast(
    session: Session, forecast: Forecast, before: Visibility, *, moderated: bool = False
) -> Act:
    """What the ledger tells of a forecast that more or fewer people get to see now.

    What was private until now is told in full, since the ledger only committed to it then.
    """
    facts = _change(before, forecast.visibility, moderated=moderated)
    if before is Visibility.PRIVATE:
        facts |= facts_of_forecast(forecast)
        estimates = sa.select(Estimate).where(Estimate.forecast_id == forecast.id)
        facts["estimates"] = [
            facts_of_estimate(each) for each in session.scalars(estimates.order_by(Estimate.id))
        ]
        decisions = sa.select(Resolution).where(Resolution.forecast_id == forecast.id)
        facts["decisions"] = [
            facts_of_decision(each) for each in session.scalars(decisions.order_by(Resolution.id))
        ]
    return Act(_kind(before, forecast.visibility), f"forecast:{forecast.id}", facts)


def act_on_post(post: Post, before: Visibility, *, moderated: bool = False) -> Act:
    """What the ledger tells of a post that more or fewer people get to see now."""
    facts = _change(before, post.visibility, moderated=moderated)
    if before is Visibility.PRIVATE:
        facts |= facts_of_post(post)
    return Act(_kind(before, post.visibility), f"post:{post.id}", facts)


def last_hiding(session: Session, subject: str) -> dict[str, object] | None:
    """The facts of the moderator's hiding that is in force; None where there is none."""
    query = (
        sa.select(LedgerEntry)
        .where(LedgerEntry.subject == subject, LedgerEntry.kind.in_((SHOWN, HIDDEN)))
        .order_by(LedgerEntry.sequence.desc())
        .limit(1)
    )
    entry = session.scalar(query)
    if entry is None or entry.kind != HIDDEN:
        return None
    facts: dict[str, object] = read_line(entry.facts)
    return facts if facts.get(MODERATED) else None


def _change(before: Visibility, after: Visibility, *, moderated: bool) -> dict[str, object]:
    return {"before": before.value, "visibility": after.value, MODERATED: moderated}


def _kind(before: Visibility, after: Visibility) -> str:
    return HIDDEN if after.hides_more_than(before) else SHOWN


def _refuse_stale(version: int, seen: int) -> None:
    if version != seen:
        raise ConflictError("This has changed since you opened it; nothing of yours was saved.")


def _is_open(forecast: Forecast, now: datetime) -> bool:
    return forecast.status is Status.OPEN and forecast.due_at > now


def _has_settled(session: Session, post_id: int, now: datetime) -> bool:
    query = sa.select(sa.literal(1)).where(
        Forecast.post_id == post_id,
        (Forecast.status != Status.OPEN) | (Forecast.due_at <= now),
    )
    return session.scalar(query.limit(1)) is not None


def _refuse_moderated(session: Session, subject: str, actor: Actor) -> None:
    """Leave to moderators what a moderator hid; the ledger tells, as it was written with it."""
    if not may(actor, Permission.MODERATE) and last_hiding(session, subject) is not None:
        raise NotAllowedError("An admin hid this; only an admin can bring it back.")
