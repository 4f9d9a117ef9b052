"""Shrunken skills and rank intervals: by hand, and against what is known to be true."""

import numpy as np
import pytest

from forecasts.scoring.ranking import Spread, Sums, estimate_spread, rank


def sums_of(scores) -> Sums:
    return Sums(len(scores), float(np.sum(scores)), float(np.sum(np.square(scores))))


def made_up(people: int, *, skill: float, noise: float, seed: int):
    chance = np.random.default_rng(seed)
    skills = chance.normal(0, skill, people)
    numbers = np.minimum(1 + chance.pareto(1.0, people) * 8, 400).astype(int)
    scores = [chance.normal(mean, noise, n) for mean, n in zip(skills, numbers, strict=True)]
    return skills, {name: sums_of(each) for name, each in enumerate(scores)}


def test_the_spread_is_worked_out_by_hand():
    spread = estimate_spread([sums_of([1, 3]), sums_of([5, 7])])

    assert spread == Spread(mean=4.0, noise=2.0, skill=7.0)


def test_the_spread_of_many_people_is_found_again():
    _, people = made_up(2_000, skill=6, noise=45, seed=1)

    spread = estimate_spread(list(people.values()))

    assert spread.skill**0.5 == pytest.approx(6, abs=1.0)
    assert spread.noise**0.5 == pytest.approx(45, rel=0.02)


def test_people_who_do_not_differ_are_all_shrunk_to_the_same():
    people = {"ada": sums_of([1, -1, 1, -1]), "ben": sums_of([-1, 1, -1, 1])}

    ranks = rank(people, estimate_spread(list(people.values())))

    assert {each.skill for each in ranks.values()} == {0.0}


def test_a_lucky_beginner_does_not_lead():
    _, people = made_up(300, skill=6, noise=45, seed=2)
    veteran = sums_of(np.random.default_rng(3).normal(12, 45, 400))

    ranks = rank(people | {"lucky": Sums(1, 90, 8_100), "veteran": veteran}, Spread(0, 45**2, 36))

    assert list(ranks).index("veteran") < list(ranks).index("lucky")
    assert ranks["lucky"].skill < 10


def test_shrunken_skills_are_nearer_to_the_truth_than_raw_means():
    skills, people = made_up(1_000, skill=6, noise=45, seed=4)

    ranks = rank(people, estimate_spread(list(people.values())))

    shrunk = np.array([ranks[name].skill for name in range(1_000)])
    raw = np.array([people[name].total / people[name].n for name in range(1_000)])
    assert np.mean((shrunk - skills) ** 2) < np.mean((raw - skills) ** 2) / 3


def test_rank_intervals_hold_the_true_rank_about_as_often_as_they_say():
    held = []
    for seed in range(10):
        skills, people = made_up(100, skill=6, noise=45, seed=seed)
        true = (-skills).argsort().argsort() + 1
        ranks = rank(people, Spread(0, 45**2, 36))
        held += [ranks[name].ranks[0] <= true[name] <= ranks[name].ranks[1] for name in range(100)]
    assert np.mean(held) == pytest.approx(0.9, abs=0.04)


def test_ranks_of_very_many_people_are_bounded():
    _, people = made_up(2_500, skill=6, noise=45, seed=5)

    ranks = rank(people, Spread(0, 45**2, 36))

    assert all(1 <= each.ranks[0] <= each.ranks[1] <= 2_500 for each in ranks.values())


def test_nobody_is_ranked_without_scores():
    assert estimate_spread([]) is None
    assert estimate_spread([Sums(1, 2, 4)]) is None
    assert rank({"ada": Sums(0, 0, 0)}, Spread(0, 1, 1)) == {}
    assert estimate_spread([sums_of([1, 3])]).skill == 0
