"""What an author does with candidates: accept, correct, dismiss, or quote one that was missed."""

from dataclasses import dataclass, replace
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from forecasts.domain.candidates import Chance
from forecasts.domain.deadlines import Deadline
from forecasts.domain.errors import ConflictError, InvalidInputError, NotFoundError
from forecasts.domain.permissions import Actor, Permission
from forecasts.extraction import quote_at
from forecasts.services.drafts import NewForecast, Span
from forecasts.services.guards import change_candidate, lock_candidates
from forecasts.services.journal import Act, record
from forecasts.services.owning import require_own_candidate, require_own_post
from forecasts.services.proposals import put_candidates, title_of_author
from forecasts.services.recording import log_forecast
from forecasts.store.models import Candidate, CandidateStatus, Forecast, Origin, Post

SET_BY_A_PERSON = "set by a person"
"""The rule of a deadline that a person typed in place of the one that was read."""

A_PERSON = "a person"
"""Who found what somebody quoted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """What a person makes of a candidate.

    Attributes:
        claim: the claim as it shall be logged.
        deadline: the last day on which it can come true; None: it has no deadline.
        chance: how sure the author was, in the person's reading.
        criteria: what decides between yes and no.
        review_by: where there is no deadline, the day to look at it again.
    """

    claim: str
    deadline: date | None
    chance: Chance
    criteria: str = ""
    review_by: date | None = None


def chance_of(candidate: Candidate) -> Chance:
    """How sure the author was, as it was read in the post."""
    return Chance(
        kind=candidate.kind,
        middle=candidate.probability,
        low=candidate.probability_low,
        high=candidate.probability_high,
        hedge=candidate.hedge,
    )


def accept(
    session: Session,
    candidate_id: int,
    *,
    version: int,
    actor: Actor,
    now: datetime,
    correction: Correction | None = None,
) -> Forecast:
    """The forecast logged from the candidate, as it was read or as it was corrected.

    Raises:
        NotFoundError: there is no such candidate.
        ConflictError: it was accepted or dismissed meanwhile.
        InvalidInputError: the correction cannot be taken.
    """
    require_own_candidate(session, candidate_id, actor, Permission.TRIAGE)
    candidate = _find(session, candidate_id)
    values = {"status": CandidateStatus.ACCEPTED, "decided_at": now}
    change_candidate(session, candidate_id, version=version, values=values)
    correction = correction or _as_read(candidate)
    return log_forecast(session, _new_forecast(candidate, correction), actor=actor, now=now)


def dismiss(
    session: Session, candidate_id: int, *, version: int, actor: Actor, now: datetime
) -> None:
    """Mark the candidate as no forecast; it stays beside the post.

    Raises:
        NotFoundError: there is no such candidate.
        ConflictError: it was accepted or dismissed meanwhile.
    """
    require_own_candidate(session, candidate_id, actor, Permission.TRIAGE)
    values = {"status": CandidateStatus.DISMISSED, "decided_at": now}
    change_candidate(session, candidate_id, version=version, values=values)
    act = Act("dismissed", f"candidate:{candidate_id}", {})
    record(session, [act], actor=actor, now=now)


def reconsider(
    session: Session, candidate_id: int, *, version: int, actor: Actor, now: datetime
) -> None:
    """Take a dismissal back: the candidate is proposed again.

    Raises:
        NotFoundError: there is no such candidate.
        ConflictError: it is not dismissed, or has changed since it was read.
    """
    require_own_candidate(session, candidate_id, actor, Permission.TRIAGE)
    values = {"status": CandidateStatus.PROPOSED, "decided_at": None}
    dismissed = CandidateStatus.DISMISSED
    change_candidate(session, candidate_id, version=version, values=values, among=dismissed)
    act = Act("reconsidered", f"candidate:{candidate_id}", {})
    record(session, [act], actor=actor, now=now)


def add_quoted(
    session: Session, post_id: int, quote: str, *, actor: Actor, now: datetime
) -> Candidate:
    """A candidate for words of the post that the extractor passed over.

    Raises:
        NotFoundError: there is no such post.
        InvalidInputError: these words do not stand in the post.
        ConflictError: there is a candidate for just these words already.
    """
    require_own_post(session, post_id, actor, Permission.TRIAGE)
    lock_candidates(session, post_id)
    post = session.get_one(Post, post_id)
    title = title_of_author(post)
    proposal = quote_at(post.text, quote, published=post.published, title=title)
    if post.text[proposal.start : proposal.end] != proposal.quote:
        raise InvalidInputError("These words do not stand in the post.", {"quote": "Copy them."})
    _refuse_doubled(session, post_id, proposal.start, proposal.end)
    found = replace(proposal, found_by=(A_PERSON,))
    (candidate,) = put_candidates(session, [found], post_id=post_id, now=now)
    record(session, [_quoted(candidate)], actor=actor, now=now)
    return candidate


def _find(session: Session, candidate_id: int) -> Candidate:
    candidate = session.scalar(
        sa.select(Candidate).options(joinedload(Candidate.post)).where(Candidate.id == candidate_id)
    )
    if candidate is None:
        raise NotFoundError(f"There is no candidate {candidate_id}.")
    return candidate


def _as_read(candidate: Candidate) -> Correction:
    return Correction(
        claim=candidate.claim, deadline=candidate.deadline, chance=chance_of(candidate)
    )


def _new_forecast(candidate: Candidate, correction: Correction) -> NewForecast:
    post = candidate.post
    if post.text[candidate.start : candidate.end] != candidate.quote:
        raise ConflictError("The quote does not stand in the post; nothing was logged.")
    return NewForecast(
        author_id=post.author_id,
        claim=correction.claim,
        quote=candidate.quote,
        chance=correction.chance,
        said_on=post.published,
        deadline=_deadline_of(candidate, correction),
        criteria=correction.criteria,
        review_by=correction.review_by,
        zone=post.zone,
        origin=Origin.POST,
        span=Span(
            post_id=post.id,
            candidate_id=candidate.id,
            start=candidate.start,
            end=candidate.end,
        ),
        negated=candidate.negated,
        conditional=candidate.conditional,
        attributed=candidate.attributed,
    )


def _deadline_of(candidate: Candidate, correction: Correction) -> Deadline | None:
    """The deadline as read while the person left it alone, else the person's."""
    if correction.deadline != candidate.deadline:
        return deadline_by_person(correction.deadline)
    if candidate.deadline_rule is None:
        return None
    return Deadline(
        latest=candidate.deadline,
        earliest=candidate.deadline_earliest,
        phrase=candidate.deadline_phrase or "",
        start=candidate.deadline_start or 0,
        end=candidate.deadline_end or 0,
        rule=candidate.deadline_rule,
    )


def deadline_by_person(day: date | None) -> Deadline | None:
    """The deadline that a person typed; None where they left it empty."""
    if day is None:
        return None
    return Deadline(latest=day, earliest=None, phrase="", start=0, end=0, rule=SET_BY_A_PERSON)


def _refuse_doubled(session: Session, post_id: int, start: int, end: int) -> None:
    same = sa.select(Candidate.id).where(
        Candidate.post_id == post_id,
        Candidate.start == start,
        Candidate.end == end,
        Candidate.superseded_at.is_(None),
    )
    if session.scalar(same) is not None:
        raise ConflictError("There is a candidate for just these words already.")


def _quoted(candidate: Candidate) -> Act:
    return Act(
        kind="quoted",
        subject=f"candidate:{candidate.id}",
        facts={
            "post": f"post:{candidate.post_id}",
            "start": candidate.start,
            "end": candidate.end,
        },
    )
