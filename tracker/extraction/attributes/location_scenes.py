"""The scene that a sentence opens with: "In Oslo, Foreign Minister Doe said …" — who speaks or meets there is there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise

from tracker.extraction.attributes import subjects
from tracker.extraction.attributes.location_acts import act_pattern, together
from tracker.extraction.attributes.location_venues import named_seat
from tracker.extraction.attribution import reporting
from tracker.extraction.clauses import place_after
from tracker.extraction.names import Mention
from tracker.extraction.reading import Proposal, factuality
from tracker.extraction.sentences import Sentence

OPENING = re.compile(
    r"[“\"(\s]*(?:(?:Meanwhile|Earlier|Later|Also|But|And|Elsewhere|On\s+\w+day|\w+day),?\s+)?(?:[Ii]n|[Aa]t|[Ff]rom|"
    r"[Ii]nside|[Oo]utside)\s+"
)
ASIDE = re.compile(r"(?:['’]s\s+[\w’'-]+(?:\s+[\w’'-]+){0,3}|,\s+(?:the\s+)?[\w’'-]+(?:\s+[\w’'-]+){0,4})?,\s+")
"""What may stand between the place and the person: ", the capital," or "'s old town,"."""
TITLE = re.compile(r"(?:[\w’'.-]+\s+){0,9}?")
NO_CLAUSE = re.compile(r"[;:“\"]|\b(?:that|which|where|when|while|and|but)\b")
MEETING = re.compile(
    r"(?:is|are|was|were)\s+(?:also\s+)?(?:meeting|holding|speaking|addressing|chairing|hosting|visiting)\b"
)
PARENTHESIS = re.compile(r"\s*,\s+(?!(?:the|a|an|his|her)\b)\w")


@cache
def verbs() -> tuple[re.Pattern[str], ...]:
    return reporting(), act_pattern(), MEETING


WRITES = re.compile(r"\s+(?:tweets|tweeted|writes|e-?mails|texts|posts|blogs)\s*(?=[:,\"“]|that\b)")


def sent(sentence: Sentence) -> Iterator[Proposal]:
    """ "Singer Ann Doe in Oslo tweets: …": who writes from a place, that is no reporter, is there."""
    for person, spot in pairwise(sentence.mentions):
        if not subjects.is_person(person) or person.role or spot.kind != "place":
            continue
        verb = WRITES.match(sentence.text, spot.end)
        inside = sentence.text[person.end : spot.start].strip() == "in"
        if verb is None or not inside or REPORTER.search(sentence.text, 0, person.start):
            continue
        yield Proposal(
            sentence=sentence,
            attribute="location",
            subject=subjects.name(person),
            value=subjects.name(spot),
            start=person.start,
            end=spot.end,
            at=verb.start() + 1,
            rule="location.sent",
            own_words=True,
        )


REPORTER = re.compile(r"(?i)['’]s\s+(?:\w+\s+){0,2}$|\b(?:correspondent|reporter|editor)\s+$")


def scene(sentence: Sentence) -> Iterator[Proposal]:
    """Propose where the subject of a sentence that opens with a place is."""
    opening = OPENING.match(sentence.text)
    spot = place_after(sentence, opening.end(), reach=20) if opening else None
    if spot is None or (spot.kind == "building" and not spot.definite):
        return
    who, at = _actor(sentence, spot)
    if who is None:
        return
    still = MEETING.match(sentence.text, at)
    fact = factuality(sentence, at)
    if not fact.asserted or fact.polarity == "negative" or fact.future:
        return
    seat = named_seat(sentence, spot)
    for person in together(sentence, who):
        yield Proposal(
            sentence=sentence,
            attribute="location",
            subject=subjects.name(person),
            value=subjects.name(seat),
            start=spot.start,
            end=who.end,
            at=at,
            rule="location.scene",
            aspect="state" if still and still.group().startswith(("is", "are")) else "change",
            own_words=True,
        )


def _actor(sentence: Sentence, spot: Mention) -> tuple[Mention | None, int]:
    """The named person who is the subject after the place, and where their verb is."""
    text = sentence.text
    aside = ASIDE.match(text, spot.end)
    if aside is None:
        return None, 0
    who = next(
        (m for m in sentence.mentions if m.start >= aside.end() and subjects.is_person(m) and not m.pronoun), None
    )
    if who is None or TITLE.fullmatch(text, aside.end(), who.start) is None:
        return None, 0
    for pattern in verbs():
        match = pattern.search(text, who.end)
        if match is None or match.start() - who.end > 90 or PARENTHESIS.match(text, match.end()):
            continue
        gap = text[who.end : match.start()]
        if NO_CLAUSE.search(gap) or (len(gap) > 30 and gap.count(",") != 2) or re.match(r"['’]s?\s", gap):
            continue
        return who, match.start()
    return None, 0
