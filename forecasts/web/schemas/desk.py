"""What the desk is asked for, and what is done with its items beside deciding them."""

from marshmallow import fields, validate

from forecasts.domain.lifecycle import Outcome, VoidReason
from forecasts.services.authors import LONGEST_NAME
from forecasts.services.hints import LONGEST_REMARK
from forecasts.services.resolution import LONGEST_ADDRESS, LONGEST_NOTE
from forecasts.services.snoozing import LONGEST_REASON
from forecasts.store.queries.desk import Lane
from forecasts.web.schemas.base import FormSchema, day, one_line, prose, version
from forecasts.web.schemas.filters import LONGEST_WORDS
from forecasts.web.schemas.tags import OneTag

_LARGEST_KEY = 2**63 - 1


def _key() -> fields.Integer:
    return fields.Integer(load_default=None, validate=validate.Range(min=1, max=_LARGEST_KEY))


class DeskQuery(FormSchema):
    """Which part of the desk is asked for, and what was done just before.

    ``after`` is the forecast behind which the next is looked for; ``resolved`` one that was just
    decided, behind which it is looked for too.
    """

    lane = fields.Enum(Lane, by_value=True, load_default=None)
    item = _key()
    after = _key()
    resolved = _key()
    author = one_line(LONGEST_NAME)
    words = one_line(LONGEST_WORDS)
    tag = OneTag(load_default=None)
    mine = fields.Boolean(load_default=False)


class SnoozeForm(FormSchema):
    """The wish to put an item off."""

    version = version()
    until = day(needed="Choose the day on which it comes back.")
    reason = one_line(LONGEST_REASON, needed="Say why it has to wait.")


class ManyForm(FormSchema):
    """What is to be done with the items that are ticked."""

    act = fields.String(
        required=True,
        validate=validate.OneOf(("void", "snooze"), error="Choose what to do with them."),
        error_messages={"required": "Choose what to do with them."},
    )
    void_reason = fields.Enum(
        VoidReason,
        by_value=True,
        load_default=None,
        error_messages={"unknown": "Choose one of the reasons."},
    )
    note = prose(LONGEST_NOTE)
    until = day()
    reason = one_line(LONGEST_REASON)


class HintForm(FormSchema):
    """What somebody points out."""

    evidence_url = one_line(LONGEST_ADDRESS, needed="Give a link that shows what happened.")
    known_on = day(needed="Give the first day on which one could know.")
    note = prose(LONGEST_REMARK)


class ConfirmationForm(FormSchema):
    """The wish to make a proposal the decision."""

    version = version()


class RejectionForm(FormSchema):
    """Why a proposal is let fall."""

    version = version()
    note = prose(LONGEST_NOTE)


class SecondLookForm(FormSchema):
    """What a second reviewer holds for the outcome."""

    outcome = fields.Enum(
        Outcome,
        by_value=True,
        required=True,
        error_messages={
            "required": "Say whether it came true, or that it cannot be told.",
            "unknown": "Choose yes, no or void.",
        },
    )
    void_reason = fields.Enum(
        VoidReason,
        by_value=True,
        load_default=None,
        error_messages={"unknown": "Choose one of the reasons."},
    )
    note = prose(LONGEST_NOTE)
