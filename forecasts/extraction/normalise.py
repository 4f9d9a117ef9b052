"""Bytes or text as somebody handed them in, turned into the text that all offsets refer to."""

import re
from collections.abc import Iterable, Iterator
from enum import StrEnum
from html import unescape

from forecasts.domain.errors import InvalidInputError
from forecasts.extraction.pages import is_page, read_article

MAX_CHARACTERS = 500_000
"""Longer posts are refused; this is about eighty thousand words."""

_MOST_RAW = 8 * MAX_CHARACTERS
_FENCES = ("---", "+++")
_WINDOWS_1252 = {
    code: bytes([code]).decode("cp1252")
    for code in range(0x80, 0xA0)
    if code not in (0x81, 0x8D, 0x8F, 0x90, 0x9D)
}
_SURROGATE = re.compile("[\ud800-\udfff]")
_BLOCK_TAG = re.compile(
    r"</?(?:p|br|li|ul|ol|h[1-6]|div|tr|td|th|table|blockquote|hr|section|article|pre|dd|dt|dl)"
    r"(?=[\s/>])[^<>]*>",
    re.IGNORECASE,
)
_TAG = re.compile(r"</?[a-z][^<>]*>|<![^<>]*>", re.IGNORECASE)
_SPACE = re.compile(r"\s+")
_SPACES = re.compile(r"[ \t\u00a0]+")


class TextFormat(StrEnum):
    """How a post is written down."""

    TEXT = "text"
    MARKDOWN = "markdown"
    HTML = "html"


def normalise(raw: bytes | str, *, text_format: TextFormat) -> str:
    r"""The text that all offsets into a post refer to.

    Bytes are read as UTF-8, else as Windows-1252; line ends become LF; front matter and leading
    newlines go. Markdown and plain text are otherwise untouched; HTML loses its tags. Of a whole
    web page only the article is kept, as Markdown, where one is found.

    Raises:
        InvalidInputError: nothing is left, it is longer than ``MAX_CHARACTERS``, or it holds
            characters that no text has.

    >>> normalise(b"---\ntitle: x\n---\n\nIt will rain.", text_format=TextFormat.MARKDOWN)
    'It will rain.'
    >>> normalise("<p>It&#39;ll <b>rain</b></p><p>Soon</p>", text_format=TextFormat.HTML)
    "It'll rain\n\nSoon\n"
    """
    if len(raw) > _MOST_RAW:
        raise _too_long()
    text = _decode(raw) if isinstance(raw, bytes) else raw
    _refuse_what_is_no_text(text)
    text = _drop_front_matter(text.replace("\r\n", "\n")).lstrip("\n")
    if text_format is TextFormat.HTML:
        text = _read_html(text)
    if not text.strip():
        raise InvalidInputError(
            "there is no text in this post; paste its words", {"text": "Paste the words here."}
        )
    if len(text) > MAX_CHARACTERS:
        raise _too_long()
    return text


def _too_long() -> InvalidInputError:
    return InvalidInputError(
        f"the post is longer than {MAX_CHARACTERS:,} characters; paste the part with the forecasts",
        {"text": f"Use at most {MAX_CHARACTERS:,} characters."},
    )


def _decode(raw: bytes) -> str:
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("latin-1").translate(_WINDOWS_1252)


def _refuse_what_is_no_text(text: str) -> None:
    if "\0" in text or _SURROGATE.search(text):
        raise InvalidInputError(
            "this is not text: it holds characters that no text has; "
            "paste the words themselves, not a file such as a picture or a PDF",
            {"text": "Paste the words themselves."},
        )


def _drop_front_matter(text: str) -> str:
    r"""Without a leading block between two lines of dashes or plus signs.

    >>> _drop_front_matter("+++\na = 1\n+++\nWords")
    'Words'
    >>> _drop_front_matter("---\nno second line of dashes")
    '---\nno second line of dashes'
    """
    first, found, rest = text.partition("\n")
    fence = first.strip()
    if not found or fence not in _FENCES:
        return text
    position = 0
    for line in rest.splitlines(keepends=True):
        position += len(line)
        if line.strip() == fence:
            return rest[position:]
    return text


def _read_html(html: str) -> str:
    is_whole = is_page(html)
    for opening, closing in (("<?", "?>"), ("<!--", "-->")):
        html = _cut_between(html, opening, closing)
    for element in ("script", "style", "head"):
        html = _cut_element(html, element)
    return (is_whole and read_article(html)) or _strip_tags(html)


def _strip_tags(html: str) -> str:
    html = _BLOCK_TAG.sub("\n", _SPACE.sub(" ", html))
    text = _SPACES.sub(" ", unescape(_TAG.sub("", html)).replace("\u00a0", " "))
    lines = (line.strip() for line in text.split("\n"))
    paragraphs = _drop_repeated_blanks(lines)
    return "\n".join(paragraphs).lstrip("\n")


def _drop_repeated_blanks(lines: Iterable[str]) -> Iterator[str]:
    previous = ""
    for line in lines:
        if line or previous:
            yield line
        previous = line


def _cut_between(text: str, opening: str, closing: str) -> str:
    """Without anything from an opening to the next closing mark; one pass over the text."""
    kept, position = [], 0
    while (start := text.find(opening, position)) >= 0:
        end = text.find(closing, start + len(opening))
        if end < 0:
            break
        kept.append(text[position:start])
        position = end + len(closing)
    kept.append(text[position:])
    return "".join(kept)


def _cut_element(text: str, name: str) -> str:
    """Without elements of that name and all they hold; one that never ends loses its tag only."""
    opening = re.compile(rf"<{name}(?=[\s/>])", re.IGNORECASE)
    closing = re.compile(rf"</{name}\s?>", re.IGNORECASE)
    kept, position = [], 0
    while start := opening.search(text, position):
        end = closing.search(text, start.end())
        if end is None:
            break
        kept.append(text[position : start.start()])
        position = end.end()
    kept.append(text[position:])
    return "".join(kept)
