"""Our deadlines beside those of date libraries, on our own phrase cases: how often right, how fast.

The libraries come by `make bench` into a folder of their own, apart from the environment of the
product. Each is called as its documentation says, told to prefer the future; the end of the range
it answers counts, and days before the post count as no answer, as with ours. Our own figures are
those of rules that were written with these cases at hand.
"""

import json
import logging
import sys
import time
import tomllib
import warnings
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from importlib import import_module
from importlib.metadata import version
from pathlib import Path
from typing import Any

from forecasts.extraction import read_deadline

_CASES = Path(__file__).parents[1] / "tests" / "extraction" / "cases" / "deadlines.toml"
_LIBRARIES = Path(sys.prefix) / "bench"
_TOO_LONG = 2.0
"""Seconds of one phrase after which a library that can be stopped is stopped."""

Read = Callable[[str, date], date | None]


@dataclass(frozen=True, slots=True)
class Case:
    """A phrase, the day of its post, and the last day it leaves; None where it leaves none."""

    phrase: str
    published: date
    latest: date | None


@dataclass(frozen=True, slots=True)
class Score:
    """How a reader did on all cases, in shares and phrases a second of processor time."""

    right: float
    right_dated: float
    right_without: float
    phrases_a_second: float


def read_cases(path: Path = _CASES) -> list[Case]:
    """Every case, known failures of ours among them."""
    groups = tomllib.loads(path.read_text(encoding="utf-8"))["group"]
    return [
        Case(case[0], group["published"], date.fromisoformat(case[1]) if case[1] else None)
        for group in groups
        for case in group["cases"]
    ]


def _ours(phrase: str, published: date) -> date | None:
    found = read_deadline(phrase, published=published)
    return found.latest if found else None


def _dateparser_settings(published: date) -> dict[str, Any]:
    return {
        "RELATIVE_BASE": _noon(published),
        "PREFER_DATES_FROM": "future",
        "PREFER_DAY_OF_MONTH": "last",
        "PREFER_MONTH_OF_YEAR": "last",
    }


def _dateparser_search() -> Read:
    search = import_module("dateparser.search").search_dates

    def read(phrase: str, published: date) -> date | None:
        found = search(phrase, languages=["en"], settings=_dateparser_settings(published))
        return _last_ahead((day.date() for _, day in found or ()), published)

    return read


def _dateparser_parse() -> Read:
    parse = import_module("dateparser").parse

    def read(phrase: str, published: date) -> date | None:
        found = parse(phrase, languages=["en"], settings=_dateparser_settings(published))
        return _last_ahead([found.date()] if found else (), published)

    return read


def _recognizers() -> Read:
    recognize = import_module("recognizers_date_time").recognize_datetime

    def read(phrase: str, published: date) -> date | None:
        found = recognize(phrase, "en-us", reference=_noon(published))
        values = [value for each in found for value in (each.resolution or {}).get("values", ())]
        days = (end_of_value(value, published) for value in values)
        return _last_ahead((day for day in days if day), published)

    return read


def end_of_value(value: dict[str, str], published: date) -> date | None:
    """The last day of a value as recognizers-text resolves it; its ranges end before their end."""
    if "end" in value:
        return date.fromisoformat(value["end"][:10]) - timedelta(days=1)
    if value.get("type") == "duration":
        return published + timedelta(seconds=float(value["value"]))
    words = value.get("value", "")[:10]
    try:
        return date.fromisoformat(words)
    except ValueError:
        return None


def _parsedatetime() -> Read:
    calendar = import_module("parsedatetime").Calendar()

    def read(phrase: str, published: date) -> date | None:
        found = calendar.nlp(phrase, sourceTime=_noon(published)) or ()
        return _last_ahead((day.date() for day, *_ in found), published)

    return read


def _ctparse() -> Read:
    parse = import_module("ctparse").ctparse

    def read(phrase: str, published: date) -> date | None:
        found = parse(phrase, ts=_noon(published), timeout=_TOO_LONG)
        end = getattr(found.resolution, "end", None) if found else None
        dated = end is not None and None not in (end.year, end.month, end.day)
        return _last_ahead([end.dt.date()] if end and dated else (), published)

    return read


LIBRARIES: tuple[tuple[str, str, Callable[[], Read]], ...] = (
    ("dateparser.search_dates", "dateparser", _dateparser_search),
    ("dateparser.parse", "dateparser", _dateparser_parse),
    ("recognizers-text", "recognizers-text-date-time", _recognizers),
    ("parsedatetime", "parsedatetime", _parsedatetime),
    ("ctparse", "ctparse", _ctparse),
)
"""What each is called, its distribution, and what makes its reader."""


def _noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12)  # noqa: DTZ001 - what the libraries ask for


def _last_ahead(days: Iterable[date], published: date) -> date | None:
    return max((day for day in days if day >= published), default=None)


def measure(read: Read, cases: list[Case]) -> Score:
    """How often a reader is right, and how fast it is, in one pass."""
    began = time.process_time()
    answers = [_answer(read, case) for case in cases]
    seconds = time.process_time() - began
    right = [answer == case.latest for answer, case in zip(answers, cases, strict=True)]
    dated = [good for good, case in zip(right, cases, strict=True) if case.latest]
    without = [good for good, case in zip(right, cases, strict=True) if not case.latest]
    return Score(_share(right), _share(dated), _share(without), len(cases) / seconds)


def _answer(read: Read, case: Case) -> date | None:
    """What a reader answers; where it fails on a phrase it has read nothing."""
    try:
        return read(case.phrase, case.published)
    except Exception:  # noqa: BLE001 - whatever another library raises
        return None


def _share(good: list[bool]) -> float:
    return sum(good) / len(good)


def measure_libraries(cases: list[Case]) -> Iterator[tuple[str, Score | str]]:
    """Each library with its score, or with why it could not be measured."""
    if str(_LIBRARIES) not in sys.path:
        sys.path.append(str(_LIBRARIES))
    for name, distribution, make in LIBRARIES:
        try:
            read = make()
            named = f"{name} {version(distribution)}"
        except ImportError as error:
            yield name, f"not installed, `make bench` installs it: {error}"
        else:
            yield named, measure(read, cases)


def _figures(name: str, score: Score, ours: Score) -> dict[str, object]:
    return {
        "measure": "deadline phrases",
        "reader": name,
        "right": round(score.right, 3),
        "right_where_dated": round(score.right_dated, 3),
        "right_where_none": round(score.right_without, 3),
        "phrases_a_second": round(score.phrases_a_second),
        "ours_right_times": round(ours.right_dated / (score.right_dated or 1e-9), 2),
        "ours_fast_times": round(ours.phrases_a_second / score.phrases_a_second, 2),
    }


def main() -> None:
    """Print one line a reader; ours first, and whatever could not be installed named as such."""
    warnings.simplefilter("ignore")
    logging.disable(logging.WARNING)  # ctparse warns of each phrase it cannot read
    cases = read_cases()
    read_deadline("by 2020", published=cases[0].published)  # what is prepared once is not measured
    ours = measure(_ours, cases)
    print(json.dumps(_figures("ours", ours, ours)), flush=True)
    for name, score in measure_libraries(cases):
        if isinstance(score, str):
            print(json.dumps({"measure": "deadline phrases", "reader": name, "missing": score}))
        else:
            print(json.dumps(_figures(name, score, ours)), flush=True)


if __name__ == "__main__":
    main()
