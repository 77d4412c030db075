"""Who controls what, where words stand between the verb, who does it and what it is done to."""

from __future__ import annotations

import pytest
from extraction_support import claims, short

LEAD = "Fighting went on in Togo on Monday, officials said.\n\n"


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Rebels which have controlled the north of Togo since September refused to talk.", "northern Togo: Rebels"),
        ("Sokode, which was taken on Sunday by militiamen from the hills, was quiet.", "Sokode: militiamen"),
        ("The market town of Kara is now largely controlled by the northern militia.", "Kara: northern militia"),
        ("In rebel-held Dapango, shops were open.", "Dapango: rebels"),
        ("Dapango, an hour from the border, is now in the hands of the opposition.", "Dapango: opposition"),
        ("Witnesses said that the town of Al Batin was under opposition control.", "Al Batin: opposition [Witnesses]"),
        ("Kara's airport is under the control of the mutineers.", "Kara's airport: mutineers"),
        ("The army left behind Sokode, an insurgent stronghold in the hills.", "Sokode: insurgents"),
        ("Sokode was seized and Kara is now occupied by troops of the junta.", "Kara: troops"),
        ("The soldiers abandoned the city of Kara after a week.", "Kara: not soldiers"),
        ("The war has seen rebel forces seize almost half of the vast coastal country.", "half of Togo: rebel forces"),
    ],
)
def test_reads_who_controls_it_across_other_words(sentence: str, expected: str) -> None:
    found = [short(c).casefold() for c in claims(LEAD + sentence, "control")]
    assert expected.casefold() in found


@pytest.mark.parametrize(
    "sentence",
    [
        "The campaign aimed at capturing Sokode failed.",
        "The army's efforts to retake Sokode have stalled.",
        "The rebels denied plans to take Sokode.",
        "The general took control of the Department of Fisheries on Monday.",
        "The company is evacuating its offices in Kara.",
        "Foreign troops cannot leave Togo before the vote.",
        "Police seized two tonnes of cocaine in Kara.",
        "The striker took the ball and held off two defenders in Kara.",
        "The minister took office in Kara in June.",
        "A gust caused the lorry to lose control near Kara, and it hit a tree.",
        "Two reporters are in the hands of the security forces.",
        "A shoulder-held Strela missile was found.",
        "The rebels would probably have captured Sokode without help.",
        "Steps toward relinquishing power have been slow.",
    ],
)
def test_reads_no_control_where_none_is_said(sentence: str) -> None:
    assert [short(c) for c in claims(LEAD + sentence, "control")] == []


def test_power_is_over_the_country_of_the_one_who_has_it() -> None:
    text = (
        "Togo and its neighbours met in Lome on Monday. Togo said relations were poor.\n\n"
        "Ties have been strained over Mali's deserts since President Moussa Diallo came to power in 2003.\n\n"
        "Benin's Paul Hounsou clung to power for weeks."
    )
    found = [short(c) for c in claims(text, "control")]
    assert "government of Mali: Moussa Diallo" in found
    assert "government of Benin: Paul Hounsou" in found
