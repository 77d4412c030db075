"""Who holds, gains, keeps or loses an office."""

from __future__ import annotations

import pytest
from extraction_support import claims, short


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Peru's President Ana Quispe spoke in Lima.", "Ana Quispe: holds president"),
        ("Former Prime Minister Luis Rojas was there in Peru.", "Luis Rojas: not holds prime minister"),
        ("Opposition leader Eva Luna, an ex-finance minister, spoke.", "Eva Luna: not holds finance minister"),
        ("Opposition leader Eva Luna spoke.", "Eva Luna: holds opposition leader"),
        ("Eva Luna, leader of the Green Alliance, spoke.", "Eva Luna: holds leader of the Green Alliance"),
        (
            "Russian Foreign Minister Ivan Petrov spoke in Lima, Peru, to Peru's press.",
            "Ivan Petrov: holds foreign minister of Russia",
        ),
        ("UN Secretary General Jan Olsen spoke.", "Jan Olsen: holds UN secretary general"),
        ("President Ana Quispe resigned on Monday.", "Ana Quispe: resigned president"),
        ("President Ana Quispe has refused to step down.", "Ana Quispe: not resigned president [Ana Quispe]"),
        ("President Ana Quispe has not resigned.", "Ana Quispe: not resigned president"),
        ("President Ana Quispe was ousted in a coup.", "Ana Quispe: ousted president"),
        ("Protests led to the fall of President Ana Quispe.", "Ana Quispe: ousted president"),
        ("Eva Luna was elected president in 2012.", "Eva Luna: elected president"),
        ("Eva Luna, named interim defence minister, spoke.", "Eva Luna: appointed interim defence minister"),
        ("The king appointed Omar Said as prime minister.", "Omar Said: appointed prime minister"),
        ("Eva Luna said she was the lawful president.", "Eva Luna: holds president [Eva Luna]"),
        ("A new government, led by Eva Luna, has been formed.", "Eva Luna: holds head of the new government"),
    ],
)
def test_says_who_holds_it(sentence: str, expected: str) -> None:
    assert expected in [short(c) for c in claims(sentence, "office")]


@pytest.mark.parametrize(
    "sentence",
    [
        "Critics urged Eva Luna to resign.",
        "Eva Luna should step down.",
        "Will Eva Luna resign?",
        "Eva Luna fired the first shot of the match.",
        "Eva Luna dismissed the charges as nonsense.",
    ],
)
def test_says_nothing_of_office(sentence: str) -> None:
    assert [short(c) for c in claims(sentence, "office")] == []


def test_two_offices_after_one_verb() -> None:
    found = [short(c) for c in claims("Eva Luna appointed acting president and PM.", "office")]
    assert found == ["Eva Luna: appointed acting president", "Eva Luna: appointed prime minister"]


def test_an_entry_of_a_time_line_dates_its_titles() -> None:
    text = "May 2006: Opposition leader Eva Luna jailed for two years; Omar Said elected president"
    found = claims(text)
    assert [short(c) for c in found] == [
        "Eva Luna: holds opposition leader",
        "Eva Luna: jailed",
        "Omar Said: elected president",
    ]
    assert {(c.valid.earliest.isoformat()[:10], c.basis) for c in found} == {("2006-05-01", "calendar")}


def test_a_title_is_dropped_where_the_same_voice_says_it_is_lost() -> None:
    found = [short(c) for c in claims("President Ana Quispe left. Ms Quispe was ousted on Monday.", "office")]
    assert found == ["Ana Quispe: ousted president"]
