"""What must be typed before somebody is erased."""

from marshmallow import fields, validate

from forecasts.web.schemas.base import FormSchema, one_line

WORD = "erase"
LONGEST_REASON = 40
_TOLD = f"Type the word {WORD}: nothing brings back what is erased."


def _word() -> fields.String:
    return fields.String(
        required=True,
        validate=validate.Equal(WORD, error=_TOLD),
        error_messages={"required": _TOLD},
    )


class LeavingForm(FormSchema):
    """The wish to be erased oneself."""

    word = _word()


class ErasureForm(FormSchema):
    """The wish to erase somebody else, with the reason."""

    word = _word()
    reason = one_line(LONGEST_REASON)
