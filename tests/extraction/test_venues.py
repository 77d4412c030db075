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
