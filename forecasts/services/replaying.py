"""Tells from the ledger alone where every forecast stands, without a row of any other table.

The tables are projections of the ledger. `replay` makes them again from what it tells in public, so
that anybody who has it can recompute every status and every card.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from forecasts.domain.lifecycle import Status
from forecasts.domain.visibility import Visibility
from forecasts.ledger import ERASED, Entry
from forecasts.services.shielding import HIDDEN, SHOWN

Facts = Mapping[str, Any]


@dataclass(slots=True)
class Replayed:
    """A forecast as the ledger tells of it.

    Attributes:
        facts: what was told when it was logged or shown; empty while it is private.
        status: where it stands.
        visibility: who gets to see it.
        estimates: what was told of each estimate, the opening one first.
        decisions: what was told of each decision, the first one first.
        erased: whether its texts were erased.
    """

    facts: Facts = field(default_factory=dict)
    status: Status = Status.OPEN
    visibility: Visibility = Visibility.PUBLIC
    estimates: list[Facts] = field(default_factory=list)
    decisions: list[Facts] = field(default_factory=list)
    erased: bool = False


_BECOMES = {
    "withdrawn": Status.WITHDRAWN,
    "due": Status.DUE,
    "resolved": Status.RESOLVED,
    "reversed": Status.RESOLVED,
    "disputed": Status.DISPUTED,
}
_ONLY_FROM = {
    "proposed": (Status.DUE, Status.PROPOSED),
    "rejected": (Status.PROPOSED, Status.DUE),
}
_ENDS = {
    Status.OPEN: Status.WITHDRAWN,
    Status.DUE: Status.WITHDRAWN,
    Status.PROPOSED: Status.WITHDRAWN,
    Status.DISPUTED: Status.RESOLVED,
}
"""Where erasure leaves what was not decided, and what was disputed."""


def replay(entries: Iterable[Entry]) -> dict[int, Replayed]:
    """Every forecast that was ever logged, by its number, as it stands after these entries."""
    forecasts: dict[int, Replayed] = {}
    for entry in entries:
        kind, _, number = entry.subject.partition(":")
        if entry.kind == ERASED:
            _erase(forecasts, entry.facts)
        elif kind == "forecast":
            _apply(forecasts.setdefault(int(number), Replayed()), entry.kind, entry.facts)
    return forecasts


def _apply(forecast: Replayed, kind: str, facts: Facts) -> None:
    forecast.status = _BECOMES.get(kind, forecast.status)
    before, after = _ONLY_FROM.get(kind, (None, None))
    if after is not None and forecast.status is before:
        forecast.status = after
    if kind in {"logged", SHOWN, HIDDEN}:
        forecast.visibility = Visibility(facts["visibility"])
    _tell(forecast, kind, facts)


def _tell(forecast: Replayed, kind: str, facts: Facts) -> None:
    """Take over what an entry tells beside its kind; of what is private it tells nothing."""
    if kind == "logged" and "author" in facts:
        forecast.facts, forecast.estimates = facts, [facts]
    elif kind == SHOWN and "author" in facts:
        forecast.facts = facts
        forecast.estimates = list(facts["estimates"])
        forecast.decisions = list(facts["decisions"])
    elif kind == "revised" and "estimate" in facts:
        forecast.estimates.append(facts)
    elif kind in {"resolved", "reversed"} and "outcome" in facts:
        forecast.decisions.append(facts)


def _erase(forecasts: Mapping[int, Replayed], facts: Facts) -> None:
    for number in facts.get("forecasts", ()):
        forecast = forecasts[number]
        forecast.status = _ENDS.get(forecast.status, forecast.status)
        forecast.erased = True
