"""Somebody to ask."""

from tests.asked import scripted as scripted
from tests.asked import server as server
from tests.asked import settings as settings
