"""Who gets to see a post or a forecast."""

from enum import StrEnum


class Visibility(StrEnum):
    """How far something is shown."""

    PUBLIC = "public"
    """To everybody, in every list."""
    UNLISTED = "unlisted"
    """To everybody who has its address; in no list, search or feed of others."""
    PRIVATE = "private"
    """To who recorded it, its author, reviewers and admins."""
