"""From what a model writes to proposals; whatever is not what was asked for is not taken."""

import json
from collections.abc import Iterable
from dataclasses import fields
from typing import Any

from forecasts.domain.errors import OpinionFailedError
from forecasts.domain.opinions import Proposal

LONGEST_ANSWER = 200_000
"""Characters of an answer beyond which it is thrown away."""

_FIELDS = tuple(each.name for each in fields(Proposal))

SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {
        "forecasts": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {name: {"type": "string"} for name in _FIELDS},
                "required": list(_FIELDS),
                "additionalProperties": False,
            },
        }
    },
    "required": ["forecasts"],
    "additionalProperties": False,
}
"""The JSON schema of an answer."""


def gather(pieces: Iterable[str]) -> str:
    """The whole of an answer that comes in pieces.

    Raises:
        OpinionFailedError: it goes on for too long.
    """
    gathered: list[str] = []
    length = 0
    for piece in pieces:
        gathered.append(piece)
        length += len(piece)
        if length > LONGEST_ANSWER:
            raise OpinionFailedError(f"the answer is longer than {LONGEST_ANSWER:,} characters")
    return "".join(gathered)


def read_answer(answer: str) -> tuple[Proposal, ...]:
    """The proposals of an answer, which may stand among other words.

    Raises:
        OpinionFailedError: there is no whole JSON object in it, or one of another shape.

    >>> read_answer('Here: {"forecasts": [{"quote": "It will rain", "chance": 0.99}]}')[0].quote
    'It will rain'
    """
    start = answer.find("{")
    try:
        found, _ = json.JSONDecoder().raw_decode(answer, max(start, 0))
    except (ValueError, RecursionError):
        raise OpinionFailedError("the answer is not whole JSON") from None
    if not isinstance(found, dict):
        raise OpinionFailedError("the answer is not a JSON object")
    return as_proposals(found.get("forecasts"))


def as_proposals(items: object) -> tuple[Proposal, ...]:
    """One proposal an item; what is no text in one counts as empty, and other fields as nothing.

    Raises:
        OpinionFailedError: it is no list.
    """
    if not isinstance(items, list):
        raise OpinionFailedError("the answer holds no list of forecasts")
    return tuple(_as_proposal(each) for each in items)


def _as_proposal(item: object) -> Proposal:
    told = item if isinstance(item, dict) else {}
    return Proposal(**{name: _as_text(told.get(name)) for name in _FIELDS})


def _as_text(value: object) -> str:
    """The value as far as it is a text that can be kept: no null character, no half a character."""
    if not isinstance(value, str):
        return ""
    return value.encode("utf-8", "replace").decode().replace("\0", "?")
