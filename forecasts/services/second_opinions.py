"""A second opinion about a stored post: wanted, asked for, and put beside what our rules found.

Asking takes seconds and may fail, so nothing here does it: `claim_errand` says whom to ask about
what, and in another transaction `keep_answer` or `note_failure` takes what came of it. A post is
there and can be worked on all the while. Nothing is ever accepted here.
"""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forecasts.domain.errors import OpinionFailedError
from forecasts.domain.opinions import Document, Proposal, Source
from forecasts.domain.opinions import Opinion as Weighed
from forecasts.domain.permissions import CLOCK
from forecasts.extraction import weigh_opinion
from forecasts.services.guards import lock_candidates
from forecasts.services.journal import Act, record
from forecasts.services.proposals import put_candidates, title_of_author
from forecasts.store.models import Candidate, Opinion, OpinionStatus, Post
from forecasts.store.queries.posts import list_candidates

DELAYS = tuple(timedelta(minutes=minutes) for minutes in (1, 10, 60, 360, 1440))
"""How long to wait after the first, the second ... failure; after one more it is parked."""

MOST_TRIES = len(DELAYS) + 1

_LONGEST_REASON = 300
_WAITING = Opinion.status == OpinionStatus.WAITING


@dataclass(frozen=True, slots=True)
class Errand:
    """Somebody is to be asked about a post.

    Attributes:
        opinion_id: what the answer belongs to.
        tries: which try this is; a later one makes this one void.
        post_id: the post.
        document: what is shown of it.
        published: the day from which its relative words count.
        source: who is asked.
        answer: what they said to the same question before; None: they have to be asked.
    """

    opinion_id: int
    tries: int
    post_id: int
    document: Document
    published: date
    source: Source
    answer: tuple[Proposal, ...] | None


def want_opinion(session: Session, post: Post, *, now: datetime) -> None:
    """Let somebody be asked about a post that was just captured."""
    opinion = Opinion(
        post_id=post.id,
        document_sha256=_document(post).sha256,
        status=OpinionStatus.WAITING,
        tries=0,
        next_try_at=now,
        proposals=[],
        rejected=[],
    )
    session.add(opinion)


def claim_errand(
    session: Session, source: Source, *, now: datetime, lease: timedelta
) -> Errand | None:
    """What to ask that source about next; None where nothing waits.

    One guarded statement takes it and puts it off by ``lease``, so that of several clocks one asks,
    and another may when this one has died meanwhile.
    """
    _park_exhausted(session, now=now)
    claimed = session.execute(_claim(source, now=now, lease=lease)).first()
    if claimed is None:
        return None
    post = session.get_one(Post, claimed.post_id)
    return Errand(
        opinion_id=claimed.id,
        tries=claimed.tries,
        post_id=post.id,
        document=_document(post),
        published=post.published,
        source=source,
        answer=_find_answer(session, claimed.document_sha256, source),
    )


def keep_answer(
    session: Session, errand: Errand, proposals: Sequence[Proposal], *, now: datetime
) -> Weighed | None:
    """What the answer adds to the candidates of the post; None where it comes too late.

    What it points at beside our candidates becomes a candidate; of those it only notes who found
    them too. Versions are left alone, so that a form that shows them stays good.
    """
    if not _settle(session, errand, values=_answered(proposals, now)):
        return None
    lock_candidates(session, errand.post_id)
    standing = list_candidates(session, errand.post_id)
    weighed = weigh_opinion(
        errand.document.text,
        proposals,
        known=[_places(each) for each in standing],
        name=errand.source.name,
        published=errand.published,
        title=errand.document.title or None,
    )
    _note_finder(session, (standing[index] for index in weighed.agreed), errand.source.name)
    put_candidates(session, weighed.added, post_id=errand.post_id, now=now)
    _keep_rejected(session, errand, weighed)
    record(session, [_advised(errand, weighed)], actor=CLOCK, now=now)
    return weighed


def note_failure(
    session: Session, errand: Errand, error: OpinionFailedError, *, now: datetime
) -> None:
    """Put the next try off, longer each time; after the last one, park it with the reason."""
    values: dict[str, object] = {"reason": str(error)[:_LONGEST_REASON]}
    if error.lasting or errand.tries >= MOST_TRIES:
        values["status"] = OpinionStatus.PARKED
    else:
        values["next_try_at"] = now + DELAYS[errand.tries - 1]
    _settle(session, errand, values=values)


def count_by_status(session: Session) -> dict[OpinionStatus, int]:
    """How many opinions have come how far; those without any are left out."""
    query = sa.select(Opinion.status, sa.func.count()).group_by(Opinion.status)
    return dict(session.execute(query).all())


def _document(post: Post) -> Document:
    return Document(post.text, title_of_author(post) or "")


def _park_exhausted(session: Session, *, now: datetime) -> None:
    """Give up what was tried too often and never came to an end, not even a bad one."""
    session.execute(
        sa.update(Opinion)
        .where(_WAITING, Opinion.next_try_at <= now, Opinion.tries >= MOST_TRIES)
        .values(
            status=OpinionStatus.PARKED,
            reason=sa.func.coalesce(Opinion.reason, "whoever asked was stopped every time"),
        )
        .execution_options(synchronize_session=False)
    )


def _claim(source: Source, *, now: datetime, lease: timedelta) -> sa.UpdateBase:
    late = (
        sa.select(Opinion.id)
        .where(_WAITING, Opinion.next_try_at <= now)
        .order_by(Opinion.next_try_at, Opinion.id)
        .limit(1)
        .with_for_update(skip_locked=True)
        .cte("late")
    )
    return (
        sa.update(Opinion)
        .where(Opinion.id.in_(sa.select(late.c.id)), _WAITING, Opinion.next_try_at <= now)
        .values(
            tries=Opinion.tries + 1,
            next_try_at=now + lease,
            name=source.name,
            model=source.model,
            prompt_version=source.version,
        )
        .returning(Opinion.id, Opinion.tries, Opinion.post_id, Opinion.document_sha256)
        .execution_options(synchronize_session=False)
    )


def _find_answer(
    session: Session, document_sha256: str, source: Source
) -> tuple[Proposal, ...] | None:
    told = session.scalar(
        sa.select(Opinion.proposals)
        .where(
            Opinion.document_sha256 == document_sha256,
            Opinion.status == OpinionStatus.ANSWERED,
            Opinion.name == source.name,
            Opinion.model == source.model,
            Opinion.prompt_version == source.version,
        )
        .limit(1)
    )
    return None if told is None else tuple(Proposal(**each) for each in told)


def _answered(proposals: Sequence[Proposal], now: datetime) -> dict[str, object]:
    return {
        "status": OpinionStatus.ANSWERED,
        "answered_at": now,
        "proposals": [asdict(each) for each in proposals],
        "reason": None,
    }


def _settle(session: Session, errand: Errand, *, values: dict[str, object]) -> bool:
    """Set values on the opinion while this try is the last one; whether it was."""
    settled = session.scalar(
        sa.update(Opinion)
        .where(Opinion.id == errand.opinion_id, _WAITING, Opinion.tries == errand.tries)
        .values(**values)
        .returning(Opinion.id)
        .execution_options(synchronize_session=False)
    )
    return settled is not None


def _places(candidate: Candidate) -> list[tuple[int, int]]:
    elsewhere = ((each["start"], each["end"]) for each in candidate.sightings)
    return [(candidate.start, candidate.end), *elsewhere]


def _note_finder(session: Session, candidates: Iterable[Candidate], name: str) -> None:
    for candidate in candidates:
        session.execute(
            sa.update(Candidate)
            .where(Candidate.id == candidate.id)
            .values(found_by=[*candidate.found_by, name])
            .execution_options(synchronize_session=False)
        )


def _keep_rejected(session: Session, errand: Errand, weighed: Weighed) -> None:
    session.execute(
        sa.update(Opinion)
        .where(Opinion.id == errand.opinion_id)
        .values(rejected=[asdict(each) for each in weighed.rejected])
        .execution_options(synchronize_session=False)
    )


def _advised(errand: Errand, weighed: Weighed) -> Act:
    return Act(
        kind="advised",
        subject=f"post:{errand.post_id}",
        facts={
            "by": errand.source.name,
            "model": errand.source.model,
            "prompt": errand.source.version,
            "agreed": len(weighed.agreed),
            "added": len(weighed.added),
            "rejected": len(weighed.rejected),
        },
    )
