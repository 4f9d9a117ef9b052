"""What the author, or the text itself, is going to do."""

from forecasts.extraction.cues.kinds import Cue, CueKind, as_words

_TEXT = (
    r"(?:(?:this|my|our|the\s(?:next|following|coming)|my\snext|future|upcoming|subsequent|later)\s"
    r"(?:next\s)?(?:blog\s)?(?:posts?|articles?|essays?|series|chapters?|sections?|pieces?|paper"
    r"|tutorials?|guides?|talks?|videos?|episodes?|lessons?|columns?|newsletters?|write-?up)"
    r"|the\s(?:blog\s)?(?:post|article|essay|chapter|section|tutorial))"
)

PLANS: tuple[Cue, ...] = (
    Cue(
        "the author's plan", CueKind.PLAN, -3.0, "what the author means to do",
        as_words(
            r"I(?:\sprobably)?(?:'ll|\swill|\swon't|\sshall|'m\s(?:not\s)?going\sto|'m\sgonna"
            r"|\sam\s(?:not\s)?going\sto)(?!\s(?:also\s)?(?:not\s)?be\s(?:\w{2,12}\s)?(?:right"
            r"|wrong|proven|proved|shocked|surprised|amazed|stunned|astonished))"
            r"(?!\s(?:probably\s)?(?:pick|predict|bet|wager|guess|go\sout\son|gladly\sbet"
            r"|put\s(?:my|good|some)|give\s(?:it|them|him|her|this)|take\sthe|probably\sbe"
            r"|never\s(?:see|live|get)|be\s(?:dead|alive)|live\sto))"
            r"|I(?:'m|\sam)\s(?:now\s|just\s)?(?:about|ready)\sto|I\s(?:plan|intend|aim|want|hope"
            r"|need|promise|resolve)\sto|I(?:'m|\sam)\s(?:planning|hoping|trying|aiming)"
            r"|(?:my|our)\s(?:plan|goal|aim|intention|hope|resolution|target)s?\s(?:is|are)|(?:we"
            r"|I)\s(?:are|am)\splanning"
        ),
        ("I will write about it.", "In 2021 I'll rate these.", "I won't rehash it."),
        ("They will write.", "I think they will.", "I'll be shocked if it rains."),
    ),
    Cue(
        "the author's plan", CueKind.PLAN, -3.0, "what the author means to do",
        as_words(
            r"we(?:'ll|\swill|\swon't|\sshall|'re\sgoing\sto|\sare\sgoing\sto)\s(?:now\s|also\s"
            r"|then\s|first\s|not\s|just\s|be\s|all\sbe\s|try\sto\s|continue\sto\s|start\sby\s"
            r"|begin\sby\s|soon\s){0,2}"
            r"(?:look(?:ing)?|discuss(?:ing)?|cover(?:ing)?|talk(?:ing)?|show(?:ing)?"
            r"|explain(?:ing)?|return|post(?:ing)?|see\s(?:if|how|what|that|below|in\sthe\snext)"
            r"|use|using|updat(?:e|ing)|add(?:ing)?|publish(?:ing)?|shar(?:e|ing)"
            r"|learn(?:ing)?|walk|build(?:ing)?|create|explor(?:e|ing)|go\s(?:through|over)|revisit"
            r"|consider|examine|assume|denote|define|call\s(?:it|this|them)|focus(?:ing)?"
            r"|keep\s(?:you|posting)|get\s(?:back|started)|come\sback"
            r"|closed|open\s(?:from|on|until)|hosting|holding|host|leave\s(?:it|that)|skip|ignore"
            r"|touch|dive|describe|install|write|test|implement|introduce|announce|send|notify"
            r"|let\syou|take\sa\slook|stick\swith|start(?!\s(?:seeing|to\s(?:see|notice|feel)))"
            r"|train|import|load|fetch|preprocess|run|plot|fit|split|make\ssure|speculate|go\sinto"
            r"|do|need|head|travel|visit|bring|fly|drive|restore|migrate|upgrade|contact|email"
            r"|refund|process|celebrate)"
        ),
        ("We will look at it.", "We'll be updating this page."),
        ("We will see a third party.", "We will have robots."),
    ),
    Cue(
        "what a text holds", CueKind.VETO, -3.0, "says what a text holds",
        as_words(
            rf"{_TEXT}\s(?:(?:on|about|of|in)\s(?:\w{{1,15}}\s){{1,4}})?(?:will|is\sgoing\sto|won't"
            rf"|will\snot|are\sgoing\sto|shall)\s(?:not\s|also\s|mainly\s|only\s|simply\s|now\s"
            rf"|probably\s|mostly\s|be\s){{0,2}}(?:explain|cover|look|discuss|show|describe|walk"
            rf"|focus|examine|explore|about|updated|published|divided|short|long|brief"
            rf"|the\s(?:first|last|second|next)|part|contain|include|introduce|present|list|outline"
            rf"|summari[sz]e|argue|take|try|help|teach|detail|consist|deal|give|provide|serve|use"
            rf"|start|act|go|assume|demonstrate|compare|highlight|answer|address|concentrate|guide"
            rf"|talk|tell|review|feature|continue|end|begin|attempt|make|appear|follow)"
            rf"|(?:in|throughout|for|later\sin)\s{_TEXT}\W{{0,2}}\s?(?:I|we|you)(?:'ll|\swill"
            rf"|'re\sgoing|'m\sgoing|\sare\sgoing|\sam\sgoing|\sshall)"
        ),
        ("This post will explain how to install it.", "In this series we will look at it."),
        ("The post office will close.", "The talks will succeed."),
    ),
)  # fmt: skip
