"""Who shall see something, as its owner chooses."""

from typing import Any

from marshmallow import fields

from forecasts.domain.visibility import Visibility
from forecasts.web.schemas.base import FormSchema, version

_TOLD = "Choose public, unlisted or private."


def visibility(*, needed: bool) -> fields.Enum[Visibility]:
    """A field with one of the three; None where it is left to the author's default."""
    presence: dict[str, Any] = {"required": True} if needed else {"load_default": None}
    return fields.Enum(
        Visibility,
        by_value=True,
        error_messages={"required": _TOLD, "unknown": _TOLD},
        **presence,
    )


class VisibilityForm(FormSchema):
    """The choice for a forecast, or for an author."""

    version = version()
    visibility = visibility(needed=True)


class PostVisibilityForm(FormSchema):
    """The choice for a post, with how it was shown when it was made."""

    seen_as = visibility(needed=True)
    visibility = visibility(needed=True)
