"""What the title, the headings and the opening of a post say about the sentences below them."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from forecasts.domain.candidates import FLAT, Chance, EstimateKind
from forecasts.domain.deadlines import Deadline
from forecasts.extraction.dates.reading import choose_deadline, read_deadline
from forecasts.extraction.gates import SIEVE, Guarded
from forecasts.extraction.passages import Passage
from forecasts.extraction.percentages import find_stated, find_trailing
from forecasts.extraction.plain import Plain
from forecasts.extraction.probabilities import read_chance
from forecasts.extraction.structure import COLON_LINE, BlockKind

_PREDICTS = re.compile(
    r"\b(?:predictions(?!\smarkets?)|(?<!\bof\s)prediction(?!\s(?:markets?|models?|algorithms?"
    r"|error|accuracy|tasks?|with|using))"
    r"|predicting\s(?:the\s)?(?:future|next|coming|year|20\d\d|what)"
    r"|forecasts?(?!\s(?:models?|apis?|apps?|library|package|accuracy|errors?|data|tools?|systems?"
    r"|horizons?|with|using))"
    r"|guesses|hunches|prognostications?|prognosis|looking\s(?:ahead|forward\sto\s20\d\d|into)"
    r"|prophec(?:y|ies)|(?:20\d\d|economic|market|annual|year|quarterly|global|industry|my"
    r"|our)\s(?:\w{2,15}\s)?outlook|outlook\s(?:for|on)|^outlook$"
    r"|crystal\sball|what\sto\sexpect|things\sto\scome|what(?:'s|\u2019s|\sis)\s(?:in\sstore|coming"
    r"|ahead)|in\sstore\sfor"
    r"|20\d\ds?\strends|trends\s(?:for|in|of|to\swatch)"
    r"|(?:fearless|bold|my)\sbets|(?:year|decade|season)\s(?:ahead|preview)|what\swill\shappen"
    r"|long\sshots?)\b",
    re.IGNORECASE,
)
_LOOKS_BACK = re.compile(
    r"\b(?:grad(?:ed|es?|ing)|reviewed|review(?:ing)?|revisit(?:ed|ing)?|results?|scor(?:ed|es?|ing"
    r"|ecard)"
    r"|retrospective|recap|post-?mortem|look(?:ing|s)?\sback|how\s(?:did|well|accurate|my|i\sdid"
    r"|are|were|have)"
    r"|report\scard|shap(?:ed|ing)\sup|far(?:ed|ing)|held\sup|panned\sout|half-?way"
    r"|mid-?year\s(?:check|update|review)"
    r"|check(?:ing)?[-\s](?:in|up)|was\s(?:i\s)?(?:right|wrong)|were\s(?:right|wrong)|(?:i"
    r"|we)\sgot\s(?:right|wrong)"
    r"|came\strue|hits\sand\smisses)\b",
    re.IGNORECASE,
)
_OF_PREDICTIONS = re.compile(
    r"\b(?:predict(?:ions?|ed)|forecasts?|guesses|prognostications?|bets|hunches|prophec(?:y"
    r"|ies))\b",
    re.IGNORECASE,
)
_VERDICT = re.compile(
    r"^\W{0,6}(?:grade|verdict|result|outcome|score|status|actual|reality)\b\W{0,6}(?::"
    r"|[A-F][+-]{0,2}\b)"
    r"|^\W{0,6}(?:right|wrong|correct|incorrect|nope|nailed\sit|half\sright|miss|hit|true"
    r"|false)\s?[.!:-]"
    r"|[✓✔✅✗✘❌]|\((?:right|wrong|correct|incorrect|true|false|hit|miss)\)\W{0,3}$",
    re.IGNORECASE | re.MULTILINE,
)
_ENOUGH_VERDICTS = 3
_LONGEST_TITLE, _MOST_WORDS_OF_A_TITLE = 120, 16
_ENOUGH_ITEMS = 4
_LONGEST_ITEM = 600
_MOST_PERSONAL = 0.35
_ANNOUNCES = Guarded(
    re.compile(
        r"\b(?:predictions|prognostications|forecasts|bets|guesses)\b(?!\sare\s(?!about|for))"
        r"|^(?:all|everything|each|these)\b(?=[\w\s]{0,30}\b(?:by|before|until)\s)",
        re.IGNORECASE,
    ),
    SIEVE,
)
_SINGLE_DAY = re.compile(r"(?:in\s)?a\s(?:day|date|feast)\b")
_FOR_DAY = re.compile(r"for\s(?!today|tomorrow|tonight)", re.IGNORECASE)
_AT = re.compile(r"^(?:at|around|about)\s", re.IGNORECASE)
_DECEMBER = 12
_NAMED = re.compile(r"(?:19|20|21)\d\d")
_LENGTH = re.compile(r"\b(?:length|unit)\sof\stime\b")
_DAYS_OF_A_YEAR, _AROUND = 364, 45
_VOTE = re.compile(r"\b(?:election|vote|bowl|season|championship|final)", re.IGNORECASE)
_YEAR = re.compile(r"\b(?:19|20|21)\d\d\b")
_GRADES = re.compile(
    r"\b(?:grad|scor|judg|revisit|evaluat|review|check|come\sback|look\sback|see\show)",
    re.IGNORECASE,
)
_IF = re.compile(r"\bif\b", re.IGNORECASE)
_FEWEST_FUTURE = 0.2
_FUTURE = (" will ", "'ll ", " won't ", " going to ", " shall ")
_AUTHOR = (" I ", " my ", " me ", " My ", " I'm ", " I've ", " I'd ", " me. ", " me, ")
_OF_NUMBERS = (
    "%",
    "percent",
    "per cent",
    "chance",
    "odds",
    "prob",
    "p =",
    "p=",
    "1 in ",
    "one in ",
)


@dataclass(frozen=True, slots=True)
class Scope:
    """What holds for the sentences of one block because of what stands above it.

    Attributes:
        predicts: the title or a heading above says that here are predictions.
        looks_back: the post grades old predictions.
        deadline: the day that the title, a heading or the opening gives; offsets are into the
            text, or 0 where they come from the title.
        heading: words of the heading that gives the signal or the day.
        chance: how sure a heading such as "Long shots" or "80 %" says to be of all below it.
    """

    predicts: bool = False
    looks_back: bool = False
    deadline: Deadline | None = None
    heading: str = ""
    chance: Chance = FLAT


@dataclass(frozen=True, slots=True)
class Habits:
    """How a post writes its forecasts down.

    Attributes:
        in_items: as the items of a list.
        with_numbers: many items state a probability.
        personal: the author speaks of themselves in so many sentences that those in which they
            do not are comment rather than forecasts.
        number_behind: many end in a percentage without so much as a comma before it.
        in_present: hardly any sentence says "will", so that those in the present are forecasts.
    """

    in_items: bool
    with_numbers: bool
    personal: bool
    number_behind: bool
    in_present: bool


def title_scope(title: str | None, text: str, *, published: date) -> Scope:
    """What the title says about every sentence of the post.

    >>> scope = title_scope("Predictions for 2013", "It rains.", published=date(2012, 12, 30))
    >>> scope.predicts, scope.deadline.latest.isoformat()
    (True, '2013-12-31')
    >>> title_scope("Grading my predictions", "", published=date(2012, 12, 30)).looks_back
    True
    """
    words = title or ""
    graded = len(_first(_VERDICT.finditer(text), _ENOUGH_VERDICTS)) == _ENOUGH_VERDICTS
    looks_back = _is_about_old_ones(words) or graded or _speaks_of_past(words, published)
    if looks_back:
        return Scope(looks_back=True)
    predicts = bool(_PREDICTS.search(words))
    found = _deadline_of(words, published)
    if found is None or not (predicts or _is_about_to_begin(found, published)):
        return Scope(predicts=predicts, heading=words if predicts else "")
    return Scope(predicts=predicts, deadline=replace(found, start=0, end=0), heading=words)


def _is_about_to_begin(deadline: Deadline, published: date) -> bool:
    """Whether a title names a year or a longer time that begins around the post's day.

    "In five years" begins with the post.

    Such a post is about that time, even where its title does not speak of predictions.
    """
    if _LENGTH.search(deadline.rule) and deadline.latest:
        return (deadline.latest - published).days >= _DAYS_OF_A_YEAR
    begins = deadline.earliest if _NAMED.search(deadline.phrase) else None
    long = bool(begins and deadline.latest and (deadline.latest - begins).days >= _DAYS_OF_A_YEAR)
    return long and begins is not None and abs((begins - published).days) <= _AROUND


def _is_about_old_ones(words: str) -> bool:
    """Whether a title or heading announces that old predictions are looked at again."""
    return bool(_LOOKS_BACK.search(words) and _OF_PREDICTIONS.search(words))


def find_title(passages: tuple[Passage, ...]) -> str | None:
    r"""What stands above a post like a title: its first line, where that is short and stands alone.

    >>> from forecasts.extraction.passages import read_passages
    >>> find_title(read_passages("2018 Guesses\n\nHere are mine. Read on."))
    '2018 Guesses'
    >>> find_title(read_passages("It rained.")) is None
    True
    """
    if len(passages) < 2 or passages[0].block.quoted:  # noqa: PLR2004 - it stands above something
        return None
    words = passages[0].plain.text
    alone = not (passages[0].is_item and passages[1].is_item)
    short = len(words) <= _LONGEST_TITLE and len(words.split()) <= _MOST_WORDS_OF_A_TITLE
    return words if alone and short and not words.endswith((".", ":", ",", ";")) else None


def _speaks_of_past(title: str, published: date) -> bool:
    """Whether a title about predictions names years, and all of them are over, or nearly so."""
    years = [int(year) for year in _YEAR.findall(title)]
    over = published.year + (published.month == _DECEMBER and not _VOTE.search(title))
    return bool(years) and bool(_PREDICTS.search(title)) and max(years) < over


def _first(matches: Iterator[re.Match[str]], count: int) -> list[re.Match[str]]:
    return [match for match, _ in zip(matches, range(count), strict=False)]


def read_scopes(
    text: str, passages: tuple[Passage, ...], scope: Scope, *, published: date
) -> Iterator[tuple[Passage, Scope]]:
    """Each passage, with what stands above it."""
    open_headings: list[tuple[int, Scope]] = [(0, scope)]
    for passage in passages:
        block = passage.block
        if passage.is_heading:
            open_headings = [each for each in open_headings if each[0] < block.level]
            above = open_headings[-1][1]
            open_headings.append((block.level, _under(text, passage.plain, above, published)))
            yield passage, above
            continue
        if block.kind is BlockKind.PARAGRAPH and open_headings[-1][0] == COLON_LINE:
            after_list = open_headings[-1][1] is not open_headings[-2][1]
            open_headings = open_headings[:-1] if after_list else open_headings
        yield passage, open_headings[-1][1]


def _under(text: str, heading: Plain, above: Scope, published: date) -> Scope:
    words = heading.text
    predicts = bool(_PREDICTS.search(words)) and not _speaks_of_past(words, published)
    if _is_about_old_ones(words):
        return Scope(looks_back=True)
    if above.looks_back and not (predicts and _deadline_of(words, published)):
        return above
    if above.looks_back:
        above = Scope()
    chance = read_chance(_AT.sub("", words).rstrip(" :"))
    read = _deadline_of(words, published) if words else None
    found = _in_text(text, heading, read)
    if not predicts and not (above.predicts and (found or chance.kind is not EstimateKind.FLAT)):
        return above
    return replace(
        above,
        predicts=True,
        deadline=found or above.deadline,
        heading=words,
        chance=chance,
    )


class Opening:
    """The day that the opening of a post sets for all predictions that follow it.

    >>> words = "Here are a few predictions for what 2007 will bring:"
    >>> from forecasts.extraction.plain import read_plain
    >>> opening = Opening(words, date(2006, 12, 31))
    >>> from forecasts.extraction.dates.reading import read_deadlines
    >>> found = read_deadlines(words, published=date(2006, 12, 31))
    >>> opening.hear(read_plain(words, 0, len(words)), 0, len(words), found)
    >>> opening.deadline.latest.isoformat()
    '2007-12-31'
    """

    def __init__(self, text: str, published: date) -> None:
        """Nothing has been heard of that text of that day."""
        self._text = text
        self._published = published
        self._before: Deadline | None = None
        self.deadline: Deadline | None = None

    def hear(self, plain: Plain, start: int, end: int, deadlines: tuple[Deadline, ...]) -> None:
        """Take in the next sentence, with all deadlines that it speaks of.

        One that speaks of predictions sets the day named behind that word; where it names none,
        the day of the sentence before it counts ("Next week comes X. Here are my predictions.").
        """
        words = plain.text[start:end]
        announced = _ANNOUNCES.search(words)
        if find_stated(words):
            return  # a prediction of its own
        if announced and not words.endswith("?") and not _IF.search(words):
            graded = bool(_GRADES.search(words))
            dated = [
                deadline
                for deadline in deadlines
                if _is_horizon(deadline, graded=graded) and deadline.start > announced.start()
            ]
            latest = max(dated, key=lambda each: each.latest or self._published, default=None)
            found = _in_text(self._text, plain, latest, start)
            self.deadline = found or self.deadline or self._before
        chosen = choose_deadline(deadlines, published=self._published)
        dated_before = chosen if chosen and _is_horizon(chosen) else None
        self._before = _in_text(self._text, plain, dated_before, start)


def _is_horizon(deadline: Deadline, *, graded: bool = False) -> bool:
    """Whether a day can be the end of a time that is spoken of: "by 12 March", not "on" it.

    Args:
        deadline: as it was read.
        graded: whether its sentence says when the predictions will be graded, which is mostly
            later; then only the end of a time can be meant.
    """
    if deadline.latest is None or (graded and "the end of" not in deadline.rule):
        return False
    return not _SINGLE_DAY.match(deadline.rule) or bool(_FOR_DAY.match(deadline.phrase))


def _deadline_of(words: str, published: date) -> Deadline | None:
    found = read_deadline(words, published=published)
    return found if found and _is_horizon(found) else None


def _in_text(text: str, plain: Plain, deadline: Deadline | None, start: int = 0) -> Deadline | None:
    """The deadline of the plain words from ``start``, with its place and words in the text."""
    if deadline is None:
        return None
    begin, end = plain.span(start + deadline.start, start + deadline.end)
    return replace(deadline, phrase=text[begin:end], start=begin, end=end)


def read_habits(passages: tuple[Passage, ...]) -> Habits:
    """How the post writes its forecasts down, told from its lists and its sentences."""
    with_words = [passage for passage in passages if not passage.is_heading]
    items = [passage for passage in with_words if passage.is_item]
    paragraphs = [passage for passage in with_words if not passage.is_item]
    in_items = len(items) >= _ENOUGH_ITEMS and 2 * len(items) >= len(with_words)
    listed = items if in_items else with_words
    numbered = sum(map(_states_number, listed))
    behind = sum(bool(find_trailing(passage.plain.text)) for passage in listed)
    number_behind = behind >= _ENOUGH_ITEMS and behind >= len(listed) / 3
    return Habits(
        in_items=in_items,
        with_numbers=(numbered >= _ENOUGH_ITEMS and numbered >= len(listed) / 3) or number_behind,
        number_behind=number_behind,
        personal=_share(_speaks_of_author, paragraphs) > _MOST_PERSONAL,
        in_present=_share(_speaks_of_future, with_words) < _FEWEST_FUTURE,
    )


def _share(has: Callable[[str], bool], passages: list[Passage]) -> float:
    """The part of the sentences that have something; 0 of none."""
    found = [
        has(passage.plain.text[start:end])
        for passage in passages
        for start, end in passage.sentences
    ]
    return sum(found) / len(found) if found else 0.0


def _speaks_of_author(sentence: str) -> bool:
    padded = f" {sentence} "
    return any(words in padded for words in _AUTHOR)


def _speaks_of_future(sentence: str) -> bool:
    return any(words in sentence for words in _FUTURE)


def _states_number(passage: Passage) -> bool:
    words = passage.plain.text[:_LONGEST_ITEM]
    return any(piece in words for piece in _OF_NUMBERS) and find_stated(words) is not None
