"""What has happened: it speaks against a forecast where nothing speaks for one."""

import re

from forecasts.extraction.cues.kinds import Cue, CueKind, as_words
from forecasts.extraction.cues.tenses import PAST_COMPLEMENT, PAST_VERB

PAST: tuple[Cue, ...] = (
    Cue(
        "past time", CueKind.PAST, -1.0, "about the past",
        as_words(
            r"ago|yesterday|last\s(?:year|month|week|night|summer|time|spring|fall|autumn|winter)"
            r"|back\sin|at\sthe\stime"
            r"|so\sfar|since\sthen"
        ),
        ("It rained two years ago.",),
        ("It rains next year.",),
    ),
    Cue(
        "past verb", CueKind.PAST, -1.5, "tells what has happened",
        as_words(PAST_VERB),
        ("They were told.", "He fixed the roof."),
        ("They will launch one.",),
    ),
    Cue(
        "past verb", CueKind.PAST, -1.5, "tells what has happened",
        as_words(
            r"(?:has|have|'ve)(?:n't|\snot|\sjust|\salready|\salso|\snow"
                         r"|\srecently|\sgreatly)?\s"
            r"(?:been|had|\w{2,15}ed|made|taken|gone|come|become|seen|given|lost|won|left|begun"
            r"|shown|fallen|risen|cut|told)",
            clitics=True,
        ),
        ("The army has launched an offensive.", "They've won."),
        ("They will launch one.",),
    ),
    Cue(
        "a guess about the past", CueKind.VETO, -3.0, "guesses at what has been",
        re.compile(
            r"(?<![\w'-])(?:(?:I|we)(?:\s\w{2,12}|'m|'d)?\s(?:doubt|suspect|guess|bet|reckon|wager"
            r"|think|believe|(?:\w{2,12}\s)?(?:sure|confident|convinced))"
            r"|it(?:'s|\sis)\s(?:\w{2,12}\s)?(?:likely|unlikely|probable|possible|doubtful"
            r"|inconceivable|impossible))"
            rf"(?:\s(?:that|if))?\s(?:(?:the|a|an|this|that|these|those|his|her|their|my|our"
            rf"|its)\s)?(?:[\w'-]{{1,20}}\s){{1,3}}?{PAST_COMPLEMENT}(?![\w-])",
            re.IGNORECASE,
        ),
        (
            "I doubt he knew.", "I suspect he was tired.", "I bet the dog did it.",
            "It is likely that he lied or was tired.",
        ),
        ("I doubt he will know.", "I guess it rains."),
    ),
)  # fmt: skip
