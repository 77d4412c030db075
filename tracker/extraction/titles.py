"""Titles and appositions: "former foreign minister Ann Doe", "Ann Doe, leader of the Greens,".

Reads what office the words next to a person's name give that person. Purely about form; `attributes/office.py` makes
claims of it and `cast.py` uses it to find out who "the president" is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import Literal

from tracker.extraction import gazetteer, title_grammar
from tracker.extraction.lexicon import load, words
from tracker.extraction.names import HONORIFICS, Mention, demonym_expression
from tracker.extraction.title_grammar import Title

Mark = Literal["holds", "former", "ousted", "elected", "appointed", "candidate"]
POSSESSIVE = re.compile(r"(?:['’]s|(?<=s)['’])$")


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
    r"(?i)\s*(?:$|[,.;:()–—?!\"”]|--?\s|(?:who|which|that|where|and|since|has|had|was|is|were|will|would|but|at\s+the\s+time|on\s+\w+day|late|early|yesterday|for\s+(?:the\s+(?:past|last)|\d|two|three|four|five|more|nearly|almost))\b)"
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
        if not re.search(r"(?i)\b(?:and|or)\s*$", text[max(0, mention.start - 5) : mention.start]):
            yield from appositions(text, mention, mentions)


def appositions(text: str, mention: Mention, rows: list[Mention]) -> Iterator[TitleUse]:
    """Every office in the appositions after a name: "Ann Doe, a former mayor, leader of the Greens and MP for Oslo"."""
    opening = OPENS_APPOSITION.match(text, mention.end)
    if opening is None:
        return
    stop = min([m.start for m in rows if m.kind == "person" and m.start >= opening.end()], default=len(text))
    at, start, inherited = opening.end(), mention.start, False
    for _ in range(4):
        title = title_grammar.after(text, at, stop, bounded=True)
        if title is None or not closed(text, title.end, stop):
            return
        use = title_use(mention, title, start, title.end, "apposition", text)
        if use:
            yield replace(use, mark="former") if inherited and use.mark == "holds" and not title.post else use
        joined = JOINS_APPOSITION.match(text, title.end)
        if joined is None:
            return
        at = start = joined.end()
        # "a former mayor and minister" was both; "a former mayor and the leader of …" is one of them.
        once = bool(use and use.mark == "former") or inherited
        inherited = once and "and" in joined.group() and not re.match(r"(?i)(?:the|a|an|its|now|current)\b", text[at:])


def closed(text: str, end: int, stop: int) -> bool:
    """Whether an apposition may end here: at a boundary, or where a verb goes on with the sentence."""
    if CLOSES_APPOSITION.match(text, end):
        return True
    word = re.match(r"\s+([a-z]+)", text[end:])
    return bool(word) and end < stop and title_grammar.verb_like(word.group(1))  # type: ignore[union-attr]


def leading_title(text: str, mention: Mention, rows: list[Mention]) -> TitleUse | None:
    others = [m for m in rows if m.kind == "person" and not m.role and m.end <= mention.start]
    floor = max([0, mention.start - 140, *[m.end for m in others]])
    title = title_grammar.before(text, floor, mention.start, HONORIFICS)
    if title is None or (title.comma and not introduces(text, title, mention.start)):
        return None
    if title.post and not title.comma and any(AFTER_NAME.fullmatch(text, m.end, title.start) for m in others):
        return None  # "Ann Doe, head of Global Live Events": the office is hers, and no person follows
    use = title_use(mention, title, title.start, mention.end, "title", text)
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
    if coordinated and (coordinated.group(1),) in title_grammar.heads():
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
    r"(?i)(?<![\w’'])(?:then|late|would-be|aspiring|potential|possible|future|next|self-styled|fake)(?![\w’'])"
)
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
    return "appointed" if small.endswith("-designate") else "holds"


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
    if not bare or head in lexicon["trades"] or (small in lexicon["weak"] and (not country or small in ANYBODY)):
        return False
    if head in ROYAL and " of " not in small and small.removesuffix(head).strip() not in ("", "crown", "deputy crown"):
        return False  # "the local shrimp king"
    if head == "member":
        return any(
            re.search(rf"(?<![\w]){body}(?![\w])", f"{title.words} {title.post}".lower()) for body in lexicon["bodies"]
        )
    return True


EMPTY = words("offices", "empty")


def bare_title(title: str, post: str) -> tuple[str, str]:
    """The office without marks and country, and the country that the words name ("" for none)."""
    title = re.sub(r"(?i)\bex-|^(?:and|for)\s+", "", title)
    title = re.sub(r"\bEuropean Union\b", "EU", re.sub(r"\bUnited Nations\b", "UN", title))
    country, kept, owner = "", list[str](), ""
    people = re.search(rf"(?:{demonym_expression()})(?:['’]s)?(?=\s)", title)
    if people and " " in people.group():
        country = gazetteer.demonyms().get(POSSESSIVE.sub("", people.group()), "")
        title = title.replace(people.group(), "")
    for word in joined_lands(title.split()):
        stem = POSSESSIVE.sub("", word)
        land = land_of(stem)
        if stem == "New" and new_town(title):
            kept.append(stem)  # "New Orleans mayor"; "New Prime Minister" begins no name
            continue
        if land:
            country = land
            kept = [w for w in kept if w.isupper() or w.lower() in title_parts()]
        elif word in (",", "and") and kept:
            kept[-1] += "," if word == "," else " and"
        elif stem.lower() not in dropped() and word.lower() not in dropped() and stem.lower() not in EMPTY:
            if stem != word and stem[0].isupper() and stem.lower() not in title_parts():
                owner = " ".join([*[w for w in kept if w[0].isupper() and w.lower() not in title_parts()], stem])
                kept = [w for w in kept if not w[0].isupper() or w.lower() in title_parts()]
            else:
                kept.append(stem)
    post, land = land_in_post(post or (f"of {owner}" if owner else ""))
    named = [w[0].isupper() and not w.isupper() and w.lower() not in title_parts() for w in kept]
    parts = [
        w if i and named[i - 1] and w[0].isupper() and i + 1 < len(kept) else normal(w) for i, w in enumerate(kept)
    ]
    return re.sub(r"(?:,| and)$", "", " ".join(w for w in [*parts, post] if w)), land or country


def land_in_post(post: str) -> tuple[str, str]:
    """The post, and a country that it is all about: "of the republic of Chad" leaves no post."""
    of_land = re.fullmatch(
        r"(?:of|for)\s+(?:the\s+)?(?:(?:[Rr]epublic|[Kk]ingdom|[Ss]tate)\s+of\s+)?(.+)", post.strip().rstrip(".,")
    )
    land = gazetteer.countries().get(gazetteer.plain(of_land.group(1))) if of_land else None
    return ("", land) if land else (re.sub(r"^(of|for)\s+(?:its|his|her|their)\s+", r"\1 the ", post), "")


def new_town(title: str) -> bool:
    """Whether "New" begins a name: no word of offices follows."""
    following = re.search(r"\bNew\s+([A-Z][\w’'-]+)", title)
    return bool(following) and POSSESSIVE.sub("", following.group(1)).lower() not in title_parts()  # type: ignore[union-attr]


def joined_lands(words: list[str]) -> Iterator[str]:
    """The words, those of one country's name as one ("Saudi Arabia's")."""
    i = 0
    while i < len(words):
        for size in (3, 2):
            name = POSSESSIVE.sub("", " ".join(words[i : i + size]))
            if len(words) >= i + size and gazetteer.plain(name) in gazetteer.countries():
                yield " ".join(words[i : i + size])
                i += size
                break
        else:
            yield words[i]
            i += 1


@cache
def land_of(word: str) -> str:
    """The country that a word of a title names, "" for none ("Georgia's", "Chadian", "US")."""
    if word.lower() in title_parts():
        return ""
    return gazetteer.demonyms().get(word) or gazetteer.countries().get(gazetteer.plain(word)) or ""


@cache
def dropped() -> frozenset[str]:
    """Words beside a title that are no part of the office."""
    lexicon = load("offices")
    return frozenset(w.lower() for key in ("former", "ousted", "ignored") for w in lexicon[key])


def normal(word: str) -> str:
    """Titles in small letters; abbreviations and names keep their capitals."""
    base, joint = re.match(r"([^, ]*)(.*)", word).groups()  # type: ignore[union-attr]
    if base in ("PM", "FM"):
        return ("prime minister" if base == "PM" else "foreign minister") + joint
    if base.isupper() and len(base) > 1:
        return word
    return base.lower() + joint if base.lower() in title_parts() else word


@cache
def title_parts() -> frozenset[str]:
    """Every word that heads and modifiers of titles are made of, in small letters."""
    lexicon = load("offices")
    return frozenset(
        w.lower() for key in ("heads", "modifiers", "domains") for phrase in lexicon[key] for w in phrase.split()
    )
