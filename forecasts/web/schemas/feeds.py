"""What an admin types about a feed."""

from marshmallow import fields, validate

from forecasts.services.authors import LONGEST_NAME
from forecasts.services.feeds import LONGEST, SHORTEST, USUAL
from forecasts.services.intake import LONGEST_ADDRESS
from forecasts.web.schemas.base import FormSchema, one_line, version
from forecasts.web.schemas.posts import LONGEST_ZONE
from forecasts.web.schemas.showing import visibility

_MINUTES = f"Ask it every {SHORTEST} to {LONGEST:,} minutes."


class FeedForm(FormSchema):
    """What holds for each post of a feed."""

    author = one_line(LONGEST_NAME, needed="Say who writes it.")
    authors_named = fields.Boolean(load_default=False)
    whole_pages = fields.Boolean(load_default=False)
    zone = one_line(LONGEST_ZONE)
    visibility = visibility(needed=False)
    minutes = fields.Integer(
        load_default=USUAL,
        validate=validate.Range(min=SHORTEST, max=LONGEST, error=_MINUTES),
        error_messages={"invalid": _MINUTES},
    )


class NewFeedForm(FeedForm):
    """A feed that is added."""

    address = one_line(LONGEST_ADDRESS, needed="Give the address of the feed.")


class ChangedFeedForm(FeedForm):
    """Other settings for a feed as it was shown."""

    version = version()


class FeedVersionForm(FormSchema):
    """An act on a feed as it was shown."""

    version = version()
