"""The venue of a speech, a meeting or a visit: whoever speaks, meets or visits there is there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from tracker.extraction.attributes import subjects
from tracker.extraction.clauses import place_after, subject_before
from tracker.extraction.factuality import Factuality
from tracker.extraction.frames import frame_at
from tracker.extraction.lexicon import alternation, load
from tracker.extraction.names import Mention
from tracker.extraction.reading import Proposal, factuality
from tracker.extraction.sentences import Sentence

SAYING = (
    r"(?:said|says|told|announced|warned|declared|insisted|confirmed|added|vowed|pledged|spoke|promised|admitted|"
    r"acknowledged|predicted)"
)
DAY = (
    r"(?:\s+(?:(?:late|early)\s+)?(?:on\s+)?(?:mon|tues|wednes|thurs|fri|satur|sun)day"
    r"(?:\s+(?:night|evening|morning|afternoon))?|\s+earlier|\s+later|\s+yesterday|\s+today)?"
)


@cache
def occasion() -> re.Pattern[str]:
    """ "In a speech at", "at a news conference with Ms Doe in", "during a visit to"."""
    words = load("motion")["words"]
    chain = rf"(?:\s+(?:in|at|during|after)\s+(?:a|an|the)\s+(?:[\w’'-]+\s+){{0,3}}?{alternation(words['occasions'])})?"
    return re.compile(
        rf"(?i)(?<![\w-])(?:in|at|during|after|following|on|from|told|addressed|addressing)\s+(?:(?:a|an|the|his|"
        rf"her|their|its|this|that|another)\s+)?(?:[\w’'-]+\s+){{0,3}}?"
        rf"(?:{alternation(words['occasions'])}{chain}(?:\s+with\s+[^,.;:\"“”]{{2,50}}?)?{DAY}\s+(?:in|at|"
        rf"on\s+board|aboard|outside|inside|near)|{alternation(words['visits'])}{DAY}\s+(?:to|of))\s+"
    )


@cache
def spoke_in() -> re.Pattern[str]:
    """ "Told reporters in", "said on Monday at"."""
    told = alternation(load("motion")["words"]["told"])
    return re.compile(
        rf"(?i)(?<![\w-])(?P<verb>(?:told|tells|telling|addressed|addressing|addresses)\s+(?:[\w-]+\s+)?{told}|"
        rf"{SAYING}){DAY}\s+(?:in|at|from|outside|aboard)\s+"
    )


SPEAKING = re.compile(
    r"(?i)(?:^|(?<=[,;“\"]\s)|(?<=[“\"]))[\s“\"]*(?P<verb>speaking|talking|appearing|campaigning|"
    r"addressing\s+(?:[\w’'-]+\s+){1,4}?)(?:\s+(?:to|with|by|on|after|before|at|during|"
    r"by)\s+(?:[\w’'-]+\s+){1,6}?|\s+)??\s*(?:in|at|from|outside|aboard)\s+"
)
NEXT = re.compile(r"^[^,.;:]{0,40},\s+(?:the\s+|a\s+)?(?:[\w’'.-]+\s+){0,6}$")


def venues(sentence: Sentence) -> Iterator[Proposal]:
    """Propose where people spoke, met or visited."""
    text = sentence.text
    for match in occasion().finditer(text):
        yield from told_at(sentence, match, match.start(), "occasion")
    for match in spoke_in().finditer(text):
        yield from told_at(sentence, match, match.start("verb"), "said")
    for match in SPEAKING.finditer(text):
        yield from told_at(sentence, match, match.start("verb"), "speaking")


def told_at(sentence: Sentence, match: re.Match[str], at: int, kind: str) -> Iterator[Proposal]:
    spot = venue_of(sentence, match.end())
    who = speaker_of(sentence, match, at, spot, kind) if spot is not None else None
    if spot is None or who is None or who.end > spot.start > who.start:
        return
    fact = factuality(sentence, at if kind == "said" else verb_at(sentence, who, at))
    if not fact.asserted or fact.polarity == "negative":
        return
    if who.start > match.start() and fact.certainty == "certain" and AHEAD.match(sentence.text, who.end):
        fact = Factuality("possible", future=True)
    yield Proposal(
        sentence=sentence,
        attribute="location",
        subject=subjects.name(who),
        value=subjects.name(spot),
        start=match.start(),
        end=spot.end,
        at=at,
        rule=f"location.{kind}",
        aspect="change",
        certainty=fact.certainty,
        future=fact.future,
        own_words=True,
    )


AHEAD = re.compile(
    r"(?i)\s+(?:will|would|(?:is|was|are|were)\s+(?:due\s+|expected\s+|scheduled\s+|set\s+)?to|plans?\s+to)\b"
)
"""Of "during his visit to Oslo, Mr Doe …": the visit lies ahead."""


def venue_of(sentence: Sentence, at: int) -> Mention | None:
    """The place at `at`; a nameless room says less than the town behind it."""
    spot = place_after(sentence, at)
    if spot is not None and (spot.kind == "place" or spot.definite or len(spot.name.split()) > 1):
        return named_seat(sentence, spot)
    return None


SEAT = re.compile(r"\s+(?:in|near|outside)\s+(?:the\s+|central\s+|downtown\s+)*")


def named_seat(sentence: Sentence, spot: Mention) -> Mention:
    """The town of a site without a name of its own: "the party's headquarters in Oslo" says less than Oslo."""
    if spot.kind != "building" or spot.name != spot.name.lower():
        return spot
    behind = next((m for m in sentence.mentions if m.start >= spot.end), None)
    named = behind is not None and behind.kind == "place" and SEAT.fullmatch(sentence.text, spot.end, behind.start)
    return behind if named and behind is not None else spot


def verb_at(sentence: Sentence, who: Mention, at: int) -> int:
    """Where the speaker's own verb begins, to be judged: between the name and the occasion, or the match itself."""
    verb = (
        VERBS.search(sentence.text, who.end, at) if who.end < at else VERBS.search(sentence.text, who.end, who.end + 40)
    )
    return verb.start() if verb else at


VERBS = re.compile(
    rf"(?i)\b(?:{SAYING}|say|tell|announce|speak(?:s|ing)?|address(?:es|ing)?|attend(?:s|ed|ing)?|meet(?:s|ing)?|"
    rf"met|appear(?:s|ed|ing)?|"
    r"gestures?|waves?|smiles?|shakes|gave|give|gives|giving|deliver(?:s|ed|ing)?|chair(?:s|ed|ing)?|host(?:s|ed|"
    r"ing)?)\b"
)
MOUTHPIECE = re.compile(r"(?i)\b(?:spokes(?:man|woman|person)|correspondent|reporter|analyst|economist|expert)\b")


def speaker_of(sentence: Sentence, match: re.Match[str], at: int, spot: Mention | None, kind: str) -> Mention | None:
    """Who speaks there: the subject before the words, or after them where they open the sentence."""
    text = sentence.text
    if (spot is not None and not text[: match.start()].strip(' “"')) or (
        kind == "speaking" and spot is not None and not text[:at].strip(' “"')
    ):
        following = next((m for m in sentence.mentions if m.start >= spot.end and subjects.is_person(m)), None)
        if (
            following is not None
            and NEXT.match(text[spot.end : following.start])
            and not re.match(r"['’]s?\s", text[following.end :])
        ):
            return following
        return None
    frame = frame_at(sentence, at)
    floor = frame.start if frame is not None and frame.verb_at < at else 0
    who = subject_before(sentence, at, subjects.is_person, floor)
    opens = frame is not None and frame.verb_at < at and not text[frame.start : match.start()].strip()
    if who is None and frame is not None and opens and frame.speaker is not None and subjects.is_person(frame.speaker):
        who = next((m for m in sentence.mentions if m.start == frame.speaker.start), None)
    if (
        who is None
        or MOUTHPIECE.search(text[max(0, who.start - 40) : at])
        or at - who.end > 110
        or re.match(r"['’]s?\s", text[who.end :])
    ):
        return None
    gap = text[who.end : at]
    if kind == "occasion" and not VERBS.search(gap):
        return None
    if kind == "said" and not re.fullmatch(
        r"(?i)[\s,]*(?:(?:has|had|have|also|later|earlier|who|then|again|\w+ly)\s+)*|\s*,[^\"“”;]*,\s*", gap
    ):
        return None
    return None if re.search(r"[\"“”;]", gap) else who
