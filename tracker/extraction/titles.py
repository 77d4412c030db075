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

from tracker.extraction import gazetteer
from tracker.extraction.lexicon import alternation, load, words
from tracker.extraction.names import HONORIFICS, Mention, demonym_expression

Mark = Literal["holds", "former", "ousted"]
STOPS = (
    "said|says|say|has|had|have|was|were|is|are|be|been|who|which|that|and|but|told|will|would|in|on|at|by|from|with|as|after|when|while|to|he|she|they|it|"
    "also|monday|tuesday|wednesday|thursday|friday|saturday|sunday|late|early|yesterday|last|next|this|replacing|following|amid|where|for|arrived|left|fled|announced|warned|accused|urged|called|met|spoke|whose|since|during|before|because|under|over|against|into|until|or|than|not"
)


@dataclass(frozen=True, slots=True)
class TitleUse:
    """A person's office in the words beside the name. Offsets in the sentence cover title and name.

    `title`: the office without its country where that is the `country`; `mark`: held now, formerly, or lost.
    """

    mention: Mention
    title: str
    country: str
    mark: Mark
    start: int
    end: int
    rule: str


@cache
def expression() -> str:
    """A title: marks ("former"), modifiers, a head, and an "of …" after it."""
    lexicon = load("offices")
    marks = alternation([*lexicon["former"], *lexicon["ousted"], *lexicon["ignored"]])
    modifiers = alternation(lexicon["modifiers"])
    head = alternation(lexicon["heads"])
    owner = (
        rf"(?:(?-i:[A-Z][\w.’-]*?(?:['’]s)?)|{demonym_expression()}|(?:the\s+)?(?:country|nation|republic|"
        rf"city|region|group|party|movement)['’]s)"
    )
    word = rf"(?:{marks}|{modifiers}(?:['’]s)?|{owner}|(?:ex|vice)-)"
    return (
        rf"(?P<title>(?:{word}(?:[\s]+|(?<=-)))*?(?P<head>{head}))(?![\w-])"
        rf"(?P<post>\s+(?:of|for|to|on)\s+(?:the\s+|its\s+|his\s+)?(?:(?!(?:{STOPS})\b)[\w’'.-]+(?:\s+|(?=[,.;:()]|$))){{1,6}})?"
    )


@cache
def before_name() -> re.Pattern[str]:
    """A title that ends where a name begins (matched on the words before the name, reversed search by `$`)."""
    return re.compile(
        rf"(?<![\w-]){expression()}\s*,?\s*(?P<hon>(?:(?:{'|'.join(sorted(HONORIFICS))})\.?\s+)*)$", re.IGNORECASE
    )


@cache
def after_name() -> re.Pattern[str]:
    """An apposition: ", (the|a|an|its) title (of …)" right after a name."""
    return re.compile(
        rf"\s*(?:,|\(|–|—|\s-)\s*(?:\d{{1,3}},\s*)?(?:who\s+(?:is|was)\s+)?(?:(?:the|a|an|its|his|her|their|one\s+of\s+the)\s+)?(?:(?!\w+(?:ed|ing|by|of)\s)[a-z-]+\s+)??{expression()}"
        rf"(?=\s*(?:[,.;:()–—]|\s-|$|said|says|told|who|and\b))",
        re.IGNORECASE,
    )


def titles_in(text: str, mentions: list[Mention]) -> Iterator[TitleUse]:
    """The offices that the sentence gives to its persons by a title before, or an apposition after, the name."""
    for mention in mentions:
        if mention.kind != "person" or mention.pronoun or mention.role:
            continue
        found = leading_title(text, mention, mentions)
        if found:
            yield found
        follow = after_name().match(text, mention.end)
        if follow and not re.search(r"(?i)\b(?:and|or)\s*$", text[max(0, mention.start - 5) : mention.start]):
            use = title_use(
                mention,
                follow,
                mention.start,
                follow.end("post") if follow["post"] else follow.end("head"),
                "apposition",
                text,
            )
            if use:
                yield use
                yield from second_title(text, mention, follow)


@cache
def second_pattern() -> re.Pattern[str]:
    return re.compile(rf"\s*and\s+(?:the\s+|as\s+)?{expression()}", re.IGNORECASE)


def second_title(text: str, mention: Mention, first: re.Match[str]) -> Iterator[TitleUse]:
    """The second of two offices in one apposition: "the former mayor and leader of the Greens"."""
    end = first.end("post") if first["post"] else first.end("head")
    second = second_pattern().match(text, end)
    if second:
        use = title_use(
            mention,
            second,
            second.start("title"),
            second.end("post") if second["post"] else second.end("head"),
            "apposition",
            text,
        )
        if use:
            yield use


def leading_title(text: str, mention: Mention, rows: list[Mention]) -> TitleUse | None:
    others = [m.end for m in rows if m.kind == "person" and not m.role and m.end <= mention.start]
    floor = max([0, mention.start - 110, *others])
    window = text[floor : mention.start]
    # The pattern's modifiers are lazy and its end fixed: try each word's start from the left, the longest title wins.
    best = None
    for opening in re.finditer(r"(?<![\w’'-])(?!(?:and|for)\b)\w", window):
        match = before_name().match(window, opening.start())
        if match:
            best = match
            break
    if best is None or (best["post"] and "," not in window[best.end("head") :]):
        return None
    if (
        "," in window[best.end("head") :]
        and re.search(r",\s*$", window)
        and best["post"] is None
        and not introduces(window, best)
    ):
        return None
    use = title_use(mention, best, floor + best.start("title"), mention.end, "title", text)
    land = re.match(r"\s+of\s+(?:the\s+)?([A-Z][\w-]+(?:\s+[A-Z][\w-]+)*)", text[mention.end :])
    if use and land and not use.country and gazetteer.plain(land.group(1)) in gazetteer.countries():
        return replace(use, country=gazetteer.countries()[gazetteer.plain(land.group(1))])
    return use


def introduces(window: str, match: re.Match[str]) -> bool:
    """Whether a title with a comma before the name introduces it ("another rebel leader, Ann Doe"), not "the minister, Ann"."""
    before = window[: match.start()].lower()
    return bool(
        re.search(r"(?:^|\b)(?:another|the|a|an|one|its|their|his|her|['’]s|former|country['’]s)\s*$", before)
        or match.start() == 0
        or "'s" in match["title"]
        or "’s" in match["title"]
    )


def title_use(mention: Mention, match: re.Match[str], start: int, end: int, rule: str, text: str) -> TitleUse | None:
    lexicon = load("offices")
    words = match["title"].split()
    mark: Mark = "holds"
    if re.search(
        r"(?i)\b(?:former|ex|one-time|erstwhile|onetime|previous)\b",
        text[min(match.start(), match.start("title")) : match.start("head")]
        if match.string is text
        else match["title"],
    ):
        mark = "former"
    if any(w.lower() in lexicon["ousted"] for w in words):
        mark = "ousted"
    post = (match["post"] or "").strip().rstrip(".,")
    if post.startswith(("to ", "on ")) and not re.search(
        r"(?i)advis|envoy|ambassador|representative|negotiator|delegate", match["head"]
    ):
        post = ""
    bare, country = bare_title(match["title"], post)
    head = " ".join(match["head"].lower().split())
    if not bare or head in lexicon["trades"] or (bare.lower() in lexicon["weak"]):
        return None
    return TitleUse(mention, bare, country, mark, start, end, rule)


EMPTY = words("offices", "empty")


def bare_title(title: str, post: str) -> tuple[str, str]:
    """The office without marks and country, and the country that the words name ("" for none)."""
    lexicon = load("offices")
    drop = {*lexicon["former"], *lexicon["ousted"], *lexicon["ignored"]}
    country, kept = "", list[str]()
    title = re.sub(r"(?i)\bex-|^(?:and|for)\s+", "", title)
    title = re.sub(r"\bEuropean Union\b", "EU", re.sub(r"\bUnited Nations\b", "UN", title))
    people = re.search(rf"(?:{demonym_expression()})(?:['’]s)?(?=\s)", title)
    if people and " " in people.group():
        country = gazetteer.demonyms().get(people.group(), "")
        title = title.replace(people.group(), "")
    words = title.split()
    for word in words:
        stem = re.sub(r"['’]s$", "", word)
        land = gazetteer.demonyms().get(stem) or gazetteer.countries().get(gazetteer.plain(stem))
        if land:
            country = land
            kept = [w for w in kept if w.isupper() or w.lower() in title_parts()]
        elif word.lower() not in drop and stem.lower() not in EMPTY:
            kept.append(word if not re.search(r"['’]s$", word) else "")
    kept = [w for w in kept if w]
    if post:
        of_land = re.fullmatch(r"(?:of|for)\s+(?:the\s+)?(.+)", post)
        land = gazetteer.countries().get(gazetteer.plain(of_land.group(1))) if of_land else None
        if land:
            country = land
        else:
            kept.append(post)
    return " ".join(normal(w) for w in kept), country


def normal(word: str) -> str:
    """Titles in small letters; abbreviations and names keep their capitals."""
    if word == "PM":
        return "prime minister"
    if word == "FM":
        return "foreign minister"
    if word.lower() in title_parts():
        return word.lower()
    return word


@cache
def title_parts() -> frozenset[str]:
    """Every word that heads and modifiers of titles are made of, in small letters."""
    lexicon = load("offices")
    return frozenset(w.lower() for key in ("heads", "modifiers") for phrase in lexicon[key] for w in phrase.split())
