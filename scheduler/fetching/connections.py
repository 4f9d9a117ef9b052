"""Connections to an address that was judged, which end when their time is over."""

import io
import socket
import ssl
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from http.client import HTTPConnection
from typing import Any

from forecasts.domain.errors import FetchFailedError
from forecasts.domain.hosts import WebAddress


class Deadline:
    """A moment after which nothing is waited for any more, by a clock that is never set."""

    def __init__(self, seconds: float) -> None:
        """Begin to count."""
        self._ends = time.monotonic() + seconds

    def left(self) -> float:
        """The seconds that are left.

        Raises:
            TimeoutError: none are.
        """
        left = self._ends - time.monotonic()
        if left <= 0:
            raise TimeoutError
        return left


class TimedStream(io.RawIOBase):
    """What a socket brings; each read waits no longer than the whole may last.

    A timeout of the socket alone begins anew with every byte.
    """

    def __init__(self, source: socket.socket, deadline: Deadline) -> None:
        """Read from that socket."""
        self._source = source
        self._deadline = deadline

    def readable(self) -> bool:
        """True."""
        return True

    def readinto(self, buffer: Any) -> int:  # noqa: ANN401 - any buffer, as the base class has it
        """How many bytes came; they stand in the buffer."""
        self._source.settimeout(self._deadline.left())
        return self._source.recv_into(buffer)


class TimedSocket:
    """As much of a socket as an HTTP connection uses."""

    def __init__(self, source: socket.socket, deadline: Deadline) -> None:
        """Read from and write to that socket."""
        self._source = source
        self._deadline = deadline

    def makefile(self, _mode: str) -> io.BufferedReader:
        """What it brings."""
        return io.BufferedReader(TimedStream(self._source, self._deadline))

    def sendall(self, content: bytes) -> None:
        """Send all of it."""
        self._source.settimeout(self._deadline.left())
        self._source.sendall(content)

    def close(self) -> None:
        """Do nothing: an answer is still read from it, and whoever opened it ends it."""


@contextmanager
def connected(
    where: WebAddress, numbers: Sequence[str], deadline: Deadline, *, trust: ssl.SSLContext
) -> Iterator[HTTPConnection]:
    """A connection to the first of the judged numbers that takes one; no name is looked up again.

    Raises:
        FetchFailedError: none takes one, or it is not whom it says it is.
    """
    connection = HTTPConnection(where.host, where.port)
    with _open(where, numbers, deadline, trust) as opened:
        connection.sock = TimedSocket(opened, deadline)
        connection.auto_open = 0
        yield connection


def _open(
    where: WebAddress, numbers: Sequence[str], deadline: Deadline, trust: ssl.SSLContext
) -> socket.socket:
    plain = _open_plain(where, numbers, deadline)
    if not where.is_encrypted:
        return plain
    try:
        plain.settimeout(deadline.left())
        return trust.wrap_socket(plain, server_hostname=where.host)
    except ssl.CertificateError as error:
        plain.close()
        raise FetchFailedError(
            f"{where.host} could not prove that it is {where.host}: {error.verify_message}."
        ) from error
    except OSError:
        plain.close()
        raise


def _open_plain(where: WebAddress, numbers: Sequence[str], deadline: Deadline) -> socket.socket:
    for number in numbers:
        try:
            return socket.create_connection((number, where.port), timeout=deadline.left())
        except TimeoutError:
            raise
        except OSError:
            continue
    raise FetchFailedError(f"{where.host} takes no connection.")
