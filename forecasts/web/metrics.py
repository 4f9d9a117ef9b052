"""The figures that a program watches, asked from the database: right whatever process answers."""

from collections.abc import Iterator

from flask import Blueprint, Response
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from prometheus_client.registry import Collector
from sqlalchemy.orm import Session

from forecasts.store.queries.brake import find_standing_brake
from forecasts.store.queries.clock import find_backlog, list_beats, list_loops
from forecasts.web.context import context

bp = Blueprint("metrics", __name__)

_NUMBERS = {
    "late": "Forecasts past their due instant that are not flagged yet.",
    "due": "Forecasts that wait for a decision.",
    "overdue": "Forecasts that have waited for a decision for more than a week.",
    "disputed": "Forecasts whose decision is disputed.",
    "mails": "Mails in line.",
    "parked_mails": "Mails that were given up.",
    "opinions": "Posts that wait for a second opinion.",
    "poison": "Forecasts on which a loop has failed.",
    "held": "Notices that the brake holds back.",
    "entries": "Entries of the ledger.",
}
"""For each number of the backlog, what it counts."""


@bp.get("/metrics")
def show() -> Response:
    """The figures in the text format of Prometheus."""
    registry = CollectorRegistry()
    with context().database.reading() as reading:
        registry.register(Figures(reading))
        text = generate_latest(registry)
    return Response(text, content_type=CONTENT_TYPE_LATEST)


class Figures(Collector):
    """What the database tells about the clock and what waits."""

    def __init__(self, session: Session) -> None:
        """Ask through this session."""
        self._session = session

    def describe(self) -> Iterator[Metric]:
        """Nothing: what there is, is asked once."""
        return iter(())

    def collect(self) -> Iterator[Metric]:
        """The figures as they are now."""
        now = context().clock()
        backlog = find_backlog(self._session, now=now)
        for name, words in _NUMBERS.items():
            yield GaugeMetricFamily(f"forecasts_{name}", words, value=getattr(backlog, name))
        for name, since in {"late": backlog.oldest_late, "mail": backlog.oldest_mail}.items():
            words = f"Seconds for which the oldest of them waits: {name}."
            seconds = max(0.0, (now - since).total_seconds()) if since else 0.0
            yield GaugeMetricFamily(f"forecasts_oldest_{name}_seconds", words, value=seconds)
        yield from self._clock()

    def _clock(self) -> Iterator[Metric]:
        brake = find_standing_brake(self._session)
        yield GaugeMetricFamily("forecasts_brake", "Whether a brake stands.", value=bool(brake))
        beats = GaugeMetricFamily(
            "forecasts_pass_timestamp_seconds", "When each pass last ran.", labels=["pass"]
        )
        for beat in list_beats(self._session):
            beats.add_metric([beat.name], beat.beat_at.timestamp())
        yield beats
        loops = GaugeMetricFamily(
            "forecasts_loop_timestamp_seconds", "When each clock last ticked.", labels=["loop"]
        )
        for loop in list_loops(self._session):
            loops.add_metric([loop.name], loop.beat_at.timestamp())
        yield loops
