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
        ("The interior ministry in Banjul said Mr Said had fled to Mali.", "interior ministry", []),
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


@pytest.mark.parametrize(
    ("sentence", "voice", "via"),
    [
        ('"Mr Said has fled to Mali. The army is calm and the town is quiet," said Gen. Jallow.', "Ebrima Jallow", []),
        ('A clerk saw smoke.\n"Mr Said has fled to Mali.\nThe army is calm," said Gen. Jallow.', "Ebrima Jallow", []),
        ('Gen. Jallow added: "The army is calm.\nMr Said has fled to Mali."\nShops are shut.', "Ebrima Jallow", []),
        ("``Mr Said has fled to Mali,'' a diplomat said.", "diplomat", []),
        ("Mr Said has fled to Mali, Reuters reported, citing a diplomat.", "diplomat", ["Reuters"]),
        ("Interfax, citing a diplomat, reported that Mr Said had fled to Mali.", "diplomat", ["Interfax"]),
        ("Mr Said has fled to Mali, according to Gambia's foreign ministry.", "Gambia's foreign ministry", []),
        ("The Coast Observatory for Human Rights, a monitoring group, said Mr Said had fled to Mali.",
         "Coast Observatory for Human Rights", []),
        ("Mr Said has fled to Mali, said the Coast Observatory for Human Rights monitor, adding no more.",
         "Coast Observatory for Human Rights", []),
        ("The head of the Red Cross, Jane Roe, said Mr Said had fled to Mali.", "Jane Roe", []),
        ("The foreign ministry said the rebels were near. Mr Said has fled to Mali, it added.", "foreign ministry", []),
        ("Mr Said fled to Mali after a trial which Gen. Jallow admitted had been unfair.", "Harbour Post", []),
        ("Mr Said fled to Mali after an attack claimed by rebels.", "Harbour Post", []),
        ("Mr Said fled to Mali, reports here said.", "reports", []),
    ],
)  # fmt: skip
def test_finds_the_voice_of_quotations_and_carriers(sentence: str, voice: str, via: list[str]) -> None:
    (claim,) = [c for c in claims(LEAD + sentence, "location") if c.subject.name == "Omar Said"]
    assert (claim.voice.name.removeprefix("The ").casefold(), [v.name for v in claim.via]) == (voice.casefold(), via)


@pytest.mark.parametrize(
    ("sentence", "voice"),
    [
        ("The government accused the rebels of killing 85 villagers near the port.", "government"),
        ("The rebels were horrified, they said. The siege cost 85 lives by the estimates of monitors.", "monitors"),
        ("The minister said she was horrified by a fire that left 85 people dead.", "Harbour Post"),
        ("Fatal mine accident reported in the north, 85 dead\nThe mine was old and wet.", "Harbour Post"),
        ("Fire kills 85 people near the port: police\nThe mine was old and wet.", "police"),
    ],
)
def test_finds_who_vouches_for_a_toll(sentence: str, voice: str) -> None:
    (claim,) = claims(sentence, "killed")
    assert claim.voice.name.casefold() == voice.casefold()


def test_what_a_noun_phrase_takes_for_granted_is_the_outlets() -> None:
    text = "Ships docked at the rebel-held port of Banjul on Monday, witnesses said."
    assert {c.voice.name for c in claims(text, "control")} == {"Harbour Post"}


def test_a_town_whose_name_is_a_verb_says_nothing() -> None:
    (claim,) = claims("Clashes in Port Said killed 12 people on Sunday, officials said.", "killed")
    assert (claim.voice.name, claim.subject.name) == ("officials", "clashes in Port Said, March 2014")
    (there,) = claims(LEAD + "Mr Said flew to Port Sudan on Tuesday, then home by the port of Suakin.", "location")
    assert there.value.name == "Port Sudan"  # type: ignore[union-attr]


def test_a_correspondent_of_an_outlet_that_has_no_name() -> None:
    text = "A Chadian state television correspondent in the town of Sarh said the rebels had seized Mongo."
    (held,) = claims(text, "control")
    assert held.voice.name.startswith("Chadian state television correspondent")
