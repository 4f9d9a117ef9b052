"""Whose a post or a forecast is: of who recorded it, and of its author."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forecasts.domain.errors import GoneError, NotFoundError
from forecasts.domain.permissions import Actor, Permission, require, require_own
from forecasts.store.models import Candidate, Forecast, Post
from forecasts.store.queries.visibility import readable_by


def require_own_forecast(
    session: Session, forecast_id: int, actor: Actor, permission: Permission
) -> None:
    """Return when the actor has the permission on this forecast.

    Raises:
        NotFoundError: there is no such forecast, or the actor may not know of it.
        GoneError: it was erased.
        NotAllowedError: the role has it not, or the forecast is somebody else's.
    """
    require(actor, permission)
    query = sa.select(Forecast.recorded_by, Forecast.author_id, Forecast.erased_at)
    _require_owner(
        session.execute(query.where(Forecast.id == forecast_id, readable_by(actor))).first(),
        f"forecast {forecast_id}",
        actor,
        permission,
    )


def require_readable_forecast(session: Session, forecast_id: int, actor: Actor) -> None:
    """Return when there is such a forecast and the actor may read it.

    Raises:
        NotFoundError: there is none, or it is private and somebody else's.
    """
    query = sa.select(Forecast.id).where(Forecast.id == forecast_id, readable_by(actor))
    if session.scalar(query) is None:
        raise NotFoundError(f"There is no forecast {forecast_id}.")


def require_own_post(session: Session, post_id: int, actor: Actor, permission: Permission) -> None:
    """Return when the actor has the permission on this post.

    Raises:
        NotFoundError: there is no such post, or the actor may not know of it.
        GoneError: it was erased.
        NotAllowedError: the role has it not, or the post is somebody else's.
    """
    require(actor, permission)
    query = sa.select(Post.captured_by, Post.author_id, Post.erased_at)
    _require_owner(
        session.execute(query.where(Post.id == post_id, readable_by(actor, Post))).first(),
        f"post {post_id}",
        actor,
        permission,
    )


def require_own_candidate(
    session: Session, candidate_id: int, actor: Actor, permission: Permission
) -> None:
    """Return when the actor has the permission on the post of this candidate.

    Raises:
        NotFoundError: there is no such candidate, or the actor may not know of it.
        GoneError: its post was erased.
        NotAllowedError: the role has it not, or the post is somebody else's.
    """
    require(actor, permission)
    query = sa.select(Post.captured_by, Post.author_id, Post.erased_at).join(
        Candidate, Candidate.post_id == Post.id
    )
    _require_owner(
        session.execute(
            query.where(Candidate.id == candidate_id, readable_by(actor, Post))
        ).first(),
        f"candidate {candidate_id}",
        actor,
        permission,
    )


def _require_owner(
    found: sa.Row[str, int, datetime | None] | None, what: str, actor: Actor, permission: Permission
) -> None:
    if found is None:
        raise NotFoundError(f"There is no {what}.")
    recorded_by, author_id, erased_at = found
    require_own(actor, permission, recorded_by=recorded_by, author_id=author_id)
    if erased_at is not None:
        raise GoneError(f"The text of {what} was erased by request.")
