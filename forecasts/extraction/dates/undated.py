"""Words about time that name no day: "soon", "after the election", "for the foreseeable future"."""

import re
from dataclasses import dataclass

from forecasts.extraction.alternatives import compile_grouped


@dataclass(frozen=True, slots=True)
class UndatedRule:
    """A way to speak about time that no calendar resolves.

    Attributes:
        name: as it is told to people.
        kind: "vague", or "event" where the day hangs on something that has a date of its own.
        pattern: bounded; matched without regard to case.
        examples: phrases it reads.
    """

    name: str
    kind: str
    pattern: re.Pattern[str]
    examples: tuple[str, ...]


def _compile(pattern: str) -> re.Pattern[str]:
    return compile_grouped(rf"(?<!\w)(?:{pattern})(?!\w)")


_EVENT = (
    r"(?:elections?|election\s(?:day|night)|midterms?|mid-terms|primar(?:y|ies)|caucus(?:es)?"
    r"|inauguration|referendum|world\scup|olympics|olympic\sgames|super\sbowl|world\sseries"
    r"|playoffs|all-star\sbreak|season|summit|conference|convention|hearings?|trial|verdict"
    r"|launch|ipo|merger|war|ceasefire|shutdown|lockdown|pandemic|recession|budget|vote|census"
    r"|draft|finale?|release|announcement|keynote|ramadan|eid)"
)

RULES: tuple[UndatedRule, ...] = (
    UndatedRule(
        "some time to come, without a number",
        "vague",
        _compile(
            r"(?:(?:in|over|during|for|within|through)\s)?(?:the\s)?(?:next|coming|following)\s"
            r"(?:few\s|several\s|number\sof\s|handful\sof\s)?"
            r"(?:hours|days|weeks|months|years|decades)"
        ),
        ("in the coming weeks", "over the next few years"),
    ),
    UndatedRule(
        "few or several units",
        "vague",
        _compile(
            r"(?:in|within|for|over)\s(?:(?:a\s)?(?:matter\sof|few|number\sof|handful\sof"
            r"|very\sfew)"
            r"\s|several\s|some\s|many\s|mere\s)?(?:hours|days|weeks|months|years|decades)"
            r"(?:'|\sto\scome)?(?:\stime)?|(?:a\sfew|several|some|many)\s(?:days|weeks|months"
            r"|years)"
            r"\s(?:from\snow|away|hence|off)|a\sgeneration|generations"
        ),
        ("in a few years", "within months", "for years to come"),
    ),
    UndatedRule(
        "a word for some day",
        "vague",
        _compile(
            r"(?:very\s|pretty\s|quite\s)?soon(?:er\sor\slater|er\srather\sthan\slater|ish)?"
            r"|eventually|shortly|some\s?day|one\sday|before\s(?:too\s)?long|in\sdue\s(?:course"
            r"|time)"
            r"|any\s(?:day|time|minute|moment)\snow|in\sno\stime|ultimately|in\sthe\s(?:near"
            r"|short|not"
            r"[-\s]too[-\s]distant|distant|immediate|foreseeable)?\s?(?:future|run|term)"
            r"|in\sthe\slong(?:er)?[-\s](?:run|term)|for\s(?:the\sforeseeable\sfuture|a\swhile"
            r"|a\slong\stime|some\stime)|in\s(?:my|our|your)\slifetimes?|down\sthe\s(?:road|line)"
        ),
        ("soon", "eventually", "in the near future", "for the foreseeable future"),
    ),
    UndatedRule(
        "an event with a day of its own",
        "event",
        _compile(
            r"(?:by|before|after|until|till|once|following|ahead\sof|at|during|on|in)\s"
            r"(?:(?:the|this|that|next|election)\s)?(?:(?:next|coming|upcoming|first|general"
            r"|presidential|midterm|us|u\.s\.|[a-z]{3,14})\s){0,2}" + _EVENT
        ),
        ("before the election", "after the World Cup", "by the next presidential election"),
    ),
    UndatedRule(
        "a feast that follows the moon",
        "event",
        _compile(
            r"(?:(?:by|before|after|until|during|in|at|on)\s)?(?:(?:the\send\sof"
            r"|next)\s)?(?:ramadan"
            r"|eid(?:\sal[-\s]\w{3,5})?|diwali|holi|passover|hanukkah|yom\skippur|rosh\shashanah"
            r"|(?:chinese|lunar)\snew\syear|orthodox\seaster|vesak|ashura)"
        ),
        ("by Ramadan", "before Chinese New Year"),
    ),
    UndatedRule(
        "when something happens",
        "event",
        _compile(r"by\sthe\stime|(?:as\ssoon\sas|once|until)\s(?:the|he|she|they|it)"),
        ("by the time the war ends", "once the treaty is signed"),
    ),
)
"""Every way to speak of time without a day, those first that count first."""
