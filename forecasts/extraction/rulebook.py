"""Every rule of the extractor with its examples, as one page of the documentation.

``python -m forecasts.extraction.rulebook > docs/rules.md`` writes it anew; a test holds it to the
tables.
"""

import sys
from collections.abc import Iterable, Iterator

from forecasts.extraction.cues import AGAINST, SPEAKING_FOR
from forecasts.extraction.cues.kinds import Cue
from forecasts.extraction.dates import durations, undated
from forecasts.extraction.dates.mentions import PERIOD_RULES
from forecasts.extraction.percentages import RULES as NUMBER_RULES
from forecasts.extraction.rewrites import REWRITES
from forecasts.extraction.verbal import Entry, lexicon

_HEAD = """# Every rule, with its examples

Written from the tables in the code by `make rules`; the same examples run as tests.
"""


def write_rulebook() -> str:
    """The page, in Markdown."""
    return "\n".join([_HEAD, *_sections()]) + "\n"


def _sections() -> Iterator[str]:
    yield from _table(
        "What speaks for a forecast", "rule | weight | fires on | not on", _cues(SPEAKING_FOR)
    )
    yield from _table(
        "What speaks against one, or only marks it",
        "rule | weight | fires on | not on",
        _cues(AGAINST),
    )
    yield from _table("Words about time: periods", "rule | words | post | last day", _periods())
    yield from _table("Words about time: lengths", "rule | words | post | last day", _lengths())
    yield from _table("Words about time without a day", "rule | kind | examples", _undated())
    yield from _table("Probabilities in numbers", "rule | words | read as", _numbers())
    yield from _table("Claims said plainly", "words | claim", _rewrites())
    yield from _table("Words of probability", "words | low | middle | high | source", _words())


def _table(heading: str, columns: str, rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    yield f"## {heading}\n"
    yield f"| {columns} |"
    yield "|" + " --- |" * (columns.count("|") + 1)
    yield from (f"| {' | '.join(map(_cell, row))} |" for row in rows)
    yield ""


def _cell(words: str) -> str:
    return " ".join(words.replace("|", "\\|").replace("<", "&lt;").split())


def _cues(cues: Iterable[Cue]) -> Iterator[tuple[str, ...]]:
    for cue in cues:
        yield cue.name, f"{cue.weight:g}", " · ".join(cue.fires_on), " · ".join(cue.quiet_on)


def _periods() -> Iterator[tuple[str, ...]]:
    for rule in PERIOD_RULES:
        for words, published, latest in rule.examples:
            yield rule.name, words, published, latest or "none"


def _lengths() -> Iterator[tuple[str, ...]]:
    for rule in durations.RULES:
        for words, published, latest in rule.examples:
            yield rule.name, words, published, latest or "none"


def _undated() -> Iterator[tuple[str, ...]]:
    for rule in undated.RULES:
        yield rule.name, rule.kind, " · ".join(rule.examples)


def _numbers() -> Iterator[tuple[str, ...]]:
    for rule in NUMBER_RULES:
        for words, middle in rule.examples:
            yield rule.name, words, "none" if middle is None else f"{middle / 10_000:g} %"


def _rewrites() -> Iterator[tuple[str, ...]]:
    for rewrite in REWRITES:
        yield from rewrite.examples


def _words() -> Iterator[tuple[str, ...]]:
    entries: dict[tuple[str, ...], Entry] = {
        each.phrases: each for each in lexicon().entries.values()
    }
    for phrases, entry in sorted(entries.items(), key=lambda each: -each[1].middle):
        chances = (f"{each / 10_000:g} %" for each in (entry.low, entry.middle, entry.high))
        yield ", ".join(phrases), *chances, entry.source


if __name__ == "__main__":
    sys.stdout.write(write_rulebook())
