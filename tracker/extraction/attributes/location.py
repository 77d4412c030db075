"""Who is where: motion with its direction, and presence (`lexicons/motion.toml`)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from tracker.extraction.attributes import (
    location_doubts,
    location_order,
    location_parts,
    location_scenes,
    location_tree,
    location_venues,
    subjects,
)
from tracker.extraction.attributes.location_acts import acting, frame_floor, particular
from tracker.extraction.clauses import coordinated, place_after, subject_before
from tracker.extraction.lexicon import alternation, load, verb_alternation, word_pattern
from tracker.extraction.names import Mention
from tracker.extraction.reading import Proposal, Reading, factuality
from tracker.extraction.sentences import Sentence
from tracker.model.claim import Aspect, Certainty

PLACES = ("place", "building")
PURPOSE = re.compile(r"(?i)\bto\s+$")


@cache
def patterns(direction: str) -> tuple[re.Pattern[str], ...]:
    """Verb and preposition of one direction, one pattern for each entry of the lexicon."""
    found = []
    for entry in load("motion")[direction]:
        verb = verb_alternation(entry["verbs"])
        to = [t for t in entry["to"] if t]
        between = (
            r"(?:\s+(?:back|on|off|away|out|home|again|directly|straight|secretly|safely|later|north|south|east|west))?"
        )
        between += (
            r"(?:[\s,]+[\"“]?(?:very\s+soon|soon|shortly|probably|possibly|perhaps|first|next|immediately|"
            r"once\s+more)[\"”]?,?){0,2}"
        )
        if direction == "be":
            between += (
                r"(?:\s+(?:alone|alive|safe|safely|somewhere|currently|now|still|hiding|shelter|in\s+hiding|"
                r"under\s+guard|to\s+be|on\s+\w+day))?"
            )
        if to:
            found.append(word_pattern(rf"{verb}{between}(?:\s+(?:on\s+)?\w+day)?\s+{alternation(to)}"))
        if "" in entry["to"]:
            found.append(word_pattern(verb))
    return tuple(found)


@cache
def sports() -> re.Pattern[str]:
    return word_pattern(alternation(load("motion")["words"]["sports"]))


def asks(reading: Reading, sentence: Sentence) -> bool:
    """Whether the location rules ask for the tree of a sentence, whatever the order of words tells."""
    spots = location_parts.spots(sentence, reading.cast.ground.here)
    return location_tree.asks(sentence, spots) and not sports().search(sentence.text)


def find(reading: Reading) -> Iterator[Proposal]:
    """Propose the location claims of an article."""
    mover: Mention | None = None
    for sentence in reading.sentences:
        if sports().search(sentence.text):
            continue
        ordered = []
        before = reading.sentences[sentence.index - 1] if sentence.index else None
        for proposal in location_doubts.believed(sentence, before, in_sentence(sentence, mover)):
            mover = Mention(0, 1, proposal.subject.mention, "person", name=proposal.subject.name)
            ordered.append(proposal)
            yield proposal
        grown = location_tree.find(sentence, reading.cast.ground.here)
        yield from location_order.unsaid(ordered, location_doubts.believed(sentence, before, grown))


def in_sentence(sentence: Sentence, mover: Mention | None) -> Iterator[Proposal]:
    if not any(m.kind in PLACES for m in sentence.mentions):
        return
    for direction in ("depart", "arrive", "be"):
        for pattern in patterns(direction):
            for match in pattern.finditer(sentence.text):
                yield from moved(sentence, match, direction, mover)
    yield from present(sentence)
    yield from acting(sentence)
    yield from location_venues.venues(sentence)
    yield from location_scenes.scene(sentence)
    yield from location_scenes.sent(sentence)
    yield from location_order.between(sentence)
    yield from location_order.where(sentence)


def moved(sentence: Sentence, match: re.Match[str], direction: str, mover: Mention | None) -> Iterator[Proposal]:
    spot = place_after(sentence, match.end())
    if re.match(r"\s+of\b", sentence.text[match.end() : match.end() + 4]):
        return  # "tours of Oslo": a noun
    if spot is None or not proper(spot, direction, match.group()) or PART.match(sentence.text, spot.end):
        return
    who = mover_of(sentence, match, mover, direction)
    if who is None:
        return
    fact = factuality(sentence, match.start())
    certainty, future = fact.certainty, fact.future
    left = sentence.text[: match.start()]
    if direction == "be" and (
        no_verb(left, match.group()) or location_doubts.of_thing(left, match.group(), len(left) - who.end)
    ):
        return
    if direction == "depart" and fact.polarity == "negative" and match.group().lower().endswith(("from", " of")):
        return  # who did not travel from a place may never have been there
    if PURPOSE.search(left) and after_motion(left):
        certainty, future = ("probable" if fact.certainty == "probable" else "certain"), False
    elif location_order.planned(left):
        certainty, future = "possible", True
    elif not fact.asserted or (direction == "depart" and fact.polarity == "negative" and fact.refusal):
        return
    elif certainty == "certain" and under_way(left, match.group(), direction):
        certainty = "probable"
    negative = (direction == "depart") != (fact.polarity == "negative")
    aspect: Aspect = "state" if direction == "be" or (direction == "depart" and not negative) else "change"
    voice = subjects.name(who) if fact.refusal else None
    for each in coordinated(sentence, spot):
        yield Proposal(
            sentence=sentence,
            attribute="location",
            subject=subjects.name(who),
            value=subjects.name(each),
            start=match.start(),
            end=max(each.end, match.end()),
            at=match.start(),
            rule=f"location.{direction}",
            aspect=aspect,
            polarity="negative" if negative else "positive",
            certainty=certainty,
            future=future,
            voice=voice,
        )


PART = re.compile(
    r"\s+(?:rooms?|staff|managers?|owners?|workers?|beds?|officials?|parties|dinners?|guards?|employees?|"
    r"residents?|time)\b"
)
NOUNS = re.compile(
    r"(?i)(?:base|stay|rest|guard|camp|film|hold|keep|wait|sight|spot|station|trap|treat|find|see|live|hide|arrest)s?\b"
)


def no_verb(left: str, verb: str) -> bool:
    """ "The base in", "a stay at": a noun that looks like the verb."""
    return bool(NOUNS.match(verb)) and not re.search(r"(?i)\b(?:to|will|would|may|might|could|can|not|and)\s+$", left)


def under_way(left: str, verb: str, direction: str) -> bool:
    """ "Is heading for X": on the way, not there yet."""
    started = direction == "arrive" and re.match(r"(?i)(?:head|make|leav|left|depart|bolt|set)", verb)
    return bool(started) and re.search(r"(?i)\b(?:is|are|was|were)\s+$", left) is not None


def proper(spot: Mention, direction: str, verb: str) -> bool:
    """Whether the place can be left or reached: "left the building" yes, "left a base" of someone else's no."""
    if spot.kind == "building" and not spot.definite and not particular(spot):
        return False
    if spot.text.lower() in ("school", "university", "college", "court", "church"):
        return False  # without an article no building: "left school"
    return not (
        verb.lower().startswith(("abandon", "quit")) and spot.kind == "building" and spot.name.lower() in ("building",)
    )


def after_motion(left: str, reach: int = 110) -> bool:
    """Whether a motion verb stands shortly before, so that "to travel to …" tells where it led."""
    verbs = [
        "flee",
        "fly",
        "leave",
        "depart",
        "drive",
        "escape",
        "travel",
        "board",
        "take off",
        "go",
        "move",
        "make a stopover",
        "set off",
    ]
    return bool(re.search(rf"(?i)(?<!\w){verb_alternation(verbs)}\b[^.;]*$", left[-reach:]))


def mover_of(sentence: Sentence, match: re.Match[str], mover: Mention | None, direction: str) -> Mention | None:
    """The person who moves: the passive's or the active's subject, the object of "took him to", or a plane's passenger."""
    text = sentence.text
    floor = frame_floor(sentence, match.start())
    inner = [m for m in sentence.mentions if match.start() <= m.start < match.end() and subjects.is_person(m)]
    if inner:
        return inner[0]
    vehicle = re.search(
        rf"(?i)\b(?:the|his|her|"
        rf"their)\s+(?:\w+\s+)?{alternation(load('motion')['words']['vehicles'])}\s+(?:\w+\s+){{0,3}}$",
        text[floor : match.start()],
    )
    if vehicle:
        return mover
    found = subject_before(sentence, match.start(), subjects.is_person, floor)
    if found is None or other_subject(text[found.end : match.start()]):
        return None
    return found if not foreign_subject(sentence, found, match.start()) else None


CLAUSE = re.compile(
    r"(?i)\bthat\s+(?!he\b|she\b|i\b|they\b|we\b|it\b)(?:[\w’'-]+\s+){1,5}?(?:will|would|has|have|had|was|were|is|"
    r"are|could|may|might)\s+(?:[\w’'-]+\s+){0,3}$"
)
RELATIVE = re.compile(
    r"\b(?!and\b|or\b)[A-Za-z][a-z]+s\s+(?:who|which|that)\s+(?:(?:has|have|had|is|are|was|were|been|be|could|may|"
    r"might|would|will|not|\w+ly)\s+)*$"
)


def other_subject(gap: str) -> bool:
    """Whether another noun between the person and the verb is its subject: "… other travellers who could be in"."""
    return CLAUSE.search(gap) is not None or RELATIVE.search(gap) is not None


def foreign_subject(sentence: Sentence, person: Mention, at: int) -> bool:
    """Whether another actor stands between the person and the verb and is its subject ("X said troops left Y")."""
    text = sentence.text
    if re.match(r"['’]s?\s+(?!(?:\w+\s+)?(?:in|at)\b)", text[person.end : person.end + 4]) and not person.pronoun:
        between_words = re.findall(r"[\w’'-]+", text[person.end : at])
        return len(between_words) > 1
    between = [
        m
        for m in sentence.mentions
        if person.end <= m.start and m.end <= at and m.kind in ("group", "force", "organisation") and not m.pronoun
    ]
    for mention in between:
        gap = text[mention.end : at]
        if re.fullmatch(
            r"(?i)\s*(?:(?:has|have|had|were|was|are|is|also|been|being|be|later|then|who|which|that|\w+ly)\s+)*", gap
        ) and not re.search(
            r"(?i)\b(?:by|of|with|to|from|against|for|and)\s+(?:the\s+)?(?:\w+\s+)?$", text[: mention.start]
        ):
            return True
    return False


BE_AT = re.compile(
    r"(?i)(?<![\w’'-])(?:is|was|are|were|be|been|remains?|remained|['’]s|isn['’]t|wasn['’]t)\s+(?:(?:not|never|"
    r"no\s+longer|now|still|currently|also|back|already|believed|thought|reported|said|understood|known|rumou?red|"
    r"safe|alive|well|present|to\s+be|hiding|holed\s+up|staying|living|based|being\s+held|held|in\s+exile|"
    r"in\s+hiding|in\s+custody|under\s+arrest|under\s+house\s+arrest|there|in\s+the\s+\w+\s+city|"
    r"on\s+a\s+(?:\w+\s+)?visit|on\s+holiday|travelling|traveling|\w+ly|\w+ing(?:\s+[\w’'-]+){0,3})\s+)*(?:in|at|"
    r"inside|aboard|outside)\b"
)


def present(sentence: Sentence) -> Iterator[Proposal]:
    """ "She is in Oslo", "was believed to be at his villa", "was trying to rally support in the north"."""
    for match in BE_AT.finditer(sentence.text):
        spot = place_after(sentence, match.end())
        who = subject_before(sentence, match.start(), subjects.is_person, frame_floor(sentence, match.start()))
        if (
            spot is None
            or who is None
            or foreign_subject(sentence, who, match.start())
            or not attached(sentence, who, match.start())
            or other_subject(sentence.text[who.end : match.start()])
        ):
            continue
        fact = factuality(sentence, match.start())
        if not fact.asserted:
            continue
        certainty: Certainty = (
            "probable"
            if re.search(
                r"(?i)\b(?:believed|thought|reported|said|understood|rumou?red|reportedly|likely|probably|"
                r"apparently)\b",
                match.group(),
            )
            else fact.certainty
        )
        past = re.match(r"(?i)(?:was|were)\b", match.group())
        yield Proposal(
            sentence=sentence,
            attribute="location",
            subject=subjects.name(who),
            value=subjects.name(spot),
            start=min(who.start, match.start()) if match.start() - who.end < 40 else match.start(),
            end=spot.end,
            at=match.start(),
            rule="location.be",
            aspect="change" if past and not in_speech(sentence, match.start()) else "state",
            polarity="negative" if ABSENT.search(match.group()) else fact.polarity,
            certainty=certainty,
            future=fact.future,
        )


ABSENT = re.compile(r"(?i)\b(?:not|never|no\s+longer)\b|n['’]t\b")


def in_speech(sentence: Sentence, at: int) -> bool:
    from tracker.extraction.frames import frame_at

    return frame_at(sentence, at) is not None


def attached(sentence: Sentence, who: Mention, at: int) -> bool:
    """Whether the person is the subject of the "is": close before it, or across one parenthesis."""
    gap = sentence.text[who.end : at]
    return (
        len(gap) < 12
        or bool(
            re.fullmatch(
                r"\s*[,–—-].*[,–—-]?\s*|\s+(?:who|and|also|has|had|have|may|might|could|will|would|said|\w+ly|\s)+", gap
            )
        )
        or gap.count(" ") <= 4
        or " and " in gap
    )
