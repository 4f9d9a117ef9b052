"""The fields of a JSON object, each checked; every complaint names the place."""

from collections.abc import Mapping
from datetime import date
from typing import NoReturn

from forecasts.domain.errors import InvalidInputError


class Fields:
    """A JSON object that somebody else wrote.

    Every method raises ``InvalidInputError`` when the field is missing or something else.
    """

    def __init__(self, place: str, value: object) -> None:
        """Keep the object and the words that tell where it stands."""
        self.place = place
        if not isinstance(value, Mapping):
            self.refuse("not a JSON object")
        self._values = value

    def refuse(self, what: str) -> NoReturn:
        """Complain about this object."""
        raise InvalidInputError(f"{self.place}: {what}")

    def text(self, name: str) -> str:
        """A text with at least one visible character."""
        value = self._values.get(name)
        if not isinstance(value, str) or not value.strip():
            self.refuse(f"{name!r} is missing, empty or not a text")
        return value

    def text_or_none(self, name: str) -> str | None:
        """A text; None where the field is null, empty or left out."""
        return self.text(name) if self._values.get(name) not in (None, "") else None

    def whole_number(self, name: str) -> int:
        """A whole number."""
        value = self._values.get(name)
        if not isinstance(value, int) or isinstance(value, bool):
            self.refuse(f"{name!r} is missing or not a whole number")
        return value

    def flag(self, name: str) -> bool:
        """True or false; false where it is left out."""
        value = self._values.get(name, False)
        if not isinstance(value, bool):
            self.refuse(f"{name!r} is neither true nor false")
        return value

    def items(self, name: str) -> list[object]:
        """A list."""
        value = self._values.get(name)
        if not isinstance(value, list):
            self.refuse(f"{name!r} is missing or not a list")
        return value

    def day(self, name: str) -> date:
        """An ISO date."""
        return self._as_day(name, self._values.get(name))

    def days(self, name: str, *, others: str) -> tuple[date | None, ...]:
        """The day of one field and those that the list of another adds; null is None."""
        values = self._together(name, others)
        return tuple(None if value is None else self._as_day(name, value) for value in values)

    def probabilities(self, name: str, *, others: str) -> tuple[float | None, ...]:
        """The probability of one field and those that the list of another adds; null is None."""
        values = self._together(name, others)
        return tuple(None if value is None else self._as_chance(name, value) for value in values)

    def _together(self, name: str, others: str) -> list[object]:
        more = [] if self._values.get(others) is None else self.items(others)
        return [self._values.get(name), *more]

    def _as_day(self, name: str, value: object) -> date:
        try:
            return date.fromisoformat(value if isinstance(value, str) else "")
        except ValueError:
            self.refuse(f"{name!r} is not a day such as 2017-10-26")

    def _as_chance(self, name: str, value: object) -> float:
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1:
            self.refuse(f"{name!r} is not a number between 0 and 1")
        return float(value)
