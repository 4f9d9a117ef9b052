"""Forecasts and the items of a scorecard as tables: complete, defused, and for nobody else."""

import csv
import io
from datetime import date

import pytest

from forecasts.domain.cells import undo
from forecasts.domain.lifecycle import Outcome
from forecasts.domain.visibility import Visibility
from forecasts.web import tables
from tests.making import stated_chance
from tests.web.record import decide, judge, log, log_due


def rows_of(answer):
    assert answer.status_code == 200
    assert answer.content_type.startswith("text/csv")
    return list(csv.DictReader(io.StringIO(answer.text, newline="")))


def test_the_table_of_forecasts_holds_all_of_them_and_numbers_are_numbers(visitor, web_database):
    first = log(web_database, claim="=1+1", stated=0.85)
    second = log_due(web_database)
    decide(web_database, second, Outcome.YES, version=2)

    rows = rows_of(visitor.get("/forecasts.csv"))

    assert [int(row["forecast"]) for row in rows] == [second, first]
    assert rows[1]["claim"] == "'=1+1"
    assert undo(rows[1]["claim"]) == "=1+1"
    assert float(rows[1]["probability_0_to_1"]) == 0.85
    assert rows[0]["outcome"] == "yes"
    assert rows[1]["outcome"] == ""
    assert rows[0]["address"] == f"https://forecasts.example.org/forecasts/{second}"


@pytest.mark.parametrize("at_once", [1, 2, 3, 500])
def test_a_long_table_is_read_a_few_rows_at_a_time_and_misses_none(
    visitor, web_database, monkeypatch, at_once
):
    monkeypatch.setattr(tables, "AT_ONCE", at_once)
    logged = [log(web_database) for _ in range(4)]

    rows = rows_of(visitor.get("/forecasts.csv"))

    assert [int(row["forecast"]) for row in rows] == logged[::-1]


def test_the_table_has_the_filters_of_the_list(visitor, web_database):
    log(web_database, author="Ada Author")
    log(web_database, author="Otto Other")

    page = visitor.get("/forecasts?author=Otto+Other&page=3")
    rows = rows_of(visitor.get("/forecasts.csv?author=Otto+Other"))

    assert 'href="/forecasts.csv?author=Otto+Other"' in page.text
    assert [row["author"] for row in rows] == ["Otto Other"]


def test_a_private_forecast_is_in_no_table_of_others(visitor, operator, web_database):
    log(web_database, claim="Xqz", visibility=Visibility.PRIVATE)

    assert rows_of(visitor.get("/forecasts.csv")) == []
    assert len(rows_of(operator.get("/forecasts.csv"))) == 1


def test_the_items_of_a_scorecard_say_which_are_in_the_figures(visitor, web_database):
    judge(web_database, stated_chance(0.7), Outcome.YES, Outcome.NO)
    early = log(web_database, stated=0.6, deadline=date(2027, 1, 1))
    decide(web_database, early, Outcome.YES)

    rows = rows_of(visitor.get("/authors/ada-author/scorecard.csv"))

    assert [row["outcome_0_or_1"] for row in rows] == ["1", "0", "1"]
    assert [row["in_the_figures"] for row in rows] == ["yes", "yes", "no"]
    assert rows[0]["grade"] == "live"


def test_an_unlisted_item_is_counted_but_not_pointed_at(visitor, operator, web_database):
    number = log_due(web_database, claim="Xqz", visibility=Visibility.UNLISTED)
    decide(web_database, number, Outcome.YES, version=2)

    (row,) = rows_of(visitor.get("/authors/ada-author/scorecard.csv"))
    (own,) = rows_of(operator.get("/authors/ada-author/scorecard.csv"))

    assert (row["forecast"], row["claim"], row["outcome_0_or_1"]) == ("", "", "1")
    assert own["claim"] == "Xqz"
