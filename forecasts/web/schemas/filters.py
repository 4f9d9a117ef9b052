"""Which forecasts a list is asked for."""

import re
from typing import Any

from marshmallow import ValidationError, fields

from forecasts.domain.candidates import EstimateKind
from forecasts.domain.lifecycle import Outcome, Status
from forecasts.domain.probability import ONE
from forecasts.services.authors import LONGEST_NAME
from forecasts.web.schemas.base import FormSchema, one_line
from forecasts.web.schemas.tags import OneTag

LONGEST_WORDS = 200

_PERCENT = r"\d{1,3}(?:\.\d{1,4})?"
_LEVEL = re.compile(rf"({_PERCENT}) ?%?(?: ?[-\u2013] ?({_PERCENT}) ?%?)?", re.ASCII)
_MILLIONTHS = ONE // 100


class Level(fields.Field[tuple[int, int]]):
    """Opening probabilities: one in percent, or from one up to but not including another.

    So that neighbouring ranges share no forecast, 80 % lies in 80-90, not in 70-80; 100 % lies
    in 90-100.
    """

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> tuple[int, int]:  # noqa: ANN401 - as marshmallow has it
        match = _LEVEL.fullmatch(str(value).strip())
        if match is None:
            raise ValidationError("Give a chance such as 85, or a range such as 70-80.")
        return _between(match[1], match[2])


def _between(low: str, high: str | None) -> tuple[int, int]:
    """The lowest and the highest level, in millionths, both included."""
    lowest = round(float(low) * _MILLIONTHS)
    if high is None:
        return lowest, lowest
    edge = round(float(high) * _MILLIONTHS)
    return lowest, edge if edge >= ONE else edge - 1


def _word(words: type[Status | Outcome | EstimateKind]) -> Any:  # noqa: ANN401 - marshmallow's own
    told = f"Choose one of {', '.join(words)}."
    return fields.Enum(words, by_value=True, load_default=None, error_messages={"unknown": told})


class ForecastQuery(FormSchema):
    """The filters of the list of forecasts."""

    author = one_line(LONGEST_NAME)
    status = _word(Status)
    outcome = _word(Outcome)
    kind = _word(EstimateKind)
    level = Level(load_default=None)
    words = one_line(LONGEST_WORDS)
    tag = OneTag(load_default=None)
