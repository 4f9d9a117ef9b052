"""Whose a post or a forecast is: of who recorded it, and of its author."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forecasts.domain.errors import NotFoundError
from forecasts.domain.permissions import Actor, Permission, require, require_own
from forecasts.store.models import Candidate, Forecast, Post


def require_own_forecast(
    session: Session, forecast_id: int, actor: Actor, permission: Permission
) -> None:
    """Return when the actor has the permission on this forecast.

    Raises:
        NotFoundError: there is no such forecast.
        NotAllowedError: the role has it not, or the forecast is somebody else's.
    """
    require(actor, permission)
    query = sa.select(Forecast.recorded_by, Forecast.author_id).where(Forecast.id == forecast_id)
    found = session.execute(query).first()
    if found is None:
        raise NotFoundError(f"There is no forecast {forecast_id}.")
    require_own(actor, permission, recorded_by=found.recorded_by, author_id=found.author_id)


def require_own_post(session: Session, post_id: int, actor: Actor, permission: Permission) -> None:
    """Return when the actor has the permission on this post.

    Raises:
        NotFoundError: there is no such post.
        NotAllowedError: the role has it not, or the post is somebody else's.
    """
    require(actor, permission)
    query = sa.select(Post.captured_by, Post.author_id).where(Post.id == post_id)
    found = session.execute(query).first()
    if found is None:
        raise NotFoundError(f"There is no post {post_id}.")
    require_own(actor, permission, recorded_by=found.captured_by, author_id=found.author_id)


def require_own_candidate(
    session: Session, candidate_id: int, actor: Actor, permission: Permission
) -> None:
    """Return when the actor has the permission on the post of this candidate.

    Raises:
        NotFoundError: there is no such candidate.
        NotAllowedError: the role has it not, or the post is somebody else's.
    """
    require(actor, permission)
    post_id = session.scalar(sa.select(Candidate.post_id).where(Candidate.id == candidate_id))
    if post_id is None:
        raise NotFoundError(f"There is no candidate {candidate_id}.")
    require_own_post(session, post_id, actor, permission)
