"""Titles and appositions: an office is composed of a head, fields and bodies, not looked up."""

from __future__ import annotations

import pytest
from extraction_support import claims, short


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Kenyan transport minister Jan Olsen spoke in Lima, Peru.", "Jan Olsen: holds transport minister of Kenya"),
        ("Public Works Minister Omar Said spoke.", "Omar Said: holds public works minister"),
        (
            "Trade, industry and tourism minister Eva Luna spoke.",
            "Eva Luna: holds trade, industry and tourism minister",
        ),
        (
            "The deputy chief of staff of the navy, Jan Olsen, spoke.",
            "Jan Olsen: holds deputy chief of staff of the navy",
        ),
        ("Minister of Water Resources Eva Luna spoke.", "Eva Luna: holds minister of Water Resources"),
        ("Archbishop of Lagos Omar Said spoke.", "Omar Said: holds archbishop of Lagos"),
        (
            "Interior Ministry spokesman Brigadier General Omar Said spoke.",
            "Omar Said: holds interior ministry spokesman",
        ),
        ("The company's chairman and chief executive, Jan Olsen, spoke.", "Jan Olsen: holds chief executive"),
        ("Acme's chief executive, Jan Olsen, spoke.", "Jan Olsen: holds chief executive of Acme"),
        ('Rebel "foreign minister" Omar Said spoke.', "Omar Said: holds rebel foreign minister"),
        ("New Harbour mayor Eva Luna spoke.", "Eva Luna: holds New Harbour mayor"),
        ("Hezbollah deputy leader Sheikh Omar Said spoke.", "Omar Said: holds Hezbollah deputy leader"),
        (
            "The Vatican's secretary of state, Cardinal Luis Rojas, spoke.",
            "Luis Rojas: holds vatican secretary of state",
        ),
        (
            "Saudi Arabia's oil minister, Omar Said, spoke in Lima, Peru.",
            "Omar Said: holds oil minister of Saudi Arabia",
        ),
        ("US special envoy for Sudan Peter Marsh spoke in Lima, Peru.", "Peter Marsh: holds special envoy of Sudan"),
        ("President-elect Omar Said spoke.", "Omar Said: elected president"),
        ("Prime Minister-designate Omar Said spoke.", "Omar Said: appointed prime minister"),
        ("Eva Luna, a presidential candidate, spoke.", "Eva Luna: candidate president"),
        ("Sacked prime minister Jan Olsen spoke.", "Jan Olsen: ousted prime minister"),
        ("Peru's top negotiator in Gulu, Eva Luna, spoke.", "Eva Luna: holds top negotiator in Gulu"),
        ("The WHO chief, Dr Eva Luna, spoke.", "Eva Luna: holds WHO chief"),
        (
            "South Korean foreign minister Eva Luna spoke in Lima, Peru.",
            "Eva Luna: holds foreign minister of South Korea",
        ),
        ("Former Costa Rican president Eva Luna spoke in Lima, Peru.", "Eva Luna: not holds president of Costa Rica"),
        ("One was a cousin of ex-President Eva Luna.", "Eva Luna: not holds president"),
        ("Rebel-turned-president Omar Said spoke.", "Omar Said: holds president"),
        ("Lawmaker Omar Said met Senator Eva Luna.", "Eva Luna: holds senator"),
        ("Rep. Omar Said met Gov. Eva Luna.", "Eva Luna: holds governor"),
        ("The Harbour Board (HB) spokesman Jan Olsen spoke.", "Jan Olsen: holds Harbour Board spokesman"),
        ("The EU's wheat chief, Eva Luna, spoke.", "Eva Luna: holds EU wheat chief"),
        (
            "Under Secretary for Near Eastern Affairs Eva Luna spoke.",
            "Eva Luna: holds under secretary for Near Eastern Affairs",
        ),
        ("It was under Eva Luna, designated Foreign Minister Jan Olsen said.", "Jan Olsen: appointed foreign minister"),
        ("The Harvest Party of Prime Minister Eva Luna lost.", "Eva Luna: holds prime minister"),
        ("Former president and chess prize winner Jan Olsen spoke.", "Jan Olsen: not holds president"),
        ("He met Luna, the Peruvian health secretary, Eva Quispe, and left.", "Eva Quispe: holds health secretary"),
    ],
)
def test_reads_a_title_before_a_name(sentence: str, expected: str) -> None:
    assert expected in [short(c) for c in claims(sentence, "office")]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "Omar Said, head of the anti-terror unit at the interior ministry, spoke.",
            "Omar Said: holds head of the anti-terror unit at the interior ministry",
        ),
        ("Omar Said, MP for Lagos East, spoke.", "Omar Said: holds MP for Lagos East"),
        ("Omar Said, the group's spokesman, spoke.", "Omar Said: holds group spokesman"),
        (
            "Omar Said, a senior official of the Gulu Civil Council, spoke.",
            "Omar Said: holds senior official of the Gulu Civil Council",
        ),
        (
            "Eva Luna, 54, Peru's ambassador to the United Nations, spoke.",
            "Eva Luna: holds ambassador to the United Nations",
        ),
        ("Jan Olsen, head of trading at Acme Finance, spoke.", "Jan Olsen: holds head of trading at Acme Finance"),
        ("Omar Said, a member of the provincial council, spoke.", "Omar Said: holds member of the provincial council"),
        (
            "Omar Said, the head of the Oslo-based Harbour Watch said so.",
            "Omar Said: holds head of the Oslo-based Harbour Watch",
        ),
        ("Eva Luna – mayor of Lima since 2011 – spoke.", "Eva Luna: holds mayor of Lima"),
        ("Eva Luna, a former vice-president, spoke.", "Eva Luna: not holds vice-president"),
        ("Eva Luna, a former mayor and ambassador, spoke.", "Eva Luna: not holds ambassador"),
        ("Eva Luna, a former mayor and leader of the Greens, spoke.", "Eva Luna: holds leader of the Greens"),
        ("Omar Said, who heads the National Council, spoke.", "Omar Said: holds head of the National Council"),
        (
            "Colonel Omar Said, who commands the northern garrison, spoke.",
            "Omar Said: holds commander of the northern garrison",
        ),
        ("Rebels led by Omar Said took Gulu.", "Omar Said: holds leader of the rebels"),
        (
            "Gen Omar Said, the chairman of the US joint chiefs of staff, spoke.",
            "Omar Said: holds chairman of the US joint chiefs of staff",
        ),
        (
            "Omar Said, a Gulu Democratic Forces (GDF) spokesman, spoke.",
            "Omar Said: holds Gulu Democratic forces spokesman",
        ),
        ("Omar Said, a Labour MP for 27 years, has left.", "Omar Said: holds labour MP"),
        ("Eva Luna, Peru's chancellor, and Jan Olsen, Chad's president, met.", "Jan Olsen: holds president of Chad"),
        (
            "He asked Jan Olsen, a bearded commentator and former head of the bank.",
            "Jan Olsen: not holds head of the bank",
        ),
        (
            "Omar Said, chairman of the far-left party New Dawn, spoke.",
            "Omar Said: holds chairman of the far-left party New Dawn",
        ),
        ("Omar Said, 61, a former chief of staff between 1987 and 1991, spoke.", "Omar Said: not holds chief of staff"),
        (
            "Peru's President Eva Luna met her Chilean counterpart Luis Rojas in Lima.",
            "Luis Rojas: holds president of Chile",
        ),
    ],
)
def test_reads_what_follows_a_name(sentence: str, expected: str) -> None:
    assert expected in [short(c) for c in claims(sentence, "office")]


@pytest.mark.parametrize(
    "sentence",
    [
        "Omar Said, the finance minister's brother, spoke.",
        "Omar Said, ruler for the past 32 years, spoke.",
        "Eva Luna, then prime minister, ordered it.",
        "Her husband, the late President Omar Said, was a poet.",
        "Omar Said, a political analyst, spoke.",
        "Eva Luna, a member of the choir, sang.",
        "It was 4 pm EDT NEW YORK.",
        "Omar Said, a lawyer for the family, spoke.",
        "General Omar Said spoke.",
        "It is up to the Department of Environmental Quality to decide.",
        "Eva Luna, one of the best players, scored.",
        "Omar Said, the king of pop, sang.",
        "He spoke for the toppled Harvest Front.",
        "A spokesman for the ruling Chama Moja Union spoke.",
        "Eva Luna, the unsuccessful candidate for mayor, left.",
    ],
)
def test_reads_no_office_where_none_is(sentence: str) -> None:
    assert [short(c) for c in claims(sentence, "office")] == []


def test_an_office_of_one_person_has_one_name_in_an_article() -> None:
    text = "Peru's army said so in Lima, Peru. Ugandan President Omar Said was in Lima, Peru. President Said has not resigned."
    assert {c.value.title for c in claims(text, "office")} == {"president of Uganda"}  # type: ignore[union-attr]
