"""The figures of an evaluation as JSON and as text for people."""

from collections.abc import Iterable, Iterator, Mapping

from forecasts.domain.candidates import Candidate
from forecasts.domain.lines import one_line
from forecasts.evaluation.figures import Evaluation, Figures, Share, Spread, spread
from forecasts.evaluation.held_out import FEWEST_AUTHORS, CrossValidation
from forecasts.evaluation.matching import MatchedPost
from forecasts.evaluation.reading import Label
from forecasts.evaluation.tiers import CLEAR_FROM, Tier

AUTHORS_APART = (
    "the same rules and our own weights for every author; this is how the figures spread over "
    "authors, each with the same weight"
)
TOO_FEW_AUTHORS = (
    f"fewer than {FEWEST_AUTHORS} authors have a core label, so none is held out and there are no "
    "figures"
)
TIERS: Mapping[Tier, str] = {
    Tier.DATED: f"score from {CLEAR_FROM}, with a last day",
    Tier.UNDATED: f"score from {CLEAR_FROM}, without a last day",
    Tier.WEAK: f"score below {CLEAR_FROM}",
}
_NAME = 24
_MEASURES = ("precision", "recall", "f1")


def as_json(
    evaluation: Evaluation,
    held_out: CrossValidation | None,
    *,
    extractor: str,
    rate: float,
    worst: int,
) -> dict[str, object]:
    """Everything as one JSON object; shares are 0 to 1, and null of nothing.

    Args:
        held_out: what is found with each author held out; None with too few authors.
        extractor: version of what made the proposals.
        rate: posts a second.
        worst: how many of the missed labels and of the wrong proposals to name.
    """
    return {
        "extractor": extractor,
        "posts": len(evaluation.posts),
        "authors": len(evaluation.by_author),
        "posts_per_second": round(rate, 1),
        "overall": _figures(evaluation.overall),
        "by_kind": {kind: _figures(each) for kind, each in evaluation.by_kind.items()},
        "by_tier": {tier.value: _figures(each) for tier, each in evaluation.by_tier.items()},
        "matched_pairs": {name: _share(share) for name, share in _agreements(evaluation)},
        "authors_apart": {
            "meaning": AUTHORS_APART,
            "by_author": {name: _figures(each) for name, each in evaluation.by_author.items()},
            "spread": {name: _spread(each) for name, each in _spreads(evaluation)},
        },
        "cross_validation": _cross_validation(held_out),
        "worst_misses": {
            "missed": [_missed(*each) for each in _worst_missed(evaluation.posts, worst)],
            "wrong": [_wrong(*each) for each in _worst_wrong(evaluation.posts, worst)],
        },
    }


def _agreements(evaluation: Evaluation) -> tuple[tuple[str, Share], ...]:
    return (
        ("deadline", evaluation.deadline),
        ("stated_probability", evaluation.probability),
        ("stated_probability_where_labelled", evaluation.probability_where_stated),
        ("hedge_where_named", evaluation.hedge),
    )


def _spreads(evaluation: Evaluation) -> Iterator[tuple[str, Spread | None]]:
    for name in _MEASURES:
        yield name, spread(_measures(each)[name] for each in evaluation.by_author.values())


def _measures(figures: Figures) -> dict[str, float | None]:
    return {"precision": figures.precision, "recall": figures.recall, "f1": figures.f1}


def _figures(figures: Figures) -> dict[str, object]:
    return {
        "found": figures.found,
        "missed": figures.missed,
        "wrong": figures.wrong,
        **{name: _rounded(value) for name, value in _measures(figures).items()},
    }


def _cross_validation(held_out: CrossValidation | None) -> dict[str, object]:
    return {
        "meaning": _meaning(held_out),
        "authors": held_out and held_out.authors,
        "learned": held_out and _figures(held_out.learned),
        "ours": held_out and _figures(held_out.ours),
    }


def _meaning(held_out: CrossValidation | None) -> str:
    """What the figures with authors held out say, in words."""
    if held_out is None:
        return TOO_FEW_AUTHORS
    learned, ours = _cell(held_out.learned.f1), _cell(held_out.ours.f1)
    return (
        "the rules were written by people and are not held out; weights learned without an author "
        f"have an F1 of {learned} on the sentences of that author, our own weights one of {ours}"
    )


def _share(share: Share) -> dict[str, object]:
    return {"right": share.right, "of": share.total, "share": _rounded(share.value)}


def _spread(figure: Spread | None) -> dict[str, object] | None:
    if figure is None:
        return None
    return {
        "mean": _rounded(figure.mean),
        "lowest": _rounded(figure.lowest),
        "highest": _rounded(figure.highest),
        "authors": figure.authors,
    }


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)


def _worst_missed(posts: Iterable[MatchedPost], most: int) -> list[tuple[str, Label]]:
    """The first labels that were missed; none of them has a score."""
    return [(matched.post.name, label) for matched in posts for label in matched.missed][:most]


def _worst_wrong(posts: Iterable[MatchedPost], most: int) -> list[tuple[str, Candidate]]:
    """The wrong proposals of which the extractor was surest."""
    wrong = [(matched.post.name, each) for matched in posts for each in matched.wrong]
    return sorted(wrong, key=lambda named: -named[1].score)[:most]


def _missed(post: str, label: Label) -> dict[str, object]:
    return {
        "post": post,
        "start": label.start,
        "end": label.end,
        "quote": one_line(label.quote),
    }


def _wrong(post: str, candidate: Candidate) -> dict[str, object]:
    return {
        "post": post,
        "start": candidate.start,
        "end": candidate.end,
        "score": round(candidate.score, 3),
        "quote": one_line(candidate.quote),
    }


def describe(
    evaluation: Evaluation,
    held_out: CrossValidation | None,
    *,
    extractor: str,
    rate: float,
    worst: int,
) -> Iterator[str]:
    """The same as lines of text."""
    core = evaluation.overall.found + evaluation.overall.missed
    yield (
        f"posts {len(evaluation.posts)}, authors {len(evaluation.by_author)}, core labels {core}, "
        f"extractor {extractor}, posts a second {rate:.1f}"
    )
    yield from _describe_tables(evaluation)
    yield from _describe_held_out(held_out)
    yield ""
    yield "right among the proposals that found a core label"
    for name, share in _agreements(evaluation):
        counts = f"({share.right} of {share.total})"
        yield f"  {name.replace('_', ' '):34} {_cell(share.value):>5} {counts}"
    yield from _describe_worst(evaluation.posts, worst)


def _describe_tables(evaluation: Evaluation) -> Iterator[str]:
    kinds = [("all posts", evaluation.overall), *evaluation.by_kind.items()]
    yield from _table("by kind of post", kinds)
    tiers = [(tier.value, each) for tier, each in evaluation.by_tier.items()]
    yield from _table("by tier of proposal; recall is of all core labels", tiers)
    yield from (f"  {tier.value}: {meaning}" for tier, meaning in TIERS.items())
    yield from _table("each author apart", evaluation.by_author.items())
    yield f"  {AUTHORS_APART}"
    for name, each in _spreads(evaluation):
        if each is not None:
            ends = f"from {_cell(each.lowest)} to {_cell(each.highest)}"
            known = f"over {each.authors} of {len(evaluation.by_author)} authors"
            yield f"  {name}: mean {_cell(each.mean)}, {ends}, {known}"


def _describe_held_out(held_out: CrossValidation | None) -> Iterator[str]:
    rows = [("learned without", held_out.learned), ("our own", held_out.ours)] if held_out else []
    yield from _table("each author held out: sentences by the weights that judge them", rows)
    yield f"  {_meaning(held_out)}"


def _table(heading: str, rows: Iterable[tuple[str, Figures]]) -> Iterator[str]:
    yield ""
    yield heading
    yield f"  {'':{_NAME}} found missed wrong  precision recall    F1"
    for name, each in rows:
        yield (
            f"  {one_line(name, _NAME):{_NAME}} {each.found:5} {each.missed:6} {each.wrong:5}"
            f"  {_cell(each.precision):>9} {_cell(each.recall):>6} {_cell(each.f1):>5}"
        )


def _describe_worst(posts: tuple[MatchedPost, ...], worst: int) -> Iterator[str]:
    missed, wrong = _worst_missed(posts, worst), _worst_wrong(posts, worst)
    if missed:
        yield from ("", "labels that were missed")
        yield from (f"  {one_line(post)}: {one_line(label.quote)}" for post, label in missed)
    if wrong:
        yield from ("", "wrong proposals, the surest first")
        for post, candidate in wrong:
            yield f"  {candidate.score:.2f} {one_line(post)}: {one_line(candidate.quote)}"


def _cell(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}"
