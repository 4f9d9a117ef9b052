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

    def hides_more_than(self, other: "Visibility") -> bool:
        """Whether fewer people get to see it so.

        >>> Visibility.PRIVATE.hides_more_than(Visibility.UNLISTED)
        True
        """
        order = list(Visibility)
        return order.index(self) > order.index(other)


def narrower(one: Visibility, other: Visibility) -> Visibility:
    """That of the two which fewer people get to see.

    >>> narrower(Visibility.PUBLIC, Visibility.UNLISTED).value
    'unlisted'
    """
    return one if one.hides_more_than(other) else other
