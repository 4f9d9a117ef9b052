"""What is counted, and what shares come of it."""

from datetime import date

import pytest

from forecasts.domain.candidates import Chance, EstimateKind
from forecasts.evaluation import CLEAR_FROM, Figures, Tier, evaluate, match_post, tier_of
from forecasts.evaluation.figures import Share, spread
from forecasts.extraction import extract

JUNE = date(2020, 6, 30)
BELOW = CLEAR_FROM - 0.001


@pytest.fixture
def evaluation(a_candidate, a_label, a_post):
    """Ann: one dated forecast found, one missed. Ben: one found, weakly, and one proposal wrong."""
    ann = a_post(a_label(0, 10, deadlines=(JUNE,)), a_label(20, 30), author="Ann")
    ben = a_post(a_label(0, 10), author="Ben", kind="negative")
    return evaluate(
        [
            match_post(ann, [a_candidate(0, 10, latest=JUNE)]),
            match_post(ben, [a_candidate(0, 10, latest=JUNE, score=0.5), a_candidate(50, 60)]),
        ]
    )


def test_counts_everything_once(evaluation):
    assert evaluation.overall == Figures(found=2, missed=1, wrong=1)


def test_counts_each_kind_of_post_and_each_author_apart(evaluation):
    ann, ben = Figures(found=1, missed=1, wrong=0), Figures(found=1, missed=0, wrong=1)

    assert evaluation.by_kind == {"commentary": ann, "negative": ben}
    assert evaluation.by_author == {"Ann": ann, "Ben": ben}


def test_posts_of_one_author_go_together_wherever_they_stand(a_label, a_post):
    posts = [a_post(a_label(0, 10), author=author) for author in ("Ann", "Ben", "Ann")]

    found = evaluate([match_post(post, []) for post in posts])

    assert {author: each.missed for author, each in found.by_author.items()} == {"Ann": 2, "Ben": 1}


def test_counts_each_tier_against_all_core_labels(evaluation):
    assert evaluation.by_tier == {
        Tier.DATED: Figures(found=1, missed=2, wrong=0),
        Tier.UNDATED: Figures(found=0, missed=3, wrong=1),
        Tier.WEAK: Figures(found=1, missed=2, wrong=0),
    }


def test_deadlines_count_on_matched_pairs_alone(evaluation):
    assert evaluation.deadline == Share(1, 2)


def test_numbers_and_hedges_count_apart_where_there_are_any(a_candidate, a_label, a_post):
    half = Chance(EstimateKind.STATED, 500_000, 500_000, 500_000, "50%")
    words = Chance(EstimateKind.WORDED, 700_000, 600_000, 800_000, "probably")
    labels = [
        a_label(0, 10, probabilities=(0.5,)),
        a_label(10, 20, hedge="probably"),
        a_label(20, 30, hedge="perhaps"),
        a_label(30, 40),
    ]
    chances = [half, words, words, half]
    candidates = [a_candidate(10 * i, 10 * i + 10, chance=each) for i, each in enumerate(chances)]

    found = evaluate([match_post(a_post(*labels), candidates)])

    assert found.probability == Share(3, 4)
    assert found.probability_where_stated == Share(1, 1)
    assert found.hedge == Share(1, 2)


def test_nothing_to_count_gives_no_figure(a_post):
    found = evaluate([match_post(a_post(), [])]).overall

    assert (found.precision, found.recall, found.f1) == (None, None, None)


def test_finding_nothing_is_an_f1_of_zero_though_precision_has_no_value(a_label, a_post):
    found = evaluate([match_post(a_post(a_label(0, 10)), [])]).overall

    assert (found.precision, found.recall, found.f1) == (None, 0, 0)


def test_no_author_with_a_figure_gives_no_spread():
    assert spread([None, None]) is None


@pytest.mark.parametrize(
    ("score", "latest", "tier"),
    [
        pytest.param(CLEAR_FROM, JUNE, Tier.DATED, id="just clear and dated"),
        pytest.param(CLEAR_FROM, None, Tier.UNDATED, id="just clear and undated"),
        pytest.param(BELOW, JUNE, Tier.WEAK, id="just unclear and dated"),
        pytest.param(BELOW, None, Tier.WEAK, id="just unclear and undated"),
    ],
)
def test_a_tier_is_told_by_score_and_day(a_candidate, score, latest, tier):
    assert tier_of(a_candidate(0, 10, score=score, latest=latest)) is tier


def test_a_deadline_in_words_without_a_day_is_undated():
    (vague,) = extract("The bridge will open soon.", published=date(2020, 1, 1))

    assert vague.deadline is not None
    assert tier_of(vague) is Tier.UNDATED


@pytest.mark.parametrize(
    ("sentence", "tier"),
    [
        pytest.param("The bridge will open.", Tier.UNDATED, id="a bare will"),
        pytest.param("My guess is it opens.", Tier.WEAK, id="a mere guess"),
    ],
)
def test_the_bound_lies_between_a_bare_will_and_a_mere_guess(sentence, tier):
    (candidate,) = extract(sentence, published=date(2020, 1, 1))

    assert tier_of(candidate) is tier
