"""The tree's predicates: who does what to whom, where and by whom."""

from __future__ import annotations

import pytest

from tracker.extraction.layout import Block
from tracker.extraction.predicates import Phrase, Predicate, predicates
from tracker.extraction.sentences import Sentence
from tracker.extraction.syntax import LONGEST


def read(text: str, word: str) -> Predicate:
    sentence = Sentence(0, 0, len(text), text, Block(0, len(text), "paragraph"))
    return next(p for p in predicates(sentence) if p.word == word)


def words(text: str, phrases: tuple[Phrase, ...]) -> list[str]:
    return [f"{p.case} {text[p.start : p.end]}".strip() for p in phrases]


@pytest.mark.parametrize(
    "text, word, subjects, objects, agents",
    [
        ("Rebels who seized the town of Ulmar have left.", "seized", ["Rebels"], ["the town of Ulmar"], []),
        (
            "The army took Ulmar, Benso and the port of Kray.",
            "took",
            ["The army"],
            ["Ulmar", "Benso", "the port of Kray"],
            [],
        ),
        ("Two nurses, detained in Ulmar, were flown to Benso.", "flown", ["Two nurses"], [], []),
        ("The town was retaken by government troops.", "retaken", ["The town"], [], ["by government troops"]),
        ("The town, held by insurgents since May, fell.", "held", ["The town"], [], ["by insurgents"]),
        ("A bomb killed three soldiers and wounded nine others.", "wounded", ["A bomb"], ["nine others"], []),
    ],
)
def test_who_does_what_to_whom(
    text: str, word: str, subjects: list[str], objects: list[str], agents: list[str]
) -> None:
    found = read(text, word)
    assert words(text, found.subjects) == subjects
    assert words(text, found.objects) == objects
    assert words(text, found.agents) == agents


def test_where_to() -> None:
    text = "The minister later travelled to the village of Ulmar."
    assert words(text, read(text, "travelled").obliques) == ["to the village of Ulmar"]


def test_negation_is_seen() -> None:
    assert read("The troops did not enter Ulmar.", "enter").negated
    assert not read("The troops did enter Ulmar.", "enter").negated


def test_what_is_too_long_for_a_sentence_has_none() -> None:
    text = "word " * (LONGEST + 1) + "fled."
    sentence = Sentence(0, 0, len(text), text, Block(0, len(text), "paragraph"))
    assert predicates(sentence) == ()
