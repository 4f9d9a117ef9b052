"""One sentence of a post, with all that stands around it."""

from dataclasses import dataclass

from forecasts.domain.deadlines import Deadline
from forecasts.extraction.context import Habits, Scope
from forecasts.extraction.plain import Plain
from forecasts.extraction.structure import Block, BlockKind


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence in its block: words without markup, and what stands above them.

    Attributes:
        text: the post.
        plain: the block without markup.
        start: where the sentence begins in it.
        end: where it ends.
        block: where it stands.
        scope: what stands above it.
        habits: how the post writes its forecasts down.
        deadlines: all that its words speak of, with offsets into them.
        before: words of the sentence before it in the same block; empty for the first.
    """

    text: str
    plain: Plain
    start: int
    end: int
    block: Block
    scope: Scope
    habits: Habits
    deadlines: tuple[Deadline, ...] = ()
    before: str = ""

    @property
    def words(self) -> str:
        """What the sentence says, without markup."""
        return self.plain.text[self.start : self.end]

    @property
    def span(self) -> tuple[int, int]:
        """Where it stands in the text."""
        return self.plain.span(self.start, self.end)

    @property
    def is_alone(self) -> bool:
        """Whether it is the only sentence of its block."""
        return self.start == 0 and self.end == len(self.plain.text)

    @property
    def opens_item(self) -> bool:
        """Whether it is the first sentence of an item of a list."""
        return self.is_item and self.start == 0

    @property
    def is_heading(self) -> bool:
        """Whether it stands above others, as a claim may that the text below it argues for."""
        return self.block.kind is BlockKind.HEADING

    @property
    def is_item(self) -> bool:
        """Whether it stands in an item of a list."""
        return self.block.kind is BlockKind.ITEM
