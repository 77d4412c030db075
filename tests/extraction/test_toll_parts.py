"""Tolls again: parts in a sentence of their own, victims by the tree, bounds, denials, and the day of the event."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from extraction_support import THURSDAY_NOON, claims, short

from tracker.model.claim import Quantity


@pytest.mark.parametrize(
    ("text", "attribute", "expected"),
    [
        ("A bomb killed 20 people in Quito. Eleven of them were children.", "killed", ["20", "children: 11"]),
        ("A bomb hurt 20 people in Quito. Six of the victims were nurses.", "injured", ["20", "nurses: 6"]),
        (
            "A bomb killed 20 people in Quito. Among the dead were three nuns, a driver and Ann Doe.",
            "killed",
            ["20", "nuns: 3", "driver: 1", "Ann Doe: 1"],
        ),
        (
            "A bomb killed 20 people in Quito. The dead included two policemen and a judge.",
            "killed",
            ["20", "policemen: 2", "judge: 1"],
        ),
        ("Two British tourists and an American were among the dead.", "killed", ["British tourists: 2", "American: 1"]),
        ("Lucas Adeyemi, a lawyer, was among those killed.", "killed", ["Lucas Adeyemi: 1"]),
        (
            "Three Tunisians and four Algerians were among the 84 people killed in the blast.",
            "killed",
            ["Tunisians: 3", "Algerians: 4", "84"],
        ),
        ("A woman who was hanging out her washing in a yard was killed.", "killed", ["woman: 1"]),
        ("A Chilean woman who was visiting her daughter in Lima was killed.", "killed", ["Chilean woman: 1"]),
        (
            "Ann Doe, 62, of Lima, and Eva Stern, 63, of Quito, died in the fire.",
            "killed",
            ["Ann Doe: 1", "Eva Stern: 1"],
        ),
        (
            "A police colonel and a university guard were killed in Lima.",
            "killed",
            ["police colonel and university guard: 2"],
        ),
        (
            "A cook, a police colonel and a university guard were killed.",
            "killed",
            ["cook, police colonel and university guard: 3"],
        ),
        ("They mourn two sailors and one diver who died in the storm.", "killed", ["2", "diver: 1"]),
        ("A man was shot dead by two gunmen, and a farmer was killed in Lima.", "killed", ["man: 1", "farmer: 1"]),
        ("Four dead bodies and 60 wounded people, including nine girls, were brought in.", "killed", ["4"]),
        (
            "Four dead bodies and 60 wounded people, including nine girls, were brought in.",
            "injured",
            ["60", "girls: 9"],
        ),
        (
            "The blast killed ten soldiers and two divers, the Chilean government has reported.",
            "killed",
            ["10 [Chilean government]", "divers: 2 [Chilean government]"],
        ),
        (
            "A Chilean sailor was killed on Friday alongside a Peruvian diver.",
            "killed",
            ["Chilean sailor: 1", "Peruvian diver: 1"],
        ),
        ("Six soldiers were hurt along with four members of a militia.", "injured", ["6", "members: 4"]),
        ("The war has claimed nearly 700 U.S. soldiers.", "killed", ["up to 700"]),
        (
            "The war claimed the lives of 900 Chileans and nearly 40 Peruvians.",
            "killed",
            ["900", "Peruvians: up to 40"],
        ),
        ("After the crash 31 people were taken to the local hospital.", "injured", ["31"]),
        ("Medics treated five patients with gunshot wounds.", "injured", ["5"]),
        ("Two men were in critical condition after the blast.", "injured", ["2"]),
        ("Seven looters were reported killed in Lima.", "killed", ["7 (probable)"]),
        (
            "Estimates of the numbers killed in the quake range from 400 to at least 900.",
            "killed",
            ["at least 400 (probable)"],
        ),
        ("The death toll has risen above 150.", "killed", ["at least 150"]),
        ("The death toll nears 6,000, a nurse said.", "killed", ["up to 6000 [nurse]"]),
        ("The number of Peruvian soldiers killed in the war has increased to 121.", "killed", ["121"]),
        ("The blast brought to 14 the number of people killed in Lima.", "killed", ["14"]),
        ("The famine killed half a million people.", "killed", ["500000"]),
        ("The war killed more than 1.5 million people.", "killed", ["at least 1500000"]),
        ("The army denied that anyone had been killed.", "killed", ["0 [army]"]),
        ("There were no military or civilian deaths in the raid.", "killed", ["0"]),
        ("An estimated 30,000 people died in the flood.", "killed", ["30000 (probable)"]),
        ("It is believed that the quake in Lima killed as many as 200 people.", "killed", ["up to 200 (probable)"]),
    ],
)
def test_parts_bounds_and_denials(text: str, attribute: str, expected: list[str]) -> None:
    found = [short(c) for c in claims(text, attribute)]
    assert sorted(re.sub(r"^[\w -]+ (?:of \w+ \d+|in [\w ]+(?:, \w+ \d+)?): ", "", f) for f in found) == sorted(
        expected
    )


@pytest.mark.parametrize(
    "text",
    [
        "None of the injuries were life threatening.",
        "Medics arrived to help wounded Lima Fire crews.",
        "The flood killed 12 ducks, the Costa Rican government says.",
        "They carry the wounded Lucas Adeyemi had promised to help.",
        "Those over 65 are most likely to die.",
        "Aid for a limited number of wounded sailors arrived and over 300 tourists were allowed to leave.",
        "Eleven people were taken to hospital with a fever.",
        "Two patients infected with the virus are in a critical condition.",
        "The police claimed 20 sailors had joined the strike.",
        "He was flown to hospital with a medical condition.",
        "The fire killed 12 ducks and 30 farm animals.",
        "Nineteen sea turtles were found dead.",
        "The bodies of three miners were handed over to their families.",
        "He blocked such ideas as assassinating Lucas Adeyemi.",
        "They discussed killing Lucas Adeyemi.",
        "Two of the bodies were beyond recognition.",
        "Seasonal flu kills about 250,000 people each year.",
        "A man with flu symptoms was taken to hospital.",
        "Civil war has crippled the industry and Lucas Adeyemi needs fuel.",
        "Eleven of them were children.",
        "No one else was hurt.",
    ],
)
def test_tells_of_nobody(text: str) -> None:
    assert [short(c) for c in claims(text) if c.attribute in ("killed", "injured")] == []


def test_a_speaker_at_the_end_of_a_list_is_no_victim() -> None:
    found = claims("Gunmen opened fire in Lima, killing three officers, Major Karl Luna told reporters.", "killed")
    assert [c.value for c in found] == [Quantity(3, 3)]


def test_the_man_an_officer_shot_is_the_victim_not_the_officer() -> None:
    assert not [
        c for c in claims("Police named the man an officer shot and killed.", "killed") if c.subject.name == "officer"
    ]


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        (
            "A bomb exploded on Monday outside a bank in Quito. The toll has risen to 14.",
            "2014-03-03",
            "2014-03-04",
        ),
        ("The 12-year insurgency has killed thousands of people.", "2002-03-09", "2014-03-06"),
        (
            "Raids have killed 530 people since a barrage of shells, rockets and bombs began last Sunday.",
            "2014-03-02",
            "2014-03-06",
        ),
        (
            "A bomb exploded on Monday near the hall where the party will meet next week, killing two guards.",
            "2014-03-03",
            "2014-03-04",
        ),
    ],
)
def test_the_day_is_that_of_the_event(text: str, first: str, last: str) -> None:
    (claim,) = claims(text, "killed")
    assert (str(claim.valid.earliest.date()), str(claim.valid.latest.date())) == (first, last)


def test_headlines_of_other_stories_count_nobody() -> None:
    body = (
        "The mayor of Lima opened a bridge on Monday, and the council said that it would build two more of them soon."
    )
    page = "\n\n".join(
        ["Mayor opens bridge", *[body] * 5, "Nine dead in fire at a hotel in Quito", "Team wins final in Oslo"]
    )
    assert claims(page, "killed") == []


@pytest.mark.parametrize(
    "text",
    [
        "The agency says 3,900 people have been killed in the revolt, which began in January.",
        "After months of revolt, doctors say the death toll now is more than 7,200.",
    ],
)
def test_a_running_total_of_a_long_event_is_not_of_yesterday(text: str) -> None:
    claim = next(c for c in claims(text) if c.attribute == "killed")
    assert claim.valid.width > timedelta(days=60)
    assert claim.valid.latest == THURSDAY_NOON


def test_a_days_toll_is_not_a_running_total() -> None:
    claim = next(
        c
        for c in claims("Protests went on; 250 people were killed on Tuesday in a stampede.")
        if c.attribute == "killed"
    )
    assert claim.valid.width <= timedelta(days=1)
