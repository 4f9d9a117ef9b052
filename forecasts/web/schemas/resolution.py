"""What people hand in about a forecast: decisions and withdrawals."""

from marshmallow import fields

from forecasts.domain.lifecycle import Outcome, VoidReason
from forecasts.services.resolution import LONGEST_ADDRESS, LONGEST_NOTE
from forecasts.web.schemas.base import FormSchema, day, one_line, prose, version


class DecisionForm(FormSchema):
    """A reviewer's decision."""

    version = version()
    outcome = fields.Enum(
        Outcome,
        by_value=True,
        required=True,
        error_messages={
            "required": "Say whether it came true, or that it cannot be told.",
            "unknown": "Choose yes, no or void.",
        },
    )
    known_on = day(needed="Give the first day on which the outcome could be known.")
    evidence_url = one_line(LONGEST_ADDRESS)
    void_reason = fields.Enum(
        VoidReason,
        by_value=True,
        load_default=None,
        error_messages={"unknown": "Choose one of the reasons."},
    )
    note = prose(LONGEST_NOTE)


class WithdrawalForm(FormSchema):
    """The wish to take a forecast back."""

    version = version()
