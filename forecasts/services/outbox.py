"""Mails to be sent: written with the change they tell of, and handed over afterwards.

A mail is a row, so that it is there if the change is and never without it. Sending takes seconds
and may fail, so nothing here does it: `lease_mail` hands out what to send next, and in another
transaction `mark_sent` or `note_failure` takes what came of it. Whoever dies in between may have
sent it; it is sent again then, under the same name.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forecasts.domain.emails import read_email
from forecasts.domain.errors import MailFailedError
from forecasts.domain.mails import Letter, clean_line
from forecasts.store.inserts import insert_into
from forecasts.store.models import Mail

DELAYS = tuple(timedelta(minutes=minutes) for minutes in (1, 10, 60, 360, 1440))
"""How long to wait after the first, the second ... failure; after one more it is parked."""

MOST_TRIES = len(DELAYS) + 1

LONGEST_SUBJECT = 300

_LONGEST_ERROR = 300
_NAME_DIGITS = 40
_ENCODED_WORD = "=?"
"""How an encoded word begins: a line break in it would be decoded on the way and take effect."""

_WAITING = sa.and_(Mail.sent_at.is_(None), Mail.parked_at.is_(None))


def post_mail(
    session: Session,
    *,
    key: str,
    address: str,
    subject: str,
    body: str,
    now: datetime,
    account_id: int | None = None,
    leads_to: str | None = None,
) -> None:
    """Put a mail in line, in the caller's transaction; the same key again puts in nothing.

    Args:
        key: what the mail is about and for whom, such as "reset:12:2026-11-22"; no secrets.
        subject: may come from anybody: what could end the line or hide is taken out.
        body: plain text.
        account_id: whose mail it is, so that it goes when they are erased.
        leads_to: path of the page that it is about; its whole address ends the mail.

    Raises:
        InvalidInputError: this is no address of one person.
    """
    values = {
        "key": key,
        "address": read_email(address),
        "account_id": account_id,
        "subject": clean_subject(subject),
        "body": body,
        "leads_to": leads_to,
        "created_at": now,
        "next_try_at": now,
        "tries": 0,
    }
    insert = insert_into(session, Mail)
    session.execute(insert.values(values).on_conflict_do_nothing(index_elements=["key"]))


def clean_subject(subject: str) -> str:
    r"""The subject as one line that holds nothing but text.

    >>> clean_subject("Due\r\nBcc: all@example.org")
    'Due Bcc: all@example.org'
    """
    plain = clean_line(subject).replace(_ENCODED_WORD, "= ?")
    return plain[:LONGEST_SUBJECT].rstrip() or "(no subject)"


def name_of(key: str) -> str:
    """The name under which whoever gets a mail twice can tell; it tells nothing of the key."""
    return hashlib.sha256(key.encode()).hexdigest()[:_NAME_DIGITS]


@dataclass(frozen=True, slots=True)
class Parcel:
    """A mail that somebody took to send it.

    Attributes:
        mail_id: which one.
        tries: which try this is; a later one makes this one void.
        letter: what to send.
    """

    mail_id: int
    tries: int
    letter: Letter


def lease_mail(
    session: Session, *, now: datetime, lease: timedelta, site: str = ""
) -> Parcel | None:
    """The mail to send next; None where none is in line.

    One guarded statement takes it and lets others have it only when ``lease`` is over, so that of
    several clocks one sends it, and another may when this one has died meanwhile.

    Args:
        site: what each of our addresses begins with.
    """
    _park_exhausted(session, now=now)
    taken = session.execute(_take(now, lease)).first()
    if taken is None:
        return None
    letter = Letter(
        address=taken.address,
        subject=taken.subject,
        body=_lead_on(taken.body, taken.leads_to, site),
        name=name_of(taken.key),
        written_at=taken.created_at,
    )
    return Parcel(taken.id, taken.tries, letter)


def _lead_on(body: str, leads_to: str | None, site: str) -> str:
    return f"{body.rstrip()}\n\nSee all of it here:\n\n    {site}{leads_to}\n" if leads_to else body


def mark_sent(session: Session, parcel: Parcel, *, now: datetime) -> None:
    """Note that it was handed over; its words are not kept, since they may hold a secret."""
    _settle(session, parcel, {"sent_at": now, "body": "", "error": None})


def note_failure(
    session: Session, parcel: Parcel, error: MailFailedError, *, now: datetime
) -> None:
    """Put the next try off, longer each time; after the last one, park it with the reason."""
    values: dict[str, object] = {"error": str(error)[:_LONGEST_ERROR]}
    if error.lasting or parcel.tries >= MOST_TRIES:
        values["parked_at"] = now
    else:
        values["next_try_at"] = now + DELAYS[parcel.tries - 1]
    _settle(session, parcel, values)


def send_again(session: Session, *, now: datetime) -> int:
    """Put everything that was parked in line again; how many mails."""
    again = session.scalars(
        sa.update(Mail)
        .where(Mail.parked_at.is_not(None), Mail.sent_at.is_(None))
        .values(parked_at=None, tries=0, next_try_at=now, leased_until=None)
        .returning(Mail.id)
        .execution_options(synchronize_session=False)
    )
    return len(again.all())


def _park_exhausted(session: Session, *, now: datetime) -> None:
    """Give up what was tried too often and never came to an end, not even a bad one."""
    session.execute(
        sa.update(Mail)
        .where(_WAITING, _free(now), Mail.tries >= MOST_TRIES)
        .values(
            parked_at=now, error=sa.func.coalesce(Mail.error, "whoever sent it was always stopped")
        )
        .execution_options(synchronize_session=False)
    )


def _take(now: datetime, lease: timedelta) -> sa.UpdateBase:
    late = (
        sa.select(Mail.id)
        .where(_WAITING, _free(now), Mail.next_try_at <= now)
        .order_by(Mail.next_try_at, Mail.id)
        .limit(1)
        .with_for_update(skip_locked=True)
        .cte("late")
    )
    return (
        sa.update(Mail)
        .where(Mail.id.in_(sa.select(late.c.id)), _WAITING, _free(now))
        .values(tries=Mail.tries + 1, leased_until=now + lease)
        .returning(
            Mail.id,
            Mail.tries,
            Mail.key,
            Mail.address,
            Mail.subject,
            Mail.body,
            Mail.leads_to,
            Mail.created_at,
        )
        .execution_options(synchronize_session=False)
    )


def _free(now: datetime) -> sa.ColumnElement[bool]:
    return sa.or_(Mail.leased_until.is_(None), Mail.leased_until <= now)


def _settle(session: Session, parcel: Parcel, values: dict[str, object]) -> None:
    """Set values on the mail while this try is the last one."""
    session.execute(
        sa.update(Mail)
        .where(Mail.id == parcel.mail_id, _WAITING, Mail.tries == parcel.tries)
        .values(leased_until=None, **values)
        .execution_options(synchronize_session=False)
    )
