"""Offices told by nouns, dates and descriptions, and what is only wished, quoted or another's."""

from __future__ import annotations

import pytest
from extraction_support import claims, short


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Eva Luna was mayor of Lima before joining the bank.", "Eva Luna: not holds mayor of Lima"),
        (
            "Eva Luna served as finance minister under former president Luis Rojas.",
            "Eva Luna: not holds finance minister",
        ),
        ("Eva Luna was previously head of the National Bank.", "Eva Luna: not holds head of the National Bank"),
        ("Eva Luna, who was an ally of the king and was mayor until May, spoke.", "Eva Luna: not holds mayor"),
        ("Eva Luna, mayor of Lima until last month, spoke.", "Eva Luna: not holds mayor of Lima"),
        ("Eva Luna, mayor of Lima until elections are held, spoke.", "Eva Luna: holds mayor of Lima"),
        ("Eva Luna served as finance minister from 2002 to 2006.", "Eva Luna: holds finance minister"),
        ("Omar Said, who ruled Chad from 1980 to 1990, spoke.", "Omar Said: holds leader"),
        ("The Senate approved the nomination of Eva Luna as envoy to Chad.", "Eva Luna: appointed envoy to Chad"),
        (
            "The council voted to reject the appointment of Eva Luna as finance minister and Omar Said as interior minister.",
            "Omar Said: not appointed interior minister",
        ),
        (
            "Sheikh Hamza Sheikh Salim, the chairman of the committee, spoke.",
            "Hamza Sheikh Salim: holds chairman of the committee",
        ),
        ("A court sentenced ousted Islamist president Omar Said.", "Omar Said: ousted president"),
        ("President Ana Quispe, who was elected a year after the coup, spoke.", "Ana Quispe: elected president"),
        ("Omar Said wants talks. “We will see,” the Chadian president said.", "Omar Said: holds president"),
    ],
)
def test_told(sentence: str, expected: str) -> None:
    assert expected in [short(c) for c in claims(f"LIMA, Peru - {sentence}", "office")]


@pytest.mark.parametrize(
    "sentence",
    [
        "Crowds chanted “Rojas resign” in front of President Luis Rojas.",
        "The party opposed the appointment of Eva Luna as minister of finance.",
        "Omar Said met the Chadian president on Monday.",
        "Omar Said was killed. Chad's president condemned the killing of Mr Said.",
        "Eva Luna led the team from 2002 to 2006.",
    ],
)
def test_not_told(sentence: str) -> None:
    found = [short(c) for c in claims(f"LIMA, Peru - {sentence}", "office")]
    assert not [claim for claim in found if claim != "Luis Rojas: holds president"]


def test_one_office_in_other_words_is_said_once() -> None:
    found = [
        short(c) for c in claims("UN chief Jan Olsen spoke. UN Secretary-General Jan Olsen left Lima, Peru.", "office")
    ]
    assert [claim for claim in found if "Olsen" in claim] == ["Jan Olsen: holds UN secretary-general"]


def test_a_quoted_pronoun_is_not_its_speaker() -> None:
    found = [
        short(c)
        for c in claims("Eva Luna spoke. “We are glad that he is sworn in,” army spokesman Jan Olsen said.", "office")
    ]
    assert not [claim for claim in found if "appointed" in claim]


def test_an_office_held_until_a_day_ended_then() -> None:
    (held,) = claims("Omar Said was mayor of Lima until last month.", "office")
    assert (held.polarity, held.aspect) == ("negative", "change")
    assert (held.valid.earliest.month, held.valid.latest.date().isoformat()) == (2, "2014-03-01")
