"""Reads what commands are given: files, dates and JSON lines, each with a cap."""

import json
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import IO, Any

import click

from forecasts.domain.errors import InvalidInputError

LONGEST_INPUT = 8_000_000
"""Bytes of a file, and of one line of a batch, beyond which it is refused."""


class Day(click.ParamType[date]):
    """A calendar day such as 2017-10-26."""

    name = "date"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> date:
        """The day, or a message saying how to write one."""
        try:
            return read_day(value)
        except InvalidInputError as error:
            self.fail(str(error), param, ctx)


def read_day(value: object) -> date:
    """The day that an ISO date such as 2017-10-26 names.

    Raises:
        InvalidInputError: it is not one.
    """
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(value if isinstance(value, str) else "")
    except ValueError:
        raise InvalidInputError(
            f"{str(value)[:60]!r} is not a day; write it as year-month-day, such as 2017-10-26"
        ) from None


def read_bytes(file: IO[bytes]) -> bytes:
    """What the file holds.

    Raises:
        InvalidInputError: it is too long.
    """
    content = file.read(LONGEST_INPUT + 1)
    if len(content) > LONGEST_INPUT:
        raise InvalidInputError(f"the input is longer than {LONGEST_INPUT:,} bytes; split it")
    return content


def answer_lines(path: Path, answer: Callable[[dict[str, Any]], dict[str, object]]) -> None:
    """Print one JSON line for each line of a file, in order.

    A line that cannot be read gets an answer of its own, ``{"id": ..., "error": ...}``, and the
    next one is read.
    """
    with path.open("rb") as file:
        for line in _lines(file):
            click.echo(json.dumps(_answer(line, answer)))


def _lines(file: IO[bytes]) -> Iterator[bytes]:
    while line := file.readline(LONGEST_INPUT + 1):
        if len(line) > LONGEST_INPUT:
            _skip_line(file)
            yield line
        elif line.strip():
            yield line


def _skip_line(file: IO[bytes]) -> None:
    while (rest := file.readline(LONGEST_INPUT)) and not rest.endswith(b"\n"):
        continue


def _answer(
    line: bytes, answer: Callable[[dict[str, Any]], dict[str, object]]
) -> dict[str, object]:
    request: dict[str, Any] = {}
    try:
        request = _parse(line)
        return answer(request)
    except InvalidInputError as error:
        return {"id": request.get("id"), "error": str(error)}


def _parse(line: bytes) -> dict[str, Any]:
    if len(line) > LONGEST_INPUT:
        raise InvalidInputError(f"the line is longer than {LONGEST_INPUT:,} bytes")
    try:
        request = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise InvalidInputError(f"the line is not JSON: {error}") from None
    if not isinstance(request, dict):
        raise InvalidInputError('the line is not a JSON object such as {"id": "1"}')
    return request


def read_text(request: dict[str, Any], name: str) -> str:
    """The text that a request gives under that name.

    Raises:
        InvalidInputError: it gives none, or something else.
    """
    value = request.get(name)
    if not isinstance(value, str):
        raise InvalidInputError(f"{name!r} is missing or not a text")
    return value
