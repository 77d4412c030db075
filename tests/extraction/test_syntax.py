"""The second reader: subjects by the bundled parser, and its veto over the order of words."""

from __future__ import annotations

import json

import pytest

from tracker.extraction import EXTRACTOR
from tracker.extraction.layout import Block
from tracker.extraction.sentences import Sentence
from tracker.extraction.syntax import LONGEST, PARSER, subject_words


def sentence(text: str) -> Sentence:
    return Sentence(0, 0, len(text), text, Block(0, len(text), "paragraph"))


def subject(text: str, verb: str) -> str:
    words = subject_words(sentence(text), text.index(verb))
    return " ".join(text[start:end] for start, end in words)


@pytest.mark.parametrize(
    "text, verb, wanted",
    [
        ("The rebels said that government troops had withdrawn from Kasongo.", "had withdrawn", "troops"),
        ("Soldiers forced the governor to leave the city.", "leave", "governor"),
        ("The general was arrested and taken to Port Alba.", "taken", "general"),
        ("Told by reporters of the toll, the minister resigned on Monday.", "resigned", "minister"),
    ],
)
def test_the_subject_of_a_verb(text: str, verb: str, wanted: str) -> None:
    assert wanted in subject(text, verb)


def test_no_opinion_on_what_a_relative_clause_hangs_on() -> None:
    assert subject("The aide of the president, who fled to Port Alba, is ill.", "fled") == ""


def test_what_is_too_long_for_a_sentence_is_not_parsed() -> None:
    assert subject_words(sentence("word " * (LONGEST + 1) + "fled."), 0) == []


def test_the_parsers_version_is_part_of_the_extractors() -> None:
    meta = json.loads((PARSER / "meta.json").read_text(encoding="utf-8"))
    assert f"parser-{meta['version']}" in EXTRACTOR
