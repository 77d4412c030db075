"""Who is where, by the tree: motion, presence, custody and meetings whose person or place stands far from the verb."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from tracker.extraction import syntax
from tracker.extraction.attributes import location_order, location_venues, location_visits, subjects
from tracker.extraction.attributes import location_parts as parts
from tracker.extraction.lexicon import alternation, inflections, load, word_pattern
from tracker.extraction.names import Mention
from tracker.extraction.predicates import Predicate, predicate_at, predicates
from tracker.extraction.reading import Proposal, factuality
from tracker.extraction.sentences import Sentence
from tracker.model.claim import Aspect, Certainty

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

TO = frozenset(["to", "into", "toward", "towards", "onto", "for"])
AT = frozenset(["in", "at", "inside", "outside", "aboard", "within", "from"])
FROM = frozenset(["from", "out of"])


@cache
def forms(role: str) -> frozenset[str]:
    """All forms of the verbs of one role."""
    return frozenset(form for verb in load("whereabouts")["verbs"][role] for form in inflections(verb))


QUIET = ("doings", "does", "says", "visiting", "catches")
DUE = ("due", "expected", "scheduled", "aboard")
"""Roles whose verbs are too common to have a sentence parsed for."""
SAID = re.compile(
    r"(?i)\b(?:said|says|added|warned|declared)\s+(?:(?:late|early|earlier|later|on|\w+day)\s+){0,3}(?:in|at|here)\b|"
    r"\b(?:said|says|added)\s+(?:[\w’'.-]+\s+){1,6}here\b|\b(?:told|tells|telling|addressed|talked|talking|announced)\s+(?:[\w’'-]+\s+){0,8}?(?:in|at|from|here)\b"
)


NOUNLIKE = frozenset(["head", "take", "takes", "land", "stop", "rescue", "camp", "camps", "rest", "host", "found"])
"""Forms that are other words far more often, or that the order of words reads well enough."""


@cache
def trigger() -> re.Pattern[str]:
    """Any verb or noun that may tell where someone is."""
    lexicon = load("whereabouts")
    verbs = {form for role in lexicon["verbs"] if role not in QUIET for form in forms(role)} - NOUNLIKE
    nouns = [*lexicon["nouns"]["visits"], *lexicon["nouns"]["states"], *lexicon["verbs"]["doings"], *DUE]
    return word_pattern(alternation([*verbs, *nouns]))


@cache
def reaching() -> re.Pattern[str]:
    """What stands before a place that someone is in or goes to: a preposition, or a verb that takes it as its object."""
    verbs = alternation([*forms("enters"), *forms("leaves")])
    return re.compile(
        rf"(?i)\b(?:in|at|to|into|from|for|aboard|inside|outside|on|towards?|of|within|onto|during|{verbs})\s+"
        r"(?:(?!and\b|or\b)[\w’'.-]+,?\s+){0,4}$"
    )


BEFORE, BEHIND = 70, 40
"""Characters between a word that tells and the place."""


def may_tell(text: str, spots: list[Mention]) -> bool:
    """Whether a sentence is worth a parse: one of the words stands near a place that has a preposition."""
    for spot in spots:
        if spot.text != "here" and not reaching().search(text, max(0, spot.start - 60), spot.start):
            continue
        reach = BEFORE if spot.text != "here" else 2 * BEFORE
        near = text[max(0, spot.start - reach) : spot.end + BEHIND]
        if trigger().search(near) or SAID.search(near):
            return True
    return False


def asks(sentence: Sentence, spots: list[Mention]) -> bool:
    """Whether `find` asks for the tree of a sentence with these places."""
    return bool(spots) and any(subjects.is_person(m) for m in sentence.mentions) and may_tell(sentence.text, spots)


def find(sentence: Sentence, here: str) -> Iterator[Proposal]:
    """Propose where the persons of a sentence are; `here`: the town the story is filed from."""
    spots = parts.spots(sentence, here)
    if not asks(sentence, spots):
        return
    doc = syntax.tree(sentence)
    if doc is None:
        return
    at = {token.idx: token for token in doc}
    places = [place for spot in spots if (place := parts.place_of(doc, sentence, spot)) is not None]
    yield from being(sentence, doc, spots)
    yield from location_order.caught(sentence)
    yield from location_order.expected(sentence)
    for predicate in predicates(sentence):
        token = at.get(predicate.start)
        if token is None or subordinate_wish(token):
            continue
        for place in places:
            yield from of_verb(sentence, predicate, token, place)
    yield from location_visits.visits(sentence, doc, places)


def subordinate_wish(token: Token) -> bool:
    """Whether the verb hangs as an infinitive on one of inviting, asking or preventing."""
    return token.dep_ in ("xcomp", "ccomp", "advcl", "acl") and token.head.lower_ in parts.undone()


def of_verb(sentence: Sentence, predicate: Predicate, token: Token, place: parts.Place) -> Iterator[Proposal]:
    """What one verb says of one place."""
    word, direct = predicate.word, place.governor == token
    role, people = "", list[Mention]()
    subject = parts.persons(sentence, token.doc, predicate.subjects)
    objects = parts.persons(sentence, token.doc, predicate.objects)
    moved = subject if predicate.passive else objects
    if direct and place.spot.text == "here" and word in forms("leaves") and not predicate.passive:
        role, people = "leave", subject
    elif direct and place.relation == "obj" and not predicate.passive:
        role, people = "enter" if word in forms("enters") else "leave" if word in forms("leaves") else "", subject
    elif direct and place.case in TO:
        if word in forms("carries") and moved and place.case != "for":
            role, people = "carry", moved
        elif not predicate.passive and not predicate.objects and goes(word, place.case):
            role, people = "go", subject
    elif direct and place.case in FROM and word in forms("removes") and moved:
        role, people = "remove", moved
    elif direct and place.case in FROM and word in forms("leaves_from") and not predicate.passive:
        role, people = ("leave", subject) if word not in forms("acts") else ("", [])
    elif place.case in AT and (direct or scene(place, token)):
        role, people = at_place(sentence, predicate, token, place, subject, moved)
    for person in people if role else []:
        yield from proposal(sentence, predicate, person, place, role)


def being(sentence: Sentence, doc: Doc, spots: list[Mention]) -> Iterator[Proposal]:
    """ "Ms Doe and her aides were in Oslo", "who was aboard the ferry"."""
    for spot in spots:
        root = parts.root_of(doc, spot.start, spot.end)
        if root is not None and root.dep_ == "nmod" and root.head.lower_ in parts.nouns("sorts"):
            root = root.head
        if root is None or not any(c.dep_ == "cop" for c in root.children):
            continue
        case, predicate = parts.case_of(root), predicate_at(sentence, root.idx)
        if predicate is None or case not in ("in", "at", "inside", "aboard", "on", "on board"):
            continue
        if case == "on" and not parts.craft(spot):
            continue
        place = parts.Place(spot, root, "obl", case, False, False)
        verb = next(c.idx for c in root.children if c.dep_ == "cop")
        for person in parts.persons(sentence, doc, predicate.subjects):
            yield from proposal(sentence, replace(predicate, start=verb), person, place, "be")


def goes(word: str, case: str) -> bool:
    if case == "for":
        return word in forms("bound")
    return word in forms("goes")


def at_place(
    sentence: Sentence,
    predicate: Predicate,
    token: Token,
    place: parts.Place,
    subject: list[Mention],
    moved: list[Mention],
) -> tuple[str, list[Mention]]:
    """The role and the persons of a verb of presence, custody, meeting or speaking with a place where it happens."""
    word, direct = predicate.word, place.governor == token
    if place.case == "from" and not (direct and word in forms("says")):
        return "", []
    if word in forms("keeps") and moved and direct and (predicate.passive or word not in forms("stays")):
        return "keep", moved
    if word in forms("stays") and direct and not predicate.passive and not predicate.objects:
        return "stay", subject
    if word in forms("meets"):
        others = parts.persons(sentence, token.doc, [p for p in predicate.obliques if p.case == "with"])
        met = parts.persons(sentence, token.doc, predicate.objects)
        hosts = parts.persons(sentence, token.doc, predicate.agents)
        return "meet", [*subject, *met, *others, *hosts]
    told_there = place.governor.lower_ in parts.scenes() and place.governor.head == token
    if (
        direct
        and ABOUT.search(sentence.text, predicate.end, place.spot.start)
        and word in forms("says") | forms("acts")
    ):
        return "", []
    if word in forms("says") and (direct or told_there) and not place.fronted:
        return "say", [m for m in subject if not mouthpiece(sentence, m)]
    if word in forms("acts") and not predicate.passive:
        studies = SCHOOL.search(sentence.text, predicate.end, place.spot.start)
        return ("act", subject) if studies is None else ("", [])
    if (
        word in forms("goes")
        and direct
        and place.case in ("in", "at")
        and word in ("arrived", "arrives", "arriving", "landed")
    ):
        return "go", subject
    if word in forms("does") and not predicate.passive and doing(predicate, token):
        others = parts.persons(sentence, token.doc, parts.with_phrases(token))
        return "meet", [*subject, *others]
    return "", []


SCHOOL = re.compile(r"\b(?:school|university|college)\s")
ABOUT = re.compile(r"\b(?:of|about|against|over)\b")
"""What is spoken of is not where it is spoken."""


def mouthpiece(sentence: Sentence, person: Mention) -> bool:
    """Whether a spokesperson or correspondent speaks: where they do is no news."""
    return location_venues.MOUTHPIECE.search(sentence.text, max(0, person.start - 40), person.end + 60) is not None


def doing(predicate: Predicate, token: Token) -> bool:
    """ "Hold talks", "give a speech": a light verb with the noun of a meeting or a speech."""
    doings = load("whereabouts")["verbs"]["doings"]
    objects = [c for c in token.children if c.dep_ == "obj"]
    return any(
        c.lower_ in doings for c in [*objects, *[part for o in objects for part in o.children if part.dep_ == "nmod"]]
    )


def scene(place: parts.Place, token: Token) -> bool:
    """Whether the place hangs on a noun of the verb, such that who does it is there: "told reporters in", "met him in"."""
    noun = place.governor
    for _ in range(3):
        if noun.dep_ in ("obj", "obl", "iobj", "obl:agent", "nsubj:pass") and noun.head == token:
            break
        if noun.dep_ not in ("nmod", "conj"):
            return False
        noun = noun.head
    else:
        return False
    if parts.case_of(noun) in ("about", "of", "on", "after", "before", "for", "over"):
        return False
    return place.governor.lower_ in parts.scenes() or place.on_person


def proposal(
    sentence: Sentence, predicate: Predicate, person: Mention, place: parts.Place, role: str
) -> Iterator[Proposal]:
    start, end = predicate.start, predicate.end
    spot = location_venues.named_seat(sentence, place.spot) if role in ("say", "act", "meet") else place.spot
    fact = location_order.planned(sentence.text[:start]) or factuality(sentence, start)
    if not fact.asserted or person.start <= place.spot.start < person.end:
        return
    leaving = role in ("leave", "remove")
    negative = predicate.negated or fact.polarity == "negative"
    if negative and (leaving or role not in ("go", "enter", "stay", "keep", "carry", "be")):
        return
    certainty: Certainty = fact.certainty
    if certainty == "certain" and role == "go" and parts.progressive(predicate):
        certainty = "probable"
    aspect: Aspect = "state" if role in ("stay", "keep", "be") and parts.present(predicate) else "change"
    yield Proposal(
        sentence=sentence,
        attribute="location",
        subject=subjects.name(person),
        value=subjects.name(spot),
        start=min(start, spot.start),
        end=max(end, spot.end),
        at=start,
        rule=f"location.tree-{role}",
        aspect=aspect,
        polarity="negative" if leaving != negative else "positive",
        certainty=certainty,
        future=fact.future,
        own_words=role == "say",
    )
