"""What is counted over matched posts, and the shares that come of it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from statistics import fmean

from forecasts.evaluation.matching import (
    MatchedPost,
    Pair,
    deadline_agrees,
    hedge_agrees,
    hedges,
    probability_agrees,
)
from forecasts.evaluation.tiers import Tier, tier_of


@dataclass(frozen=True, slots=True)
class Share:
    """How many of how many."""

    right: int
    total: int

    @property
    def value(self) -> float | None:
        """The part that is right, 0 to 1; None of nothing."""
        return self.right / self.total if self.total else None


@dataclass(frozen=True, slots=True)
class Figures:
    """Counts over core labels and over the proposals that match no optional label.

    >>> figures = Figures(found=6, missed=2, wrong=4)
    >>> figures.precision, figures.recall, round(figures.f1, 3)
    (0.6, 0.75, 0.667)
    """

    found: int
    missed: int
    wrong: int

    @property
    def precision(self) -> float | None:
        """The part of the proposals that found a core label; None without proposals."""
        return Share(self.found, self.found + self.wrong).value

    @property
    def recall(self) -> float | None:
        """The part of the core labels that was found; None without labels."""
        return Share(self.found, self.found + self.missed).value

    @property
    def f1(self) -> float | None:
        """The harmonic mean of both; None with neither labels nor proposals."""
        return Share(2 * self.found, 2 * self.found + self.missed + self.wrong).value


@dataclass(frozen=True, slots=True)
class Spread:
    """A figure over several authors, each with the same weight.

    Attributes:
        mean: their mean.
        lowest: the smallest.
        highest: the largest.
        authors: how many have that figure.
    """

    mean: float
    lowest: float
    highest: float
    authors: int


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Everything that is measured on a corpus.

    Attributes:
        posts: all of them, matched.
        overall: over all posts.
        by_kind: over the posts of one kind.
        by_tier: over the proposals of one tier; recall is their part of all core labels.
        by_author: over the posts of one author.
        deadline: proposals that found a core label, with a right last day.
        probability: the same with a right stated probability, none where none is stated.
        probability_where_stated: of those whose label has a stated probability.
        hedge: of those where the label, the proposal or both name hedging words.
    """

    posts: tuple[MatchedPost, ...]
    overall: Figures
    by_kind: Mapping[str, Figures]
    by_tier: Mapping[Tier, Figures]
    by_author: Mapping[str, Figures]
    deadline: Share
    probability: Share
    probability_where_stated: Share
    hedge: Share


def evaluate(posts: Sequence[MatchedPost]) -> Evaluation:
    """The figures of matched posts."""
    pairs = [pair for post in posts for pair in post.found]
    stated = [pair for pair in pairs if pair.label.probabilities[0] is not None]
    hedged = [pair for pair in pairs if hedges(pair) != (None, None)]
    return Evaluation(
        posts=tuple(posts),
        overall=_count(posts),
        by_kind=_group(posts, lambda matched: matched.post.kind),
        by_tier={tier: _count_tier(posts, tier) for tier in Tier},
        by_author=_group(posts, lambda matched: matched.post.author),
        deadline=_agreement(pairs, deadline_agrees),
        probability=_agreement(pairs, probability_agrees),
        probability_where_stated=_agreement(stated, probability_agrees),
        hedge=_agreement(hedged, hedge_agrees),
    )


def spread(figures: Iterable[float | None]) -> Spread | None:
    """The mean and the range of the figures that there are; None where there is none.

    >>> spread([0.5, None, 1.0])
    Spread(mean=0.75, lowest=0.5, highest=1.0, authors=2)
    """
    known = [figure for figure in figures if figure is not None]
    return Spread(fmean(known), min(known), max(known), len(known)) if known else None


def _count(posts: Iterable[MatchedPost]) -> Figures:
    counted = list(posts)
    return Figures(
        found=sum(len(post.found) for post in counted),
        missed=sum(len(post.missed) for post in counted),
        wrong=sum(len(post.wrong) for post in counted),
    )


def _count_tier(posts: Iterable[MatchedPost], tier: Tier) -> Figures:
    total = _count(posts)
    found = sum(tier_of(pair.candidate) is tier for post in posts for pair in post.found)
    wrong = sum(tier_of(candidate) is tier for post in posts for candidate in post.wrong)
    return Figures(found, total.found + total.missed - found, wrong)


def _group(posts: Iterable[MatchedPost], name: Callable[[MatchedPost], str]) -> dict[str, Figures]:
    ordered = sorted(posts, key=name)
    return {each: _count(group) for each, group in groupby(ordered, key=name)}


def _agreement(pairs: Sequence[Pair], agrees: Callable[[Pair], bool]) -> Share:
    return Share(sum(map(agrees, pairs)), len(pairs))
