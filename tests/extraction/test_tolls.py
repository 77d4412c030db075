"""The killed and the injured: numbers, bounds, incidents, and what counts nobody."""

from __future__ import annotations

import pytest
from extraction_support import claims, short

from tracker.model.claim import Quantity


@pytest.mark.parametrize(
    ("sentence", "killed", "injured"),
    [
        ("Clashes in Lima left 12 dead and more than 200 hurt.", (12, 12), (200, None)),
        ("At least 14 soldiers were killed and 25 wounded in the fighting.", (14, None), (25, 25)),
        ("A bomb in Quito killed dozens of people.", (24, None), None),
        ("The blast claimed nine lives.", (9, 9), None),
        ("Up to 100 miners are feared dead after the explosion.", (None, 100), None),
        ("The attack led to the deaths of three officers.", (3, 3), None),
        ("A lorry crashed, killing at least nine people and wounding 30 others.", (9, None), (30, 30)),
        ("The death toll from the earthquake has risen to 1,240.", (1240, 1240), None),
        ("No one was injured in the fire.", None, (0, 0)),
        ("Sixty-two people, among them 15 children, were killed in an air strike.", (62, 62), None),
        ("Nearly 300 people died in the floods.", (None, 300), None),
        ("Several people were hurt in the riots.", None, (3, None)),
        ("The quake killed between 20 and 30 people.", (20, 30), None),
        ("Two of his bodyguards died in the raid and a marine was wounded.", (2, 2), (1, 1)),
    ],
)
def test_counts_the_victims(
    sentence: str, killed: tuple[int | None, int | None] | None, injured: tuple[int | None, int | None] | None
) -> None:
    found = {c.attribute: c.value for c in claims(sentence)}
    assert found.get("killed") == (Quantity(*killed) if killed else None)
    assert found.get("injured") == (Quantity(*injured) if injured else None)


@pytest.mark.parametrize(
    "sentence",
    [
        "The striker shot twice and killed the game in the second half.",
        "The toll could rise, a doctor said.",
        "He was jailed for 12 years over the killing.",
        "The drug may kill up to 100 people a year, a study warns?",
        "Killing time, 20 tourists sat in the sun.",
        "The debate is dead.",
        "She is 75 and in good health.",
    ],
)
def test_counts_nobody(sentence: str) -> None:
    assert [short(c) for c in claims(sentence) if c.attribute in ("killed", "injured")] == []


def test_one_named_person_is_the_subject_of_the_own_death() -> None:
    (claim,) = claims("Gen. Salim Haddad was shot dead by gunmen in Beirut on Tuesday night.", "killed")
    assert (claim.subject.name, claim.value) == ("Salim Haddad", Quantity(1, 1))


def test_an_incident_is_named_by_event_month_and_place() -> None:
    (claim,) = claims("An explosion in Kano killed 12 people.", "killed")
    assert claim.subject.name == "explosion of March 2014"
    assert claim.subject.within == ("Kano", "Nigeria")


def test_an_undated_toll_belongs_to_the_event_that_the_text_dates() -> None:
    text = "The 2 March riots in Lima went on for hours. Scores of people were killed."
    (claim,) = claims(text, "killed")
    assert (claim.valid.earliest.day, claim.valid.latest.day) == (2, 3)


def test_the_ministry_vouches_for_its_toll() -> None:
    text = "Clashes in Lima left 12 dead, the health ministry said."
    assert [short(c) for c in claims(text, "killed")] == ["clashes of March 2014: 12 [health ministry]"]
