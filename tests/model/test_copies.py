"""Copies: what is taken for one paragraph printed twice, what is kept apart, and that the order of arrival never matters."""

from __future__ import annotations

import random
import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.model.copies import SIZE, Copies, Order, contradict, resemble, signature, similarity

START = datetime(2021, 5, 1, 12, tzinfo=UTC)

SEIZED = (
    "Soldiers loyal to General Ilya Brandt seized the state broadcaster in Port Alba before dawn on Sunday and cut the road "
    "to the airport, witnesses and two diplomats said, as 15 people were reported killed in fighting around the harbour."
)


def alike(a: str, b: str) -> bool:
    return resemble(signature(a), signature(b))


def order(hours: float, key: str) -> Order:
    return (START + timedelta(hours=hours), key)


def indexed(*paragraphs: tuple[str, float, str]) -> Copies[str]:
    copies: Copies[str] = Copies()
    for key, hours, text in paragraphs:
        copies.add(key, signature(text), order(hours, key))
    return copies


@pytest.mark.parametrize(
    ("what", "copy"),
    [
        ("another dateline", f"PORT ALBA, May 2 (Reuters) - {SEIZED}"),
        ("a stamp and a dateline", f"PORT ALBA | Sun May 2, 2021 7:26 am BST PORT ALBA (Reuters) - {SEIZED}"),
        ("a paper's dateline", f"PORT ALBA, Arland -- {SEIZED}"),
        (
            "other case and white space",
            SEIZED.replace("state broadcaster", "State\u00a0Broadcaster").replace(" and ", "\n and "),
        ),
        ("one word edited", SEIZED.replace("cut the road", "blocked the road")),
        ("a name in another spelling", SEIZED.replace("Ilya Brandt", "Iliya Branndt")),
        ("a last clause more", f"{SEIZED[:-1]}, the worst since the mutiny of last March."),
        ("a last clause less", SEIZED.partition(", as 15 people")[0] + "."),
        ("the figure in words", SEIZED.replace("15 people", "fifteen people")),
    ],
)
def test_a_copy_is_recognised_with(what: str, copy: str) -> None:
    assert alike(SEIZED, copy), similarity(signature(SEIZED), signature(copy))


def test_quotes_and_dashes_of_another_house_are_the_same() -> None:
    straight = (
        '"We hold the harbour - all of it - and the mayor\'s house," General Brandt told reporters in the U.S. embassy.'
    )
    curly = (
        "“We hold the harbour – all of it – and the mayor’s house,” General Brandt told reporters in the US embassy."
    )
    assert signature(straight) == signature(curly)


@pytest.mark.parametrize(
    ("what", "other"),
    [
        ("another number", SEIZED.replace("15 people", "16 people")),
        ("another number in words", SEIZED.replace("two diplomats", "three diplomats")),
        ("another town", SEIZED.replace("Port Alba", "Hill Town")),
        ("another day", SEIZED.replace("Sunday", "Monday")),
        (
            "the same opening only",
            SEIZED[:90] + " while the president flew north and urged his followers to stay at home.",
        ),
    ],
)
def test_other_facts_are_no_copy(what: str, other: str) -> None:
    assert not alike(SEIZED, other)


def test_a_changed_figure_contradicts_and_an_added_one_does_not() -> None:
    more = f"{SEIZED[:-1]}, and 40 were wounded."
    assert contradict(signature(SEIZED), signature(SEIZED.replace("15", "16")))
    assert not contradict(signature(SEIZED), signature(more))


@pytest.mark.parametrize(
    "line",
    [
        "",
        "Reached by telephone, he said: “No comment at all.”",
        "(Reporting by Ana Vidal in Port Alba and Tom Reyes in Hill Town; Writing by Lee Ortiz; Editing by Ruth Okoye)",
        "Additional reporting by Ana Vidal, Tom Reyes, Lee Ortiz and Ruth Okoye in Port Alba and in Hill Town",
        "© 2021 The North Wire. All rights reserved. This material may not be published, broadcast or rewritten.",
    ],
)
def test_short_lines_and_credits_have_no_signature_and_copy_nothing(line: str) -> None:
    assert signature(line) == b""
    copies = indexed(("a", 0, line), ("b", 1, line))
    assert [copies.original("a"), copies.original("b")] == ["a", "b"]


def test_the_dateline_is_no_part_of_the_words_that_are_counted() -> None:
    assert signature("PORT ALBA, Arland, May 2 (Reuters) - The harbour master of the town declined to comment.") == b""


def test_a_signature_is_small_and_the_same_in_every_process() -> None:
    code = "import sys; from tracker.model.copies import signature; print(signature(sys.argv[1]).hex())"
    for seed in ("1", "2"):
        done = subprocess.run(
            [sys.executable, "-c", code, SEIZED], env={"PYTHONHASHSEED": seed, "PYTHONPATH": ":".join(sys.path)},
            capture_output=True, text=True, check=True,
        )  # fmt: skip
        assert done.stdout.strip() == signature(SEIZED).hex()
    assert len(signature(SEIZED)) == SIZE == 64


def test_a_stored_signature_keeps_its_meaning() -> None:
    """Signatures are kept in events: whoever changes what one is has to keep reading the old ones."""
    assert signature(SEIZED).hex() == (
        "3200acac006c06b300cb000000060000002b001523dd030b00000055acd9c5bbcb000000006000f4000050"
        "000400000000080000020800800000000004100800"
    )


def test_the_earliest_report_is_the_original_whenever_it_comes_in() -> None:
    copies = indexed(("lamp", 5, SEIZED), ("courier", 3, SEIZED.replace("cut the road", "blocked the road")))
    assert copies.original("lamp") == "courier"
    copies.add("wire", signature(f"PORT ALBA (AP) -- {SEIZED}"), order(1, "wire"))
    assert [copies.original(key) for key in ("lamp", "courier", "wire")] == ["wire", "wire", "wire"]
    copies.remove("wire")
    assert copies.original("lamp") == "courier"


def test_small_edits_do_not_lead_from_one_fact_to_another() -> None:
    """Each version resembles the one before; the last has nothing of the first, and is no copy of it."""
    words = SEIZED.split()
    later = [f"other{i}" for i in range(len(words))]
    versions = [" ".join(later[:cut] + words[cut:]) for cut in range(0, len(words) + 1, 3)]
    copies = indexed(*((f"v{n:02}", n, text) for n, text in enumerate(versions)))
    signatures = {f"v{n:02}": signature(text) for n, text in enumerate(versions)}
    for key, own in signatures.items():
        assert resemble(own, signatures[copies.original(key)])
    assert copies.original(f"v{len(versions) - 1:02}") != "v00"


def test_what_is_reported_later_changes_no_earlier_answer() -> None:
    a, b = SEIZED, SEIZED.replace("cut the road to the airport", "shot at cars on the coast road")
    early = indexed(("a", 0, a), ("b", 1, b))
    before = early.original("a"), early.original("b")
    early.add("c", signature(SEIZED.replace("cut the road", "shot at cars on the road")), order(2, "c"))
    assert (early.original("a"), early.original("b")) == before


def test_a_formula_in_very_many_articles_is_not_what_they_share() -> None:
    """A standing line before different news: neither the line, nor what it costs to look it up, ties the news together."""
    formula = "Here are the main developments of this day in Arland, as told by our reporters: "
    copies: Copies[str] = Copies()
    for n in range(600):
        made = random.Random(n)
        news = " ".join("".join(made.choices("abcdefghijklmnop", k=6)) for _ in range(45))
        copies.add(f"f{n}", signature(formula + news), order(n, f"f{n}"))
        copies.add(f"g{n}", signature(formula), order(n, f"g{n}"))
    assert all(copies.original(f"f{n}") == f"f{n}" for n in range(600))
    assert copies.original("g599") == "g0"


def test_a_template_with_other_figures_in_each_article_makes_no_copies() -> None:
    texts = [
        f"Shares of the harbour company fell {n} percent to {100 - n} crowns in early trading on the Arland exchange."
        for n in range(2, 42)
    ]
    copies = indexed(*((f"a{n}", n, text) for n, text in enumerate(texts)))
    apart = sum(copies.original(f"a{n}") == f"a{n}" for n in range(len(texts)))
    assert apart >= 36, "all but the few whose marks coincide"


WORDS_OF = st.lists(
    st.sampled_from(["the", "of", "harbour", "Brandt", "said", "15", "Sunday", "Alba", "road"]),
    min_size=12,
    max_size=40,
)
EDITS = st.lists(st.tuples(st.integers(0, 30), st.sampled_from(["16", "town", "Monday", "and"])), max_size=3)


@st.composite
def families(draw: st.DrawFn) -> list[str]:
    """Paragraphs, several of them edited from one."""
    texts = []
    for base in draw(st.lists(WORDS_OF, min_size=1, max_size=3)):
        for edits in draw(st.lists(EDITS, min_size=1, max_size=4)):
            words = list(base)
            for at, word in edits:
                words[at % len(words)] = word
            texts.append(" ".join(words))
    return texts


@given(families(), st.randoms(use_true_random=False))
def test_the_order_of_arrival_does_not_matter(texts: list[str], chance: random.Random) -> None:
    paragraphs = [(f"p{n}", float(n // 2), text) for n, text in enumerate(texts)]
    expected = indexed(*paragraphs)
    shuffled = paragraphs * 2
    chance.shuffle(shuffled)
    found: Copies[str] = Copies()
    for key, hours, text in shuffled:
        found.add(key, signature(text), order(hours, key))
        found.original(key)
    for key, _, _ in paragraphs:
        assert found.original(key) == expected.original(key)


@given(families())
def test_an_original_is_earlier_is_its_own_and_resembles_its_copies(texts: list[str]) -> None:
    signatures = {f"p{n}": signature(text) for n, text in enumerate(texts)}
    copies = indexed(*((f"p{n}", float(n), text) for n, text in enumerate(texts)))
    for key, own in signatures.items():
        original = copies.original(key)
        assert int(original[1:]) <= int(key[1:])
        assert copies.original(original) == original
        assert original == key or resemble(own, signatures[original])


@given(st.text(), st.text())
def test_any_text_has_a_signature_and_similarity_is_symmetric(a: str, b: str) -> None:
    x, y = signature(a), signature(b)
    assert len(x) in (0, SIZE)
    assert similarity(x, y) == similarity(y, x)
    assert contradict(x, y) == contradict(y, x)
    assert similarity(x, x) == (1.0 if x else 0.0)


@given(st.lists(st.text(st.characters(), min_size=1, max_size=6), min_size=12, max_size=30))
def test_any_unicode_makes_words_without_raising(words: list[str]) -> None:
    """Surrogates, marks and unassigned characters too."""
    own = signature(" ".join(words))
    assert len(own) in (0, SIZE)
    assert resemble(own, own) == bool(own)
