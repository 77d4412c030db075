"""What becomes of persons, groups, institutions and services, whatever stands between."""

from __future__ import annotations

import pytest
from extraction_support import claims, short

LEAD = "Protests went on in Togo on Monday, officials said.\n\n"


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Police arrested two northern students near the port.", "two northern students: arrested"),
        ("At least 100 people were arrested in Lome.", "100 people: arrested"),
        ("The army freed 1,180 people on Tuesday.", "1,180 people: released"),
        ("The driver of the lorry, aged 42, was arrested and later released on bail.", "driver of the lorry: released"),
        ("Ann Doe, a lawyer, was charged with perjury.", "Ann Doe: charged"),
        ("Seventeen suspects have been indicted in the case.", "Seventeen suspects: charged"),
        ("Soldiers arrested Ann Doe's younger sister on Tuesday.", "Ann Doe's younger sister: arrested"),
        ("Idris Tombal's younger son Paul al-Amin had been captured.", "Paul al-Amin: captured"),
        ("Opposition leader Ann Doe, who once ran a school, was arrested on Friday.", "Ann Doe: arrested"),
        (
            "Soldiers detained two of Idris Tombal's sons, Jo al-Amin, wanted for fraud, and his eldest son Paul Tombal.",
            "Paul Tombal: arrested",
        ),
        ("Police arrested three students, Ann Doe, Omar Dago and Jo Roe, on Sunday.", "Omar Dago: arrested"),
        ("The reporter, Ann Doe, was missing after being kidnapped by gunmen.", "Ann Doe: kidnapped"),
        ("The African Union suspended Togo on Saturday.", "Togo: suspended"),
        ("Niger was suspended by the West African bloc.", "Niger: suspended"),
        ("The league said it was suspending Togo's membership.", "Togo's membership: suspended [league]"),
        ("The Togolese embassy in Paris reopened on Monday.", "Togolese embassy in Paris: reopened"),
        ("Schools in the capital have been closed for a week.", "Schools in the capital: closed"),
        ("The airline suspended its flights to Kara.", "flights: suspended"),
        ("Guerrillas surrounded the town of Kara.", "Kara: besieged"),
        ("The general ordered the storming of the radio station.", "radio station: stormed"),
        ("The siege ended after six days.", "siege: ended"),
    ],
)
def test_says_what_became_of_it(sentence: str, expected: str) -> None:
    found = [short(c).casefold() for c in claims(LEAD + sentence, "status")]
    assert expected.casefold() in found


@pytest.mark.parametrize(
    "sentence",
    [
        "The warrant for the arrest of the general stands.",
        "The band released an album in May.",
        "A wall surrounds the building.",
        "The freed hostages told reporters about the night.",
        "People walked past destroyed buildings.",
        "Lawyers asked that she be charged with perjury.",
        "The rebel has eluded all efforts to capture him.",
        "Police arrest protesters whenever they can.",
        "A patient in cardiac arrest was found by Ann Doe.",
        "The discovery opens up a new frontier.",
        "Her second novel, Free Ann Doe, sold well.",
    ],
)
def test_says_nothing_of_the_kind(sentence: str) -> None:
    assert [short(c) for c in claims(LEAD + sentence, "status")] == []


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Police detained two of Idris Tombal's sons.", ""),
        ("Police arrested two brothers, Idris Tombal said.", "two brothers: arrested [Idris Tombal]"),
        ("The bank suspended aid to Togo.", "aid: suspended"),
        ("Police nearly arrested Ann Doe on Monday.", ""),
    ],
)
def test_who_stands_beside_it_is_not_the_one(sentence: str, expected: str) -> None:
    assert [short(c) for c in claims(LEAD + sentence, "status")] == [expected][: len(expected)]
