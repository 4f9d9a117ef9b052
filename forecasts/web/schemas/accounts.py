"""What people type to sign in, to keep their account, and to appoint others."""

from typing import Any

from marshmallow import fields, validate

from forecasts.domain.digests import Rhythm
from forecasts.domain.emails import LONGEST_EMAIL
from forecasts.domain.permissions import Role
from forecasts.services.appointing import LONGEST_REASON
from forecasts.services.joining import LONGEST_NAME
from forecasts.store.models import ClaimStatus
from forecasts.store.queries.accounts import AccountState
from forecasts.web.schemas.base import FormSchema, one_line, prose, version

LONGEST_SECRET = 1000
"""Characters of a password that are looked at, to say that there are too many."""

LONGEST_CODE = 60
_NEW_PASSWORD = "Choose a password."  # noqa: S105 - what to say, not a password


def secret(*, needed: str | None = None) -> fields.String:
    """A password, exactly as typed."""
    return prose(LONGEST_SECRET, needed=needed)


class SignInForm(FormSchema):
    """Address and password."""

    email = one_line(LONGEST_EMAIL, needed="Give your e-mail.")
    password = secret(needed="Give your password.")


class CodeForm(FormSchema):
    """A code of the second factor."""

    code = one_line(LONGEST_CODE, needed="Give the code that your app shows now.")


class EmailForm(FormSchema):
    """An address of mail."""

    email = one_line(LONGEST_EMAIL, needed="Give an e-mail.")


class NewEmailForm(EmailForm):
    """Another address of mail for one's own account."""

    present_password = secret()


class NewAccountForm(FormSchema):
    """What somebody who was invited chooses."""

    name = one_line(LONGEST_NAME, needed="Give the name that others see.")
    new_password = secret(needed=_NEW_PASSWORD)


class ResetForm(FormSchema):
    """A new password."""

    new_password = secret(needed=_NEW_PASSWORD)


class PasswordForm(ResetForm):
    """A new password in place of the present one."""

    present_password = secret()


class NameForm(FormSchema):
    """Another name for one's own account."""

    name = one_line(LONGEST_NAME, needed="Give the name that others see.")


class AgainForm(FormSchema):
    """The present password, before something that matters."""

    present_password = secret()


class DigestForm(FormSchema):
    """How often one wants a digest by mail."""

    rhythm = fields.Enum(
        Rhythm,
        by_value=True,
        required=True,
        error_messages=dict.fromkeys(
            ("required", "unknown"), f"Choose one of {', '.join(Rhythm)}."
        ),
    )


class ClaimForm(FormSchema):
    """Which author somebody says to be."""

    author = one_line(LONGEST_NAME, needed="Give the name of the author.")
    reason = prose(LONGEST_REASON, needed="Say how we can see that it is you.")


def _role() -> fields.Enum[Role]:
    told = f"Choose one of {', '.join(Role)}."
    return fields.Enum(
        Role,
        by_value=True,
        required=True,
        error_messages={"required": told, "unknown": told},
    )


class InvitationForm(EmailForm):
    """Whom to invite, as what."""

    role = _role()


class AppointmentForm(FormSchema):
    """Which role an account is given."""

    role = _role()
    version = version()


class VersionForm(FormSchema):
    """Which version of a row an act is about."""

    version = version()


class SuspensionForm(VersionForm):
    """Why an account may not sign in."""

    reason = prose(LONGEST_REASON, needed="Give a reason.")


class LinkForm(FormSchema):
    """Which account belongs to the same person, and why."""

    other = fields.Integer(
        required=True,
        validate=validate.Range(min=1, max=2**53, error="Give the number of another account."),
        error_messages={
            "required": "Give the number of another account.",
            "invalid": "Give the number of another account.",
        },
    )
    reason = prose(LONGEST_REASON, needed="Give a reason.")


def _word(words: Any) -> fields.Enum[Any]:  # noqa: ANN401 - any kind of word
    told = f"Choose one of {', '.join(words)}."
    return fields.Enum(words, by_value=True, load_default=None, error_messages={"unknown": told})


class AccountQuery(FormSchema):
    """The filters of the list of accounts."""

    words = one_line(LONGEST_EMAIL)
    role = _word(Role)
    state = _word(AccountState)


class ClaimQuery(FormSchema):
    """The filter of the list of claims."""

    status = _word(ClaimStatus)
