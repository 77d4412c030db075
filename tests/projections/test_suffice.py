"""The newest claims of a cell, where they are said to suffice, give what the fold of all its claims gives."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import event, given, settings
from hypothesis import strategies as st

from tests.projections.making import CLOSED, hour
from tracker.model.claim import Attribute
from tracker.projections.fold import fold
from tracker.projections.suffice import suffices
from tracker.projections.values import Assertion

VALUES: dict[Attribute, list[str]] = {
    "location": ["port-alba", "hill-town", "coast", "arland", "zembla"],
    "control": ["rebels", "army"],
    "status": ["open", "closed"],
    "office": ["holds mayor", "resigned mayor", "elected mayor", "ousted mayor", "candidate mayor"],
    "killed": [""],
}


@st.composite
def cells(draw: st.DrawFn) -> tuple[Attribute, list[Assertion]]:
    """An attribute and the claims of a cell of it, close enough in time to get into each other's way."""
    attribute = draw(st.sampled_from(list(VALUES)))
    low_rank = draw(st.sampled_from([0, 0, 0, -1]))
    found = []
    for number in range(draw(st.integers(1, 14))):
        reported = draw(st.integers(0, 300))
        back, width = draw(st.integers(0, 60)), draw(st.sampled_from([0, 0, 0, 3, 12, 80]))
        low = draw(st.integers(1, 4))
        voice = draw(st.sampled_from(["lamp", "wire", "echo", "rebels"]))
        value = draw(st.sampled_from(VALUES[attribute]))
        found.append(
            Assertion(
                claim=f"c{number}",
                voice=voice,
                role="party" if voice == "rebels" else "outlet",
                value=value,
                inside=CLOSED.get(value, ()) if attribute == "location" else (),
                low=low if attribute == "killed" else None,
                high=draw(st.sampled_from([low, low, low + 2, None])) if attribute == "killed" else None,
                positive=draw(st.sampled_from([True, True, False])),
                hedged=draw(st.sampled_from([False, False, True])),
                change=draw(st.booleans()),
                earliest=hour(reported - back - width),
                latest=hour(reported - back),
                reported_at=hour(reported),
                until=draw(st.sampled_from([None, None, None, hour(reported + 20)])),
                withdrawn_at=draw(st.sampled_from([None, None, None, hour(reported + 30)])),
                tie=(f"a{reported}", number),
                rank=low_rank if voice == "wire" else 0,
                endorsed=draw(st.sampled_from([False, False, True])),
            )
        )
    return attribute, found


@settings(max_examples=300, deadline=None)
@given(cells(), st.integers(0, 900), st.integers(0, 900))
def test_where_the_newest_suffice_they_give_the_answer_of_all(
    cell: tuple[Attribute, list[Assertion]], at_hour: int, known_hour: int
) -> None:
    attribute, told = cell
    at, known_at = hour(at_hour), hour(known_hour)
    visible = [a for a in told if a.visible(at, known_at)]
    answer = fold(attribute, told, at, known_at)

    def clock(a: Assertion) -> object:
        return a.reported_at if attribute == "killed" else a.latest

    for since in sorted({clock(a) for a in visible}):  # type: ignore[type-var]
        read = [a for a in visible if clock(a) >= since]  # type: ignore[operator]
        rest = [a for a in told if clock(a) < since]  # type: ignore[operator]
        if rest and suffices(attribute, read, since, at, known_at, lambda rest=rest: rest):  # type: ignore[misc, arg-type]
            event(f"{attribute}: sufficed")
            assert fold(attribute, read, at, known_at) == answer


def test_claims_that_a_later_change_has_ended_are_not_needed() -> None:
    def at_place(value: str, n: int) -> Assertion:
        return Assertion(
            claim=f"{n}", voice=f"v{n}", role="outlet", value=value, change=True,
            earliest=hour(n), latest=hour(n), reported_at=hour(n),
        )  # fmt: skip

    old = [at_place("a", 1), at_place("b", 2)]
    new = [at_place("a", 10), at_place("b", 11)]
    assert suffices("control", new, hour(10), hour(12), hour(12), lambda: old)
    assert not suffices("control", new[1:], hour(11), hour(12), hour(12), lambda: [*old, *new[:1]])
    much_later = hour(11) + timedelta(days=30) - timedelta(hours=1)
    assert suffices("control", new[1:], hour(11) - timedelta(hours=1), much_later, much_later, lambda: old[1:])
