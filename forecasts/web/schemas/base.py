"""What all forms have in common: blanks, limits, and characters that no text has."""

import re
from collections.abc import Mapping
from typing import Any

from marshmallow import EXCLUDE, Schema, ValidationError, fields, pre_load, validate

_NO_TEXT = re.compile("[\0\ud800-\udfff]")
_LARGEST_VERSION = 2**31 - 1


class FormSchema(Schema):
    """A form. Fields left blank count as not given; lines end with LF, however they came."""

    class Meta:
        """How the form is read."""

        unknown = EXCLUDE  # a form also posts its token and its buttons

    @pre_load
    def drop_blanks(self, typed: Mapping[str, str], **_: Any) -> dict[str, str]:  # noqa: ANN401 - marshmallow's own
        """The fields that hold something.

        Raises:
            ValidationError: a field holds characters that no text has.
        """
        faults = {
            name: ["It holds characters that are not text. Type it anew."]
            for name, text in typed.items()
            if _NO_TEXT.search(text)
        }
        if faults:
            raise ValidationError(faults)
        return {name: text.replace("\r\n", "\n") for name, text in typed.items() if text.strip()}


class OneLine(fields.String):
    """Text of one line, with its white space evened out."""

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> str:  # noqa: ANN401 - as marshmallow has it
        return " ".join(str(super()._deserialize(value, attr, data, **kwargs)).split())


def one_line(longest: int, *, needed: str | None = None) -> OneLine:
    """A field of one line; None where it is blank and not needed.

    Args:
        longest: the most characters.
        needed: what to say when it is missing; None where it may be.
    """
    return OneLine(validate=_at_most(longest), **_presence(needed))


def prose(longest: int, *, needed: str | None = None) -> fields.String:
    """A field of many lines, kept as typed; None where it is blank and not needed."""
    return fields.String(validate=_at_most(longest), **_presence(needed))


def day(*, needed: str | None = None) -> fields.Date:
    """A field with a day of the calendar; None where it is blank and not needed."""
    presence = _presence(needed)
    presence["error_messages"] |= {"invalid": "Give a day as year-month-day, such as 2026-12-31."}
    return fields.Date(**presence)


def web_address(longest: int, *, needed: str | None = None) -> fields.Url:
    """A field with a link that is safe to follow; None where it is blank and not needed."""
    presence = _presence(needed)
    told = "Give the link in full, beginning with https:// or http://."
    presence["error_messages"] |= {"invalid": told}
    return fields.Url(schemes={"http", "https"}, validate=_at_most(longest), **presence)


def version() -> fields.Integer:
    """The version of the row that the form was made from."""
    told = "This form is damaged. Open the page anew."
    return fields.Integer(
        required=True,
        validate=validate.Range(min=1, max=_LARGEST_VERSION, error=told),
        error_messages={"required": told, "invalid": told},
    )


def _presence(needed: str | None) -> dict[str, Any]:
    if needed is None:
        return {"load_default": None, "error_messages": {}}
    return {"required": True, "error_messages": {"required": needed}}


def _at_most(longest: int) -> validate.Length:
    return validate.Length(max=longest, error=f"Keep it to at most {longest:,} characters.")
