"""What an author types about a post and its candidates."""

from marshmallow import fields, validate

from forecasts.extraction import MAX_CHARACTERS, TextFormat
from forecasts.services.authors import LONGEST_NAME
from forecasts.services.drafts import LONGEST_CLAIM, LONGEST_CRITERIA
from forecasts.services.intake import LONGEST_ADDRESS, LONGEST_TITLE
from forecasts.web.schemas.base import FormSchema, day, one_line, prose, version, web_address
from forecasts.web.schemas.showing import visibility

LONGEST_ZONE = 64
LONGEST_CHANCE = 100
LONGEST_QUOTE = 2000


class PostForm(FormSchema):
    """A post as somebody pastes it; the text may also come as a file."""

    author = one_line(LONGEST_NAME, needed="Say who wrote it.")
    title = one_line(LONGEST_TITLE)
    published = day(needed="Say on which day it was published.")
    zone = one_line(LONGEST_ZONE)
    source_url = web_address(LONGEST_ADDRESS)
    text_format = fields.Enum(
        TextFormat,
        by_value=True,
        load_default=TextFormat.TEXT,
        error_messages={"unknown": "Choose one of the formats."},
    )
    text = prose(MAX_CHARACTERS)
    visibility = visibility(needed=False)
    again = fields.Boolean(load_default=False)


class FileForm(PostForm):
    """A post that is handed in as a file, which may say itself who wrote it and when."""

    author = one_line(LONGEST_NAME)
    published = day()


class AddressForm(FormSchema):
    """The address of a post, and what is known of it."""

    address = one_line(LONGEST_ADDRESS, needed="Give the address of the post.")
    author = one_line(LONGEST_NAME)
    published = day()
    zone = one_line(LONGEST_ZONE)
    visibility = visibility(needed=False)
    again = fields.Boolean(load_default=False)


class AnswerForm(FormSchema):
    """What a person says of a post that was read."""

    version = version()
    author = one_line(LONGEST_NAME, needed="Say who wrote it.")
    title = one_line(LONGEST_TITLE)
    published = day(needed="Say on which day it was published.")
    zone = one_line(LONGEST_ZONE)


class DropForm(FormSchema):
    """The wish to capture nothing of it."""

    version = version()


class CandidateForm(FormSchema):
    """A decision about a candidate as it was shown."""

    version = version()


class CorrectionForm(CandidateForm):
    """What a person makes of a candidate."""

    claim = one_line(LONGEST_CLAIM, needed="Say in a sentence what is forecast.")
    deadline = day()
    chance = one_line(LONGEST_CHANCE)
    criteria = prose(LONGEST_CRITERIA)
    review_by = day()


class QuoteForm(FormSchema):
    """Words of a post that the extractor passed over."""

    quote = fields.String(
        required=True,
        validate=validate.Length(max=LONGEST_QUOTE, error="Quote only the sentence that matters."),
        error_messages={"required": "Paste the words from the post."},
    )
