"""Sees each connection that this process begins, and lets none out of this machine."""

import socket
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from ipaddress import ip_address
from types import SimpleNamespace

_watch = SimpleNamespace(begun=None)


def _see(event: str, arguments: tuple[object, ...]) -> None:
    if event != "socket.connect" or _watch.begun is None:
        return
    where = arguments[1]
    if isinstance(where, tuple):
        _watch.begun.append((where[0], where[1]))
        if not ip_address(where[0]).is_loopback:
            raise ConnectionRefusedError


sys.addaudithook(_see)


@contextmanager
def watched() -> Iterator[list[tuple[str, int]]]:
    """The machines and ports to which a connection is begun meanwhile; a hook cannot be passed."""
    _watch.begun = []
    try:
        yield _watch.begun
    finally:
        _watch.begun = None


class Canary:
    """Listens on every number of this machine and counts who comes."""

    def __init__(self) -> None:
        self.visits = 0
        self._listening = [_listen(socket.AF_INET, "0.0.0.0", 0)]  # noqa: S104 - each number that may be reached
        self.port = self._listening[0].getsockname()[1]
        self._listening.append(_listen(socket.AF_INET6, "::", self.port))
        for one in self._listening:
            threading.Thread(target=self._count, args=(one,), daemon=True).start()

    def _count(self, listening: socket.socket) -> None:
        while True:
            try:
                visitor, _ = listening.accept()
            except OSError:
                return
            self.visits += 1
            visitor.close()

    def close(self) -> None:
        for one in self._listening:
            one.close()


def _listen(family: socket.AddressFamily, host: str, port: int) -> socket.socket:
    listening = socket.socket(family)
    if family is socket.AF_INET6:
        listening.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
    listening.bind((host, port))
    listening.listen()
    return listening
