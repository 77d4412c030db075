"""Who is where, by the order of words where it is surer than the tree: arrests, plans and expected arrivals; and which of
the two readers is believed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

from tracker.extraction.attributes import subjects
from tracker.extraction.clauses import place_after, subject_before
from tracker.extraction.factuality import Factuality
from tracker.extraction.lexicon import load, verb_alternation, word_pattern
from tracker.extraction.reading import Proposal, factuality
from tracker.extraction.sentences import Sentence
from tracker.model.claim import Name


@cache
def catching() -> re.Pattern[str]:
    return word_pattern(verb_alternation(load("whereabouts")["verbs"]["catches"]))


CAUGHT_AT = re.compile(
    r"(?i)(?:,?\s+(?:\d+|late|early|on\s+\w+day|\w+day|last\s+\w+|yesterday|\w+ly))*,?\s+(?:in|at|outside|aboard|inside)\s+"
)


def caught(sentence: Sentence) -> Iterator[Proposal]:
    """ "Police arrested Ms Doe on Friday in Oslo": the object is there; by the order of words, which is sure here."""
    for match in catching().finditer(sentence.text):
        person = next((m for m in sentence.mentions if m.start >= match.end()), None)
        if person is None or not subjects.is_person(person):
            continue
        behind = CAUGHT_AT.match(sentence.text, person.end)
        spot = place_after(sentence, behind.end()) if behind else None
        if spot is None or not NEAR_TITLE.fullmatch(sentence.text, match.end(), person.start):
            continue
        fact = factuality(sentence, match.start())
        if fact.asserted and fact.polarity == "positive":
            yield Proposal(
                sentence=sentence,
                attribute="location",
                subject=subjects.name(person),
                value=subjects.name(spot),
                start=match.start(),
                end=spot.end,
                at=match.start(),
                rule="location.caught",
                aspect="change",
                certainty=fact.certainty,
                future=fact.future,
            )


NEAR_TITLE = re.compile(r"\s+(?:[\w’'-]+\s+){0,5}")


PLANNED = re.compile(r"(?i)\b(?:is|are|was|were)\s+(?:\w+ly\s+|also\s+|then\s+)?to\s+(?:be\s+)?$")


def planned(left: str) -> Factuality | None:
    """ "She is to visit", "he was to be flown": a plan, which the words before the verb tell."""
    return Factuality("possible", future=True) if PLANNED.search(left[-30:]) else None


EXPECTED = re.compile(
    r"(?i)\b(?:is|are|was|were)\s+(?:also\s+|now\s+|later\s+)?(?:due|expected|scheduled)(?:\s+back)?"
    r"(?:\s+(?:on\s+)?\w+day)?\s+(?:in|at)\s+"
)


def expected(sentence: Sentence) -> Iterator[Proposal]:
    """ "She is due in Oslo on Friday"."""
    for match in EXPECTED.finditer(sentence.text):
        spot = place_after(sentence, match.end())
        who = subject_before(sentence, match.start(), subjects.is_person)
        if spot is None or who is None or match.start() - who.end > 60:
            continue
        yield Proposal(
            sentence=sentence,
            attribute="location",
            subject=subjects.name(who),
            value=subjects.name(spot),
            start=match.start(),
            end=spot.end,
            at=match.start(),
            rule="location.expected",
            aspect="change",
            certainty="possible",
            future=True,
        )


OCCASION = re.compile(
    r"(?i)\b(?:talks|meetings?|summit|negotiations|discussions|consultations|encounter)\b(?=[^.;:“”\"]{0,90}?\bbetween\b)"
)
BETWEEN = re.compile(r"(?i)\bbetween\s+")
VENUE = re.compile(r"(?i)\b(?:in|at)\s+")
DAYS = re.compile(r"(?i),?\s+(?:(?:(?:on|last|this|next|late|early)\s+)*\w+day\s+)?(?:in|at)\s+")
JOINED = re.compile(r",?\s+and\s+(?:[\w’'.-]+\s+){0,7}")
TITLE = re.compile(r"(?:[\w’'.-]+\s+){0,7}")
UNHELD = re.compile(
    r"(?i)\b(?:planned|proposed|possible|scheduled|upcoming|ahead\s+of|before|call\w*|for|urg\w+|propos\w+|arrang\w+|"
    r"expect\w*|due|next|will|would|could|may|might|cancel\w*|postpon\w*|no|without|broker\w*|host\w*)\s+(?:[\w’'-]+\s+){0,5}$"
)


def between(sentence: Sentence) -> Iterator[Proposal]:
    """ "Talks in Oslo between Ms Doe and Mr Roe", "a summit between the two in Oslo": both were there."""
    text = sentence.text
    for match in OCCASION.finditer(text):
        joint = BETWEEN.search(text, match.end())
        people = [m for m in sentence.mentions if joint and m.start >= joint.end() and subjects.is_person(m)][:2]
        if joint is None or not people or not TITLE.fullmatch(text, joint.end(), people[0].start):
            continue
        if len(people) > 1 and not JOINED.fullmatch(text, people[0].end, people[1].start):
            people = people[:1]
        inside = VENUE.search(text, match.end(), joint.start())
        behind = DAYS.match(text, people[-1].end)
        at = inside.end() if inside else behind.end() if behind and len(people) > 1 else None
        spot = place_after(sentence, at) if at is not None else None
        fact = factuality(sentence, match.start())
        if spot is None or not fact.asserted or fact.polarity == "negative":
            continue
        ahead = UNHELD.search(text, max(0, match.start() - 60), match.start()) is not None
        for person in people:
            yield Proposal(
                sentence=sentence,
                attribute="location",
                subject=subjects.name(person),
                value=subjects.name(spot),
                start=match.start(),
                end=max(spot.end, person.end),
                at=match.start(),
                rule="location.between",
                aspect="change",
                certainty="possible" if ahead else fact.certainty,
                future=ahead or fact.future,
            )


WHERE = re.compile(
    r"\s*,?\s+where,?\s+(?:also\s+|later\s+)?(?:(?!(?:of|to|by|with|for|from|in|at|and)\b)[\w’'.-]+\s+){0,4}"
)
THERE = re.compile(
    r"(?i)\s+(?:and\s+[^,;]{2,40}?\s+)?(?P<ahead>will|would|plans?|planned|is\s+(?:due|expected|scheduled|to)|was\s+(?:due|"
    r"expected|scheduled|to))?(?!(?:says?|said|claim\w*|thinks?|believes?|hopes?|wants?|could|can|can['’]t|may|might|"
    r"never|never|not|has\s+never|did|does|had\b|was\s+born|grew|once|owns?|faces?|faced)\b)"
    r"\s*\w+"
)


def where(sentence: Sentence) -> Iterator[Proposal]:
    """ "In Oslo, where Ms Doe attended a show": whoever does something in the place is there."""
    for spot in (m for m in sentence.mentions if m.kind in ("place", "building") and not m.pronoun):
        if not sentence.text.startswith((" where", ", where"), spot.end):
            continue
        if (
            spot.kind == "building"
            and spot.name == spot.name.lower()
            and not sentence.text[spot.start :].startswith("the ")
        ):
            continue
        who = next((m for m in sentence.mentions if m.start > spot.end), None)
        if who is None or not subjects.is_person(who) or not WHERE.fullmatch(sentence.text, spot.end, who.start):
            continue
        verb = THERE.match(sentence.text, who.end)
        fact = factuality(sentence, verb.end() - 1) if verb else None
        if verb is None or fact is None or not fact.asserted or fact.polarity == "negative":
            continue
        ahead = verb["ahead"] is not None
        present = not ahead and re.match(r"(?i)\s+(?:is|are|lives?)\b", sentence.text[who.end :]) is not None
        yield Proposal(
            sentence=sentence,
            attribute="location",
            subject=subjects.name(who),
            value=subjects.name(spot),
            start=spot.start,
            end=verb.end(),
            at=max(who.end + 1, spot.end),
            rule="location.where",
            aspect="state" if present else "change",
            certainty="possible" if ahead else fact.certainty,
            future=ahead or fact.future,
        )


def unsaid(ordered: list[Proposal], grown: Iterable[Proposal]) -> Iterator[Proposal]:
    """What the tree proposes and the order of words has not said; nothing of a place where the two name other persons."""
    known = {identity(proposal) for proposal in ordered}
    groups: dict[tuple[int, str], list[Proposal]] = {}
    for proposal in grown:
        groups.setdefault((proposal.at, identity(proposal)[1]), []).append(proposal)
    for (_, place), group in groups.items():
        said = {who for who, where in known if where == place}
        if said and not any(identity(p)[0] in said for p in group):
            continue
        for proposal in group:
            if identity(proposal) not in known:
                known.add(identity(proposal))
                yield proposal


def identity(proposal: Proposal) -> tuple[str, str]:
    value = proposal.value
    return proposal.subject.name, value.name if isinstance(value, Name) else ""
