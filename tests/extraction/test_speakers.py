"""Speakers that are whole phrases, denials, and who "we" are."""

from __future__ import annotations

import pytest
from extraction_support import claims, short

LEAD = "President Omar Said of Gambia spoke. "


@pytest.mark.parametrize(
    ("sentence", "voice"),
    [
        ("Mr Said has fled to Mali, a member of parliament said.", "member of parliament"),
        ("Mr Said has fled to Mali, his spokesman said.", "spokesman"),
        ("Mr Said has fled to Mali, an airport worker told Reuters.", "airport worker"),
        ("Mr Said has fled to Mali, an adviser to Mr Dago said by telephone.", "adviser to Mr Dago"),
        ("An official at Basse airport says Mr Said has fled to Mali.", "official at Basse airport"),
        ("Mr Said has fled to Mali, a manager at his hotel said.", "manager at his hotel"),
        ("According to a member of parliament, Mr Said has fled to Mali.", "member of parliament"),
        ("A volunteer medic, Abla Roe, said Mr Said had fled to Mali.", "Abla Roe"),
        ("Abla Roe, the head of the Paris-based Watch on Rights, said Mr Said had fled to Mali.", "Abla Roe"),
        ("Mr Said has fled to Mali, US envoy Abla Roe announced here.", "Abla Roe"),
    ],
)
def test_finds_the_whole_speaker(sentence: str, voice: str) -> None:
    found = [c for c in claims(LEAD + sentence, "location") if c.rule == "location.arrive"]
    assert [(c.voice.name, [v.name for v in c.via if v.name != "Reuters"]) for c in found] == [(voice, [])]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "The interior ministry denied that the government had lost control of Basse.",
            ["Basse: government [interior ministry]"],
        ),
        (
            "A spokesman for the governor denied that Mr Said was in Basse.",
            ["Omar Said: not Basse [spokesman for the governor]"],
        ),
        (
            "The interior ministry denied reports that Minister Abla Roe had been killed.",
            ["Abla Roe: not 1 [interior ministry]"],
        ),
    ],
)
def test_a_denial_is_the_negative_of_what_is_denied(sentence: str, expected: list[str]) -> None:
    found = [c for c in claims(LEAD + sentence) if c.attribute in ("control", "location", "killed")]
    assert [short(c).replace("The ", "") for c in found] == expected


def test_we_in_a_quotation_are_the_speaker() -> None:
    text = LEAD + 'Abla Roe, a doctor, said rebels filled the wards. "We have counted 20 dead in Basse," she said.'
    assert {c.voice.name for c in claims(text, "killed")} == {"Abla Roe"}
