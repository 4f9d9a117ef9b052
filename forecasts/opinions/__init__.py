"""A second opinion from outside: a plug-in that points at words of a post, run apart and capped."""

from forecasts.opinions.asking import AskedApart, open_opinion
from forecasts.opinions.protocol import GROUP, SecondOpinion

__all__ = ["GROUP", "AskedApart", "SecondOpinion", "open_opinion"]
