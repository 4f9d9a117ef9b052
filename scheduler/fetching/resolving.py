"""Finds the numbers of a machine by its name, within its time."""

import socket
from collections.abc import Callable, Sequence
from queue import Empty, SimpleQueue
from threading import Thread

from forecasts.domain.errors import FetchFailedError

Resolver = Callable[[str, int], Sequence[str]]
"""The numbers behind a host and a port; ``OSError`` where there are none."""


def ask_system(host: str, port: int) -> list[str]:
    """What the system's own resolver says."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(where[0]) for *_, where in found))


def resolve(resolver: Resolver, host: str, port: int, *, seconds: float) -> Sequence[str]:
    """The numbers behind a host, asked for once.

    A resolver cannot be told to hurry, so it is asked in a thread that is left behind when late.

    Raises:
        FetchFailedError: there are none, or they do not come in time.
    """
    told: SimpleQueue[Sequence[str] | Exception] = SimpleQueue()
    Thread(target=_ask, args=(resolver, host, port, told), daemon=True).start()
    try:
        answer = told.get(timeout=max(seconds, 0))
    except Empty:
        raise FetchFailedError(f"Nobody said in time where {host} is.") from None
    if isinstance(answer, Exception):
        raise FetchFailedError(f"There is no machine by the name of {host}.") from answer
    return answer


def _ask(
    resolver: Resolver, host: str, port: int, told: SimpleQueue[Sequence[str] | Exception]
) -> None:
    try:
        told.put(resolver(host, port))
    except (OSError, UnicodeError) as error:
        told.put(error)
