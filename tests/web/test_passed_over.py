"""What was weighed and not proposed, and why; for those who decide, with an act to log it."""

import re

import pytest

from tests.web.making_posts import a_post, candidates_of, shown

WISH = "I hope that it will rain."
NEAR = "Rain seems likely."
TEXT = f"Snow lies on the hills.\n\n{WISH} The ferry will stop by May. {NEAR}"
ADDRESS = "/posts/1/passed-over"


@pytest.fixture
def captured(post):
    """A post with one candidate and three sentences that are none."""
    assert post("/posts", a_post(text=TEXT)).location == "/posts/1"


def part_of(page, number):
    """What the page says of one sentence."""
    return page.partition(f'id="sentence-{number}"')[2].partition("</li> <li class")[0]


@pytest.mark.usefixtures("captured")
def test_shows_each_sentence_in_order_with_its_reasons_and_the_sum(operator):
    page = shown(operator, ADDRESS)

    assert "3 sentences were weighed and not proposed" in page
    assert "Nothing in it speaks of the future. The extractor is 8 % sure" in part_of(page, 1)
    wish = part_of(page, 2)
    assert WISH in wish
    assert "Speaks against it" in wish
    assert 'says what is hoped for <span class="aside">(wish)</span>' in wish
    assert "+3 for and \N{MINUS SIGN}3 against make <strong>0</strong>, 2.5 too little" in wish
    assert "The ferry will stop" not in page


@pytest.mark.usefixtures("captured")
def test_names_the_nearest_misses(operator):
    page = shown(operator, ADDRESS)

    assert f'<a href="#sentence-3">“<span class="said-inline">{NEAR}</span>”</a>' in page
    assert "a near miss" in part_of(page, 3)
    assert "a near miss" not in part_of(page, 1)


@pytest.mark.usefixtures("captured")
def test_logs_what_was_passed_over_from_its_form(operator, post, web_database):
    page = operator.get(ADDRESS).text
    action, quote = re.search(
        r'action="([^"]+)">.{0,300}?name="quote" value="(I hope[^"]+)"', page, re.DOTALL
    ).groups()

    answer = post(action, {"quote": quote})

    added = next(each for each in candidates_of(web_database) if each.quote == WISH)
    assert (answer.status_code, answer.location) == (303, f"/posts/1#candidate-{added.id}")
    assert "Found by a person." in shown(operator, "/posts/1")
    again = part_of(shown(operator, ADDRESS), 2)
    assert "It is a candidate all the same" in again
    assert "Log this" not in again


@pytest.mark.usefixtures("captured")
def test_a_script_gets_the_list_alone(operator):
    answer = operator.get(ADDRESS, headers={"HX-Request": "true"})

    assert answer.status_code == 200
    assert "HX-Request" in answer.headers["Vary"]
    assert "<html" not in answer.text
    assert "<h1" not in answer.text
    assert WISH in answer.text


@pytest.mark.usefixtures("captured")
def test_the_post_has_the_list_in_a_fold_that_leads_to_it_without_scripts(operator):
    page = shown(operator, "/posts/1")

    assert "<summary>What was passed over, and why</summary>" in page
    assert f'hx-get="{ADDRESS}"' in page
    assert f'<a href="{ADDRESS}">' in page
    assert "says what is hoped for" not in page


@pytest.mark.usefixtures("captured")
def test_a_visitor_sees_neither_the_fold_nor_the_list(visitor):
    assert "passed-over" not in visitor.get("/posts/1").text
    assert visitor.get(ADDRESS).status_code == 401


def test_a_long_post_is_shown_a_page_at_a_time(post, operator):
    plain = " ".join(f"The number is {number}." for number in range(45))
    post("/posts", a_post(text=f"{plain} {NEAR}"))

    first, last = shown(operator, ADDRESS), shown(operator, f"{ADDRESS}?page=3")

    assert "in the order of the text, here 1 to 20." in first
    assert "1 to 20 of 46 sentences" in first
    assert first.count("Log this") == 20
    assert 'href="/posts/1/passed-over?page=2"' in first
    assert 'href="/posts/1/passed-over?page=3&amp;size=20#sentence-46"' in first
    assert "41 to 46 of 46 sentences" in last
    assert 'href="#sentence-46"' in last


def test_what_is_too_long_to_quote_says_so(post, operator):
    links = f" and [on](https://example.org/{'a' * 200})" * 12
    post("/posts", a_post(text=f"It rained{links}."))

    page = shown(operator, ADDRESS)

    assert "Too long to be logged whole" in page
    assert "Log this" not in page


def test_says_when_nothing_was_passed_over(post, operator):
    post("/posts", a_post(text="It will rain by May."))

    assert "Nothing was passed over" in shown(operator, ADDRESS)


def test_shows_no_markup_of_a_post_as_markup(post, operator):
    post("/posts", a_post(text='It <img src=x onerror=alert(1)> "rained".', title="<b>"))

    page = operator.get(ADDRESS).text

    assert "<img" not in page
    assert 'value="It &lt;img src=x onerror=alert(1)&gt; &#34;rained&#34;."' in page


@pytest.mark.parametrize(
    "address", ["/posts/9/passed-over", "/posts/9223372036854775808/passed-over"]
)
def test_nothing_was_passed_over_in_a_post_that_is_not_there(operator, address):
    assert operator.get(address).status_code == 404


def test_asks_the_database_no_more_for_a_longer_post(post, operator, count_statements):
    post("/posts", a_post(text="It rained. " * 3))
    post("/posts", a_post(text="It rained. " * 300))

    counts = []
    for number in (1, 2):
        with count_statements() as asked:
            operator.get(f"/posts/{number}/passed-over")
        counts.append(len(asked))

    assert counts[0] == counts[1]
