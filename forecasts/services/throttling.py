"""Limits on what others could try again and again; kept in the database, so for all processes.

A few tries are free, then each must wait longer than the one before, up to a limit: whoever
guesses gets nowhere, and nobody is locked out for good.
"""

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address, ip_network

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forecasts.domain.errors import TooManyAttemptsError
from forecasts.store.inserts import insert_into
from forecasts.store.models import Attempts

FORGOTTEN_AFTER = timedelta(days=1)
"""How long after the last try the count begins anew."""

_IPV6_PREFIX = 64
"""What one household or machine is given; it may use any address in it."""

_MOST_DOUBLINGS = 20
_FORGOTTEN_AT_ONCE = 10


@dataclass(frozen=True, slots=True)
class Allowance:
    """How often something may be tried.

    Attributes:
        free: how many tries need not wait.
        first_wait: how long the next must wait; the one after it twice as long, and so on.
        longest_wait: how long it comes to at most.
    """

    free: int
    first_wait: timedelta
    longest_wait: timedelta

    def wait_after(self, tries: int) -> timedelta:
        """How long to wait after that many tries.

        >>> few = Allowance(2, timedelta(seconds=30), timedelta(minutes=15))
        >>> [few.wait_after(tries).total_seconds() for tries in (1, 2, 3, 4, 1000)]
        [0.0, 30.0, 60.0, 120.0, 900.0]
        """
        if tries < self.free:
            return timedelta(0)
        doublings = min(tries - self.free, _MOST_DOUBLINGS)
        return min(self.first_wait * (1 << doublings), self.longest_wait)


_HALF_A_MINUTE, _QUARTER = timedelta(seconds=30), timedelta(minutes=15)
PER_ACCOUNT = Allowance(5, _HALF_A_MINUTE, _QUARTER)
"""Passwords, or codes, tried on one account."""

PER_ADDRESS = Allowance(20, _HALF_A_MINUTE, _QUARTER)
"""Passwords tried from one address."""

MAILS_TO_ONE = Allowance(3, timedelta(minutes=5), timedelta(hours=1))
"""Mails that strangers may have sent to one person."""

MAILS_FROM_ADDRESS = Allowance(10, timedelta(minutes=1), timedelta(hours=1))
"""Mails that may be asked for from one address."""


@dataclass(frozen=True, slots=True)
class KeyMaker:
    """Names what is counted, so that the table tells neither addresses nor who was tried.

    Attributes:
        secret: the secret of the installation.
    """

    secret: str = field(repr=False)

    def about(self, what: str, whom: str | int) -> str:
        """The key for doing ``what`` with regard to ``whom``."""
        digest = hmac.new(self.secret.encode(), f"{what}:{whom}".encode(), hashlib.sha256)
        return f"{what}:{digest.hexdigest()[:40]}"

    def from_address(self, what: str, address: str | None) -> str:
        """The key for doing ``what`` from that address of the network."""
        return self.about(f"{what}-from", network_of(address))


def network_of(address: str | None) -> str:
    """What counts as one address.

    >>> network_of("192.0.2.7"), network_of("2001:db8:1:2:3:4:5:6"), network_of(None)
    ('192.0.2.7', '2001:db8:1:2::/64', 'unknown')
    """
    try:
        parsed = ip_address(address or "")
    except ValueError:
        return "unknown"
    if isinstance(parsed, IPv6Address):
        if parsed.ipv4_mapped:
            return str(parsed.ipv4_mapped)
        return str(ip_network((parsed, _IPV6_PREFIX), strict=False))
    return str(parsed)


def count_try(session: Session, limits: Mapping[str, Allowance], *, now: datetime) -> None:
    """Count one more try under each of these keys, unless one of them has to wait.

    Commit it before the try is made, so that many at once are counted each.

    Raises:
        TooManyAttemptsError: it is too early to try again; nothing was counted.
    """
    _forget_a_few(session, now)
    waits = [_count(session, key, limits[key], now) for key in sorted(limits)]
    longest = max(waits)
    if longest > timedelta(0):
        seconds = -(-longest // timedelta(seconds=1))
        raise TooManyAttemptsError(
            "This was tried too often of late, here or elsewhere.", wait=seconds
        )


def forgive(session: Session, key: str) -> None:
    """Let the count begin anew: it was right."""
    session.execute(sa.update(Attempts).where(Attempts.key == key).values(count=0))


def give_back(session: Session, key: str) -> None:
    """Take one try back: it was right, but says nothing about the others from there."""
    session.execute(
        sa.update(Attempts)
        .where(Attempts.key == key, Attempts.count > 0)
        .values(count=Attempts.count - 1)
    )


def _forget_a_few(session: Session, now: datetime) -> None:
    """Drop some counts that begin anew anyway: more than one try adds, so that the table shrinks.

    Those that somebody else is counting at are passed by, so that nobody waits in a circle.
    """
    old = (
        sa.select(Attempts.key)
        .where(Attempts.began_at <= now - FORGOTTEN_AFTER)
        .limit(_FORGOTTEN_AT_ONCE)
        .with_for_update(skip_locked=True)
    )
    session.execute(sa.delete(Attempts).where(Attempts.key.in_(old)))


def _count(session: Session, key: str, allowance: Allowance, now: datetime) -> timedelta:
    """How long this key must still wait; one more try is counted where it need not."""
    insert = insert_into(session, Attempts)
    first = insert.values(key=key, count=0, began_at=now)
    locking = first.on_conflict_do_update(index_elements=["key"], set_={"key": key})
    tries, last = session.execute(locking.returning(Attempts.count, Attempts.began_at)).one()
    if last <= now - FORGOTTEN_AFTER:
        tries = 0
    wait: timedelta = last + allowance.wait_after(tries) - now
    if wait <= timedelta(0):
        values = {"count": tries + 1, "began_at": now}
        session.execute(sa.update(Attempts).where(Attempts.key == key).values(values))
    return wait
