"""`forecasts reextract`: reads stored posts with the present extractor and shows what differs."""

import json
from collections import Counter
from collections.abc import Iterator

import click

from forecasts.cli.differences import as_json, describe, describe_totals, totals_as_json
from forecasts.cli.opening import configured_database
from forecasts.domain.clock import system_clock
from forecasts.domain.permissions import COMMAND
from forecasts.services.differences import Difference, compare
from forecasts.services.proposals import read_stored
from forecasts.services.reextraction import reextract
from forecasts.store.engine import Database
from forecasts.store.models import Post
from forecasts.store.queries.posts import find_post, list_candidates, list_post_ids

_LARGEST_ID = 2**63 - 1
_TOLD_EVERY = 100


@click.command("reextract")
@click.option("--dry-run", is_flag=True, help="Show what would differ; change nothing.")
@click.option(
    "--post",
    "wanted",
    type=click.IntRange(1, _LARGEST_ID),
    multiple=True,
    metavar="ID",
    help="Only this post; may be given several times.",
)
@click.option("--json", "in_json", is_flag=True, help="Print one JSON object a line.")
def reextract_command(*, dry_run: bool, wanted: tuple[int, ...], in_json: bool) -> None:
    """Read stored posts with the present extractor, and show each post that is read differently.

    Undecided candidates are replaced by what it proposes, a post a transaction. What somebody
    accepted, dismissed or quoted is left alone. Stopped half-way, run it again.
    """
    totals: Counter[str] = Counter()
    with configured_database() as database:
        with database.reading() as session:
            numbers = list_post_ids(session, wanted)
        for post, difference in _read_anew(database, numbers, dry_run=dry_run):
            totals.update(difference.counts, posts=1, differing=not difference.is_none)
            _tell(post, difference, in_json=in_json)
            if totals["posts"] % _TOLD_EVERY == 0:
                click.echo(f"{totals['posts']:,} of {len(numbers):,} posts read ...", err=True)
    if in_json:
        click.echo(json.dumps(totals_as_json(totals, dry_run=dry_run)))
    else:
        click.echo(describe_totals(totals, dry_run=dry_run))


def _read_anew(
    database: Database, numbers: list[int], *, dry_run: bool
) -> Iterator[tuple[Post, Difference]]:
    """Each post with what differs; unless it is a dry run, that is in force by then."""
    for number in numbers:
        with database.reading() as session:
            post = find_post(session, number, actor=COMMAND)
            candidates = list_candidates(session, number)
        proposals = read_stored(post).candidates
        if dry_run:
            yield post, compare(number, candidates, proposals)
            continue
        with database.writing.begin() as session:
            now = system_clock()
            found = reextract(session, number, proposals, actor=COMMAND, now=now)
        yield post, found


def _tell(post: Post, difference: Difference, *, in_json: bool) -> None:
    if difference.is_none:
        return
    if in_json:
        click.echo(json.dumps(as_json(post, difference)))
        return
    for line in describe(post, difference):
        click.echo(line)
