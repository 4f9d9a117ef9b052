"""A mail on its way out, and the server that takes it."""

import unicodedata
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

_NOT_IN_A_LINE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
"""Kinds of characters that break a line, turn it round, or are no text at all."""


def clean_line(text: str) -> str:
    r"""The text as one line that holds nothing but what can be read.

    >>> clean_line("It opens\r\n\x1b[2J in\u202e May")
    'It opens [2J in May'
    """
    shown = "".join(" " if unicodedata.category(c) in _NOT_IN_A_LINE else c for c in text)
    return " ".join(shown.split())


def clean_lines(text: str) -> str:
    r"""The text line by line, each as `clean_line` has it.

    >>> clean_lines("It opens.\r\n\x1b[2JIn May.")
    'It opens.\n[2JIn May.'
    """
    return "\n".join(clean_line(line) for line in text.splitlines())


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail as it is handed to whoever sends it; plain text, nothing else.

    Attributes:
        address: to whom.
        subject: one line.
        body: plain text.
        name: the same for the same mail whenever it is sent, so that whoever gets it twice can
            tell; lower-case letters and digits.
        written_at: when it was written.
        stop_address: where one request ends mails of this kind; None where they cannot be ended.
    """

    address: str
    subject: str
    body: str = field(repr=False)
    name: str
    written_at: datetime
    stop_address: str | None = field(default=None, repr=False)


class Encryption(StrEnum):
    """How the way to the mail server is kept from being overheard."""

    OFFERED = "offered"
    """Begun where the server offers it; a password is never sent without."""
    ALWAYS = "always"
    """From the first byte."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MailSettings:
    """The server that takes our mails.

    Attributes:
        host: its name or address.
        port: where it listens.
        sender: the address our mails come from.
        encryption: how the way there is kept from being overheard.
        user: who we are there; None: it does not ask.
        password: proves it.
        seconds: how long it may be silent.
    """

    host: str
    port: int
    sender: str
    encryption: Encryption = Encryption.OFFERED
    user: str | None = None
    password: str | None = field(default=None, repr=False)
    seconds: float = 20
