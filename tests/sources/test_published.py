"""The publication time that a text states: which lines are believed, and which never."""

from __future__ import annotations

import io
import json
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.model.article import Article
from tracker.model.time import isoformat
from tracker.sources import Rejected, read_articles

NOW = datetime(2024, 6, 1, 12, tzinfo=UTC)
PROSE = "Some two hundred miners blocked the bridge at Tarn and let nobody pass, the police said.\n"


def dated(text: str, timezone: str | None = None, now: datetime = NOW) -> Article | Rejected:
    (result,) = read_articles(["-"], outlet="Tarn Herald", timezone=timezone, now=now, stdin=io.BytesIO(text.encode()))
    return result


def time_of(text: str, timezone: str | None = None, now: datetime = NOW) -> tuple[str, str]:
    article = dated(text, timezone, now)
    assert isinstance(article, Article), article
    return isoformat(article.published_at), article.published_basis


def why(text: str, timezone: str | None = None, now: datetime = NOW) -> str:
    result = dated(text, timezone, now)
    assert isinstance(result, Rejected), result
    assert "--published" in result.why
    return result.why


@pytest.mark.parametrize(
    ("stamp", "utc"),
    [
        ("Page last updated at 09:37 GMT, Monday, 6 May 2024 10:37 UK", "2024-05-06T09:37:00Z"),
        ("Last Updated: Monday, 6 May 2024, 09:37 GMT 10:37 UK", "2024-05-06T09:37:00Z"),
        ("Published: 6 May 2024 12:00 UTC", "2024-05-06T12:00:00Z"),
        ("Published: 2024/05/06 12:00:07 GMT", "2024-05-06T12:00:07Z"),
        ("Published on Monday, May 6th, 2024 at 6.12 pm BST", "2024-05-06T17:12:00Z"),
        ("Updated 6:12 p.m. EST May 6, 2024", "2024-05-06T23:12:00Z"),
        ("6:12pm ET, May 6, 2024", "2024-05-06T22:12:00Z"),
        ("2024-05-06 14:55 BJT", "2024-05-06T06:55:00Z"),
        ("2024-05-06T14:55:00+06:00", "2024-05-06T08:55:00Z"),
        ("2024-05-06T14:55Z", "2024-05-06T14:55:00Z"),
        ("May 6, 2024 | 14:30 GMT", "2024-05-06T14:30:00Z"),
        ("(Fell Press) - Mon May 6, 2024 6:12pm EDT", "2024-05-06T22:12:00Z"),
        ("TARN | Mon May 6, 2024 6:12pm EDT", "2024-05-06T22:12:00Z"),
        ("Tarn Herald > World > Monday, 6 May 2024, 20:40 GMT", "2024-05-06T20:40:00Z"),
        ("By Jane Roe in Tarn, May 6, 2024 6 p.m. ET", "2024-05-06T22:00:00Z"),
        ("Mon, 06 May 2024 12:00:00 +0200", "2024-05-06T10:00:00Z"),
        ("1437 GMT Monday May 6, 2024", "2024-05-06T14:37:00Z"),
        ("Updated 2249 GMT (0649 HKT) May 6, 2024", "2024-05-06T22:49:00Z"),
        ("Updated 6:12 PM GMT+2, May 6, 2024", "2024-05-06T16:12:00Z"),
        ("Last modified on Tue 7 May 2024 10.00 BST", "2024-05-07T09:00:00Z"),
        ("www.tarn.example  2024-05-06 14:55:12", "2024-05-06T14:55:12Z"),
        ("14:55, 6 May 2024 GMT", "2024-05-06T14:55:00Z"),
        ("6 May 2024, 14:55 Moscow time", "2024-05-06T11:55:00Z"),
        ("06.05.2024 14:55 MSK", "2024-05-06T11:55:00Z"),
        ("24/05/2024 14:55 (UTC+6)", "2024-05-24T08:55:00Z"),
        ("12:05 a.m. GMT 6 May 2024", "2024-05-06T00:05:00Z"),
        ("12:05 p.m. GMT 6 May 2024", "2024-05-06T12:05:00Z"),
        ("6 May 2024 14:00", "2024-05-06T14:00:00Z"),
        # Moscow was at UTC+4 that summer; a region's name knows.
        ("6 May 2013 14:00 MSK", "2013-05-06T10:00:00Z"),
        ("Published 6 May 2024 10:00 GMT; last updated 7 May 2024 11:00 GMT", "2024-05-07T11:00:00Z"),
        ("Published: 6 May 2024 10:00 GMT\nUpdated: 6 May 2024 13:30 GMT", "2024-05-06T13:30:00Z"),
        ("Monday, 6 May 2024\nPublished: 5 May 2024 10:00 GMT", "2024-05-05T10:00:00Z"),
        ("Published: 6 May 2024\n6 May 2024 10:00 GMT", "2024-05-06T10:00:00Z"),
    ],
)
def test_stamps_of_pages(stamp: str, utc: str) -> None:
    assert time_of(f"Miners block the bridge\n{stamp}\n\n{PROSE}") == (utc, "stated")


@pytest.mark.parametrize(
    "stamp", ["Story from Tarn Herald\nPublished: 2024/05/06 12:00:07 GMT", "2024-05-06 12:00:07 UTC"]
)
def test_a_line_below_the_article_that_is_a_stamp(stamp: str) -> None:
    assert time_of(f"{PROSE}{PROSE}\n{stamp}\n") == ("2024-05-06T12:00:07Z", "stated")


@pytest.mark.parametrize(
    ("text", "timezone", "utc"),
    [
        ("6 May 2024 14:00", "Asia/Bishkek", "2024-05-06T08:00:00Z"),
        ("6 May 2024 14:00 local time", "Asia/Bishkek", "2024-05-06T08:00:00Z"),
        ("6 May 2024 14:00 GMT", "Asia/Bishkek", "2024-05-06T14:00:00Z"),
        ("6 May 2024 14:30 IST", "Asia/Kolkata", "2024-05-06T09:00:00Z"),
        ("6 May 2024 14:30 IST", "Asia/Jerusalem", None),  # it is on summer time in May, IDT
        ("6 May 2024 14:30 CST", "Asia/Shanghai", "2024-05-06T06:30:00Z"),
        ("27 October 2024 01:30", "Europe/London", None),  # in the future of NOW
        ("29 October 2023 01:30", "Europe/London", "2023-10-29T01:30:00Z"),  # the second 01:30 of that night
    ],
)
def test_the_article_s_own_zone(text: str, timezone: str, utc: str | None) -> None:
    if utc is None:
        assert why(f"{text}\n{PROSE}", timezone)
    else:
        assert time_of(f"{text}\n{PROSE}", timezone) == (utc, "stated")


class TestADayWithoutATime:
    def test_ends_with_that_local_day(self) -> None:
        assert time_of(f"Monday, May 6, 2024\n{PROSE}")[0] == "2024-05-06T23:59:59Z"
        assert time_of(f"Monday, May 6, 2024\n{PROSE}", "Asia/Bishkek")[0] == "2024-05-06T17:59:59Z"

    def test_but_not_after_now(self) -> None:
        now = datetime(2024, 5, 6, 9, 30, 1, 5, tzinfo=UTC)
        assert time_of(f"Monday, May 6, 2024\n{PROSE}", now=now)[0] == "2024-05-06T09:30:01Z"
        assert "future" in why(f"Tuesday, May 7, 2024\n{PROSE}", now=now)

    def test_two_different_days_are_not_chosen_between(self) -> None:
        assert "2024-05-05 and 2024-05-06" in why(f"5 May 2024\n6 May 2024\n{PROSE}")

    def test_a_chronology_is_not_a_page_s_date(self) -> None:
        assert why(f"5 May 2024\n{PROSE}6 May 2024\n{PROSE}")


class TestDatelines:
    @pytest.mark.parametrize(
        ("text", "utc"),
        [
            (f"TARN, May 6 (Fell Press) -- {PROSE}It began on 2 May 2024.", "2024-05-06T23:59:59Z"),
            (f"TARN, May 6, 2024 (Fell Press) — {PROSE}", "2024-05-06T23:59:59Z"),
            (f"TARN, 6 May 2024 (7.fp) – {PROSE}", "2024-05-06T23:59:59Z"),
            (f"TARN, 6 May. {PROSE}The vote of May 12, 2024 was put off.", "2024-05-06T23:59:59Z"),
            (f"TARN, Fellmark, Jan. 2 (Fell Press) -- {PROSE}It began on Dec. 30, 2023.", "2024-01-02T23:59:59Z"),
            (f"TARN, Dec. 30 (Fell Press) -- {PROSE}They want an answer by January 3, 2024.", "2023-12-30T23:59:59Z"),
            (
                f"TARN, May 6 (Fell Press) -- {PROSE}The mine opened on 3 March 1998.\nIt shut on 1 May 2024.",
                "2024-05-06T23:59:59Z",
            ),
        ],
    )
    def test_their_year_is_theirs_or_a_near_date_s(self, text: str, utc: str) -> None:
        assert time_of(f"Miners block the bridge\n\n{text}") == (utc, "dateline")

    @pytest.mark.parametrize(
        "rest",
        [
            "",
            "The mine opened on 3 March 1998.",
            "It began in May 2024.",
            "A year ago, on 5 May 2023, they had blocked it too.",
            "They blocked it on 7 May 2021 as well, and on 7 May 2022.",
            "They had done so on 4 May 2023. A court dealt with it on 1 March 2024.",
            "They had done so on 4 May 2020. Talks failed on 9 December 2022.",
        ],
    )
    def test_a_year_is_never_guessed(self, rest: str) -> None:
        assert "no year" in why(f"TARN, May 6 (Fell Press) -- {PROSE}{rest}")

    def test_a_stamp_is_worth_more(self) -> None:
        assert time_of(f"2024-05-07 01:10 UTC\n\nTARN, May 6 (Fell Press) -- {PROSE}") == (
            "2024-05-07T01:10:00Z",
            "stated",
        )

    def test_an_impossible_day(self) -> None:
        assert "impossible" in why(f"TARN, June 31, 2023 (Fell Press) -- {PROSE}")


@pytest.mark.parametrize(
    "text",
    [
        PROSE,
        f"{PROSE}The bridge was built by the army and opened on 6 May 2024 by the mayor.\n",
        "On 6 May 2024 at 14:00 GMT the miners blocked the bridge",
        "A rally in Tarn on 6 May 2024",
        f"The great strike - 6 May 2024\n{PROSE}",
        f"{PROSE}{PROSE}6 May 2024\n{PROSE}",
        f"{PROSE}{PROSE}Posted: 6 May 2024 10:00\nMe too\nPosted: 6 May 2024 11:00\n",
        f"May 2024\n{PROSE}",
        f"6 May\n{PROSE}",
        f"6 May 2024 - 9 May 2024\n{PROSE}",
        f"Copyright 2024 Tarn Herald\n{PROSE}",
    ],
)
def test_what_states_no_time(text: str) -> None:
    assert why(text)


@pytest.mark.parametrize(
    ("stamp", "words"),
    [
        ("31 April 2024 14:00 GMT", "impossible date"),
        ("6 May 2024 25:00 GMT", "impossible time"),
        ("6 May 2024 14:00 pm GMT", "impossible time"),
        ("05/06/2024 14:00 GMT", "day first or month first"),
        ("Tuesday, 6 May 2024 14:00 GMT", "weekday"),
        ("6 May 2024 14:00 IST", "several meanings (India, Israel, Ireland)"),
        ("6 May 2024 14:00 CST", "several meanings"),
        ("6 May 2024 14:00 QQT", "'QQT'"),
        ("6 May 2024 14:00 Lunar time", "'Lunar time'"),
        ("6 May 2024 14:00 Mars/Base", "unknown time zone"),
        ("6 May 2024 14:00 GMT+17", "'GMT+17'"),
        ("2 June 2024 14:00 GMT", "future"),
    ],
)
def test_stamps_that_cannot_be(stamp: str, words: str) -> None:
    assert words in why(f"{stamp}\n{PROSE}")


WORDS = """6 31 May 2024 1600 0000 12:30 9 p.m. GMT IST +99 -05:00 Monday | > - -- by on Published: Updated 06/05/2024
29.02.2023 2024-13-01 ( ) TARN, (AB) Feb 29 T Z UTC+6 Asia/Tokyo local time Europe/ 14.55"""


@settings(max_examples=400, deadline=None)
@given(st.lists(st.sampled_from([*WORDS.split(), "\n"]), max_size=14))
def test_no_order_of_their_words_breaks_it(words: list[str]) -> None:
    assert isinstance(dated("x " + " ".join(words)), Article | Rejected)
    assert isinstance(dated(" ".join(words) + "\n.", "Europe/London"), Article | Rejected)


@pytest.mark.parametrize(
    "piece", ["a-", "A. ", "A, ", "6 ", "6 May ", "6 May 2024 | ", "> ", "(", "1:", "by a ", "TARN, May "]
)
def test_no_line_takes_long(piece: str) -> None:
    text = "\n".join([piece * (195 // len(piece))] * 300 + [piece * 100_000])
    began = time.process_time()
    dated(text)
    assert time.process_time() - began < 2


def test_the_real_articles_state_their_times(shared: Path) -> None:
    folder = shared / "articles"
    records = [json.loads(line) for line in (folder / "index.jsonl").read_text().splitlines()]
    for record in records:
        given_at, inferred = record.pop("published_at"), record.pop("published_inferred")
        record["text"] = (folder / record.pop("file")).read_text()
        (result,) = read_articles(["-"], stdin=io.BytesIO(json.dumps(record).encode()))
        if inferred:
            assert isinstance(result, Rejected) and "--published" in result.why
        else:
            assert isinstance(result, Article) and result.title
            assert (isoformat(result.published_at), result.published_basis) == (given_at, "stated")
    assert sum(1 for each in read_articles([folder / "index.jsonl"]) if isinstance(each, Article)) == len(records)
