"""Whether the pages that posts were captured from still say what they said.

Asking takes seconds and may fail, so nothing here does it: `claim_check` says which page is next,
and in another transaction `keep_check` takes what came of it.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from forecasts.domain.captures import count_missing
from forecasts.store.models import Post, SourceCheck, SourceState

WAITS = tuple(timedelta(days=days) for days in (1, 7, 30, 90))
"""Days until the second, third ... look; the last one from then on."""

AFTER_FAILURE = timedelta(days=1)
GONE_AFTER, LOST_AFTER = 2, 5
"""Looks in a row: after so many at which the page was not there it is gone; and after so many at
which its server said nothing of use."""

_AT_ONCE = 500
_SPREAD_MINUTES = 720


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """A page that is to be looked at.

    Attributes:
        check: which look this is; a later one makes this one void.
    """

    post_id: int
    check: int
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What was seen.

    Attributes:
        words: what the page says; None where it could not be read.
        told: why it could not be.
        is_gone: whether its server says that it is not there.
        is_forbidden: whether the site asks programs not to look.
    """

    words: str | None = None
    told: str = ""
    is_gone: bool = False
    is_forbidden: bool = False


def want_checks(session: Session, *, now: datetime) -> int:
    """Let the pages be looked at that no one looks at yet; how many."""
    new = (
        sa.select(Post.id)
        .outerjoin(SourceCheck, SourceCheck.post_id == Post.id)
        .where(
            Post.source_url.is_not(None), Post.erased_at.is_(None), SourceCheck.post_id.is_(None)
        )
        .order_by(Post.id)
        .limit(_AT_ONCE)
    )
    numbers = list(session.scalars(new))
    for number in numbers:
        spread = timedelta(minutes=number * 37 % _SPREAD_MINUTES)
        session.add(
            SourceCheck(
                post_id=number,
                state=SourceState.UNKNOWN,
                since=now,
                next_check_at=now + WAITS[0] + spread,
            )
        )
    return len(numbers)


def claim_check(session: Session, *, now: datetime, lease: timedelta) -> Look | None:
    """The page to look at next; None where none is due.

    Of several captures of one address only the last is looked for.
    """
    claimed = session.execute(_claim(now, lease)).first()
    if claimed is None:
        return None
    address = session.scalar(sa.select(Post.source_url).where(Post.id == claimed.post_id))
    return Look(post_id=claimed.post_id, check=claimed.checks, address=address or "")


def _claim(now: datetime, lease: timedelta) -> sa.UpdateBase:
    later = aliased(Post)
    is_last = ~sa.exists().where(
        later.source_url == Post.source_url,
        later.author_id == Post.author_id,
        later.id > Post.id,
    )
    due = (
        sa.select(SourceCheck.post_id)
        .join(Post, Post.id == SourceCheck.post_id)
        .where(SourceCheck.next_check_at <= now, Post.erased_at.is_(None), is_last)
        .order_by(SourceCheck.next_check_at, SourceCheck.post_id)
        .limit(1)
        .with_for_update(skip_locked=True, of=SourceCheck)
        .cte("due")
    )
    return (
        sa.update(SourceCheck)
        .where(SourceCheck.post_id.in_(sa.select(due.c.post_id)), SourceCheck.next_check_at <= now)
        .values(checks=SourceCheck.checks + 1, next_check_at=now + lease)
        .returning(SourceCheck.post_id, SourceCheck.checks)
        .execution_options(synchronize_session=False)
    )


def keep_check(session: Session, look: Look, seen: Seen, *, now: datetime) -> SourceState | None:
    """How the source stands now; None where another look came between."""
    check = session.get(SourceCheck, look.post_id, with_for_update=True, populate_existing=True)
    if check is None or check.checks != look.check:
        return None
    before = check.state
    check.checked_at = now
    if seen.words is not None:
        _judge(session, check, seen.words)
    else:
        _note_failure(check, seen)
    check.next_check_at = now + _wait(check, seen)
    if check.state is not before:
        check.since = now
    return check.state


def _judge(session: Session, check: SourceCheck, words: str) -> None:
    """Compare the page with the capture.

    Where not one paragraph stands there, and none ever did, the page does not show its text to
    programs, which says nothing about its author.
    """
    text = session.scalar(sa.select(Post.text).where(Post.id == check.post_id)) or ""
    missing, number = count_missing(text, words)
    check.failures = 0
    if missing == 0 and number:
        check.state, check.told = SourceState.UNCHANGED, ""
    elif missing == number and check.state is SourceState.UNKNOWN:
        check.told = "The page does not show its text to programs."
    else:
        check.state = SourceState.CHANGED
        check.told = f"{missing} of {number} paragraphs no longer stand there word for word."


def _note_failure(check: SourceCheck, seen: Seen) -> None:
    check.told = seen.told
    if seen.is_forbidden:
        check.state = SourceState.UNKNOWN
        return
    check.failures += 1
    if check.failures >= (GONE_AFTER if seen.is_gone else LOST_AFTER):
        check.state = SourceState.GONE


def _wait(check: SourceCheck, seen: Seen) -> timedelta:
    if seen.is_forbidden:
        return WAITS[-1]
    if check.failures:
        return min(AFTER_FAILURE * (1 << min(check.failures, 10)), WAITS[-1])
    return WAITS[min(check.checks, len(WAITS) - 1)]
