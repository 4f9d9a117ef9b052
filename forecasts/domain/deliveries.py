"""What must be known to send anything out by itself."""

from dataclasses import dataclass, field

from forecasts.domain.policies import Policy


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliverySettings:
    """How an installation sends what nobody asked for just now.

    Attributes:
        site: what each of our addresses begins with.
        secret: signs the addresses that end mails.
        policy: how many people it takes to decide a forecast; it says what waits for whom.
        channels: addresses of other channels, such as chats; only the operator sets them.
    """

    site: str
    secret: str = field(repr=False)
    policy: Policy = Policy.SOLO
    channels: tuple[str, ...] = field(default=(), repr=False)
