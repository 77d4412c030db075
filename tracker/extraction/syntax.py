"""The tree's reading: who is the subject of a verb, by the bundled dependency parser. The second reader.

Patterns over the order of words and trees make different mistakes, so the tree may overrule: where it names another
subject than the order of words did, nobody is named. The parser is loaded when the first sentence asks, and only
sentences that may carry a claim are parsed: together where that can be told beforehand, else one by one.
Labels are those of Universal Dependencies.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc, Token

    from tracker.extraction.sentences import Sentence

PARSER = Path(__file__).parent / "parser"
BATCH = 32
"""Sentences parsed at a time. The tree of a sentence does not depend on what stands beside it in its batch."""
LONGEST = 160
"""Tokens. What is longer is no sentence of prose, and its tree would say nothing."""
REACH = 40
"""Characters between where a pattern begins and its verb: auxiliaries and adverbs."""
STEPS = 8
"""How many arcs are followed at most, so that a broken tree ends."""
SUBJECTS = ("nsubj", "nsubj:pass", "nsubj:outer", "csubj")
RELATIVES = ("who", "which", "that")


@cache
def parser() -> Language:
    """The bundled pipeline without its lemmatizer, which no rule asks."""
    import spacy

    return spacy.load(PARSER, exclude=["trainable_lemmatizer"])


def subject_words(sentence: Sentence, at: int) -> list[tuple[int, int]]:
    """The words that name the subject of the verb at or after `at`, as character offsets in the sentence: its head, the
    parts of its name, what stands in apposition or beside it. Empty where the tree names no subject."""
    doc = tree(sentence)
    verb = _verb(doc, at) if doc is not None else None
    subject = _subject(verb) if verb is not None else None
    if subject is None:
        return []
    while subject.dep_ == "appos":
        subject = subject.head
    return [(word.idx, word.idx + len(word)) for word in (subject, *_name_parts(subject))]


def parse(sentences: Iterable[Sentence]) -> None:
    """Parse those of the sentences that are not parsed yet, a batch at a time: half the cost of one by one."""
    wanted = [sentence for sentence in sentences if sentence.doc is None]
    for sentence in wanted:
        sentence.doc = parser().make_doc(sentence.text)
    docs = [sentence.doc for sentence in wanted if sentence.doc is not None and len(sentence.doc) <= LONGEST]
    for _ in parser().pipe(docs, batch_size=BATCH) if docs else ():
        pass  # the documents are filled in where they are


def tree(sentence: Sentence) -> Doc | None:
    """The sentence parsed, once; None where it is too long."""
    parse([sentence])
    return sentence.doc if sentence.doc is not None and len(sentence.doc) <= LONGEST else None


def _verb(doc: Doc, at: int) -> Token | None:
    for token in doc:
        if token.idx > at + REACH:
            return None
        if token.idx >= at and token.pos_ in ("VERB", "AUX", "ADJ", "NOUN"):
            return token.head if token.dep_ in ("aux", "aux:pass", "cop") else token
    return None


def _subject(verb: Token) -> Token | None:
    for _ in range(STEPS):
        own = next((child for child in verb.children if child.dep_ in SUBJECTS), None)
        if own is not None:
            # What a relative clause hangs on is what parsers most often get wrong: no second opinion there
            return None if own.lower_ in RELATIVES else own
        if verb.dep_ == "xcomp":
            raised = next((child for child in verb.head.children if child.dep_ in ("obj", "iobj")), None)
            if raised is not None:
                return raised
        elif (outer := governing(verb)) is not None:
            verb = outer
            continue
        elif verb.dep_ not in ("advcl", "conj"):
            return None
        if verb.head is verb:
            return None
        verb = verb.head
    return None


GERUND_MARKS = frozenset(["after", "before", "since", "while", "upon", "without", "when"])
SPANS = frozenset(
    [
        "moment",
        "moments",
        "minutes",
        "hours",
        "days",
        "weeks",
        "months",
        "years",
        "hour",
        "day",
        "week",
        "month",
        "year",
    ]
)


def governing(verb: Token) -> Token | None:
    """The verb whose subject a gerund shares though the tree hangs it on a noun: "told of the plan before fleeing", "within
    hours of fleeing". None where the noun itself may be the subject."""
    mark = next((c.lower_ for c in verb.children if c.dep_ == "mark"), "")
    timed = mark == "of" and verb.head.lower_ in SPANS
    if verb.dep_ != "acl" or not verb.lower_.endswith("ing") or not (mark in GERUND_MARKS or timed):
        return None
    token = verb.head
    for _ in range(STEPS):
        if token.pos_ in ("VERB", "AUX"):
            return token
        if token.head is token:
            return None
        token = token.head
    return None


def _name_parts(token: Token, depth: int = 0) -> list[Token]:
    found: list[Token] = []
    for child in token.children:
        if child.dep_ in ("flat", "compound", "appos", "conj", "nmod:desc") and depth < STEPS:
            found += [child, *_name_parts(child, depth + 1)]
    return found
