"""Conditions, and whose forecast it is."""

import re

from forecasts.extraction.cues.kinds import Cue, CueKind, as_words

FLAGS: tuple[Cue, ...] = (
    Cue(
        "condition", CueKind.CONDITION, 0.0, "depends on a condition",
        as_words(
            r"(?<!as )(?<!what )(?<!surprised )(?<!shocked )"
            r"(?<!amazed )(?<!even )(?<!see )(?<!know )(?<!wonder )"

            r"(?<!stunned )(?<!only )(?<!sure )(?<!\bme )if(?!\sever\b|\syou\sask\b|\syou\swill\b"
            r"|\sanything\b|\snot\s(?:sooner|earlier|more|before))"
            r"|unless|assuming|provided\sthat|as\slong\sas|in\sthe\sevent|otherwise|given\sthat"
            r"|when\sthat\shappens"
        ),
        ("If it rains, we will stay.",),
        ("It looks as if it will rain.", "It wouldn't surprise me if it rained."),
    ),
    Cue(
        "condition", CueKind.CONDITION, 0.0, "depends on a condition",
        re.compile(
            r"^[\W_]{0,4}(?:(?:but|and)\s)?should\s(?:the|a|an|this|that|they|he|she|it"
            r"|we)\s[^,\n]{3,120},"
, re.IGNORECASE),
        ("Should the talks fail, sanctions return.",),
        ("Should it rain?",),
    ),
    Cue(
        "somebody's words", CueKind.ATTRIBUTION, 0.0, "says who spoke these words",
        re.compile(
            r"(?:[,.!?][\"']|[\"'],)\s(?:[\w.'-]{1,20}\s){0,6}?(?<!\bI )(?<!\bwe )(?:says|said|told"
            r"|tells|wrote|writes|added|adds|argued|argues|warned|warns|predicted"
            r"|predicts)\b(?!\s(?:I|we)\b)",
            re.IGNORECASE,
        ),
        ('"It will rain," said the pilot.', '"It will rain", the pilot told us.'),
        ('"It will rain," I said.', "It will rain, the pilot said."),
    ),
    Cue(
        "somebody else's forecast", CueKind.ATTRIBUTION, -1.5, "reported, not the author's own",
        as_words(
            r"according\sto|(?<!\bI )(?<!\bwe )(?:predicts|expects|forecasts|believes|thinks"
            r"|argues|claims|warns|anticipates|insists|promises|suggests\sthat|hopes|vows|maintains"
            r"|contends|announces|pledges"
            r"|estimates|projects|says|said|reckons)(?:\sthat)?|(?:is|are|was"
            r"|were)\s(?:widely\s)?(?:expected|projected|forecast"
            r"|predicted|scheduled|rumou?red|said|thought|believed)\sto|(?:experts|analysts"
            r"|economists|officials|critics|pundits|scientists|researchers|observers|commentators"
            r"|insiders|reports|polls"
            r"|sources|(?<!\bthan\s)many|some|others|they"
            r"|(?<!\bthan\smost\s)(?<!\bthan\s)(?<!\bas\smost\s)people|supporters|opponents"
            r"|skeptics)\s(?:say|predict|expect|believe|think|forecast"
            r"|argue|warn|claim|anticipate|suggest|hope|insist|fear)"
            r"|reportedly|told\s(?:reporters|me|us)|seems?\sto\s(?:believe|think)"
        ),
        ("Ray Dalio warns it could be worse.", "Rates are expected to fall."),
        ("I expect rates to fall.",),
    ),
)  # fmt: skip
