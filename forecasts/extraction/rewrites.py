"""Ways to say a forecast round about, and the plain claim that each of them makes.

One row a way, with examples that run as tests. What a row takes away says how sure the author is
or that it is a forecast at all; both are kept apart from the claim.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from forecasts.extraction.alternatives import compile_grouped
from forecasts.extraction.gates import SIEVE, Gates

_Written = str | Callable[[re.Match[str]], str]


@dataclass(frozen=True, slots=True)
class Rewrite:
    """A way to say a forecast.

    Attributes:
        pattern: bounded; matched at the beginning of a sentence.
        written: what takes its place; the words behind the match stay.
        examples: sentences, each with its claim.
    """

    pattern: re.Pattern[str]
    written: _Written
    examples: tuple[tuple[str, str], ...]


_THAT = r"(?:\sthat\b|,|:|\s?[\u2014\u2013]|\s-)?\s"
_VERY = (
    r"(?:(?:very|pretty|quite|fairly|really|absolutely|fully|increasingly|reasonably"
    r"|more\sand\smore|almost|still|also|now|all\sbut|highly|extremely|not|most|more"
    r"|looking|only|just|simply|merely|really)\s){0,2}"
)
_SUBJECT = r"(?P<subject>(?!to\b|that\b|nothing\sless\b)(?:[^\s,;:.]{1,30}\s){0,7}?[^\s,;:.]{1,30})"
_SEEMS_A_CLAUSE = (
    r"(?=(?:the|a|an|this|that|these|those|it|he|she|they|we|you|I|there|my|our|his|her|their|its"
    r"|no|nobody|nothing"
    r"|most|many|some|all|every|both|neither|if|in|by|at|on|when|within|after|once|one|more|less|\d"
    r"|[\"'(]?[A-Z])\b)(?=(?:\S{1,40}\s){2})"
)
_A_THING = (
    r"(?=(?:an?|another|more|some|no|further|many|lots\sof|plenty\sof|several|two|three|four|five|"
    r"continued|massive|huge|big|heavy|record|higher|lower|fewer|less|serious|major|significant)\s)"
)


def _starts(pattern: str) -> re.Pattern[str]:
    return compile_grouped(rf"^(?:{pattern})")


def _will(match: re.Match[str]) -> str:
    """What "X to fall" says, as "X will fall"; of "not to", as "will not"."""
    return f"{match['subject']} will {'not ' if match['no'] else ''}"


REWRITES: tuple[Rewrite, ...] = (
    Rewrite(
        _starts(
            rf"(?:(?:you|we|investors|people|fans|readers)\s(?:can|should|may)\s)?(?:(?:also|so"
            rf"|instead|again|just|next|well),?\s)?"
            rf"(?:I\s(?:also\s|fully\s|do\s|still\s|would\s)?(?:fully\s)?|I'd\s|we\s)?(?:expect"
            rf"|look\sfor|watch\sfor|count\son|anticipate)\s{_SUBJECT}\s(?P<no>not\s)?to\s(?=[a-z])"
        ),
        _will,
        (
            ("Expect oil to trade below $60 by March", "oil will trade below $60 by March"),
            ("I fully expect the dollar not to fall", "the dollar will not fall"),
            ("I expect 2018 to be even worse", "2018 will be even worse"),
            ("Look for Apple to announce a phone", "Apple will announce a phone"),
        ),
    ),
    Rewrite(
        _starts(
            rf"(?:I\s(?:also\s|fully\s|do\s|still\s|would\s)?|I'd\s|I'm\s|we\s"
            rf"|so\s)?(?:expect(?:ing)?|look\sfor|watch\sfor|predict(?:ing)?|foresee|anticipate"
            rf"|forecast|bet(?:ting)?\son|get\sready\sfor|prepare\sfor"
            rf"|brace\sfor)\s(?:to\ssee\s)?{_A_THING}(?!\S{{1,30}}\s(?:\S{{1,30}}\s){{0,3}}?(?:will"
            rf"|won't|is|are)\b)"
        ),
        "there will be ",
        (
            ("Expect a rise in inflation", "there will be a rise in inflation"),
            ("I predict a riot by Sunday", "there will be a riot by Sunday"),
            ("I foresee another long strike", "there will be another long strike"),
        ),
    ),
    Rewrite(
        _starts(
            rf"(?:we(?:'re|\sare)\s(?:probably\s|likely\s)?(?:looking\sat|in\sfor|facing)|(?:(?:it"
            rf"|that)\s)?looks\slike|(?:all\s(?:the\s)?)?signs\spoint\sto(?:wards?)?"
            rf"|everything\spoints\sto(?:wards?)?|I(?:'d|\swould)\s(?:put|bet)\s(?:good\s|my\s"
            rf"|some\s|real\s)?money\son|I\s(?:wouldn't"
            rf"|would\snot)\sbet\sagainst)\s{_A_THING}(?!\S{{1,30}}\s(?:\S{{1,30}}\s){{0,3}}?(?:will"
            rf"|won't|is|are|has)\b)"
        ),
        "there will be ",
        (
            ("We're looking at another lockdown", "there will be another lockdown"),
            ("All signs point to a landslide in May", "there will be a landslide in May"),
            ("I'd put money on a second vote", "there will be a second vote"),
        ),
    ),
    Rewrite(
        _starts(
            rf"(?:I\s(?:think|believe|suspect|guess)\s)?there(?:'s|\sis)\s{_VERY}(?:no|little|zero"
            rf"|an?\s(?:[\w%./-]{{1,12}}\s){{0,4}}|(?:[\d%./-]{{1,9}}\s){{1,3}})\s?(?:chance"
            rf"|probability|likelihood|possibility|way|prospect|danger|risk|doubt"
            rf"|question)(?:\sof\s(?=\S+\s(?:\S+\s){{0,4}}?(?:will|being|getting|winning|losing))"
            rf"|\sthat\s|\s{_SEEMS_A_CLAUSE})"
        ),
        "",
        (
            ("There is no chance that the bill passes", "the bill passes"),
            ("There's a good chance we see negative rates", "we see negative rates"),
            ("There's no way the Senate confirms her", "the Senate confirms her"),
            ("There is little doubt that it falls soon", "it falls soon"),
        ),
    ),
    Rewrite(
        _starts(rf"no\sway\s{_SEEMS_A_CLAUSE}"),
        "",
        (("No way they finish the tunnel in 2019", "they finish the tunnel in 2019"),),
    ),
    Rewrite(
        _starts(
            rf"(?:it(?:'s|\sis)|it\s(?:looks|seems|appears))\s{_VERY}(?:likely|unlikely|probable"
            rf"|possible|improbable|doubtful|inevitable|inconceivable|unthinkable|certain|clear"
            rf"|a\s(?:safe\sbet|sure\sthing|given|certainty|foregone\sconclusion|coin\s(?:flip"
            rf"|toss)|toss-?up))\s(?:that|whether|if)\s"
        ),
        "",
        (
            ("It's inevitable that the union breaks up", "the union breaks up"),
            ("It looks increasingly likely that Greece leaves", "Greece leaves"),
            ("It's a coin flip whether the vote passes", "the vote passes"),
        ),
    ),
    Rewrite(
        _starts(
            rf"(?:it(?:'s|\sis)\s)?{_VERY}(?:a\s)?(?:matter|question)\sof\stime\s(?:before|until"
            rf"|till)\s|it\s(?:won't|wouldn't|will\snot)\sbe\s(?:too\s|very\s)?long\s(?:before"
            rf"|until)\s"
        ),
        "",
        (
            ("It is only a matter of time before the regime falls", "the regime falls"),
            ("It won't be long before robots deliver pizza", "robots deliver pizza"),
        ),
    ),
    Rewrite(
        _starts(
            r"(?:(?:so|but|and)\s)?(?:don't|do\snot|nobody\sshould|no\sone\sshould"
            r"|you\sshould(?:n't|\snot))\sbe\s(?:too\s|at\sall\s)?(?:surprised|shocked|stunned"
            r"|amazed|astonished)\s(?:if|when|to\ssee|that)\s"
            r"|(?:I(?:'d|\swould|'ll|\swill)|we(?:'d|\swould))(?:n't)?\s(?:not\s)?be\s(?:(?:very"
            r"|quite|pretty|really|totally|more\sthan\sa\slittle|at\sall|too"
            r"|absolutely)\s)?(?:surprised|shocked|stunned|amazed|astonished|floored)\s(?:if"
            r"|to\ssee|should)\s"
            r"|(?:it\s)?would(?:n't|\snot)?\ssurprise\sme\s(?:if|to\ssee)\s"
        ),
        "",
        (
            ("Don't be surprised if the bank cuts rates", "the bank cuts rates"),
            ("I'd be shocked if he wins", "he wins"),
            ("It wouldn't surprise me if they won", "they won"),
        ),
    ),
    Rewrite(
        _starts(
            r"(?:it(?:'s|\sis)\s)?(?:very\s|really\s)?(?:hard|difficult|tough"
            r"|impossible)\sto\s(?:see|imagine|believe)\s(?:how|that)\s"
            r"|I\s(?:don't|do\snot|can't|cannot)\s(?:really\s|honestly\s)?(?:see|imagine)\s(?:how"
            r"|that)\s"
            r"|I\s(?:can't|cannot|don't|do\snot)\s(?:really\s|honestly\s)?(?:see|imagine|foresee"
            r"|envision|expect)\s(?=(?:\S{1,30}\s){1,6}?\w{2,14}ing\b)"
        ),
        "",
        (
            ("It's hard to see how the coalition survives", "the coalition survives"),
            ("I can't imagine the government lasting long", "the government lasting long"),
        ),
    ),
    Rewrite(
        _starts(
            r"(?:my|our|the)\s(?:(?:best|own|first|second|final|fearless|bold|only|main|safe|big"
            r"|last|personal|smart)\s)?(?:guess|bet|prediction|forecast|hunch|suspicion|expectation"
            rf"|pick|call|view|sense)s?\s(?:is|are|would\sbe){_THAT}(?!based\b)"
        ),
        "",
        (
            ("My guess is that it rains", "it rains"),
            ("My bold prediction is no deal", "no deal"),
        ),
    ),
    Rewrite(
        _starts(
            r"(?:(?:here's|here\sis|my|our|a|one|the|another|final|first|next|last|bold|fearless"
            r"|big"
            r"|best|own|safe|quick|wild)\s){0,3}(?:guess|bet|prediction|forecast|hunch|pick|call)"
            r"(?:\s?\#?\d{1,3})?(?:\s?[:\u2014\u2013]|\s-)\s"
        ),
        "",
        (("Prediction: the mayor is out by summer", "the mayor is out by summer"),),
    ),
    Rewrite(
        _starts(
            rf"(?:mark\smy\swords|mark\s(?:it|this)\sdown|you\sheard\sit\shere\sfirst|(?:I'm"
            rf"|I\sam)?\s?calling\s(?:it|this)(?:\snow)?|(?:the\s)?(?:odds|chances)\sare"
            rf"|in\smy\s(?:opinion|view|estimation)|if\syou\sask\sme|(?:the\ssmart|smart"
            rf"|my)\smoney\ssays|you\scan\s(?:bet|be\ssure|rest\sassured)(?:\s(?:on\sit"
            rf"|your\slife))?|a?\s?safe\sbet(?:\sis)?|to\sme|for\sme|personally){_THAT}"
        ),
        "",
        (
            ("Mark my words: the mayor will resign", "the mayor will resign"),
            ("I'm calling it now: Brazil wins", "Brazil wins"),
            ("You can bet that taxes go up", "taxes go up"),
        ),
    ),
    Rewrite(
        _starts(
            rf"I(?:'d|\swould|\sstill|\salso|\sdo|\sfully|\sreally|\sstrongly|\shonestly"
            rf"|\spersonally|\sfirmly|\struly|\svery\smuch|\shighly|\sseriously|\s(?:would"
            rf"|'d)\salso|'ll)?\s(?:guess|bet|think|believe|suspect|reckon|feel\slike|feel|fear"
            rf"|doubt|say|argue|wager)(?:(?:\sthat\b|:)\s|,?\s{_SEEMS_A_CLAUSE})(?!(?:it|so|that"
            rf"|this|not)\s?[:;,.])"
        ),
        "",
        (
            ("I think that the tax falls", "the tax falls"),
            ("I suspect the talks drag on", "the talks drag on"),
            ("I highly doubt the talks succeed", "the talks succeed"),
        ),
    ),
    Rewrite(
        _starts(
            rf"I\s(?:don't|do\snot)\s(?:really\s|personally\s|honestly\s)?(?:think|believe"
            rf"|expect)(?:\sthat)?\s{_SEEMS_A_CLAUSE}"
        ),
        "",
        (("I don't think the pier will stand", "the pier will stand"),),
    ),
    Rewrite(
        _starts(
            r"I(?:\sdo|\sstill|\sfully|\swould|'d|\salso)?\s(?:predict|expect|forecast|foresee"
            r"|anticipate)(?:\sthat\b|,|:)?\s(?=(?:\S{1,30}\s){0,8}?(?:will|won't|would|could|may"
            r"|might|can|is|are|isn't|aren't|has|have|gets?|wins?|loses?|[a-z]{2,12}(?<!s)s\s(?:the"
            r"|a|an|to|by|in|at|on|from|for))\b|\S{1,30}'ll\b)"
        ),
        "",
        (
            ("I predict that rates will fall", "rates will fall"),
            ("I expect he wins again", "he wins again"),
        ),
    ),
    Rewrite(
        _starts(
            rf"(?:I(?:'m|\sam)|we(?:'re|\sare))\s{_VERY}(?:guessing|predicting|betting|forecasting"
            rf"|sure|confident|convinced|certain|positive|optimistic|pessimistic|afraid|worried"
            rf"|of\sthe\sopinion)(?:\sthat\b|,|:)?\s{_SEEMS_A_CLAUSE}"
            rf"|I(?:\sstill)?(?:'ve|\shave)\s(?:no|little|absolutely\sno|zero|every)\s(?:doubt"
            rf"|doubts|confidence)(?:\sin\smy\smind)?(?:\sthat\b|,|:)?\s"
            rf"|I(?:'ve|\shave)\sa\s(?:feeling|hunch|sneaking\ssuspicion)(?:\sthat\b|,|:)?\s"
        ),
        "",
        (
            ("I'm sure it'll rain today", "it'll rain today"),
            ("I have little doubt that the court acts", "the court acts"),
        ),
    ),
    Rewrite(
        _starts(
            rf"(?:it|this|that)\s(?:now\s|also\s|really\s|certainly\s)?(?:looks|feels|seems"
            rf"|sounds)\s(?:increasingly\s|more\sand\smore\s|a\slot\s|very\smuch\s)?(?:like"
            rf"|as\s(?:if|though))\s{_SEEMS_A_CLAUSE}"
        ),
        "",
        (("It looks like the Senate will flip", "the Senate will flip"),),
    ),
    Rewrite(
        _starts(
            r"(?:I(?:'d|\swould)\s(?:say|go|guess)\s)?(?:about\s)?(?:\d{1,4}\s?(?:-|to|:|/|in"
            r"|out\sof)\s?\d{1,5}|one\sin\s\w{2,9}|fifty-fifty|even\sodds)\s(?:odds\s"
            r"|chance\s)?(?:that|whether)\s"
        ),
        "",
        (("60-40 that the Tories win", "the Tories win"),),
    ),
)
"""Every way; they are tried in this order, until none fits."""

_GATES = Gates(REWRITES, SIEVE)
_MOST_REWRITES = 4


def write_plainly(words: str) -> str:
    """The claim of a sentence without the ways to say it round about.

    >>> write_plainly("I think there's a good chance that it rains")
    'it rains'
    """
    for _ in range(_MOST_REWRITES):
        rewritten = _rewrite_once(words)
        if rewritten == words:
            break
        words = rewritten
    return words


def _rewrite_once(words: str) -> str:
    for rewrite in _GATES.open_for(words):
        match = rewrite.pattern.match(words)
        if match and match.end() < len(words):
            written = rewrite.written
            return (written if isinstance(written, str) else written(match)) + words[match.end() :]
    return words
