"""Tags: what a forecast is about, in a few words that others use too."""

import re
import unicodedata

from forecasts.domain.errors import InvalidInputError

LONGEST_TAG = 40
MOST_TAGS = 8
"""Tags of one forecast; who gives more says less."""

LONGEST_TYPED = 400
"""Characters of all tags as somebody types them."""

_BETWEEN = re.compile(r"[,;#\n]")
_NOT_IN_A_TAG = re.compile(r"[^\w]{1,400}|_{1,400}")


def read_tags(typed: str) -> tuple[str, ...]:
    """The tags that somebody typed with commas between them, each once, in order of the letters.

    Capitals, blanks and signs make no difference, so that two people mean the same tag.

    Raises:
        InvalidInputError: there are too many, or one is too long.

    >>> read_tags("Middle East, #iraq, IRAQ")
    ('iraq', 'middle-east')
    """
    tags = sorted({tag for part in _BETWEEN.split(typed) if (tag := _read_tag(part))})
    if len(tags) > MOST_TAGS:
        raise _refusal(f"Give at most {MOST_TAGS} tags.")
    if any(len(tag) > LONGEST_TAG for tag in tags):
        raise _refusal(f"Keep each tag under {LONGEST_TAG} characters; put commas between them.")
    return tuple(tags)


def _read_tag(part: str) -> str:
    plain = unicodedata.normalize("NFKC", part).casefold()
    return _NOT_IN_A_TAG.sub("-", unicodedata.normalize("NFKC", plain)).strip("-")


def _refusal(told: str) -> InvalidInputError:
    return InvalidInputError(told, {"tags": told})
