"""Fills an empty database with a believable, self-written story."""

from forecasts.demo.telling import tell_story as tell_story
