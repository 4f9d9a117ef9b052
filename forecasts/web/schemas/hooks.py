"""What an admin types to set up a web hook."""

from forecasts.services.hooks import LONGEST_ADDRESS
from forecasts.web.schemas.base import FormSchema, web_address


class HookForm(FormSchema):
    """Where to post; the events are boxes of their own."""

    address = web_address(LONGEST_ADDRESS, needed="Give the address to post to.")
