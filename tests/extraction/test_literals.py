"""What a pattern needs is in all that it matches, so that leaving a text unsearched never loses a match."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.extraction.attributes import toll_patterns, victims
from tracker.extraction.literals import Filtered, needed
from tracker.extraction.timegrammar import grammar

PHRASES = (Path(__file__).parent / "timex_phrases.tsv").read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize(
    "expression, wanted",
    [
        ("(?:Mon|Tues)day", {"monday", "tuesday"}),
        (r"(?:the\s+)?(?:last|next)\s+week", {"week"}),
        (r"\bcolou?rs?\b", {"color", "colour"}),
        (r"(?<!no )(?:wh(?:ich|o)(?!m)|that)", {"which", "who", "that"}),
        (r"\w+\s+\d{4}", set("0123456789")),
        (r"(?:killed)?\s*\w+", set()),
        (r"killed|\w+", set()),
        (r"(?:killed)*", set()),
        (r"[^a]bc", {"bc"}),
        (r"éab", {"ab"}),
    ],
)
def test_what_a_pattern_needs(expression: str, wanted: set[str]) -> None:
    assert needed(expression, re.IGNORECASE) == wanted


@pytest.mark.parametrize("text", ["KING", "ſix", "ſIX", "\N{KELVIN SIGN}ing", "kıng", "kİng", "sİx", "١٢ dead"])
def test_letters_that_match_where_case_is_ignored(text: str) -> None:
    for expression in ("king", "six", r"\d\d dead"):
        pattern = re.compile(expression, re.IGNORECASE)
        assert [m.span() for m in Filtered(pattern).finditer(text)] == [m.span() for m in pattern.finditer(text)]


WORDS = (
    "the of in on early last next May June 11 2009 1990s Monday week ago earlier noon at 12 three 40 people soldiers were "
    "was killed wounded dead died injuries death toll rose to bodies of a woman man his driver and hospital , . - ’s 9/11 "
    "ſix January's 10:30 pm quarter half year years century recent"
)


@settings(deadline=None)  # the first example compiles the patterns
@given(st.lists(st.sampled_from(WORDS.split()), max_size=12).map(" ".join))
def test_no_match_is_lost(text: str) -> None:
    rules = [
        *(r[0] for r in grammar()),
        *(r[2] for r in toll_patterns.patterns()),
        *(r[2] for r in victims.single_patterns()),
    ]
    for rule in rules:
        assert rule.may_match(text) or rule.pattern.search(text) is None, rule.pattern.pattern[:200]


def test_no_time_phrase_is_lost() -> None:
    for text in PHRASES:
        for rule, _, _ in grammar():
            assert rule.may_match(text) or rule.pattern.search(text) is None, (text, rule.pattern.pattern[:200])


def test_most_time_rules_need_something() -> None:
    assert sum(bool(rule.needed or rule.one_of) for rule, _, _ in grammar()) > 0.9 * len(grammar())
