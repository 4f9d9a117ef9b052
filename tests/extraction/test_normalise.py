"""What is taken from bytes, Markdown and HTML."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forecasts.domain.errors import InvalidInputError
from forecasts.extraction import MAX_CHARACTERS, TextFormat, normalise


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        pytest.param("naïve".encode(), "naïve", id="UTF-8"),
        pytest.param(b"\xef\xbb\xbfWords", "Words", id="byte order mark"),
        pytest.param(b"\x93na\xefve\x94", "\u201cnaïve\u201d", id="Windows-1252"),
        pytest.param(b"a\x81b\xff", "a\x81bÿ", id="bytes that Windows-1252 leaves out"),
        pytest.param("one\r\ntwo", "one\ntwo", id="line ends"),
        pytest.param("\n\n  Words\n", "  Words\n", id="leading newlines"),
        pytest.param("---\ntitle: x\n---\n\nWords", "Words", id="front matter"),
        pytest.param("+++\ntitle = 1\n+++\nWords", "Words", id="front matter with plus signs"),
        pytest.param("---\ntitle: x\n+++\nWords", "---\ntitle: x\n+++\nWords", id="two fences"),
        pytest.param("Words\n---\nx\n---\n", "Words\n---\nx\n---\n", id="a ruler further down"),
        pytest.param("**bold** &amp; [x](y)", "**bold** &amp; [x](y)", id="Markdown stays"),
    ],
)
def test_leaves_markdown_as_it_is(raw, expected):
    assert normalise(raw, text_format=TextFormat.MARKDOWN) == expected


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        pytest.param("<p>One\n two</p><p>three</p>", "One two\n\nthree\n", id="paragraphs"),
        pytest.param("a<br>b<br/>c", "a\nb\nc", id="line breaks"),
        pytest.param("<b>bo</b>ld &amp; &#39;x&#39;", "bold & 'x'", id="other tags and entities"),
        pytest.param("a&nbsp; b", "a b", id="no-break space"),
        pytest.param("x<script>1 < 2</script>y", "xy", id="script"),
        pytest.param("<head><title>t</title></head>x<header>y</header>", "xy", id="head"),
        pytest.param("x<!-- <p>no</p> -->y<?php echo 1 ?>", "xy", id="comments"),
        pytest.param("a < b and c > d", "a < b and c > d", id="signs that are no tags"),
        pytest.param("<script>never ends", "never ends", id="an element that never ends"),
        pytest.param("<!-- never ends", "<!-- never ends", id="a comment that never ends"),
        pytest.param("<div>a</div>\n\n<div></div>\n<div>b</div>", "a\n\nb\n", id="one blank line"),
    ],
)
def test_strips_the_tags_of_html(html, expected):
    assert normalise(html, text_format=TextFormat.HTML) == expected


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        pytest.param("", "paste its words", id="nothing"),
        pytest.param(b" \n\t ", "paste its words", id="white space"),
        pytest.param("---\na: b\n---\n", "paste its words", id="front matter only"),
        pytest.param("a\0b", "characters that no text has", id="a zero byte"),
        pytest.param("a\ud800b", "characters that no text has", id="half a character"),
        pytest.param("x" * (MAX_CHARACTERS + 1), "paste the part", id="too long"),
        pytest.param(b"x" * (8 * MAX_CHARACTERS + 1), "paste the part", id="far too long"),
    ],
)
def test_says_what_to_do_about_what_is_no_post(raw, message):
    with pytest.raises(InvalidInputError, match=message) as caught:
        normalise(raw, text_format=TextFormat.TEXT)

    assert caught.value.fields["text"]


def test_takes_a_post_of_just_the_greatest_length():
    text = "x" * MAX_CHARACTERS

    assert normalise(text, text_format=TextFormat.TEXT) == text


def test_html_without_words_is_no_post():
    with pytest.raises(InvalidInputError, match="paste its words"):
        normalise("<p><br></p>", text_format=TextFormat.HTML)


@given(st.binary(max_size=300) | st.text(max_size=300), st.sampled_from(TextFormat))
def test_gives_text_or_a_reason_for_any_input(raw, text_format):
    try:
        text = normalise(raw, text_format=text_format)
    except InvalidInputError:
        return

    assert text.strip()
    assert "\0" not in text
    assert "\r\n" not in text
