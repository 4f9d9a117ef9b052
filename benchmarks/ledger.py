"""T21: 10,000 falsified ledgers, each noticed; T22: what the stand-alone verifier costs."""

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from forecasts.ledger import GENESIS, Entry, standalone, to_line, verify
from tests.ledger.tampering import (
    build_chain,
    hash_without_actor,
    head_of,
    judge,
    judge_from_the_first,
    tamper,
    write_entries,
)

TRIALS, LENGTH = 10_000, 2_000
LINES = 100_000
SECONDS_ALLOWED, MEBIBYTES_ALLOWED = 2, 100

_MEASURED = """
import json, resource, subprocess, sys, time
began = time.perf_counter()
done = subprocess.run([sys.executable, *sys.argv[1:]], capture_output=True, text=True)
seconds = time.perf_counter() - began
kibibytes = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
print(json.dumps([done.returncode, done.stdout, seconds, kibibytes / 1024]))
"""
"""Runs one program; a small process of its own, as a child's peak counts what forked it."""


def measure_tampering(*, trials: int = TRIALS, length: int = LENGTH) -> dict[str, object]:
    """T21: how many falsified ledgers were noticed, and how many were named at the right entry.

    Each is verified from the last entry in front of the falsified part on, whose number and hash
    the untouched ledger gave; every hundredth also from the first entry on, with equal verdict.
    """
    chain = build_chain(length)
    began = time.perf_counter()
    assert verify(chain, head=head_of(chain)).fault is None
    found, named = count_noticed(chain, trials)
    return {
        "measure": "T21",
        "entries": length,
        "tamperings": trials,
        "found": found,
        "named": named,
        "found_by_hash_without_actor": count_noticed_when_sabotaged(trials=280, length=300),
        "seconds": round(time.perf_counter() - began, 1),
    }


def count_noticed(chain: Sequence[Entry], trials: int) -> tuple[int, int]:
    """How many tamperings were found, and at how many of them the right entry was named."""
    found = named = 0
    for number in range(trials):
        _, tampered = tamper(chain, number)
        verdict = judge(chain, tampered)
        assert number % 100 or verdict == judge_from_the_first(chain, tampered)
        found += verdict.fault is not None
        named += verdict.fault is not None and verdict.fault.sequence == tampered.named
    return found, named


def count_noticed_when_sabotaged(*, trials: int, length: int) -> str:
    """The same in small with a hash that leaves out the actor: some must go unnoticed."""
    with pytest.MonkeyPatch.context() as patches:
        patches.setattr("forecasts.ledger.chain.entry_hash", hash_without_actor)
        patches.setattr(standalone, "entry_hash", hash_without_actor)
        found, _ = count_noticed(build_chain(length), trials)
    assert found < trials
    return f"{found} of {trials}"


def measure_standalone(*, lines: int = LINES) -> dict[str, object]:
    """T22: seconds and peak memory of the stand-alone verifier, started as a stranger would."""
    with tempfile.TemporaryDirectory() as folder:
        export = Path(folder) / "ledger.jsonl"
        head = write_export(export, lines)
        program = [standalone.__file__, str(export), "--head", f"{lines}:{head}"]
        done = subprocess.run(
            [sys.executable, "-c", _MEASURED, *program], capture_output=True, text=True, check=True
        )
        size = export.stat().st_size
    code, printed, seconds, mebibytes = json.loads(done.stdout)
    assert (code, printed) == (0, f"{lines} entries hold; head {lines}:{head}\n")
    return {
        "measure": "T22",
        "entries": lines,
        "bytes": size,
        "seconds": round(seconds, 2),
        "peak_mebibytes": round(mebibytes, 1),
    }


def write_export(path: Path, lines: int) -> str:
    """Write a ledger of that many entries; the hash of the last."""
    head = GENESIS
    with path.open("w", encoding="utf-8") as stream:
        for entry in write_entries(lines):
            stream.write(to_line(entry) + "\n")
            head = entry.hash
    return head


def main() -> None:
    """Print both lines; stops where a figure misses its target."""
    figures = measure_tampering()
    print(json.dumps(figures), flush=True)
    assert figures["found"] == figures["named"] == TRIALS
    figures = measure_standalone()
    print(json.dumps(figures), flush=True)
    assert float(str(figures["seconds"])) <= SECONDS_ALLOWED
    assert float(str(figures["peak_mebibytes"])) <= MEBIBYTES_ALLOWED


if __name__ == "__main__":
    main()
