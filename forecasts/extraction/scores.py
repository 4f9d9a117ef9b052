"""From the weights of the rules that fired to how sure the extractor is."""

import math

PROPOSED_FROM = 2.5
"""A sentence whose weights add up to this or more is proposed."""


def score_of(total: float) -> float:
    """How sure the extractor is that a sentence is a forecast, 0 to 1.

    The logistic function of the summed weights less ``PROPOSED_FROM``: what is just proposed has
    one half, and each further 1.1 of weight triples the odds.

    >>> score_of(2.5), round(score_of(5.5), 3)
    (0.5, 0.953)
    """
    return 1 / (1 + math.exp(PROPOSED_FROM - total))
