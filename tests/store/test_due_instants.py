"""T48 in the databases: a due instant comes back as computed, to the microsecond, on both."""

from datetime import date, datetime, timedelta

import pytest
import sqlalchemy as sa

from forecasts.domain.deadlines import due_instant
from forecasts.services.recording import log_forecast
from forecasts.store.engine import Database
from forecasts.store.models import Account, Forecast
from tests.domain.oracle import Offsets
from tests.domain.test_deadlines import CURIOUS, PLACES, days_of_interest
from tests.making import NOW, OPERATOR, a_draft

FIRST, LAST = date(2019, 12, 1), date(2041, 2, 1)
TICK = timedelta(microseconds=1)


def awkward_days(zone: str) -> list[tuple[date, Offsets]]:
    """The days about each clock change of a zone, and some others, with the zone's oracle."""
    offsets = Offsets(zone, FIRST, LAST)
    days = sorted(set(days_of_interest(offsets)) & offsets.days_around_changes())
    return [(day, offsets) for day in days[:40]] + [(date(2024, 2, 29), offsets)]


@pytest.fixture(scope="module")
def everywhere() -> list[tuple[datetime, datetime]]:
    """For each zone and the days about its clock changes: as computed, and as the oracle says."""
    return [
        (due_instant(day, zone), offsets.day_ends(day))
        for zone in PLACES
        for offsets in [Offsets(zone, FIRST, LAST)]
        for day in sorted(offsets.days_around_changes())
    ]


@pytest.mark.slow
def test_both_databases_keep_the_instants_of_every_zone(database: Database, everywhere):
    """The column that holds due instants, filled with them; many rows, so without services."""
    rows = [
        {"id": n, "name": "", "created_at": computed, "version": 1}
        for n, (computed, _) in enumerate(everywhere, 1)
    ]
    with database.writing.begin() as session:
        session.execute(sa.insert(Account), rows)

    with database.reading() as session:
        stored = session.scalars(sa.select(Account.created_at).order_by(Account.id)).all()

    assert len(stored) > 20_000
    assert stored == [expected for _, expected in everywhere]


@pytest.mark.slow
def test_a_logged_forecast_is_due_when_the_oracle_says(database: Database):
    with database.writing.begin() as session:
        expected = {}
        for zone in CURIOUS:
            for day, offsets in awkward_days(zone):
                draft = a_draft(session, deadline=day, zone=zone, said_on=date(2019, 1, 1))
                forecast = log_forecast(session, draft, actor=OPERATOR, now=NOW)
                expected[forecast.id] = offsets.day_ends(day)

    with database.reading() as session:
        stored = dict(session.execute(sa.select(Forecast.id, Forecast.due_at)).all())

    assert len(expected) > 400
    assert stored == expected


def test_comparing_in_the_database_is_right_to_the_microsecond(database: Database):
    day = date(2026, 3, 28)
    due_at = due_instant(day, "Asia/Beirut")
    with database.writing.begin() as session:
        draft = a_draft(session, zone="Asia/Beirut", deadline=day)
        log_forecast(session, draft, actor=OPERATOR, now=NOW)

    with database.reading() as session:
        reached = session.scalar(sa.select(Forecast.id).where(Forecast.due_at <= due_at))
        not_yet = session.scalar(sa.select(Forecast.id).where(Forecast.due_at <= due_at - TICK))

    assert reached is not None
    assert not_yet is None


def test_a_deadline_in_a_far_year_is_kept(database: Database):
    day = date(8999, 12, 31)
    with database.writing.begin() as session:
        draft = a_draft(session, deadline=day, zone=None)
        forecast = log_forecast(session, draft, actor=OPERATOR, now=NOW)

    with database.reading() as session:
        assert session.get_one(Forecast, forecast.id).due_at == due_instant(day, None)
