"""How sure a voice is: hedges, allegations, conditions and denials."""

from __future__ import annotations

import pytest
from extraction_support import claims


@pytest.mark.parametrize(
    ("sentence", "certainty", "polarity"),
    [
        ("Rebels seized Banjul.", "certain", "positive"),
        ("Rebels reportedly seized Banjul.", "probable", "positive"),
        ("It is widely believed that rebels seized Banjul.", "probable", "positive"),
        ("Rebels are accused of seizing Banjul.", "probable", "positive"),
        ("Rebels are likely to seize Banjul.", "probable", "positive"),
        ("It was possible that rebels had seized Banjul.", "possible", "positive"),
        ("Smoke in the port may mean that rebels have seized Banjul.", "possible", "positive"),
        ("Rebels are about to seize Banjul.", "possible", "positive"),
        ("It is not true that rebels seized Banjul.", "certain", "negative"),
        ("Rebels have not yet seized Banjul.", "certain", "negative"),
    ],
)
def test_certainty_and_polarity(sentence: str, certainty: str, polarity: str) -> None:
    (claim,) = claims(sentence, "control")
    assert (claim.certainty, claim.polarity) == (certainty, polarity)


@pytest.mark.parametrize(
    "sentence",
    [
        "If rebels seize Banjul, the road will be cut.",
        "Had rebels seized Banjul, the road would be cut.",
        "Rebels would seize Banjul if they had tanks.",
        "Rebels were wrongly said to have seized Banjul.",
        "It was not clear whether rebels had seized Banjul.",
        "Instead of seizing Banjul, rebels fled.",
    ],
)
def test_what_the_sentence_calls_unreal_is_no_claim(sentence: str) -> None:
    assert claims(sentence, "control") == []


def test_an_estimate_is_probable() -> None:
    (claim,) = claims("An estimated 300 people have been killed in Banjul.", "killed")
    assert claim.certainty == "probable"


def test_the_present_tense_of_a_day_ahead_is_a_plan() -> None:
    found = claims("Mr Omar Said meets Ms Eva Luna in Mali on Saturday.", "location")
    assert {(c.certainty, f"{c.valid.earliest:%m-%d}") for c in found} == {("possible", "03-08")}
