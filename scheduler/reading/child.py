"""The process in which something is read: one request on standard input, one answer on the other.

``python -m scheduler.reading.child``; started by ``scheduler.reading.apart`` alone. It opens no
connection and writes no file, and what it reads may cost no more than these limits.
"""

import base64
import json
import resource
import signal
import sys
from collections.abc import Callable, Mapping
from contextlib import redirect_stdout
from typing import Any

from forecasts.domain.errors import ForecastsError
from scheduler.reading.feeds import read_feed
from scheduler.reading.mails import read_mail
from scheduler.reading.pages import read_page, read_words

MOST_MEMORY = 256 << 20
"""Bytes of memory, the program itself included."""


def main() -> None:
    """Answer the request; what a library prints goes nowhere near the answer."""
    request = json.load(sys.stdin)
    _limit(request["seconds"])
    with redirect_stdout(sys.stderr):
        answer = answer_request(request)
    json.dump(answer, sys.stdout)


_READERS: Mapping[str, Callable[[bytes, dict[str, Any]], dict[str, Any]]] = {
    "feed": lambda content, told: read_feed(content, kind=told["kind"]).as_json(),
    "mail": lambda content, _: read_mail(content).as_json(),
    "page": lambda content, told: read_page(
        content, kind=told["kind"], address=told["address"]
    ).as_json(),
    "words": lambda content, told: {"words": read_words(content, kind=told["kind"])},
}


def answer_request(request: dict[str, Any]) -> dict[str, Any]:
    """What was found, or why nothing was."""
    try:
        return _READERS[request["what"]](base64.b64decode(request["content"]), request)
    except ForecastsError as error:
        return {"failed": str(error)}
    except MemoryError:
        return {"failed": "Reading it takes more memory than it may."}
    except Exception as error:  # noqa: BLE001 - libraries raise anything at what strangers send
        return {"failed": f"It cannot be read ({type(error).__name__})."}


def _limit(seconds: int) -> None:
    signal.alarm(seconds * 2)
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


if __name__ == "__main__":
    main()
