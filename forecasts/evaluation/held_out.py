"""What weights find that were learned from other authors alone, beside our own; pure.

Only the weights are held out: which rules there are was decided by people.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from forecasts.domain.candidates import Reading, Reason
from forecasts.evaluation.figures import Figures
from forecasts.evaluation.matching import Span, may_match
from forecasts.evaluation.reading import LabelledPost

FEWEST_AUTHORS = 3
"""Authors with a core label that a corpus needs, so that two are left to learn from."""

_PENALTY = 1.0
_MOST_STEPS = 25
_STILL = 1e-8
"""Newton's steps end once no weight moves by more."""

FloatArray = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Row:
    """A sentence that was weighed.

    Attributes:
        author: who wrote it.
        rules: the rules that fired on it.
        core: it matches a core label.
        proposed: our own weights propose it.
    """

    author: str
    rules: frozenset[str]
    core: bool
    proposed: bool


@dataclass(frozen=True, slots=True)
class CrossValidation:
    """Counts over all rows, each of them held out once with its author.

    Attributes:
        authors: how many were held out.
        learned: by weights that were learned from the other authors.
        ours: by our own weights on the same rows.
    """

    authors: int
    learned: Figures
    ours: Figures


def read_rows(post: LabelledPost, reading: Reading) -> Iterator[Row]:
    """A row for each sentence that was weighed; what matches optional labels alone is left out."""
    for span, reasons, proposed in _weighed(reading):
        optional = {label.optional for label in post.labels if may_match(span, label)}
        if optional != {True}:
            yield Row(post.author, _rules(reasons), core=False in optional, proposed=proposed)


def _weighed(reading: Reading) -> Iterator[tuple[Span, Sequence[Reason], bool]]:
    for candidate in reading.candidates:
        yield candidate, candidate.reasons, True
        for sighting in candidate.sightings:
            yield sighting, candidate.reasons, True
    for passed in reading.passed_over:
        yield passed, passed.reasons, False


def _rules(reasons: Iterable[Reason]) -> frozenset[str]:
    """The rules that weigh something; one that weighs more in some places counts as several.

    What weighs nothing is left out, since some of it is told only of what we propose, and would
    give our own answer away.
    """
    return frozenset(f"{each.rule} {each.weight:+g}" for each in reasons if each.weight)


def cross_validate(rows: Sequence[Row]) -> CrossValidation | None:
    """What is found of each author by weights learned without; None with too few authors."""
    if len({row.author for row in rows if row.core}) < FEWEST_AUTHORS:
        return None
    learned = propose_held_out(rows)
    return CrossValidation(
        authors=len({row.author for row in rows}),
        learned=_count(rows, learned),
        ours=_count(rows, [row.proposed for row in rows]),
    )


def propose_held_out(rows: Sequence[Row]) -> list[bool]:
    """Whether each row is proposed by weights and a threshold learned from the other authors."""
    patterns = list(dict.fromkeys(row.rules for row in rows))
    fired = _as_matrix(patterns)
    place = {pattern: number for number, pattern in enumerate(patterns)}
    everybody = _tally(rows, place)
    chosen: dict[str, npt.NDArray[np.bool_]] = {}
    for author in dict.fromkeys(row.author for row in rows):
        own = _tally([row for row in rows if row.author == author], place)
        chosen[author] = _propose(fired, *(everybody - own))
    return [bool(chosen[row.author][place[row.rules]]) for row in rows]


def _as_matrix(patterns: Sequence[frozenset[str]]) -> FloatArray:
    """A line for each set of rules, a column for each rule, and one of ones."""
    rules = sorted(frozenset[str]().union(*patterns))
    return np.array([[*(rule in each for rule in rules), True] for each in patterns], dtype=float)


def _tally(rows: Iterable[Row], place: dict[frozenset[str], int]) -> FloatArray:
    """How many rows have each set of rules, and how many of these are core."""
    counts = np.zeros((2, len(place)))
    for row in rows:
        counts[:, place[row.rules]] += (1, row.core)
    return counts


def _propose(fired: FloatArray, total: FloatArray, core: FloatArray) -> npt.NDArray[np.bool_]:
    scores = fired @ learn_weights(fired, total, core)
    return scores >= _best_threshold(scores, total, core)


def learn_weights(fired: FloatArray, total: FloatArray, core: FloatArray) -> FloatArray:
    """Weights by logistic regression, drawn towards zero; a rule never seen weighs nothing.

    Args:
        fired: shape (n, k), 1 where a rule is one of a set of rules.
        total: shape (n,), how many sentences have that set.
        core: shape (n,), how many of them are forecasts.
    """
    weights = np.zeros(fired.shape[1])
    penalty = _PENALTY * np.eye(len(weights))
    for _ in range(_MOST_STEPS):
        chance = 1 / (1 + np.exp(-np.clip(fired @ weights, -30, 30)))
        slope = fired.T @ (total * chance - core) + penalty @ weights
        bend = (fired.T * (total * chance * (1 - chance))) @ fired + penalty
        step = np.linalg.solve(bend, slope)
        weights -= step
        if np.abs(step).max() < _STILL:
            break
    return weights


def _best_threshold(scores: FloatArray, total: FloatArray, core: FloatArray) -> float:
    """The score from which proposing has the best F1; of equal ones the highest."""
    seen = np.flatnonzero(total)
    order = seen[np.argsort(-scores[seen], kind="stable")]
    f1 = 2 * np.cumsum(core[order]) / (np.cumsum(total[order]) + core.sum())
    return float(scores[order[np.argmax(f1)]])


def _count(rows: Sequence[Row], proposed: Sequence[bool]) -> Figures:
    pairs = [(row.core, chosen) for row, chosen in zip(rows, proposed, strict=True)]
    return Figures(
        found=pairs.count((True, True)),
        missed=pairs.count((True, False)),
        wrong=pairs.count((False, True)),
    )
