"""Which notices are asked for, and which were read."""

from marshmallow import fields, validate

from forecasts.store.models import NoticeKind
from forecasts.web.schemas.base import FormSchema

_LARGEST_KEY = 2**63 - 1


class NoticeQuery(FormSchema):
    """The filters of the page of notices."""

    kind = fields.Enum(NoticeKind, by_value=True, load_default=None)
    unread = fields.Boolean(load_default=False)
    past = fields.Boolean(load_default=False)


class ReadAllForm(FormSchema):
    """The newest notice that was on the page; what came later was not read."""

    newest = fields.Integer(required=True, validate=validate.Range(min=1, max=_LARGEST_KEY))
