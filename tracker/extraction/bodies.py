"""Whether capitalised words name a body or a thing rather than a person, by a word of theirs or beside them."""

from __future__ import annotations

import re
from functools import cache

from tracker.extraction import gazetteer
from tracker.extraction.lexicon import load, words

BODY_TAIL = re.compile(
    r"\s+(?:party|movement|group|faction|front|agency|newspaper|radio|television|tv|website|militia|news|bank|club|company|daily|channel|network|site|organisation|organization|coalition|alliance|fighters|rebels|militants|insurgents|guerrillas|forces|troops)\b"
)


@cache
def organisation_words() -> frozenset[str]:
    return frozenset(load("groups")["organisation_words"])


def headline_people(text: str, start: int, end: int, rest: list[str]) -> bool:
    """Whether a run is the first word of a headline and a people: "Axed South African" minister."""
    known, opens = gazetteer.demonyms(), start == 0 and re.match(r"\s[a-z]", text[end:])
    return " ".join(rest[-2:]) in known or bool(opens and len(rest) == 2 and rest[-1] in known)


COMPASS = words("names", "compass")

THING_ENDS = words("names", "thing_ends")

SORT_BEFORE = re.compile(
    r"(?<![\w-])(?:party|movement|militia|newspaper|daily|magazine|carrier|airline|company|firm|giant|organi[sz]ation|agency)\s+$"
)


def names_body(text: str, start: int, end: int, rest: list[str], first: int) -> bool:
    """Whether capitalised words name a body or thing by a word of theirs or one beside them: "the party New Dawn"."""
    known = organisation_words()
    if any(w in known or (w.isupper() and w.title() in known) for w in rest):
        return True
    if len(rest) == 2 and rest[0].isupper() and len(rest[0]) < 5 and gazetteer.plain(rest[1]) in gazetteer.countries():
        return True  # "BP America"
    if len(rest) > 1 and (rest[-1].lower() in THING_ENDS or rest[0].lower() in COMPASS):
        return True
    if " ".join(rest) in movements():
        return True
    return first == 0 and bool(BODY_TAIL.match(text, end) or SORT_BEFORE.search(text[max(0, start - 24) : start]))


@cache
def movements() -> frozenset[str]:
    """Armed movements and parties that go by one name."""
    return frozenset(load("groups")["movements"])


BODY_OF = re.compile(
    r"(?:Department|Ministry|Office|Bureau|Institute|University|Council|Board|Committee|Commission|School|Center|Centre|College|Academy|Faculty|"
    r"Association|Federation|Union|League|Society|Chamber|Centers|Centres|Agency|Authority|Directorate|Party|Front|Movement|Alliance|House|Court|Church|Bank|Museum)\s+(?:of|for)\s+(?:the\s+)?(?:(?:[A-Z][\w-]*|and|of)\s+){0,3}(?:and\s+)?$"
)


def part_of_body(text: str, at: int) -> bool:
    """Whether the capitals at `at` go on with the name of a body: "Department of" + "Environmental Quality"."""
    return bool(BODY_OF.search(text[max(0, at - 70) : at]))
