"""Captures posts: the bytes as received, the text they hold, and the candidates in it."""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forecasts.domain.deadlines import FIRST_DAY, known_zone, latest_today
from forecasts.domain.errors import ConflictError, InvalidInputError
from forecasts.domain.permissions import Actor, Permission, require
from forecasts.domain.visibility import Visibility
from forecasts.extraction import EXTRACTOR_VERSION, TextFormat, normalise
from forecasts.services.authors import find_or_add_author, hold_author
from forecasts.services.facts import facts_of_post
from forecasts.services.journal import Act, record
from forecasts.services.proposals import name_by_first_words, put_candidates, read_stored
from forecasts.services.second_opinions import want_opinion
from forecasts.store.models import Author, Post
from forecasts.store.queries.posts import may_read_post

LONGEST_TITLE = 300
LONGEST_ADDRESS = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission:
    """A post as somebody hands it in.

    Attributes:
        author: name of who wrote it.
        raw: the bytes as received.
        text_format: what the bytes are.
        published: the day it was published, by the calendar of ``zone``.
        zone: name of the time zone of that day; None where it is not known.
        title: empty where it has none.
        source_url: where it can be read; None where that is not known.
        date_origin: who says that it was published then.
        visibility: who gets to see it; None: as the author's posts are by default.
        text: what ``normalise`` makes of the bytes, where it was called elsewhere.
    """

    author: str
    raw: bytes
    text_format: TextFormat
    published: date
    zone: str | None = None
    title: str = ""
    source_url: str | None = None
    date_origin: str = "typed in"
    visibility: Visibility | None = None
    text: str | None = None


def capture_post(
    session: Session,
    submission: Submission,
    *,
    actor: Actor,
    now: datetime,
    wants_opinion: bool = False,
) -> Post:
    """The stored post with its candidates; the one stored before when it was captured already.

    With ``wants_opinion`` the clock will ask somebody else about it as well.

    Raises:
        InvalidInputError: the text cannot be read, or its date or zone cannot be right.
        NotAllowedError: the actor may not capture posts.
        ConflictError: somebody captured it before and keeps it private.
    """
    require(actor, Permission.CAPTURE)
    _check_when_said(submission.published, submission.zone, now)
    text = submission.text or normalise(submission.raw, text_format=submission.text_format)
    author = find_or_add_author(
        session, submission.author, now=now, visibility=submission.visibility
    )
    author = hold_author(session, author.id)
    known = _find_capture(session, author.id, _sha256(text.encode()), submission.published)
    if known is not None:
        return _readable(session, known, actor)
    post = _store_post(session, submission, text, author=author, actor=actor, now=now)
    proposals = read_stored(post).candidates
    put_candidates(session, proposals, post_id=post.id, now=now)
    if wants_opinion:
        want_opinion(session, post, now=now)
    record(session, [_captured(post, len(proposals))], actor=actor, now=now)
    return post


def _check_when_said(published: date, zone: str | None, now: datetime) -> None:
    if zone is not None:
        known_zone(zone)
    if not FIRST_DAY <= published <= latest_today(now):
        raise InvalidInputError(
            "The day of publication must not lie in the future.",
            {"published": "Give the day on which it was published, today or earlier."},
        )


def _find_capture(
    session: Session, author_id: int, text_sha256: str, published: date
) -> Post | None:
    return session.scalar(
        sa.select(Post).where(
            Post.author_id == author_id,
            Post.text_sha256 == text_sha256,
            Post.published == published,
        )
    )


def _readable(session: Session, known: Post, actor: Actor) -> Post:
    if not may_read_post(session, known.id, actor=actor):
        raise ConflictError(
            "This very post is on the record already, and whoever captured it keeps it private."
            " Ask an admin to have it shown; nothing was saved."
        )
    return known


def _store_post(
    session: Session,
    submission: Submission,
    text: str,
    *,
    author: Author,
    actor: Actor,
    now: datetime,
) -> Post:
    title = " ".join(submission.title.split())[:LONGEST_TITLE]
    post = Post(
        author_id=author.id,
        title=title or name_by_first_words(text),
        has_own_title=bool(title),
        source_url=submission.source_url,
        text_format=submission.text_format.value,
        raw=submission.raw,
        raw_sha256=_sha256(submission.raw),
        text=text,
        text_sha256=_sha256(text.encode()),
        published=submission.published,
        zone=submission.zone,
        date_origin=submission.date_origin,
        captured_at=now,
        captured_by=actor.name,
        visibility=submission.visibility or author.visibility,
    )
    session.add(post)
    session.flush()
    return post


def _captured(post: Post, candidates: int) -> Act:
    texts = {
        "title": post.title,
        "source": post.source_url,
        "raw_sha256": post.raw_sha256,
        "text_sha256": post.text_sha256,
    }
    facts = facts_of_post(post) | {"candidates": candidates, "extractor": EXTRACTOR_VERSION}
    return Act("captured", f"post:{post.id}", facts, texts)


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
