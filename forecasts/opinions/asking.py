"""Asks a plug-in in a process of its own, so that it can be ended and can break nothing here."""

import json
import signal
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from forecasts.domain.errors import OpinionFailedError
from forecasts.domain.opinions import Document, OpinionSettings, Proposal, Source
from forecasts.opinions.answers import as_proposals
from forecasts.opinions.protocol import SecondOpinion, make_opinion

LONGEST_POST = 60_000
"""Characters of a post, title included, beyond which nobody is asked about it."""

STARTING_SECONDS = 10
"""What the process may take to start, beside the time that the answer may take."""

_LONGEST_REASON = 200


class AskedApart:
    """A second opinion whose every answer comes from a process of its own."""

    def __init__(self, settings: OpinionSettings, version: str) -> None:
        """Ask the plug-in of these settings, which has that version."""
        self._settings = settings
        self.name = settings.name
        self.version = version
        self.source = Source(settings.name, settings.model, version)

    @property
    def seconds(self) -> int:
        """How long an answer takes at most, failures included."""
        return self._settings.seconds + STARTING_SECONDS

    def propose(self, document: Document) -> Sequence[Proposal]:
        """What the plug-in points at in a post.

        Raises:
            OpinionFailedError: the post is too long, or no answer could be had in time.
        """
        if len(document.title) + len(document.text) > LONGEST_POST:
            raise OpinionFailedError(
                f"the post is longer than {LONGEST_POST:,} characters", lasting=True
            )
        answer = self._ask(document)
        if "failed" in answer:
            raise OpinionFailedError(
                self._without_key(str(answer["failed"])), lasting=answer.get("lasting") is True
            )
        return as_proposals(answer.get("proposals"))

    def _ask(self, document: Document) -> dict[str, Any]:
        request = {"settings": asdict(self._settings), "document": asdict(document)}
        try:
            done = subprocess.run(
                [sys.executable, "-P", "-m", "forecasts.opinions.child"],
                input=json.dumps(request).encode(),
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,  # it may hold the post, or a key
                timeout=self.seconds,
                check=False,
            )
        except subprocess.TimeoutExpired:
            raise self._too_late() from None
        except OSError as error:
            raise OpinionFailedError(f"nobody could be asked: {error}") from None
        if done.returncode == -signal.SIGALRM:
            raise self._too_late()
        return _read(done)

    def _too_late(self) -> OpinionFailedError:
        return OpinionFailedError(f"no answer within {self._settings.seconds} s")

    def _without_key(self, reason: str) -> str:
        key = self._settings.key
        hidden = reason.replace(key, "[key]") if key else reason
        return " ".join(hidden.split())[:_LONGEST_REASON]


def open_opinion(settings: OpinionSettings) -> AskedApart:
    """The second opinion that the settings name; nobody is asked anything yet.

    Raises:
        OpinionFailedError: there is none of that name, or it cannot work as it is set up.
    """
    opinion: SecondOpinion = make_opinion(settings)
    return AskedApart(settings, opinion.version)


def _read(done: subprocess.CompletedProcess[bytes]) -> dict[str, Any]:
    try:
        answer = json.loads(done.stdout)
    except (ValueError, RecursionError):
        answer = None
    if not isinstance(answer, dict):
        raise OpinionFailedError(f"it broke off (exit code {done.returncode})")
    return answer
