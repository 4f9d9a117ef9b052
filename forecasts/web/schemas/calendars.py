"""What is chosen of a calendar."""

from marshmallow import fields

from forecasts.store.models import CalendarScope
from forecasts.web.schemas.base import FormSchema


class CalendarForm(FormSchema):
    """Whose deadlines stand in it."""

    scope = fields.Enum(CalendarScope, by_value=True, load_default=CalendarScope.OWN)
