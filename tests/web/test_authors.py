"""The list of authors, and the scorecard of one."""

import re
from datetime import UTC, date, datetime

import pytest

from forecasts.domain.candidates import FLAT, Chance, EstimateKind
from forecasts.domain.lifecycle import Outcome
from forecasts.services.authors import find_or_add_author
from tests.making import NOW, stated_chance
from tests.web.record import counted_questions, judge, log, log_due

YES, NO = Outcome.YES, Outcome.NO
PROBABLY = Chance(EstimateKind.WORDED, 700_000, 550_000, 850_000, "probably")
HOSTILE = "Ada <b>'Author'</b>"


def in_one_line(page):
    """The words of a page without its tags, evenly spaced."""
    return " ".join(re.sub(r"<[^<>]*>", " ", page).split())


def card_of(visitor, slug="ada-author"):
    return visitor.get(f"/authors/{slug}").text


# --- the list -------------------------------------------------------------------------


def test_an_empty_list_says_what_brings_an_author_here(visitor):
    assert "Nobody is on this record yet" in visitor.get("/authors").text


def test_the_counts_of_each_author_add_up_to_what_was_logged(visitor, web_database):
    log(web_database)
    log_due(web_database)
    judge(web_database, FLAT, YES, NO)
    log(web_database, author="Ben Writer")

    page = visitor.get("/authors").text

    rows = page.partition("<tbody>")[2].split("</tr>")
    counts = [list(map(int, re.findall(r'class="right">\s*(\d+)', row))) for row in rows[:2]]
    assert counts == [[2, 1, 1, 0, 0, 0, 4], [0, 1, 0, 0, 0, 0, 1]]
    assert all(sum(parts) == logged for *parts, logged in counts)


def test_an_author_whose_name_is_markup_is_shown_as_text(visitor, web_database):
    log(web_database, author=HOSTILE)

    pages = visitor.get("/authors").text, card_of(visitor, "ada-b-author-b")

    assert all("Ada <b>" not in page for page in pages)
    assert all("Ada &lt;b&gt;&#39;Author&#39;&lt;/b&gt;" in page for page in pages)


def test_many_authors_come_in_pages(visitor, web_database):
    with web_database.writing.begin() as session:
        for place in range(21):
            find_or_add_author(session, f"Author {place:02}", now=NOW)

    second = visitor.get("/authors?page=2").text

    assert "21 to 21 of 21 authors" in second
    assert "Author 20" in second


def test_the_list_asks_the_database_no_more_for_more_rows(visitor, web_database):
    log(web_database)
    with counted_questions(web_database) as few:
        visitor.get("/authors")
    for place in range(12):
        log(web_database, author=f"Author {place}")

    with counted_questions(web_database) as many:
        visitor.get("/authors")

    assert len(many) == len(few)
    assert len(many) <= 5


# --- the card -----------------------------------------------------------------------


def test_an_author_who_is_not_there_is_not_found(visitor):
    assert visitor.get("/authors/nobody").status_code == 404


def test_the_card_says_where_every_forecast_stands(visitor, web_database):
    log(web_database)
    log_due(web_database)
    judge(web_database, FLAT, YES, NO)

    page = card_of(visitor)

    assert "4 logged = 1 open + 1 due + 2 resolved + 0 void + 0 withdrawn + 0 erased" in page


def test_below_ten_resolved_the_card_holds_no_score(visitor, web_database):
    judge(web_database, stated_chance(0.8), *[YES] * 7, NO, NO)
    judge(web_database, PROBABLY, *[YES] * 9)
    judge(web_database, FLAT, *[YES] * 9)

    page = card_of(visitor)

    assert "Too few to say anything: luck alone would give" in page
    assert 'class="tile"' not in page
    assert "<svg xmlns" not in page
    assert "confidence" not in page
    assert not re.findall(r"\b0\.\d{3}\b", page)
    assert "Stated in numbers" not in page


def test_from_ten_resolved_on_the_card_holds_the_score_with_its_doubt(visitor, web_database):
    judge(web_database, stated_chance(0.8), *[YES] * 8, NO, NO)

    words = in_one_line(card_of(visitor))

    assert "Brier, one-sided, 0 to 1; smaller is better 0.160" in words
    assert "with 95 % confidence, 10 forecasts, provisional" in words
    assert "if the stated numbers were right" in words


def test_the_three_kinds_are_told_apart(visitor, web_database):
    judge(web_database, stated_chance(0.8), *[YES] * 8, NO, NO)
    judge(web_database, PROBABLY, *[YES] * 6, *[NO] * 4)
    judge(web_database, FLAT, *[YES] * 7, *[NO] * 5)

    page = card_of(visitor)
    words = in_one_line(page)

    assert page.count('class="tile"') == 3
    assert "8 of 10" in words
    assert "6 of 10 came true" in words
    assert "how many came true 7 of 12 32 to 81 % with 95 % confidence" in words


def test_a_kind_with_too_few_has_no_score_beside_one_with_enough(visitor, web_database):
    judge(web_database, stated_chance(0.8), *[YES] * 8, NO, NO)
    judge(web_database, PROBABLY, *[YES] * 9)
    judge(web_database, FLAT, *[YES] * 9)

    page = card_of(visitor)

    assert page.count('class="tile"') == 1
    assert "In words: 9 of 9 came true; fewer than 10" in page
    assert "9 of 9 came true; fewer than 10, too few for a rate" in page


def test_a_dot_and_a_row_lead_to_the_forecasts_behind_them(visitor, web_database):
    judge(web_database, stated_chance(0.8), *[YES] * 7, NO, NO, claim="Said at eighty")
    judge(web_database, stated_chance(0.7), YES, claim="Said at seventy")
    page = card_of(visitor)

    addresses = re.findall(r'href="(/forecasts\?[^"]*level=80-90[^"]*)"', page)
    behind = visitor.get(addresses[0].replace("&amp;", "&")).text

    assert len(addresses) == 2
    assert "9 of 9 forecasts" in behind
    assert "Said at eighty" in behind
    assert "Said at seventy" not in behind


def test_what_was_resolved_early_waits_for_its_deadline(visitor, web_database):
    judge(web_database, stated_chance(0.8), *[YES] * 9, NO, deadline=date(2027, 1, 1))

    page = in_one_line(card_of(visitor))

    assert "10 forecasts resolved early" in page
    assert "Stated in numbers" not in page


def test_what_is_only_self_reported_is_shown_apart(visitor, web_database):
    judge(
        web_database,
        stated_chance(0.8),
        *[YES] * 9,
        NO,
        now=datetime(2026, 6, 1, tzinfo=UTC),
    )

    page = in_one_line(card_of(visitor))

    assert "live 0 · sourced 0 · self-reported 10" in page
    assert "Stated in numbers" not in page
    assert "Self-reported, apart" in page


def test_hindsight_is_counted_and_never_scored(visitor, web_database):
    judge(
        web_database,
        stated_chance(0.8),
        *[YES] * 10,
        said_on=date(2026, 4, 2),
        deadline=date(2026, 4, 30),
        now=datetime(2026, 4, 3, tzinfo=UTC),
    )

    page = in_one_line(card_of(visitor))

    assert "hindsight 10" in page
    assert "Stated in numbers" not in page


def test_every_card_of_a_solo_installation_says_self_resolved(visitor, web_database):
    log(web_database)

    assert "self-resolved" in card_of(visitor)


def test_the_card_lists_the_latest_forecasts_and_leads_to_all(visitor, web_database):
    judge(web_database, FLAT, *[YES] * 21)

    page = card_of(visitor)

    assert page.count('class="entry-claim"') == 20
    assert "All 21 forecasts" in page
    assert 'href="/forecasts?author=ada-author"' in page


@pytest.mark.parametrize("chance", [stated_chance(0.8), PROBABLY, FLAT], ids=lambda c: c.kind)
def test_the_card_asks_the_database_no_more_for_more_rows(visitor, web_database, chance):
    judge(web_database, chance, YES)
    with counted_questions(web_database) as few:
        card_of(visitor)
    judge(web_database, chance, *[YES, NO] * 10)

    with counted_questions(web_database) as many:
        card_of(visitor)

    assert len(many) == len(few)
    assert len(many) <= 14
