"""Authors, what they wrote, and the spans of it that may be forecasts."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forecasts.domain.candidates import EstimateKind
from forecasts.domain.probability import ONE
from forecasts.domain.visibility import Visibility
from forecasts.store.base import Base, Keyed, Versioned


class CandidateStatus(StrEnum):
    """What became of a candidate."""

    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    DISMISSED = "dismissed"


class Author(Keyed, Versioned, Base):
    """Somebody whose forecasts are kept. ``visibility`` is that of what is recorded from now on."""

    __tablename__ = "author"

    slug: Mapped[str] = mapped_column(sa.String(80), unique=True)
    name: Mapped[str] = mapped_column(sa.String(120))
    created_at: Mapped[datetime]
    visibility: Mapped[Visibility] = mapped_column(
        default=Visibility.PUBLIC, server_default=Visibility.PUBLIC.value
    )
    erased_at: Mapped[datetime | None]


class Post(Keyed, Base):
    """A piece of prose as captured. Never changed; a changed source is another capture.

    Erasure alone empties its texts.

    ``published`` and ``zone`` are when it was said, ``captured_at`` when we recorded it.
    ``has_own_title`` says whether the title is its author's; where it is not, we named the post by
    its first words. None: captured before this was kept.
    """

    __tablename__ = "post"
    __table_args__ = (sa.UniqueConstraint("author_id", "text_sha256", "published"),)

    author_id: Mapped[int] = mapped_column(sa.ForeignKey("author.id"))
    title: Mapped[str] = mapped_column(sa.String(300))
    source_url: Mapped[str | None] = mapped_column(sa.String(2000))
    text_format: Mapped[str] = mapped_column(sa.String(20))
    raw: Mapped[bytes]
    raw_sha256: Mapped[str] = mapped_column(sa.String(64))
    text: Mapped[str] = mapped_column(sa.Text)
    text_sha256: Mapped[str] = mapped_column(sa.String(64))
    published: Mapped[date]
    zone: Mapped[str | None] = mapped_column(sa.String(64))
    date_origin: Mapped[str] = mapped_column(sa.String(40))
    captured_at: Mapped[datetime] = mapped_column(index=True)
    captured_by: Mapped[str] = mapped_column(sa.String(40))
    has_own_title: Mapped[bool | None]
    visibility: Mapped[Visibility] = mapped_column(
        default=Visibility.PUBLIC, server_default=Visibility.PUBLIC.value
    )
    erased_at: Mapped[datetime | None]

    author: Mapped[Author] = relationship(lazy="raise")


class Chanced:
    """How sure somebody said to be, in millionths; all empty where they did not say."""

    kind: Mapped[EstimateKind]
    probability: Mapped[int | None]
    probability_low: Mapped[int | None]
    probability_high: Mapped[int | None]
    hedge: Mapped[str | None] = mapped_column(sa.String(300))
    lexicon_version: Mapped[str] = mapped_column(sa.String(20))


CHANCE_IN_RANGE = (
    f"(kind = 'flat' AND probability IS NULL AND probability_low IS NULL"
    f" AND probability_high IS NULL) OR (kind <> 'flat' AND probability IS NOT NULL"
    f" AND probability_low IS NOT NULL AND probability_high IS NOT NULL AND probability_low >= 0"
    f" AND probability_low <= probability AND probability <= probability_high"
    f" AND probability_high <= {ONE})"
)


class Dated:
    """The deadline as read, with the words and the rule that read it."""

    deadline: Mapped[date | None]
    deadline_earliest: Mapped[date | None]
    deadline_phrase: Mapped[str | None] = mapped_column(sa.String(300))
    deadline_rule: Mapped[str | None] = mapped_column(sa.String(80))


class Candidate(Keyed, Chanced, Dated, Versioned, Base):
    """A span of a post proposed as a forecast, with everything that was read there.

    ``superseded_at`` is when a newer reading of the post no longer proposed it. Such a row is kept,
    so that its number never stands for anything else, and is shown nowhere.
    """

    __tablename__ = "candidate"
    __table_args__ = (
        sa.CheckConstraint(CHANCE_IN_RANGE, name="chance_in_range"),
        sa.CheckConstraint('start >= 0 AND "end" > start', name="span"),
        sa.UniqueConstraint("post_id", "start", "end"),
    )

    post_id: Mapped[int] = mapped_column(sa.ForeignKey("post.id"))
    start: Mapped[int]
    end: Mapped[int]
    quote: Mapped[str] = mapped_column(sa.Text)
    claim: Mapped[str] = mapped_column(sa.Text)
    deadline_start: Mapped[int | None]
    deadline_end: Mapped[int | None]
    deadline_kind: Mapped[str | None] = mapped_column(sa.String(20))
    deadline_ambiguous: Mapped[bool] = mapped_column(default=False)
    deadline_alternatives: Mapped[list[Any]]
    negated: Mapped[bool]
    conditional: Mapped[bool]
    attributed: Mapped[bool]
    score: Mapped[int]
    reasons: Mapped[list[Any]]
    sightings: Mapped[list[Any]] = mapped_column(server_default="[]")
    found_by: Mapped[list[Any]] = mapped_column(server_default='["rules"]')
    extractor_version: Mapped[str] = mapped_column(sa.String(20))
    status: Mapped[CandidateStatus] = mapped_column(default=CandidateStatus.PROPOSED)
    created_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]
    superseded_at: Mapped[datetime | None]

    post: Mapped[Post] = relationship(lazy="raise")
