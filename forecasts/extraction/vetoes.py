"""What speaks against a forecast: one rule a cue, with examples."""

import re

from forecasts.extraction.cue_kinds import Cue, CueKind, as_opening, as_words
from forecasts.extraction.tenses import PAST_VERB

AGAINST: tuple[Cue, ...] = (
    Cue(
        "question", CueKind.VETO, -4.0, "asks instead of saying",
        re.compile(r"\?[\"')\]]{0,3}\s?$"),
        ("Will it rain?",),
        ("It will rain.",),
    ),
    Cue(
        "wish", CueKind.VETO, -3.0, "says what is hoped for",
        as_words(
            r"I\s(?:sincerely\s|really\s|do\s|just\s|only\s)?(?:hope|wish|pray)"
            r"|let\sus(?:\sall)?\shope|we\shope"
            r"|let's\s(?:all\s)?hope|here's\shoping|fingers\scrossed|I(?:'d|\swould)\s(?:love"
            r"|like|prefer)"
            r"|looking\sforward\sto|I\swant|wish\sthat|it\swould\sbe\s(?:nice|great|good)"
            r"|I\slike\sto\sthink"
        ),
        ("I hope it will rain.", "Let us all hope for peace."),
        ("There is little hope.",),
    ),
    Cue(
        "hopefully", CueKind.VETO, -1.0, "says what is hoped for",
        as_words(r"hopefully"),
        ("Hopefully it rains.",),
        ("A hopeful sign.",),
    ),
    Cue(
        "advice", CueKind.VETO, -2.0, "says what ought to be done",
        as_words(
            r"(?:you|we|they|people|everyone|i|he|she|it|congress|government"
            r"|companies)\s(?:should|must|need\sto"
            r"|ought\sto|have\sto(?!\sassume)|had\sbetter)|should|let's|please|don't\s(?:forget"
            r"|miss|worry)|feel\sfree"
        ),
        ("You should sell now.", "Please vote."),
        ("They will sell.",),
    ),
    Cue(
        "open question", CueKind.VETO, -3.0, "says that the author does not know",
        as_words(
            r"I\s(?:don't|do\snot|can't|cannot|couldn't)\s(?:know|tell|say|predict)|who\sknows"
            r"|I(?:'m|\sam)\snot"
            r"\s(?:sure|certain|quite\ssure)|(?:I\s)?have\sno\sidea|remains\sto\sbe\sseen"
            r"|time\swill\stell|we'll\ssee"
            r"|no\sone\sknows|nobody\sknows|I\swonder|the\squestion\sis|hard\sto\s(?:say|know"
            r"|tell|predict)"
        ),
        ("I don't know what will happen.", "Time will tell."),
        ("I know what will happen.",),
    ),
    Cue(
        "what would have been", CueKind.VETO, -3.0, "about a past that did not happen",
        as_words(
            r"(?:would|could|should)(?:n't|\snot)?(?:\sprobably|\slikely|\snever)?(?:\shave|'ve)"
            r"|(?:might|may)(?:n't|\snot)?(?:\shave|'ve)\s(?:been|\w{2,14}(?:ed|en)|had|gone|made)"
        ),
        ("It would have rained.", "I would've stayed."),
        ("It would rain.",),
    ),
    Cue(
        "the author's plan", CueKind.PLAN, -3.0, "what the author means to do",
        as_words(
            r"I(?:\sprobably)?(?:'ll|\swill|\swon't|\sshall|'m\sgoing\sto"
            r"|\sam\sgoing\sto)(?!\sbe\s(?:right|wrong|proven|proved))"
            r"|we(?:'ll|\swill)\s(?:now\s|also\s|then\s|be\s)?(?:look|discuss|cover|talk|show"
            r"|explain|return|posting|see\sif)"
            r"|I\s(?:plan|intend|aim|want|hope|need)\sto|I'm\splanning"
        ),
        ("I will write about it.", "In 2021 I'll rate these.", "I won't rehash it."),
        ("They will write.", "I think they will."),
    ),
    Cue(
        "speaks to the reader", CueKind.VETO, -1.5, "speaks to the reader",
        as_words(r"you(?:'ll|\swill|'re\sgoing\sto|\scan|\sneed|\swant)|if\syou"),
        ("You'll always need one.",),
        ("They'll need one.",),
    ),
    Cue(
        "talk about predictions", CueKind.VETO, -4.0, "talks about forecasts instead of making one",
        as_words(
            r"(?:here\sare|these\sare|following\sare|(?:some|few|annual|more|these|last\syear's"
            r"|any|make|making|made"
            r"|previous|old|all|the|on|my)\s(?:my\s|of\s|of\smy\s|the\s"
            r"|iphone\s)?(?:own\s)?predictions)(?!\sare\sa\b)"
        ),
        ("Here are my predictions.", "I will not make any predictions at 0%."),
        ("My prediction is rain.",),
    ),
    Cue(
        "an earlier forecast", CueKind.VETO, -3.0, "tells of an earlier forecast",
        as_words(
            r"I\s(?:had\s|did\s|also\s|once\s|even\s)?(?:said|predicted|guessed"
            r"|guess(?=\swe\swere)|thought"
            r"|expected|wrote|believed|overshot|bet\s[$\d])|(?:as|than)\sI\s\w{3,12}ed"
        ),
        ("I said it wasn't going to rain.", "It rained as I predicted."),
        ("I say it will rain.",),
    ),
    Cue(
        "talk about predictions", CueKind.VETO, -4.0, "a rule for the forecasts around it",
        as_opening(r"(?:all|everything|each)\s(?:of\s(?:them|these)\s)?(?:are\s|is\s)?(?:by|before|until)"),
        ("All by 31 December 2025 unless stated.",),
        ("All of them will go by May.",),
    ),
    Cue(
        "byline", CueKind.VETO, -3.0, "says who wrote it, where and when",
        re.compile(
            r"^\W{0,4}(?:[Bb]y|[Ww]ritten\sby)\s[A-Z]\w{1,20}\s[A-Z][\w\s,.]{0,40}\son\s"
            r"|^\W{0,4}(?:[Pp]osted|[Pp]ublished|[Ee]xported|[Uu]pdated|[Ff]iled)\s(?:by|on|in|from|at)\s"
        ),
        ("By Ann Smith on January 4, 2025", "Posted on January 4"),
        ("By June it rains.",),
    ),
    Cue(
        "opens a list", CueKind.VETO, -2.5, "opens a list",
        re.compile(r":\s?$"),
        ("Gross domestic product by quarter:",),
        ("Apple: it grows.",),
    ),
    Cue(
        "a remark", CueKind.VETO, -0.5, "a remark about what was said before",
        as_opening(
            r"(?:that|this|it|there)(?:'s|\s(?:is|was|has))(?!\s(?:likely|unlikely|possible"
            r"|going|no\sway))"
        ),
        ("So that's a freebie.", "Well, it has no name."),
        ("It will rain.",),
    ),
    Cue(
        "explanation", CueKind.VETO, -3.0, "explains another sentence",
        as_opening(
            r"(?:by\s[\"'\w-]{1,30}[\w\s\"'-]{0,40},?\sI\s(?:simply\s)?mean|what\s[\"'\w]{1,30}"
            r"|note\sthat|this\s"
            r"(?:is\s(?:mostly\s|largely\s)?based|hinges|depends|includes|excludes"
            r"|can\sbe\seither)|see\s|for\sexample"
            r"|e\.g\.|i\.e\.|update\b|edit\b|rules\b|disclaimer|disclosure|technorati|tags?:"
            r"|posted|source)"
        ),
        ('By "normal" I simply mean that it takes place.', "Note that it will rain."),
        ("This will rain.",),
    ),
    Cue(
        "past time", CueKind.PAST, -1.0, "about the past",
        as_words(
            r"ago|yesterday|last\s(?:year|month|week|night|summer|time)|back\sin|at\sthe\stime"
            r"|so\sfar|since\sthen"
        ),
        ("It rained two years ago.",),
        ("It rains next year.",),
    ),
    Cue(
        "past verb", CueKind.PAST, -1.5, "tells what has happened",
        as_words(
            PAST_VERB + r"|(?:has|have|'ve)(?:n't|\snot|\sjust|\salready|\salso|\snow"
                         r"|\srecently|\sgreatly)?\s"
            r"(?:been|had|\w{2,15}ed|made|taken|gone|come|become|seen|given|lost|won|left|begun"
            r"|shown|fallen|risen|cut|told)"
        ),
        ("Iraqi forces have launched an offensive.", "They were told."),
        ("They will launch one.",),
    ),
)  # fmt: skip
"""Questions, wishes, advice, plans, talk about forecasts, and what has happened."""
