"""What makes a sentence a forecast, and every other cue: one rule each, with examples.

Weights add up; ``scores.py`` turns their sum into the score of a candidate. What speaks against a
forecast stands in ``vetoes.py``.
"""

import re

from forecasts.extraction.cue_kinds import Cue, CueKind, as_opening, as_words
from forecasts.extraction.vetoes import AGAINST

_FOR: tuple[Cue, ...] = (
    Cue(
        "future verb", CueKind.FUTURE, 3.0, "a verb about the future",
        as_words(
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
        as_words(
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
        as_words(
            r"(?:is|are)\s(?:widely\s|generally\s)?(?:expected|projected|forecast|predicted)\sto"
        ),
        ("Rates are expected to fall.",),
        ("Rates were expected to fall.",),
    ),
    Cue(
        "the author's guess", CueKind.STANCE, 2.5, "the author's own forecast",
        as_words(
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
        as_words(
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
        as_words(
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
        as_opening(r"(?:expect|look\sfor|watch\sfor|count\son|bet\son)(?=\s)"),
        ("Expect a rise in inflation.",),
        ("They expect a rise.",),
    ),
    Cue(
        "word of chance", CueKind.HEDGE, 1.5, "says how likely something is",
        as_words(
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
        as_words(r"could(?!\shave|\snot\shave)|might(?!\shave)|perhaps|maybe|possibly|potentially"),
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
        as_words(
            r"no\slonger|for\sthe\sforeseeable\sfuture|in\sthe\sfuture|sooner\sor\slater"
            r"|sooner\srather"
        ),
        ("It will no longer exist.",),
        ("It is longer.",),
    ),
)  # fmt: skip

_FLAGS: tuple[Cue, ...] = (
    Cue(
        "condition", CueKind.CONDITION, 0.0, "depends on a condition",
        as_words(
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
        as_words(
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

CUES = (*_FOR, *AGAINST, *_FLAGS)
"""Every cue; several may share a name where they say the same in other words."""
