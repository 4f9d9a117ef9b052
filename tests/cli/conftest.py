"""Runs the command in this process, as the console script would."""

import io
import sys
from dataclasses import dataclass

import pytest

from forecasts.cli import main
from tests.asked import scripted as scripted


@dataclass(frozen=True)
class Answer:
    """What a command printed, and its exit code."""

    code: int
    out: str
    err: str


@pytest.fixture
def run(monkeypatch, capsys, tmp_path):
    """``run("deadline", "by June", ...)`` or ``run(..., typed=b"text on standard input")``."""
    monkeypatch.setenv("FORECASTS_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("DATABASE_URL", raising=False)

    def command(*words: object, typed: bytes = b"") -> Answer:
        monkeypatch.setattr(sys, "argv", ["forecasts", *map(str, words)])
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(typed)))
        with pytest.raises(SystemExit) as ended:
            main()
        printed = capsys.readouterr()
        return Answer(ended.value.code, printed.out, printed.err)

    return command
