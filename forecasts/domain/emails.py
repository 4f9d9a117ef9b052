"""Addresses of mail, as people type them."""

import re

from forecasts.domain.errors import InvalidInputError

LONGEST_EMAIL = 254

_EMAIL = re.compile(
    r"[a-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}@(?:[a-z0-9-]{1,63}\.){1,20}[a-z0-9-]{2,63}", re.ASCII
)


def read_email(text: str) -> str:
    """The address in small letters, as it is kept.

    >>> read_email(" Ada@Example.org ")
    'ada@example.org'

    What looks like an encoded word is refused: programs that read mail would decode it.

    Raises:
        InvalidInputError: it is no address of one person.
    """
    email = text.strip().lower()
    if len(email) > LONGEST_EMAIL or "=?" in email or not _EMAIL.fullmatch(email):
        told = "Give one address such as ada@example.org."
        raise InvalidInputError(told, {"email": told})
    return email
