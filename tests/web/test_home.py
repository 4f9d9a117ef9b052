"""The first page."""

import re
from datetime import date, timedelta

from forecasts.services.due import flag_due
from forecasts.services.resolution import resolve
from tests.making import NOW, OPERATOR, SOLO, a_decision, make_forecast
from tests.web.making_posts import shown


def test_invites_the_operator_of_a_new_installation_to_paste_a_post(operator):
    page = shown(operator, "/")

    assert "Nothing is logged yet" in page
    assert 'href="/posts/new"' in page


def test_offers_a_visitor_nothing_to_log(visitor):
    page = shown(visitor, "/")

    assert "Log a forecast" not in page
    assert "Sign in" in page


def test_shows_what_waits_what_comes_and_what_was_decided(operator, web_database):
    with web_database.writing.begin() as session:
        make_forecast(session, claim="The dam will hold", deadline=date(2026, 11, 1))
        make_forecast(session, claim="The well will run dry", deadline=date(2026, 12, 1))
        decided = make_forecast(session, claim="The mill will burn", stated=0.85)
        flag_due(session, now=NOW)
        resolve(
            session,
            decided.id,
            a_decision(),
            version=1,
            actor=OPERATOR,
            now=NOW,
            policy=SOLO,
        )

    page = shown(operator, "/")

    waiting, coming, _, decided_part = page.split("<h2>")[1:]
    assert "The dam will hold" in waiting
    assert '1 Nov 2026</time><span class="aside">, 21 days ago' in waiting
    assert "The well will run dry" in coming
    assert "in 9 days" in coming
    assert "The mill will burn" in decided_part
    assert "85 %" in decided_part
    assert "state-yes" in decided_part


def test_shows_every_state_as_a_word_beside_its_mark(visitor, web_database):
    with web_database.writing.begin() as session:
        make_forecast(session)

    page = shown(visitor, "/")

    assert re.search(r"</svg> ?open ?</span>", page)


def test_a_claim_cannot_smuggle_markup_onto_the_page(visitor, web_database):
    with web_database.writing.begin() as session:
        make_forecast(session, claim="<script>alert(1)</script> & <b>more</b>", author="<i>Ada")

    page = visitor.get("/").text

    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; &lt;b&gt;more&lt;/b&gt;" in page
    assert "<i>Ada" not in page


def test_asks_the_same_number_of_questions_however_much_is_logged(
    visitor, web_database, count_statements
):
    with web_database.writing.begin() as session:
        make_forecast(session)
    with count_statements() as few:
        visitor.get("/")
    with web_database.writing.begin() as session:
        for day in range(8):
            make_forecast(session, deadline=date(2026, 12, 1) + timedelta(days=day))
    with count_statements() as many:
        visitor.get("/")

    assert len(many) == len(few) <= 20
