"""Who holds, gains, keeps or loses an office."""

from __future__ import annotations

import pytest
from extraction_support import claims, short


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Peru's President Ana Quispe spoke in Lima.", "Ana Quispe: holds president"),
        ("Former Prime Minister Luis Rojas was there in Peru.", "Luis Rojas: not holds prime minister"),
        ("Opposition leader Eva Luna, an ex-finance minister, spoke.", "Eva Luna: not holds finance minister"),
        ("Opposition leader Eva Luna spoke.", "Eva Luna: holds opposition leader"),
        ("Eva Luna, leader of the Green Alliance, spoke.", "Eva Luna: holds leader of the Green Alliance"),
        (
            "Russian Foreign Minister Ivan Petrov spoke in Lima, Peru, to Peru's press.",
            "Ivan Petrov: holds foreign minister of Russia",
        ),
        ("UN Secretary General Jan Olsen spoke.", "Jan Olsen: holds UN secretary general"),
        ("President Ana Quispe resigned on Monday.", "Ana Quispe: resigned president"),
        ("President Ana Quispe has refused to step down.", "Ana Quispe: not resigned president [Ana Quispe]"),
        ("President Ana Quispe has not resigned.", "Ana Quispe: not resigned president"),
        ("President Ana Quispe was ousted in a coup.", "Ana Quispe: ousted president"),
        ("Protests led to the fall of President Ana Quispe.", "Ana Quispe: ousted president"),
        ("Eva Luna was elected president in 2012.", "Eva Luna: elected president"),
        ("Eva Luna, named interim defence minister, spoke.", "Eva Luna: appointed interim defence minister"),
        ("The king appointed Omar Said as prime minister.", "Omar Said: appointed prime minister"),
        ("Eva Luna said she was the lawful president.", "Eva Luna: holds president [Eva Luna]"),
        ("A new government, led by Eva Luna, has been formed.", "Eva Luna: holds head of the new government"),
        ("Parliament named Eva Luna acting president.", "Eva Luna: appointed acting president"),
        ("The king made the general, Omar Said, army chief.", "Omar Said: appointed army chief"),
        (
            "The president has appointed Eva Luna, a lawyer, as interior minister.",
            "Eva Luna: appointed interior minister",
        ),
        ("Omar Said succeeded Luis Rojas as governor of the bank.", "Omar Said: appointed governor of the bank"),
        ("Jan Olsen was replaced as army chief by Eva Luna.", "Eva Luna: appointed army chief"),
        ("Jan Olsen was replaced as army chief by Eva Luna.", "Jan Olsen: ousted army chief"),
        ("Omar Said took office as mayor of Lagos.", "Omar Said: appointed mayor of Lagos"),
        ("President Luis Rojas was sworn in on Monday.", "Luis Rojas: appointed president"),
        ("Eva Luna has been chosen to lead the Green party.", "Eva Luna: elected leader of the Green party"),
        ("Eva Luna lost the presidency in 2006.", "Eva Luna: ousted president"),
        ("Omar Said was stripped of his post as chairman of the bank.", "Omar Said: ousted chairman of the bank"),
        ("President Ana Quispe rejected calls for her resignation.", "Ana Quispe: not resigned president [Ana Quispe]"),
        (
            "President Ana Quispe dismissed an ultimatum to quit by Sunday.",
            "Ana Quispe: not resigned president [Ana Quispe]",
        ),
        ("Parliament accepted the resignation of Prime Minister Luis Rojas.", "Luis Rojas: resigned prime minister"),
        ("Pablo Vidal resigned as prime minister on Wednesday evening.", "Pablo Vidal: resigned prime minister"),
        ("President Luis Rojas is seeking re-election.", "Luis Rojas: candidate president"),
        ("Omar Said is the party's candidate for mayor of Lagos.", "Omar Said: candidate mayor of Lagos"),
        ("Eva Luna, who is to be elected chancellor on Friday, spoke.", "Eva Luna: elected chancellor (possible)"),
        ("Eva Luna, who was president of Peru from 2002 to 2006, spoke.", "Eva Luna: holds president"),
        ("Eva Luna, mayor of Lima from 2002 to 2006, spoke.", "Eva Luna: not holds mayor of Lima"),
        ("Ana Quispe sacked her transport minister, Jan Olsen, on Monday.", "Jan Olsen: ousted transport minister"),
        ("The president fired army chief Omar Said.", "Omar Said: ousted army chief"),
        (
            "She accepted the resignation, tendered on Friday, of the head of the port, Jan Olsen.",
            "Jan Olsen: resigned head of the port",
        ),
        ("Jan Olsen had resigned his post as ambassador to Chad.", "Jan Olsen: resigned ambassador to Chad"),
        ("Jan Olsen stepped down last year as head of the bank.", "Jan Olsen: resigned head of the bank"),
        ("Mayor Jan Olsen has submitted his resignation to the king.", "Jan Olsen: resigned mayor"),
        ("Jan Olsen was replaced by Eva Luna as army chief.", "Eva Luna: appointed army chief"),
        ("Governor Omar Said took office in late May.", "Omar Said: appointed governor"),
        ("Eva Luna became the country's first woman prime minister.", "Eva Luna: appointed prime minister"),
        ("Eva Luna had defied the polls and won the presidential election.", "Eva Luna: elected president"),
        ("Crowds cheered the victory of Eva Luna in the U.S. presidential vote.", "Eva Luna: elected president"),
        (
            "President-elect Eva Luna rested. Ms Luna, who stormed to a shock victory, spoke.",
            "Eva Luna: elected president",
        ),
        ("Presidents Ana Quispe and Luis Rojas met in Lima.", "Luis Rojas: holds president"),
        ("Eva Luna and several other opposition MPs walked out.", "Eva Luna: holds opposition MP"),
    ],
)
def test_says_who_holds_it(sentence: str, expected: str) -> None:
    assert expected in [short(c) for c in claims(sentence, "office")]


@pytest.mark.parametrize(
    "sentence",
    [
        "Critics urged Eva Luna to resign.",
        "Eva Luna should step down.",
        "Will Eva Luna resign?",
        "Eva Luna fired the first shot of the match.",
        "Eva Luna dismissed the charges as nonsense.",
        "Eva Luna dreamed of being president.",
        "Rebels began a campaign to topple Eva Luna.",
        "Several ministers who have resigned met Eva Luna.",
        "Eva Luna met the crown prince.",
        "Unions demanded the resignation of Eva Luna.",
        "Eva Luna was resigned and tired.",
        "Eva Luna became the first singer to call for it.",
        "They want to see Eva Luna named mayor of Lima.",
        "A plan to stop Eva Luna becoming mayor of Lima failed.",
        "Unions hoped for the victory of Eva Luna in the presidential election.",
        "Sailors fired shots toward Eva Luna.",
    ],
)
def test_says_nothing_of_office(sentence: str) -> None:
    assert [short(c) for c in claims(sentence, "office")] == []


def test_two_offices_after_one_verb() -> None:
    found = [short(c) for c in claims("Eva Luna appointed acting president and PM.", "office")]
    assert found == ["Eva Luna: appointed acting president", "Eva Luna: appointed prime minister"]


def test_an_entry_of_a_time_line_dates_its_titles() -> None:
    text = "May 2006: Opposition leader Eva Luna jailed for two years; Omar Said elected president"
    found = claims(text)
    assert [short(c) for c in found] == [
        "Eva Luna: holds opposition leader",
        "Eva Luna: jailed",
        "Omar Said: elected president",
    ]
    assert {(c.valid.earliest.isoformat()[:10], c.basis) for c in found} == {("2006-05-01", "calendar")}


def test_a_title_is_dropped_where_the_same_voice_says_it_is_lost() -> None:
    found = [short(c) for c in claims("President Ana Quispe left. Ms Quispe was ousted on Monday.", "office")]
    assert found == ["Ana Quispe: ousted president"]


@pytest.mark.parametrize(
    "sentence",
    [
        "The rebels repeated their demand that President Ana Quispe quit.",
        "Unions called for the resignation of President Ana Quispe.",
        "He would have sacked President Ana Quispe long ago.",
        "Rebels launched an offensive to topple President Ana Quispe.",
        "President Ana Quispe must think it over and hand in her resignation.",
        "He insisted that President Ana Quispe be dismissed.",
        "President Ana Quispe would not resign from her tennis club.",
        "They have called for bread, for an end to graft, and for much more besides - the toppling of President Ana Quispe.",
    ],
)
def test_what_is_wanted_has_not_happened(sentence: str) -> None:
    assert [short(c).split(" [")[0] for c in claims(sentence, "office")] == ["Ana Quispe: holds president"]


def test_an_office_in_other_words_is_said_once() -> None:
    found = [short(c) for c in claims("Lima mayor Eva Luna spoke. The mayor of Lima, Eva Luna, left.", "office")]
    assert found == ["Eva Luna: holds Lima mayor"]


def test_a_pronoun_in_a_quotation_is_not_its_speaker() -> None:
    found = [short(c) for c in claims('"He is a good prime minister," Mayor Jan Olsen said.', "office")]
    assert found == ["Jan Olsen: holds mayor"]
