"""A scorecard in sentences that admit how little is known."""

from forecasts.scoring.bands import Misstated, misstated
from forecasts.scoring.expectation import luck_range
from forecasts.scoring.inference import Interval
from forecasts.scoring.levels import LevelTable
from forecasts.scoring.scorecard import (
    EVIDENCE_FROM,
    PROVISIONAL_BELOW,
    TOO_FEW_BELOW,
    Rate,
    Scorecard,
    StatedFigures,
    WordedTables,
    figures_of,
)


def in_words(card: Scorecard) -> list[str]:
    """The sentences of a card; stated, worded and flat forecasts each in their own."""
    sentences = [
        *stated_in_words(card.stated),
        *_worded_in_words(card.worded),
        *_flat_in_words(card.flat),
    ]
    return sentences or ["Nothing is resolved yet, so there is nothing to say."]


def stated_in_words(table: LevelTable) -> list[str]:
    """What the stated probabilities show; below ten only what luck alone would give.

    >>> stated_in_words(LevelTable.from_pairs([(800_000, 1), (800_000, 0)]))
    ['1 of 2 stated forecasts came true.',
     'Too few to say anything: luck alone would give 0.04 to 0.34.']
    """
    if not table.cells:
        return []
    figures = figures_of(table)
    if figures is None:
        return [
            f"{table.yes} of {table.n} stated forecasts came true.",
            f"Too few to say anything: luck alone would give {_scores(luck_range(table))}.",
        ]
    verdict = f"{_shape(table)}: {_verdict(table, figures)}."
    where = [_where(run) for run in misstated(table)]
    return [verdict, *where, *_score_in_words(figures)]


def _where(run: Misstated) -> str:
    """At which levels the stated chances cannot be right, whatever luck does."""
    said = _level(run.low) if run.low == run.high else f"{_level(run.low)} to {_level(run.high)}"
    return f"At {said} % the chances were stated too {'high' if run.too_high else 'low'}."


def _shape(table: LevelTable) -> str:
    """What was said, and how much of it came true."""
    low, high = table.cells[0].level / table.scale, table.cells[-1].level / table.scale
    said = _level(low) if low == high else f"{_level(low)} to {_level(high)}"
    share, doubt = _percent(table.yes / table.n), _percents(Rate(table.n, table.yes).interval)
    counted = f"{table.yes} of {table.n}, {doubt} %"
    if _always_leaning_to_yes(table):
        return f"Said {said} % and was right {share} % of the time ({counted})"
    mean = _percent(_mean(table))
    return f"Said {said} %, {mean} % on average, and {share} % came true ({counted})"


def _verdict(table: LevelTable, figures: StatedFigures) -> str:
    """Whether the numbers are off, and how; said only on evidence that stands any peeking."""
    if figures.evidence.e_value < EVIDENCE_FROM:
        return "no evidence that the numbers are off"
    if _always_leaning_to_yes(table):
        return "too sure" if table.yes / table.n < _mean(table) else "not sure enough"
    findings = []
    if figures.evidence.slope != 1:
        findings.append("too sure" if figures.evidence.slope < 1 else "not sure enough")
    if figures.evidence.shift:
        more = figures.evidence.shift > 0
        findings.append(f"{'more' if more else 'less'} came true than was said")
    return ", and ".join(findings)


def _score_in_words(figures: StatedFigures) -> list[str]:
    score = (
        f"The Brier score is {figures.brier:.3f} ({_scores(figures.interval)}), where 0 is perfect"
        f" and 0.25 is what fifty-fifty earns; {figures.luck.low:.3f} to {figures.luck.high:.3f}"
        " would be luck if the stated numbers were right."
    )
    provisional = f"Provisional: fewer than {PROVISIONAL_BELOW} forecasts."
    return [score, provisional] if figures.provisional else [score]


def _worded_in_words(worded: WordedTables) -> list[str]:
    if not worded.n:
        return []
    counted = f"In words: {worded.yes} of {worded.n} came true"
    if worded.brier is None:
        return [f"{counted}; fewer than {TOO_FEW_BELOW}, too few for a score."]
    return [f"{counted}; a Brier score of {_scores(worded.brier)}, as the words are read."]


def _flat_in_words(flat: Rate) -> list[str]:
    if not flat.n:
        return []
    counted = f"Flat, without a probability: {flat.yes} of {flat.n} came true"
    if flat.n < TOO_FEW_BELOW:
        return [f"{counted}; fewer than {TOO_FEW_BELOW}, too few for a rate."]
    return [f"{counted}, {_percent(flat.yes / flat.n)} % ({_percents(flat.interval)} %)."]


def _always_leaning_to_yes(table: LevelTable) -> bool:
    return 2 * table.cells[0].level >= table.scale


def _mean(table: LevelTable) -> float:
    return sum(cell.n * cell.level for cell in table) / (table.n * table.scale)


def _scores(interval: Interval) -> str:
    return f"{interval.low:.2f} to {interval.high:.2f}"


def _percents(interval: Interval) -> str:
    return f"{_percent(interval.low)} to {_percent(interval.high)}"


def _percent(share: float) -> str:
    """Whole percents, finer near the ends: never 0 or 100 for what is neither."""
    for digits in (0, 1):
        text = f"{share * 100:.{digits}f}"
        if share in {0, 1} or float(text) not in {0, 100}:
            return text
    return "over 99.9" if share > 1 / 2 else "under 0.1"


def _level(probability: float) -> str:
    """Percents with the decimals that a stated level needs, three at most."""
    return f"{probability * 100:.3f}".rstrip("0").rstrip(".")
