"""Who and what the tree's phrases are: actors that can hold control, things that can be held, persons and groups of people.

The tree (`syntax.py`) says which words stand in which part; the mentions and the lexicons say what the words are.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from tracker.extraction import places, syntax
from tracker.extraction.attributes import subjects
from tracker.extraction.attributes.actors import ARMED, value_of
from tracker.extraction.attributes.things import objects, share_words
from tracker.extraction.lexicon import load
from tracker.extraction.names import Mention
from tracker.extraction.reading import Reading
from tracker.extraction.sentences import Sentence
from tracker.model.claim import Name

if TYPE_CHECKING:
    from spacy.tokens import Token

OUTSIDE = frozenset(
    [
        "acl",
        "acl:relcl",
        "appos",
        "parataxis",
        "punct",
        "cc",
        "conj",
        "advcl",
        "discourse",
        "dep",
        "cop",
        "mark",
        "nsubj",
        "nsubj:pass",
        "aux",
        "aux:pass",
        "obl",
        "advmod",
        "obj",
        "xcomp",
        "ccomp",
        "case",
    ]
)
"""What is no part of the noun phrase whose head it hangs on."""
DEEPEST = 10
UNTRUE = frozenset(
    ["of", "at", "toward", "towards", "for", "from", "without", "about", "against", "into", "than", "on"]
)
"""Prepositions before a gerund that says nothing came true: "aimed at capturing", "steps towards relinquishing"."""
TRUE_HEADS = re.compile(
    r"(?i)(?:report\w*|accus\w+|suspect\w*|convict\w+|guilty|blam\w+|prais\w+|credit\w*|succe\w+|result\w*|boast\w*|"
    r"news|responsib\w+|capable|consist\w*|day|days|week|weeks|month|months|hour|hours|result|after)$"
)

BEGUN = re.compile(r"(?:began|begun|begin|start|continu|keep|kept|report|saw|seen|found|describ|admit|recall|film)")


def children(token: Token, *labels: str) -> list[Token]:
    return [c for c in token.children if c.dep_ in labels]


def case(token: Token) -> str:
    """The preposition of a noun."""
    return " ".join(c.lower_ for c in token.children if c.dep_ == "case")


def joined(head: Token) -> list[Token]:
    """A head and what "and" joins to it."""
    parts = [head]
    for part in parts:
        if len(parts) < DEEPEST:
            parts += [c for c in part.children if c.dep_ == "conj" and c.pos_ in ("NOUN", "PROPN", "PRON", "NUM")]
    return parts


def extent(head: Token) -> tuple[int, int]:
    """First and last character of the phrase of a head, with its "of" and "in" and without clauses and appositions."""
    first = last = head
    level = [head]
    for _ in range(DEEPEST):
        level = [c for t in level for c in t.children if c.dep_ not in OUTSIDE or (c.dep_ == "case" and t != head)]
        if not level:
            break
        first = min([first, *level], key=lambda t: t.i)
        last = max([last, *level], key=lambda t: t.i)
    return first.idx, last.idx + len(last)


def subject_heads(verb: Token) -> list[Token]:
    """The heads of a verb's subject: its own, a relative clause's antecedent, that of the verb it is joined to."""
    for _ in range(DEEPEST):
        own = next((c for c in verb.children if c.dep_ in syntax.SUBJECTS), None)
        if own is not None:
            relative = verb.dep_ == "acl:relcl" and own.lower_ in syntax.RELATIVES
            return [antecedent(verb)] if relative else joined(own)
        if (outer := syntax.governing(verb)) is not None:
            verb = outer
            continue
        if verb.dep_ in ("acl", "acl:relcl"):
            return [antecedent(verb)]
        if verb.dep_ == "xcomp":
            raised = next((c for c in verb.head.children if c.dep_ in ("obj", "iobj")), None)
            if raised is not None:
                return joined(raised)
        elif verb.dep_ not in ("advcl", "conj"):
            return []
        if verb.head == verb:
            return []
        verb = verb.head
    return []


def antecedent(verb: Token) -> Token:
    """What a relative clause or a participle hangs on; of "the town of Sarh" the whole, not the name alone."""
    head = verb.head
    while head.dep_ in ("flat", "compound") and head.head != head:
        head = head.head
    return head


def object_heads(verb: Token) -> list[Token]:
    return [part for o in children(verb, "obj") for part in joined(o)]


def agent_heads(verb: Token) -> list[Token]:
    """Who did what a passive says."""
    return [part for o in children(verb, "obl", "obl:agent") if case(o) == "by" for part in joined(o)]


def is_passive(verb: Token) -> bool:
    """Whether its subject is what it is done to."""
    if any(c.dep_ in ("nsubj:pass", "aux:pass") for c in verb.children):
        return True
    return "Voice=Pass" in str(verb.morph) and not children(verb, "obj", "aux", "nsubj")


def is_gerund(verb: Token) -> bool:
    form = str(verb.morph)
    return verb.lower_.endswith("ing") and ("Tense=Pres" in form or "VerbForm=Ger" in form)


def came_true(verb: Token) -> bool:
    """Whether a gerund's place in the sentence lets it be true: not "aimed at taking", "avoid taking", "before taking"."""
    top = verb
    while top.dep_ == "conj" and top.head.pos_ == "VERB" and top.head != top:
        top = top.head
    if not is_gerund(top) or any(c.dep_ in ("aux", "aux:pass") for c in top.children):
        return True
    mark = next((c.lower_ for c in top.children if c.dep_ in ("mark", "case")), "")
    if mark in UNTRUE and not TRUE_HEADS.match(top.head.lower_):
        return False
    return top.dep_ not in ("xcomp", "ccomp", "csubj", "obj", "nsubj") or BEGUN.match(top.head.lower_) is not None


def wished(token: Token) -> bool:
    """An infinitive that nothing made true ("efforts to capture him"), or a subjunctive ("that he be charged")."""
    helpers = [c.lower_ for c in token.children if c.dep_ in ("aux", "aux:pass", "mark")]
    if "to" in helpers and "have" not in helpers and "been" not in helpers:
        forced = re.match(
            r"(?:forc|caus|made|make|manag|help|be[gc]a|begin|continu|order|prompt|oblig|due|set)", token.head.lower_
        )
        return not (forced and token.dep_ in ("xcomp", "ccomp", "advcl"))
    return "be" in helpers and not any(
        h in ("to", "will", "would", "may", "might", "could", "can", "’ll", "'ll") for h in helpers
    )


def mention_of(sentence: Sentence, head: Token) -> Mention | None:
    """The mention that the head stands in, an actor before any other."""
    rows = [m for m in sentence.mentions if m.start <= head.idx < m.end]
    return next((m for m in rows if subjects.is_actor(m)), rows[0] if rows else None)


def words(sentence: Sentence, head: Token) -> str:
    """The phrase of a head without article and clauses."""
    start, end = extent(head)
    phrase = re.split(r",\s|[;:()]|\s[-–—]", re.sub(r"[\"“”]", "", sentence.text[start:end]))[0]
    return re.sub(r"(?i)^(?:the|an?|its|their|his|her|some|these|those|this|that)\s+", "", " ".join(phrase.split()))


def actor(reading: Reading, sentence: Sentence, head: Token) -> Mention | Name | None:
    """Someone who can hold control: a named or known actor, a country, or a common noun for people under arms."""
    mention = mention_of(sentence, head)
    if mention is not None and mention.pronoun:
        mention = referent(sentence, mention)
        if mention is None:
            return None
    if mention is not None:
        if subjects.is_actor(mention):
            return None if mention.kind == "person" and mention.text != mention.name and possessed(head) else mention
        if mention.kind == "place" and places.country_of(mention.name) == mention.name:
            return subjects.name(mention)
        return None
    if head.pos_ not in ("NOUN", "PROPN"):
        return None
    phrase = re.sub(r"(?i)\s+(?:in|on|at|near|from|around|along)\s.*$", "", words(sentence, head))
    if (ARMED.search(head.lower_) or head.lower_ in bodies()) and 0 < len(phrase.split()) < 8:
        return Name(phrase, phrase, "group")
    return None


def referent(sentence: Sentence, pronoun: Mention) -> Mention | None:
    """Who "they" are: those named last before in the sentence; "we" are not the one person who speaks."""
    if pronoun.text.lower() in ("we", "us", "i"):
        return pronoun if pronoun.kind != "person" or pronoun.text.lower() == "i" else None
    if pronoun.text.lower() in ("they", "them"):
        rows = [
            m for m in sentence.mentions if m.end < pronoun.start and m.kind in ("group", "force") and not m.pronoun
        ]
        return rows[-1] if rows and subjects.is_actor(rows[-1]) else pronoun
    return pronoun


def possessed(head: Token) -> bool:
    """Whether the head only says whose it is ("Doe's brother")."""
    return head.dep_ == "nmod:poss"


@cache
def bodies() -> frozenset[str]:
    return frozenset(load("control")["actors"]["heads"])


def value(reading: Reading, sentence: Sentence, who: Mention | Name) -> Name:
    """The actor as a value; "its forces" are the forces of the body that is spoken of."""
    found = value_of(reading, sentence, who)
    if not re.fullmatch(r"(?i)(?:\w+\s)?(?:forces|troops|fighters|soldiers|men|army|military)", found.name):
        return found
    start = who.start if isinstance(who, Mention) else sentence.text.find(found.mention)
    if re.search(r"(?i)\bits\s+$", sentence.text[max(0, start - 5) : start] if start > 0 else "") or (
        isinstance(who, Mention) and re.match(r"(?i)its\b", sentence.text[who.start : who.end])
    ):
        owners = [m for m in sentence.mentions if m.end < start and m.kind in ("organisation", "group") and m.name]
        if owners and not ARMED.fullmatch(owners[-1].name):
            return Name(found.mention, f"{owners[-1].name} {found.name}", found.kind, found.within)
    return found


def things(reading: Reading, sentence: Sentence, head: Token, loose: bool = False) -> list[tuple[Name, int]]:
    """What can be controlled at a head, with its end; a capitalised name that is nobody's is taken for a place's.

    `loose`: the words around speak of control, so that a name met once may be a place even if it looks like a person's.
    """
    start, end = extent(head)
    found = [(t, e) for t, e in objects(reading, sentence, start)[:1] if (e > head.idx or within(t, head))]
    named = ORGANISED.search(words(sentence, head)) is not None
    if found:
        return [(t, e) for t, e in found if same_thing(t, head) and not (named and t.kind == "place")]
    mention = mention_of(sentence, head)
    if mention is not None and not (loose and once(reading, mention)):
        if mention.kind in ("place", "building") and mention.name and not mention.pronoun and not named:
            share = SHARE_OF.match(sentence.text[start : mention.start]) if mention.kind == "place" else None
            part = f"{share[1]} of {mention.name}" if share else mention.name
            return [(Name(mention.text, part, mention.kind, mention.within), mention.end)]
        return []
    name = words(sentence, head)
    if country_share(name) and reading.country and not any(m.name == reading.country for m in sentence.mentions):
        half = re.sub(r"(?i)\s+of\s.*$", "", name)
        return [(Name(name, f"{half} of {reading.country}", "place"), end)]
    if (owned := next((c for c in children(head, "nmod:poss")), None)) is not None and head.lower_ in sites():
        return [(Name(name, name, "building"), end)] if owned.pos_ == "PROPN" else []
    town = re.compile(rf"{re.escape(head.text)}\s+of\s+({PLACE_NAME})").match(sentence.text, head.idx)
    if town and head.lower_ in ("town", "city", "village", "port", "province", "district", "island", "township"):
        return [(Name(town[1], town[1], "place"), town.end())]
    name = re.sub(r"['’]s?$", "", name)
    proper = head.pos_ == "PROPN" and name == " ".join(sentence.text[start:end].split())
    if proper and re.fullmatch(PLACE_NAME, name) and not ORGANISED.search(name):
        return [(Name(name, name, "place"), end)]
    return []


SHARE_OF = re.compile(
    r"(?i)((?:\w+\s+){0,3}?(?:half|third|quarter|most|parts|all))\s+(?:of\s+)?(?:the|this|their|its)?\s*$"
)
PLACE_NAME = r"(?:al-|el-|as-|ash-|ad-|ar-|an-|az-)?[A-Z][a-z][\w’'-]*(?:\s+(?:al-|el-)?[A-Z][a-z][\w’'-]*){0,2}"
ORGANISED = re.compile(
    r"\b(?:Department|Ministry|Company|Group|Party|Committee|Council|Bank|Fund|Corp\w*|Inc|Agency|Army|University|"
    r"\w+day|January|February|March|April|June|July|August|September|October|November|December|Senate|House|"
    r"Congress|Parliament|Commission|Association|Federation|Union|Team|Force|Forces|Guard|League|Cup|Court)\b"
)


def once(reading: Reading, mention: Mention) -> bool:
    """Whether a name was taken for a person's though nothing else in the article says so."""
    person = reading.cast.find(mention.text) if mention.kind == "person" and mention.text[:1].isupper() else None
    return person is not None and person.count <= 1 and not person.titles


def country_share(phrase: str) -> bool:
    """ "Almost half of the vast country"."""
    tail = re.search(r"(?i)\s+of\s+the\s+(?:[\w-]+\s+){0,3}(?:country|nation)$", phrase)
    return tail is not None and share_words().search(phrase[: tail.start()]) is not None


@cache
def sites() -> frozenset[str]:
    lexicon = load("control")["objects"]
    return frozenset([*lexicon["facilities"], *lexicon["buildings"], "outskirts", "suburbs", "centre", "center"])


@cache
def kinds() -> frozenset[str]:
    """Nouns that only say what kind of place the name after them is, or which part of it."""
    words = load("places")["words"]
    lexicon = load("control")["objects"]
    plain = [w for d in words["descriptors"] for w in d.split()]
    return frozenset([*plain, *words["directions"], *lexicon["shares"], *lexicon["places"], *lexicon["facilities"]])


def same_thing(thing: Name, head: Token) -> bool:
    """Whether the name found is that of the head, not of a country in "the embassy of X"."""
    if head.pos_ == "PROPN" and re.sub(r"['’]s?$", "", head.text) in thing.mention.split()[-2:]:
        return True
    low = head.lower_
    return low in thing.name.lower() or low in kinds() or low.rstrip("s") in kinds() or head.text in thing.name


def within(thing: Name, head: Token) -> bool:
    return head.text in thing.mention
