"""The rules of docs/states.md, an example each; hours after some midnight."""

from __future__ import annotations

import pytest

from tests.projections.making import hour, said
from tracker.model.claim import Attribute
from tracker.projections.answers import CellState
from tracker.projections.fold import fold
from tracker.projections.values import Assertion


def ask(attribute: Attribute, at: float, *assertions: Assertion, known: float | None = None) -> CellState | None:
    return fold(attribute, assertions, hour(at), hour(at if known is None else known))


def answer(attribute: Attribute, at: float, *assertions: Assertion, known: float | None = None) -> str:
    """The headline, its standing, and what else is said: "port-alba contested | hill-town"."""
    state = ask(attribute, at, *assertions, known=known)
    if state is None:
        return "nothing"
    others = [p.value if p.positive else f"not {p.value}" for p in state.alternatives]
    head = state.headline.value if state.headline.positive else f"not {state.headline.value}"
    return " | ".join([f"{head} {state.standing}", *others])


def test_nothing_is_known_before_it_is_reported() -> None:
    arrived = said("lamp", "port-alba", 10, (2, 4))
    assert answer("location", 9, arrived) == "nothing"
    assert answer("location", 10, arrived) == "port-alba agreed"


def test_hindsight_moves_the_report_cut_off_only() -> None:
    arrived = said("lamp", "port-alba", 10, (2, 4))
    assert answer("location", 5, arrived, known=100) == "port-alba agreed"
    assert answer("location", 3, arrived, known=100) == "nothing", "it certainly holds only from the span's end"


def test_a_span_is_clipped_at_its_report() -> None:
    today = said("lamp", "port-alba", 10, (0, 24))
    assert answer("location", 10, today) == "port-alba agreed"


def test_since_is_the_span_in_which_it_became_so() -> None:
    state = ask("location", 30, said("lamp", "port-alba", 10, (2, 4)), said("wire", "port-alba", 20))
    assert state is not None
    assert (state.since, state.reported_at) == ((hour(2), hour(4)), hour(20))


def test_a_later_change_ends_the_positions_of_every_voice() -> None:
    old = said("wire", "port-alba", 2), said("mayor", "port-alba", 3, role="party")
    assert answer("location", 20, *old, said("lamp", "hill-town", 12, (8, 10))) == "hill-town agreed"


def test_positions_of_overlapping_times_compete() -> None:
    old = said("wire", "port-alba", 9)
    assert answer("location", 20, old, said("lamp", "hill-town", 12, (8, 10))) == "hill-town contested | port-alba"


def test_also_a_partys_change_since_nobody_spoke_of_the_time_after() -> None:
    held, taken = said("wire", "army", 2), said("rebels", "rebels", 12, (8, 10), role="party")
    assert answer("control", 20, held, taken) == "rebels unconfirmed"
    assert answer("control", 20, held, taken, said("wire", "army", 15)) == "army contested | rebels"


def test_a_hedged_change_ends_nothing() -> None:
    old = said("wire", "port-alba", 2)
    moved = said("lamp", "hill-town", 12, (8, 10), hedged=True)
    assert answer("location", 20, old, moved) == "hill-town contested | port-alba"


def test_a_voice_replaces_its_own_earlier_word() -> None:
    assert answer("location", 20, said("lamp", "port-alba", 2), said("lamp", "hill-town", 8)) == "hill-town agreed"


def test_within_one_span_a_presence_comes_before_the_departure() -> None:
    there = said("lamp", "port-alba", 20, (0, 20))
    gone = said("lamp", "arland", 20, (0, 20), no=True)
    assert answer("location", 20, there, gone) == answer("location", 20, gone, there) == "not arland agreed"
    away = said("lamp", "elsewhere", 20, (0, 20))
    assert answer("location", 20, there, gone, away) == "elsewhere agreed"


def test_two_places_in_one_breath_both_stay_and_do_not_make_a_contest() -> None:
    both = said("envoy", "elsewhere", 9, (5, 9), role="party"), said("envoy", "port-alba", 9, (5, 9), role="party")
    assert answer("location", 10, *both, said("lamp", "port-alba", 9, (5, 9))) == "port-alba agreed | elsewhere"


def test_a_positive_word_beats_a_negative_one_that_agrees() -> None:
    assert (
        answer("location", 9, said("lamp", "port-alba", 5), said("wire", "hill-town", 8, no=True)) == "port-alba agreed"
    )


def test_a_negative_word_that_contradicts_competes() -> None:
    assert (
        answer("location", 9, said("lamp", "port-alba", 5), said("aide", "arland", 8, no=True))
        == "not arland contested | port-alba"
    )


def test_the_specific_place_beats_what_contains_it() -> None:
    state = ask("location", 9, said("lamp", "port-alba", 5), said("wire", "arland", 8))
    assert state is not None
    assert (state.headline.value, state.headline.voices, state.standing) == ("port-alba", ("lamp", "wire"), "agreed")


def test_who_names_another_town_does_not_vouch_for_this_one_by_the_region() -> None:
    claims = (
        said("lamp", "coast", 5),
        said("wire", "port-alba", 6),
        said("echo", "coast", 6),
        said("echo", "hill-town", 6),
    )
    state = ask("location", 9, *claims)
    assert state is not None
    assert (state.headline.value, state.headline.voices) == ("port-alba", ("lamp", "wire"))


@pytest.mark.parametrize(("attribute", "days"), [("location", 4), ("control", 30), ("status", 30), ("office", 180)])
def test_a_position_lapses_at_the_end_of_its_window(attribute: Attribute, days: int) -> None:
    word = said("lamp", "holds mayor", 0)
    almost = 24 * days - 0.001
    assert answer(attribute, almost, word) == "holds mayor agreed"
    assert answer(attribute, 24 * days, word) == "holds mayor lapsed"


def test_a_lapsed_position_contests_no_more() -> None:
    words = said("wire", "port-alba", 0), said("lamp", "hill-town", 90)
    assert answer("location", 95, *words) == "hill-town contested | port-alba"
    assert answer("location", 96, *words) == "hill-town agreed"


def test_a_change_of_office_does_not_lapse() -> None:
    assert answer("office", 24 * 4000, said("lamp", "ousted mayor", 9, (0, 5))) == "ousted mayor agreed"


def test_one_voice_that_is_a_party_confirms_nothing() -> None:
    one = said("rebels", "rebels", 5, role="party")
    assert answer("control", 6, one) == "rebels unconfirmed"
    assert answer("control", 6, one, said("mayor", "rebels", 5, role="party")) == "rebels agreed"


def test_only_hedged_words_confirm_nothing() -> None:
    hedged = said("lamp", "rebels", 5, hedged=True), said("wire", "rebels", 5, hedged=True)
    assert answer("control", 6, *hedged) == "rebels unconfirmed"


def test_the_latest_word_heads_then_the_plain_one_then_the_one_of_more_outlets() -> None:
    rebels, army = said("lamp", "rebels", 5), said("wire", "army", 6)
    assert answer("control", 7, rebels, army) == "army contested | rebels"
    hedged = said("wire", "army", 5, hedged=True)
    assert answer("control", 7, rebels, hedged) == "rebels contested | army"
    more = said("echo", "army", 5), said("general", "rebels", 5, role="party"), said("wire", "army", 5)
    assert answer("control", 7, rebels, *more) == "army contested | rebels"


def test_because_names_the_rule_that_decided() -> None:
    state = ask("control", 7, said("lamp", "rebels", 5), said("wire", "army", 6))
    assert state is not None and state.because == "the latest word"


def test_offices_resigned_and_ousted_agree_that_one_is_out() -> None:
    out = said("lamp", "ousted mayor", 9, (5, 9)), said("council", "resigned mayor", 9, (6, 9), role="party")
    state = ask("office", 10, said("wire", "holds mayor", 3), *out)
    assert state is not None and state.standing == "agreed" and not state.alternatives


def test_a_denied_resignation_does_not_deny_an_ouster() -> None:
    denies = said("mayor", "resigned mayor", 9, no=True, role="party")
    assert answer("office", 10, said("lamp", "ousted mayor", 9, (5, 9)), denies) == "ousted mayor agreed"
    resigned = said("lamp", "resigned mayor", 9, (5, 9))
    assert answer("office", 10, resigned, denies) == "resigned mayor contested | not resigned mayor"


def test_a_title_in_passing_does_not_undo_a_loss_that_an_outlet_tells() -> None:
    lost, title = said("lamp", "ousted mayor", 9, (5, 9)), said("wire", "holds mayor", 20)
    assert answer("office", 21, lost, title) == "ousted mayor contested | holds mayor"
    by_party = said("rebels", "ousted mayor", 9, (5, 9), role="party")
    assert answer("office", 21, by_party, title) == "holds mayor contested | ousted mayor"
    back = said("wire", "elected mayor", 20, (15, 18))
    assert answer("office", 21, lost, back) == "elected mayor agreed"


def test_a_candidacy_is_no_news_of_who_holds_the_office() -> None:
    runs = said("lamp", "candidate mayor", 8)
    assert answer("office", 9, runs, said("wire", "holds mayor", 5)) == "holds mayor agreed"
    assert answer("office", 9, runs) == "candidate mayor agreed"


def test_a_state_bounded_by_its_text_ends_there() -> None:
    shut = said("lamp", "closed", 5, until=hour(20))
    assert (answer("status", 19.9, shut), answer("status", 20, shut)) == ("closed agreed", "nothing")


def test_a_publishers_withdrawal_counts_from_its_report_on() -> None:
    gone = said("lamp", "port-alba", 5, withdrawn_at=hour(9))
    assert answer("location", 8, gone) == "port-alba agreed"
    assert answer("location", 9, gone) == "nothing"
    assert answer("location", 8, gone, known=9) == "nothing", "with hindsight it was never so"


def test_the_order_of_claims_never_matters() -> None:
    claims = [said("lamp", "port-alba", 5), said("wire", "hill-town", 5), said("echo", "arland", 5, no=True)]
    answers = {answer("location", 6, *claims[i:], *claims[:i]) for i in range(3)}
    assert len(answers) == 1


def test_windows_are_counted_from_the_time_spoken_of() -> None:
    told_late = said("lamp", "port-alba", 60, (0, 2))
    assert answer("location", 24 * 4 + 1, told_late) == "port-alba agreed"
    assert answer("location", 24 * 4 + 2, told_late) == "port-alba lapsed"
