"""What a post says again is marked with the number of its candidate, and counts once."""

import pytest
import sqlalchemy as sa

from forecasts.store.models import Candidate, Forecast
from tests.web.making_posts import a_post, candidates_of, shown, versioned

BRIDGE = "The new bridge will open by the end of this year."
TOLL = "The toll will rise."
TEXT = f"It rained.\n\n{BRIDGE}\n\n{TOLL}\n\nAgain. {BRIDGE}"


@pytest.fixture
def bridge(post, web_database) -> Candidate:
    """The candidate that the post says twice."""
    post("/posts", a_post(text=TEXT))
    bridge, _ = candidates_of(web_database)
    return bridge


def again_of(candidate, number=1):
    return f"again-{candidate.id}-{number}"


def test_marks_the_other_place_lighter_and_with_the_same_number(bridge, operator):
    page = shown(operator, "/posts/1")

    assert f'<mark class="mark-proposed">{BRIDGE}</mark>' in page
    assert f'<mark class="mark-proposed mark-again">{BRIDGE}</mark>' in page
    assert f'id="{again_of(bridge)}" href="#candidate-{bridge.id}"' in page
    assert 'aria-label="Candidate 1, said again">1</a>' in page
    assert page.count('aria-label="Candidate 1') == 2


def test_the_card_says_how_often_it_is_said_again_and_leads_there(bridge, operator):
    page = shown(operator, "/posts/1")

    assert "Said again once:" in page
    assert f'<a href="#{again_of(bridge)}">“<span class="said-inline">{BRIDGE}</span>”</a>' in page
    assert page.count("Said again") == 1
    assert page.count("data-candidate") == 2


def test_a_decision_takes_the_mark_of_the_other_place_along(bridge, post):
    answer = post(
        f"/candidates/{bridge.id}/accept", versioned(bridge), headers={"HX-Request": "true"}
    )

    part = " ".join(answer.text.split())
    assert part.startswith('<section class="passage" id="passage-2">')
    assert part.count("<section") == 2
    assert '<section class="passage" id="passage-4" hx-swap-oob="true">' in part
    assert f'<mark class="mark-accepted mark-again">{BRIDGE}</mark>' in part


def test_what_is_no_forecast_is_marked_nowhere(bridge, post, operator):
    post(f"/candidates/{bridge.id}/dismiss", versioned(bridge))

    page = shown(operator, "/posts/1")
    assert "mark-again" not in page
    assert "said again" not in page.lower()
    assert again_of(bridge) not in page


def test_a_visitor_sees_where_a_logged_forecast_is_said_again(bridge, post, visitor):
    assert "mark-again" not in shown(visitor, "/posts/1")

    post(f"/candidates/{bridge.id}/accept", versioned(bridge))

    page = shown(visitor, "/posts/1")
    assert page.count("<mark") == 2
    assert 'aria-label="Forecast 1, said again"' in page


def test_the_forecast_counts_once_and_tells_where_it_is_said_again(
    bridge, post, visitor, web_database
):
    post(f"/candidates/{bridge.id}/accept", versioned(bridge))

    page = shown(visitor, "/forecasts/1")
    assert "Said again once in the same post, unchanged; it counts once:" in page
    assert f'href="/posts/1#{again_of(bridge)}"' in page
    with web_database.reading() as session:
        assert session.scalar(sa.select(sa.func.count(Forecast.id))) == 1


def test_a_place_that_comes_before_its_candidate_is_marked_too(bridge, operator, web_database):
    before = {"start": 0, "end": 10, "quote": TEXT[:10]}
    with web_database.writing.begin() as session:
        session.get(Candidate, bridge.id).sightings = [before]

    page = shown(operator, "/posts/1")

    assert '<mark class="mark-proposed mark-again">It rained.</mark>' in page
    assert page.index("mark-again") < page.index(f">{BRIDGE}</mark>")
    assert 'aria-label="Candidate 1, said again"' in page
