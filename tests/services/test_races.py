"""T13: four processes decide the same forecasts; each has one winner, the others are told."""

import pytest
import sqlalchemy as sa

from benchmarks.resolving_at_once import count_rows, resolve_at_once
from benchmarks.seeding import add_due_forecasts
from forecasts.domain.policies import Policy
from forecasts.store.engine import Database
from forecasts.store.models import Resolution
from tests.making import NOW

FORECASTS = 300
PROCESSES = 4


@pytest.mark.slow
def test_each_forecast_has_one_winner_and_the_rest_are_told(database: Database, database_url):
    add_due_forecasts(database, FORECASTS, now=NOW)

    answers = resolve_at_once(database_url, processes=PROCESSES)

    assert answers == {"won": FORECASTS, "told who was first": (PROCESSES - 1) * FORECASTS}
    assert count_rows(database) == (FORECASTS, FORECASTS)


@pytest.mark.slow
def test_each_forecast_is_proposed_once_and_confirmed_once_by_somebody_else(
    database: Database, database_url
):
    add_due_forecasts(database, FORECASTS, now=NOW)

    answers = resolve_at_once(database_url, processes=PROCESSES, policy=Policy.TWO_PERSON)

    assert answers.pop("own proposal") + answers.pop("told who was first") == 6 * FORECASTS
    assert answers == {"proposed": FORECASTS, "won": FORECASTS}
    assert count_rows(database) == (FORECASTS, FORECASTS)
    with database.reading() as session:
        alone = sa.select(Resolution.id).where(Resolution.confirmed_by == Resolution.decided_by)
        assert session.scalars(alone).all() == []


@pytest.mark.slow
def test_the_race_would_find_a_decision_without_a_guard(database: Database, database_url):
    add_due_forecasts(database, FORECASTS, now=NOW)

    answers = resolve_at_once(database_url, processes=PROCESSES, broken=True)

    assert answers["won"] + answers["proposed"] > FORECASTS or answers["failed"] > 0
