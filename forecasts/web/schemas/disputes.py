"""What people hand in when they dispute a decision, or declare that they should not judge."""

from marshmallow import fields, validate

from forecasts.services.decisions import LONGEST_ADDRESS, LONGEST_NOTE
from forecasts.web.schemas.base import FormSchema, one_line, prose, version


class DisputeForm(FormSchema):
    """Why a decision is held for wrong."""

    number = version()
    reason = prose(LONGEST_NOTE, needed="Say what is wrong with the decision.")
    evidence_url = one_line(LONGEST_ADDRESS)


class ConflictForm(FormSchema):
    """Whom or what a reviewer cannot judge fairly, and why."""

    about = fields.String(
        required=True,
        validate=validate.OneOf(("author", "forecast"), error="Choose the author or the forecast."),
        error_messages={"required": "Say what your conflict is about."},
    )
    reason = prose(LONGEST_NOTE, needed="Say why you cannot judge it.")


class EndingForm(FormSchema):
    """Why a declared conflict is over."""

    reason = prose(LONGEST_NOTE, needed="Say why it is over.")
