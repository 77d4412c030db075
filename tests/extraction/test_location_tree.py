"""Who is where, by the tree: sentences in which the person or the place stands far from the verb."""

from __future__ import annotations

import pytest
from extraction_support import claims, short

LEAD = "Chad's President Idris Tombal met ministers. "


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "Mr Tombal will pay state visits to Togo, Benin and Ghana next week.",
            ["Idris Tombal: Togo (possible)", "Idris Tombal: Benin (possible)", "Idris Tombal: Ghana (possible)"],
        ),
        (
            "Mr Tombal spent a month in Oslo recovering from an assassination attempt before returning to Moundou.",
            ["Idris Tombal: Moundou"],
        ),
        (
            "Ann Brun is a lawyer. His daughter Ann gave birth within hours of fleeing across the border into Niger.",
            ["Ann Brun: Niger"],
        ),
        ('Singer Ann Brun in Moundou tweets: "We need help".', ["Ann Brun: Moundou"]),
        ("Mr Tombal is to visit Laos on Monday.", ["Idris Tombal: Laos (possible)"]),
        ("Mr Tombal was due in Cairo on Monday.", ["Idris Tombal: Cairo (possible)"]),
        ("Mr Tombal, on holiday in the coastal resort of Saly, telephoned his wife.", ["Idris Tombal: Saly"]),
        ("Guards escorted Mr Tombal to the airport.", ["Idris Tombal: airport"]),
        ("Ann Brun was flown by helicopter to a military hospital in Bamako.", ["Ann Brun: Bamako"]),
        ("Police arrested Ann Brun at a hotel in Abuja.", ["Ann Brun: Abuja"]),
        ("Ann Brun, who with three of her children was aboard the ferry, survived.", ["Ann Brun: the ferry"]),
        (
            "Mr Tombal and Ann Brun met last week in Niamey with Prime Minister Omar Dago.",
            ["Idris Tombal: Niamey", "Ann Brun: Niamey", "Omar Dago: Niamey"],
        ),
        (
            "Mr Tombal held two hours of talks with Ann Brun at the presidential palace.",
            ["Idris Tombal: presidential palace", "Ann Brun: presidential palace"],
        ),
        ("The two-day visit to Rome by Mr Tombal ended on Friday.", ["Idris Tombal: Rome"]),
        ("Mr Tombal is on a two-day trip to Mali.", ["Idris Tombal: Mali"]),
        ("The tour will take him to Angola.", ["Idris Tombal: Angola (possible)"]),
        ("Mr Tombal's convoy reached Sarh.", ["Idris Tombal: Sarh"]),
        ("Before leaving for the Red Sea port of Massawa, Mr Tombal spoke to aides.", ["Idris Tombal: Massawa"]),
    ],
)
def test_says_where_a_person_is(sentence: str, expected: list[str]) -> None:
    found = [short(c) for c in claims(LEAD + sentence, "location")]
    assert [e for e in expected if e not in found] == []


@pytest.mark.parametrize(
    "sentence",
    [
        "Mr Tombal cancelled a visit to Togo.",
        "Mr Tombal's visit to Bamako was cancelled.",
        "Togo invited Mr Tombal to visit Lome.",
        "Mr Tombal discussed the crisis in Mali with Ann Brun.",
        "Mr Tombal received the ambassador to Mali.",
        "Ann Brun led families on tours of Togo.",
        "Ann Brun asked Mr Tombal to come to Dakar.",
        "Mr Tombal spoke of the prison in Sarh.",
        "Ann Brun was released from jail.",
        "Reporters in Sarh said that Mr Tombal had spoken.",
    ],
)
def test_says_nothing_of_where_a_person_is(sentence: str) -> None:
    assert [short(c) for c in claims(LEAD + sentence, "location")] == []


DATELINE = "SARH, Nov. 7, 2016 (Orb) -- "


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Mali's President Ali Sow arrived here on Monday.", ["Ali Sow: Sarh"]),
        ("President Ali Sow met Foreign Minister Ann Brun here on Monday.", ["Ali Sow: Sarh", "Ann Brun: Sarh"]),
        ('President Ali Sow said: "I arrived here to stay."', []),
    ],
)
def test_here_is_where_the_story_is_filed_from(sentence: str, expected: list[str]) -> None:
    found = [short(c) for c in claims(DATELINE + sentence, "location")]
    assert found == expected


def test_a_place_that_holds_another_is_no_second_place() -> None:
    found = [short(c) for c in claims(LEAD + "Mr Tombal met Ann Brun in Sarh in southern Chad.", "location")]
    assert found == ["Idris Tombal: Sarh", "Ann Brun: Sarh"]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "The news followed talks in Tunis on Monday between Mr Tombal and Prime Minister Omar Dago.",
            ["Idris Tombal: Tunis", "Omar Dago: Tunis"],
        ),
        (
            "A planned summit between Mr Tombal and Prime Minister Omar Dago in Tunis has drawn protests.",
            ["Idris Tombal: Tunis (possible)", "Omar Dago: Tunis (possible)"],
        ),
        ("Police closed the road to Lome, where Mr Tombal attended a concert.", ["Idris Tombal: Lome"]),
        ("Guards were sent to Lome, where Mr Tombal will attend a concert.", ["Idris Tombal: Lome (possible)"]),
        ("Mr Tombal caught the flu on his honeymoon in Malta.", ["Idris Tombal: Malta"]),
        ("Mr Tombal toured the Orban airbase.", ["Idris Tombal: Orban airbase"]),
        ("Mr Tombal told reporters at the headquarters in Cotonou that he was well.", ["Idris Tombal: Cotonou"]),
        (
            "Mr Tombal took an oath before judges, an official said. He will travel to Lome.",
            ["Idris Tombal: Lome (possible)"],
        ),
    ],
)
def test_where_two_meet_and_what_stands_behind_where(sentence: str, expected: list[str]) -> None:
    found = [short(c) for c in claims(LEAD + sentence, "location")]
    assert [e for e in expected if e not in found] == []


@pytest.mark.parametrize(
    "sentence",
    [
        "Mr Tombal asked lawyers about a firm based in Malta.",
        "Mr Tombal has accounts held at a bank in Malta.",
        '"We are now inside Lome," Mr Tombal said.',
        "Soldiers prevented Mr Tombal entering Lome.",
        "The body of Mr Tombal was flown to Lome.",
        "Mr Tombal did not travel from Lome with the others.",
        "Mr Tombal left school at 14.",
        "Mr Tombal attended grammar school in Lome.",
        "Orbital Air International is based in Lome.",
        "The church in Lome, where the wake of Mr Tombal was held, is small.",
        "The firm moved to Lome, where Mr Tombal has never been.",
    ],
)
def test_no_person_is_there(sentence: str) -> None:
    assert [short(c) for c in claims(LEAD + sentence, "location")] == []


def test_who_leaves_here_is_no_longer_where_the_story_is_filed_from() -> None:
    found = [short(c) for c in claims(DATELINE + "President Ali Sow left here on Monday for Bamako.", "location")]
    assert [f for f in found if "Sarh" in f and "not" in f.lower()] != []
