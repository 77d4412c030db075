"""Counterparts and predecessors: "her Chilean counterpart, Ann Doe" holds in her country the office of the person named before."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from tracker.extraction import places
from tracker.extraction.names import Mention
from tracker.extraction.sentences import Sentence
from tracker.extraction.titles import TitleUse

if TYPE_CHECKING:
    from tracker.extraction.cast import Cast

COUNTERPART = re.compile(
    r"(?i)(?<![\w’'-])(?:his|her|their|its|the|[\w-]+['’]s)\s+(?:(?:new|then)\s+)?(?P<land>(?:[A-Z][\w.-]*\s+){1,3})?"
    r"(?P<what>opposite\s+number|counterpart|predecessor)s?(?:\s+(?:in|from|of)\s+(?P<place>[A-Z]\w+))?\s*,?\s*(?:(?:Mr|Mrs|Ms|Dr|Gen|General|Sheikh|Prince)\.?\s+)?$"
)


def counterparts_in(sentence: Sentence, cast: Cast) -> Iterator[TitleUse]:
    """The offices that a sentence gives by calling someone another's counterpart."""
    for mention in sentence.mentions:
        if mention.kind != "person" or mention.pronoun or mention.role:
            continue
        match = COUNTERPART.search(sentence.text[max(0, mention.start - 80) : mention.start])
        if match is None:
            continue
        land = places.country_of((match["land"] or match["place"] or "").strip())
        start = mention.start - len(match.group())
        office = office_before(sentence, start, cast)
        if match["what"].lower() == "predecessor":
            if office and not land:
                yield TitleUse(mention, office, "", "former", start, mention.end, "title")
        elif land and office:
            yield TitleUse(mention, office, land, "holds", start, mention.end, "title")


def office_before(sentence: Sentence, at: int, cast: Cast) -> str:
    """The office of the person named last before `at` who has one in this article."""
    persons: list[Mention] = [m for m in sentence.mentions if m.kind == "person" and m.end <= at and not m.pronoun]
    for mention in reversed(persons):
        person = cast.find(mention.name) if mention.name else None
        held = [title for title, _, mark in person.titles if mark == "holds"] if person else []
        if held:
            return (
                held[-1]
                if re.search(r"(?i)minister|president|premier|king|chief|secretary|chancellor", held[-1])
                else held[0]
            )
    return ""
