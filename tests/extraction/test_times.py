"""The grammar of news time expressions: Thursday, 8 April 2010, 14:55 in Shanghai is the ground of the table."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from extraction_support import THURSDAY_NOON, claims

from tracker.extraction.calendar import Calendar
from tracker.extraction.times import find_times, recent_change

ZONE = ZoneInfo("Asia/Shanghai")
GROUND = Calendar(datetime(2010, 4, 8, 14, 55, tzinfo=ZONE).astimezone(UTC), ZONE)


@pytest.mark.parametrize(
    ("words", "earliest", "latest", "basis"),
    [
        ("on Wednesday", "2010-04-07 00:00", "2010-04-08 00:00", "relative"),
        ("on Thursday", "2010-04-08 00:00", "2010-04-09 00:00", "relative"),
        ("on Friday", "2010-04-02 00:00", "2010-04-03 00:00", "relative"),
        ("next Friday", "2010-04-09 00:00", "2010-04-10 00:00", "relative"),
        ("last Thursday", "2010-04-01 00:00", "2010-04-02 00:00", "relative"),
        ("at Wednesday noon", "2010-04-07 11:00", "2010-04-07 13:00", "relative"),
        ("early Thursday morning", "2010-04-08 00:00", "2010-04-08 09:00", "relative"),
        ("late on Wednesday", "2010-04-07 17:00", "2010-04-08 00:00", "relative"),
        ("on Tuesday afternoon", "2010-04-06 12:00", "2010-04-06 18:00", "relative"),
        ("yesterday", "2010-04-07 00:00", "2010-04-08 00:00", "relative"),
        ("this morning", "2010-04-08 05:00", "2010-04-08 12:00", "relative"),
        ("overnight", "2010-04-07 18:00", "2010-04-08 08:00", "relative"),
        ("two days ago", "2010-04-06 00:00", "2010-04-07 00:00", "relative"),
        ("five years ago", "2005-01-01 00:00", "2006-01-01 00:00", "relative"),
        ("a year ago", "2009-01-01 00:00", "2010-01-01 00:00", "relative"),
        ("over the past week", "2010-04-01 14:55", "2010-04-08 14:55", "relative"),
        ("this month", "2010-04-01 00:00", "2010-05-01 00:00", "relative"),
        ("last month", "2010-03-01 00:00", "2010-04-01 00:00", "relative"),
        ("last year", "2009-01-01 00:00", "2010-01-01 00:00", "relative"),
        ("on 7 April", "2010-04-07 00:00", "2010-04-08 00:00", "calendar"),
        ("April 3, 2009", "2009-04-03 00:00", "2009-04-04 00:00", "calendar"),
        ("the 2nd of May 2008", "2008-05-02 00:00", "2008-05-03 00:00", "calendar"),
        ("on 20 December", "2009-12-20 00:00", "2009-12-21 00:00", "calendar"),
        ("2010-01-31", "2010-01-31 00:00", "2010-02-01 00:00", "calendar"),
        ("March 2005", "2005-03-01 00:00", "2005-04-01 00:00", "calendar"),
        ("in June", "2009-06-01 00:00", "2009-07-01 00:00", "calendar"),
        ("in 2007", "2007-01-01 00:00", "2008-01-01 00:00", "calendar"),
        ("the third quarter of 2008", "2008-07-01 00:00", "2008-10-01 00:00", "calendar"),
        ("in the 1990s", "1990-01-01 00:00", "2000-01-01 00:00", "calendar"),
    ],
)
def test_reads(words: str, earliest: str, latest: str, basis: str) -> None:
    (found,) = find_times(f"It happened {words}.", GROUND)
    local = [t.astimezone(ZONE).strftime("%Y-%m-%d %H:%M") for t in (found.interval.earliest, found.interval.latest)]
    assert (local, found.basis) == ([earliest, latest], basis)


@pytest.mark.parametrize(
    "words",
    ["He may fly on.", "They march on Rome.", "The second man came.", "Some 2005 people came.", "May we come in?"],
)
def test_leaves_alone(words: str) -> None:
    assert find_times(words, GROUND) == []


def test_a_bound_is_told() -> None:
    assert [m.bound for m in find_times("It is shut until Friday and since Monday.", GROUND)] == ["until", "since"]


def test_an_impossible_date_is_none() -> None:
    assert (
        find_times("on 31 February 2009", GROUND) == []
        or find_times("on 31 February 2009", GROUND)[0].basis == "calendar"
    )


def test_an_undated_change_is_recent_and_not_after_publication() -> None:
    span = recent_change(GROUND)
    assert span.latest == GROUND.published
    assert span.earliest.astimezone(ZONE).strftime("%d %H:%M") == "07 00:00"


def test_the_local_zone_is_that_of_the_country() -> None:
    (claim,) = claims("Rebels seized Kano on Tuesday. Nigeria is calm.", "control")
    assert claim.valid.earliest.isoformat() == "2014-03-03T23:00:00+00:00"  # Lagos is an hour ahead


def test_a_forecast_lies_ahead_and_nothing_else_does() -> None:
    text = "President Omar Said of Mali will travel to Ghana on Saturday. Mr Said fled Bamako on Thursday."
    ahead, past = claims(text, "location")
    assert ahead.valid.earliest > THURSDAY_NOON and ahead.certainty == "possible"
    assert past.valid.latest == THURSDAY_NOON
