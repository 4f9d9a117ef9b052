"""How much a proposal has to show for itself, as pages may fold the weaker ones away."""

from enum import StrEnum

from forecasts.domain.candidates import Candidate

CLEAR_FROM = 0.6
"""Score from which the cue is clear: a bare "will" earns 0.62, a mere "my guess is" 0.5."""


class Tier(StrEnum):
    """The three kinds of proposals, best first."""

    DATED = "A"
    """A clear cue and a last day."""
    UNDATED = "B"
    """A clear cue and no last day."""
    WEAK = "C"
    """No clear cue."""


def tier_of(candidate: Candidate) -> Tier:
    """The tier of a candidate."""
    if candidate.score < CLEAR_FROM:
        return Tier.WEAK
    dated = candidate.deadline is not None and candidate.deadline.latest is not None
    return Tier.DATED if dated else Tier.UNDATED
