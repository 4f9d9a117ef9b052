"""Empties the texts of rows that stay: what each table holds of a person's words."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forecasts.domain.lifecycle import Outcome, Status
from forecasts.store.models import (
    Account,
    AccountLink,
    Arrival,
    Attempts,
    Author,
    AuthorClaim,
    CalendarAddress,
    Candidate,
    Conflict,
    Digest,
    DigestChoice,
    Dispute,
    DisputeStatus,
    Estimate,
    Feed,
    FeedEntry,
    FeedPoll,
    Forecast,
    Hint,
    ItemClaim,
    LedgerEntry,
    MailedLink,
    Notice,
    Opinion,
    OutsideIdentity,
    PoisonRow,
    Post,
    Proposal,
    ProposalStatus,
    RecoveryCode,
    RequestKey,
    Resolution,
    SealedText,
    SecondLook,
    SeenNotice,
    SignInLink,
    Snooze,
    SourceCheck,
    Tag,
    WebSession,
)

ERASED_NAME = "(erased)"
"""What stands where a name was."""

ERASED_TEXT = "erased"
"""What stands where a reason was that may not be empty."""

_WAYS_IN: tuple[type[Any], ...] = (
    WebSession,
    SignInLink,
    RecoveryCode,
    OutsideIdentity,
    CalendarAddress,
)
"""Tables with what proves who an account is, or shows what is its own."""

Numbers = sa.Select[Any]
"""A question for the numbers of rows."""


def empty_author(session: Session, author_id: int, *, now: datetime) -> None:
    """Take the name of an author away; their number stays."""
    name = sa.select(Author.name).where(Author.id == author_id).scalar_subquery()
    session.execute(sa.delete(Arrival).where(Arrival.author == name))
    values = {"name": ERASED_NAME, "slug": f"erased-{author_id}", "erased_at": now}
    mine = Author.id == author_id
    _set(session, Author, mine, **values, version=Author.version + 1)
    _set(session, AuthorClaim, AuthorClaim.author_id == author_id, reason="")
    _set(session, Conflict, Conflict.author_id == author_id, reason="")
    _drop_feeds(session, author_id)


def _drop_feeds(session: Session, author_id: int) -> None:
    """Nothing of theirs comes in by itself any more."""
    feeds = sa.select(Feed.id).where(Feed.author_id == author_id)
    entries = sa.select(FeedEntry.id).where(FeedEntry.feed_id.in_(feeds))
    session.execute(sa.delete(Arrival).where(Arrival.feed_entry_id.in_(entries)))
    for table in (FeedEntry, FeedPoll):
        session.execute(sa.delete(table).where(table.feed_id.in_(feeds)))
    session.execute(sa.delete(Feed).where(Feed.author_id == author_id))


def empty_forecasts(session: Session, theirs: Numbers, *, now: datetime) -> None:
    """Take the words of forecasts away, with all that was written about them.

    What was not decided yet counts as withdrawn, since nobody can judge it any more; dates,
    probabilities and outcomes stay.
    """
    _empty_decisions(session, theirs, now=now)
    mine = Estimate.forecast_id.in_(theirs) & Estimate.erased_at.is_(None)
    _set(session, Estimate, mine, hedge=None, erased_at=now)
    for table in (Hint, ItemClaim, Snooze, Notice, PoisonRow, Tag):
        session.execute(sa.delete(table).where(table.forecast_id.in_(theirs)))
    _set(session, Conflict, Conflict.forecast_id.in_(theirs), reason="")
    _set(
        session,
        Forecast,
        Forecast.id.in_(theirs) & Forecast.erased_at.is_(None),
        quote="",
        claim="",
        criteria="",
        deadline_phrase=None,
        erased_at=now,
        status=_closed(),
        version=Forecast.version + 1,
    )


def _closed() -> sa.Case[Any]:
    """Where a forecast stands once nobody can judge it any more."""
    return sa.case(
        (Forecast.status.in_((Status.OPEN, Status.DUE, Status.PROPOSED)), Status.WITHDRAWN),
        (Forecast.status == Status.DISPUTED, Status.RESOLVED),
        else_=Forecast.status,
    )


def _empty_decisions(session: Session, theirs: Numbers, *, now: datetime) -> None:
    link = sa.case((Resolution.outcome == Outcome.VOID, None), else_="")
    mine = Resolution.forecast_id.in_(theirs) & Resolution.erased_at.is_(None)
    _set(session, Resolution, mine, note=ERASED_TEXT, evidence_url=link, erased_at=now)
    texts = {"note": "", "evidence_url": None, "closing_note": ""}
    _set(session, Proposal, Proposal.forecast_id.in_(theirs), **texts)
    standing = Proposal.forecast_id.in_(theirs) & (Proposal.status == ProposalStatus.STANDING)
    _set(session, Proposal, standing, status=ProposalStatus.REJECTED, closed_at=now)
    raised = Dispute.forecast_id.in_(theirs)
    _set(session, Dispute, raised, reason=ERASED_TEXT, evidence_url=None)
    waiting = raised & (Dispute.status == DisputeStatus.OPEN)
    _set(session, Dispute, waiting, status=DisputeStatus.REJECTED, closed_at=now)
    looked = SecondLook.forecast_id.in_(theirs)
    _set(session, SecondLook, looked, note="")
    session.execute(sa.delete(SecondLook).where(looked, SecondLook.looked_at.is_(None)))


def empty_posts(session: Session, theirs: Numbers, *, now: datetime) -> None:
    """Take the words of posts away, with all that was found in them or said of them."""
    for table in (Opinion, SourceCheck, Arrival):
        session.execute(sa.delete(table).where(table.post_id.in_(theirs)))
    _set(
        session,
        Candidate,
        Candidate.post_id.in_(theirs),
        quote="",
        claim="",
        hedge=None,
        deadline_phrase=None,
        deadline_alternatives=[],
        reasons=[],
        sightings=[],
        version=Candidate.version + 1,
    )
    _set(
        session,
        Post,
        Post.id.in_(theirs) & Post.erased_at.is_(None),
        title="",
        source_url=None,
        raw=b"",
        raw_sha256="",
        text="",
        text_sha256=sa.literal("erased:").concat(sa.cast(Post.id, sa.String)),
        erased_at=now,
    )


def empty_account(session: Session, account: Account, *, now: datetime) -> None:
    """Take away who an account is and how it proved it; its number stays."""
    session.execute(sa.delete(Attempts).where(_mentions(Attempts.key, account)))
    session.execute(sa.delete(MailedLink).where(_mailed_to(account)))
    session.execute(sa.delete(RequestKey).where(RequestKey.scope == f"account:{account.id}"))
    session.execute(sa.delete(Arrival).where(Arrival.created_by == f"account:{account.id}"))
    own: tuple[type[Any], ...] = (*_WAYS_IN, ItemClaim, Digest, DigestChoice, SeenNotice)
    for table in own:
        session.execute(sa.delete(table).where(table.account_id == account.id))
    for told in (AuthorClaim, Conflict):
        _set(session, told, told.account_id == account.id, reason="")
    linked = (AccountLink.account_id == account.id) | (AccountLink.other_id == account.id)
    _set(session, AccountLink, linked, reason=ERASED_TEXT)
    account.name, account.email, account.password_hash = ERASED_NAME, None, None
    account.totp_secret = account.totp_confirmed_at = account.totp_step = None
    account.erased_at = now
    account.version += 1
    session.flush()


def _mentions(
    column: sa.orm.InstrumentedAttribute[str], account: Account
) -> sa.ColumnElement[bool]:
    names = [f"account:{account.id}", *([account.email] if account.email else [])]
    return sa.or_(*(column.icontains(name, autoescape=True) for name in names))


def _mailed_to(account: Account) -> sa.ColumnElement[bool]:
    mine = MailedLink.account_id == account.id
    return mine | (MailedLink.email == account.email) if account.email else mine


def unseal(session: Session, *subjects: Numbers) -> list[int]:
    """Delete the private texts behind the entries about these; the numbers of those entries."""
    entries = sa.select(LedgerEntry.sequence).where(
        sa.or_(*(LedgerEntry.subject.in_(names) for names in subjects))
    )
    deleted = sa.delete(SealedText).where(SealedText.sequence.in_(entries))
    return sorted(session.scalars(deleted.returning(SealedText.sequence)))


def subjects_of(kind: str, theirs: Numbers) -> Numbers:
    """The names under which the ledger tells of these rows, such as "forecast:12"."""
    numbers = theirs.subquery()
    return sa.select(sa.literal(f"{kind}:").concat(sa.cast(numbers.c.id, sa.String)))


def _set(
    session: Session, table: type[Any], condition: sa.ColumnElement[bool], **values: object
) -> None:
    update = sa.update(table).where(condition).values(**values)
    session.execute(update.execution_options(synchronize_session=False))
