"""What an act tells the ledger, which everybody reads, and what it keeps of what is private."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forecasts.domain.visibility import Visibility
from forecasts.store.models import Candidate, Forecast, Post

SHOWN, HIDDEN = "shown", "hidden"
"""The kinds of acts by which more, or fewer, people get to see something: told in any case."""


@dataclass(frozen=True, slots=True)
class Act:
    """Something that was done, as the ledger will tell it.

    Attributes:
        kind: what was done, such as "logged".
        subject: what it was done to, such as "forecast:12".
        facts: what is public and not personal; no floats.
        private: text that the entry only commits to, so that it can be erased.
    """

    kind: str
    subject: str
    facts: Mapping[str, object]
    private: Mapping[str, object] | None = None


def shield(session: Session, acts: Sequence[Act]) -> list[Act]:
    """The acts as the ledger may tell them.

    Of an act on something private it tells that there was one, and commits to the rest, whichever
    service it comes from.
    """
    private = _private_among(session, {act.subject for act in acts})
    return [
        _shielded(act) if act.subject in private and act.kind not in {SHOWN, HIDDEN} else act
        for act in acts
    ]


def _shielded(act: Act) -> Act:
    sealed = {**(act.private or {}), "facts": act.facts}
    return replace(act, facts={"visibility": Visibility.PRIVATE.value}, private=sealed)


def _private_among(session: Session, subjects: set[str]) -> set[str]:
    asked = {
        "forecast": (sa.select(Forecast.id), Forecast.id, Forecast.visibility),
        "post": (sa.select(Post.id), Post.id, Post.visibility),
        "candidate": (sa.select(Candidate.id).join(Candidate.post), Candidate.id, Post.visibility),
    }
    found: set[str] = set()
    for kind, (query, number, visibility) in asked.items():
        named = [int(name.partition(":")[2]) for name in subjects if name.startswith(f"{kind}:")]
        if named:
            private = query.where(number.in_(named), visibility == Visibility.PRIVATE)
            found |= {f"{kind}:{each}" for each in session.scalars(private)}
    return found
