"""Reads feeds, pages and mails of strangers, in a process of its own that may take little."""

from scheduler.reading.apart import Reader as Reader
