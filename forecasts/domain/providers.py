"""Sign-in by somebody else's word: an OpenID provider, and what it says of a person."""

from collections.abc import Collection
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderSettings:
    """The provider whose word is taken on who somebody is.

    Attributes:
        issuer: its address; its documents lie below it.
        client_id: what we are called there.
        client_secret: proves that we are that.
        name: what people know it as.
        trusts_factor: whether a second factor that was given there counts here.
    """

    issuer: str
    client_id: str
    client_secret: str = field(repr=False)
    name: str = "your organisation"
    trusts_factor: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Outsider:
    """Somebody as the provider knows them. What role they have is never the provider's to say.

    Attributes:
        issuer: the provider.
        subject: the person, for good.
        email: their address of mail, in small letters; None where the provider has not confirmed
            that it is theirs.
        name: what they are called there; may be empty.
        has_second_factor: whether they gave one that counts here.
    """

    issuer: str
    subject: str
    email: str | None
    name: str = ""
    has_second_factor: bool = False


_METHODS = frozenset({"mfa"})
_CONTEXTS = frozenset(
    {"phr", "phrh", "http://schemas.openid.net/pape/policies/2007/06/multi-factor"}
)


def tells_of_second_factor(methods: Collection[str], context: str | None) -> bool:
    """Whether the provider says in so many words that a second factor was given.

    >>> tells_of_second_factor(["pwd", "otp", "mfa"], None), tells_of_second_factor(["pwd"], "1")
    (True, False)
    """
    return bool(_METHODS & set(methods)) or context in _CONTEXTS
