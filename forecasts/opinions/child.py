"""The process in which a plug-in is asked: one request on standard input, one answer on the other.

``python -m forecasts.opinions.child``; started by ``forecasts.opinions.asking`` alone.
"""

import json
import resource
import signal
import sys
from contextlib import redirect_stdout
from dataclasses import asdict
from typing import Any

from forecasts.domain.errors import OpinionFailedError
from forecasts.domain.opinions import Document, OpinionSettings
from forecasts.opinions.protocol import make_opinion

MOST_MEMORY = 512 << 20
"""Bytes of memory; a model that runs elsewhere needs no more, whatever its server sends."""


def main() -> None:
    """Answer the request; what the plug-in prints goes nowhere near the answer."""
    request = json.load(sys.stdin)
    settings = OpinionSettings(**request["settings"])
    _limit(settings)
    with redirect_stdout(sys.stderr):
        answer = answer_request(settings, Document(**request["document"]))
    json.dump(answer, sys.stdout)


def answer_request(settings: OpinionSettings, document: Document) -> dict[str, Any]:
    """The proposals of the plug-in, or why there are none."""
    try:
        proposals = make_opinion(settings).propose(document)
        return {"proposals": [asdict(each) for each in proposals]}
    except OpinionFailedError as error:
        return {"failed": str(error), "lasting": error.lasting}
    except Exception as error:  # noqa: BLE001 - a plug-in may raise anything
        return {"failed": f"{type(error).__name__}: {error}"}


def _limit(settings: OpinionSettings) -> None:
    """End with the time that an answer may take, even when nobody is left to end us."""
    signal.alarm(settings.seconds)
    if settings.endpoint is not None:
        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))


if __name__ == "__main__":
    main()
