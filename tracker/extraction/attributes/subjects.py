"""Which mentions can be the subject or value of a claim, and how they are named."""

from __future__ import annotations

import re

from tracker.extraction.lexicon import words
from tracker.extraction.names import Mention
from tracker.extraction.reading import Reading
from tracker.extraction.sentences import Sentence
from tracker.model.claim import Kind, Name

OFFICES = words("offices", "unique")
ACTORS = frozenset(["group", "organisation", "force", "person"])
NATIONAL = {
    "government": "government",
    "parliament": "parliament",
    "armed forces": "armed forces",
    "military": "armed forces",
    "army": "armed forces",
    "national assembly": "parliament",
    "power": "government",
}


def is_person(mention: Mention) -> bool:
    """A named person, or the unnamed holder of one of the offices that only one person holds."""
    return (
        mention.kind == "person"
        and not mention.unnamed
        and len(mention.name) > 1
        and (mention.name[:1].isupper() or mention.name in OFFICES)
    )


def is_actor(mention: Mention) -> bool:
    """Someone who can take or hold control."""
    return bool(mention.name) and mention.kind in ACTORS and (mention.kind != "person" or is_person(mention))


def name(mention: Mention, kind: Kind | None = None) -> Name:
    return Name(mention.text, mention.name or mention.text, kind or mention.kind, mention.within)


def government(reading: Reading, mention: str, sentence: Sentence) -> Name:
    """The government of the country that is spoken of: what "in power" and "in control" mean."""
    land = spoken_of(reading, sentence) or reading.country
    return Name(mention, f"government of {land}" if land else "government", "organisation")


def spoken_of(reading: Reading, sentence: Sentence) -> str:
    """The country of the town that the sentence, or else the one before it, is set in ("In Freetown, …"), where the
    article speaks of that country at least a third as often as of its main one: stories are often told from abroad."""
    countries = reading.cast.ground.countries
    for near in (sentence, reading.sentences[sentence.index - 1] if sentence.index else sentence):
        for mention in near.mentions:
            land = mention.within[-1] if mention.kind == "place" and mention.within else ""
            set_in = near.text[: mention.start].lower().endswith("in ")
            if land and set_in and 3 * countries[land] >= countries[reading.country]:
                return land
    return ""


def national(reading: Reading, words: str) -> str:
    """ "The country's armed forces" as "armed forces of <country>"; other names unchanged."""
    bare = re.sub(r"(?i)^(?:the\s+)?(?:(?:[\w-]+['’]s|its|their|his|her)\s+)?", "", words).strip()
    bare = re.sub(rf"(?i)^(?:{re.escape(reading.country)}|the)\s+", "", bare) if reading.country else bare
    key = NATIONAL.get(bare.lower())
    return f"{key} of {reading.country}" if key and reading.country else words
