"""Who controls what: power, places, buildings, forces and media."""

from __future__ import annotations

import pytest
from extraction_support import claims, short

LEAD = "Fighting went on in Togo. "


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("The opposition says it has taken power.", "government of Togo: opposition [opposition]"),
        ("Rebels captured the town of Sokode on Tuesday.", "Sokode: rebels"),
        ("The army now controls the port.", "port: army"),
        ("The rebels lost control of Sokode.", "Sokode: not rebels"),
        ("Government troops retreated from Sokode.", "Sokode: not Government troops"),
        ("The presidential palace was seized by mutineers.", "presidential palace: mutineers"),
        ("The armed forces are under the control of the junta.", "armed forces of Togo: junta"),
        ("Rebel-held Sokode was quiet.", "Sokode: rebels"),
        ("The junta denied that it had lost control of Sokode.", "Sokode: junta [junta]"),
        (
            "The opposition is in control of state television, a diplomat said.",
            "state television: opposition [diplomat]",
        ),
        ("The town of Sokode, an hour away, fell to the rebels.", "Sokode: rebels"),
        ("The rebels could seize Sokode within days.", "Sokode: rebels (possible)"),
        ("The government is still in power.", "government of Togo: government"),
        (
            "Protesters stormed in and took over a government building in Kara.",
            "government building in Kara: Protesters",
        ),
    ],
)
def test_says_who_controls_it(sentence: str, expected: str) -> None:
    found = [short(c).casefold() for c in claims(LEAD + sentence, "control")]
    assert expected.casefold() in found


@pytest.mark.parametrize(
    "sentence",
    [
        "Troops entered Sokode.",
        "The rebels seized the opportunity.",
        "The visitors took control of the match.",
        "The opposition wants to take power.",
        "The general denied that he wanted to stay in power.",
        "If rebels capture the port, food will run out.",
        "A campaign to take back the streets has begun.",
        "The film captured hearts in the capital.",
        "Investors lost money.",
    ],
)
def test_says_nothing_of_control(sentence: str) -> None:
    assert [short(c) for c in claims(LEAD + sentence, "control")] == []


def test_without_levers_of_power_is_not_in_control() -> None:
    text = "Togo's President Kofi Mensa gave an interview. He admitted: \"I don't have any real levers of power.\""
    assert "government of Togo: not Kofi Mensa [Kofi Mensa]" in [short(c) for c in claims(text, "control")]


def test_two_forces_under_one_command_are_two_claims() -> None:
    text = LEAD + "The army and the border guards are under the control of the interim government."
    assert [c.subject.name for c in claims(text, "control")] == ["armed forces of Togo", "border guards"]


def test_the_country_that_is_spoken_of_not_the_one_it_is_told_from() -> None:
    text = (
        "The ousted president of Sierra Leone has spoken in Guinea, where he fled last week.\n\n"
        "Guinea has offered him a house. Guinea and Sierra Leone share a border, and Guinea has closed it.\n\n"
        "In Freetown, a spokesman met reporters. The military council is in control of the country, he said."
    )
    subjects = {claim.subject.name for claim in claims(text) if claim.attribute == "control"}
    assert subjects == {"government of Sierra Leone"}
