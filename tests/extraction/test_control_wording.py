"""Control in other words: shares of a land, forces by whose they are, modifiers, hands, retreats and hand-overs."""

from __future__ import annotations

import pytest
from extraction_support import claims, short

LEAD = "Fighting went on in Chad, and the Chadian government sent troops to the town of Bitkine. "


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "The rebels now control nearly half of Chad, including its two largest cities.",
            ["nearly half of Chad: rebels"],
        ),
        ("The rebels have seized the eastern third of the central African state.", ["eastern third of Chad: rebels"]),
        (
            "Militias backed by Libya hold at least five villages in southern Chad.",
            ["at least five villages in southern Chad: Militias"],
        ),
        ("Rebels captured Bitkine, Mongo and Oum Hadjer.", ["Bitkine: Rebels", "Mongo: Rebels", "Oum Hadjer: Rebels"]),
        ("Rebels captured the towns of Mongo and Sarh.", ["Mongo: Rebels", "Sarh: Rebels"]),
        ("Troops loyal to General Okala took Mongo.", ["Mongo: Troops loyal to General Okala"]),
        ("A local radio said troops had taken control of the town.", ["Bitkine: troops [local radio]"]),
        ("Mongo is in rebel hands.", ["Mongo: rebels"]),
        ("Mongo fell under government control on Sunday.", ["Mongo: Chadian government"]),
        ("The opposition-held enclave in southern Kanem province shrank.", ["enclave in Kanem province: opposition"]),
        ("Envoys met in the rebel stronghold of Mongo.", ["Mongo: rebels"]),
        ("The north is still outside army control.", ["northern Chad: not army"]),
        ("Mongo was quiet after the retreat of the rebels.", ["Mongo: not rebels"]),
        ("After the army's withdrawal from Mongo, shops opened.", ["Mongo: not army"]),
        ("The army drove the rebels out of Mongo.", ["Mongo: not rebels"]),
        ("Government troops left Mongo on Friday.", ["Mongo: not Government troops"]),
        ("The army handed the airport over to the rebels.", ["airport: rebels"]),
        ("The army was not able to hold Mongo.", ["Mongo: not army (possible)"]),
        ("Mongo is on the verge of being captured by the rebels.", ["Mongo: rebels (possible)"]),
        ("The territory held by Toubou militias in the north was quiet.", ["territory in the north: Toubou militias"]),
        ("The junta is in control of the country.", ["government of Chad: junta"]),
        ("The junta is in control of Chad.", ["government of Chad: junta"]),
        ("On Monday rebels captured the army's main stronghold, the desert town of Bani Sarh.", ["Bani Sarh: rebels"]),
        ("Rebels captured two towns, Mongo and Sarh.", ["Mongo: rebels", "Sarh: rebels"]),
        ("Rebel fighters celebrated the capture of Mongo.", ["Mongo: Rebel fighters"]),
        ("The president answered with an attack on rebels in control of Mongo.", ["Mongo: rebels"]),
        (
            "State television said Saturday rebel forces had regained control of Mongo.",
            ["Mongo: rebel forces [State television]"],
        ),
        ("US forces have taken temporary control of the airport.", ["airport: US forces"]),
        ("The government handed over control of the airport to the United States.", ["airport: United States"]),
        ("Mongo, a farming town of 90,000 people, is an insurgent citadel.", ["Mongo: insurgents"]),
        ("The army denied that it had lost control of Mongo.", ["Mongo: army [army]"]),
    ],
)
def test_says_who_controls_it(sentence: str, expected: list[str]) -> None:
    found = [short(c).casefold() for c in claims(LEAD + sentence, "control")]
    assert [e for e in expected if e.casefold() not in found] == []


@pytest.mark.parametrize(
    "sentence",
    [
        "The army began a campaign to take Mongo.",
        "Rebels fought to regain control of Mongo.",
        "Leaders from the region will take part in the talks.",
        "The minister visited a command and control centre in Mongo.",
        "He had spent thirty years in power.",
        "There is no sign that the rebels are giving up power.",
        "The bank widened its lead over Mongo's lenders.",
        "The rebels took other towns.",
        "Rebels had almost taken Mongo.",
        "Rebels nearly captured Mongo on Monday.",
        "The rebels were close to seizing Mongo.",
        "The army came close to capturing Mongo.",
        "Residents celebrated the capture of Mongo.",
        "Rebels captured a key bridge, Niger said.",
        "The old citadel of Mongo is a museum.",
        "A military plane left Mongo on Friday.",
        "Residents fled Mongo.",
        "The envoy spoke of Soviet-occupied Hungary.",
        "Clashes with forces loyal to General Okala went on.",
    ],
)
def test_says_nothing_of_control(sentence: str) -> None:
    assert [short(c) for c in claims(LEAD + sentence, "control")] == []


def test_a_reporting_clause_is_no_thing() -> None:
    found = claims(LEAD + "The opposition has taken power, Ann Brun told a radio station.", "control")
    assert [short(c) for c in found] == ["government of Chad: opposition [Ann Brun]"]


def test_the_country_is_that_of_the_story() -> None:
    text = (
        "ALMATY (Agency) -- Chad was calm on Monday. Mr Idris Tombal flew to Belarus. He may go on to Ghana. "
        "The interim government is in control of the country."
    )
    assert [short(c) for c in claims(text, "control")] == ["government of Chad: interim government"]


def test_what_a_people_holds_of_a_country_is_not_the_country() -> None:
    (held,) = claims("They live in camps across Kurdish-held Syria.", "control")
    assert short(held) == "Kurdish-held Syria: Kurds"
