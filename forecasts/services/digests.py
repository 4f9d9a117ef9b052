"""Digests: one mail a person and a day or week, claimed before it is written and sent.

At most one is sent, whatever happens: who claims it sends it, and only where it surely was not
handed over is it tried again. What it tells is asked at that moment, so that nothing is told which
holds no more; what still waits is in the next one.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forecasts.domain.digests import (
    LENGTH,
    SENT,
    WAITS_FOR_THEM,
    Rhythm,
    begin_of_period,
    ordinary_rhythm,
)
from forecasts.domain.errors import ForecastsError, MailFailedError
from forecasts.domain.permissions import Actor, Permission, account_name, require
from forecasts.services.outbox import DELAYS, MOST_TRIES
from forecasts.store.inserts import insert_into
from forecasts.store.models import Account, Digest, DigestChoice

CHANNELS = "channels"
"""Whose digest it is that goes to the channels of the operator."""

LONGEST_LOOK_BACK = timedelta(days=35)
"""What was decided longer ago is told no more, however long no digest was sent."""

KEPT = timedelta(days=120)
"""How long it is kept that a digest was sent."""

UNFINISHED = "it was begun, and nobody told how it ended"
"""What stands with a digest while it is sent, and for good where that was cut short."""

_LONGEST_ERROR = 300
_AT_ONCE = 20


def rhythm_of(session: Session, account: Account) -> Rhythm:
    """How often this account gets a digest."""
    chosen = session.get(DigestChoice, account.id)
    return chosen.rhythm if chosen else ordinary_rhythm(account.role)


def choose_rhythm(session: Session, rhythm: Rhythm, *, actor: Actor, now: datetime) -> None:
    """Send the actor's digests that often from now on.

    Raises:
        NotAllowedError: nobody is signed in.
    """
    require(actor, Permission.KEEP_ACCOUNT)
    if actor.account_id is not None:
        keep_rhythm(session, actor.account_id, rhythm, now=now)


def keep_rhythm(session: Session, account_id: int, rhythm: Rhythm, *, now: datetime) -> None:
    """Note how often the account gets a digest; the same again changes nothing."""
    values = {"rhythm": rhythm, "chosen_at": now}
    session.execute(
        insert_into(session, DigestChoice)
        .values(account_id=account_id, **values)
        .on_conflict_do_update(index_elements=["account_id"], set_=values)
    )


@dataclass(frozen=True, slots=True)
class Claimed:
    """A digest that somebody claimed to send it.

    Attributes:
        digest_id: which one.
        person: whose it is.
        account_id: number of their account; None for the channels of the operator.
        tries: which try this is; a later one makes this one void.
        began_at: when the day or week began for which it is the one.
        claimed_at: what happened until then is in it.
        since: what was decided since then is in it.
    """

    digest_id: int
    person: str
    account_id: int | None
    tries: int
    began_at: datetime
    claimed_at: datetime
    since: datetime

    @property
    def name(self) -> str:
        """The same whenever it is sent."""
        return f"digest:{self.person}:{self.began_at:%Y-%m-%d}"


def claim_digest(session: Session, *, now: datetime) -> Claimed | None:
    """The next digest to be sent to an account; None where everybody has theirs."""
    taken = _claim_again(session, now=now)
    if taken is not None:
        return _claimed(session, taken)
    for rhythm in SENT:
        for account_id in session.scalars(_wanting(rhythm, now)).all():
            person = account_name(account_id)
            taken = _claim(session, person, account_id, rhythm, now=now)
            if taken is not None:
                return _claimed(session, taken)
    return None


def claim_for_channels(session: Session, *, now: datetime) -> Claimed | None:
    """The digest of today for the channels; None where it was claimed already."""
    taken = _claim(session, CHANNELS, None, Rhythm.DAILY, now=now)
    return _claimed(session, taken) if taken is not None else None


def _claim_again(session: Session, *, now: datetime) -> Digest | None:
    """One that failed, once it is time and as long as its day or week lasts."""
    late = (
        sa.select(Digest.id)
        .where(Digest.retry_at <= now, Digest.ends_at > now)
        .order_by(Digest.retry_at)
        .limit(1)
        .with_for_update(skip_locked=True)
        .cte("late")
    )
    update = sa.update(Digest).where(
        Digest.id.in_(sa.select(late.c.id)), Digest.retry_at.is_not(None)
    )
    values = {"retry_at": None, "claimed_at": now, "error": UNFINISHED}
    taken = update.values(tries=Digest.tries + 1, **values).returning(Digest)
    return session.scalar(taken.execution_options(populate_existing=True))


def _wanting(rhythm: Rhythm, now: datetime) -> sa.Select[int]:
    """Accounts that get a digest in this rhythm and have none for this day or week."""
    has_one = sa.exists().where(
        Digest.account_id == Account.id, Digest.began_at >= begin_of_period(rhythm, now)
    )
    ordinary = sa.case(
        (Account.role.in_(WAITS_FOR_THEM), Rhythm.DAILY.value), else_=Rhythm.WEEKLY.value
    )
    chosen = sa.func.coalesce(sa.cast(DigestChoice.rhythm, sa.String), ordinary)
    return (
        sa.select(Account.id)
        .outerjoin(DigestChoice, DigestChoice.account_id == Account.id)
        .where(*_reachable(), chosen == rhythm.value, ~has_one)
        .order_by(Account.id)
        .limit(_AT_ONCE)
    )


def _reachable() -> tuple[sa.ColumnElement[bool], ...]:
    return (
        Account.email.is_not(None),
        Account.suspended_at.is_(None),
        Account.erased_at.is_(None),
    )


def find_recipient(session: Session, account_id: int) -> Account | None:
    """The account, if it still wants digests and can get them."""
    account = session.scalar(sa.select(Account).where(Account.id == account_id, *_reachable()))
    if account is None or rhythm_of(session, account) is Rhythm.NEVER:
        return None
    return account


def _claim(
    session: Session, person: str, account_id: int | None, rhythm: Rhythm, *, now: datetime
) -> Digest | None:
    """The row as written; None where somebody else wrote it first."""
    began_at = begin_of_period(rhythm, now)
    claim = insert_into(session, Digest).values(
        person=person,
        account_id=account_id,
        began_at=began_at,
        ends_at=began_at + LENGTH[rhythm],
        claimed_at=now,
        tries=1,
        items=0,
        error=UNFINISHED,
    )
    unless_there = claim.on_conflict_do_nothing(index_elements=["person", "began_at"])
    written: Digest | None = session.scalar(unless_there.returning(Digest))
    return written


def _claimed(session: Session, row: Digest) -> Claimed:
    last = session.scalar(
        sa.select(sa.func.max(Digest.claimed_at)).where(
            Digest.person == row.person, Digest.sent_at.is_not(None), Digest.id != row.id
        )
    )
    length = row.ends_at - row.began_at
    since = max(last or row.began_at - length, row.claimed_at - LONGEST_LOOK_BACK)
    who = (row.id, row.person, row.account_id, row.tries)
    return Claimed(*who, row.began_at, row.claimed_at, since)


def note_sent(session: Session, claimed: Claimed, items: int, *, now: datetime) -> None:
    """Note that it was handed over."""
    _settle(session, claimed, sent_at=now, items=items, error=None)


def note_empty(session: Session, claimed: Claimed) -> None:
    """Note that there was nothing to tell, so that nothing was sent."""
    _settle(session, claimed, error=None)


def note_failure(
    session: Session, claimed: Claimed, error: ForecastsError, *, now: datetime
) -> None:
    """Keep the reason; it is tried again later where it surely was not handed over."""
    again = isinstance(error, MailFailedError) and not (error.lasting or error.unsure)
    retry_at = None
    if again and claimed.tries < MOST_TRIES:
        retry_at = now + DELAYS[claimed.tries - 1]
    _settle(session, claimed, error=str(error)[:_LONGEST_ERROR], retry_at=retry_at)


def forget_digests(session: Session, *, now: datetime) -> int:
    """Delete what tells of digests of long ago; how many."""
    gone = sa.delete(Digest).where(Digest.claimed_at < now - KEPT).returning(Digest.id)
    return len(session.scalars(gone.execution_options(synchronize_session=False)).all())


def _settle(session: Session, claimed: Claimed, **values: object) -> None:
    """Set values while this try is the last one."""
    this_try = (Digest.id == claimed.digest_id, Digest.tries == claimed.tries)
    update = sa.update(Digest).where(*this_try, Digest.sent_at.is_(None))
    session.execute(update.values(**values).execution_options(synchronize_session=False))
