"""The author's own guesses, doubts, bets and opinions."""

import re

from forecasts.extraction.cues.kinds import Cue, CueKind, as_opening, as_words

_MY = (
    r"(?:my|our)\s(?:(?:best|own|first|second|final|fearless|bold|only|main|big"
    r"|own\spersonal|personal)\s)?"
)
_VERY = (
    r"(?:(?:pretty|quite|fairly|very|fully|absolutely|increasingly|less|more"
    r"|not\svery|reasonably|cautiously|really)\s)?"
)
_WITH_ZEAL = (
    r"(?:(?:very\smuch|really|highly|seriously|strongly|still|sincerely|somehow|rather)\s)?"
)
_ASTONISHED = r"(?:surprised|shocked|stunned|amazed|astonished|floored|flabbergasted|alarmed)"
_MONEY = (
    r"(?:(?:good|my|some|real|the|all\smy|a\slot\sof|serious|big)\s)?(?:money|house|farm|ranch"
    r"|\$\d{1,9}|bottom\sdollar|shirt|life|savings)"
)

STANCES: tuple[Cue, ...] = (
    Cue(
        "the author's guess", CueKind.STANCE, 2.5, "the author's own forecast",
        as_words(
            rf"{_MY}(?:guess|bet|prediction|forecast|hunch|suspicion|expectation|pick|sense"
            r"|base\scase|view)s?\s(?:is|are|would\sbe|remains?)(?!\s(?:based|in|on|not\sto)\b)"
            r"|I(?:'m|\sam)\s(?:still\s|also\s)?(?:guessing|predicting|betting|expecting"
            r"|forecasting"
            r"|calling\s(?:it|this)|(?:willing|prepared)\sto\sbet|going\sout\son\sa\slimb)"
            r"|(?<!if\s)(?<!\bas\s)I(?:'d|\swould|\sdo|'ll|\swill|\sfully|\sstill|\salso"
            r"|\swould\salso"
            r"|\spersonally|\sstrongly|\shereby"
            r"|\sconfidently)?\s(?:fully\s)?(?:(?<!I\s)guess(?!\s(?:so|not|we|I|you)\b)"
            r"|bet(?!\syou)|predict|expect(?!\syou\b)"
            r"|forecast|foresee|anticipate|wager|reckon|suspect)|we(?:\sdo|\sstill"
            r"|\salso)?\s(?:expect|predict"
            r"|forecast|anticipate)(?!\syou\b)"
            r"|mark\smy\swords|mark\s(?:it|this)\sdown|my\s(?:gut|crystal\sball|instinct"
            r"|hunch)\s(?:tells|says|is)"
            r"|I(?:'d|\swould)\sgamble|you\sheard\sit\shere|(?:I'm|I\sam)?\s?calling\sit\snow"
            r"|bank\son\sit"
            r"|take\s(?:it|that)\sto\sthe\sbank|put\sme\sdown\sfor"
        ),
        ("My guess is that it rains.", "I would expect to see traction.", "I'm guessing a draw."),
        ("My guest is here.", "They expect rain.", "I guess so.", "I expect you to come."),
    ),
    Cue(
        "the author's guess", CueKind.STANCE, 2.5, "the author bets on it",
        as_words(
            rf"(?:I(?:'d|\swould|'ll|\swill)?|you\scan|I'm\swilling\sto|safe\sto)\s(?:also\s|even\s"
            rf"|gladly\s)?"
            rf"(?:put|bet|wager|stake|lay)\s{_MONEY}\s(?:on|that|this|they|he|she|it|the|we)"
            r"|(?:my|the\ssmart|smart)\smoney(?:'s|\sis|\ssays)"
            r"|you\scan\s(?:bet|count\son|be\ssure|rest\sassured|safely\sassume)"
            r"|(?:wouldn't|would\snot|don't|never)\sbet\s(?:against|on)"
            r"|a\s(?:safe|sure|good)\sbet\s(?:that|is)|I(?:'ll|\swill|'d"
            r"|\swould)\stake\sthe\s(?:over|under)"
            r"|(?:I(?:'d|'ll|\swill|\swould)?\s)give\s(?:it|them|him|her|this|that|the\s\w{2,15})\s"
            r"(?:(?:about|at\smost|maybe|another|only|until)\s){0,2}(?:an?\s(?:year|month|week"
            r"|decade|couple)|\d{1,3}"
            r"|two|three|four|five|six|ten|twelve|(?:the\send|christmas|spring|summer|fall|autumn"
            r"|winter))"
        ),
        (
            "I'd put money on a second vote.", "My money is on Clinton.",
            "You can bet that it rains.",
            "I give them three months.",
        ),
        ("I put money in the bank.", "I gave them three months.", "You can go."),
    ),
    Cue(
        "the author's doubt", CueKind.STANCE, 2.5, "the author doubts it",
        as_words(
            rf"I\s{_WITH_ZEAL}doubt(?!\s?(?:it|that|this|so)?\s?(?:[.,;!?)]|$))|^\W{0,4}(?:but\s"
            rf"|so\s|and\s)?don't\sexpect|don't\sexpect(?=\s(?:a|an|the|any|it|this|to\ssee|much"
            rf"|that)\b)"
            r"|I\s(?:don't|do\snot|can't|cannot|couldn't|still\sdon't|just\sdon't"
            r"|really\sdon't)\s(?:really\s|ever\s|honestly\s)?"
            r"(?:see(?=\s(?:\w+\s){0,4}?\w{2,14}ing\b|\sthat\b|\show\b|\s(?:a|any)\s)|expect"
            r"|foresee|imagine|anticipate"
            r"|envision|picture)"
            r"|(?:there's\s|there\sis\s)?no\sway(?!\s(?:of|to|around|through|out|for|in))"
            r"|not\sa\schance"
            r"|(?:it's|it\sis)\s(?:very\s|really\s|quite\s)?(?:hard|difficult|tough"
            r"|impossible)\sto\s(?:see|imagine|envision|picture)\s(?:how|that|a|an|the|any|this)"
            r"|I\s(?:don't|do\snot)\s(?:really\s|personally\s)?(?:think"
            r"|believe)\s(?:that\s)?(?:[\w'-]{1,20}\s){1,6}?(?:can|will|would|could|going\sto)"
            r"|I\ssee\s(?:no|little)\s(?:path|way|chance|prospect|hope|end|scenario|route"
            r"|possibility)"
        ),
        (
            "I doubt they win.", "No way he runs.", "I don't see her running.",
            "It's hard to see how it survives.", "I see no path to victory.",
        ),
        ("There is no way to know.", "I can't see the screen.", "I don't see why."),
    ),
    Cue(
        "the author's doubt", CueKind.STANCE, 2.5, "says what would astonish the author",
        as_words(
            rf"(?:I(?:'d|\swould|'ll|\swill)|we(?:'d|\swould)|wouldn't|would\snot"
            rf"|won't)\s(?:not\s)?be\s"
            rf"(?:(?:very|quite|pretty|totally|a\slittle|somewhat|absolutely|the\sleast\sbit"
            rf"|at\sall|too|more\sthan\sa\slittle|really|completely)\s)?"
            rf"{_ASTONISHED}\s(?:if|to|when|by|should)"
            rf"|(?:don't|do\snot|shouldn't|should\snot|no\sone\sshould"
            rf"|nobody\sshould)\sbe\s(?:too\s|at\sall\s|so\s)?"
            rf"{_ASTONISHED}\s(?:if|when|to|by|should|that)"
            r"|(?:it\s)?(?:would(?:n't|\snot)?|will\snot|won't)\ssurprise\sme"
        ),
        (
            "I'd be shocked if he wins.", "Don't be surprised if it rains.",
            "It wouldn't surprise me if they won.",
        ),
        ("I was shocked.", "He would be surprised."),
    ),
    Cue(
        "the author's opinion", CueKind.STANCE, 1.5, "the author's own opinion",
        as_words(
            rf"I(?:'m|\sam)\s(?:still\s)?{_VERY}(?:sure|confident|convinced|certain|feeling"
            rf"|optimistic|pessimistic|skeptical"
            r"|sceptical|doubtful|bullish|bearish|positive|worried|afraid)"
            r"|I\s(?:still\s|also\s|do\s|really\s|honestly\s|firmly\s|personally\s|strongly\s"
            r"|truly\s)?(?:think|believe|feel\slike|fear|feel\sthat|guess(?!\s(?:so|not|we|I"
            r"|you)\b))"
            r"|in\smy\s(?:opinion|view|estimation|book)|(?:my|our)\s(?:opinion|belief|feeling"
            r"|fear)\sis|I(?:'m|\sam)\sof\sthe\sopinion"
            r"|I(?:'ve|\shave)\s(?:faith|(?:no|little|absolutely\sno|zero)\sdoubts?"
            r"|every\sconfidence|a\s(?:feeling|hunch|sneaking\ssuspicion))|if\syou\sask\sme"
            r"|I\s(?:would|'d)\s(?:say|argue\sthat)|I'd\ssay|(?:you|we)\shave\sto\sassume"
            r"|there(?:'s|\sis)\s(?:no|little)\s(?:doubt|question)"
        ),
        (
            "I think the polls are wrong.", "I'm sure it'll work.",
            "I have little doubt that it falls.",
        ),
        ("I thought so.",),
    ),
    Cue(
        "signs of it", CueKind.STANCE, 1.5, "reads the signs",
        as_words(
            r"(?:all\s(?:the\s)?|every\s|most\s|many\s)?(?:signs?|everything|indications?"
            r"|evidence)\spoints?\s(?:to|toward|towards)"
            r"|(?:(?:it|this|that|everything)\s(?:now\s|also\s|certainly\s|really\s)?(?:looks|feels"
            r"|seems|sounds)|(?<!\w )looks|^looks|^seems)\s(?:increasingly\s|more\sand\smore\s"
            r"|a\slot\s|very\smuch\s)?(?:like|as\s(?:if|though))"
            r"|(?:we(?:'re|\sare)|you(?:'re|\sare))\s(?:probably\s|likely\s)?(?:looking\sat|in\sfor"
            r"|facing)\s(?:a|an|another|more|the|at\sleast|years|months)"
            r"|I\s(?:can\s|do\s)?see\s(?:(?:the|a"
            r"|an)\s)?(?:[\w'-]{1,20}\s){1,4}?[a-z]{2,14}ing(?!\w)"
            r"|(?:I(?:'m|\sam)|that\sis\swhy\sI\sam)\sbullish"
        ),
        (
            "All signs point to a landslide.", "It looks like rain.",
            "I see the euro breaking apart.",
        ),
        ("They looked at it.",),
    ),
    Cue(
        "expect, as a request", CueKind.STANCE, 3.0, "tells readers what to expect",
        as_opening(
            r"(?:(?:also|so|instead|just|well|again|next|meanwhile|rather|in\sother\swords),?\s)?"
            r"(?:expect|look\sfor|watch\sfor|count\son|bet\son|get\sready\sfor"
            r"|brace\s(?:yourselves?\s)?for|prepare\sfor)(?=\s)"
        ),
        ("Expect a rise in inflation.", "Instead, expect a rise."),
        ("They expect a rise.",),
    ),
    Cue(
        "expect, as a request", CueKind.STANCE, 3.0, "tells readers what to expect",
        re.compile(
            r"(?:[;:\u2013\u2014-]|\.\.\.|,\s(?:so|and|but)|\sso|,)\s(?:you\sshould\s|do\s|to\s)?"
            r"expect\s(?:(?:to\ssee|the|a|an|more|some|that|this|it|many|another|even|further"
            r"|at\sleast|lots|plenty|another)\b)",
            re.IGNORECASE,
        ),
        ("The vote is near, so expect more of it.",),
        ("They and we expect a rise.",),
    ),
    Cue(
        "called a prediction", CueKind.STANCE, 3.0, "calls it a prediction",
        re.compile(
            r"^[\W_]{0,6}my\spick\s(?=[A-Z])|^[\W_]{0,6}(?:(?:my|our|one|a|the|bold|fearless|final"
            r"|first|next|last|another|safe|official|quick|early|serious|wild|big|second|third"
            r"|here's\smy|here's\sa|here\sis\smy)\s){0,3}"
            r"(?:prediction|forecast|guess|bet|call|pick|projection|prognosis"
            r"|prognostication)\s?(?:\#?\s?\d{1,3})?\s?(?::|\u2014|\u2013|\s-\s|\.\s)\s?(?=\S)",
            re.IGNORECASE,
        ),
        ("Prediction: the mayor is out by summer.", "My bold prediction: no deal."),
        ("The forecast was wrong.", "A call for help."),
    ),
)  # fmt: skip
