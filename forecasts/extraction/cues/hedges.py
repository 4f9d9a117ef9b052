"""Words that say how likely something is."""

import re

from forecasts.extraction.cues.kinds import Cue, CueKind, as_words

_COMES = (
    r"(?:reach|hit|fall|drop|rise|climb|come|recover|improve|continue|remain|stay|end|peak|arrive"
    r"|land|grow|slow|settle|pass|win|cross|exceed|top|see|get|become|start|begin|increase|decrease"
    r"|decline|stabili[sz]e|bounce|return|drive|lead|push|result|cause|bring|go|happen"
    r"|materiali[sz]e"
    r"|hold|last|make\sit|prove|provide|have(?=\s(?:no|any|little|enough|a|an)\b)|be(?=\s(?:able"
    r"|enough|ready|done|over|out|back|available|better|worse|fine|gone"
    r"|in|at|on|up|down|much|more|less|lower|higher|clear|easier|cheaper|around|the)\b))"
)

HEDGES: tuple[Cue, ...] = (
    Cue(
        "word of chance", CueKind.HEDGE, 1.5, "says how likely something is",
        as_words(
            r"probably|likely|unlikely|presumably|inevitabl[ey]|undoubtedly|doubtless|surely"
            r"|almost\scertainly|in\sall\s(?:likelihood|probability)"
            r"|(?:good|fair|decent|slim|little|no|small|real|strong|zero|better|outside|not\smuch"
            r"|low|high|some"
            r"|long)\s(?:chance|shot)s?"
            r"|chances\sare|(?:the\s)?odds\s(?:are|of)|(?:chance|probability|likelihood"
            r"|possibility)\s(?:of"
            r"|that)|bound\sto"
            r"|impossible|inconceivable"
            r"|unthinkable|out\sof\sthe\squestion|no\sdoubt|little\shope|coin\s(?:flip|toss)"
            r"|toss-?up|doubtful"
        ),
        ("It is likely to rain.", "They have no chance of winning."),
        ("Similarly, it rained.",),
    ),
    Cue(
        "a chance of it", CueKind.HEDGE, 2.5, "says that there is a chance of it, or none",
        as_words(
            r"there(?:'s|\sis)\s(?:now\s|still\s|also\s|only\s|simply\s|almost\s|virtually\s"
            r"|really\s){0,2}(?:no|little|zero|an?\s(?:[a-z]{2,12}\s){0,2})"
            r"\s?(?:chance|likelihood|possibility|probability|prospect|danger|risk)\s(?:that"
            r"|of\s(?!course))"
            r"|(?:has|have|had\sbest|stands?|'(?:s|ve)\sgot)\s(?:almost\s|virtually\s|very\s"
            r"|absolutely\s)?"
            r"(?:no|little|not\smuch|zero|slim|only\sa\sslim"
            r"|an?\s(?:[a-z]{2,12}\s){0,2})\s?(?:chance|prospect|shot)s?\s(?:of|to|at)(?=\s[a-z])"
            r"|(?:it(?:'s|\sis)|it\s(?:looks|seems|appears))\s(?:(?:now|also|still|not|looking|more"
            r"|increasingly|very|quite|most|highly|extremely|entirely|all\sbut|almost)\s){0,3}"
            r"(?:likely|unlikely|probable|improbable|doubtful|inevitable|inconceivable|unthinkable"
            r"|certain|a\s(?:safe\sbet|sure\sthing|given|little\shope|coin\s(?:flip|toss)|toss-?up"
            r"|certainty|foregone\sconclusion))"

            r"(?:\s(?:that|whether|if)|(?=\s(?:the|a|an|any|they|he|she|we|this"
            r"|(?-i:[A-Z]\w+))\s))"
,
            clitics=True,
        ),
        (
            "There is no chance that it passes.", "They have little chance of winning.",
            "It's likely that it rains.",
        ),
        ("There is a chair.", "They have a chance meeting."),
    ),
    Cue(
        "should, of what is expected", CueKind.HEDGE, 1.5, "says what ought to come about",
        as_words(
            rf"(?<!you\s)(?<!\bi\s)(?<!we\s)"
            rf"(?<!they\s)(?<!government\s)(?<!congress\s)(?<!people\s)(?:should(?:n't"

            rf"|\snot)?|ought\sto)\s(?:also\s|then\s|now\s|still\s|probably\s|soon\s|easily\s"
            rf"|finally\s)?{_COMES}(?!\w)"
        ),
        ("Inflation should come down to 3% by year end.", "Gold ought to hit $2,000."),
        ("You should go home.", "Congress should pass it."),
    ),
    Cue(
        "word of possibility", CueKind.HEDGE, 1.0, "says that something is possible",
        as_words(
            r"could(?!\shave|\snot\shave|n't\shave)|might(?!\shave|\snot\shave)|perhaps"
            r"|maybe|possibly|potentially"
),
        ("It could rain.",),
        ("It could have rained.",),
    ),
    Cue(
        "word of possibility", CueKind.HEDGE, 1.0, "says that something is possible",
        re.compile(r"(?<![\w'-])(?<!\byou )(?<!\bYou )may(?=\s(?!\d|of\b|have\b|or\b)[a-z])"),
        ("It may rain.",),
        ("In May rain fell.", "It may have rained.", "You may go."),
    ),
)  # fmt: skip
