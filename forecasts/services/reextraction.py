"""Puts what the present extractor reads in a stored post in the place of what is undecided."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forecasts.domain.candidates import Candidate as Proposal
from forecasts.domain.permissions import Actor, Permission, require
from forecasts.extraction import EXTRACTOR_VERSION
from forecasts.services.differences import Difference, compare
from forecasts.services.guards import change_candidate, lock_candidates
from forecasts.services.journal import Act, record
from forecasts.services.proposals import put_candidates, values_of
from forecasts.store.models import Candidate


def reextract(
    session: Session, post_id: int, proposals: Sequence[Proposal], *, actor: Actor, now: datetime
) -> Difference:
    """What differed; from now on the undecided candidates of the post are those proposed.

    The candidates are compared again under a lock, so that what was decided since somebody looked
    is left alone. A second time nothing differs, and nothing is written.

    Args:
        proposals: what the present extractor reads in the post; its text never changes.

    Raises:
        NotFoundError: there is no such post.
        NotAllowedError: the actor does not run the installation.
    """
    require(actor, Permission.OPERATE)
    lock_candidates(session, post_id)
    difference = compare(post_id, _lock_standing(session, post_id), proposals)
    if difference.is_none and not difference.renamed:
        return difference
    _put_in_force(session, difference, now=now)
    record(session, [_reextracted(difference)], actor=actor, now=now)
    return difference


def _lock_standing(session: Session, post_id: int) -> list[Candidate]:
    query = (
        sa.select(Candidate)
        .where(Candidate.post_id == post_id, Candidate.superseded_at.is_(None))
        .order_by(Candidate.start, Candidate.end)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return list(session.scalars(query))


def _put_in_force(session: Session, difference: Difference, *, now: datetime) -> None:
    moved = [each for each in difference.changed if each.has_moved]
    for candidate in (*difference.gone, *(each.candidate for each in moved)):
        _set(session, candidate, {"superseded_at": now})
    for change in difference.changed:
        if not change.has_moved:
            _set(session, change.candidate, values_of(change.proposal))
    _rename(session, difference.renamed)
    new = [*difference.new, *(each.proposal for each in moved)]
    put_candidates(session, new, post_id=difference.post_id, now=now)


def _set(session: Session, candidate: Candidate, values: dict[str, Any]) -> None:
    change_candidate(session, candidate.id, version=candidate.version, values=values)


def _rename(session: Session, candidates: Iterable[Candidate]) -> None:
    """Note which version reads them; a form that shows them stays good."""
    numbers = [each.id for each in candidates]
    session.execute(
        sa.update(Candidate)
        .where(Candidate.id.in_(numbers))
        .values(extractor_version=EXTRACTOR_VERSION)
        .execution_options(synchronize_session=False)
    )


def _reextracted(difference: Difference) -> Act:
    return Act(
        kind="reextracted",
        subject=f"post:{difference.post_id}",
        facts={
            **difference.counts,
            "extractor": EXTRACTOR_VERSION,
            "extractors_before": list(difference.versions_before),
        },
    )
