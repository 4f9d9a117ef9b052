"""T6 and the figures: what programs that watch are told."""

import time

import pytest
import sqlalchemy as sa
from prometheus_client.parser import text_string_to_metric_families

from forecasts.services.brake import pull_brake
from forecasts.services.due import flag_due
from forecasts.services.heartbeats import beat
from forecasts.services.loops import beat_loop
from forecasts.store.engine import open_database
from forecasts.web import health
from forecasts.web.context import Context, context, set_context
from forecasts.web.health import watch_loop
from scheduler.metronome import in_background, lives
from scheduler.passes import DUE, PASSES
from tests.making import NOW, SECOND, make_forecast

TOKEN = "a token of thirty characters.."  # noqa: S105 - opens nothing real


@pytest.fixture
def watched(app):
    """The application, with a clock of its own to be told of."""
    yield app
    app.extensions.pop(health._PLACE, None)  # noqa: SLF001 - the application is shared


@pytest.mark.parametrize(
    ("silent", "status"), [pytest.param(10, 200, id="10 s"), pytest.param(11, 503, id="11 s")]
)
def test_is_ready_while_a_clock_ticks_somewhere(visitor, web_database, silent, status):
    with web_database.writing.begin() as session:
        beat(session, DUE, "", now=NOW - 60 * SECOND)
        beat_loop(session, "elsewhere:1", seconds=1, now=NOW - silent * SECOND)

    answer = visitor.get("/readyz")

    assert answer.status_code == status
    assert answer.json["clock"] == ("ok" if status == 200 else "silent")
    assert answer.headers["Cache-Control"] == "private, no-store"


def test_is_not_ready_where_loops_tick_and_the_pass_always_fails(visitor, web_database):
    with web_database.writing.begin() as session:
        beat(session, DUE, "", now=NOW - 64 * SECOND)
        beat_loop(session, "here:1", seconds=1, now=NOW)

    assert visitor.get("/readyz").json == {
        "status": "failing",
        "database": "ok",
        "schema": "ok",
        "clock": "passes fail",
    }


def test_is_not_ready_without_a_database_or_with_another_schema(app, visitor, tmp_path):
    here = app.extensions["forecasts"]
    empty = open_database(f"sqlite:///{tmp_path / 'empty.sqlite3'}")
    set_context(app, Context(here.config, empty, here.clock))
    away = visitor.get("/readyz")
    empty.close()

    assert (away.status_code, away.json["database"]) == (503, "does not answer")
    assert visitor.get("/healthz").status_code == 200


def test_is_not_ready_on_another_revision(visitor, web_database):
    with web_database.engine.begin() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '0001'"))

    assert visitor.get("/readyz").json["schema"] == "another revision"


def test_a_process_without_a_clock_is_alive(visitor):
    assert visitor.get("/healthz").json == {
        "status": "ok",
        "process": "ok",
        "clock": "not in this process",
    }


def test_health_fails_within_three_intervals_after_the_loop_died(watched, visitor, web_database):
    """T6: only the thread of the loop dies; the process lives on, since its end is held up here."""
    metronome = in_background(
        web_database, lambda: NOW, seconds=1, passes={DUE: PASSES[DUE]}, die=lambda: None
    )
    watch_loop(watched, lambda: lives(metronome))
    metronome.start()
    before = visitor.get("/healthz").status_code

    metronome._process_jobs = None  # noqa: SLF001 - the next round of the loop raises
    metronome.wakeup()
    began = time.monotonic()
    while visitor.get("/healthz").status_code == 200 and time.monotonic() - began < 10:
        time.sleep(0.02)
    after = visitor.get("/healthz")
    seconds = time.monotonic() - began
    metronome.shutdown(wait=True)

    assert (before, after.status_code, after.json["clock"]) == (200, 503, "stopped")
    assert seconds < 3


def figures_of(answer):
    families = text_string_to_metric_families(answer.text)
    return {
        (sample.name, *sample.labels.values()): sample.value
        for family in families
        for sample in family.samples
    }


def test_tells_a_program_what_waits_and_when_the_clock_ticked(operator, web_database):
    with web_database.writing.begin() as session:
        pull_brake(session, "There was an outage.", now=NOW)
        make_forecast(session, deadline=NOW.date().replace(month=10))
        flag_due(session, now=NOW)
        make_forecast(session, deadline=NOW.date().replace(day=21))
        beat(session, DUE, "", now=NOW - SECOND)
        beat_loop(session, "here:1", seconds=1, now=NOW)

    answer = operator.get("/metrics")
    figures = figures_of(answer)

    assert answer.content_type.startswith("text/plain")
    assert figures["forecasts_due",] == figures["forecasts_held",] == 1
    assert figures["forecasts_late",] == figures["forecasts_brake",] == 1
    assert figures["forecasts_oldest_late_seconds",] == 12 * 3600
    assert figures["forecasts_pass_timestamp_seconds", "due"] == NOW.timestamp() - 1
    assert figures["forecasts_loop_timestamp_seconds", "here:1"] == NOW.timestamp()


@pytest.mark.parametrize(
    ("header", "status"),
    [
        pytest.param(f"Bearer {TOKEN}", 200, id="the token"),
        pytest.param(f"bearer {TOKEN}", 200, id="in small letters"),
        pytest.param(f"Bearer {TOKEN}x", 401, id="another"),
        pytest.param("Bearer \xff\xfe", 401, id="no text"),
        pytest.param(f"Basic {TOKEN}", 401, id="another scheme"),
        pytest.param("", 401, id="none"),
    ],
)
def test_the_token_reads_the_figures(app, visitor, monkeypatch, header, status):
    with app.app_context():
        monkeypatch.setattr(type(context().config), "metrics_token", TOKEN, raising=False)

    assert visitor.get("/metrics", headers={"Authorization": header}).status_code == status


def test_the_token_reads_nothing_else_and_without_one_set_nobody_does(app, visitor, monkeypatch):
    header = {"Authorization": f"Bearer {TOKEN}"}
    unset = visitor.get("/metrics", headers={"Authorization": "Bearer "}).status_code
    with app.app_context():
        monkeypatch.setattr(type(context().config), "metrics_token", TOKEN, raising=False)

    assert unset == 401
    assert visitor.get("/admin/clock", headers=header).status_code == 401
