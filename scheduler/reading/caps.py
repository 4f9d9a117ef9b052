"""What a feed may hold at most, counted before a parser builds anything of it."""

from xml.parsers import expat

from forecasts.domain.errors import FetchFailedError

DEEPEST = 200
MOST_POSTS = 500
MOST_TAGS = 100_000
MOST_ATTRIBUTES = 200_000

_ITEMS = ("item", "entry")


def check_feed(content: bytes) -> None:
    """Return when a parser may read the feed.

    Bytes are counted first, since they cost nothing; a feed that is no good XML is left to the
    lenient parser then, with no more tags and attributes than others.

    Raises:
        FetchFailedError: it says what a document of its own may hold, or holds too much.
    """
    plain = content.replace(b"\0", b"")  # UTF-16 has one beside each letter
    if b"<!doctype" in plain.lower() or b"<!entity" in plain.lower():
        raise FetchFailedError("The feed brings definitions of its own (a doctype).")
    if plain.count(b"<") > MOST_TAGS or plain.count(b"=") > MOST_ATTRIBUTES:
        raise FetchFailedError("The feed has more tags or attributes than are read.")
    _Counter().count(content)


class _Counter:
    """Counts depth and posts with a parser that builds nothing."""

    def __init__(self) -> None:
        self._depth = 0
        self._posts = 0

    def count(self, content: bytes) -> None:
        parser = expat.ParserCreate()
        parser.StartElementHandler = self._open
        parser.EndElementHandler = self._close
        try:
            parser.Parse(content, True)  # noqa: FBT003 - the library's own way
        except expat.ExpatError:
            return  # no good XML: the lenient parser may still read it

    def _open(self, name: str, _attributes: dict[str, str]) -> None:
        self._depth += 1
        self._posts += name.rpartition(":")[2].lower() in _ITEMS
        if self._depth > DEEPEST:
            raise FetchFailedError(f"The feed is nested more than {DEEPEST} deep.")
        check_number(self._posts)

    def _close(self, _name: str) -> None:
        self._depth -= 1


def check_number(posts: int) -> None:
    """Return when a feed may hold so many posts.

    Raises:
        FetchFailedError: it may not.
    """
    if posts > MOST_POSTS:
        raise FetchFailedError(f"The feed holds more than {MOST_POSTS} posts.")
