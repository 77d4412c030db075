"""Who does what to whom, by the tree: the predicates of a sentence with their subjects, objects and prepositions.

What patterns over the order of words cannot name ("the two women, their guards said, were flown to …") a tree can.
Spans are noun phrases without what hangs on them by a relative clause or an apposition, as character offsets in the
sentence. Labels are those of Universal Dependencies; nothing here knows what a claim is.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracker.extraction import syntax

if TYPE_CHECKING:
    from spacy.tokens import Token

    from tracker.extraction.sentences import Sentence

LOOSE = ("acl", "acl:relcl", "appos", "parataxis", "punct", "cc", "conj", "advcl", "discourse", "case", "dep", "cop")
"""What is no part of a noun phrase's name."""
DEEPEST = 12
"""How many arcs are followed at most from a head, so that a broken tree ends."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun phrase: its offsets, its head's offset, whether it is a pronoun, and the preposition before it ("" for none)."""

    start: int
    end: int
    head: int
    pronoun: bool = False
    case: str = ""


@dataclass(frozen=True, slots=True)
class Predicate:
    """A verb or predicative word with its arguments. `subjects` and `objects` hold each coordinated part;
    of a passive the subjects are what it is done to, and `agents` who did it."""

    start: int
    end: int
    word: str
    passive: bool
    negated: bool
    subjects: tuple[Phrase, ...]
    objects: tuple[Phrase, ...]
    agents: tuple[Phrase, ...]
    obliques: tuple[Phrase, ...]
    auxiliaries: tuple[str, ...]
    particle: str


def predicates(sentence: Sentence) -> tuple[Predicate, ...]:
    """All predicates of a sentence in order of the text; none where it is too long to be a sentence."""
    if sentence.predicates is None:
        doc = syntax.tree(sentence)
        tokens = [] if doc is None else [token for token in doc if token.pos_ == "VERB" or _has_copula(token)]
        sentence.predicates = tuple(_predicate(token) for token in tokens)
    return sentence.predicates


def predicate_at(sentence: Sentence, at: int) -> Predicate | None:
    """The predicate whose own word stands at the offset `at`."""
    return next((p for p in predicates(sentence) if p.start <= at < p.end), None)


def _has_copula(token: Token) -> bool:
    return any(child.dep_ == "cop" for child in token.children)


def _predicate(token: Token) -> Predicate:
    children = list(token.children)
    passive = any(c.dep_ in ("nsubj:pass", "aux:pass") for c in children) or (
        token.dep_ == "acl" and "VerbForm=Part" in str(token.morph) and "Tense=Past" in str(token.morph)
    )
    obliques = [
        c for c in children if c.dep_ in ("obl", "obl:tmod", "obl:npmod", "obl:unmarked", "advmod", "obl:agent")
    ]
    by = [c for c in obliques if passive and _case(c) == "by"]
    return Predicate(
        start=token.idx,
        end=token.idx + len(token),
        word=token.lower_,
        passive=passive,
        negated=any(c.lower_ in ("not", "n't", "n’t", "never", "no") for c in children),
        subjects=_phrases(_subjects(token)),
        objects=_phrases([c for c in children if c.dep_ in ("obj", "iobj")]),
        agents=_phrases(by),
        obliques=_phrases([c for c in obliques if c not in by and c.pos_ != "ADV"]),
        auxiliaries=tuple(c.lower_ for c in children if c.dep_ in ("aux", "aux:pass", "cop")),
        particle=next((c.lower_ for c in children if c.dep_ == "compound:prt"), ""),
    )


def _subjects(verb: Token) -> list[Token]:
    """The heads of the subject: the verb's own, a relative clause's antecedent, that of the verb it is joined or raised to."""
    for _ in range(DEEPEST):
        own = next((c for c in verb.children if c.dep_ in syntax.SUBJECTS), None)
        if own is not None:
            if own.lower_ in syntax.RELATIVES and verb.dep_ == "acl:relcl":
                return [verb.head]
            return [own]
        if (outer := syntax.governing(verb)) is not None:
            verb = outer
            continue
        if verb.dep_ in ("acl", "acl:relcl"):
            return [verb.head]
        if verb.dep_ == "xcomp":
            raised = next((c for c in verb.head.children if c.dep_ in ("obj", "iobj")), None)
            if raised is not None:
                return [raised]
        elif verb.dep_ not in ("advcl", "conj"):
            return []
        if verb.head is verb:
            return []
        verb = verb.head
    return []


def _phrases(heads: list[Token]) -> tuple[Phrase, ...]:
    found: list[Phrase] = []
    for head in heads:
        case = _case(head)
        for part in (head, *_joined(head)):
            start, end = _extent(part)
            found.append(Phrase(start, end, part.idx, part.pos_ == "PRON", _case(part) or case))
    return tuple(found)


def _joined(head: Token) -> list[Token]:
    """What "and" and "or" join to a head."""
    return [c for c in head.children if c.dep_ == "conj" and c.pos_ in ("NOUN", "PROPN", "PRON", "NUM", "ADJ")]


def _case(token: Token) -> str:
    words = sorted((c for c in token.children if c.dep_ == "case"), key=lambda c: c.i)
    return " ".join(w.lower_ for w in words)


def _extent(head: Token) -> tuple[int, int]:
    """First and last character of the phrase, without its preposition and what hangs loosely on it."""
    first = last = head
    level = [head]
    for _ in range(DEEPEST):
        level = [
            c
            for token in level
            for c in token.children
            if c.dep_ not in LOOSE or (c.dep_ == "case" and token is not head)
        ]
        if not level:
            break
        first = min([first, *level], key=lambda t: t.i)
        last = max([last, *level], key=lambda t: t.i)
    return first.idx, last.idx + len(last)
