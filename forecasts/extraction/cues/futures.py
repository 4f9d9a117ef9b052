"""What is said to come: verbs about the future, and words for what is about to happen."""

from forecasts.extraction.cues.kinds import Cue, CueKind, as_words

_BE = r"(?:is|are|am|looks?|seems?|appears?|remains?|'(?:s|re|m))"
_ADVERBS = (
    r"(?:(?:now|still|not|also|all|already|clearly|probably|almost|nearly|just"
    r"|once\sagain|again|only)\s){0,2}"
)

FUTURES: tuple[Cue, ...] = (
    Cue(
        "future verb", CueKind.FUTURE, 3.0, "a verb about the future",
        as_words(
            r"will(?<!\b(?:free|good) will)(?<!\b(?:ill|the|his|her|own) will)(?<!\bpolitical will)"
            r"(?<!\btheir will)(?<!\ba will)(?!\sof\s)"
            r"|won't|wont(?=\s[a-z])|shall|'ll|going\sto(?=\s(?!the\b|a\b|my\b|work\b|school\b"
            r"|bed\b|church\b|war\b|jail\b|prison\b|college\b|court\b|town\b"
            r"|see\syou\b)(?-i:[a-z]))"
            r"|gonna|gunna",
            clitics=True,
        ),
        (
            "Iraq will be liberated.", "It won't rain.", "It is going to end the fighting.",
            "They'll win.", "This will hurt.",
        ),
        (
            "This is the will of the people.", "I am going to the shop.", "He wrote a will.",
            "He calls.",
        ),
    ),
    Cue(
        "near future", CueKind.FUTURE, 2.5, "something about to happen",
        as_words(
            rf"{_BE}\s{_ADVERBS}(?:set|bound|poised|about|sure|certain|destined|doomed|on\strack"
            r"|on\scourse|primed|fated)\sto(?=\s[a-z])|looks?\sto\sbe|is\sto\sbe|in\sstore\sfor"
            r"|on\s(?:the\s(?:horizon|cards|verge\sof|brink\sof|cusp\sof|road\sto)|its\sway\sout"
            r"|borrowed\stime)|(?:are|is|'(?:re|s))\sin\sfor|haven't\sseen\sthe\slast\sof"
            rf"|{_BE}\s{_ADVERBS}(?:(?:almost|nearly|virtually|very|highly|extremely|exceptionally"
            r"|quite|most|more|far|increasingly|all\sbut)\s)?(?:likely|unlikely|certain|sure"
            r"|guaranteed|doomed)\sto|(?:isn't|aren't)\s(?:(?:very|really|at\sall"
            r"|exactly)\s)?(?:likely|bound|set|about)\sto",
            clitics=True,
        ),
        (
            "It isn't likely to end.", "The bank is set to fail.", "2009 looks to be even cooler.",
            "It is almost certain to start.", "They look unlikely to come.",
            "He is more likely to come.",
        ),
        ("He set the table.", "They were likely to come.", "It is certain."),
    ),
    Cue(
        "near future", CueKind.FUTURE, 2.5, "something about to happen",
        as_words(
            rf"{_BE}\s{_ADVERBS}(?:head(?:ed|ing)\s(?:for|to|toward|towards|into)(?!\s(?:the\s"
            r"(?:airport|beach|office|door|bathroom)|home|out|off|over)\b)|doomed|imminent"
            r"|inevitable"
            r"|unavoidable|inescapable|all\sbut\s(?:certain|over|inevitable|dead|done|guaranteed)"
            r"|a\s(?:certainty|foregone\sconclusion|done\sdeal|sure\sthing|sure\sbet|safe\sbet|lock"
            r"|shoo-in)|dead\son\sarrival|(?:coming|looming|brewing)(?!\s(?:from|out|along|of|into"
            r"|to\s(?:you|grips))\b)|not\sgoing\s(?:anywhere|away)|here\sto\sstay|toast)"
            r"|(?:isn't|aren't)\sgoing\s(?:anywhere|away)",
            clitics=True,
        ),
        (
            "We are headed for a recession.", "A default is inevitable.", "The new law is doomed.",
            "More failures are coming.", "He isn't going anywhere.",
        ),
        ("He headed for the door.", "She is coming from work.", "It was inevitable."),
    ),
    Cue(
        "near future", CueKind.FUTURE, 2.5, "something about to happen",
        as_words(
            r"days\s(?:[\w'-]{1,20}\s){0,4}are\s(?:[a-z]{1,12}\s)?(?:numbered|over\b)"
            r"|(?:only|just|merely)?\s?a\s(?:matter|question)\sof\s(?:time|when)"
            r"|(?:not\s(?:a\s(?:matter|question)\sof\s)?if|not\swhether),?\sbut\swhen"
            r"|when,?\snot\s(?:if|whether)|(?:writing\sis\son\sthe\swall)"
            r"|the\s(?:worst\sis\s(?:yet\sto\scome|still\sahead)"
            r"|best\sis\syet\sto\scome)|has\syet\sto\speak|(?:won't|wouldn't|will\snot"
            r"|may\snot)\sbe\s(?:too\s|very\s)?long\s(?:before|until)"
        ),
        (
            "The days of cheap money are numbered.", "It is only a matter of time.",
            "It is not if, but when.",
        ),
        ("He numbered the days.",),
    ),
    Cue(
        "what is expected", CueKind.FUTURE, 2.5, "something that is expected",
        as_words(
            rf"{_BE}\s(?:now\s|still\s)?(?:widely\s|generally\s)?(?:expected|projected|forecast"
            r"|predicted|estimated|tipped)\sto|(?:is|are)\sto\sbe\sexpected"
            r"|(?:you|we|one|readers|fans|investors|consumers|customers|voters|people|users)\s"
            r"(?:can|should|may|shouldn't|should\snot|can't|cannot)\s(?:also\s|probably\s)?expect",
            clitics=True,
        ),
        ("Rates are expected to fall.", "Investors can expect a bumpy ride."),
        ("Rates were expected to fall.",),
    ),
    Cue(
        "a result", CueKind.FUTURE, 1.5, "says in how many games it is won",
        as_words(
            r"in\s(?:three|four|five|six|seven|[3-7])(?:\s(?:games|sets"
            r"|matches))?(?=\W{0,3}$)"
),
        ("Oslo in four games.", "Bergen in 7."),
        ("It opens in four towns.",),
    ),
    Cue(
        "a change to come", CueKind.FUTURE, 0.5, "a change that is still to come",
        as_words(
            r"no\slonger|for\sthe\sforeseeable\sfuture|in\sthe\sfuture|sooner\sor\slater"
            r"|sooner\srather|from\snow\son|for\syears\sto\scome|in\sthe\syears\sahead"
        ),
        ("It will no longer exist.",),
        ("It is longer.",),
    ),
)  # fmt: skip
