"""`forecasts evaluate`: how much of a labelled corpus the extractor finds."""

import json
from collections.abc import Iterable
from pathlib import Path
from time import process_time

import click

from forecasts.domain.candidates import Candidate
from forecasts.evaluation import (
    CrossValidation,
    LabelledPost,
    Row,
    as_json,
    cross_validate,
    describe,
    evaluate,
    match_post,
    read_corpus,
    read_rows,
)
from forecasts.extraction import EXTRACTOR_VERSION, extract, read_post

_SHORTEST = 1e-6
"""Seconds below which no clock tells two moments apart."""


@click.command("evaluate")
@click.argument("corpus", metavar="CORPUS_DIR", type=click.Path(path_type=Path))
@click.option("--json", "in_json", is_flag=True, help="Print one JSON object.")
@click.option(
    "--worst",
    type=click.IntRange(0, 1000),
    default=10,
    show_default=True,
    help="How many missed labels, and how many wrong proposals, to name.",
)
def evaluate_command(*, corpus: Path, in_json: bool, worst: int) -> None:
    """Print how much of a corpus of labelled posts is found.

    CORPUS_DIR holds one JSON file a post, in posts/*.json. Posts a second are those of one core:
    the text and the rules are at hand, and only the time of the processor counts.
    """
    posts = read_corpus(corpus)
    _extract(posts[0])  # makes the rules ready, which happens once a process
    begun = process_time()
    proposed = [_extract(post) for post in posts]
    rate = len(posts) / max(process_time() - begun, _SHORTEST)
    found = evaluate([match_post(*each) for each in zip(posts, proposed, strict=True)])
    held_out = _hold_out(posts)
    if in_json:
        answer = as_json(found, held_out, extractor=EXTRACTOR_VERSION, rate=rate, worst=worst)
        click.echo(json.dumps(answer, indent=2, allow_nan=False))
        return
    for line in describe(found, held_out, extractor=EXTRACTOR_VERSION, rate=rate, worst=worst):
        click.echo(line)


def _extract(post: LabelledPost) -> tuple[Candidate, ...]:
    return extract(post.text, published=post.published, title=post.title)


def _hold_out(posts: Iterable[LabelledPost]) -> CrossValidation | None:
    """Reads every post once more, for what was passed over; outside the time that is measured."""
    rows: list[Row] = []
    for post in posts:
        rows += read_rows(post, read_post(post.text, published=post.published, title=post.title))
    return cross_validate(rows)
