"""Titles and appositions: "former foreign minister Ann Doe", "Ann Doe, leader of the Greens,".

Reads what office the words next to a person's name give that person. Purely about form; `attributes/office.py` makes
claims of it and `cast.py` uses it to find out who "the president" is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from tracker.extraction import gazetteer, title_grammar, title_words
from tracker.extraction.lexicon import load
from tracker.extraction.names import HONORIFICS, Mention
from tracker.extraction.title_grammar import Title
from tracker.extraction.title_names import bare_title

Mark = Literal["holds", "former", "ousted", "elected", "appointed", "candidate"]


@dataclass(frozen=True, slots=True)
class TitleUse:
    """A person's office in the words beside the name. Offsets in the sentence cover title and name.

    `title`: the office without its country where that is the `country`; `mark`: held now, formerly, lost, won or sought.
    """

    mention: Mention
    title: str
    country: str
    mark: Mark
    start: int
    end: int
    rule: str


OPENS_APPOSITION = re.compile(
    r"(?i)\s*(?:,|\(|–|—|\s--?)\s*(?:(?:aged\s+)?\d{1,3},\s*)?(?:who\s+is\s+)?(?:(?:also|currently|still|now|himself|herself|formerly)\s+)?(?:one\s+of\s+)?"
)
CLOSES_APPOSITION = re.compile(
    r"(?i)\s*(?:$|[,.;:()–—?!\"”]|--?\s|(?:who|which|that|where|and|since|has|had|was|is|were|will|would|but|at\s+the\s+time|on\s+\w+day|late|early|yesterday|for\s+(?:the\s+(?:past|last)|\d+|two|three|four|five|more|nearly|almost)|"
    r"as|when|while|after|before|because|if|amid|during|following|with|between|under|until|from\s+\d+|in\s+\d+|to\s+[a-z]+|[a-z]+ed\s+(?:by|in|for|on|of|to|at|with|from|as|last|this))\b)"
)
JOINS_APPOSITION = re.compile(r"(?i)\s*(?:,\s*|,?\s*and\s+(?:as\s+)?)(?:also\s+)?(?!as\b)")


def titles_in(text: str, mentions: list[Mention]) -> Iterator[TitleUse]:
    """The offices that the sentence gives to its persons by a title before, or an apposition after, the name."""
    for mention in mentions:
        if mention.kind != "person" or mention.pronoun or mention.role:
            continue
        found = leading_title(text, mention, mentions)
        if found:
            yield found
            yield from title_joined(text, found)
        else:
            yield from behind_trade(text, mention)
        yield from appositions(text, mention, mentions)


def appositions(text: str, mention: Mention, rows: list[Mention]) -> Iterator[TitleUse]:
    """Every office in the appositions after a name: "Ann Doe, a former mayor, leader of the Greens and MP for Oslo"."""
    opening = OPENS_APPOSITION.match(text, mention.end)
    if opening is None:
        return
    stop = min(
        [m.start for m in rows if m.kind == "person" and m.start >= opening.end() and not OWNER.match(text, m.end)],
        default=len(text),
    )
    at, start, inherited = opening.end(), mention.start, False
    trade = TRADE_FIRST.match(text, at)
    if trade and title_grammar.after(text, at, stop, bounded=True) is None:
        at = trade.end()  # "a left-leaning commentator and former head of …"
    for _ in range(4):
        title = title_grammar.after(text, at, stop, bounded=True)
        if title is None or not closed(text, title.end, stop) or next_ones(text, at, title, rows):
            return
        if listed(text, mention, title.end):
            return
        use = title_use(mention, title, start, title.end, "apposition", text)
        if use:
            over = (inherited and not title.post) or TERM.match(text, title.end)
            yield replace(use, mark="former") if over and use.mark == "holds" else use
        joined = JOINS_APPOSITION.match(text, title.end)
        if joined is None:
            return
        at = start = joined.end()
        # "a former mayor and minister" was both; "a former mayor and the leader of …" is one of them.
        once = bool(use and use.mark == "former") or inherited
        inherited = once and "and" in joined.group() and not re.match(r"(?i)(?:the|a|an|its|now|current)\b", text[at:])


TRADE_FIRST = re.compile(r"(?:an?|the)\s+(?:[a-z][\w’'-]*\s+){1,4}and\s+(?:(?:an?|the)\s+)?(?=[a-zA-Z])")
TERM = re.compile(
    r"(?i),?\s+(?:from\s+(?:\w+\s+)?\d{4}\s*(?:to|until|till|-|–)\s*(?:\w+\s+)?\d{4}|(?:between|during)\s+(?:\w+\s+)?\d{4}\s+and\s+(?:\w+\s+)?\d{4}|"
    r"(?:until|till)\s+(?:last\s|recently|earlier|yesterday|(?:his|her)\s+(?:\w+\s+)?(?:resignation|ouster|dismissal|defeat|overthrow|retirement)))"
)
"""The years of an office that is over: "from 2010 to 2014", "until last month"."""
OWNER = re.compile(
    r"(?:['’]s?)?\s+(?:[a-z][\w-]*\s+){0,4}(?:advis[eo]r|spokes\w+|envoy|chief\s+of\s+staff|secretary|representative|"
    r"aide|lawyer|director|minister|counsel|official|deputy)\b"
)
"""After a name: whose something is ("Doe's special envoy", "the Doe campaign adviser")."""
DEFINITE = re.compile(r"(?i)(?:the\b|its\b|his\b|her\b|(?:[\w-]+\s+){1,2}?[\w-]+['’]s\b|[\w-]+['’]s\b)")
HONORED = re.compile(r",\s+(?:[A-Z][\w-]*\.?\s+){0,2}")
OTHERS_TOO = re.compile(r"(?i),?\s+and\s+(?:\w+\s+){0,2}other\s+\w+s\b")


def next_ones(text: str, at: int, title: Title, rows: list[Mention]) -> bool:
    """Whether "the minister" after a name rather introduces the next: "Referring to Doe, the minister, Jan Olsen, said"."""
    follows = HONORED.match(text, title.end)
    if follows is None or not DEFINITE.match(text, at):
        return False
    for mention in rows:
        named = mention.kind == "person" and not mention.pronoun and not mention.role
        if named and title.end < mention.start and HONORED.fullmatch(text, title.end, mention.start):
            return not own_apposition(text, mention)
    return False


def own_apposition(text: str, mention: Mention) -> bool:
    """Whether the name has an office behind it: in "Doe, the president, and Olsen, the speaker," each has its own."""
    opening = OPENS_APPOSITION.match(text, mention.end)
    if opening is None:
        return False
    title = title_grammar.after(text, opening.end(), bounded=True)
    return title is not None and closed(text, title.end, len(text))


def listed(text: str, mention: Mention, end: int) -> bool:
    """Whether the office behind a name is the next of a list: "the mayor Ann Doe, the head of the port, and other officials"."""
    before = text[: mention.start].rstrip()
    titled = re.search(r"([\w-]+)$", before)
    return bool(OTHERS_TOO.match(text, end) and titled and (titled.group(1).lower(),) in title_words.heads())


def closed(text: str, end: int, stop: int) -> bool:
    """Whether an apposition may end here: at a boundary, or where a verb goes on with the sentence."""
    if CLOSES_APPOSITION.match(text, end):
        return True
    word = re.match(r"\s+([a-z]+)", text[end:])
    return bool(word) and end < stop and title_words.verb_like(word.group(1))  # type: ignore[union-attr]


def leading_title(text: str, mention: Mention, rows: list[Mention]) -> TitleUse | None:
    others = [
        m
        for m in rows
        if m.kind == "person"
        and not m.role
        and m.end <= mention.start
        and not (OWNER.match(text, m.end) and text[m.end : m.end + 1] == " ")
    ]
    floor = max([0, mention.start - 140, *[m.end for m in others]])
    title = title_grammar.before(text, floor, mention.start, HONORIFICS)
    if title is None or (title.comma and not introduces(text, title, mention.start)):
        return None
    between = any(AFTER_NAME.fullmatch(text, m.end, title.start) for m in others)
    if title.comma and between and own_apposition(text, mention):
        return None  # "Doe, the president, Olsen, the speaker": each has the office behind the name
    if title.post and not title.comma and between:
        return None  # "Ann Doe, head of Global Live Events": the office is hers, and no person follows
    use = title_use(mention, staff_of(text, title, rows), title.start, mention.end, "title", text)
    if use is None and others and others[-1].end == floor:
        return owned(text, mention, title, others[-1])
    land = re.match(r"\s+of\s+(?:the\s+)?([A-Z][\w-]+(?:\s+[A-Z][\w-]+)*)", text[mention.end :])
    if use and land and not use.country and gazetteer.plain(land.group(1)) in gazetteer.countries():
        return replace(use, country=gazetteer.countries()[gazetteer.plain(land.group(1))])
    return use


def title_joined(text: str, use: TitleUse) -> Iterator[TitleUse]:
    """The first of two titles before a name: "chairman and chief executive Ann Doe"."""
    joined = re.search(r"\s+and\s+$", text[: use.start])
    first = title_grammar.before(text, max(0, use.start - 110), joined.start(), HONORIFICS) if joined else None
    if first is not None and not first.comma and not first.post:
        second = title_use(use.mention, first, first.start, use.end, "title", text)
        if second and second.mark in (use.mark, "former"):
            yield second


WITH_TRADE = re.compile(r"\s+and\s+(?:[A-Z]?[\w’'-]+\s+){0,4}[a-z][a-z-]{3,}\s+$")


def behind_trade(text: str, mention: Mention) -> Iterator[TitleUse]:
    """ "Former president and peace prize winner Ann Doe": a former office before what is none."""
    floor = max(0, mention.start - 120)
    joined = WITH_TRADE.search(text, floor, mention.start)
    title = title_grammar.before(text, floor, joined.start(), HONORIFICS) if joined else None
    if title is not None and not title.comma and not title.post:
        use = title_use(mention, title, title.start, mention.end, "title", text)
        if use and use.mark == "former":
            yield use


def staff_of(text: str, title: Title, rows: list[Mention]) -> Title:
    """The title with the person whom it names inside put behind it: "Doe adviser" is adviser of that Doe."""
    for mention in rows:
        inside = (
            mention.kind == "person" and not mention.role and title.start <= mention.start < mention.end < title.end
        )
        if inside and mention.name and not title.post and OWNER.match(text, mention.end):
            words = " ".join(re.sub(rf"\b{re.escape(mention.text)}\b(?:['’]s?)?", "", title.words).split())
            return replace(title, words=words, post=f"of {mention.name}") if words else title
    return title


AFTER_NAME = re.compile(r"(?i)\s*,\s*(?:(?:the|an?|its|his|her)\s+)?")


def owned(text: str, mention: Mention, title: Title, owner: Mention) -> TitleUse | None:
    """An office too weak alone, of the person named before it: "Doe's spokesman Jan Olsen"."""
    staff = re.search(r"(?i)spokes\w+$|chief of staff$|advis[eo]r$|envoy$|secretary$", title.words)
    if not staff or not re.fullmatch(r"['’]s?\s+(?:\w+\s+)?", text[owner.end : title.start]) or title.post:
        return None
    whose = replace(title, post=f"of {owner.name or owner.text}")
    return title_use(mention, whose, title.start, mention.end, "title", text)


def introduces(text: str, title: Title, name: int) -> bool:
    """Whether a title with a comma before the name introduces it ("another rebel leader, Ann Doe"), not "the minister, Ann"."""
    left = text[: title.start].lower()
    coordinated = re.search(r"(?i)([\w-]+)\s+and\s+$", left)
    if coordinated and (coordinated.group(1),) in title_words.heads():
        return not re.search(r"[\"”]", text[title.end : name])
    if re.search(r"[\"”]", text[title.end : name]):
        return False
    return bool(
        PREDECESSOR.search(text[: title.start])
        or re.match(r"(?i)(?:another|former|ex-|one|new|self-\w+|long-?time)\b", title.words)
        or not left.strip(' "“')
        or re.search(r"(?:\b(?:another|the|a|an|one|its|their|his|her|this)|['’]s|[.:;\"“,])\s*$", left)
        or "'s" in title.words
        or "’s" in title.words
    )


FORMER = re.compile(
    r"(?i)(?<![\w’'])(?:former|formerly|ex|one-time|erstwhile|onetime|sometime|previous|past|retired)(?![\w’'])"
)
PREDECESSOR = re.compile(
    r"(?i)\b(?:former|formerly|ex-|(?:predecessor|once|previously|formerly|earlier)\s+(?:as\s+)?(?:the\s+|an?\s+)?)\s*$"
)
VERBAL = re.compile(r"(?i)\b(?:has|have|had|having|already|would|will|to|not|who|they|he|she)\s*$")
THEN = re.compile(
    r"(?i)(?<![\w’'])(?:then|late|would-be|aspiring|potential|possible|future|next|self-styled|fake|unsuccessful|failed|"
    r"defeated|losing)(?![\w’'])"
)
DESIGNATED = re.compile(r"(?:[-\s]designate$|^(?:designated|incoming)\s)")
SOUGHT = re.compile(r"(?i)\s*\b(?:candidate|nominee|hopeful|contender|front-?runner|running mate)\b\s*")
POSTS = {
    "presidential": "president",
    "vice presidential": "vice president",
    "vice-presidential": "vice-president",
    "mayoral": "mayor",
    "gubernatorial": "governor",
    "senatorial": "senator",
    "parliamentary": "member of parliament",
    "congressional": "member of congress",
}


def title_use(mention: Mention, title: Title, start: int, end: int, rule: str, text: str) -> TitleUse | None:
    mark, bare, country = office_read(title, text)
    if mark is None or not claims_office(bare, title, country):
        return None
    return TitleUse(mention, bare, country, mark, start, end, rule)


def office_read(title: Title, text: str) -> tuple[Mark | None, str, str]:
    """What office the words name, of which country, and how it stands to the person; no mark: they give none."""
    left = text[max(0, title.start - 40) : title.start]
    mark = mark_of(title, left)
    if THEN.search(title.words) or re.search(r"(?i)\b(?:then|late)[-\s]+$", left):
        return None, "", ""
    if mark == "former" and SOUGHT.search(title.words):
        return None, "", ""
    if mark == "ousted" and VERBAL.search(left):
        mark = "holds"  # "would have sacked President Doe": a verb, not an adjective
    bare, country = bare_title(title.words, title.post)
    if mark == "candidate":
        bare = sought(bare)
    return mark, re.sub(r"(?i)[\s-]+(?:elect|designate)\b", "", bare), country


def mark_of(title: Title, left: str) -> Mark:
    """How the words say the office stands to the person: held, formerly held, lost, won or sought."""
    small = title.words.lower()
    if FORMER.search(title.words) or PREDECESSOR.search(left):
        return "former"
    lost = load("offices")["ousted"]
    if any(w in lost for w in small.split()):
        return "ousted"
    if SOUGHT.search(small):
        return "candidate"
    if small.endswith("-elect"):
        return "elected"
    return "appointed" if DESIGNATED.search(small) or re.search(r"(?i)\bdesignated\s+$", left) else "holds"


def sought(bare: str) -> str:
    """The office behind a candidacy: "Green party presidential candidate" seeks to be president."""
    named = SOUGHT.search(bare.lower())
    post = re.match(r"\s*(?:for|to\s+be)\s+(?:the\s+)?(.+)", bare[named.end() :]) if named else None
    if post and title_grammar.after(post.group(1), 0) is not None:
        return post.group(1)
    words = " ".join(bare.lower().split())
    for adjective in sorted(POSTS, key=len, reverse=True):
        if adjective in words:
            return POSTS[adjective]
    return "" if bare.lower() in ("candidate", "nominee") else bare


ROYAL = frozenset(["king", "queen", "emperor", "czar", "tsar", "prince", "princess"])
ANYBODY = frozenset(
    ["official", "executive", "member", "officer", "prince", "candidate", "minister", "judge", "nominee"]
)


def claims_office(bare: str, title: Title, country: str = "") -> bool:
    """Whether the words name an office: no trade, no weak head alone, membership only of a body."""
    lexicon = load("offices")
    small, head = bare.lower(), title.head
    if not bare or head in lexicon["trades"]:
        return False
    if small in lexicon["weak"] and (not country or small in ANYBODY):
        return head == "rep" or (small == "minister" and bool(FORMER.search(title.words)))
    if head in ROYAL and not reigns(bare, head):
        return False
    if head == "member":
        return any(
            re.search(rf"(?<![\w]){body}(?![\w])", f"{title.words} {title.post}".lower()) for body in lexicon["bodies"]
        )
    return True


def reigns(bare: str, head: str) -> bool:
    """Whether a king is one of a place: no "king of pop", no "local shrimp king"."""
    of = re.search(r"(?i) of (?:the )?(.+)", bare)
    if of is None:
        return bare.lower().removesuffix(head).strip() in ("", "crown", "deputy crown")
    name = gazetteer.plain(of.group(1))
    return name in BRITISH or name in gazetteer.countries() or name in gazetteer.states()


BRITISH = frozenset(["wales", "scotland", "england"])
