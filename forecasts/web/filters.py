"""What the address of a list asks for, as far as it makes sense."""

from typing import Any

from flask import request
from marshmallow import Schema, ValidationError


def read_filters(schema: type[Schema]) -> tuple[dict[str, Any], dict[str, str]]:
    """What the address asks for, and for each part that makes no sense, what to do about it.

    A part that makes no sense counts as not given, so that an old or mistyped address still
    shows a list.
    """
    typed = request.args.to_dict()
    try:
        return dict(schema().load(typed)), {}
    except ValidationError as error:
        faults = {name: str(told[0]) for name, told in error.messages_dict.items()}
    sensible = {name: text for name, text in typed.items() if name not in faults}
    return dict(schema().load(sensible)), faults
