"""The parts of a sentence that tell who is where: its places with what they hang on in the tree, and its persons."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from tracker.extraction.attributes import subjects
from tracker.extraction.lexicon import inflections, load
from tracker.extraction.names import Mention
from tracker.extraction.predicates import Phrase, Predicate
from tracker.extraction.sentences import Sentence

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

STEPS = 8
"""How many arcs are followed at most, so that a broken tree ends."""
NAMELIKE = ("flat", "compound", "nmod:desc", "appos")
RELATIONS = ("obl", "obj", "nmod", "advmod", "iobj", "compound")
HERE = re.compile(r"(?<![\w-])here(?![\w’'-])")
QUOTE = re.compile(r"[\"“”]|``|''")


POSSESSIVES = {"his": "m", "her": "f"}


@dataclass(frozen=True, slots=True)
class Place:
    """A place and the word it hangs on: `relation` to it, preposition, whether it stands before it."""

    spot: Mention
    governor: Token
    relation: str
    case: str
    fronted: bool
    on_person: bool


@cache
def nouns(key: str) -> frozenset[str]:
    return frozenset(load("whereabouts")["nouns"][key])


@cache
def vehicles() -> frozenset[str]:
    return frozenset(load("motion")["words"]["vehicles"])


@cache
def officers() -> frozenset[str]:
    """Last words of titles: they stand for a person."""
    return frozenset(head.split()[-1].lower() for head in load("offices")["heads"]) | nouns("people")


def scenes() -> frozenset[str]:
    return nouns("scenes")


@cache
def undone() -> frozenset[str]:
    return frozenset(form for verb in load("whereabouts")["nouns"]["undone"] for form in inflections(verb))


def spots(sentence: Sentence, here: str) -> list[Mention]:
    """The places and sites of a sentence, "here" among them where the reporter says it."""
    found = [m for m in sentence.mentions if m.kind in ("place", "building") and not m.pronoun]
    found = [m for i, m in enumerate(found) if not i or not contained(sentence, found[i - 1], m)]
    if here and not sentence.quoted_from_start:
        for match in HERE.finditer(sentence.text):
            if len(QUOTE.findall(sentence.text, 0, match.start())) % 2 == 0:
                found.append(Mention(match.start(), match.end(), match.group(), "place", name=here))
    taken = [(m.start, m.end) for m in found]
    for match in CRAFT.finditer(sentence.text):
        if not any(start < match.end() and match.start("what") < end for start, end in taken):
            words = match["what"]
            found.append(Mention(match.start("what"), match.end(), words, "building", name=words))
    return found


CONTAINS = re.compile(r",?\s+in\s+(?:the\s+)?")


def contained(sentence: Sentence, inner: Mention, outer: Mention) -> bool:
    """ "Sarh in southern Chad": the second only tells where the first is."""
    return inner.kind == "place" and CONTAINS.fullmatch(sentence.text, inner.end, outer.start) is not None


CRAFT = re.compile(
    r"\b(?:on|aboard)\s+(?P<what>(?:the|a|an|his|her|their)\s+(?:\w+\s+)?(?:plane|aircraft|jet|helicopter|flight|ship|boat|ferry|yacht|train|bus|tram))(?![\w-])"
)


def place_of(doc: Doc, sentence: Sentence, spot: Mention) -> Place | None:
    """The place with what it hangs on; None where it is part of another name or says only where a thing is."""
    if spot.kind == "building" and (bare(spot) or (not spot.definite and not told_apart(spot))):
        return None
    root = root_of(doc, spot.start, spot.end)
    if root is None:
        return None
    case, token = case_of(root), root
    for _ in range(STEPS):
        head = token.head
        if head == token:
            return None
        step = step_up(sentence, token, head, case)
        if step is None:
            break
        case, token = step
    if token.head == token or (case == "of" and token.head.lower_ not in nouns("visits")):
        return None
    inside = next((m for m in sentence.mentions if m is not spot and covers(m, token.head)), None)
    person = inside is not None and inside.kind == "person"
    relation = token.dep_.split(":")[0]
    if relation not in RELATIONS or any(c.dep_ == "cop" for c in token.children):
        return None
    if spot.name and spot.text == "here":
        case = case or "in"
    return Place(spot, token.head, relation, case, spot.start < token.head.idx, person)


def step_up(sentence: Sentence, token: Token, head: Token, case: str) -> tuple[str, Token] | None:
    """One step from a place to what it is part of: a list, the sort of place, a building that is no name, an apposition."""
    if token.dep_ == "conj":
        return (case or case_of(head)), head
    if token.dep_ == "appos" or token.dep_ in ("flat", "compound", "nmod:desc"):
        known = any(covers(m, head) and m.kind in ("place", "person", "organisation") for m in sentence.mentions)
        return None if known or case else (case_of(head), head)
    if token.dep_ == "nmod" and head.lower_ in nouns("sorts") and case in ("of", ""):
        return case_of(head), head
    if token.dep_ == "nmod" and case in ("in", "at", "near", "of", "outside"):
        site = next((m for m in sentence.mentions if m.kind == "building" and covers(m, head)), None)
        if site is not None and not site.definite and not told_apart(site) and case_of(head):
            return case_of(head), head
    return None


CALLED = frozenset(["hospital", "prison", "jail", "home", "court", "headquarters", "parliament", "hq"])


def bare(site: Mention) -> bool:
    """A common noun without an article, as in "the temple, mansion and cemetery": no site that one is told of."""
    words = site.text.split()
    return len(words) == 1 and words[0].islower() and words[0] not in CALLED


def craft(spot: Mention) -> bool:
    """Whether the site is a plane, a ship or the like."""
    return spot.kind == "building" and spot.name.split()[-1].lower() in nouns("craft")


def told_apart(site: Mention) -> bool:
    """Whether an indefinite site has a name of its own: "a South African ship"."""
    return len(site.name.split()) > 1 and any(w[:1].isupper() for w in site.name.split())


def covers(mention: Mention, token: Token) -> bool:
    return bool(mention.start <= token.idx < mention.end)


def case_of(token: Token) -> str:
    words = sorted((c for c in token.children if c.dep_ == "case"), key=lambda c: c.i)
    return " ".join(w.lower_ for w in words if w.lower_ not in ("'s", "’s", "'"))


def root_of(doc: Doc, start: int, end: int) -> Token | None:
    """The word of a span whose head lies outside of it."""
    inside = [t for t in doc if start <= t.idx < end]
    return next((t for t in inside if not start <= t.head.idx < end or t.head == t), None)


def persons(sentence: Sentence, doc: Doc, phrases: Iterable[Phrase]) -> list[Mention]:
    """The persons that the phrases name: the mention at the head, in its name or in its apposition."""
    tokens = {t.idx: t for t in doc}
    found: list[Mention] = []
    for phrase in phrases:
        head = tokens.get(phrase.head)
        person = person_at(sentence, head) if head is not None else None
        if person is not None and person not in found:
            found.append(person)
    return found


def person_at(sentence: Sentence, head: Token) -> Mention | None:
    """The person that a noun stands for; "his" is who was named before it, "her convoy" its owner."""
    if head.lower_ in POSSESSIVES:
        return owner_of(sentence, head)
    if head.lower_ in vehicles():
        owners = [c for c in head.children if c.dep_ == "nmod:poss"]
        return person_at(sentence, owners[0]) if owners else None
    for token in names_of(head):
        for mention in sentence.mentions:
            if covers(mention, token):
                if not subjects.is_person(mention):
                    break
                if owner(sentence, mention, head):
                    break
                return (named_behind(sentence, head) or mention) if mention.role else mention
    return named_behind(sentence, head)


NAMED = re.compile(r"\s+|(?:\s+[\w’'-]+){0,4},\s+(?:[a-z][\w’'-]*\s+){0,4}(?:[A-Z][\w’'-]*\s+){0,3}")
NO_TITLE = frozenset(
    [
        "who",
        "which",
        "whose",
        "and",
        "or",
        "with",
        "by",
        "said",
        "that",
        "met",
        "also",
        "has",
        "had",
        "was",
        "is",
        "were",
        "are",
        "as",
        "while",
        "but",
        "after",
    ]
)


def named_behind(sentence: Sentence, head: Token) -> Mention | None:
    """The name behind the words for a person, with a comma or an office between: "the chief negotiator, first deputy
    minister Ann Doe"."""
    if head.lower_ not in officers():
        return None
    end = head.idx + len(head)
    following = next((m for m in sentence.mentions if m.start >= end and subjects.is_person(m) and not m.pronoun), None)
    if following is None or not NAMED.fullmatch(sentence.text, end, following.start):
        return None
    if re.match(r"['’]s?\s", sentence.text[following.end :]):
        return None
    return None if NO_TITLE & set(sentence.text[end : following.start].lower().split()) else following


def owner_of(sentence: Sentence, word: Token) -> Mention | None:
    """Who "his" or "her" means: the person that the sentence names last before it, of that gender where it is known."""
    gender = POSSESSIVES[word.lower_]
    before = [m for m in sentence.mentions if m.end <= word.idx and subjects.is_person(m) and not m.plural]
    fitting = [m for m in before if m.gender in ("", gender)]
    return fitting[-1] if fitting and len({m.name for m in fitting}) == 1 else None


def names_of(head: Token, depth: int = 0) -> list[Token]:
    """The head, what its name consists of and what stands in apposition to it."""
    found = [head]
    if head.dep_ == "appos":
        found.append(head.head)
    for child in head.children:
        if child.dep_ in NAMELIKE and child.i > head.i and depth < STEPS:
            found += names_of(child, depth + 1)
    return found


def owner(sentence: Sentence, mention: Mention, head: Token) -> bool:
    """ "Ms Doe's brother": the person only owns the head."""
    return bool(re.match(r"['’]s?\s", sentence.text[mention.end : mention.end + 3])) and not covers(mention, head)


def with_phrases(token: Token) -> list[Phrase]:
    """The phrases behind "with" at a verb or at its object: "held talks with her"."""
    holders = [token, *[c for c in token.children if c.dep_ in ("obj", "obl")]]
    holders += [part for h in holders[1:] for part in h.children if part.dep_ == "nmod"]
    heads = [c for h in holders for c in h.children if case_of(c) == "with"]
    heads += [c for h in heads for c in h.children if c.dep_ == "conj"]
    return [Phrase(h.idx, h.idx + len(h), h.idx) for h in heads]


def progressive(predicate: Predicate) -> bool:
    """ "Is flying to": on the way."""
    return predicate.word.endswith("ing") and any(a in ("is", "are", "was", "were") for a in predicate.auxiliaries)


def present(predicate: Predicate) -> bool:
    """Whether the state is said to be so now: "is held in", "lives in", "has been held in"."""
    if predicate.auxiliaries:  # of "is in Oslo" the copula
        return any(a in ("is", "are", "has", "have", "'s", "’s") for a in predicate.auxiliaries)
    return not predicate.word.endswith(("ed", "ing")) and predicate.word not in ("held", "hid", "kept")
