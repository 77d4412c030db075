"""Venues, sites and what "the town" stands for."""

from __future__ import annotations

import pytest
from extraction_support import claims, short

LEAD = "Chad's President Idris Tombal was busy this week. The town of Moundou was quiet. "


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("In a speech at a rally in Sarh, Mr Tombal promised jobs.", "Idris Tombal: Sarh"),
        ("Mr Tombal told reporters in Sarh that Chad was calm.", "Idris Tombal: Sarh"),
        ("Mr Tombal said on Monday in Geneva that Chad was calm.", "Idris Tombal: Geneva"),
        ("Speaking in Sarh, Mr Tombal said that Chad was calm.", "Idris Tombal: Sarh"),
        ("Mr Tombal said after talks in Accra with Ann Brun that Chad was calm.", "Idris Tombal: Accra"),
        ("During a visit to Mali, Mr Tombal promised aid.", "Idris Tombal: Mali"),
        ("Mr Tombal will speak at a summit in Accra on Friday.", "Idris Tombal: Accra (possible)"),
        ("Mr Tombal met the envoys on board a Danish ship.", "Idris Tombal: Danish ship"),
        ("Mr Tombal has left the town.", "Idris Tombal: not Moundou"),
        ("Mr Tombal has not left the capital.", "Idris Tombal: N'Djamena"),
        ("The government denies that Mr Tombal has left the country.", "Idris Tombal: Chad [government]"),
        ("Mr Tombal will travel very soon, probably to Gabon.", "Idris Tombal: Gabon (possible)"),
    ],
)
def test_says_where_a_person_is(sentence: str, expected: str) -> None:
    assert expected in [short(c) for c in claims(LEAD + sentence, "location")]


@pytest.mark.parametrize(
    "sentence",
    [
        "Mr Tombal said in a speech that clashes in Sarh had ended.",
        "Mr Tombal said the meeting in Accra was off.",
        "Mr Tombal spoke of other travellers who could be in Gabon.",
        "Ann Brun is the chair of the history department at the university in Sarh.",
        "Mr Tombal's spokesman Omar Dago said in Paris that Chad was calm.",
        "Mr Tombal spoke of the US base in the country.",
    ],
)
def test_says_nothing_of_where_a_person_is(sentence: str) -> None:
    assert [short(c) for c in claims(LEAD + sentence, "location")] == []


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("In Oslo, Foreign Minister Eva Luna said on Wednesday that talks had failed.", ["Eva Luna: Oslo"]),
        ("In Rome, the capital, Ms Eva Luna met the envoy.", ["Eva Luna: Rome"]),
        (
            "Meanwhile, in Goma, UN spokesman Filip Grand on Monday told Reuters that aid was short.",
            ["Filip Grand: Goma"],
        ),
        ("In Paris, President Omar Said is meeting with his advisers.", ["Omar Said: Paris"]),
        ("In Mali, President Omar Said has ruled for ten years.", []),
        ("In Mali, President Omar Said's brother said he was ill.", []),
        ("In Iraq, Mr Said said, things were better.", []),
        ("In Mali, rebels said Mr Said was ill.", []),
        ("In Mali, Mr Said will say more on Friday.", []),
    ],
)
def test_who_speaks_in_the_scene_of_a_sentence_is_there(sentence: str, expected: list[str]) -> None:
    assert [short(c) for c in claims(sentence, "location") if c.certainty == "certain"] == expected


@pytest.mark.parametrize(
    ("sentence", "value"),
    [
        ("Mr Omar Said visited east China's Shandong Province.", "Shandong Province"),
        ("Mr Omar Said arrived in Gabon's Haut region on Monday.", "Haut region"),
        ("Mr Omar Said was taken to John Radcliffe hospital on Monday.", "John Radcliffe hospital"),
        ("Mr Omar Said landed at Charles de Gaulle airport.", "Charles de Gaulle airport"),
    ],
)
def test_a_place_is_named_by_what_belongs_to_it_not_by_its_owner(sentence: str, value: str) -> None:
    assert [c.value.name for c in claims(sentence, "location")] == [value]  # type: ignore[union-attr]


@pytest.mark.parametrize("when", ["when she was 11", "as a child", "when she was a young girl", "at the age of six"])
def test_a_childhood_is_not_news(when: str) -> None:
    assert claims(f"Ms Eva Luna fled Haiti with her family {when}.", "location") == []
