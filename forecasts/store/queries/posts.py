"""Posts and their candidates."""

from collections.abc import Collection
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, contains_eager, defer, joinedload

from forecasts.domain.errors import GoneError, NotFoundError
from forecasts.domain.permissions import Actor
from forecasts.store.models import Candidate, CandidateStatus, Forecast, Post
from forecasts.store.queries.paging import Page, Paging, fetch_page
from forecasts.store.queries.visibility import readable_by, visible_to


def find_post(session: Session, post_id: int, *, actor: Actor) -> Post:
    """The post with its author, without its bytes.

    Raises:
        NotFoundError: there is no such post, or the actor may not read it.
        GoneError: it was erased.
    """
    post = session.scalar(
        sa.select(Post)
        .options(joinedload(Post.author), defer(Post.raw, raiseload=True))
        .where(Post.id == post_id, readable_by(actor, Post))
    )
    if post is None:
        raise NotFoundError(f"There is no post {post_id}.")
    if post.erased_at is not None:
        raise GoneError(f"The text of post {post_id} was erased by request.")
    return post


def may_read_post(session: Session, post_id: int, *, actor: Actor) -> bool:
    """Whether the actor may read the post."""
    query = sa.select(sa.literal(1)).where(
        Post.id == post_id, Post.erased_at.is_(None), readable_by(actor, Post)
    )
    return session.scalar(query) is not None


def list_post_ids(session: Session, wanted: Collection[int] = ()) -> list[int]:
    """The numbers of these posts, or of all when none is named, in the order of their capture.

    Raises:
        NotFoundError: one that is named is not there.
    """
    query = sa.select(Post.id).where(Post.erased_at.is_(None)).order_by(Post.id)
    found = list(session.scalars(query.where(Post.id.in_(wanted)) if wanted else query))
    missing = sorted(set(wanted) - set(found))
    if missing:
        raise NotFoundError(
            f"There is no post {', '.join(map(str, missing))}; nothing was changed."
        )
    return found


def list_candidates(session: Session, post_id: int) -> list[Candidate]:
    """The candidates of a post, in the order in which they stand in it; no superseded ones."""
    query = (
        sa.select(Candidate)
        .where(Candidate.post_id == post_id, Candidate.superseded_at.is_(None))
        .order_by(Candidate.start)
    )
    return list(session.scalars(query))


def find_candidate(session: Session, candidate_id: int, *, actor: Actor) -> Candidate:
    """The candidate with its post and that post's author.

    Raises:
        NotFoundError: there is no such candidate, or the actor may not read its post.
    """
    candidate = session.scalar(
        sa.select(Candidate)
        .join(Candidate.post)
        .options(contains_eager(Candidate.post).joinedload(Post.author))
        .where(Candidate.id == candidate_id, readable_by(actor, Post))
    )
    if candidate is None:
        raise NotFoundError(f"There is no candidate {candidate_id}.")
    return candidate


def list_sightings(session: Session, candidate_id: int | None) -> list[dict[str, Any]]:
    """The other places at which its post says a candidate unchanged: start, end and quote."""
    query = sa.select(Candidate.sightings).where(Candidate.id == candidate_id)
    return session.scalar(query) or []


def forecasts_of_candidates(session: Session, post_id: int, *, actor: Actor) -> dict[int, int]:
    """Number of the forecast that was logged from each accepted candidate of a post.

    Those that the actor may not read are left out.
    """
    query = sa.select(Forecast.candidate_id, Forecast.id).where(
        Forecast.post_id == post_id, Forecast.candidate_id.is_not(None), readable_by(actor)
    )
    return {candidate: forecast for candidate, forecast in session.execute(query) if candidate}


def list_posts(session: Session, paging: Paging, *, actor: Actor) -> Page[Post]:
    """Posts with their authors, the last captured first."""
    query = (
        sa.select(Post)
        .options(joinedload(Post.author), defer(Post.raw), defer(Post.text))
        .where(visible_to(actor, Post))
        .order_by(Post.captured_at.desc(), Post.id.desc())
    )
    return fetch_page(session, query, paging)


def count_proposed(session: Session, post_ids: list[int]) -> dict[int, int]:
    """How many candidates still wait for a decision, for each of these posts."""
    query = (
        sa.select(Candidate.post_id, sa.func.count())
        .where(
            Candidate.post_id.in_(post_ids),
            Candidate.status == CandidateStatus.PROPOSED,
            Candidate.superseded_at.is_(None),
        )
        .group_by(Candidate.post_id)
    )
    return dict(session.execute(query).all())
