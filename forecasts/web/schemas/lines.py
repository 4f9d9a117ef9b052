"""What somebody types to log a forecast in one line."""

from forecasts.extraction.quicklog import MAX_LINE
from forecasts.services.authors import LONGEST_NAME
from forecasts.services.drafts import LONGEST_CLAIM, LONGEST_CRITERIA
from forecasts.web.schemas.base import FormSchema, day, one_line, prose
from forecasts.web.schemas.posts import LONGEST_CHANCE, LONGEST_ZONE
from forecasts.web.schemas.showing import visibility
from forecasts.web.schemas.tags import typed_tags

_DAMAGED = "This form is damaged. Open the page anew."


class LineQuery(FormSchema):
    """A line to be read, as the address carries it."""

    line = one_line(MAX_LINE)
    said_on = day()
    author = one_line(LONGEST_NAME)


class LineForm(FormSchema):
    """The reading of a line, as a person confirms it."""

    line = one_line(MAX_LINE, needed=_DAMAGED)
    read_on = day(needed=_DAMAGED)
    claim = one_line(LONGEST_CLAIM, needed="Say in a sentence what is forecast.")
    author = one_line(LONGEST_NAME, needed="Say whose forecast it is.")
    said_on = day(needed="Say on which day it was said.")
    deadline = day()
    chance = one_line(LONGEST_CHANCE)
    zone = one_line(LONGEST_ZONE)
    criteria = prose(LONGEST_CRITERIA)
    review_by = day()
    visibility = visibility(needed=False)
    tags = typed_tags()
