"""Files of a corpus: what is read, and what is refused with the name of the file."""

from datetime import date

import pytest

from forecasts.domain.errors import InvalidInputError
from forecasts.evaluation.reading import LARGEST_CORPUS, LARGEST_FILE, MOST_POSTS, read_corpus


def test_reads_posts_in_the_order_of_their_names(corpus, content):
    folder = corpus(**dict.fromkeys("ehbgadfc", content()))

    posts = read_corpus(folder)

    assert [post.name for post in posts] == list("abcdefgh")


def test_reads_a_post_with_every_label(corpus, content):
    folder = corpus(a=content())

    (first,) = read_corpus(folder)

    assert (first.name, first.author, first.kind) == ("a", "Ann", "commentary")
    assert (first.published, first.title) == (date(2020, 1, 1), "Crossings")
    assert [label.quote for label in first.labels] == [
        "The bridge will open by June.",
        "The ferry will probably stop.",
    ]
    assert [label.deadlines for label in first.labels] == [(date(2020, 6, 30),), (None,)]
    assert [label.hedge for label in first.labels] == [None, "probably"]


def test_reads_every_answer_that_a_label_accepts(corpus, content):
    label = content()["labels"][0] | {
        "deadline_also": [None, "2020-07-01"],
        "probability": 0.7,
        "probability_also": [1, None],
        "optional": True,
    }

    (post,) = read_corpus(corpus(a=content(labels=[label])))

    assert post.labels[0].deadlines == (date(2020, 6, 30), None, date(2020, 7, 1))
    assert post.labels[0].probabilities == (0.7, 1.0, None)
    assert post.labels[0].optional


def test_takes_the_folder_of_the_posts_itself(corpus, content):
    folder = corpus(a=content())

    assert read_corpus(folder / "posts") == read_corpus(folder)


def test_a_post_needs_no_title(corpus, content):
    (post,) = read_corpus(corpus(a=content(title=None)))

    assert post.title is None


@pytest.mark.parametrize(
    "raw",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"{", id="cut off"),
        pytest.param(b"\xff\xfe\xff", id="no text"),
        pytest.param(b"[" * 100_000, id="too deep"),
        pytest.param(b"[]", id="a list"),
        pytest.param(b'{"labels": ' + b"9" * 5000 + b"}", id="too long a number"),
    ],
)
def test_names_the_file_that_is_no_post(corpus, content, raw):
    folder = corpus(good=content(), odd=raw)

    with pytest.raises(InvalidInputError, match=r"odd\.json"):
        read_corpus(folder)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        pytest.param("text", None, id="no text"),
        pytest.param("text", " ", id="an empty text"),
        pytest.param("text", "x" * 500_001, id="too long a text"),
        pytest.param("author_hint", 5, id="a number for an author"),
        pytest.param("kind", "", id="no kind"),
        pytest.param("title", 5, id="a number for a title"),
        pytest.param("published", "2020-02-30", id="no such day"),
        pytest.param("published", None, id="no day"),
        pytest.param("labels", None, id="no labels"),
        pytest.param("labels", {}, id="labels that are no list"),
        pytest.param("labels", [{}] * 10_001, id="too many labels"),
    ],
)
def test_names_the_file_whose_field_is_malformed(corpus, content, field, value):
    folder = corpus(odd=content(**{field: value}))

    with pytest.raises(InvalidInputError, match=rf"^odd\.json: '{field}' "):
        read_corpus(folder)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        pytest.param("start", -1, id="before the text"),
        pytest.param("start", 29, id="an empty span"),
        pytest.param("start", True, id="true for a number"),
        pytest.param("end", 71, id="behind the text"),
        pytest.param("end", "29", id="a text for a number"),
        pytest.param("quote", "The bridge", id="other words"),
        pytest.param("deadline", "June", id="a day in words"),
        pytest.param("deadline_also", "2020-07-01", id="a day for a list"),
        pytest.param("deadline_also", [5], id="a number among days"),
        pytest.param("probability", 1.1, id="above one"),
        pytest.param("probability", "0.5", id="a text for a probability"),
        pytest.param("probability", True, id="true for a probability"),
        pytest.param("probability_also", [float("nan")], id="not a number"),
        pytest.param("hedge", 5, id="a number for a hedge"),
        pytest.param("optional", "no", id="a text for a flag"),
    ],
)
def test_names_the_label_that_is_malformed(corpus, content, field, value):
    labels = content()["labels"]
    labels[0][field] = value

    named = field.removesuffix("_also")
    with pytest.raises(InvalidInputError, match=rf"^odd\.json, label 1: .*'{named}"):
        read_corpus(corpus(odd=content(labels=labels)))


def test_names_the_label_that_is_no_object(corpus, content):
    labels = [*content()["labels"], 5]

    with pytest.raises(InvalidInputError, match=r"^odd\.json, label 3: not a JSON object"):
        read_corpus(corpus(odd=content(labels=labels)))


@pytest.mark.parametrize(
    ("size", "message"),
    [
        pytest.param(LARGEST_FILE, "odd.json is not JSON", id="just small enough"),
        pytest.param(LARGEST_FILE + 1, "odd.json is longer than", id="too large a file"),
        pytest.param(LARGEST_CORPUS + 1, "holds more than 400,000,000 bytes", id="too large a sum"),
    ],
)
def test_refuses_what_is_too_large(corpus, size, message):
    folder = corpus(odd=b"")
    with (folder / "posts" / "odd.json").open("wb") as file:
        file.truncate(size)

    with pytest.raises(InvalidInputError, match=message):
        read_corpus(folder)


def test_refuses_too_many_posts(corpus):
    folder = corpus()
    for number in range(MOST_POSTS + 1):
        (folder / "posts" / f"{number}.json").touch()

    with pytest.raises(InvalidInputError, match="holds more than 10,000 posts"):
        read_corpus(folder)


def test_says_where_posts_are_looked_for(tmp_path):
    with pytest.raises(InvalidInputError, match=r"posts/\*\.json"):
        read_corpus(tmp_path)


def test_a_folder_in_place_of_a_post_cannot_be_read(corpus):
    folder = corpus()
    (folder / "posts" / "odd.json").mkdir()

    with pytest.raises(InvalidInputError, match=r"odd\.json cannot be read"):
        read_corpus(folder)
