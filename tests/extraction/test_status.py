"""Conditions of borders, bodies, buildings and persons."""

from __future__ import annotations

import pytest
from extraction_support import claims, short

LEAD = "It was quiet in Ghana. "


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("The border with Togo is closed.", "border with Togo: closed"),
        ("Parliament has been dissolved.", "parliament of Ghana: dissolved"),
        ("Eva Luna was arrested on Monday.", "Eva Luna: arrested"),
        ("Eva Luna was released from jail.", "Eva Luna: released"),
        ("Protesters stormed the embassy.", "embassy: stormed"),
        ("The army will remain neutral, a spokesman said.", "army: neutral"),
        ("The government declared a state of emergency.", "Ghana: state of emergency"),
        ("A curfew was imposed in Accra.", "Accra: curfew"),
        ("About 40 rebels surrendered.", "rebels: surrendered"),
        ("The union says it has dissolved parliament.", "parliament of Ghana: dissolved"),
    ],
)
def test_says_its_state(sentence: str, expected: str) -> None:
    found = [short(c).split(" [")[0].casefold() for c in claims(LEAD + sentence, "status")]
    assert expected.casefold().replace("army:", "armed forces of ghana:") in found


@pytest.mark.parametrize(
    "sentence",
    [
        "The case is closed.",
        "They stormed into the lead.",
        "The police want to arrest Eva Luna.",
        "They may impose a curfew.",
    ],
)
def test_says_nothing_of_state(sentence: str) -> None:
    assert [short(c) for c in claims(LEAD + sentence, "status")] == []
