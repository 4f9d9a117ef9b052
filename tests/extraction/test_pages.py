"""Whole web pages: the article is taken, what surrounds it is not."""

import subprocess
import sys
import time

import pytest

from benchmarks.hostile_texts import make_pages
from forecasts.extraction import TextFormat, normalise
from forecasts.extraction.pages import DEEPEST, MOST_TAGS, MOST_WORK, is_page, read_article
from forecasts.extraction.structure import BlockKind, find_blocks

ARTICLE = """
<h1>What I expect</h1>
<p>Each winter I write down what I think is coming, so that nobody has to trust my memory. The
list is short, <b>as always</b>, and <a href="/old">the old one</a> has been graded.</p>
<h2>Politics</h2>
<ul><li>The minister will resign by June 2018: 70%</li><li>The party will split: 20%</li></ul>
<h2>Prices</h2>
<ol><li>Bread will cost more by the end of 2018.</li><li>Oil will cost less.</li></ol>
<p>I am 80% sure that the new bridge will open before the end of 2018.</p>
"""
AROUND = """
<div id="cookie-banner" class="cookie-consent"><p>We use cookies. Accept them all.</p></div>
<nav><ul><li><a href="/">Home page</a></li><li><a href="/me">About the author</a></li></ul></nav>
"""
BELOW = """
<aside class="sidebar widget-area"><h3>Recent posts</h3><ul><li><a href="/1">It will hail by May
2018</a></li></ul></aside>
<div id="comments" class="comments-area"><h3>2 comments</h3><ol class="comment-list">
<li class="comment"><p>Joe: I am 90% sure that it will snow by May 2018, you will see.</p></li>
</ol></div>
<footer class="site-footer"><p>Copyright, all rights reserved.</p></footer>
"""
BLOG = f"""<!DOCTYPE html>
<html lang="en"><head><title>What I expect</title><style>p {{ color: red }}</style></head>
<body>{AROUND}<article>{ARTICLE}</article>{BELOW}<script>var x = "<p>no</p>";</script></body></html>
"""
WORDPRESS = f"""<?xml version="1.0" encoding="iso-8859-1"?>
<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "xhtml1-strict.dtd">
<html xmlns="http://www.w3.org/1999/xhtml"><head><title>Mine</title></head>
<body class="single"><div id="page">{AROUND}<div id="content"><div class="post hentry">
<div class="entry-content">{ARTICLE}</div></div></div>{BELOW}</div></body></html>
"""
BARE = f"<html><body>{ARTICLE}</body></html>"
SURROUNDINGS = ["cookies", "Home page", "About the author", "Recent posts", "hail", "Joe", "rights"]
LONGEST = 3
"""Seconds of CPU: three times what a page takes on a machine that has nothing else to do."""

W = "It will rain by May 2019, I think, and more words go here. "


@pytest.mark.parametrize(
    "page",
    [
        pytest.param(BLOG, id="a blog"),
        pytest.param(WORDPRESS, id="like WordPress"),
        pytest.param(BARE, id="bare"),
        pytest.param(BLOG.encode("cp1252"), id="bytes"),
    ],
)
def test_the_headings_items_and_paragraphs_of_an_article_are_kept_and_nothing_else(page):
    text = normalise(page, text_format=TextFormat.HTML)

    blocks = find_blocks(text)
    words = {kind: [text[b.start : b.end] for b in blocks if b.kind is kind] for kind in BlockKind}
    assert words[BlockKind.HEADING][-2:] == ["Politics", "Prices"]
    assert words[BlockKind.ITEM] == [
        "The minister will resign by June 2018: 70%",
        "The party will split: 20%",
        "Bread will cost more by the end of 2018.",
        "Oil will cost less.",
    ]
    assert [each[:11] for each in words[BlockKind.PARAGRAPH]] == ["Each winter", "I am 80% su"]
    assert [each for each in SURROUNDINGS if each in text] == []


def test_the_same_page_gives_the_same_text():
    assert len({normalise(BLOG, text_format=TextFormat.HTML) for _ in range(3)}) == 1


@pytest.mark.parametrize(
    "html",
    [
        pytest.param(AROUND + ARTICLE, id="a fragment"),
        pytest.param("<header>x</header><p>The bodyguard.</p>", id="names that only begin alike"),
        pytest.param("x" * 2_000 + "<html><body>", id="too far down"),
        pytest.param("&lt;html&gt; is a tag", id="a tag that is quoted"),
    ],
)
def test_what_is_no_whole_page_is_read_as_before(html):
    assert not is_page(html)


def test_a_fragment_keeps_all_its_words():
    text = normalise(AROUND + ARTICLE + BELOW, text_format=TextFormat.HTML)

    assert [each for each in SURROUNDINGS if each not in text] == []


@pytest.mark.parametrize(
    "page",
    [
        pytest.param("<html><body><nav>It will rain.</nav></body></html>", id="no article"),
        pytest.param(
            "<html><body>" + "<div>" * (DEEPEST + 1) + "It will rain.", id="nests too deep"
        ),
        pytest.param(
            "<html><body>" + "<br>" * (MOST_TAGS + 1) + "It will rain.", id="too many tags"
        ),
        pytest.param("<html><body>" + " " * 1_000_000 + "It will rain.", id="too long"),
        pytest.param(
            "<html><body>" + "<br>" * 1_000 + " " * (MOST_WORK // 1_000) + "It will rain.",
            id="too long for its tags",
        ),
    ],
)
def test_a_page_without_an_article_that_can_be_read_loses_its_tags_only(page):
    assert normalise(page, text_format=TextFormat.HTML).strip() == "It will rain."


def test_whatever_the_library_raises_the_words_are_kept(monkeypatch):
    def fail(*_, **__):
        raise RecursionError

    monkeypatch.setattr("trafilatura.extract", fail)

    text = normalise(BLOG, text_format=TextFormat.HTML)

    assert "the new bridge will open" in text
    assert "Home page" in text


@pytest.mark.parametrize(
    "body",
    [
        pytest.param("<div>" * 100_000 + W, id="deep"),
        pytest.param("<b><i>" * 50_000 + W, id="deep in line"),
        pytest.param("<p a" + " a".join(map(str, range(200_000))) + ">" + W * 9, id="attributes"),
        pytest.param("<p " + 'a="<>" b' * 150_000 + ">" + W, id="quoted signs"),
        pytest.param("<" * 1_000_000 + W, id="signs"),
        pytest.param("<p id=" * 200_000 + W, id="tags that never end"),
        pytest.param("<p " + "id= " * 400_000 + ">" + W, id="one attribute again and again"),
        pytest.param("<!--" * 200_000 + W, id="comments that never end"),
    ],
)
def test_what_is_no_page_for_the_library_ends_soon(body):
    began = time.process_time()

    read_article("<!doctype html><html><body>" + body)

    assert time.process_time() - began < LONGEST


@pytest.mark.parametrize(
    "name",
    [
        "as deep as may be",
        "drawings with words behind",
        "paragraphs called comments",
    ],
)
def test_the_worst_pages_that_the_library_sees_end_soon(name):
    normalise(BARE, text_format=TextFormat.HTML)  # the library is loaded once
    seconds = []
    for page in make_pages(name):
        began = time.process_time()
        read_article(page)
        seconds.append(time.process_time() - began)

    assert max(seconds) < LONGEST


def test_the_library_is_loaded_for_a_page_alone():
    program = (
        "import sys; from forecasts.extraction import TextFormat, normalise;"
        "normalise('<p>It will rain.</p>', text_format=TextFormat.HTML);"
        "sys.exit('trafilatura' in sys.modules or 'lxml' in sys.modules)"
    )

    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
