"""A second opinion about a post: what is asked, and the words that somebody points at.

Whoever is asked only quotes. It never gives a number, a day or a place: our own code finds the
words in the post and reads them, or rejects them.
"""

import hashlib
from dataclasses import dataclass, field

from forecasts.domain.candidates import Candidate

SECOND_OPINION = "second opinion"
"""The rule of every reason that a second opinion gives."""


@dataclass(frozen=True, slots=True)
class Document:
    """What is shown to whoever is asked.

    Attributes:
        text: of the post, normalised.
        title: of the post; empty where it has none of its author's.
    """

    text: str
    title: str = ""

    @property
    def sha256(self) -> str:
        """The same for the same words; what an answer is kept under."""
        return hashlib.sha256(f"{self.title}\n\n{self.text}".encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Proposal:
    """Words that are said to make a forecast, copied from the post; empty where there are none.

    Attributes:
        quote: the words that make the forecast.
        deadline: the words that say until when.
        hedge: the words that say how sure its author is.
        attribution: the words that say whose forecast it is, where it is not the author's own.
        condition: the words that say on what it depends.
    """

    quote: str
    deadline: str = ""
    hedge: str = ""
    attribution: str = ""
    condition: str = ""


@dataclass(frozen=True, slots=True)
class Rejection:
    """A proposal that was not taken, and why."""

    quote: str
    reason: str


@dataclass(frozen=True, slots=True)
class Opinion:
    """What a second opinion comes to, once every quote was found or rejected.

    Attributes:
        agreed: which of the known candidates it points at too, by their place in the order.
        added: candidates for words at which none of them stands.
        rejected: what was not taken, with the reason.
    """

    agreed: frozenset[int]
    added: tuple[Candidate, ...]
    rejected: tuple[Rejection, ...]


@dataclass(frozen=True, slots=True)
class OpinionSettings:
    """Whom an installation asks for a second opinion, and how.

    Attributes:
        name: of the plug-in, as it is registered.
        model: name of the model.
        endpoint: address of a server that speaks the protocol of OpenAI; None: the plug-in's own.
        key: what that server, or the model, wants to see; None: none of ours.
        seconds: how long an answer may take.
        with_schema: whether the model may be given a JSON schema.
    """

    name: str
    model: str
    endpoint: str | None = None
    key: str | None = field(default=None, repr=False)
    seconds: int = 60
    with_schema: bool = True


@dataclass(frozen=True, slots=True)
class Source:
    """Who gave an opinion: the plug-in, its model, and the version of what it is asked."""

    name: str
    model: str
    version: str
