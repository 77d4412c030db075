"""Who is where, by nouns: visits, trips and arrivals with their traveller, stays "on holiday in", visitors of the town."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING

from tracker.extraction.attributes import location_parts as parts
from tracker.extraction.attributes import subjects
from tracker.extraction.lexicon import inflections, load
from tracker.extraction.names import Mention
from tracker.extraction.predicates import Phrase, predicate_at
from tracker.extraction.reading import Proposal, factuality
from tracker.extraction.sentences import Sentence
from tracker.model.claim import Certainty

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

DURING = frozenset(
    ["during", "on", "after", "following", "in", "from", "at", "throughout", "since", "upon", "with", "of"]
)
BEFORE = frozenset(["before", "ahead of", "prior to", "for", "about", "ahead"])
TOOK_PLACE = frozenset(["recent", "last", "previous", "earlier", "latest", "past", "current", "ongoing"])
STRETCHES = frozenset(
    ["stop", "leg", "start", "end", "day", "part", "conclusion", "beginning", "stage", "sidelines", "eve"]
)
"""Parts of a visit: "on the first leg of a tour of"."""
STATE_CASES = frozenset(["on", "in", "under", "into"])


@cache
def verb_forms(key: str) -> frozenset[str]:
    lexicon = load("whereabouts")
    verbs = lexicon["nouns"].get(key) or lexicon["verbs"][key]
    return frozenset(form for verb in verbs for form in inflections(verb))


def visits(sentence: Sentence, doc: Doc, places: list[parts.Place]) -> Iterator[Proposal]:
    """Propose the claims of nouns that places hang on."""
    for place in places:
        noun = place.governor
        if noun.lower_ in verb_forms("visiting") and place.case == "to":  # "pay visits to", as the tree may hang it
            noun = next((c for c in noun.children if c.dep_ == "obj" and c.lower_ in parts.nouns("visits")), noun)
        if (
            noun.lower_ in parts.nouns("visits")
            and (place.case in ("to", "of", "in", "at") or place.relation == "compound")
            and beside(sentence, noun, place)
        ):
            yield from visit(sentence, noun, place)
        elif noun.lower_ in parts.nouns("states") and place.case in ("in", "at"):
            yield from stay(sentence, noun, place)


OTHER_NAME = re.compile(r",\s+(?:the\s+)?[A-Z][\w’'-]+[^,]*\s(?:of|in)\s")


def beside(sentence: Sentence, noun: Token, place: parts.Place) -> bool:
    """Whether the place belongs to the visit, not to the title of its visitor: "a visit to Oslo by Ann Doe, head of … in"."""
    return OTHER_NAME.search(sentence.text, noun.idx, place.spot.start) is None


def visit(sentence: Sentence, noun: Token, place: parts.Place) -> Iterator[Proposal]:
    """ "Her visit to Oslo", "a visit to Oslo by the envoy", "he paid a visit to Oslo", "said during a visit to Oslo"."""
    travellers, verb = owners(sentence, noun), governing_verb(noun)
    outer = verb.lower_ if verb is not None else ""
    case = parts.case_of(noun)
    if outer in parts.undone() or (case in BEFORE and not travellers) or "no" in {c.lower_ for c in noun.children}:
        return
    if not travellers and place.relation != "compound":
        travellers = doers(sentence, noun, verb, case)
    certainty: Certainty = "certain"
    future = False
    ahead = any(c.lower_ in parts.nouns("ahead") for c in noun.children)
    if verb is not None:
        fact = factuality(sentence, verb.idx)
        if not fact.asserted or fact.polarity == "negative":
            return
        certainty, future = fact.certainty, fact.future
    if any(c.lower_ in TOOK_PLACE for c in noun.children):
        certainty, future = "certain", False
    elif (
        ahead or case in BEFORE - {"about"} or (outer in verb_forms("planning") and noun.dep_ in ("obj", "nsubj:pass"))
    ):
        certainty, future = "possible", True
    for person in travellers:
        if not person.start <= place.spot.start < person.end:
            yield claim(sentence, person, place, noun, "visit", certainty, future)


def owners(sentence: Sentence, noun: Token) -> list[Mention]:
    """Whose visit it is: the possessive before it or "by" and "of" behind it."""
    heads = [
        c for c in noun.children if c.dep_ == "nmod:poss" or (c.dep_ == "nmod" and parts.case_of(c) in ("by", "of"))
    ]
    if noun.dep_ == "appos" and not heads:  # "Ms Doe's first stop, a visit to Oslo"
        heads = [c for c in noun.head.children if c.dep_ == "nmod:poss"]
    heads += [c for h in heads for c in h.children if c.dep_ == "conj"]
    found = parts.persons(sentence, noun.doc, [Phrase(h.idx, h.idx + len(h), h.idx) for h in heads])
    return [m for m in found if not m.pronoun or m.name]


def governing_verb(noun: Token) -> Token | None:
    token = noun
    for _ in range(parts.STEPS):
        if token.head == token:
            return None
        token = token.head
        if token.pos_ in ("VERB", "AUX"):
            return token
    return None


def doers(sentence: Sentence, noun: Token, verb: Token | None, case: str) -> list[Mention]:
    """The subject of the verb that the visit hangs on, where that verb makes the subject the traveller."""
    if any(c.dep_ == "cop" for c in noun.children) and case == "on":  # "she is on a visit to Oslo"
        predicate = predicate_at(sentence, noun.idx)
        return parts.persons(sentence, noun.doc, predicate.subjects) if predicate is not None else []
    hangs_on = noun.head.head if noun.head.lower_ in STRETCHES else noun.head
    if verb is not None and hangs_on != verb and case in DURING:
        person = parts.person_at(sentence, hangs_on)  # "Ms Doe, on the first stop of a tour of …"
        return [person] if person is not None else []
    if verb is None or hangs_on != verb:
        return []
    light = noun.dep_ == "obj" and verb.lower_ in verb_forms("visiting")
    if not light and not (case in DURING and noun.dep_.startswith(("obl", "nmod", "advmod"))):
        return []
    predicate = predicate_at(sentence, verb.idx)
    if predicate is None or (predicate.passive and not light and case != "during" and case != "on"):
        return []
    # "Met him during a visit", "killed on a visit": the subject's; an institution's is nobody's here
    return parts.persons(sentence, noun.doc, predicate.subjects)


def stay(sentence: Sentence, noun: Token, place: parts.Place) -> Iterator[Proposal]:
    """ "Ms Doe, on holiday in Oslo, …", "he is in exile in Oslo"."""
    if parts.case_of(noun) not in STATE_CASES and noun.dep_ != "ROOT":
        return
    head = noun.head
    person = parts.person_at(sentence, head) if noun.dep_ in ("nmod", "appos", "acl", "parataxis") else None
    verb_idx = noun.idx
    if person is None:
        anchor = noun if any(c.dep_ == "cop" for c in noun.children) else head
        predicate = predicate_at(sentence, anchor.idx)
        if predicate is None or noun.dep_.startswith("nmod") or (anchor == head and noun.lower_ == "leave"):
            return
        found = parts.persons(sentence, noun.doc, predicate.subjects)
        person = found[0] if len(found) == 1 else None
        verb_idx = predicate.start
    if person is None or person.start <= place.spot.start < person.end:
        return
    fact = factuality(sentence, verb_idx)
    if fact.asserted and fact.polarity == "positive":
        yield claim(sentence, person, place, noun, "stay", fact.certainty, fact.future)


def claim(
    sentence: Sentence, person: Mention, place: parts.Place, noun: Token, rule: str, certainty: Certainty, future: bool
) -> Proposal:
    return Proposal(
        sentence=sentence,
        attribute="location",
        subject=subjects.name(person),
        value=subjects.name(place.spot),
        start=min(noun.idx, place.spot.start),
        end=max(noun.idx + len(noun), place.spot.end),
        at=noun.idx,
        rule=f"location.noun-{rule}",
        aspect="change",
        certainty=certainty,
        future=future,
    )
