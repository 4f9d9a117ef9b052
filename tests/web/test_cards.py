"""A card as data, and what the author's own words meant."""

from forecasts.domain.lifecycle import Outcome
from forecasts.domain.visibility import Visibility
from tests.making import NOW
from tests.web.record import decide, log_due


def decided(database, number: int, **wanted) -> None:
    for place in range(number):
        claim = f"Thing {place} will happen"
        forecast_id = log_due(database, claim=claim, now=NOW.replace(month=2), **wanted)
        outcome = Outcome.YES if place % 4 else Outcome.NO
        decide(database, forecast_id, outcome, version=2)


def test_a_card_is_data_with_the_forecasts_behind_it(visitor, web_database):
    decided(web_database, 12, stated=0.8)

    card = visitor.get("/authors/ada-author/card.json").json

    assert card["counts"]["resolved"] == card["stated"]["n"] == 12
    assert card["stated"]["yes"] == 9
    assert card["stated"]["brier"] == 0.19
    assert card["stated"]["mcb_null95"] > 0
    assert len(card["forecasts"]) == 12
    assert card["formula_version"]
    assert card["in_words"][0].startswith("Said 80 %")


def test_below_ten_a_card_has_no_score(visitor, web_database):
    decided(web_database, 9, stated=0.8)

    card = visitor.get("/authors/ada-author/card.json").json

    assert card["stated"] == {"n": 9, "yes": 6, "too_few": True}


def test_what_is_unlisted_counts_and_is_not_named(visitor, operator, web_database):
    decided(web_database, 1, stated=0.8, visibility=Visibility.UNLISTED)

    assert visitor.get("/authors/ada-author/card.json").json["forecasts"] == []
    assert visitor.get("/authors/ada-author/card.json").json["stated"]["n"] == 1
    assert operator.get("/authors/ada-author/card.json").json["forecasts"] == [1]


def test_there_is_no_card_of_nobody(visitor):
    assert visitor.get("/authors/nobody/card.json").status_code == 404
