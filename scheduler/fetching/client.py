"""The one client that connects to what others name: judged addresses, few bytes, little time."""

import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException, HTTPResponse
from importlib.metadata import version
from urllib.parse import urljoin

from forecasts.domain.errors import FetchFailedError
from forecasts.domain.hosts import OPEN_WEB, Reach, WebAddress, read_web_address
from scheduler.fetching.bodies import read_body
from scheduler.fetching.connections import Deadline, connected
from scheduler.fetching.resolving import Resolver, ask_system, resolve

NAME = "forecast-ledger"
"""What we call ourselves; who keeps robots.txt can name it there."""

MOST_BYTES = 2 * 1024 * 1024
MOST_SECONDS = 10.0
MOST_REDIRECTS = 3
MOST_OF_AN_ECHO = 64 * 1024
"""Bytes of what a receiver of a message says to it."""

MOVED_FOR_GOOD = frozenset({HTTPStatus.MOVED_PERMANENTLY, HTTPStatus.PERMANENT_REDIRECT})
_REDIRECTS = MOVED_FOR_GOOD | {
    HTTPStatus.FOUND,
    HTTPStatus.SEE_OTHER,
    HTTPStatus.TEMPORARY_REDIRECT,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a server said.

    Attributes:
        status: its number.
        headers: by their names in lower case; the first of each.
        body: unpacked.
        address: who said it in the end.
        moved_to: where it is for good, when every redirect on the way said so; else None.
    """

    status: int
    headers: Mapping[str, str]
    body: bytes
    address: str
    moved_to: str | None = None


@dataclass(frozen=True, kw_only=True)
class Client:
    """Gets and posts within limits.

    Proxies of the environment are not used: they would connect where we would not.

    Attributes:
        site: where whoever is asked can read who asks; part of the name we give.
        reach: whom it may connect to; wider than the open web in tests alone.
        resolver: says which machines stand behind a name.
        seconds: what one call may take in all, redirects included.
        most: bytes of a body.
        trust: which certificates are believed; None: those of the system.
    """

    site: str | None = None
    reach: Reach = OPEN_WEB
    resolver: Resolver = ask_system
    seconds: float = MOST_SECONDS
    most: int = MOST_BYTES
    trust: ssl.SSLContext | None = field(default=None, repr=False)

    def get(self, address: str, headers: Mapping[str, str] | None = None) -> Answer:
        """What the address holds; at most three redirects are followed, each judged anew.

        Raises:
            FetchFailedError: it cannot or may not be had.
        """
        deadline = Deadline(self.seconds)
        where = read_web_address(address, reach=self.reach)
        for_good = True
        for steps in range(MOST_REDIRECTS + 1):
            answer = self._ask("GET", where, headers or {}, None, deadline)
            target = answer.headers.get("location")
            if answer.status not in _REDIRECTS or not target:
                moved = str(where) if steps and for_good else None
                return replace(answer, moved_to=moved)
            for_good = for_good and answer.status in MOVED_FOR_GOOD
            where = read_web_address(_join(where, target), reach=self.reach)
        raise FetchFailedError(f"The address leads on more than {MOST_REDIRECTS} times.")

    def post(self, address: str, body: bytes, headers: Mapping[str, str]) -> Answer:
        """What a receiver says to a message; a redirect is an answer like any other.

        Raises:
            FetchFailedError: it could not or must not be sent; the receiver may still have it.
        """
        deadline = Deadline(self.seconds)
        where = read_web_address(address, reach=self.reach)
        return self._ask("POST", where, headers, body, deadline)

    def _ask(
        self,
        method: str,
        where: WebAddress,
        headers: Mapping[str, str],
        body: bytes | None,
        deadline: Deadline,
    ) -> Answer:
        try:
            found = resolve(self.resolver, where.host, where.port, seconds=deadline.left())
            judged = self.reach.check(where.host, where.port, found)
            with connected(where, judged, deadline, trust=self._trusted) as connection:
                return self._talk(connection, method, where, headers, body)
        except TimeoutError:
            raise FetchFailedError(
                f"{where.host} took longer than {self.seconds:g} seconds."
            ) from None
        except ssl.SSLError:
            raise FetchFailedError(f"{where.host} does not speak HTTPS as it should.") from None
        except OSError:
            raise FetchFailedError(f"{where.host} broke the connection.") from None
        except (HTTPException, ValueError):
            raise FetchFailedError(f"{where.host} does not speak HTTP as it should.") from None

    def _talk(
        self,
        connection: HTTPConnection,
        method: str,
        where: WebAddress,
        headers: Mapping[str, str],
        body: bytes | None,
    ) -> Answer:
        sent = {"Host": where.named_host, **self._own_headers, **headers}
        connection.putrequest(method, where.target, skip_host=True, skip_accept_encoding=True)
        if body is not None:
            sent["Content-Length"] = str(len(body))
        for name, value in sent.items():
            connection.putheader(name, value)
        connection.endheaders(body)
        response = connection.getresponse()
        most = self.most if body is None else MOST_OF_AN_ECHO
        return _take(response, where, most=most)

    @cached_property
    def _own_headers(self) -> Mapping[str, str]:
        about = f" (+{self.site})" if self.site else ""
        return {
            "User-Agent": f"{NAME}/{version('forecasts')}{about}",
            "Accept-Encoding": "gzip",
            "Connection": "close",
        }

    @cached_property
    def _trusted(self) -> ssl.SSLContext:
        return self.trust or ssl.create_default_context()


def _take(response: HTTPResponse, where: WebAddress, *, most: int) -> Answer:
    """The answer; the body of a redirect is not read."""
    headers: dict[str, str] = {}
    for name, value in response.getheaders():
        headers.setdefault(name.lower(), value)
    unread = response.status in _REDIRECTS
    body = b"" if unread else read_body(response, most=most)
    return Answer(status=response.status, headers=headers, body=body, address=str(where))


def _join(where: WebAddress, target: str) -> str:
    try:
        return urljoin(str(where), target)
    except ValueError:
        raise FetchFailedError("The address leads to none that can be read.") from None
