"""Every rule that speaks for or against a forecast; a room for each kind, with examples.

Weights add up; ``scores.py`` turns their sum into the score of a candidate.
"""

from forecasts.extraction.cues.flags import FLAGS
from forecasts.extraction.cues.futures import FUTURES
from forecasts.extraction.cues.hedges import HEDGES
from forecasts.extraction.cues.past import PAST
from forecasts.extraction.cues.plans import PLANS
from forecasts.extraction.cues.stances import STANCES
from forecasts.extraction.cues.vetoes import VETOES

SPEAKING_FOR = (*FUTURES, *STANCES, *HEDGES)
"""What speaks for a forecast; several cues may share a name where they say the same."""

AGAINST = (*VETOES, *PLANS, *PAST, *FLAGS)
"""What speaks against one, and what says whose it is and on what it depends."""

CUES = (*SPEAKING_FOR, *AGAINST)
