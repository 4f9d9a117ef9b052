"""What speaks against a forecast: one rule a cue, with examples."""

import re

from forecasts.extraction.cues.kinds import Cue, CueKind, as_opening, as_words

VETOES: tuple[Cue, ...] = (
    Cue(
        "question", CueKind.VETO, -4.0, "asks instead of saying",
        re.compile(r"\?[\"')\]]{0,3}\s?$"),
        ("Will it rain?",),
        ("It will rain.",),
    ),
    Cue(
        "wish", CueKind.VETO, -3.0, "says what is hoped for",
        as_words(
            r"I\s(?:sincerely\s|really\s|do\s|just\s|only\s)?(?:hope|wish|pray)|I(?:'m"
            r"|\sam)\s(?:\w{2,12}\s)?hopeful"
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
        re.compile(
            r"^\W{0,4}(?:(?:and|but|so|well),?\s)?hopefully\b"
            r"|\bhopefully,?\s(?:[\w']{1,15}\s){0,4}(?:will\b|won't|[\w']{1,12}'ll\b)"
            r"|(?:will|'ll)\shopefully\b"
, re.IGNORECASE),
        ("Hopefully it rains.",),
        ("A hopeful sign.",),
    ),
    Cue(
        "advice", CueKind.VETO, -2.0, "says what ought to be done",
        as_words(
            r"(?:you|we|they|people|everyone|i|he|she|it|congress|government"
            r"|companies)\s(?:should(?!\s(?:also\s|probably\s)?expect\b)|must|need\sto"
            r"|ought\sto|have\sto(?!\sassume)|had\sbetter)|should(?!\s(?:not\sbe\ssurprised|the|a"
            r"|an|this|that|they|he|she|it|we)\b)|let's|please|don't\s(?:forget"
            r"|miss|worry|buy|sell|believe|let|try|use|do|be\s(?!surprised|shocked|amazed))"
            r"|feel\sfree"
        ),
        ("You should sell now.", "Please vote."),
        ("They will sell.",),
    ),
    Cue(
        "open question", CueKind.VETO, -4.0, "leaves open what will happen",
        as_words(
            r"I\s(?:don't|do\snot|can't|cannot|couldn't)\s(?:really\s)?(?:know|tell|say|predict)"
            r"|who\sknows"
            r"|I(?:'m|\sam)\snot"
            r"\s(?:sure|certain|quite\ssure)|(?:I\s)?have\sno\sidea|remains\sto\sbe\sseen"
            r"|time\swill\stell|we(?:'ll|\swill|\sshall)\s(?:just\s)?(?:have\sto\s)?(?:wait\sand\s"
            r"|soon\s|all\s)?see"
            r"(?=\s?(?:[.,!?\u2026;:]|$|\b(?:how|what|whether|if|who|about|where|when|which|why"
            r"|soon|in\stime)\b))"
            r"|(?:no\sone|nobody|no-one)\s(?:really\s|actually\s|yet\s)?knows|I\swonder"
            r"|the\s(?:big\s|real\s|only\s)?question\sis"
            r"|hard\sto\s(?:say|know|tell|predict)|anyone's\sguess|too?\s(?:far|early|hard"
            r"|difficult|close|soon)(?:\s(?:out|off|away))?\sto\s(?:predict|call|say|tell|know)"
            r"|(?:need|have)\sto\swait\s(?:[\w'-]{1,15}\s){0,4}to\s(?:find\sout|see|know)"
            r"|(?:interested|curious|eager|excited|waiting)\sto\ssee\s(?:if|whether|how|what|where"
            r"|who)|no[-\s]one(?:'s|\sis)\s(?:really\s|quite\s)?sure|nobody(?:'s"
            r"|\sis)\s(?:really\s)?sure|will\swe\s(?:see|know)(?=\W{0,3}$)|(?:too\s(?:early|soon)"
            r"|impossible)\sto\s(?:say|know|tell|predict)"
            r"|(?:will|'ll|would)\sbe\s(?:very\s|really\s|most\s)?(?:interesting|fascinating|fun"
            r"|curious|exciting|worth)\s(?:to\s(?:see|watch|find|know|learn|compare|hear|observe)"
            r"|(?:seeing|watching))"
            r"|(?:we|they|you|he|she|experts|scientists|analysts|economists)\s(?:don't|do\snot"
            r"|doesn't|does\snot|can't|cannot)\s(?:yet\s|really\s|actually\s|even\s)?(?:know|tell"
            r"|say|predict)"
            r"|(?:it(?:'s|\sis)|is|remains?)\s(?:still\s|not\s|far\sfrom\s"
            r"|as\syet\s){0,2}(?:unclear|uncertain|unknown|clear|certain|known|obvious"
            r"|an\sopen\squestion|anybody's\sguess)\s(?:what|who|how|when|whether|if|where|which"
            r"|why)",
            clitics=True,
        ),
        ("I don't know what will happen.", "Time will tell.", "It will be interesting to see."),
        ("I know what will happen.", "We will see a third party."),
    ),
    Cue(
        "open question", CueKind.VETO, -4.0, "leaves open what will happen",
        as_opening(
            r"(?:whether|how\s(?:much|long|many|far|well|exactly|the|it|they|this|that)"
            r"|what\sexactly|(?:the|one|another|a)\s(?:big\s|real\s|other\s"
            r"|key\s)?(?:question|issue|debate)\s(?:is|now\sis|of|then\sis"
            r"|remains)\s(?:whether|who|how|if|when|what|why))"
),
        ("Whether that will be enough is another question.",),
        ("What a day it will be.",),
    ),
    Cue(
        "what would have been", CueKind.VETO, -3.0, "about a past that did not happen",
        as_words(
            r"(?:would|could|should)(?:n't|\snot)?(?:\sprobably|\slikely|\snever)?(?:\shave"
            r"|'ve)(?!\s(?:any|no|a|an|the|to|some|enough|much|many|little)\b)"
            r"|(?:was|were|wasn't|weren't)\s(?:\w{2,12}\s)?(?:going|supposed|about|meant|set|due"
            r"|bound|expected|likely|unlikely|destined)\sto"
            r"|(?:might|may)(?:n't|\snot)?(?:\shave|'ve)\s(?:been|\w{2,14}(?:ed|en)|had|gone|made)"
        ),
        ("It would have rained.", "I would've stayed."),
        ("It would rain.",),
    ),
    Cue(
        "speaks to the reader", CueKind.VETO, -1.0, "speaks to the reader",
        as_words(
            r"your\s\w{2,15}\s(?:will|'ll)|you(?:'ll|\swill|'re\sgoing\sto|\scan(?!\s(?:bet|expect"
            r"|count|be\ssure|rest\sassured|safely))|\sneed|\swant|\smay|\smight)|if\syou"
        ),
        ("You'll always need one.", "You may use it."),
        ("They'll need one.", "You can bet on it."),
    ),
    Cue(
        "speaks to the reader", CueKind.VETO, -1.5, "tells the reader how to follow",
        as_words(
            r"(?:as\swe(?:'ll|\swill|\sshall)\s(?:see|find|discuss|learn)|(?:as\s)?(?:you|one"
            r"|readers?)(?:'ll|\swill|\sshall)\s(?:soon\s|also\s|often\s|probably\s)?(?:notice"
            r"|find\s(?:that|the|out|it|a|more)|recall|remember|note|see\s(?:that|a\slist|below"
            r"|the\sfollowing)|understand|realize|discover|have\sto|want|learn|get\sto|be\s(?:able"
            r"|asked|prompted|redirected|taken|interested)|receive|hear))"
            r"|^(?:stay\stuned|more\son\s(?:that|this)|see\syou|read\son|click)"
        ),
        ("As you will notice, it is red.", "Stay tuned for more."),
        ("They will notice.",),
    ),
    Cue(
        "asks to imagine", CueKind.VETO, -2.5, "asks the reader to imagine it",
        as_opening(
            r"(?:think\s(?:of|about)|imagine|consider|suppose|picture\s(?:this|a|the)"
            r"|say\s(?:that\s)?you)"
),
        ("Think of all the good it will bring.", "Imagine it will rain."),
        ("I think of rain.",),
    ),
    Cue(
        "what people say", CueKind.VETO, -2.5, "says what people say",
        as_words(
            r"(?:people|some(?:\sof\syou)?|many(?:\sof\syou)?|critics|others|most|everyone"
            r"|everybody|supporters|opponents|defenders|skeptics|cynics|detractors|apologists"
            r"|purists|folks|they|anyone|someone|no\sone|nobody|readers|(?:conservatives|liberals"
            r"|democrats|republicans|economists|historians)\s(?:and\s\w+\s)?)\s(?:out\sthere\s"
            r"|here\s|reading\sthis\s)?(?:will|'ll|would|won't)\s(?:no\sdoubt\s|probably\s|always\s"
            r"|surely\s|likely\s|often\s|inevitably\s|undoubtedly\s|still\s|now\s)?(?:say|tell"
            r"|argue|claim|object|point\sout|complain\sthat|note|think|ask|wonder|disagree|agree"
            r"|scoff|laugh|insist|respond|reply|protest|call\sme|accuse\sme|find\sthis|counter"
            r"|deny)"
        ),
        ("Critics will argue that it costs too much.", "Most will say that I am wrong."),
        ("They will win.", "Critics will lose."),
    ),
    Cue(
        "a way to speak", CueKind.VETO, -3.0, "only a way to speak",
        as_words(
            r"(?:will|'ll|won't|would)\s(?:come\sas\s(?:no|little|a)\s(?:big\s|great\s)?(?:surprise"
            r"|shock|relief)|go\swithout\ssaying|be\sall\s(?:for|folks)|do\sfor\snow"
            r"|have\sto\s(?:do(?=[.,])|wait\sand)|suffice|serve\sto\sillustrate|be\sboys\b"
            r"|be\sremembered\sfor\ssaying|ring\sa\sbell|strike\s(?:you|some|many))"
            r"|(?:that|this)(?:'ll|\swill)\s(?:be\s(?:it|all)|do\b)|if\syou\swill|God\swilling"
            r"|for\swant\sof|come\swhat\smay|will\sbe\s(?:will|boys)"
            r"|where\sthere(?:'s|\sis)\sa\swill|(?:will|'ll|can|to)\shelp\s(?:us|you|me)|(?:^|^so\s"
            r"|^ok,?\s)here\s(?:we\sgo|goes|they\sare|it\sis)|^(?:happy\snew\syear"
            r"|without\sfurther\sado|enjoy)",
            clitics=True,
        ),
        ("That will be all for today.", "It will come as no surprise that I disagree."),
        ("It will come.",),
    ),
    Cue(
        "how software behaves", CueKind.VETO, -2.5, "tells how a piece of software behaves",
        as_words(
            r"(?:it|this|that)(?:'ll|\swill)\s(?:then\s|now\s|also\s|automatically\s)?(?:ask|prompt"
            r"|display|print|install|download|output|return|give\syou|take\syou|allow\syou|let\syou"
            r"|open\s(?:a|the)\s(?:window|file|page|browser))"
            r"|(?:functions?|methods?|scripts?|compilers?|browsers?|parsers?|queries|loops?"
            r"|exceptions?|variables?|parameters?|terminal|plugins?|apis?|installer|buttons?|cron"
            r"|regex|(?:the|this|that|your|each|every|a|an|above|following)\s(?:[\w-]{1,15}\s)?"
            r"(?:command|code|program|server|page|file|output|input|error|database|test|build"
            r"|module|class|object|query|shell|editor|framework|client|request|response|thread"
            r"|process|table|column|row|value|string|array|field|template|container|job|task|app"
            r"|tool|library|package|form|screen|link|menu|window|popup|message|user))"
            r"(?:\s[`\w.()]{1,30})?(?:'ll|\swill|\swon't|\sshould|\sshall)\s"
            r"(?:then\s|now\s|also\s|not\s|always\s|only\s|automatically\s|simply\s|never\s|just\s"
            r"|be\s){0,2}(?:returns?|returned|contain|print|printed|show|shown|display|displayed"
            r"|run"
            r"|execute|executed|call|called|create|created|generate|generated|throw|thrown|raise"
            r"|raised|fail|load|loaded|reload|use|used|look|work|compile|parse|read|write|written"
            r"|send|sent|receive|accept|accepted|open|opened|close|need|require|required|take|match"
            r"|update|updated|set|get|have|do|give|make|check|store|stored|add|added|find|found"
            r"|start"
            r"|stop|restart|complain|crash|ignore|ignored|default|override|render|rendered|pass"
            r"|passed|trigger|fetch|wait|listen|produce|evaluate|convert|handle|allow|see|ask"
            r"|prompt)(?!\w)"
        ),
        (
            "This function will return null.", "The page will reload.",
            "Next it will ask for a name.",
        ),
        ("The party will return.", "The model will win.", "Popular programs will have to go."),
    ),
    Cue(
        "a schedule", CueKind.VETO, -3.0, "gives a date that has been set",
        as_words(
            r"(?:participants|attendees|speakers|registrants|panelists|presenters|finalists"
            r"|entrants|invitees|delegates)\s(?:will|may|can|are\sasked|should)"
            r"|(?:(?:will|shall|to|is|are|'ll)\s)(?:now\s|also\s|next\s|officially\s"
            r"|then\s)?(?:be\s)?(?:held|take\splace|go(?:es)?\son\ssale|take\seffect"
            r"|come\sinto\s(?:force|effect)|go\sinto\s(?:force|effect)|kick\soff|broadcast|aired"
            r"|air\son|hosted\s(?:by|at|in)|streamed|screened|reconvened?|convened?|sworn\sin)"
            r"|(?:takes?\splace|goes\son\ssale|go\son\ssale|takes?\seffect|comes?\sinto\sforce"
            r"|kicks?\soff|is\sscheduled|are\sscheduled|is\sslated|are\sslated|scheduled\sto"
            r"|slated\sto)"
            r"|(?:will\sbe|is|are|stays?|remains?)\s(?:open|on\s(?:display|view|show|sale)"
            r"|closed)\s(?:on|from|until|through|till|for|at|to)"
            r"|(?:deadline\s(?:for\s[\w\s]{1,30})?(?:is|will)|(?:registration|nominations?"
            r"|submissions?|applications?|doors|tickets|bookings?)\s(?:for\s[\w\s]{1,30})?(?:opens?"
            r"|closes?|ends?|will\s(?:open|close|end|start|begin|be\s(?:open|available))))",
            clitics=True,
        ),
        (
            "Participants will be notified.", "The meeting will take place on 5 June.",
            "Tickets go on sale on Friday.",
        ),
        ("He will take the place.", "It will open by May."),
    ),
    Cue(
        "a schedule", CueKind.VETO, -2.0, "names an hour of the day",
        re.compile(
            r"(?<![\w.])\d{1,2}(?::\d\d)?\s?(?:am|pm|a\.m\.|p\.m\.)(?!\w)"
            r"|(?<!\d)\d{1,2}:\d\d(?!\d)"
, re.IGNORECASE),
        ("Setup will start at 11 AM.", "It starts at 7:30."),
        ("It will rain in 11 towns.",),
    ),
    Cue(
        "an age", CueKind.VETO, -4.0, "says how old somebody will be",
        as_words(
            r"(?:he|she|they|I|who|it|we|you)(?:'ll|\swill)\s(?:only\s|just\s|soon\s"
            r"|already\s)?(?:be|turn|have\sturned)\s(?:only\s|just\s|over\s|almost\s|nearly\s"
            r"|about\s)?(?:\d{2}|\w{3,7}ty(?:-\w{3,5})?)"
            r"(?=\s?(?:[.,;!?)\u2013\u2014-]|$|years?\sold|(?:in|by|when|on|this|next|and|at|then"
            r"|come)\b))"
            r"|(?:will|'ll)\s(?:turn|be)\s\d{2}\s(?:in|on|this|next|when)\b|\d{1,3}\syears?\sold"
        ),
        ("He'll be 74 in 2016.", "She will turn 40 in May."),
        ("It will be 74 percent.", "They will be 5 points ahead."),
    ),
    Cue(
        "a guess about the present", CueKind.VETO, -1.5, "guesses at what is so already",
        as_words(
            r"(?:I|we)(?:\s\w{2,12})?\s(?:doubt|suspect|guess|think|believe"
            r"|reckon)(?:\sthat)?\s(?:[\w'-]{1,20}\s){0,4}?(?:(?:[\w-]{1,20}?)'(?:s|re)|is|are"
            r"|explains|makes|means|has|have|do|does|don't|doesn't|know|knows|want|wants|need"
            r"|needs)"
            r"(?!\s(?:\w{2,12}\s)?(?:going|about|set|bound|likely|unlikely|to|coming|headed|heading"
            r"|gonna|over|done|out|gone|next)\b)(?!\s\w{1,20}\s(?:will|'ll|won't)\b)"
        ),
        ("I doubt that is true.", "I guess that explains it.", "I suspect the answer is no."),
        ("I doubt they win.", "I suspect it is going to rain.", "I suspect the game is over."),
    ),
    Cue(
        "always so", CueKind.VETO, -1.0, "says what is always so",
        as_words(
            r"(?:will|'ll)\salways|there(?:'s|\sis|\swill)\salways|tend(?:s)?\sto|(?:most"
            r"|more)\soften\sthan\snot"
),
        ("It will always be so.",),
        ("It will rain.",),
    ),
    Cue(
        "talk about predictions", CueKind.VETO, -4.0, "talks about forecasts instead of making one",
        as_words(
            r"this\sis\sa\s(?:prediction|forecast)|(?:goal|purpose|point"
            r"|aim)\sof\sthis\s(?:blog\s?)?post|(?:judge|grade|score)\sme|hold\sme\sto|(?:set|list"
            r"|batch|bunch|number|couple|handful|few|round|series"
            r"|collection)\sof\s(?:\w{2,15}\s){0,2}(?:predictions|forecasts|guesses)|(?:here\sare"
            r"|these\sare|following\sare|(?:some|few|annual|more|these|last\syear's"
            r"|any|make|making|made"
            r"|previous|old|all|the|on|my)\s(?:my\s|of\s|of\smy\s|the\s"
            r"|iphone\s)?(?:own\s)?predictions)(?!\sare\sa\b)"
        ),
        (
            "Here are my predictions.", "Just a quick set of predictions for 2009.",
            "I will not make any predictions at 0%.",
        ),
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
        as_opening(
            r"(?:[\d/:.-]{1,12}\s)?(?:correct|incorrect|wrong|right|failed"
            r"|missed)\s(?:prediction|forecast|guess|call)|(?:(?:a|the|each|every|this|that"
            r"|these|those|such)\s)?predictions?\s(?:is|are|was|were|will\sbe)(?!\sthat)"
            r"|(?:all|everything|each)\s(?:of\s(?:them|these)\s)?(?:are\s|is\s)?(?:by|before"
            r"|until)"
),
        ("All by 31 December 2025 unless stated.",),
        ("All of them will go by May.",),
    ),
    Cue(
        "byline", CueKind.VETO, -3.0, "says who wrote it, where and when",
        re.compile(
            r"^\W{0,4}(?:[Bb]y|[Ww]ritten\sby"
            r"|[Aa]uthor:)\s[A-Z][\w.]{1,20}\s(?:[A-Z]\.?\s)?[A-Z][\w'\u2019-]{1,20}(?=\s?(?:,|\|"
            r"|\u2013|-|$))|^\W{0,4}(?:[Bb]y"
            r"|[Ww]ritten\sby)\s[A-Z]\w{1,20}\s[A-Z][\w\s,.]{0,40}\son\s"
            r"|^\W{0,4}(?:[Pp]osted|[Pp]ublished|[Ee]xported|[Uu]pdated|[Ff]iled)\s(?:by|on|in|from"
            r"|at)\s"
        ),
        ("By Ann Smith on January 4, 2025", "Posted on January 4"),
        ("By June it rains.",),
    ),
    Cue(
        "a link", CueKind.VETO, -3.0, "ends in an address",
        re.compile(r"https?://[^\s]{1,400}\W{0,3}$"),
        ("The Darkest Day: https://example.org/film",),
        ("See https://example.org for more.",),
    ),
    Cue(
        "byline", CueKind.VETO, -3.0, "is a date and nothing else",
        re.compile(
            r"^\W{0,4}(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,?\s)?(?:(?:january|february"
            r"|march|april|may|june|july|august|september|october|november|december)\s\d{1,2}(?:st"
            r"|nd|rd|th)?,?\s\d{4}|\d{1,2}\s[a-z]{3,9}\s\d{4})\W{0,4}$",
            re.IGNORECASE,
        ),
        ("Tuesday, December 31, 2013",),
        ("It rains on December 31, 2013.",),
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
            r"|probable|doubtful"
            r"|going|no\s(?:way|chance|doubt)|little\s(?:chance|doubt)|inevitable|only\sa\smatter"
            r"|hard\sto\s(?:see|imagine)|just\sa\smatter|a\smatter"
            r"|an?\s(?:\w+\s){0,2}(?:chance|bet|coin|possibility|probability|likelihood)|an?\s[\d~]"
            r"|\d|set|bound|about|headed|coming))"
        ),
        ("So that's a freebie.", "Well, it has no name."),
        ("It will rain.",),
    ),
    Cue(
        "explanation", CueKind.VETO, -3.0, "explains another sentence",
        as_opening(
            r"(?:[\"'][^\"']{1,40}[\"']\s(?:means|refers)"
            r"|by\s[\"'\w-]{1,30}[\w\s\"'-]{0,40},?\sI\s(?:simply\s)?mean|what\s[\"'\w]{1,30}"
            r"|note\sthat|this\s"
            r"(?:is\s(?:mostly\s|largely\s)?based|hinges|depends|includes|excludes"
            r"|can\sbe\seither)|see(?=\s)|for\sexample"
            r"|e\.g\.|i\.e\.|update\b|edit\b|rules\b|disclaimer|disclosure|technorati|tags?:"
            r"|posted|source)"
        ),
        ('By "normal" I simply mean that it takes place.', "Note that it will rain."),
        ("This will rain.",),
    ),
)  # fmt: skip
"""Questions, wishes, advice, plans, talk about forecasts, and what has happened."""
