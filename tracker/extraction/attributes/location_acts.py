"""The venue of what a person does: "met the envoy in Oslo", "speaks at a rally in Oslo"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from tracker.extraction.attributes import location_venues, subjects
from tracker.extraction.clauses import place_after, subject_before
from tracker.extraction.frames import frame_at
from tracker.extraction.lexicon import load, verb_alternation, word_pattern
from tracker.extraction.names import Mention
from tracker.extraction.reading import Proposal, factuality
from tracker.extraction.sentences import Sentence
from tracker.model.claim import Aspect

ACTIVITY = re.compile(
    r"(?i)\b(?:rally|muster|drum\s+up|gather|build|win|seek|shore\s+up)(?:ing)?\s+(?:\w+\s+)?support\s+in\b"
)


@cache
def act_pattern() -> re.Pattern[str]:
    verbs = [v for entry in load("motion")["act"] for v in entry["verbs"]]
    return word_pattern(verb_alternation(verbs))


NO_ACT = re.compile(r"(?i)\b(?:a|an|the|his|her|its|their|no|this|that|,)\s+(?:\w+\s+)?$(?<!he\s)(?<!she\s)")
VENUE = re.compile(
    r"\b(?:in|at|aboard|on\s+board|outside|inside|from|on(?=\s+(?:an?|the)\s+(?:[\w-]+\s+){0,3}(?:ship|warship|"
    r"yacht|boat|vessel|carrier|plane)\b))\s+"
)


def acting(sentence: Sentence) -> Iterator[Proposal]:
    """The venue of what a person does: "met the envoy in Oslo", "speaks at a rally in Oslo"."""
    text = sentence.text
    for match in [*act_pattern().finditer(text), *ACTIVITY.finditer(text)]:
        if NO_ACT.search(text[: match.start()]) or re.match(r"\s+of\b", text[match.end() :]):
            continue  # "the chair of the department"
        venue = VENUE.search(text, match.end() - 3)
        spot, at = None, match.end()
        while venue is not None and venue.start() - match.end() < 90:
            spot = place_after(sentence, venue.end())
            if spot is not None or re.search(
                r"[.;:\"“”]|,\s+(?:and|but|who|which)\b|\b(?:said|says|that|to)\b", text[match.end() : venue.end()]
            ):
                break
            venue = VENUE.search(text, venue.end())
        if spot is None or (spot.kind == "building" and not spot.definite and not particular(spot)):
            continue
        spot = location_venues.named_seat(sentence, spot)
        gap = text[match.end() : spot.start]
        if re.search(
            r"[;:\"“”]|\b(?:said|says|that|who|which|was|were|is|are|has|had|his|her)\b|\b(?:uprising|violence|"
            r"unrest|crisis|situation|war|attacks?|events|presence|government|forces|troops|operations?|"
            r"elections?)\s+(?:in|at)\s*$|\b(?:as|while|because|where|when|about|announcing|outlining|regarding|"
            r"concerning|unveiling)\b|\b(?:school|university|college)\s",
            gap + " ",
        ):
            continue
        yield from at_venue(sentence, match, spot, at)


def at_venue(sentence: Sentence, match: re.Match[str], spot: Mention, at: int) -> Iterator[Proposal]:
    text = sentence.text
    who = subject_before(sentence, match.start(), subjects.is_person, frame_floor(sentence, match.start()))
    fact = factuality(sentence, match.start())
    trying = bool(ACTIVITY.match(match.group()))
    if not fact.asserted and not trying:
        return
    people = together(sentence, who) if who is not None and attached_actor(text, who, match.start()) else []
    if match.group().lower() in ("met", "meets", "meeting", "meet"):
        met = next((m for m in sentence.mentions if m.start >= at and m.start - at < 30), None)
        if met is not None and subjects.is_person(met):
            people.append(met)
    aspect: Aspect = "state" if trying else "change"
    for person in people:
        yield Proposal(
            sentence=sentence,
            attribute="location",
            subject=subjects.name(person),
            value=subjects.name(spot),
            start=min(person.start, match.start()),
            end=spot.end,
            at=match.start(),
            rule="location.act",
            aspect=aspect,
            certainty="certain" if trying else fact.certainty,
            future=fact.future and not trying,
            polarity=fact.polarity if not trying else "positive",
        )


def together(sentence: Sentence, who: Mention) -> list[Mention]:
    """The person and one joined before by "and": "Ms Doe and Foreign Minister Roe met in Oslo"."""
    before = [m for m in sentence.mentions if m.end <= who.start and subjects.is_person(m)]
    joined = before and re.fullmatch(r",?\s+and\s+(?:[\w’'.-]+\s+){0,5}", sentence.text[before[-1].end : who.start])
    return [before[-1], who] if joined else [who]


def attached_actor(text: str, who: Mention, at: int) -> bool:
    gap = text[who.end : at]
    return not re.match(r"['’]s?\s", gap) and (len(gap) < 45 or ("," in gap and len(gap) < 120))


def particular(site: Mention) -> bool:
    """Whether a site without "the" is told from others by what stands before it: "a South African ship", "a military hospital"."""
    words = site.name.split()
    return len(words) > 1 and not re.match(
        r"(?i)(?:local|nearby|large|private|key|main|former|secret|small|own)$", words[0]
    )


def frame_floor(sentence: Sentence, at: int) -> int:
    """Where the words of the voice that tells of the verb at `at` begin; 0 where they are the article's own."""
    frame = frame_at(sentence, at)
    return frame.start if frame is not None and frame.verb_at < at else 0
