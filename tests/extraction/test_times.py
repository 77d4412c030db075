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


@pytest.mark.parametrize(
    ("sentence", "day"),
    [
        ("He will resign on Friday.", "2010-04-09"),
        ("He resigned on Friday.", "2010-04-02"),
        ("The vote is due on Monday.", "2010-04-12"),
        ("Police said on Tuesday they will free him.", "2010-04-06"),
        ("They would look into Wednesday's ruling.", "2010-04-07"),
        ("It is shut until Saturday.", "2010-04-10"),
    ],
)
def test_a_verb_of_the_future_turns_a_weekday_ahead(sentence: str, day: str) -> None:
    (found,) = find_times(sentence, GROUND)
    assert found.interval.earliest.astimezone(ZONE).strftime("%Y-%m-%d") == day


def test_two_joined_days_are_one_stretch() -> None:
    (found,) = find_times("Clashes on Monday and Tuesday left the town empty.", GROUND)
    assert (found.interval.latest - found.interval.earliest).days == 2


def test_the_next_day_is_told_from_the_day_before_it() -> None:
    first, second = find_times("He was held on 3 March and freed the next day.", GROUND)
    assert second.interval.earliest - first.interval.earliest == first.interval.width


def test_how_long_it_lasted_is_no_date() -> None:
    assert [m.bound for m in find_times("She has led it for the past three years.", GROUND)] == ["for"]
    assert find_times("It was the worst flood in 20 years.", GROUND) == []


def test_the_zone_is_that_of_the_town_of_the_dateline() -> None:
    text = "VLADIVOSTOK, Russia (Agency) -- Rebels seized Artyom on Tuesday. Russia is calm."
    (claim,) = claims(text, "control")
    assert (
        claim.valid.earliest.isoformat() == "2014-03-03T13:00:00+00:00"
    )  # eleven hours ahead of UTC in that year, not Moscow's four


def day(text: str, attribute: str, subject: str = "") -> str:
    """The earliest day of the one claim of an attribute (of a subject)."""
    (claim,) = [c for c in claims(text, attribute, published=THURSDAY_NOON, zone="UTC") if subject in c.subject.name]
    return f"{claim.valid.earliest:%Y-%m-%d} {claim.valid.latest:%Y-%m-%d}"


def test_since_before_a_change_is_its_moment_not_a_span() -> None:
    assert day("Unrest has been rife since rebels seized Banjul in 1999.", "control") == "1999-01-01 2000-01-01"
    assert day("Rebels have been in control of Banjul since 1999.", "control") == "1999-01-01 2014-03-06"


def test_a_state_in_a_relative_clause_is_not_of_the_time_around_it() -> None:
    text = "Fighting broke out in 2009, pitting the army against rebels who control the north of Gambia."
    assert day(text, "control") == "2014-03-06 2014-03-06"


def test_a_time_of_another_clause_does_not_date_a_state() -> None:
    text = "The army controls the town of Banjul, while the rebels in January took two ports on the coast."
    assert day(text, "control", "Banjul") == "2014-03-06 2014-03-06"


def test_an_event_told_again_keeps_its_date() -> None:
    text = (
        "Police questioned a man over the killing of Eva Luna. The town is calm. Traders kept their shops shut.\n"
        "A year has passed.\nEva Luna was shot dead on 12 February 2013."
    )
    assert {f"{c.valid.earliest:%Y-%m-%d}" for c in claims(text, "killed", zone="UTC")} == {"2013-02-12"}


def test_a_story_of_an_earlier_year_goes_on_in_the_next_sentence() -> None:
    text = "In 2003 an illness spread in the east. Mr Omar Said returned from Mali with a cough."
    assert day(text, "location") == "2003-01-01 2004-01-01"


def test_a_movement_named_after_a_day_is_no_date() -> None:
    ground = Calendar(THURSDAY_NOON, ZoneInfo("UTC"))
    assert find_times("He leads the May 9 movement.", ground) == []
