"""The blocks of a post as they are read: without markup, cut into sentences, each read once."""

import re
from dataclasses import dataclass

from forecasts.extraction.plain import Plain, read_plain
from forecasts.extraction.sentences import split_sentences
from forecasts.extraction.structure import Block, BlockKind, find_blocks

_LABEL = re.compile(r"(?:\*\*|__)[^*_\n]{1,60}(?::\s?(?:\*\*|__)|(?:\*\*|__)\s?:)\s{0,8}")


@dataclass(frozen=True, slots=True)
class Passage:
    """A block and its words.

    Attributes:
        block: what it is, and where it stands.
        plain: its words without markup, behind a label in bold such as "**Economy:**".
        sentences: where each sentence begins and ends in them; a heading is one.
    """

    block: Block
    plain: Plain
    sentences: tuple[tuple[int, int], ...]

    @property
    def is_heading(self) -> bool:
        """Whether it stands above others."""
        return self.block.kind is BlockKind.HEADING

    @property
    def is_item(self) -> bool:
        """Whether it is an item of a list."""
        return self.block.kind is BlockKind.ITEM


def read_passages(text: str) -> tuple[Passage, ...]:
    r"""The passages of a post from top to bottom.

    >>> heading, item = read_passages("# Next year\n\n- **Rain:** It *rains*. It snows.")
    >>> heading.plain.text, heading.sentences
    ('Next year', ((0, 9),))
    >>> item.plain.text, item.sentences
    ('It rains. It snows.', ((0, 9), (10, 19)))
    """
    return tuple(_read(text, block) for block in find_blocks(text))


def _read(text: str, block: Block) -> Passage:
    if block.kind is BlockKind.HEADING:
        plain = read_plain(text, block.start, block.end)
        return Passage(block, plain, ((0, len(plain.text)),) if plain.text else ())
    plain = read_plain(text, _behind_label(text, block), block.end)
    return Passage(block, plain, tuple(split_sentences(plain.text)))


def _behind_label(text: str, block: Block) -> int:
    label = _LABEL.match(text, block.start, block.end)
    if label and any(map(str.isalpha, text[label.end() : block.end])):
        return label.end()
    return block.start
