"""Real processes that can be killed: forked from a server that has imported everything already."""

import multiprocessing
import os
from collections.abc import Callable
from multiprocessing.context import ForkServerProcess

CONTEXT = multiprocessing.get_context("forkserver")
CONTEXT.set_forkserver_preload(
    ["scheduler.__main__", "benchmarks.sabotage", "forecasts.cli.serving"]
)


def start_process(
    work: Callable[..., None], *arguments: object, environment: dict[str, str] | None = None
) -> ForkServerProcess:
    """A process that does this work with these settings; it has been started."""
    process = CONTEXT.Process(target=_work, args=(work, arguments, environment or {}))
    process.start()
    return process


def _work(
    work: Callable[..., None], arguments: tuple[object, ...], environment: dict[str, str]
) -> None:
    os.environ.update(environment)
    work(*arguments)
