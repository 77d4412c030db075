"""How sure: FactBank's certainty and polarity of a verb, read from the words that govern it.

Source of the scheme: Saurí & Pustejovsky 2009, "FactBank: a corpus annotated with event factuality".
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from tracker.extraction.lexicon import alternation, load, verb_alternation
from tracker.model.claim import Certainty, Polarity

CHAIN_WORDS = (
    "has|have|had|having|is|are|was|were|be|been|being|'s|’s|'ve|’ve|will|would|shall|'ll|’ll|'d|’d|may|might|could|can|cannot|should|must|ought|did|does|do|to|not|never|"
    "also|now|already|still|since|then|later|soon|ever|even|just|only|all|both|again|first|once|yet|finally|eventually|no|longer|n't|n’t|quickly|temporarily|"
    "quietly|since|been|got|getting|hours|days|previously|earlier|recently|immediately|officially|formally|effectively|successfully|briefly|virtually|largely|fully|completely"
)
CHAIN = re.compile(rf"(?:(?:\b(?:{CHAIN_WORDS})|\b\w+n['’]t|\b\w+ly)\b[\s,]*)*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Factuality:
    """How the text stands to an event. `asserted` False: it claims nothing (a wish, an opinion, a question).

    `refusal`: the subject's own refusal or denial, which the subject vouches for. `future`: a plan or forecast.
    """

    certainty: Certainty = "certain"
    polarity: Polarity = "positive"
    asserted: bool = True
    refusal: bool = False
    future: bool = False


@cache
def governors() -> dict[str, re.Pattern[str]]:
    """What may stand before the verb chain and governs it, as patterns that end where the chain begins."""
    lexicon, voices = load("factuality"), load("voices")
    gap = r"(?:\s+[\w’'-]+){0,6}?"
    return {
        "wish": re.compile(
            rf"\b{verb_alternation(voices['wish'])}\b{gap}\s+(?:to|for)\s+(?:not\s+)?(?:be\s+)?(?:\w+ly\s+)?$",
            re.IGNORECASE,
        ),
        "wish_that": re.compile(
            r"\b(?:demand|insist|propos|recommend|wish|hop)\w*\s+(?:that\s+)?(?:\w+\s+){1,4}$", re.IGNORECASE
        ),
        "call": re.compile(
            rf"\b(?:calls?|called|calling|demands?|pressure|appeals?|request|need|chance|opportunity|invitation|"
            rf"order|orders)\s+(?:for|on|upon){gap}\s*(?:to\s+)?$",
            re.IGNORECASE,
        ),
        "refuse": re.compile(rf"\b{verb_alternation(lexicon['refuse'])}(?:\s+to)?\s+(?:be\s+)?$", re.IGNORECASE),
        "deny": re.compile(
            rf"\b(?:{verb_alternation(voices['deny'])}|denials?)(?:\s+(?:that|reports|claims|rumou?rs|allegations|"
            rf"suggestions|having|being|ever))*{gap}\s*$",
            re.IGNORECASE,
        ),
        "asserted": re.compile(
            rf"\b(?:forc(?:ed|ing|e)|forces(?=\s+(?:him|her|them|it|the|(?-i:[A-Z])))|compel\w*|caus\w+|led|"
            rf"leading|prompt\w+|allow\w+|enabl\w+|manag\w+|oblig\w+|help\w*|made|mak\w+|lead\w*|push\w*|drove)\b{gap}"
            rf"\s+to\s+(?:\w+ly\s+)?$|\b(?:continu\w+|beg[aiu]n\w*|start\w*|went\s+on|goes\s+on|came|proceed\w*|"
            rf"prov\w+|turn\w*\s+out|happen\w*|found|known|shown|seen|claim\w*|profess\w*|"
            rf"voted|elected|appointed|chosen|named|first|last|only|latest)\s+to\s+(?:\w+ly\s+)?$",
            re.IGNORECASE,
        ),
        "no_plans": re.compile(
            r"\b(?:no|not|n['’]t|without)\b[\w\s“”\"]*\b(?:plans?|intention|intend\w*|desire|wish|going)\W+(?:of|"
            r"to)\s+$",
            re.IGNORECASE,
        ),
        "possible": re.compile(rf"\b{alternation(lexicon['possible'])}\s+(?:[\w’'-]+\s+){{0,1}}$", re.IGNORECASE),
        "probable": re.compile(rf"\b{alternation(lexicon['probable'])}\s*(?:[\w’'-]+\s+){{0,3}}$", re.IGNORECASE),
    }


CONDITION = re.compile(
    r"(?i)\b(?:if|unless|whether|in case|until|till|once|provided|assuming|should|or risk|rather than|"
    r"instead of)\s+(?:[\w’'“”\"-]+\s+){0,9}$"
)
FEAR = re.compile(
    r"(?i)\b(?:no\s+(?:signs?|indications?|evidence|proof|suggestion)|fears?|feared|concerns?|worries|worried|"
    r"risk|threat|danger|possibility|prospect|"
    r"chances?|speculation|hopes?|hoped|hoping|plans?|bid|attempts?|efforts?|effort|how|why|who could|"
    r"in order|so as)\s+(?!(?:before|after|when|while)\b)(?:that|of|to|for)?\s*(?:[\w’'-]+\s+){0,5}$"
)
NEGATION = re.compile(
    r"(?i)\b(?:not|never|neither|nor|cannot|no longer|without|denied|hardly|nobody|none|no one)\b|\w+n['’]t\b"
)
FUTURE = re.compile(r"(?i)\b(?:will|would|shall)\b|['’]ll\b|['’]d\b")
MODAL = re.compile(r"(?i)\b(?:may|might|could|can)\b")
OPINION = re.compile(r"(?i)\b(?:should|must|ought|need(?:s|ed)?\s+to|(?:has|have|having)\s+to)\b(?!\s+have\s+been\b)")
UNABLE = re.compile(
    r"(?i)(?:\b(?:not|never|no\s+longer|hardly)\s+|n['’]t\s+)(?:be\s+|been\s+|yet\s+|\w+ly\s+)*(?:able|expected|"
    r"likely|due|set|going|ready|prepared|"
    r"willing|about|poised|scheduled)\s+to\s+(?:\w+\s+)?$"
)
GERUND = re.compile(
    r"(?i)\b(?:capable|incapable|intent|keen|in\s+favou?r|way|ways|means|hopes?|chance|possibility|prospect|task|"
    r"goal|aim|risk|idea|thinking|talk)"
    r"\s+(?:of|on)\s+$|\b(?:prevent\w*|stop\w*|keep\w*|kept|deter\w*|discourag\w+|bar\w*|"
    r"block\w*)\b[^.;]{0,60}\bfrom\s+$|"
    r"\b(?:without|instead\s+of|rather\s+than|consider\w*|short\s+of|before\s+ever)\s+$"
)
HYPOTHETIC = re.compile(r"(?i)\b(?:would|could|should|might)\s+(?:not\s+)?have\b")


UNTRUE = re.compile(
    r"(?i)\bit\s+(?:is|was)\s+(?:not\s+(?:true|the\s+case)|untrue|false|wrong)\s+that\s+[^,;:\"“”]{0,60}$"
)
ACCUSED = re.compile(
    r"(?i)\b(?:is|are|was|were|been|being|man|woman|men|suspects?)\s+(?:\w+\s+)?(?:accused|suspected|charged|alleged)\s+(?:of|with)\s+"
    r"(?:having\s+|being\s+)?(?:\w+ly\s+)?$"
)
IMPERSONAL = re.compile(
    r"(?i)\bit\s+(?:is|was|has\s+been|had\s+been)\s+(?:\w+ly\s+)?(?:believed|thought|feared|understood|estimated|reported|rumou?red|presumed)"
    r"\s+(?:that\s+)?[^,;:\"“”]{0,80}$"
)
"""Nobody in particular believes it."""
THOUGHT_POSSIBLE = re.compile(
    r"(?i)(?:\bit\s+(?:is|was|remains|remained)\s+(?:\w+\s+)?(?:possible|conceivable|unclear|not\s+clear)\s+(?:that\s+|if\s+|whether\s+)?|"
    r"\b(?:may|might|could)\s+(?:suggest|mean|indicate|imply|be\s+that)\s+(?:that\s+)?)[^,;:\"“”]{0,60}$"
)


ALMOST = re.compile(
    r"(?i)\b(?:almost|nearly|narrowly\s+(?:failed\s+to|missed)|all\s+but|on\s+the\s+point\s+of|"
    r"(?:come|came|comes|coming|were|was|are|is|been)\s+(?:\w+\s+)?(?:close|near)\s+to)\s+"
    r"(?:(?:being|been|be|having|completely|entirely|fully|totally)\s+)*$"
)
"""What stands before a verb whose event did not quite come about."""


def assess(text: str, start: int, floor: int = 0) -> Factuality:
    """The factuality of the verb that starts at `start`; words before `floor` (the voice's clause) do not govern it."""
    left = text[max(floor, start - 160) : start]
    if text.rstrip(' "”’)').endswith("?"):
        return Factuality(asserted=False)
    if unreal(text, start, left):
        return Factuality(asserted=False)
    chain = CHAIN.search(left)
    words = chain.group() if chain else ""
    before = left[: len(left) - len(words)]
    clause = re.split(r"[;:]|\s[-–—]\s|,\s+(?:and|but|while|which|who)\b", before)[-1]
    if re.search(r"(?i)\b(?:verge|brink|point)\s+of\s+(?:being\s+|imminently\s+)*$", before + words):
        return Factuality("possible", future=True)
    if GERUND.search(before + words) and re.match(r"\w+ing\b", text[start:]):
        return Factuality(asserted=False)
    governed = before + (re.match(r"(?i)\s*(?:to\s+)?(?:not\s+)?(?:be\s+)?", words) or re.match("", "")).group()  # type: ignore[union-attr]
    whole = before + words
    return weigh(clause, governed, words, whole)


UNREAL = re.compile(
    r"(?i)\b(?:wrongly|falsely|mistakenly|erroneously|prematurely)\s+(?:\w+\s+)?(?:reported|said|believed|claimed|announced)\b"
)
INVERTED = re.compile(r"\W*(?:Had|Were|Should)\s+(?!(?:the\s+)?\w+\s+(?:not\s+)?(?:ever\s+)?\w+\?)")


def unreal(text: str, start: int, left: str) -> bool:
    """What the sentence itself calls unreal: "had they seized it, they would", "would seize it if", "wrongly reported",
    "almost seized"."""
    if UNREAL.search(left[-60:]) or ALMOST.search(left[-60:]):
        return True
    if INVERTED.match(text) and re.search(r"\b(?:would|could|might)\b", text) and "," in text[start:]:
        return True
    return (
        re.search(r"\bwould\s+(?:\w+\s+){0,2}$", left) is not None
        and re.search(r"\bif\s+(?:\w+\s+){1,3}?(?:had|were)\b", text[start : start + 120]) is not None
    )


def weigh(clause: str, governed: str, words: str, whole: str) -> Factuality:
    rules = governors()
    infinitive = bool(
        re.search(r"(?i)\bto\s+(?:(?:have|be|been|not)\s+)*(?:\w+ly\s+)?$", words) or re.search(r"(?i)\bto\s+$", whole)
    )
    negative = bool(NEGATION.search(words)) or bool(
        re.search(r"(?i)\b(?:neither|nobody|no one|none)\b[^,;]{0,60}$", clause)
    )
    if rules["no_plans"].search(whole):
        return Factuality(asserted=False)
    if rules["refuse"].search(whole):
        return Factuality(polarity="negative", refusal=True)
    if infinitive and (governor := rules["asserted"].search(whole)):
        return came_true(governor, clause, words, whole)
    if infinitive and (rules["wish"].search(whole) or rules["call"].search(whole)):
        return Factuality(asserted=False)
    if UNTRUE.search(clause + words):
        return Factuality(polarity="negative")
    if ACCUSED.search(whole):
        return Factuality("probable", "negative" if negative else "positive")
    if rules["deny"].search(whole):
        return Factuality(polarity="negative", refusal=True)
    if OPINION.search(words) or HYPOTHETIC.search(words):
        return Factuality(asserted=False)
    if CONDITION.search(clause + words):
        return Factuality(certainty="possible", asserted=False)
    if FUTURE.search(words):
        return (
            Factuality(polarity="negative", refusal=True) if negative else Factuality(certainty="possible", future=True)
        )
    if IMPERSONAL.search(clause + words):
        return Factuality("probable", "negative" if negative else "positive")
    if THOUGHT_POSSIBLE.search(clause + words) and not MODAL.search(words):
        return Factuality("possible", "negative" if negative else "positive")
    if MODAL.search(words):
        return Factuality("possible", "negative" if negative else "positive", future=True)
    if rules["probable"].search(whole):
        ahead = re.search(r"(?i)\blikely\s+(?:to\s+)?(?:\w+\s+){0,2}$", whole) is not None and infinitive
        return Factuality("probable", "negative" if negative else "positive", future=ahead)
    if infinitive and rules["possible"].search(whole):
        unlikely = negative or UNABLE.search(whole[-60:]) is not None
        return Factuality("possible", "negative" if unlikely else "positive", future=True)
    if FEAR.search(clause + words):
        return Factuality(certainty="possible", asserted=False)
    if infinitive and bare_infinitive(words, whole):
        return Factuality(certainty=hedged(clause, words), asserted=False)
    return Factuality(hedged(clause, words), "negative" if negative else "positive")


def came_true(governor: re.Match[str], clause: str, words: str, whole: str) -> Factuality:
    """What was forced, caused or begun did happen, unless the forcing itself lies ahead."""
    before = whole[max(0, governor.start() - 25) : governor.start()]
    if FUTURE.search(before):
        return Factuality(certainty="possible", future=True)
    if re.search(r"(?i)(?:\bnot|\bnever|n['’]t)\s+(?:\w+\s+){0,2}$", before):
        return Factuality(asserted=False)
    return Factuality(certainty=hedged(clause, words))


def bare_infinitive(words: str, whole: str) -> bool:
    """An infinitive that nothing says came true: "fought to seize", "a campaign to take"; "claimed to have seized" did."""
    return not re.search(r"(?i)\bto\s+(?:\w+\s+)?have\b", whole[-30:]) and not re.search(r"(?i)\bto\b.*\bto\s*$", words)


HEARSAY = re.compile(
    r"(?i)\b(?:reportedly|allegedly|apparently|probably|presumably|supposedly|purportedly|seemingly|rumou?redly)\b"
)


ESTIMATED = re.compile(r"(?i)\b(?:an|some)\s+estimated\s")


def hedged(clause: str, words: str) -> Certainty:
    """Certain, unless an adverb of report or doubt stands in the clause."""
    if HEARSAY.search(clause[-110:] + words) or ESTIMATED.search(clause[-60:] + words):
        return "probable"
    if re.search(r"(?i)\b(?:perhaps|possibly|maybe|potentially)\b", clause[-60:] + words):
        return "possible"
    return "certain"
