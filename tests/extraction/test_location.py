"""Who is where: every rule with sentences that claim and sentences that must not."""

from __future__ import annotations

import pytest
from extraction_support import claims, short

LEAD = "Chad's President Idris Tombal met ministers. "


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Mr Tombal fled the capital on Tuesday.", ["Idris Tombal: not N'Djamena"]),
        ("Mr Tombal has left the country.", ["Idris Tombal: not Chad"]),
        ("The president arrived in Abuja late on Wednesday.", ["Idris Tombal: Abuja"]),
        ("Mr Tombal flew to neighbouring Niger.", ["Idris Tombal: Niger"]),
        ("He may travel to Togo or Ghana.", ["Idris Tombal: Togo (possible)", "Idris Tombal: Ghana (possible)"]),
        ("Mr Tombal is believed to be in Abéché.", ["Idris Tombal: Abéché (probable)"]),
        ("Mr Tombal said he was in southern Chad.", ["Idris Tombal: southern Chad [Idris Tombal]"]),
        ("Mr Tombal was reportedly driven to Moundou.", ["Idris Tombal: Moundou (probable)"]),
        ("A coup forced Mr Tombal to leave Chad.", ["Idris Tombal: not Chad"]),
        ("Mr Tombal has taken refuge in the French embassy.", ["Idris Tombal: French embassy"]),
        ("Mr Tombal spoke at a rally in Moundou on Tuesday.", ["Idris Tombal: Moundou"]),
        ("He met the envoy, Ann Brun, in Moundou.", ["Idris Tombal: Moundou"]),
        ("Mr Tombal was trying to rally support in the south.", ["Idris Tombal: southern Chad"]),
        ("Mr Tombal is no longer in Moundou.", ["Idris Tombal: not Moundou"]),
        ("Mr Tombal is being held at a barracks in Moundou.", ["Idris Tombal: Moundou"]),
        ("The governor denied that Mr Tombal was in Angola.", ["Idris Tombal: not Angola [governor]"]),
    ],
)
def test_says_where_a_person_is(sentence: str, expected: list[str]) -> None:
    found = [short(c) for c in claims(LEAD + sentence, "location")]
    assert [e for e in expected if e not in found] == []


@pytest.mark.parametrize(
    "sentence",
    [
        "The envoy urged Mr Tombal to leave Chad.",
        "Mr Tombal should go to Paris, his rivals say.",
        "Will Mr Tombal flee to Togo?",
        "If Mr Tombal flees to Togo, the war is over.",
        "Mr Tombal has no plans to leave Chad.",
        "United fled to a three-goal lead in the first half of the match in Paris.",
        "Mr Tombal's troops withdrew from Moundou.",
        "Mr Tombal said thousands of people had fled to Niger.",
    ],
)
def test_says_nothing_of_where_a_person_is(sentence: str) -> None:
    assert [short(c) for c in claims(LEAD + sentence, "location")] == []


def test_a_move_gives_one_claim_for_each_place() -> None:
    text = (
        LEAD + "Mr Tombal left the capital at noon on Wednesday and made a stopover in Niger before heading for Abuja."
    )
    found = [short(c) for c in claims(text, "location")]
    assert found == ["Idris Tombal: not N'Djamena", "Idris Tombal: Niger", "Idris Tombal: Abuja"]


def test_the_plane_carries_the_person_who_moved_last() -> None:
    text = LEAD + "Mr Tombal was driven to the airport. The plane later landed in the northern Nigerian city of Kano."
    last = claims(text, "location")[-1]
    assert short(last) == "Idris Tombal: Kano"
    assert last.value.within == ("northern Nigeria", "Nigeria")  # type: ignore[union-attr]


def test_a_town_lies_in_its_country() -> None:
    (claim,) = claims(LEAD + "Mr Tombal is in Moundou.", "location")
    assert claim.value.within == ("Chad",)  # type: ignore[union-attr]
