"""Numbers of people in words and figures."""

from __future__ import annotations

import pytest

from tracker.extraction.quantities import number, read


@pytest.mark.parametrize(
    ("words", "low", "high"),
    [
        ("75", 75, 75),
        ("1,240", 1240, 1240),
        ("twenty-five", 25, 25),
        ("two hundred", 200, 200),
        ("at least 65", 65, None),
        ("more than 1,000", 1000, None),
        ("up to 100", None, 100),
        ("as many as 100", None, 100),
        ("nearly 300", None, 300),
        ("about 40", 40, 40),
        ("several", 3, None),
        ("dozens of", 24, None),
        ("scores of", 40, None),
        ("hundreds of", 200, None),
        ("thousands of", 2000, None),
        ("two dozen", 24, 24),
        ("half a dozen", 6, 6),
        ("between 20 and 30", 20, 30),
        ("no", 0, 0),
        ("several hundred", 300, None),
        ("tens of thousands", 20_000, None),
        ("12 or more", 12, None),
        ("20 to 30", 20, 30),
        ("two or three", 2, 3),
        ("a hundred and twenty", 120, 120),
        ("another", 1, 1),
        ("another 20", 20, 20),
        ("not one", 0, 0),
        ("no fewer than 14", 14, None),
        ("fewer than 20", None, 20),
    ],
)
def test_reads(words: str, low: int | None, high: int | None) -> None:
    quantity = read(words)
    assert quantity is not None
    assert (quantity.low, quantity.high) == (low, high)


@pytest.mark.parametrize("words", ["", "people", "some", "9" * 30])
def test_reads_nothing(words: str) -> None:
    assert read(words) is None or number(words) is None
