"""Who vouches: direct and indirect speech, agencies, quotations, and the outlet."""

from __future__ import annotations

import pytest
from extraction_support import claims

LEAD = "President Omar Said of Gambia spoke to Gambia's army chief, Gen. Ebrima Jallow. "


@pytest.mark.parametrize(
    ("sentence", "voice", "via"),
    [
        ("Mr Said fled to Mali.", "Harbour Post", []),
        ("A diplomat said Mr Said had fled to Mali.", "diplomat", []),
        ("Mr Said has fled to Mali, a diplomat said.", "diplomat", []),
        ('"Mr Said has fled to Mali," said Gen. Jallow.', "Ebrima Jallow", []),
        ("Mr Said has fled to Mali, according to the foreign ministry.", "foreign ministry", []),
        ("Gen. Jallow told Reuters that Mr Said had fled to Mali.", "Ebrima Jallow", ["Reuters"]),
        ("The Interfax news agency said Mr Said had fled to Mali.", "Interfax", []),
        ("Reuters quoted the army as saying Mr Said had fled to Mali.", "army", ["Reuters"]),
        ("Gen. Jallow, commander of the guard, said Mr Said had fled to Mali.", "Ebrima Jallow", []),
        ("A spokesman for the ministry said Mr Said had fled to Mali.", "spokesman for the ministry", []),
        ("Rebels entered the town on Monday and said Mr Said had fled to Mali.", "rebels", []),
        ("Gen. Jallow said the army was calm, adding that Mr Said had fled to Mali.", "Ebrima Jallow", []),
    ],
)
def test_finds_the_voice(sentence: str, voice: str, via: list[str]) -> None:
    (claim,) = claims(LEAD + sentence, "location")
    assert (claim.voice.name.removeprefix("The ").casefold(), [v.name for v in claim.via]) == (voice.casefold(), via)


def test_a_quotation_runs_on_over_sentences() -> None:
    text = LEAD + 'Gen. Jallow told reporters: "The army is calm. Mr Said has fled to Mali."'
    (claim,) = claims(text, "location")
    assert claim.voice.name == "Ebrima Jallow"


def test_a_title_is_the_outlets_own_word() -> None:
    text = "Rebels said President Omar Said had fled Gambia."
    assert {c.voice.name for c in claims(text, "office")} == {"Harbour Post"}


def test_a_pronoun_is_the_last_fitting_person() -> None:
    text = "Ms Eva Luna met Mr Omar Said on Monday in Banjul. She later flew to Mali. He arrived in Dakar."
    found = [(c.subject.name, c.value.name) for c in claims(text, "location") if c.rule == "location.arrive"]  # type: ignore[union-attr]
    assert found == [("Eva Luna", "Mali"), ("Omar Said", "Dakar")]


def test_spelling_variants_are_one_person() -> None:
    text = "President Murat Asaniyev spoke. Mr Asaniev later flew to Mali."
    assert {c.subject.name for c in claims(text)} == {"Murat Asaniyev"}
