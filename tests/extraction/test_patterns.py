"""No pattern can be made to work for longer than its input is long."""

import importlib
import pkgutil
import re
from collections.abc import Iterable

import pytest

import forecasts.extraction

parser = re._parser  # noqa: SLF001 - the only place that tells what a pattern consists of
UNBOUNDED = parser.MAXREPEAT
REPEATS = ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT")


def modules():
    yield forecasts.extraction
    for found in pkgutil.walk_packages(
        forecasts.extraction.__path__, prefix="forecasts.extraction."
    ):
        yield importlib.import_module(found.name)


def patterns_in(value, depth=0):
    """Every pattern that a module holds, also inside its tables of rules."""
    if isinstance(value, re.Pattern):
        yield value.pattern, value.flags
    elif isinstance(value, str | bytes) or depth > 3:
        return
    elif isinstance(value, dict):
        yield from patterns_in(list(value.values()), depth)
    elif isinstance(value, Iterable) and isinstance(value, tuple | list):
        for each in value:
            yield from patterns_in(each, depth + 1)
    elif hasattr(value, "pattern"):
        yield from patterns_in(value.pattern, depth + 1)


PATTERNS = sorted(
    {
        found
        for module in modules()
        for value in vars(module).values()
        for found in patterns_in(value)
    }
)


def repeats(parsed):
    """Each repeat of a parsed pattern with what it repeats."""
    for operation, argument in parsed:
        name = str(operation)
        if name in REPEATS:
            yield argument[1], argument[2]
        for inner in inner_patterns(argument):
            yield from repeats(inner)


def inner_patterns(argument):
    parts = argument if isinstance(argument, tuple | list) else [argument]
    for part in parts:
        if isinstance(part, parser.SubPattern):
            yield part
        elif isinstance(part, list):
            yield from inner_patterns(part)


def neighbours(parsed):
    """Whether two unbounded repeats of the same characters stand side by side."""
    previous = None
    for operation, argument in parsed:
        unbounded = str(operation) in REPEATS and argument[1] == UNBOUNDED
        if unbounded and previous is not None and str(previous) == str(argument[2]):
            return True
        previous = argument[2] if unbounded else None
    return any(neighbours(inner) for _, argument in parsed for inner in inner_patterns(argument))


def is_dangerous(pattern, flags=0):
    parsed = parser.parse(pattern, flags)
    nested = any(
        most == UNBOUNDED and any(inner == UNBOUNDED for inner, _ in repeats(body))
        for most, body in repeats(parsed)
    )
    return nested or neighbours(parsed)


@pytest.mark.parametrize(
    ("pattern", "dangerous"),
    [
        pytest.param(r"(?:a+)+", True, id="nested"),
        pytest.param(r"(?:a|b+)*c", True, id="nested in a choice"),
        pytest.param(r"\s*\s*x", True, id="side by side"),
        pytest.param(r"(?:a{1,5})+", False, id="bounded inside"),
        pytest.param(r"\s+x\s+", False, id="apart"),
    ],
)
def test_the_scan_tells_the_dangerous_from_the_harmless(pattern, dangerous):
    assert is_dangerous(pattern) is dangerous


def test_there_are_patterns_to_scan():
    assert len(PATTERNS) > 80


@pytest.mark.parametrize(
    ("pattern", "flags"), [pytest.param(*found, id=found[0][:40]) for found in PATTERNS]
)
def test_no_pattern_repeats_without_bound_what_repeats_without_bound(pattern, flags):
    assert not is_dangerous(pattern, flags & ~re.UNICODE.value)
