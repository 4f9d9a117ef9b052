"""How many people it takes to decide a forecast."""

from enum import StrEnum


class Policy(StrEnum):
    """The rule of one installation."""

    SOLO = "solo"
    """One person does everything; each decision is marked as self-resolved."""
    INDEPENDENT = "independent"
    """A reviewer without a conflict decides alone; what is disputed takes two."""
    TWO_PERSON = "two-person"
    """One reviewer proposes, another one confirms; neither has a conflict."""
