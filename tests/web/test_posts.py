"""Pasting a post, and reading it with its candidates."""

import io
from datetime import date

import pytest
import sqlalchemy as sa

from forecasts.store.models import Candidate
from forecasts.store.queries.posts import find_post
from tests.making import OPERATOR
from tests.web.making_posts import TEXT, a_post, candidates_of, shown


@pytest.fixture
def captured(post):
    """The weather post, captured as number 1."""
    assert post("/posts", a_post()).location == "/posts/1"


def stored_post(database):
    with database.reading() as session:
        return find_post(session, 1, actor=OPERATOR)


def test_captures_a_post_and_shows_it(post, operator):
    answer = post("/posts", a_post(zone="Europe/Berlin", source_url="https://example.org/year"))

    assert (answer.status_code, answer.location) == (303, "/posts/1")
    page = shown(operator, "/posts/1")
    assert "said <time" in page
    assert "5 Jan 2026" in page
    assert "in Europe/Berlin" in page
    assert 'href="https://example.org/year"' in page


@pytest.mark.usefixtures("captured")
def test_the_same_post_again_is_the_same_post(post):
    answer = post("/posts", a_post())

    assert answer.location == "/posts/1"


@pytest.mark.usefixtures("captured")
def test_keeps_the_text_letter_by_letter(web_database):
    assert stored_post(web_database).text == TEXT


@pytest.mark.usefixtures("captured")
def test_line_ends_of_a_browser_do_not_make_another_post(post):
    answer = post("/posts", a_post(text=TEXT.replace("\n", "\r\n")))

    assert answer.location == "/posts/1"


@pytest.mark.parametrize(
    ("name", "content", "kept"),
    [
        pytest.param(
            "post.md", b"---\ndraft: no\n---\nIt *will* rain.", "It *will* rain.", id="md"
        ),
        pytest.param("post.HTML", b"<p>It <b>will</b> rain.</p>", "It will rain.\n", id="html"),
        pytest.param("post.txt", "Straße".encode("cp1252"), "Straße", id="text, Windows-1252"),
    ],
)
def test_takes_a_file_for_what_its_ending_says(post, web_database, name, content, kept):
    answer = post("/posts", a_post(text="", file=(io.BytesIO(content), name)))

    assert answer.status_code == 303
    assert stored_post(web_database).text.strip() == kept.strip()


@pytest.mark.parametrize(
    ("wanted", "field", "told"),
    [
        pytest.param({"author": " "}, "author", "Say who wrote it.", id="no author"),
        pytest.param({"author": "A" * 121}, "author", "at most 120", id="endless author"),
        pytest.param({"published": ""}, "published", "Say on which day", id="no day"),
        pytest.param({"published": "31.12.2026"}, "published", "year-month-day", id="odd day"),
        pytest.param({"published": "2026-11-24"}, "published", "today or earlier", id="future"),
        pytest.param({"zone": "Middle/Earth"}, "zone", "Europe/Berlin", id="no such zone"),
        pytest.param({"source_url": "javascript:alert(1)"}, "source_url", "https://", id="script"),
        pytest.param({"source_url": "data:text/html,x"}, "source_url", "https://", id="data"),
        pytest.param({"text_format": "docx"}, "text_format", "Choose one", id="format"),
        pytest.param({"text": ""}, "text", "Paste the text", id="no text"),
        pytest.param({"text": "It\0rains"}, "text", "not text", id="NUL"),
        pytest.param({"title": "It\0rains"}, "title", "not text", id="NUL in the title"),
        pytest.param({"text": "a" * 500_001}, "text", "at most 500,000", id="endless text"),
        pytest.param(
            {"file": (io.BytesIO(b"It rains"), "post.txt")}, "file", "not both", id="file and text"
        ),
    ],
)
def test_gives_the_form_back_with_the_fault_beside_its_field(post, wanted, field, told):
    answer = post("/posts", a_post(**wanted))

    page = " ".join(answer.text.split())
    assert answer.status_code == 422
    assert told in page.split(f'id="field-{field}-fault"')[1].split("</p>")[0]
    assert f'href="#field-{field}"' in page
    assert "The year" in page or "title" in wanted


def test_loses_nothing_that_was_typed(post):
    answer = post("/posts", a_post(author="", zone="UTC", source_url="https://example.org/<b>"))

    assert TEXT in answer.text
    assert 'value="UTC"' in answer.text
    assert 'value="https://example.org/&lt;b&gt;"' in answer.text
    assert f'value="{a_post()["published"]}"' in answer.text


@pytest.mark.usefixtures("captured")
def test_marks_each_candidate_and_numbers_it(operator, web_database):
    page = shown(operator, "/posts/1")

    quotes = [candidate.quote for candidate in candidates_of(web_database)]
    assert len(quotes) == 3
    for number, quote in enumerate(quotes, start=1):
        assert f'<mark class="mark-proposed">{quote}</mark><a class="number"' in page
        assert f'aria-label="Candidate {number}"' in page


@pytest.mark.usefixtures("captured")
def test_tells_deadline_rule_and_where_the_day_ends(operator):
    page = shown(operator, "/posts/1")

    assert 'by <strong><time datetime="2026-12-31">31 Dec 2026</time></strong>' in page
    assert '“<span class="said-inline">before the end of this year</span>”' in page
    assert "at the end of that day anywhere on earth" in page
    assert "My guess is (50 to 75 %)" in page
    assert "would be looked at again on" in page


@pytest.mark.usefixtures("captured")
def test_tells_why_each_was_proposed(operator):
    page = shown(operator, "/posts/1")

    assert page.count("Why?") == 3
    assert "the author&#39;s own forecast" in page


@pytest.mark.usefixtures("captured")
def test_tells_what_each_rule_weighed_and_how_the_sum_came_about(operator):
    page = shown(operator, "/posts/1").partition("Why?")[2].partition("</details>")[0]

    assert "Speaks for it" in page
    assert '<span class="why-weight">+2.5</span>' in page
    assert '“<span class="said-inline">My guess is</span>”: the author&#39;s own forecast' in page
    assert "Was read, and weighs nothing" in page
    assert "Together <strong>+7</strong>; from 2.5 on a sentence is proposed." in page
    assert "The extractor is 99 % sure that it is a forecast." in page


def test_tells_which_other_days_could_be_meant(post, operator):
    text = "It will rain by 2027.\n\nIt will snow on 5/6/2026."
    post("/posts", a_post(text=text, title="Weather"))

    page = shown(operator, "/posts/1")

    assert "could also mean 31 Dec 2026" in page
    assert "could mean 6 May 2026 or 5 Jun 2026" in page
    assert "Its words could also mean 31 Dec 2026." in shown(operator, "/candidates/1/edit")


def found_by(database, *names):
    change = sa.update(Candidate).where(Candidate.start > 0)
    with database.writing.begin() as session:
        session.execute(change.values(found_by=list(names), reasons=[]))


@pytest.mark.usefixtures("captured")
def test_tells_who_found_a_candidate_when_it_was_not_our_rules_alone(operator, web_database):
    assert "Found by" not in shown(operator, "/posts/1")

    found_by(web_database, "rules", "a model")

    page = shown(operator, "/posts/1")
    assert page.count("Found by our rules and a model.") == 3
    assert "Nothing was weighed." in page


@pytest.mark.usefixtures("captured")
def test_says_when_an_earlier_extractor_read_it(operator, visitor, web_database):
    told = "forecasts reextract --dry-run --post 1"
    assert told not in shown(operator, "/posts/1")

    with web_database.writing.begin() as session:
        session.execute(sa.update(Candidate).values(extractor_version="0"))

    assert told in shown(operator, "/posts/1")
    assert told not in shown(visitor, "/posts/1")


def test_shows_no_markup_of_a_post_as_markup(post, operator):
    hostile = "<img src=x onerror=alert(1)> will win by 2027.\n\n</textarea><script>x</script>"
    post("/posts", a_post(text=hostile, title="<script>t</script>", author="<u>Eve</u>"))

    for address in ("/posts/1", "/posts", "/candidates/1/edit"):
        page = operator.get(address).text
        assert "<img" not in page
        assert "<script>" not in page
        assert "<u>Eve" not in page
    assert "&lt;img src=x onerror=alert(1)&gt;" in operator.get("/posts/1").text


@pytest.mark.usefixtures("captured")
def test_shows_a_visitor_the_text_without_what_nobody_accepted(visitor):
    page = shown(visitor, "/posts/1")

    assert "Prices will rise." in page
    assert "<mark" not in page
    assert "Accept" not in page
    assert "Was one missed?" not in page


@pytest.mark.usefixtures("captured")
def test_lists_posts_with_what_is_left_to_decide(operator, visitor):
    assert "3 candidates to decide" in shown(operator, "/posts")
    assert "to decide" not in shown(visitor, "/posts")
    assert "The year" in shown(visitor, "/posts")


def test_an_empty_list_of_posts_says_what_would_fill_it(operator):
    assert "No post has been captured yet" in shown(operator, "/posts")


def test_there_is_no_post_that_was_never_captured(operator):
    answer = operator.get("/posts/7")

    assert answer.status_code == 404
    assert "There is no post 7." in answer.text


@pytest.mark.usefixtures("captured")
def test_takes_words_that_the_extractor_passed_over(post, web_database):
    answer = post("/posts/1/quotes", {"quote": "A look at the year."})

    added = [each for each in candidates_of(web_database) if each.quote == "A look at the year."]
    assert answer.status_code == 303
    assert answer.location == f"/posts/1#candidate-{added[0].id}"


@pytest.mark.parametrize(
    ("quote", "told"),
    [
        pytest.param("words of somebody else", "do not stand in the post", id="not there"),
        pytest.param("", "Paste the words", id="empty"),
        pytest.param("a" * 2001, "Quote only the sentence", id="endless"),
        pytest.param("...", "Copy the words", id="no words"),
    ],
)
@pytest.mark.usefixtures("captured")
def test_asks_again_for_words_that_are_not_in_the_post(post, quote, told):
    answer = post("/posts/1/quotes", {"quote": quote})

    assert answer.status_code == 422
    assert told in answer.text
    assert quote in answer.text
    assert "A look at the year." in answer.text


@pytest.mark.usefixtures("captured")
def test_refuses_words_that_are_a_candidate_already(post):
    answer = post("/posts/1/quotes", {"quote": "Prices will rise."})

    assert answer.status_code == 409
    assert "There is a candidate for just these words already." in answer.text


def test_takes_no_quote_for_a_post_that_is_not_there(post):
    assert post("/posts/9/quotes", {"quote": "Prices will rise."}).status_code == 404


def test_a_post_said_in_a_known_zone_ends_its_days_there(post, operator):
    post("/posts", a_post(zone="UTC", published=date(2026, 1, 5).isoformat()))

    assert "anywhere on earth" not in shown(operator, "/posts/1")
