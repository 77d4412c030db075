"""How an office is written: without marks and country, titles in small letters, the country on its own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from tracker.extraction import gazetteer
from tracker.extraction.lexicon import load, words
from tracker.extraction.names import demonym_expression

POSSESSIVE = re.compile(r"(?:['’]s|(?<=s)['’])$")

EMPTY = words("offices", "empty")


def bare_title(title: str, post: str) -> tuple[str, str]:
    """The office without marks and country, and the country that the words name ("" for none)."""
    title = re.sub(r"(?i)\bex-|^(?:and|for)\s+|\b[\w-]+-turned-", "", title)
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
    whole = re.sub(r"(?:,| and)$", "", " ".join(w for w in [*parts, post] if w))
    return COLOUR.sub("", whole), land or country


COLOUR = re.compile(
    r"(?i)^(?:islamist|islamic|conservative|socialist|communist|leftist|rightist|left-wing|right-wing|centrist|liberal|"
    r"centre-right|centre-left|center-right|center-left|nationalist|social democratic|"
    r"republican|democratic|far-right|far-left|marxist)\s+"
    r"(?=(?:president|prime minister|premier|chancellor)\b)"
)
"""What colour the holder of a state's office is, which is no part of it."""


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


SHORT = {
    "PM": "prime minister",
    "FM": "foreign minister",
    "Gov": "governor",
    "Rep": "representative",
    "Sen": "senator",
}


def normal(word: str) -> str:
    """Titles in small letters; abbreviations and names keep their capitals."""
    base, joint = re.match(r"([^, ]*)(.*)", word).groups()  # type: ignore[union-attr]
    if base in SHORT:
        return SHORT[base] + joint
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
