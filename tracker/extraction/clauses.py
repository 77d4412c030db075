"""Who does it, and to what: the subject before a verb and the thing after it, by the order of mentions and boundaries.

Without a parser the order of words must do: relative pronouns point back, the object of "forced" is the subject of what
follows, a coordinated verb keeps its subject, an apposition is passed over. A parser refines these two functions.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from tracker.extraction import syntax
from tracker.extraction.names import Mention
from tracker.extraction.sentences import Sentence

HARD = re.compile(
    r"(?i)[;:]|\s[-–—]{1,2}\s|,?\s+\b(?:but|while|whereas|although|though|because|when|after|before|as|and|or|"
    r"that|so|where|until|if)\b|,"
)
RELATIVE = re.compile(
    r"(?i)\b(?:who|which|that)\s+(?:[\w’'-]+ly\s+|(?:is|are|was|were|has|have|had|been|be|being|also|then|later|"
    r"now|recently|earlier|reported|believed|thought|said|understood|since|to|may|might|could|not|never|already|"
    r"forced|still|would|will|since)\s+)*$"
)
CAUSED = re.compile(
    r"(?i)\b(?:forc\w+|compel\w*|caus\w+|made|prompt\w+|allow\w+|help\w*|led|enabl\w+|oblig\w+|driv\w+|drove)\s+$"
)
ADJACENT = re.compile(
    r"(?i)\s+(?:(?:has|have|had|is|are|was|were|be|been|being|also|later|then|now|recently|earlier|already|still|"
    r"since|will|would|may|might|could|not|never|did|does|do|to|\w+ly)\s+)*"
)
OBJECT_OF = re.compile(
    r"(?i)\b(?:in|of|at|from|to|by|with|near|for|between|against|under|on|over|into|among|towards?)\s+(?:the\s+|"
    r"a\s+|his\s+|her\s+|its\s+|their\s+)?$"
)
PREPOSITION = re.compile(
    r"(?i)\b(?:in|of|at|from|to|by|with|near|for|between|against|under|on|over|into|after|before|including|than|"
    r"about|around|through|during|via|among|without|towards?|like)\s+(?:the\s+|a\s+|his\s+|her\s+|its\s+|their\s+)?$"
)
AGENT = re.compile(r"(?i)\bby\s+(?:\w+\s+){0,3}$")
Wanted = Callable[[Mention], bool]


def subject_before(sentence: Sentence, at: int, wanted: Wanted, floor: int = 0) -> Mention | None:
    """The mention that is the likely subject of the verb at `at` (offset in the sentence), of those that are wanted.

    None also where the tree names another one, unless the mention stands right before the verb: a claim about the wrong
    person is worse than none.
    """
    rows = [m for m in sentence.mentions if floor <= m.start and m.end <= at and wanted(m)]
    guess = subject_by_order(sentence.text, rows, at, floor) if rows else None
    if guess is None or ADJACENT.fullmatch(sentence.text, guess.end, at):
        return guess
    words = syntax.subject_words(sentence, at)
    return guess if not words or any(m.start < end and start < m.end for start, end in words for m in rows) else None


def subject_by_order(text: str, rows: list[Mention], at: int, floor: int) -> Mention | None:
    """The likely subject by the order of words alone."""
    caused = [
        m
        for m in rows
        if CAUSED.search(text[max(0, m.start - 14) : m.start])
        and re.match(r"\s+(?:to|out|from|into)\b", text[m.end : m.end + 8])
    ]
    if caused and at - caused[-1].end < 25:
        return caused[-1]
    left = text[floor:at]
    beside = [
        m
        for m in rows
        if ADJACENT.fullmatch(text, m.end, at) and not OBJECT_OF.search(text[max(floor, m.start - 22) : m.start])
    ]
    if beside:
        return beside[-1]
    relative = RELATIVE.search(left)
    if relative:
        head = relative_head(text, rows, floor + relative.start())
        if head is not None:
            return head
    return first_after_boundary(text, rows, floor, at)


def relative_head(text: str, rows: list[Mention], at: int) -> Mention | None:
    """What "who" or "which" at `at` points back to: the nearest wanted mention, or the one that an apposition hangs on."""
    before = [m for m in rows if m.end <= at]
    if not before or at - before[-1].end > 90:
        return None
    return before[-1]


def first_after_boundary(text: str, rows: list[Mention], floor: int, at: int) -> Mention | None:
    """The first wanted mention after the last boundary that leaves one; mentions behind prepositions are no subjects."""
    free = [m for m in rows if not PREPOSITION.search(text[max(floor, m.start - 22) : m.start])]
    boundaries = [floor + b.end() for b in HARD.finditer(text[floor:at])]
    for boundary in reversed(boundaries):
        inside = [m for m in free if m.start >= boundary - 1]
        if inside and opens_clause(text, boundary, inside[0]) and not in_apposition(text, inside[0], at):
            return inside[0]
    return free[0] if free else None


def opens_clause(text: str, boundary: int, mention: Mention) -> bool:
    """Whether few words stand between the boundary and the mention, so that it can be the clause's subject."""
    return len(re.findall(r"[\w’'-]+", text[boundary : mention.start])) <= 6


def in_apposition(text: str, mention: Mention, at: int) -> bool:
    """Whether the mention lies between two commas before the verb: ", led by Ann Doe, has been formed"."""
    before = text[max(0, mention.start - 60) : mention.start]
    comma = re.search(
        r",\s+(?:an?|the|his|her|its|their|one|led|headed|including|accompanied|chairman|chairwoman|leader|head|"
        r"who|which|whose|along|together|formerly|known|backed|where)\b[^,]*$",
        before,
    )
    return bool(comma) and bool(
        re.search(r",\s*(?:[\w’'-]+\s+){0,4}$|,\s*$", text[mention.end : at]) or "," in text[mention.end : at]
    )


GAP_WORDS = re.compile(
    r"(?i)[\s,]*(?:(?:the|a|an|his|her|their|its|of|neighbou?ring|nearby|city|town|village|port|capital|southern|"
    r"northern|eastern|western|central|region|home|province|district|state|both|parts|most|much|all|large|"
    r"swathes?|outskirts|window|balcony|gates?|entrance|doorstep|steps|front|back|top|edge|roof|grounds|lawn|"
    r"heart|palatial|official|private|luxury|lavish|centre|center|outside|near|in|around|greater|old|whole|"
    r"strategic|key|main|nearby|besieged|embattled|remote|border|coastal|and|entire|historic|ancient|neighbouring|"
    r"oil-rich|rebel-held|northeastern|northwestern|southeastern|southwestern|rest|least|at|\w+ern|\w+-\w+|"
    r"(?-i:[A-Z])\w+)\s+)*$"
)


OWNED = re.compile(
    r"['’]s?\s+(?:(?:\w+ern|\w+-\w+|capital|second|largest|main|biggest|old|new|city|town|port|coastal|border|of)\s+){0,4}"
)


def place_after(
    sentence: Sentence, at: int, kinds: tuple[str, ...] = ("place", "building"), reach: int = 60
) -> Mention | None:
    """The place that follows directly at `at`, with only descriptive words between."""
    for mention in sentence.mentions:
        if mention.start < at - 1 and mention.end > at and mention.kind in kinds:
            return mention
        if mention.start >= at - 1:
            if mention.start - at > reach:
                return None
            gap = sentence.text[at : mention.start]
            if not GAP_WORDS.fullmatch(gap):
                return None
            if mention.kind in kinds and not mention.pronoun:
                return town_of(sentence, owned_by(sentence, mention, kinds))
            return None
    return None


def owned_by(sentence: Sentence, owner: Mention, kinds: tuple[str, ...]) -> Mention:
    """The place itself, or for "Gabon's Haut province" the place that it owns."""
    text = sentence.text
    for mention in sentence.mentions:
        if mention.start > owner.end and mention.kind in kinds and OWNED.fullmatch(text, owner.end, mention.start):
            return mention
    return owner


def town_of(sentence: Sentence, site: Mention) -> Mention:
    """The place itself, or for "a villa in X" the place X: an unnamed site says less than its town."""
    if site.kind != "building" or site.definite:
        return site
    following = next((m for m in sentence.mentions if m.start >= site.end), None)
    if (
        following is not None
        and following.kind == "place"
        and re.fullmatch(r"\s+(?:in|near|outside|of)\s+", sentence.text[site.end : following.start])
    ):
        return following
    return site


def coordinated(sentence: Sentence, first: Mention) -> list[Mention]:
    """The mention and those of its kind that "and" or "or" joins to it ("to Oslo, Bergen or Narvik")."""
    found, joined = [first], False
    for mention in sentence.mentions:
        if mention.start < found[-1].end:
            continue
        gap = sentence.text[found[-1].end : mention.start]
        if mention.kind == first.kind and re.fullmatch(
            r"(?i)\s*(?:,|,?\s*\b(?:and|or)\b)\s*(?:the\s+|to\s+|in\s+|from\s+|neighbou?ring\s+)*", gap
        ):
            found.append(mention)
            joined = joined or "and" in gap.lower() or "or" in gap.lower()
        else:
            break
    return found if joined else [first]


NOUN_STOP = re.compile(
    r"(?i)[,.;:!?()\"“”]|\s[-–—]|\b(?:and|but|while|after|as|on|in|at|during|for|from|by|with|since|to|who|which|"
    r"that|when|where|before|was|were|is|are|has|have|had|will|would|said|says|following|amid|under|last|this|"
    r"early|late|yesterday|today|monday|tuesday|wednesday|thursday|friday|saturday|sunday|without|meeting|despite|"
    r"within|late|overnight|later|earlier|be|been|up|out|except|apart|including|backed|using|leaving|forcing|"
    r"killing|amid|until|because|if|so|then|he|she|they|it)\b"
)


def noun_after(text: str, at: int) -> tuple[int, int]:
    """Start and end of the noun phrase that begins at `at`, ended by punctuation, a verb or a preposition other than "of"."""
    start = at
    while start < len(text) and text[start].isspace():
        start += 1
    stop = NOUN_STOP.search(text, start, min(len(text), start + 160))
    if stop and text[stop.start() : stop.end()].lower() == "at" and text[stop.start() :].lower().startswith("at least"):
        stop = NOUN_STOP.search(text, stop.end(), min(len(text), start + 160))
    end = stop.start() if stop else min(len(text), start + 160)
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def clause_around(text: str, start: int, end: int, floor: int = 0) -> tuple[int, int]:
    """The clause that the words from `start` to `end` stand in, for cutting times: between strong boundaries."""
    left = max(
        [
            floor,
            *[
                m.end()
                for m in re.finditer(
                    r";|,\s+(?:but|while|and)\b|\s[-–—]\s|\bwhile\b|\bbefore\b|\bafter\b", text[:start]
                )
            ],
        ]
    )
    right = re.search(r";|,\s+(?:but|while|and)\b|\s[-–—]\s|\bwhile\b", text[end:])
    return left, end + right.start() if right else len(text)
