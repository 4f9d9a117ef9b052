"""Logging: what is kept of a forecast, what is refused, and that it happens once."""

from datetime import UTC, date, datetime

import pytest
import sqlalchemy as sa

from forecasts.domain.candidates import FLAT, EstimateKind
from forecasts.domain.deadlines import Deadline
from forecasts.domain.errors import ConflictError, InvalidInputError, NotFoundError
from forecasts.domain.lifecycle import Status
from forecasts.services.recording import Line, log_line, withdraw
from forecasts.store.models import Author, Estimate, Forecast, LedgerEntry, SealedText
from tests.making import NOW, OPERATOR, make_forecast, stated_chance


def a_line(**wanted: object) -> Line:
    ordinary = {
        "author": "Ada Author",
        "line": "The bridge will be open by new year 85%",
        "claim": "The bridge will be open by new year",
        "chance": stated_chance(0.85),
        "said_on": date(2026, 11, 22),
        "deadline": Deadline(date(2026, 12, 31), None, "by new year", 28, 39, "holiday"),
    }
    return Line(**(ordinary | wanted))


def test_logs_a_line_with_its_claim_deadline_and_opening_estimate(session):
    forecast = log_line(session, a_line(zone="Europe/Berlin"), actor=OPERATOR, now=NOW)

    estimate = session.scalars(sa.select(Estimate)).one()
    assert forecast.status is Status.OPEN
    assert forecast.due_at == datetime(2026, 12, 31, 23, 0, tzinfo=UTC)
    assert (forecast.deadline_phrase, forecast.deadline_rule) == ("by new year", "holiday")
    assert (estimate.kind, estimate.probability) == (EstimateKind.STATED, 850_000)
    assert estimate.forecast_id == forecast.id


def test_due_at_the_end_of_the_day_everywhere_where_no_zone_is_known(session):
    forecast = log_line(session, a_line(zone=None), actor=OPERATOR, now=NOW)

    assert forecast.due_at == datetime(2027, 1, 1, 12, 0, tzinfo=UTC)


def test_writes_a_ledger_entry_that_holds_no_word_of_the_claim(session):
    forecast = log_line(session, a_line(), actor=OPERATOR, now=NOW)

    entry = session.scalars(sa.select(LedgerEntry)).one()
    sealed = session.scalars(sa.select(SealedText)).one()
    assert (entry.kind, entry.subject, entry.actor) == (
        "logged",
        f"forecast:{forecast.id}",
        OPERATOR.name,
    )
    assert '"probability":850000' in entry.facts
    assert "bridge" not in entry.facts
    assert "bridge" in sealed.content


def test_a_flat_forecast_has_no_probability(session):
    log_line(session, a_line(chance=FLAT), actor=OPERATOR, now=NOW)

    estimate = session.scalars(sa.select(Estimate)).one()
    assert (estimate.kind, estimate.probability) == (EstimateKind.FLAT, None)


def test_without_a_deadline_it_says_when_to_look_again(session):
    forecast = log_line(session, a_line(deadline=None), actor=OPERATOR, now=NOW)

    assert forecast.deadline is None
    assert forecast.review_by == date(2027, 11, 22)


def test_two_lines_of_one_author_share_the_author(session):
    log_line(session, a_line(), actor=OPERATOR, now=NOW)
    log_line(session, a_line(author="  Ada   Author "), actor=OPERATOR, now=NOW)
    log_line(session, a_line(author="Ada-Author"), actor=OPERATOR, now=NOW)

    slugs = session.scalars(sa.select(Author.slug).order_by(Author.id)).all()
    assert slugs == ["ada-author", "ada-author-2"]


@pytest.mark.parametrize(
    ("wanted", "field"),
    [
        pytest.param({"claim": "  "}, "claim", id="no claim"),
        pytest.param({"claim": "x" * 1001}, "claim", id="a long claim"),
        pytest.param({"author": " "}, "author", id="no author"),
        pytest.param({"author": "x" * 121}, "author", id="a long name"),
        pytest.param({"said_on": date(2026, 11, 24)}, "said_on", id="said tomorrow"),
        pytest.param({"said_on": date(2026, 11, 23)}, None, id="said today, far in the east"),
        pytest.param(
            {"deadline": Deadline(date(2026, 11, 21), None, "", 0, 0, "")},
            "deadline",
            id="due before it was said",
        ),
        pytest.param(
            {"deadline": Deadline(date(2026, 11, 22), None, "", 0, 0, "")}, None, id="due today"
        ),
        pytest.param(
            {"deadline": None, "review_by": date(2026, 11, 21)}, "review_by", id="past review"
        ),
        pytest.param({"zone": "Mars/Olympus"}, "zone", id="no such zone"),
        pytest.param(
            {"deadline": Deadline(date(9999, 1, 1), None, "", 0, 0, "")}, "deadline", id="too far"
        ),
    ],
)
def test_says_which_field_is_at_fault(session, wanted, field):
    if field is None:
        log_line(session, a_line(**wanted), actor=OPERATOR, now=NOW)
        return

    with pytest.raises(InvalidInputError) as caught:
        log_line(session, a_line(**wanted), actor=OPERATOR, now=NOW)

    assert field in caught.value.fields


def test_withdraws_an_open_forecast_and_keeps_it_on_record(session):
    forecast = make_forecast(session)

    withdraw(session, forecast.id, version=forecast.version, actor=OPERATOR, now=NOW)

    session.refresh(forecast)
    kinds = session.scalars(sa.select(LedgerEntry.kind).order_by(LedgerEntry.sequence)).all()
    assert forecast.status is Status.WITHDRAWN
    assert kinds == ["logged", "withdrawn"]


def test_a_forecast_is_withdrawn_once(session):
    forecast = make_forecast(session)
    withdraw(session, forecast.id, version=1, actor=OPERATOR, now=NOW)

    with pytest.raises(ConflictError, match="withdrawn"):
        withdraw(session, forecast.id, version=2, actor=OPERATOR, now=NOW)


def test_what_is_not_there_cannot_be_withdrawn(session):
    with pytest.raises(NotFoundError):
        withdraw(session, 404, version=1, actor=OPERATOR, now=NOW)


def test_the_first_author_of_a_name_keeps_the_plain_address(session):
    make_forecast(session, author="Zoë")

    assert session.scalars(sa.select(Author.slug)).all() == ["zoe"]
    assert session.scalars(sa.select(Forecast.author_id)).all() == [1]
