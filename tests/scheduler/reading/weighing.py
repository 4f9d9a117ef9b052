"""What the child of a reader takes, told apart from all other children of the tests."""

import resource
from concurrent.futures import ProcessPoolExecutor

from benchmarks.processes import CONTEXT
from forecasts.domain.errors import FetchFailedError
from scheduler.reading import Reader
from tests.scheduler.reading.samples import ATOM


def refuse_and_weigh(bomb: bytes) -> tuple[bool, int, int]:
    """Whether the bomb is refused, how many posts of an ordinary feed are read after it, and bytes.

    In a process of its own, so that the most memory of its children is that of these two.
    """
    with ProcessPoolExecutor(1, mp_context=CONTEXT) as apart:
        return apart.submit(_read_both, bomb).result()


def _read_both(bomb: bytes) -> tuple[bool, int, int]:
    where = {"kind": "application/xml", "address": "https://x.example/"}
    refused = False
    try:
        Reader().read_feed(bomb, **where)
    except FetchFailedError:
        refused = True
    posts = len(Reader().read_feed(ATOM, **where).posts)
    return refused, posts, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024
