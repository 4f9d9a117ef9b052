"""How many posts, and how many phrases about time, the extractor reads in a second on one core."""

import json
import time
import tomllib
from collections.abc import Callable
from datetime import date
from pathlib import Path

from forecasts.extraction import extract, read_deadline

_ROOT = Path(__file__).parents[1]
_POSTS = _ROOT.parent / "shared" / "corpus" / "posts"
_CASES = _ROOT / "tests" / "extraction" / "cases" / "deadlines.toml"
_RUNS = 7
"""The best of so many counts: whatever else the machine does only ever adds to a run."""


def measure_posts(folder: Path = _POSTS) -> float | None:
    """Posts a second, title and all; None where the corpus is not at hand."""
    texts = [json.loads(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.json"))]
    posts = [(post["text"], date.fromisoformat(post["published"]), post["title"]) for post in texts]
    if not posts:
        return None

    def read_all() -> None:
        for text, published, title in posts:
            extract(text, published=published, title=title)

    return len(posts) / _least_seconds(read_all)


def measure_phrases(cases: Path = _CASES) -> float:
    """Phrases a second, those of the test cases."""
    groups = tomllib.loads(cases.read_text(encoding="utf-8"))["group"]
    phrases = [(case[0], group["published"]) for group in groups for case in group["cases"]]

    def read_all() -> None:
        for phrase, published in phrases:
            read_deadline(phrase, published=published)

    return len(phrases) / _least_seconds(read_all)


def _least_seconds(work: Callable[[], None]) -> float:
    """The seconds of processor time that the work takes."""
    least = float("inf")
    for _ in range(_RUNS):
        began = time.process_time()
        work()
        least = min(least, time.process_time() - began)
    return least


def main() -> None:
    """Print one line; where the corpus is not at hand, another says so first."""
    posts = measure_posts()
    if posts is None:
        print("posts are left out: the corpus is not at hand in ../shared/corpus", flush=True)
    figures = {
        "measure": "extraction speed",
        "posts_a_second": round(posts, 1) if posts else None,
        "phrases_a_second": round(measure_phrases()),
    }
    print(json.dumps(figures), flush=True)


if __name__ == "__main__":
    main()
