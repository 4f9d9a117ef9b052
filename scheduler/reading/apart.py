"""Has something read in a process of its own, so that a bomb in it ends that process alone."""

import base64
import json
import signal
import subprocess
import sys
from dataclasses import dataclass
from typing import Any

from forecasts.domain.errors import FetchFailedError
from forecasts.domain.found import FoundFeed, FoundPost, feed_from_json, post_from_json

MOST_SECONDS = 5
"""Of computing; the wall clock may take twice as long on a busy machine."""

_ENDED_BY_A_LIMIT = {-signal.SIGXCPU, -signal.SIGALRM, -signal.SIGKILL}


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads what was fetched or handed in.

    Attributes:
        seconds: of computing that one thing may take.
    """

    seconds: int = MOST_SECONDS

    def read_feed(self, content: bytes, *, kind: str, address: str) -> FoundFeed:
        """The feed in these bytes, which came with that content type from that address.

        Raises:
            FetchFailedError: it is none, or takes more than a feed may take.
        """
        return feed_from_json(self._read("feed", content, kind=kind, address=address))

    def read_page(self, content: bytes, *, kind: str, address: str) -> FoundPost:
        """The post in the page of that content type and address.

        Raises:
            FetchFailedError: it is no text, or takes more than a page may take.
        """
        return post_from_json(self._read("page", content, kind=kind, address=address))

    def read_words(self, content: bytes, *, kind: str) -> str:
        """All that the page of that content type says, whatever is article and what is not.

        Raises:
            FetchFailedError: it is no text, or takes more than a page may take.
        """
        return str(self._read("words", content, kind=kind, address="")["words"])

    def read_mail(self, content: bytes) -> FoundPost:
        """The post in a mail.

        Raises:
            FetchFailedError: there is no text in it, or it takes more than a mail may take.
        """
        return post_from_json(self._read("mail", content, kind="", address=""))

    def _read(self, what: str, content: bytes, *, kind: str, address: str) -> dict[str, Any]:
        told = {
            "what": what,
            "seconds": self.seconds,
            "kind": kind,
            "address": address,
            "content": base64.b64encode(content).decode(),
        }
        done = self._ask(json.dumps(told).encode())
        if done.returncode in _ENDED_BY_A_LIMIT:
            raise _takes_too_much()
        answer = _parse(done)
        if "failed" in answer:
            raise FetchFailedError(str(answer["failed"]), lasting=True)
        return answer

    def _ask(self, request: bytes) -> subprocess.CompletedProcess[bytes]:
        try:
            return subprocess.run(
                [sys.executable, "-P", "-m", "scheduler.reading.child"],
                input=request,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                timeout=self.seconds * 2 + 5,
                check=False,
            )
        except subprocess.TimeoutExpired:
            raise _takes_too_much() from None


def _parse(done: subprocess.CompletedProcess[bytes]) -> dict[str, Any]:
    try:
        answer = json.loads(done.stdout)
    except (ValueError, RecursionError):
        answer = None
    if not isinstance(answer, dict):
        raise _takes_too_much()
    return answer


def _takes_too_much() -> FetchFailedError:
    return FetchFailedError("Reading it takes more time or memory than it may.", lasting=True)
