"""What "they", "he" or "it" at the head of a claim stands for, where only one thing can be meant.

That is certain only where the sentence before names one thing alone, speaks of it first or more
than once, and the name is of a kind that the pronoun can stand for. Everything else is left as it
is: a wrong name in a claim is worse than none.
"""

import re
from dataclasses import dataclass

_PRONOUN = re.compile(
    r"^(?P<word>they|he|she|it|their|his|its)(?P<clitic>'ll|'re|'s|'d|'ve)?(?=\s\w)", re.IGNORECASE
)
_NAME = re.compile(
    r"(?<![\w'.-])[A-Z][\w&-]*(?:\.[A-Z]\.?){0,4}"
    r"(?:\s(?:(?:of|the|de|von|van|al)\s){0,2}(?=[A-Z])[A-Z][\w&-]*){0,4}"
)
_TITLES = frozenset({
    "mr", "mrs", "ms", "dr", "president", "senator", "sen", "governor", "minister", "king", "queen",
    "pope", "judge", "justice", "professor", "prof", "general", "secretary", "chancellor", "mayor",
})  # fmt: skip
_NO_NAMES = frozenset({
    "i", "the", "a", "an", "this", "that", "these", "those", "it", "he", "she", "they", "we", "you",
    "my", "our", "his", "her", "their", "its", "in", "on", "at", "by", "for", "with", "from", "as",
    "if", "when", "while", "after", "before", "since", "until", "and", "but", "or", "so", "yet",
    "not",
    "no", "yes", "there", "here", "what", "who", "how", "why", "where", "which", "all", "some",
    "many",
    "most", "every", "each", "both", "of", "to", "once", "even", "also", "however", "still", "now",
    "then", "perhaps", "maybe", "well", "first", "second", "third", "finally", "one", "january",
    "february", "march", "april", "may", "june", "july", "august", "september", "october",
    "november",
    "december", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
})  # fmt: skip
_ABBREVIATION = re.compile(r"[A-Z]{1,2}|[A-Z]{2,4}s")
_SAYS_WHAT_A_THING_DOES = re.compile(
    r"^(?:will|won't|'ll|shall|cannot|is\sgoing\sto|isn't\sgoing\sto)\s"
    r"(?:(?:not|never|probably|soon|finally|eventually|also)\s){0,2}"
    r"(?:fail|win|lose|die|collapse|survive|grow|shrink|launch|release|buy|sell|merge|close|open"
    r"|expand|crash|fall|rise|drop|reach|hit|pass|beat|leave|join|quit|resign|return|dominate|replace"
    r"|kill|acquire|announce|ship|split|recover|decline|disappear|outsell|surpass|overtake)\b",
    re.IGNORECASE,
)
_MAY_BE_MANY = re.compile(r"(?:s|[A-Z]{3,6}|Congress|Party|Government|Army|Group|Company|Bank)$")
_FIRST_WORDS, _LONGEST_PERSON = 5, 3
_CLITICS = {"'ll": " will", "'re": " are", "'ve": " have", "'d": " would", "'s": " is", "": ""}


@dataclass(frozen=True, slots=True)
class Resolved:
    """A claim with a name in place of the pronoun at its head."""

    claim: str
    pronoun: str
    name: str


def resolve_pronoun(claim: str, before: str) -> Resolved | None:
    """The claim with the pronoun at its head resolved; None where that is not certain.

    Args:
        claim: a sentence.
        before: the sentence before that of the claim, in the same paragraph; may be empty.

    >>> resolve_pronoun("They will go on", "The fall of ISIS is not the end of ISIS.").claim
    'ISIS will go on'
    >>> resolve_pronoun("It will rain", "Paris is the city I love.") is None
    True
    >>> resolve_pronoun("They will win", "The Giants play the Jets.") is None
    True
    """
    pronoun = _PRONOUN.match(claim)
    names = find_names(before) if pronoun else []
    if pronoun is None or len(names) != 1 or not _is_spoken_of(names[0], before):
        return None
    name, rest = names[0], claim[pronoun.end() :]
    if not _can_stand_for(pronoun, rest, name):
        return None
    if pronoun["word"].lower() in ("their", "his", "its"):
        owner = f"{name}'" if name.endswith("s") else f"{name}'s"
        return Resolved(f"{owner}{rest}", pronoun["word"], name)
    return Resolved(f"{name}{_CLITICS[pronoun['clitic'] or '']}{rest}", pronoun["word"], name)


def find_names(sentence: str) -> list[str]:
    """The distinct names in a sentence; a part of a longer name is that name.

    >>> find_names("I hear that Ann Lee and the Kurds agree; Lee and Congress do.")
    ['Ann Lee', 'Kurds', 'Congress']
    """
    names: list[str] = []
    for match in _NAME.finditer(sentence):
        words = match[0].split()
        while words and words[0].lower() in _NO_NAMES:
            words = words[1:]
        name = " ".join(words)
        if name and not any(name in known for known in names):
            names = [*(known for known in names if known not in name), name]
    return names


def _is_spoken_of(name: str, sentence: str) -> bool:
    """Whether a sentence is about a name: it comes first, or more than once."""
    first = len(sentence.split(name, 1)[0].split()) < _FIRST_WORDS
    return first or sentence.count(name) > 1


def _can_stand_for(pronoun: re.Match[str], rest: str, name: str) -> bool:
    word, parts = pronoun["word"].lower(), name.split()
    titled = parts[0].lower().rstrip(".") in _TITLES
    person = titled or 1 < len(parts) <= _LONGEST_PERSON
    if word in ("he", "she", "his"):
        return person and all(part[0].isupper() for part in parts)
    if _ABBREVIATION.fullmatch(name) or titled:
        return False
    if word in ("they", "their"):
        return bool(_MAY_BE_MANY.search(name))
    after = f"{pronoun['clitic'] or ''}{rest}".lstrip()
    return not person and (word == "its" or bool(_SAYS_WHAT_A_THING_DOES.match(after)))
