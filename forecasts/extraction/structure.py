"""The blocks of a post: headings, list items and paragraphs, each with its place in the text."""

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from forecasts.extraction.wrapping import find_continued, may_break_at_width


class BlockKind(StrEnum):
    """What a block is."""

    HEADING = "heading"
    ITEM = "item"
    PARAGRAPH = "paragraph"


@dataclass(frozen=True, slots=True)
class Block:
    """A heading, a list item or a paragraph.

    Attributes:
        kind: what it is.
        start: offset of its first character, behind its bullet, number or hashes.
        end: offset behind its last character.
        level: of a heading, 1 to 6 as marked, 7 for a line set in bold, 8 for a line that ends
            with a colon; 0 for everything else.
        quoted: whether it stands in a block quotation.
    """

    kind: BlockKind
    start: int
    end: int
    level: int = 0
    quoted: bool = False


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    end: int
    kind: BlockKind | None
    level: int = 0
    quoted: bool = False


BOLD_LINE, COLON_LINE = 7, 8
_LINE_MARK = re.compile(
    r"""[ \t]{0,40}
    (?P<quoted>(?:>[ \t]{0,4}){0,6})
    (?:(?P<hashes>\#{2,6}(?=[^\s\#\d])|\#{1,6}[ \t]+)
      |(?P<bullet>(?:[-*+•‣◦▪\u2013—]|\(?\d{1,3}[.)]|\(?[a-zA-Z][.)]|\#\d{1,3}[:.)]?)[ \t]+))?
    """,
    re.VERBOSE,
)
_RULE = re.compile(
    r"\s{0,8}(?:<!--[^\n]{0,200}-->|\{%[^\n]{0,200}%\})\s{0,8}$"
    r"|[\s>]{0,40}(?:[-*_=~][ \t]?){3,200}\s{0,40}$|[ ]{0,3}\[[^\[\]]{1,60}\]:\s"
)
_FENCE = re.compile(r"[ \t]{0,3}(?:```|~~~)")
_BOLD_LINE = re.compile(r"\s{0,4}(?:\*\*|__)[^*_\n]{1,100}(?:\*\*|__)\s?:?\s*$")
_BLOCK_TAG = re.compile(
    r"</?(?P<name>li|ul|ol|p|br|div|h[1-6]|blockquote|table|tr|td|th|hr|dl|dt|dd|section|article)"
    r"(?=[\s/>])[^<>]{0,500}>",
    re.IGNORECASE,
)
_LONGEST_HEADING = 120
_LONGEST_BARE_ITEM, _SHORTEST_BARE_LIST = 300, 3


def find_blocks(text: str) -> tuple[Block, ...]:
    r"""The blocks of a post from top to bottom.

    Code, rulers and the addresses of links are left out.

    >>> text = "# Next year\n\n1. It rains.\n2. It snows\n   a lot.\n\nThat is all."
    >>> [(block.kind.value, text[block.start:block.end]) for block in find_blocks(text)]
    [('heading', 'Next year'), ('item', 'It rains.'), ('item', 'It snows\n   a lot.'),
     ('paragraph', 'That is all.')]
    """
    lines = list(_read_lines(text))
    wrapped = _is_wrapped(text, lines)
    blocks: list[Block] = []
    for line in _joined(text, lines, wrapped=wrapped):
        blocks.extend(_split_at_tags(text, line))
    return tuple(_with_bare_items(text, blocks))


def _with_bare_items(text: str, blocks: list[Block]) -> Iterator[Block]:
    """The blocks, where runs of short paragraphs without a full stop are items of a list."""
    run: list[Block] = []
    for block in blocks:
        if block.kind is BlockKind.PARAGRAPH and block.end - block.start <= _LONGEST_BARE_ITEM:
            run.append(block)
            continue
        yield from _as_items(text, run)
        run = []
        yield block
    yield from _as_items(text, run)


def _as_items(text: str, run: list[Block]) -> Iterator[Block]:
    without_stop = sum(text[block.end - 1] not in '.!?:;,"' for block in run)
    is_list = len(run) >= _SHORTEST_BARE_LIST and 3 * without_stop >= len(run)
    for block in run:
        yield replace(block, kind=BlockKind.ITEM) if is_list else block


def _read_lines(text: str) -> Iterator[_Line]:
    """The lines that hold words, and an empty line (kind None) for each that parts blocks."""
    position, fenced = 0, False
    for raw in text.split("\n"):
        start, position = position, position + len(raw) + 1
        if _FENCE.match(raw):
            fenced = not fenced
            yield _Line(start, start, None)
        elif fenced or not raw.replace(">", " ").strip() or _RULE.match(raw):
            yield _Line(start, start, None)
        else:
            yield _marked(raw, start)


def _marked(raw: str, start: int) -> _Line:
    mark = _LINE_MARK.match(raw)
    begin = start + (mark.end() if mark else 0)
    end = start + len(raw.rstrip())
    quoted = bool(mark and mark["quoted"])
    if mark and mark["hashes"]:
        return _Line(begin, end, BlockKind.HEADING, len(mark["hashes"]), quoted)
    if mark and mark["bullet"]:
        return _Line(begin, end, BlockKind.ITEM, 0, quoted)
    if _BOLD_LINE.match(raw):
        return _Line(begin, end, BlockKind.HEADING, BOLD_LINE, quoted)
    return _Line(begin, end, BlockKind.PARAGRAPH, 0, quoted)


def _is_wrapped(text: str, lines: list[_Line]) -> bool:
    """Whether the post breaks its lines at a width: then most continue in lower case."""
    broken = continued = 0
    for line, following in itertools.pairwise(lines):
        if _may_continue(text, line, following):
            broken += 1
            continued += text[following.start].islower()
    return broken >= 3 and continued * 2 >= broken  # noqa: PLR2004 - two could be chance


def _may_continue(text: str, line: _Line, following: _Line) -> bool:
    both = line.kind in (BlockKind.ITEM, BlockKind.PARAGRAPH)
    both = both and following.kind is BlockKind.PARAGRAPH and line.quoted == following.quoted
    return both and may_break_at_width(text, line.start, line.end)


def _continued(text: str, lines: list[_Line]) -> frozenset[int]:
    """Where the lines begin that go on with a sentence, whatever the rest of the post does."""
    groups: list[list[_Line]] = []
    for line in lines:
        below = groups and groups[-1][-1].kind in (BlockKind.ITEM, BlockKind.PARAGRAPH)
        if below and line.kind is BlockKind.PARAGRAPH and line.quoted == groups[-1][-1].quoted:
            groups[-1].append(line)
        else:
            groups.append([line])
    return frozenset(
        start
        for group in groups
        if len(group) > 1
        for start in find_continued(text, [(line.start, line.end) for line in group])
    )


def _joined(text: str, lines: list[_Line], *, wrapped: bool) -> Iterator[_Line]:
    """Lines put together again where the break between them is only a matter of width."""
    current: _Line | None = None
    continued = frozenset() if wrapped else _continued(text, lines)
    for line in lines:
        goes_on = wrapped or line.start in continued
        if current and line.kind is not None and _continues(text, current, line, goes_on=goes_on):
            current = replace(current, end=line.end)
            continue
        if current and current.kind is not None:
            yield current
        current = line
    if current and current.kind is not None:
        yield current


def _continues(text: str, block: _Line, line: _Line, *, goes_on: bool) -> bool:
    if line.kind is not BlockKind.PARAGRAPH or block.kind not in (
        BlockKind.ITEM,
        BlockKind.PARAGRAPH,
    ):
        return False
    if text[block.end : block.end + 2] == "  " or line.start >= len(text):
        return False
    lower = text[line.start].islower()
    return lower or (goes_on and text[line.start] != "<")


def _split_at_tags(text: str, line: _Line) -> Iterator[Block]:
    """The blocks of a line of Markdown that holds HTML of its own."""
    kind, level, position = line.kind or BlockKind.PARAGRAPH, line.level, line.start
    for tag in _BLOCK_TAG.finditer(text, line.start, line.end):
        yield from _block(text, line, kind, level, position, tag.start())
        position = tag.end()
        kind, level = _opened_by(tag)
    yield from _block(text, line, kind, level, position, line.end)


def _leads_in(words: str) -> bool:
    """Whether a line such as "Next year:" stands above others like a heading."""
    return words.endswith(":") and len(words) <= _LONGEST_HEADING and ". " not in words


def _opened_by(tag: re.Match[str]) -> tuple[BlockKind, int]:
    name = tag["name"].lower()
    if tag[0].startswith("</"):
        return BlockKind.PARAGRAPH, 0
    if name == "li":
        return BlockKind.ITEM, 0
    if name[0] == "h" and name != "hr":
        return BlockKind.HEADING, int(name[1])
    return BlockKind.PARAGRAPH, 0


def _block(
    text: str, line: _Line, kind: BlockKind, level: int, start: int, end: int
) -> Iterator[Block]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start >= end:
        return
    if kind is BlockKind.PARAGRAPH and _leads_in(text[start:end]):
        kind, level = BlockKind.HEADING, COLON_LINE
    yield Block(kind, start, end, level, line.quoted)
