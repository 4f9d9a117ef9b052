"""What differs between two readings of a post, as lines for people and as JSON for programs."""

import json
from collections.abc import Iterator, Mapping
from datetime import date

from forecasts.domain.candidates import Candidate as Proposal
from forecasts.domain.lines import one_line
from forecasts.domain.probability import from_millionths, in_percent
from forecasts.extraction import EXTRACTOR_VERSION
from forecasts.services.differences import Change, Difference
from forecasts.store.models import Candidate, Post

_MILLIONTHS = {"probability", "probability_low", "probability_high", "score"}
_COUNTED = {
    "new": "new",
    "gone": "gone",
    "changed": "changed",
    "unchanged": "unchanged",
    "kept": "left alone",
}
"""The counts of a difference, in the words that people read."""


def as_json(post: Post, difference: Difference) -> dict[str, object]:
    """The difference for programs; dates ISO, probabilities and scores 0 to 1."""
    return {
        "post": post.id,
        "title": post.title,
        **difference.counts,
        "candidates_new": [_named(each) for each in difference.new],
        "candidates_gone": [{"id": each.id, **_named(each)} for each in difference.gone],
        "candidates_changed": [_change_as_json(each) for each in difference.changed],
    }


def totals_as_json(totals: Mapping[str, int], *, dry_run: bool) -> dict[str, object]:
    """What it came to, over all posts."""
    counts = {name: totals[name] for name in ("posts", "differing", *_COUNTED)}
    return {"totals": counts, "extractor": EXTRACTOR_VERSION, "dry_run": dry_run}


def _named(span: Candidate | Proposal) -> dict[str, object]:
    return {"start": span.start, "end": span.end, "quote": span.quote, "claim": span.claim}


def _change_as_json(change: Change) -> dict[str, object]:
    fields = {
        name: {"old": _plain(name, old), "new": _plain(name, new)}
        for name, (old, new) in change.fields.items()
    }
    return {"id": change.candidate.id, **_named(change.candidate), "fields": fields}


def _plain(name: str, value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int) and name in _MILLIONTHS:
        return from_millionths(value)
    return value


def describe(post: Post, difference: Difference) -> Iterator[str]:
    """The difference as lines: what is new (+), gone (-) and changed (~)."""
    versions = ", ".join(difference.versions_before) or "none"
    counts = _write(difference.counts)
    yield f"post {post.id}, {one_line(post.title)}: {counts} (read by {versions})"
    for proposal in difference.new:
        yield f"  + {one_line(proposal.quote)}"
    for candidate in difference.gone:
        yield f"  - {one_line(candidate.quote)}"
    for change in difference.changed:
        yield f"  ~ {one_line(change.candidate.quote)}"
        for name, (old, new) in change.fields.items():
            yield f"      {name}: {_value(name, old)} -> {_value(name, new)}"


def describe_totals(totals: Mapping[str, int], *, dry_run: bool) -> str:
    """What it came to in a sentence or two."""
    posts = f"{totals['posts']:,} {'post' if totals['posts'] == 1 else 'posts'}"
    told = f"{posts} read by extractor {EXTRACTOR_VERSION}, {totals['differing']:,} differ"
    told += f": {_write(totals)}."
    return f"{told} This was a dry run: nothing was changed." if dry_run else told


def _write(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{counts[name]:,} {words}" for name, words in _COUNTED.items())


def _value(name: str, value: object) -> str:
    """The value on one line; of the reasons only which rules spoke, and of sightings the places."""
    if isinstance(value, list) and name == "reasons":
        value = [f"{each['rule']} {each['weight']:g}" for each in value]
    if isinstance(value, list) and name == "sightings":
        value = [f"{each['start']} to {each['end']}" for each in value]
    if isinstance(value, int) and name in _MILLIONTHS:
        return in_percent(round(value, -4))
    plain = _plain(name, value)
    return one_line(plain if isinstance(plain, str) else json.dumps(plain, ensure_ascii=False))
