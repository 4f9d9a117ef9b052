"""Answers the open dispute of a forecast when it is decided anew, and tells those it concerns."""

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forecasts.domain.mails import clean_line, clean_lines
from forecasts.domain.permissions import account_number
from forecasts.services.decisions import differs
from forecasts.services.outbox import post_mail
from forecasts.store.models import (
    Account,
    AuthorClaim,
    ClaimStatus,
    Dispute,
    DisputeStatus,
    Estimate,
    Forecast,
    Resolution,
)


def answer_dispute(
    session: Session, resolution: Resolution, earlier: Sequence[Resolution], *, now: datetime
) -> Dispute | None:
    """The dispute that this decision answers; None where none is open.

    It is upheld where the decision says anything else than the disputed one, and rejected where
    that one stands. Disputer and authors are told by mail, where they have an address.
    """
    dispute = find_open_dispute(session, resolution.forecast_id)
    if dispute is None or not earlier:
        return None
    changed = differs(resolution, earlier[-1])
    dispute.status = DisputeStatus.UPHELD if changed else DisputeStatus.REJECTED
    dispute.closed_at = now
    session.flush()
    _tell(session, dispute, resolution, now=now)
    return dispute


def find_open_dispute(session: Session, forecast_id: int) -> Dispute | None:
    """The dispute of this forecast that waits for an answer."""
    query = sa.select(Dispute).where(
        Dispute.forecast_id == forecast_id, Dispute.status == DisputeStatus.OPEN
    )
    return session.scalar(query)


def _tell(session: Session, dispute: Dispute, resolution: Resolution, *, now: datetime) -> None:
    claim = session.scalar(sa.select(Forecast.claim).where(Forecast.id == dispute.forecast_id))
    subject, body = _write(dispute, resolution, claim or "")
    for account_id, address in session.execute(_concerned(dispute)).all():
        post_mail(
            session,
            key=f"dispute:{dispute.id}:answered:account:{account_id}",
            address=address or "",
            subject=subject,
            body=body,
            now=now,
            account_id=account_id,
            leads_to=f"/forecasts/{dispute.forecast_id}",
        )


def _write(dispute: Dispute, resolution: Resolution, claim: str) -> tuple[str, str]:
    stands = dispute.status is DisputeStatus.REJECTED
    subject = "A disputed decision stands" if stands else "A disputed decision was changed"
    answer = f"The answer: {resolution.outcome}, known on {resolution.known_on.isoformat()}."
    body = (
        f"Decision {dispute.number} on this forecast was disputed:\n\n    {clean_line(claim)}\n\n"
        f"{'Two reviewers looked again; it stands' if stands else 'It was changed'}. {answer}\n"
        f"{clean_lines(resolution.note)}\n"
    )
    return subject, body


def _concerned(dispute: Dispute) -> sa.Select[int, str | None]:
    """Number and address of the disputer and of the accounts of the authors."""
    authors = sa.select(Estimate.author_id).where(Estimate.forecast_id == dispute.forecast_id)
    theirs = sa.select(AuthorClaim.account_id).where(
        AuthorClaim.author_id.in_(authors), AuthorClaim.status == ClaimStatus.CONFIRMED
    )
    disputer = account_number(dispute.raised_by)
    return sa.select(Account.id, Account.email).where(
        sa.or_(Account.id.in_(theirs), Account.id == disputer),
        Account.email.is_not(None),
        Account.suspended_at.is_(None),
    )
