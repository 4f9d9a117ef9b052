"""Atom feeds of what is new, due and decided: of everybody, and of one author.

They hold what everybody may see, whoever asks. A feed of a tag, once there are tags, is one more
address that hands another `Followed` to `_answer`.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from feedgenerator import Atom1Feed  # type: ignore[import-untyped]  # it has none
from flask import Blueprint, Response, abort, request
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as Answer

from forecasts.domain.errors import GoneError
from forecasts.domain.permissions import VISITOR
from forecasts.store.models import Forecast
from forecasts.store.queries.authors import find_author
from forecasts.store.queries.following import Followed, list_decided, list_fallen_due, list_new
from forecasts.web.calendars import site_address
from forecasts.web.context import context
from forecasts.web.presentation import write_chance, write_day, write_state

bp = Blueprint("following", __name__)

ENTRIES = 50
"""How many entries a feed holds, the newest first."""

_NOT_IN_XML = dict.fromkeys((*range(9), 11, 12, *range(14, 32), 65534, 65535), "�")


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of feed.

    Attributes:
        title: what it holds, in a few words.
        find: its forecasts, the newest first.
        happened: when what the feed tells of a forecast happened first.
        changed: when it last changed.
    """

    title: str
    find: Callable[..., Sequence[Forecast]]
    happened: Callable[[Forecast], datetime]
    changed: Callable[[Forecast], datetime]


def _recorded(forecast: Forecast) -> datetime:
    return forecast.recorded_at


def _fell_due(forecast: Forecast) -> datetime:
    return forecast.due_at


def _first_decided(forecast: Forecast) -> datetime:
    return forecast.resolutions[0].decided_at


def _last_decided(forecast: Forecast) -> datetime:
    return forecast.resolutions[-1].decided_at


KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        "new": Kind("New forecasts", list_new, _recorded, _recorded),
        "due": Kind("Forecasts that are due", list_fallen_due, _fell_due, _fell_due),
        "resolved": Kind("Decided forecasts", list_decided, _first_decided, _last_decided),
    }
)
"""The feeds, by the end of their address."""


@bp.get("/feeds/<kind>.atom")
def everybody(kind: str) -> Answer:
    """The feed of that kind, of everybody."""
    with context().database.reading() as reading:
        return _answer(reading, kind, Followed(), address=site_address(".everybody", kind=kind))


@bp.get("/authors/<slug>/<kind>.atom")
def author(slug: str, kind: str) -> Answer:
    """The feed of that kind, of one author."""
    with context().database.reading() as reading:
        found = find_author(reading, slug, actor=VISITOR)
        if found.erased_at is not None:
            raise GoneError("This author was erased by request.")
        address = site_address(".author", slug=slug, kind=kind)
        return _answer(reading, kind, Followed(found.id), address=address, of=found.name)


def _answer(
    reading: Session, name: str, followed: Followed, *, address: str, of: str = ""
) -> Answer:
    """The feed; a reader that has this very one is told that it has."""
    kind = KINDS.get(name) or abort(404)
    forecasts = kind.find(reading, followed, ENTRIES, actor=VISITOR)
    title = f"{kind.title}: {of}" if of else kind.title
    feed = Atom1Feed(
        title=_clean(title),
        link=site_address("forecasts.index"),
        description="",
        feed_url=address,
        feed_guid=address,
        language="en",
        author_name="Forecast ledger",
    )
    for forecast in forecasts:
        _add(feed, forecast, kind, name)
    answer = Response(feed.writeString("utf-8"), mimetype="application/atom+xml")
    if forecasts:
        answer.last_modified = max(map(kind.changed, forecasts))
    answer.add_etag()
    return answer.make_conditional(request)


def _add(feed: Atom1Feed, forecast: Forecast, kind: Kind, name: str) -> None:
    """One entry. What changes later is an update of the same entry, which keeps its first date."""
    page = site_address("forecasts.show", forecast_id=forecast.id)
    feed.add_item(
        title=_clean(_headline(forecast, name)),
        link=page,
        description=_clean(_tell(forecast)),
        unique_id=f"{page}#{name}",
        author_name=_clean(forecast.author.name),
        pubdate=kind.happened(forecast),
        updateddate=kind.changed(forecast),
    )


def _headline(forecast: Forecast, name: str) -> str:
    if name != "resolved":
        return forecast.claim
    state = write_state(forecast.status, forecast.resolutions[-1].outcome)
    return f"{state.capitalize()}: {forecast.claim}"


def _tell(forecast: Forecast) -> str:
    """Who said it, in which words, how sure and until when, and what came of it: plain text."""
    until = f"By {write_day(forecast.deadline)}." if forecast.deadline else "Without a deadline."
    said = f"{forecast.author.name}, {write_day(forecast.said_on)}: “{forecast.quote}”"
    chance = write_chance(forecast.estimates[0]) if forecast.estimates else ""
    last = forecast.resolutions[-1] if forecast.resolutions else None
    known = f"Known on {write_day(last.known_on)}: {last.evidence_url or last.note}" if last else ""
    return "\n".join(part for part in (said, until, chance, known) if part)


def _clean(text: str) -> str:
    """The text without what no XML may hold."""
    return text.translate(_NOT_IN_XML)
