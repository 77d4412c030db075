"""Which capitals name persons, whom a single name means, and whom a pronoun stands for."""

from __future__ import annotations

import pytest
from extraction_support import article, claims, short

from tracker.extraction.names import find_names
from tracker.extraction.reading import read


def persons(text: str) -> list[str]:
    return [m.text for m in find_names(text, False, frozenset()) if m.kind == "person"]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("They met Basil al-Hadi there.", "Basil al-Hadi"),
        ("They met Hamad bin Khalil al-Rashid there.", "Hamad bin Khalil al-Rashid"),
        ("They met Ursula von der Heide there.", "Ursula von der Heide"),
        ("They met José Ñíguez there.", "José Ñíguez"),
        ("They met Park Chung-mi there.", "Park Chung-mi"),
        ("They met U.S. Secretary of State Eva Luna there.", "Eva Luna"),
        ("They met Minister of Water Resources Eva Luna there.", "Eva Luna"),
        ("They met Mayor of Lagos Omar Said there.", "Omar Said"),
        ("They met Lt-Gen Aung Tun there.", "Aung Tun"),
        ("They met President Daniel arap Moro there.", "Daniel arap Moro"),
        ("They met the Harvest Party of Prime Minister Eva Luna there.", "Eva Luna"),
        ("They met Secretary for Near Eastern Affairs Eva Luna there.", "Eva Luna"),
        ("They met Eva Luna Leader of the Greens there.", "Eva Luna"),
    ],
)
def test_finds_persons(sentence: str, expected: str) -> None:
    assert persons(sentence) == [expected]


@pytest.mark.parametrize(
    "sentence",
    [
        "They met the Department of Environmental Quality there.",
        "It was 4 PM EDT NEW YORK by then.",
        "The U.S. Secretary spoke.",
        "A South Korean minister spoke.",
        "Axed South African minister speaks out.",
        "They lived in North Harbour then.",
        "It was the Royal Gulu Hospital Trust again.",
        "He led the far-left party New Dawn.",
        "Chief UN investigators came.",
        "BP America was fined.",
    ],
)
def test_finds_no_persons(sentence: str) -> None:
    assert persons(sentence) == []


def test_a_single_name_means_who_bore_it_first() -> None:
    text = "President Ndolo Mbeya Waza spoke in Gulu. His son, Major Ndolo Kasongo, was there. Ndolo has refused to resign."
    assert "Ndolo Mbeya Waza: not resigned president [Ndolo Mbeya Waza]" in [short(c) for c in claims(text, "office")]


def test_no_object_is_its_own_subject() -> None:
    text = "President Luis Rojas arrested Prime Minister Omar Said on Monday and replaced him with a general."
    assert "Omar Said: ousted prime minister" in [short(c) for c in claims(text, "office")]


def test_a_pronoun_goes_with_its_paragraph() -> None:
    text = (
        "Omar Said was appointed defence minister of Kenya. He said the army was loyal.\n\n"
        "President Jan Olsen said that he had not resigned. He was in Mombasa, officials said."
    )
    assert "Jan Olsen: Mombasa [officials]" in [short(c) for c in claims(text, "location")]


@pytest.mark.parametrize(
    "sentence",
    [
        "A volunteer medic, Eva Luna, said five people had been killed in Lima.",
        "Eva Luna, a witness, said five people had been killed in Lima.",
    ],
)
def test_a_name_and_its_apposition_are_one_voice(sentence: str) -> None:
    found = claims(sentence, "killed")
    assert [(c.voice.name, c.via) for c in found] == [("Eva Luna", ())]


@pytest.mark.parametrize(
    "text",
    [
        "Rebels entered the town of Bani Sarh in Chad. Bani Sarh said nothing. Bani Sarh was seized by the rebels.",
        "Chad was calm. The rebels seized Am Timan. Am Timan told reporters nothing.",
    ],
)
def test_a_town_is_nobody(text: str) -> None:
    (held, *_) = claims(text, "control")
    assert (held.subject.kind, str(held.value.name)) == ("place", "rebels")  # type: ignore[union-attr]
    assert all(m.kind != "person" for s in read(article(text)).sentences for m in s.mentions)


def test_initials_end_no_sentence() -> None:
    text = "Indian Foreign Minister S.M. Pathak spoke to his Chadian counterpart, Omar Said, and asked for help."
    assert [short(c) for c in claims(text, "office")] == [
        "S.M. Pathak: holds foreign minister",
        "Omar Said: holds foreign minister of Chad",
    ]


def test_a_name_that_runs_into_the_next_sentence() -> None:
    (held,) = claims("Former foreign minister Omar Said Said called for talks in Chad.", "office")
    assert short(held) == "Omar Said: not holds foreign minister"
