"""Which addresses of the web this program may connect to, and how an address is read."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from urllib.parse import quote, urlsplit

from forecasts.domain.errors import FetchFailedError

LONGEST_ADDRESS = 2000
PORTS = {"http": 80, "https": 443}
"""The schemes that may be fetched, each with its one port."""

GLOBAL_UNICAST = ip_network("2000::/3")
"""The only part of IPv6 in which machines of the open web live."""

SPECIAL = tuple(
    map(
        ip_network,
        (
            "0.0.0.0/8",  # this network
            "10.0.0.0/8",  # private
            "100.64.0.0/10",  # shared by customers of one carrier
            "127.0.0.0/8",  # this machine
            "168.63.129.16/32",  # the machine below, in one of the big clouds
            "169.254.0.0/16",  # link-local, with the secrets of most clouds
            "172.16.0.0/12",  # private
            "192.0.0.0/24",  # protocol assignments
            "192.0.2.0/24",  # documentation
            "192.88.99.0/24",  # 6to4 relays
            "192.168.0.0/16",  # private
            "198.18.0.0/15",  # measurements
            "198.51.100.0/24",  # documentation
            "203.0.113.0/24",  # documentation
            "224.0.0.0/4",  # multicast
            "240.0.0.0/4",  # reserved, and broadcast
            "2001::/23",  # protocol assignments, Teredo and ORCHID among them
            "2001:db8::/32",  # documentation
            "2002::/16",  # 6to4: holds an address of IPv4
            "3fff::/20",  # documentation
        ),
    )
)
"""What is refused whatever the standard library thinks of it; outside 2000::/3 all of IPv6 is.

With that go ::1, IPv4 mapped or compatible, NAT64, unique local, link-local, site-local, multicast.
"""

_IN_A_TARGET = "!#$%&'()*+,/:;=?@[]~"
_NOT_IN_AN_ADDRESS = re.compile(r"[\x00-\x20\x7f\\]")
_NAME = re.compile(
    r"(?=.{1,253}\Z)(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.){1,126}"
    r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
)
_NUMBER_LIKE = re.compile(r"(?:\d{1,63}|0x[0-9a-f]{0,61})\Z")

Address = IPv4Address | IPv6Address


@dataclass(frozen=True, slots=True)
class WebAddress:
    """An address of the web, read to the letter.

    Attributes:
        scheme: http or https.
        host: a name in ASCII and lower case, or the number of a machine as it is written at best.
        port: where to connect.
        target: path and query, as the server is asked for them.
    """

    scheme: str
    host: str
    port: int
    target: str

    @property
    def is_encrypted(self) -> bool:
        """Whether what is said travels encrypted."""
        return self.scheme == "https"

    @property
    def named_host(self) -> str:
        """The host as the server is told it, with the port where it is not the usual one."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def origin(self) -> str:
        """Scheme, host and port."""
        return f"{self.scheme}://{self.named_host}"

    def __str__(self) -> str:
        """The address in its one spelling."""
        return f"{self.origin}{self.target}"


@dataclass(frozen=True, slots=True)
class Reach:
    """How far a client may reach; anything but the standard is for servers of tests alone.

    Attributes:
        also: machines and their ports that are allowed whatever they are.
        ports: where any machine of the open web may be asked, beside the port of the scheme.
    """

    also: frozenset[tuple[str, int]] = frozenset()
    ports: frozenset[int] = frozenset()

    def may_use(self, port: int, scheme: str) -> bool:
        """Whether a machine may be asked at that port."""
        also = {port for _, port in self.also}
        return port == PORTS[scheme] or port in self.ports | also

    def check(self, host: str, port: int, found: Collection[str]) -> tuple[str, ...]:
        """What was found for a host, when every one of it may be connected to.

        Raises:
            FetchFailedError: nothing was found, or one of it may not.
        """
        if not found:
            raise FetchFailedError(f"There is no machine by the name of {host}.")
        if not all(self._allows(one, port) for one in found):
            raise FetchFailedError(
                f"{host} is not on the open web, so it is not asked.", lasting=True
            )
        return tuple(found)

    def _allows(self, number: str, port: int) -> bool:
        public = is_of_the_open_web(number) and port in self.ports | set(PORTS.values())
        return public or (number, port) in self.also


OPEN_WEB = Reach()
"""What an installation may reach."""


def is_of_the_open_web(number: str) -> bool:
    """Whether a machine of that number is one of the open web.

    >>> is_of_the_open_web("93.184.215.14"), is_of_the_open_web("64:ff9b::7f00:1")
    (True, False)
    """
    try:
        address = ip_address(number)
    except ValueError:
        return False
    if isinstance(address, IPv6Address) and address not in GLOBAL_UNICAST:
        return False
    special = any(address in network for network in SPECIAL)
    return address.is_global and not special


def read_web_address(text: str, *, reach: Reach = OPEN_WEB) -> WebAddress:
    """The address that was typed, linked to or redirected to; a fragment is left out.

    Raises:
        FetchFailedError: it is none that may be fetched; the message says what is wrong with it.
    """
    stripped = text.strip()
    if len(stripped) > LONGEST_ADDRESS or _NOT_IN_AN_ADDRESS.search(stripped):
        raise _refuse("The address is too long, or has characters in it that no address has.")
    try:
        parts = urlsplit(stripped)
        scheme, host, port = parts.scheme.lower(), parts.hostname or "", parts.port
    except ValueError:
        raise _refuse("That is no address of the web.") from None
    if scheme not in PORTS:
        raise _refuse("The address must begin with http:// or https://.")
    if "@" in parts.netloc:
        raise _refuse("The address must hold no user name and no password.")
    port = PORTS[scheme] if port is None else port
    if not reach.may_use(port, scheme):
        raise _refuse("Only the usual ports of the web are asked: 80 for http, 443 for https.")
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return WebAddress(scheme, read_host(host), port, quote(target, safe=_IN_A_TARGET))


def read_host(host: str) -> str:
    """A host in its one spelling.

    Raises:
        FetchFailedError: it is neither a name nor the number of a machine in its usual form.

    >>> read_host("Bücher.example."), read_host("2001:DB8:0::1")
    ('xn--bcher-kva.example', '2001:db8::1')
    """
    name = _in_ascii(host).removesuffix(".")
    if ":" in name or _NUMBER_LIKE.match(name.rpartition(".")[2]):
        return _read_number(name)
    if not _NAME.fullmatch(name):
        raise _refuse("The address names no machine of the open web.")
    return name


def _in_ascii(host: str) -> str:
    if host.isascii():
        return host.lower()
    try:
        return host.encode("idna").decode("ascii").lower()
    except UnicodeError:
        raise _refuse("The name of the machine cannot be read.") from None


def _read_number(number: str) -> str:
    """The number of a machine; octal, hexadecimal, short and zoned forms are refused."""
    message = "The number of the machine is not written in the usual form."
    try:
        read = str(ip_address(number))
    except ValueError:
        raise _refuse(message) from None
    if "%" in read:
        raise _refuse(message)
    return read


def _refuse(message: str) -> FetchFailedError:
    return FetchFailedError(message, lasting=True)
