"""Somebody to ask."""

from tests.asked import scripted as scripted
