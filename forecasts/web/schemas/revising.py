"""What an author types about a forecast that is on the record already."""

from forecasts.services.drafts import LONGEST_CLAIM, LONGEST_CRITERIA
from forecasts.web.schemas.base import FormSchema, day, one_line, prose, version
from forecasts.web.schemas.posts import LONGEST_CHANCE


class RevisionForm(FormSchema):
    """Another estimate."""

    version = version()
    chance = one_line(LONGEST_CHANCE, needed="Say how sure you are now, such as 70 % or likely.")
    said_on = day(needed="Say on which day it was said.")


class ChangeForm(FormSchema):
    """Another forecast in place of one."""

    version = version()
    claim = one_line(LONGEST_CLAIM, needed="Say in a sentence what is forecast.")
    deadline = day()
    chance = one_line(LONGEST_CHANCE)
    said_on = day(needed="Say on which day it was said.")
    criteria = prose(LONGEST_CRITERIA)
    review_by = day()
