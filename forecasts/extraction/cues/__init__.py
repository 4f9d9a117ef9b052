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

CUES = (*FUTURES, *STANCES, *HEDGES, *VETOES, *PLANS, *PAST, *FLAGS)
"""Every cue; several may share a name where they say the same in other words."""
