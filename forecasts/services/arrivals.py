"""Posts on their way in: named by an address or handed in as a file, read by the clock, captured.

Fetching and reading take seconds and may fail, so nothing here does it: `claim_arrival` says what
is next, and in another transaction `keep_found` or `note_failure` takes what came of it. What a
post does not say itself is asked of whoever wants it; a date that was guessed is asked as well.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forecasts.domain.errors import (
    ConflictError,
    FetchFailedError,
    ForecastsError,
    NotFoundError,
)
from forecasts.domain.found import GUESSED, TYPED, FoundPost
from forecasts.domain.hosts import OPEN_WEB, Reach
from forecasts.domain.permissions import (
    CLOCK,
    Actor,
    Permission,
    account_number,
    may,
    require,
    require_own,
)
from forecasts.domain.visibility import Visibility
from forecasts.extraction import TextFormat
from forecasts.services.feeds import read_typed_address
from forecasts.services.intake import Submission, capture_post
from forecasts.services.twins import find_twin
from forecasts.store.models import Account, Arrival, ArrivalStatus, FeedEntry, Post
from forecasts.store.queries.posts import may_read_post

MOST_AT_ONCE = 50
"""Posts that one account may have on their way."""

DELAYS = tuple(timedelta(minutes=minutes) for minutes in (1, 10, 60))
"""How long to wait after the first, the second ... failure; after one more it has failed."""

KEPT = timedelta(days=30)
"""How long one is kept that nobody looked at any more."""

MAIL = "message/rfc822"

_LONGEST_ERROR = 300
_WAITING = Arrival.status == ArrivalStatus.WAITING


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A post that somebody wants captured, with what they say of it.

    Attributes:
        address: where it can be fetched; None where it was handed in.
        raw: its bytes as they were handed in.
        content_type: what these are, such as text/html or message/rfc822.
        file_name: what the file was called.
        date_origin: who says that it was published then.
        feed_entry_id: the post of a feed that it is.
    """

    address: str | None = None
    raw: bytes | None = None
    content_type: str = ""
    file_name: str | None = None
    author: str | None = None
    title: str | None = None
    published: date | None = None
    zone: str | None = None
    visibility: Visibility | None = None
    date_origin: str = TYPED
    feed_entry_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What a person says of a post on its way."""

    author: str
    published: date
    title: str | None = None
    zone: str | None = None


@dataclass(frozen=True, slots=True)
class Errand:
    """An arrival that is to be fetched or read now.

    Attributes:
        tries: which try this is; a later one makes this one void.
        created_by: who wants it.
    """

    arrival_id: int
    tries: int
    address: str | None
    raw: bytes | None
    content_type: str
    created_by: str

    @property
    def by_itself(self) -> bool:
        """Whether no person asked for it just now."""
        return self.created_by == CLOCK.name


def announce(
    session: Session, wanted: Wanted, *, actor: Actor, now: datetime, reach: Reach = OPEN_WEB
) -> Arrival:
    """The post on its way, which the clock sees to.

    Raises:
        InvalidInputError: the address may not be asked.
        ConflictError: too many are on their way already.
        NotAllowedError: the actor may not capture posts.
    """
    require(actor, Permission.CAPTURE)
    address = read_typed_address(wanted.address, reach=reach) if wanted.address else None
    _check_number(session, actor)
    arrival = Arrival(
        status=ArrivalStatus.WAITING,
        address=address,
        raw=wanted.raw,
        content_type=wanted.content_type,
        file_name=wanted.file_name,
        author=wanted.author,
        title=wanted.title,
        published=wanted.published,
        date_origin=wanted.date_origin if wanted.published else "",
        feed_entry_id=wanted.feed_entry_id,
        zone=wanted.zone,
        visibility=wanted.visibility,
        created_at=now,
        created_by=actor.name,
        next_try_at=now,
    )
    session.add(arrival)
    session.flush()
    return arrival


def _check_number(session: Session, actor: Actor) -> None:
    if actor.name == CLOCK.name:
        return
    waiting = sa.select(sa.func.count()).where(_WAITING, Arrival.created_by == actor.name)
    if (session.scalar(waiting) or 0) >= MOST_AT_ONCE:
        raise ConflictError(
            f"{MOST_AT_ONCE} posts of yours are on their way; wait until some are there."
        )


def claim_arrival(session: Session, *, now: datetime, lease: timedelta) -> Errand | None:
    """What to fetch or read next; None where nothing waits.

    One guarded statement takes it and puts it off by ``lease``. What was tried too often and never
    came to an end, not even a bad one, has failed.
    """
    _give_up(session, now)
    claimed = session.execute(_claim(now, lease)).first()
    return None if claimed is None else Errand(*claimed)


def _give_up(session: Session, now: datetime) -> None:
    stuck = sa.update(Arrival).where(
        _WAITING, Arrival.next_try_at <= now, Arrival.tries > len(DELAYS)
    )
    told = sa.func.coalesce(Arrival.error, "Whoever read it was stopped every time.")
    session.execute(
        stuck.values(status=ArrivalStatus.FAILED, settled_at=now, error=told).execution_options(
            synchronize_session=False
        )
    )


def _claim(now: datetime, lease: timedelta) -> sa.UpdateBase:
    late = (
        sa.select(Arrival.id)
        .where(_WAITING, Arrival.next_try_at <= now)
        .order_by(Arrival.next_try_at, Arrival.id)
        .limit(1)
        .with_for_update(skip_locked=True)
        .cte("late")
    )
    return (
        sa.update(Arrival)
        .where(Arrival.id.in_(sa.select(late.c.id)), _WAITING, Arrival.next_try_at <= now)
        .values(tries=Arrival.tries + 1, next_try_at=now + lease)
        .returning(
            Arrival.id,
            Arrival.tries,
            Arrival.address,
            Arrival.raw,
            Arrival.content_type,
            Arrival.created_by,
        )
        .execution_options(synchronize_session=False)
    )


def keep_found(session: Session, errand: Errand, found: FoundPost, *, now: datetime) -> bool:
    """Keep what was found and capture it where it says all that is needed; whether in time."""
    arrival = _mine(session, errand)
    if arrival is None:
        return False
    arrival.raw, arrival.text, arrival.text_format = found.raw, found.text, found.text_format
    arrival.author = arrival.author or found.author or None
    arrival.title = arrival.title or found.title or None
    if arrival.published is None:
        arrival.published, arrival.date_origin = found.published, found.origin
    arrival.status, arrival.error = ArrivalStatus.ASKING, None
    arrival.version += 1
    if arrival.author and arrival.published and arrival.date_origin not in GUESSED:
        _try_to_capture(session, arrival, now)
    return True


def _try_to_capture(session: Session, arrival: Arrival, now: datetime) -> None:
    """Capture it as whoever wanted it; what speaks against it is asked about."""
    try:
        with session.begin_nested():
            _capture(session, arrival, actor=_as_who_wanted_it(session, arrival), now=now)
    except ForecastsError as error:
        session.refresh(arrival)
        arrival.status = ArrivalStatus.ASKING
        arrival.error = str(error)[:_LONGEST_ERROR]


def _as_who_wanted_it(session: Session, arrival: Arrival) -> Actor:
    """As whoever wanted it acts now: a role that was taken away meanwhile does not count."""
    number = account_number(arrival.created_by)
    account = session.get(Account, number) if number is not None else None
    if account is None or account.suspended_at or account.erased_at:
        return CLOCK if arrival.created_by == CLOCK.name else Actor(arrival.created_by)
    return Actor(arrival.created_by, account.role, account.id)


def note_failure(
    session: Session, errand: Errand, error: FetchFailedError, *, now: datetime
) -> None:
    """Put the next try off, longer each time; after the last one it has failed."""
    arrival = _mine(session, errand)
    if arrival is None:
        return
    arrival.error = str(error)[:_LONGEST_ERROR]
    if error.lasting or arrival.address is None or errand.tries > len(DELAYS):
        arrival.status, arrival.settled_at = ArrivalStatus.FAILED, now
        _tell_entry(session, arrival, problem=arrival.error)
    else:
        arrival.next_try_at = now + DELAYS[errand.tries - 1]


def answer(
    session: Session, arrival_id: int, said: Said, *, version: int, actor: Actor, now: datetime
) -> Post:
    """The captured post, with what a person said of it.

    Raises:
        NotFoundError: there is no such arrival.
        ConflictError: it is not being asked about, or was changed meanwhile.
        InvalidInputError: the author or the day cannot be right.
        NotAllowedError: it is somebody else's.
    """
    arrival = hold_arrival(session, arrival_id, actor=actor)
    if arrival.status is not ArrivalStatus.ASKING or arrival.version != version:
        raise ConflictError("This is not asked any more; look at it again.")
    if said.published != arrival.published:
        arrival.date_origin = TYPED
    elif arrival.date_origin in GUESSED:
        arrival.date_origin = f"confirmed; {arrival.date_origin}"
    arrival.author, arrival.published = said.author, said.published
    arrival.title, arrival.zone = said.title, said.zone
    return _capture(session, arrival, actor=actor, now=now)


def drop(session: Session, arrival_id: int, *, version: int, actor: Actor, now: datetime) -> None:
    """Capture nothing of it, and keep no word of it.

    Raises:
        NotFoundError: there is no such arrival.
        ConflictError: it is captured already, or was changed meanwhile.
        NotAllowedError: it is somebody else's.
    """
    arrival = hold_arrival(session, arrival_id, actor=actor)
    if arrival.version != version or arrival.status is ArrivalStatus.CAPTURED:
        raise ConflictError("This has gone on meanwhile; look at it again.")
    _settle(arrival, ArrivalStatus.DROPPED, now)


def hold_arrival(session: Session, arrival_id: int, *, actor: Actor) -> Arrival:
    """The arrival, which nobody else changes until the caller commits.

    Raises:
        NotFoundError: there is no such arrival.
        NotAllowedError: it is somebody else's.
    """
    arrival = session.get(Arrival, arrival_id, with_for_update=True, populate_existing=True)
    if arrival is None:
        raise NotFoundError(f"There is no post on its way by the number {arrival_id}.")
    require_own(actor, Permission.CAPTURE, recorded_by=arrival.created_by)
    return arrival


def forget_arrivals(session: Session, *, now: datetime) -> int:
    """Forget what nobody looked at for long; how many."""
    old = sa.delete(Arrival).where(
        Arrival.status != ArrivalStatus.WAITING, Arrival.created_at < now - KEPT
    )
    return len(session.execute(old.returning(Arrival.id)).all())


def _capture(session: Session, arrival: Arrival, *, actor: Actor, now: datetime) -> Post:
    """The post; the capture of the same text where there is one already."""
    post = _known(session, arrival, actor) or capture_post(
        session, _submission(arrival), actor=actor, now=now
    )
    arrival.post_id = post.id
    _tell_entry(session, arrival, post_id=post.id, problem=None)
    _settle(arrival, ArrivalStatus.CAPTURED, now)
    return post


def _tell_entry(session: Session, arrival: Arrival, **what: int | str | None) -> None:
    """Note with the post of the feed what became of it."""
    session.execute(
        sa.update(FeedEntry).where(FeedEntry.id == arrival.feed_entry_id).values(**what)
    )


def _known(session: Session, arrival: Arrival, actor: Actor) -> Post | None:
    twin = find_twin(session, arrival.author or "", arrival.text or "")
    if twin is None or not may(actor, Permission.CAPTURE):
        return None
    return twin if may_read_post(session, twin.id, actor=actor) else None


def _submission(arrival: Arrival) -> Submission:
    if arrival.published is None:
        raise ForecastsError("The day of publication is not known.")
    return Submission(
        author=arrival.author or "",
        raw=arrival.raw or b"",
        text=arrival.text,
        text_format=TextFormat(arrival.text_format),
        published=arrival.published,
        zone=arrival.zone,
        title=arrival.title or "",
        source_url=arrival.address,
        date_origin=arrival.date_origin,
        visibility=arrival.visibility,
    )


def _settle(arrival: Arrival, status: ArrivalStatus, now: datetime) -> None:
    arrival.status, arrival.settled_at, arrival.error = status, now, None
    arrival.raw = arrival.text = None
    arrival.version += 1


def _mine(session: Session, errand: Errand) -> Arrival | None:
    """The arrival while this try is the last one."""
    arrival = session.get(Arrival, errand.arrival_id, with_for_update=True, populate_existing=True)
    if arrival is None or arrival.tries != errand.tries:
        return None
    return arrival if arrival.status is ArrivalStatus.WAITING else None
