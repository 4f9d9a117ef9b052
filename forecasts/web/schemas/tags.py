"""What somebody types as tags."""

from typing import Any

from marshmallow import ValidationError

from forecasts.domain.errors import InvalidInputError
from forecasts.domain.tags import LONGEST_TYPED, read_tags
from forecasts.web.schemas.base import FormSchema, OneLine, one_line


class OneTag(OneLine):
    """One tag, however it is typed; None where nothing of it is left."""

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> Any:  # noqa: ANN401 - as marshmallow has it
        typed = super()._deserialize(value, attr, data, **kwargs)
        try:
            tags = read_tags(typed[:LONGEST_TYPED])
        except InvalidInputError as error:
            raise ValidationError(str(error)) from None
        return tags[0] if tags else None


def typed_tags() -> OneLine:
    """A field with some tags, commas between them."""
    return one_line(LONGEST_TYPED)


class TagForm(FormSchema):
    """The tags of a forecast, and those that were seen when they were chosen."""

    tags = typed_tags()
    seen = typed_tags()
