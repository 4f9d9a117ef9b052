"""Links that people hand in as evidence."""

from urllib.parse import urlsplit

LONGEST_LINK = 2000
"""The most characters that a link may have."""


def is_safe_link(address: str) -> bool:
    """Whether this is a whole link to a page, safe to follow.

    >>> is_safe_link("https://example.org/news"), is_safe_link("javascript:alert(1)")
    (True, False)
    """
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.netloc) and len(address) <= LONGEST_LINK
