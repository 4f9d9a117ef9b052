"""What makes a sentence a forecast and what speaks against it: one rule a cue, with examples.

Weights add up; ``scores.py`` turns their sum into the score of a candidate.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from forecasts.extraction.tenses import PAST_VERB


class CueKind(StrEnum):
    """What a cue is about."""

    FUTURE = "future"
    STANCE = "stance"
    HEDGE = "hedge"
    PAST = "past"
    VETO = "veto"
    PLAN = "plan"
    CONDITION = "condition"
    ATTRIBUTION = "attribution"


@dataclass(frozen=True, slots=True)
class Cue:
    """A rule that fires on words.

    Attributes:
        name: as it is stored with every candidate it fires on.
        kind: what it is about.
        weight: what it adds; below zero it speaks against a forecast.
        sentence: what it means, for people; the words themselves stand before it.
        pattern: bounded; matched without regard to case against words without markup.
        fires_on: examples in which it fires.
        quiet_on: examples in which it does not.
    """

    name: str
    kind: CueKind
    weight: float
    sentence: str
    pattern: re.Pattern[str]
    fires_on: tuple[str, ...]
    quiet_on: tuple[str, ...] = ()


def _words(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w'-])(?:{pattern})(?![\w-])", re.IGNORECASE)


def _opening(pattern: str) -> re.Pattern[str]:
    return re.compile(
        rf"^[\W_]{{0,6}}(?:(?:and|but|so|or|also|of\scourse|however|then|ok|well|yes"
        rf"|no),?\s){{0,2}}"
        rf"(?:{pattern})(?![\w-])",
        re.IGNORECASE,
    )


CUES: tuple[Cue, ...] = (
    # --- for ------------------------------------------------------------------
    Cue(
        "future verb", CueKind.FUTURE, 3.0, "a verb about the future",
        _words(
            r"(?<!free )(?<!good )(?<!the )(?<!political )(?<!his )(?<!her )(?<!their )will"
            r"(?!\sof\s)"
            r"|won't|shall|'ll|going\sto(?=\s(?!the\b|a\b|my\b|work\b|school\b|bed\b)[a-z])"
            r"|gonna|gunna"
        ),
        ("Iraq will be liberated.", "It won't rain.", "It is going to end the fighting."),
        ("This is the will of the people.", "I am going to the shop."),
    ),
    Cue(
        "future verb", CueKind.FUTURE, 3.0, "a verb about the future",
        re.compile(r"(?<=\w)'ll\b", re.IGNORECASE),
        ("They'll win.",),
        ("He calls.",),
    ),
    Cue(
        "near future", CueKind.FUTURE, 2.5, "something about to happen",
        _words(
            r"(?:is|are|am|'s|'re|looks?|seems?|remains?)\s(?:now\s|all\s)?(?:set|bound|poised"
            r"|about|sure"
            r"|certain|destined|doomed|on\strack|on\scourse|slated|due)\sto|looks?\sto\sbe"
            r"|is\sto\sbe"
            r"|are\sin\sfor|in\sstore\sfor|on\s(?:the\shorizon|its\sway\sout)"
            r"|haven't\sseen\sthe\slast\sof"
            r"|(?:(?:is|are|am|looks?|seems?|appears?|remains?)|(?<=\w)'(?:s|re|m))\s"
            r"(?:now\s|still\s|not\s|also\s){0,2}(?:(?:almost|nearly|virtually|very|highly"
            r"|extremely|exceptionally|quite|most)\s)?"
            r"(?:likely|unlikely|certain|sure|guaranteed)\sto"
        ),
        (
            "The bank is set to fail.", "2009 looks to be even cooler.",
            "It is almost certain to start.", "They look unlikely to come.",
        ),
        ("He set the table.", "They were likely to come.", "He is more likely to come."),
    ),
    Cue(
        "what is expected", CueKind.FUTURE, 2.0, "something that is expected",
        _words(
            r"(?:is|are)\s(?:widely\s|generally\s)?(?:expected|projected|forecast|predicted)\sto"
        ),
        ("Rates are expected to fall.",),
        ("Rates were expected to fall.",),
    ),
    Cue(
        "the author's guess", CueKind.STANCE, 2.5, "the author's own forecast",
        _words(
            r"my\s(?:(?:best|own|first|second|final|fearless|bold)\s)?(?:guess|bet|prediction"
            r"|forecast"
            r"|hunch|suspicion|expectation)s?\s(?:is|are|would\sbe)"
            r"|I(?:'m|\sam)\s(?:guessing|predicting|betting|expecting|forecasting|calling)"
            r"|(?<!if\s)I(?:'d|\swould|\sdo|'ll|\swill|\sfully|\sstill"
            r"|\salso)?\s(?:fully\s)?(?:guess|bet|predict|expect"
            r"|forecast|foresee|anticipate|wager|reckon|suspect)|we\s(?:expect|predict|forecast)"
            r"|mark\smy\swords|my\s(?:gut|crystal\sball)\s(?:tells|says)|gamble"
        ),
        ("My guess is that it rains.", "I would expect to see traction.", "I'm guessing a draw."),
        ("My guest is here.", "They expect rain."),
    ),
    Cue(
        "the author's doubt", CueKind.STANCE, 2.5, "the author doubts it",
        _words(
            r"I\s(?:very\smuch\s|really\s|highly\s)?doubt|don't\sexpect(?=\s(?:a|an|the|any|it"
            r"|this)\b)|I\s(?:don't|do\snot|can't|cannot)\s(?:see|expect"
            r"|foresee|imagine|anticipate)|(?:there's\s|there\sis\s)?no\sway(?!\s(?:of|to"
            r"|around))|not\sa\schance"
        ),
        ("I doubt they win.", "No way he runs.", "I don't see her running."),
        ("There is no way to know.",),
    ),
    Cue(
        "the author's opinion", CueKind.STANCE, 1.5, "the author's own opinion",
        _words(
            r"I(?:'m|\sam)\s(?:(?:pretty|quite|fairly|very|fully)\s)?(?:sure|confident|convinced"
            r"|certain|feeling)"
            r"|I\s(?:still\s|also\s|do\s|really\s|honestly\s)?(?:think|believe|feel\slike)"
            r"|in\smy\s(?:opinion|view)"
            r"|I\shave\s(?:faith|no\sdoubt)|if\syou\sask\sme|I\s(?:would|'d)\ssay|(?:you"
            r"|we)\shave\sto\sassume"
        ),
        ("I think the polls are wrong.", "I'm sure it'll work."),
        ("I thought so.",),
    ),
    Cue(
        "expect, as a request", CueKind.STANCE, 3.0, "tells readers what to expect",
        _opening(r"(?:expect|look\sfor|watch\sfor|count\son|bet\son)(?=\s)"),
        ("Expect a rise in inflation.",),
        ("They expect a rise.",),
    ),
    Cue(
        "word of chance", CueKind.HEDGE, 1.5, "says how likely something is",
        _words(
            r"probably|likely|unlikely|presumably|inevitabl[ey]|undoubtedly|doubtless|surely"
            r"|almost\scertainly"
            r"|(?:good|fair|decent|slim|little|no|small|real|strong|zero|better|outside"
            r"|long)\s(?:chance|shot)s?"
            r"|chances\sare|(?:the\s)?odds\s(?:are|of)|(?:chance|probability|likelihood)\s(?:of"
            r"|that)|bound\sto"
            r"|wouldn't\sbe\ssurprised|would\s(?:not\s)?be\ssurprised|would\sbe\sstunned"
            r"|impossible|inconceivable"
            r"|unthinkable|out\sof\sthe\squestion|no\sdoubt"
        ),
        ("It is likely to rain.", "They have no chance of winning."),
        ("Similarly, it rained.",),
    ),
    Cue(
        "word of possibility", CueKind.HEDGE, 1.0, "says that something is possible",
        _words(r"could(?!\shave|\snot\shave)|might(?!\shave)|perhaps|maybe|possibly|potentially"),
        ("It could rain.",),
        ("It could have rained.",),
    ),
    Cue(
        "word of possibility", CueKind.HEDGE, 1.0, "says that something is possible",
        re.compile(r"(?<![\w'-])may(?=\s(?!\d|of\b|have\b|or\b)[a-z])"),
        ("It may rain.",),
        ("In May rain fell.", "It may have rained."),
    ),
    Cue(
        "no longer", CueKind.FUTURE, 0.5, "a change that is still to come",
        _words(
            r"no\slonger|for\sthe\sforeseeable\sfuture|in\sthe\sfuture|sooner\sor\slater"
            r"|sooner\srather"
        ),
        ("It will no longer exist.",),
        ("It is longer.",),
    ),
    # --- against --------------------------------------------------------------
    Cue(
        "question", CueKind.VETO, -4.0, "asks instead of saying",
        re.compile(r"\?[\"')\]]{0,3}\s?$"),
        ("Will it rain?",),
        ("It will rain.",),
    ),
    Cue(
        "wish", CueKind.VETO, -3.0, "says what is hoped for",
        _words(
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
        _words(r"hopefully"),
        ("Hopefully it rains.",),
        ("A hopeful sign.",),
    ),
    Cue(
        "advice", CueKind.VETO, -2.0, "says what ought to be done",
        _words(
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
        _words(
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
        _words(
            r"(?:would|could|should)(?:n't|\snot)?(?:\sprobably|\slikely|\snever)?(?:\shave|'ve)"
            r"|(?:might|may)(?:n't|\snot)?(?:\shave|'ve)\s(?:been|\w{2,14}(?:ed|en)|had|gone|made)"
        ),
        ("It would have rained.", "I would've stayed."),
        ("It would rain.",),
    ),
    Cue(
        "the author's plan", CueKind.PLAN, -3.0, "what the author means to do",
        _words(
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
        _words(r"you(?:'ll|\swill|'re\sgoing\sto|\scan|\sneed|\swant)|if\syou"),
        ("You'll always need one.",),
        ("They'll need one.",),
    ),
    Cue(
        "talk about predictions", CueKind.VETO, -4.0, "talks about forecasts instead of making one",
        _words(
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
        _words(
            r"I\s(?:had\s|did\s|also\s|once\s|even\s)?(?:said|predicted|guessed"
            r"|guess(?=\swe\swere)|thought"
            r"|expected|wrote|believed|overshot|bet\s[$\d])|(?:as|than)\sI\s\w{3,12}ed"
        ),
        ("I said it wasn't going to rain.", "It rained as I predicted."),
        ("I say it will rain.",),
    ),
    Cue(
        "talk about predictions", CueKind.VETO, -4.0, "a rule for the forecasts around it",
        _opening(r"(?:all|everything|each)\s(?:of\s(?:them|these)\s)?(?:are\s|is\s)?(?:by|before|until)"),
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
        _opening(
            r"(?:that|this|it|there)(?:'s|\s(?:is|was|has))(?!\s(?:likely|unlikely|possible"
            r"|going|no\sway))"
        ),
        ("So that's a freebie.", "Well, it has no name."),
        ("It will rain.",),
    ),
    Cue(
        "explanation", CueKind.VETO, -3.0, "explains another sentence",
        _opening(
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
        _words(
            r"ago|yesterday|last\s(?:year|month|week|night|summer|time)|back\sin|at\sthe\stime"
            r"|so\sfar|since\sthen"
        ),
        ("It rained two years ago.",),
        ("It rains next year.",),
    ),
    Cue(
        "past verb", CueKind.PAST, -1.5, "tells what has happened",
        _words(
            PAST_VERB + r"|(?:has|have|'ve)(?:n't|\snot|\sjust|\salready|\salso|\snow"
                         r"|\srecently|\sgreatly)?\s"
            r"(?:been|had|\w{2,15}ed|made|taken|gone|come|become|seen|given|lost|won|left|begun"
            r"|shown|fallen|risen|cut|told)"
        ),
        ("Iraqi forces have launched an offensive.", "They were told."),
        ("They will launch one.",),
    ),
    # --- flags ------------------------------------------------------------------
    Cue(
        "condition", CueKind.CONDITION, 0.0, "depends on a condition",
        _words(
            r"(?<!as )(?<!what )(?<!surprised )(?<!even )(?<!see )(?<!know )(?<!wonder )"
            r"(?<!stunned )if"
            r"|unless|assuming|provided\sthat|as\slong\sas|in\sthe\sevent|otherwise|given\sthat"
            r"|when\sthat\shappens"
        ),
        ("If it rains, we will stay.",),
        ("It looks as if it will rain.",),
    ),
    Cue(
        "somebody's words", CueKind.ATTRIBUTION, 0.0, "says who spoke these words",
        re.compile(
            r"(?:[,.!?][\"']|[\"'],)\s(?:[\w.'-]{1,20}\s){0,6}?(?<!\bI )(?<!\bwe )(?:says|said|told"
            r"|tells|wrote|writes|added|adds|argued|argues|warned|warns)\b(?!\s(?:I|we)\b)",
            re.IGNORECASE,
        ),
        ('"It will rain," said the pilot.', '"It will rain", the pilot told us.'),
        ('"It will rain," I said.', "It will rain, the pilot said."),
    ),
    Cue(
        "somebody else's forecast", CueKind.ATTRIBUTION, -1.5, "reported, not the author's own",
        _words(
            r"according\sto|(?<!\bI )(?<!\bwe )(?:predicts|expects|forecasts|believes|thinks"
            r"|argues|claims|warns|anticipates"
            r"|estimates|projects|says|said|reckons)(?:\sthat)?|(?:is|are|was"
            r"|were)\s(?:widely\s)?(?:expected|projected|forecast"
            r"|predicted|scheduled|rumou?red|said|thought|believed)\sto|(?:experts|analysts"
            r"|economists|officials|critics|pundits"
            r"|sources|many|some|others|they)\s(?:say|predict|expect|believe|think|forecast"
            r"|argue|warn|claim|anticipate)"
            r"|reportedly|told\s(?:reporters|me|us)|seems?\sto\s(?:believe|think)"
        ),
        ("Ray Dalio warns it could be worse.", "Rates are expected to fall."),
        ("I expect rates to fall.",),
    ),
)  # fmt: skip
"""Every cue; several may share a name where they say the same in other words."""
