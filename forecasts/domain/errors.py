"""What can go wrong in a way that a caller can act on."""

from collections.abc import Mapping


class ForecastsError(Exception):
    """Something a person can act on; its message is written for that person."""


class InvalidInputError(ForecastsError):
    """What was handed in cannot be taken as it is.

    Attributes:
        fields: for each field at fault, what to do about it. Empty when no field is to blame.
    """

    def __init__(self, message: str, fields: Mapping[str, str] | None = None) -> None:
        """Keep the message and the fields it is about."""
        super().__init__(message)
        self.fields = dict(fields or {})


class ReusedKeyError(InvalidInputError):
    """A request came with the key of another one."""


class NotFoundError(ForecastsError):
    """There is no such thing, or the asker may not see it."""


class GoneError(ForecastsError):
    """It was there, and was erased by request; what is left is that it was."""


class ConflictError(ForecastsError):
    """Somebody else was first; the message tells the present state."""


class NotAllowedError(ForecastsError):
    """The rules forbid this act to this person."""


class TooManyAttemptsError(ForecastsError):
    """It was tried too often of late; it may be tried again later.

    Attributes:
        wait: seconds until then, at least one.
    """

    def __init__(self, message: str, *, wait: int) -> None:
        """Keep the message, and how long to wait."""
        super().__init__(message)
        self.wait = wait


class DatabaseRefusedError(ForecastsError):
    """The database is not in a state that this program can work on."""


class OpinionFailedError(ForecastsError):
    """No second opinion could be had; what our own rules found stands all the same.

    Attributes:
        lasting: whether asking again about the same post would fail in the same way.
    """

    def __init__(self, message: str, *, lasting: bool = False) -> None:
        """Keep the message, and whether it is worth trying again."""
        super().__init__(message)
        self.lasting = lasting


class ProviderFailedError(ForecastsError):
    """Somebody else's service that signs people in does not do its part."""


class MailFailedError(ForecastsError):
    """A mail could not be handed over.

    Attributes:
        lasting: whether the same mail would fail in the same way again.
    """

    def __init__(self, message: str, *, lasting: bool = False) -> None:
        """Keep the message, and whether it is worth trying again."""
        super().__init__(message)
        self.lasting = lasting


class FetchFailedError(ForecastsError):
    """Nothing could be had from an address; the message says why, in words for people.

    Attributes:
        lasting: whether the same address would fail in the same way again.
    """

    def __init__(self, message: str, *, lasting: bool = False) -> None:
        """Keep the message, and whether it is worth trying again."""
        super().__init__(message)
        self.lasting = lasting
