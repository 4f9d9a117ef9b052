"""What the extractor proposes in a stored post, and the rows that keep it."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forecasts.domain.candidates import Candidate as Proposal
from forecasts.domain.candidates import Reading
from forecasts.domain.probability import ONE
from forecasts.extraction import EXTRACTOR_VERSION, LEXICON_VERSION, read_post
from forecasts.store.models import Candidate, CandidateStatus, Post

VERSIONS = ("extractor_version", "lexicon_version")
"""What tells which program read a candidate, and nothing about what it read."""

_TITLE_WITHIN = 4000
_LONGEST_NAME = 100


def read_stored(post: Post) -> Reading:
    """What our rules weigh in a stored post: all that is proposed, and all that is passed over."""
    return read_post(post.text, published=post.published, title=title_of_author(post))


def title_of_author(post: Post) -> str | None:
    """The title that the author gave the post; None where it is only what we call it.

    Of a post captured before this was kept, a title that we would give it ourselves counts as ours.
    """
    own = post.has_own_title
    if own is None:
        own = post.title != name_by_first_words(post.text)
    return post.title if own else None


def name_by_first_words(text: str) -> str:
    """What to call a post without a title: its first line with more to it than a date."""
    stripped = (line.strip(" #*_") for line in text[:_TITLE_WITHIN].splitlines())
    lines = [line for line in stripped if line]
    telling = [line for line in lines if not any(word[:2] in {"19", "20"} for word in line.split())]
    return (telling or lines)[0][:_LONGEST_NAME]


def put_candidates(
    session: Session, proposals: Iterable[Proposal], *, post_id: int, now: datetime
) -> list[Candidate]:
    """The rows of proposals for which none stands; one superseded at the same place is taken up.

    Raises:
        IntegrityError: a candidate stands at the place of one of them.
    """
    superseded = _find_superseded(session, post_id)
    rows = []
    for proposal in proposals:
        place = proposal.start, proposal.end
        if place in superseded:
            rows.append(_take_up(session, superseded[place], proposal, now=now))
        else:
            rows.append(_new_row(proposal, post_id=post_id, now=now))
    session.add_all(rows)
    session.flush()
    return rows


def _find_superseded(session: Session, post_id: int) -> dict[tuple[int, int], int]:
    query = sa.select(Candidate.start, Candidate.end, Candidate.id).where(
        Candidate.post_id == post_id, Candidate.superseded_at.is_not(None)
    )
    return {(start, end): number for start, end, number in session.execute(query)}


def _take_up(session: Session, number: int, proposal: Proposal, *, now: datetime) -> Candidate:
    return session.scalars(
        sa.update(Candidate)
        .where(Candidate.id == number, Candidate.superseded_at.is_not(None))
        .values(
            superseded_at=None,
            created_at=now,
            version=Candidate.version + 1,
            **values_of(proposal),
        )
        .returning(Candidate)
        .execution_options(populate_existing=True, synchronize_session=False)
    ).one()


def _new_row(proposal: Proposal, *, post_id: int, now: datetime) -> Candidate:
    return Candidate(
        post_id=post_id,
        status=CandidateStatus.PROPOSED,
        created_at=now,
        version=1,
        **values_of(proposal),
    )


def values_of(proposal: Proposal) -> dict[str, Any]:
    """Everything that was read, by the columns that keep it."""
    as_json = proposal.as_json()
    return {
        "start": proposal.start,
        "end": proposal.end,
        "quote": proposal.quote,
        "claim": proposal.claim,
        **_chance(proposal),
        **_deadline(proposal),
        "negated": proposal.negated,
        "conditional": proposal.conditional,
        "attributed": proposal.attributed,
        "score": round(proposal.score * ONE),
        **{name: as_json[name] for name in ("reasons", "sightings", "found_by")},
        "lexicon_version": LEXICON_VERSION,
        "extractor_version": EXTRACTOR_VERSION,
    }


def _chance(proposal: Proposal) -> dict[str, Any]:
    chance = proposal.chance
    return {
        "kind": chance.kind,
        "probability": chance.middle,
        "probability_low": chance.low,
        "probability_high": chance.high,
        "hedge": chance.hedge,
    }


def _deadline(proposal: Proposal) -> dict[str, Any]:
    deadline = proposal.deadline
    others = deadline.alternatives if deadline else ()
    return {
        "deadline": deadline.latest if deadline else None,
        "deadline_earliest": deadline.earliest if deadline else None,
        "deadline_phrase": deadline.phrase if deadline else None,
        "deadline_start": deadline.start if deadline else None,
        "deadline_end": deadline.end if deadline else None,
        "deadline_rule": deadline.rule if deadline else None,
        "deadline_kind": deadline.kind if deadline else None,
        "deadline_ambiguous": bool(deadline and deadline.ambiguous),
        "deadline_alternatives": [day.isoformat() if day else None for day in others],
    }
