"""T40: 100,000 hostile posts and pages through the extraction; T41: how its time grows.

Prints one line of JSON a measurement. Run it with ``python -m benchmarks hostile_posts``.
"""

import gc
import json
import re
import resource
import time
import traceback
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from pathlib import Path

from benchmarks.growth import SIZES, Growth, measure_growth
from benchmarks.hostile_texts import MOTIFS, PAGES, WORDS, Post, make_pages, make_post, repeat
from benchmarks.processes import CONTEXT
from forecasts.domain.candidates import Candidate
from forecasts.domain.errors import InvalidInputError
from forecasts.extraction import TextFormat, extract, normalise

POSTS, PORTION, PROCESSES = 100_000, 500, 2
LONGEST_TURN = 0.1
"""Seconds of CPU that one post may take."""

LONGEST_PAGE, MOST_MEMORY = 1.0, 200
"""Seconds of CPU, and megabytes beside those of the program, that a whole page may take."""

LONGEST_MILLION = 2.0
"""Seconds that a million characters should take."""

PRINTED = 12
"""Motifs that get a line of their own."""

WRONG_QUOTE = "a quote is not what stands in its place"
WRONG_PHRASE = "the words of a deadline are not what stands in their place"
OUTSIDE = "a reason stands outside of the text"
PAST = "a deadline lies before the day of the post"

_QUADRATIC = re.compile(r"\s+$")


@dataclass(slots=True)
class Toll:
    """What became of a number of posts.

    Attributes:
        posts: how many were read.
        refused: how many of them were no text.
        candidates: how many were found in them.
        faults: how many posts show each kind of crash or wrong answer.
        examples: for each kind of fault, the number of a post that shows it.
        slowest: the longest time of a post, in seconds of CPU, and the number of that post.
    """

    posts: int = 0
    refused: int = 0
    candidates: int = 0
    faults: Counter[str] = field(default_factory=Counter)
    examples: dict[str, int] = field(default_factory=dict)
    slowest: tuple[float, int] = (0.0, 0)

    def add(self, other: "Toll") -> None:
        """Take in what became of others."""
        self.posts += other.posts
        self.refused += other.refused
        self.candidates += other.candidates
        self.faults += other.faults
        self.examples = other.examples | self.examples
        self.slowest = max(self.slowest, other.slowest)


def read_posts(numbers: Iterable[int]) -> Toll:
    """What became of these generated posts."""
    toll = Toll()
    for number in numbers:
        toll.add(_read_post(number))
    return toll


def _read_post(number: int) -> Toll:
    post = make_post(number)
    toll = Toll(posts=1)
    began = time.process_time()
    try:
        text, candidates = _extract_from(post)
    except InvalidInputError:
        toll.refused = 1
    except Exception as error:  # noqa: BLE001 - whatever else is raised is a crash, and counted
        toll.faults[_place_of(error)] = 1
    else:
        toll.candidates = len(candidates)
        toll.faults.update(set(find_faults(text, candidates, published=post.published)))
    toll.slowest = (_least(post, time.process_time() - began), number)
    toll.examples = dict.fromkeys(toll.faults, number)
    return toll


def _extract_from(post: Post) -> tuple[str, tuple[Candidate, ...]]:
    text = normalise(post.raw, text_format=post.text_format)
    return text, extract(text, published=post.published, title=post.title)


def _least(post: Post, seconds: float) -> float:
    """The time of a post; a slow one is read again, as a busy machine may have been the cause."""
    if seconds <= LONGEST_TURN:
        return seconds
    began = time.process_time()
    with suppress(Exception):  # what it raises has been counted
        _extract_from(post)
    return min(seconds, time.process_time() - began)


def _place_of(error: Exception) -> str:
    """What was raised and where, such as "KeyError in months.py, month_number"."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__} in {Path(last.filename).name}, {last.name}"


def find_faults(text: str, candidates: Sequence[Candidate], *, published: date) -> Iterator[str]:
    """What is wrong with the candidates of a post."""
    for candidate in candidates:
        if not candidate.quote or text[candidate.start : candidate.end] != candidate.quote:
            yield WRONG_QUOTE
        if not all(0 <= each.start <= each.end <= len(text) for each in candidate.reasons):
            yield OUTSIDE
        deadline = candidate.deadline
        if deadline and deadline.end and text[deadline.start : deadline.end] != deadline.phrase:
            yield WRONG_PHRASE  # one that comes from the title has no place in the text
        if deadline and deadline.latest and deadline.latest < published:
            yield PAST


def _pool() -> ProcessPoolExecutor:
    return ProcessPoolExecutor(PROCESSES, mp_context=CONTEXT, initializer=_warm_up)


def _warm_up() -> None:
    """Read a few posts, as the first one waits for the word lists.

    The word lists are put aside for the collection of garbage: else the size at which it first
    goes through them all seems steep.
    """
    read_posts(range(20))
    gc.collect()
    gc.freeze()


def measure_posts(*, posts: int = POSTS) -> Toll:
    """T40: print what became of so many posts, read by two processes."""
    portions = [range(at, min(at + PORTION, posts)) for at in range(0, posts, PORTION)]
    toll = Toll()
    began = time.monotonic()
    with _pool() as pool:
        for part in pool.map(read_posts, portions):
            toll.add(part)
    for fault, count in toll.faults.most_common():
        example = toll.examples[fault]
        print(json.dumps({"measure": "T40", "fault": fault, "posts": count, "example": example}))
    figures = {
        "measure": "T40",
        "posts": toll.posts,
        "refused": toll.refused,
        "candidates": toll.candidates,
        "faults": toll.faults.total(),
        "slowest_ms": round(toll.slowest[0] * 1_000, 1),
        "slowest": toll.slowest[1],
        "seconds": round(time.monotonic() - began, 1),
    }
    print(json.dumps(figures), flush=True)
    return toll


@dataclass(frozen=True, slots=True)
class PageToll:
    """What the worst page of a kind took: seconds of CPU, and megabytes."""

    seconds: float
    megabytes: float


def read_pages(name: str) -> PageToll:
    """What the pages of one kind take at worst; in a process that has read no other kind."""
    read_as_html(f"<html><body><p>{WORDS}")  # the library is loaded once
    before = _most_memory()
    seconds = [_time_page(page) for page in make_pages(name)]
    return PageToll(max(seconds), _most_memory() - before)


def _time_page(page: str) -> float:
    began = time.process_time()
    read_as_html(page)
    return time.process_time() - began


def _most_memory() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def measure_pages() -> dict[str, PageToll]:
    """T40: print what the worst kinds of whole pages took; all of them."""
    with ProcessPoolExecutor(PROCESSES, mp_context=CONTEXT, max_tasks_per_child=1) as pool:
        tolls = dict(zip(PAGES, pool.map(read_pages, PAGES), strict=True))
    for name in sorted(tolls, key=lambda each: -tolls[each].seconds)[:PRINTED]:
        print(json.dumps({"measure": "T40", "page": name, **_rounded(tolls[name])}), flush=True)
    return tolls


def _rounded(toll: PageToll) -> dict[str, float]:
    return {"seconds": round(toll.seconds, 2), "megabytes": round(toll.megabytes)}


def extract_from_all(text: str) -> None:
    """Extract from a text however long it is; its title makes every rule look at it."""
    extract(text, published=date(2017, 10, 26), title="Predictions for 2018")


def read_as_html(text: str) -> None:
    """Strip tags from a text however long it is; one too long is refused when that is done."""
    with suppress(InvalidInputError):
        normalise(text, text_format=TextFormat.HTML)


WAYS = {"extract": extract_from_all, "html": read_as_html}


def _grow(way_and_motif: tuple[str, str]) -> Growth:
    way, motif = way_and_motif
    return measure_growth(WAYS[way], partial(repeat, MOTIFS[motif]))


def measure_motifs() -> list[str]:
    """T41: print how the slowest motifs grow; the faults of all."""
    began = time.monotonic()
    tasks = [(way, motif) for way in WAYS for motif in MOTIFS]
    with _pool() as pool:
        grown = dict(zip(tasks, pool.map(_grow, tasks), strict=True))
    slowest = sorted(grown.items(), key=lambda each: -max(each[1].seconds))
    for (way, motif), growth in slowest[:PRINTED]:
        print(json.dumps({"measure": "T41", "way": way, "motif": motif, **_figures(growth)}))
    faults = [f"{'/'.join(task)}: {found.fault}" for task, found in grown.items() if found.fault]
    millions = [each.seconds[-1] for each in grown.values() if each.sizes[-1] == SIZES[-1]]
    figures = {
        "measure": "T41",
        "inputs": len(grown),
        "faults": faults,
        "steepest": round(max(each.steepest for each in grown.values()), 2),
        "reached_1M": len(millions),
        "within_2s": sum(each <= LONGEST_MILLION for each in millions),
        "seconds": round(time.monotonic() - began, 1),
    }
    print(json.dumps(figures), flush=True)
    return faults


def _figures(growth: Growth) -> dict[str, object]:
    return {
        "characters": growth.sizes[-1],
        "seconds": round(growth.seconds[-1], 2),
        "steepest": round(growth.steepest, 2),
        "fault": growth.fault,
    }


def measure_planted() -> Growth:
    """T41 with a pattern that is known to be quadratic in place of the extraction."""
    grown = measure_growth(_QUADRATIC.search, lambda size: " " * size + "x", sizes=SIZES[:2])
    print(json.dumps({"measure": "T41", "broken": _QUADRATIC.pattern, **_figures(grown)}))
    return grown


def main() -> None:
    """Print all figures, also of a planted pattern that must be found; then stop at any fault."""
    assert measure_planted().fault
    pages = measure_pages()
    toll = measure_posts()
    faults = measure_motifs()
    assert all(each.seconds <= LONGEST_PAGE for each in pages.values())
    assert all(each.megabytes <= MOST_MEMORY for each in pages.values())
    assert not toll.faults
    assert toll.slowest[0] <= LONGEST_TURN
    assert not faults


if __name__ == "__main__":
    main()
