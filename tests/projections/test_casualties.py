"""Numbers of victims: the rules of docs/states.md, an example each."""

from __future__ import annotations

from tests.projections.making import counted, hour
from tracker.projections.fold import fold
from tracker.projections.values import Assertion


def answer(at: float, *assertions: Assertion) -> str:
    """`75 contested | 65 (65 to 75)`: the headline, its standing, the alternatives, the range."""
    state = fold("killed", assertions, hour(at), hour(at))
    if state is None or state.span is None:
        return "nothing"
    shown = [f"{p.low}" if p.low == p.high else f"{p.low}+" for p in (state.headline, *state.alternatives)]
    low, high = state.span
    return " | ".join([f"{shown[0]} {state.standing}", *shown[1:]]) + f" ({low} to {high})"


def test_of_one_voice_the_latest_report_counts() -> None:
    assert answer(9, counted("lamp", 10, 10, 5), counted("lamp", 14, 14, 8)) == "14 agreed (14 to 14)"


def test_a_body_that_counts_before_an_outlets_own_summary_of_the_same_day() -> None:
    ministry = counted("ministry", 75, 75, 5, role="official")
    assert answer(9, ministry, counted("lamp", 65, 65, 8)) == "75 contested | 65 (65 to 75)"
    assert answer(60, ministry, counted("lamp", 80, 80, 40)).startswith("80"), "older than a day, it yields"


def test_later_before_earlier_and_corrected_downwards() -> None:
    assert answer(9, counted("lamp", 65, 65, 5), counted("wire", 60, 60, 8)).startswith("60 contested | 65")


def test_of_one_report_the_higher_number_heads_and_the_other_stays() -> None:
    assert answer(9, counted("lamp", 65, 65, 5), counted("lamp", 75, 75, 5)) == "75 contested | 65 (65 to 75)"


def test_a_vague_number_never_replaces_a_precise_one_it_agrees_with() -> None:
    precise, vague = counted("ministry", 75, 75, 5, role="official"), counted("lamp", 40, None, 200)
    assert answer(201, precise, vague) == "75 agreed (75 to 75)"


def test_nor_that_of_the_same_voice() -> None:
    assert answer(201, counted("lamp", 75, 75, 5), counted("lamp", 40, None, 200)) == "75 agreed (75 to 75)"


def test_a_vague_number_that_contradicts_counts() -> None:
    assert answer(9, counted("lamp", 75, 75, 5), counted("wire", 100, None, 8)) == "100+ contested | 75 (75 to None)"


def test_vague_numbers_alone_make_an_open_answer() -> None:
    assert answer(9, counted("lamp", 3, None, 5), counted("wire", 24, None, 8)) == "24+ agreed (3 to None)"


def test_an_old_count_of_another_voice_no_longer_contests() -> None:
    first, later = counted("wire", 10, 10, 5), counted("lamp", 75, 75, 30)
    assert answer(31, first, later) == "75 contested | 10 (10 to 75)"
    assert answer(5 + 48, first, later) == "75 agreed (75 to 75)"


def test_a_count_is_remembered_when_nobody_repeats_it() -> None:
    assert answer(500, counted("lamp", 75, 75, 5)) == "75 lapsed (75 to 75)"


def test_a_party_alone_confirms_no_number() -> None:
    assert answer(9, counted("rebels", 12, 12, 5, role="party")) == "12 unconfirmed (12 to 12)"


def test_the_example_of_the_page() -> None:
    ministry, lamp = counted("ministry", 75, 75, 5, role="official"), counted("lamp", 65, 65, 8)
    assert answer(9, ministry, lamp) == "75 contested | 65 (65 to 75)"
    corrected = counted("lamp", 60, 60, 32)
    assert answer(33, ministry, lamp, corrected) == "60 contested | 75 (60 to 75)"
    scores = counted("wire", 40, None, 200)
    assert answer(201, ministry, scores) == "75 agreed (75 to 75)"
