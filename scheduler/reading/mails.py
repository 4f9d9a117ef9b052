"""Reads the post in a mail that somebody kept as a file."""

from email import message_from_bytes
from email.policy import default
from email.utils import parseaddr

from forecasts.domain.errors import FetchFailedError
from forecasts.domain.found import FROM_THE_MAIL, FoundPost
from forecasts.extraction import TextFormat, normalise
from scheduler.reading.days import day_of, instant_of, read_moment

MOST_PARTS = 200


def read_mail(content: bytes) -> FoundPost:
    """The post in the mail: its plain text, or else its HTML.

    Raises:
        FetchFailedError: it is no mail, or has no text.
        InvalidInputError: its text cannot be read.
    """
    if content.lower().count(b"content-type") > MOST_PARTS:
        raise FetchFailedError("The mail has more parts than are read.")
    message = message_from_bytes(content, policy=default)
    body = message.get_body(("plain", "html"))
    if body is None or not message.get("From"):
        raise FetchFailedError("This file is no mail with a text in it.")
    text_format = TextFormat.HTML if body.get_content_subtype() == "html" else TextFormat.TEXT
    words = body.get_content().encode(errors="replace")
    found = read_moment(str(message.get("Date") or ""))
    return FoundPost(
        raw=words,
        text_format=text_format.value,
        text=normalise(words, text_format=text_format),
        title=" ".join(str(message.get("Subject") or "").split())[:300],
        author=" ".join(parseaddr(str(message["From"]))[0].split())[:120],
        published=day_of(found),
        moment=instant_of(found),
        origin=FROM_THE_MAIL if found else "",
    )
