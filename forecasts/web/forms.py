"""Forms between browser and service: what was typed, and what is wrong with it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from flask import request
from marshmallow import Schema, ValidationError

from forecasts.domain.errors import InvalidInputError, ReusedKeyError


@dataclass(frozen=True, slots=True)
class Form:
    """What a form shows.

    Attributes:
        typed: what stands in each field.
        faults: for each field at fault, what to do about it.
        message: what is wrong as a whole; None where nothing is.
        prefix: what the ids of its fields begin with; another one for each form of a page.
    """

    typed: Mapping[str, object] = field(default_factory=dict)
    faults: Mapping[str, str] = field(default_factory=dict)
    message: str | None = None
    prefix: str = "field"

    def value(self, name: str) -> str:
        """What stands in the field; empty where nothing does.

        >>> Form({"author": "Ada", "title": None}).value("title")
        ''
        """
        value = self.typed.get(name)
        return "" if value is None else str(value)

    @property
    def told(self) -> str | None:
        """What is wrong as a whole, as a sentence, where the faults do not say it already.

        >>> Form(message="the quote is empty").told
        'The quote is empty.'
        """
        if not self.message or self.message == " ".join(self.faults.values()):
            return None
        sentence = self.message[0].upper() + self.message[1:]
        return sentence if sentence[-1] in ".!?" else f"{sentence}."


def refused(error: InvalidInputError, *, prefix: str = "field") -> Form:
    """The form that was just posted, as it was typed, with what is wrong with it.

    A key that was used for something else is left out, so that the form gets another one.
    """
    typed = request.form.to_dict()
    if isinstance(error, ReusedKeyError):
        typed.pop("request_key", None)
    return Form(typed, error.fields, str(error), prefix)


def read_form(schema: type[Schema]) -> dict[str, Any]:
    """The posted form, read by the schema.

    Raises:
        InvalidInputError: it does not fit; each field at fault is named.
    """
    return _load(schema, request.form.to_dict())


def read_query(schema: type[Schema]) -> dict[str, Any]:
    """The part of the address behind the question mark, read by the schema.

    Raises:
        InvalidInputError: it does not fit; each field at fault is named.
    """
    return _load(schema, request.args.to_dict())


def _load(schema: type[Schema], typed: dict[str, str]) -> dict[str, Any]:
    try:
        loaded: dict[str, Any] = schema().load(typed)
    except ValidationError as error:
        told = error.messages_dict
        faults = {name: _first(messages) for name, messages in told.items()}
        raise InvalidInputError(" ".join(faults.values()), faults) from None
    return loaded


def _first(messages: object) -> str:
    return str(messages[0]) if isinstance(messages, list) else str(messages)
