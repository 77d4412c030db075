"""Live pages and comment threads: entries have their own time of day, readers' comments none of the article's claims."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from extraction_support import article, claims, short

from tracker.extraction import extract

EVENING = datetime(2014, 3, 6, 22, tzinfo=UTC)
ENTRIES = [
    ("14:32", "President Karl Vetter has resigned, state radio says."),
    ("13:10", "Prime Minister Jon Halas is in Banjul."),
    ("12:05", "Rebels seized the airport this morning."),
    ("11:40", "Good morning and welcome to our page."),
]
STYLES = ["{h:02}{m:02} {t}", "{h}:{m:02}: {t}", "{h12}.{m:02}{half} {t}", "[{h}:{m:02} GMT] {t}", "{h:02}:{m:02}\n{t}"]


def page(style: str, entries: list[tuple[str, str]]) -> str:
    lines = ["Unrest in the Gambia: as it happened"]
    for clock, words in entries:
        h, m = map(int, clock.split(":"))
        lines.append(style.format(h=h, m=m, t=words, h12=(h - 1) % 12 + 1, half="pm" if h > 11 else "am"))
    return "\n\n".join(lines)


def at(text: str) -> list[tuple[str, str]]:
    found = claims(text, published=EVENING, zone="UTC")
    return [(short(c).partition(":")[0], c.valid.latest.strftime("%d %H:%M")) for c in found]


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("upwards", [False, True])
def test_an_entry_is_as_old_as_its_stamp(style: str, upwards: bool) -> None:
    found = at(page(style, ENTRIES[::-1] if upwards else ENTRIES))
    assert {("Karl Vetter", "06 14:32"), ("Jon Halas", "06 13:10"), ("airport", "06 12:00")} <= set(found)


def test_lines_without_a_stamp_belong_to_the_entry_before() -> None:
    first, second, *rest = page(STYLES[0], ENTRIES).split("\n\n")
    found = at("\n\n".join([first, second, "Foreign minister Eva Luna is in Oslo.", *rest]))
    assert ("Eva Luna", "06 14:32") in found


def test_a_stamp_after_the_publication_is_of_the_day_before() -> None:
    text = page(STYLES[0], [("23:40", ENTRIES[1][1]), ("23:20", "x y."), ("23:10", "x z."), ("22:50", "x a.")])
    (told,) = claims(text, "location", published=datetime(2014, 3, 6, 0, 10, tzinfo=UTC), zone="UTC")
    assert told.valid.latest == datetime(2014, 3, 5, 23, 40, tzinfo=UTC)


@pytest.mark.parametrize(
    "said", ["What happened when. (All times are GMT.)", "Last updated 22:00 GMT, Thursday, 6 March 2014"]
)
def test_a_page_may_name_the_zone_of_its_stamps(said: str) -> None:
    text = page(STYLES[0], ENTRIES).replace("\n\n", f"\n\n{said}\n\n", 1)
    found = claims(text, published=EVENING, zone="Asia/Tokyo")
    assert "14:32" in {c.valid.latest.strftime("%H:%M") for c in found}


@pytest.mark.parametrize(("published", "latest"), [(15, "14:32"), (6, "05:32")])
def test_stamps_without_a_zone_are_of_the_one_that_fits_the_publication(published: int, latest: str) -> None:
    found = claims(page(STYLES[0], ENTRIES), published=EVENING.replace(hour=published), zone="Asia/Tokyo")
    assert latest in {c.valid.latest.strftime("%H:%M") for c in found}


@pytest.mark.parametrize(
    "opening",
    [
        ["1974", "1983", "1988", "2003"],  # years
        ["14:32", "11:05", "13:50", "09:10", "12:20", "08:00"],  # in no order: fixtures, bus times
        ["14:32", "13:10"],  # too few
    ],
)
def test_numbers_before_lines_are_not_always_the_time_of_day(opening: list[str]) -> None:
    text = "\n\n".join(f"{stamp} President Karl Vetter met Mr Jon Halas in Oslo." for stamp in opening)
    read = extract(article(text, published=EVENING, zone="UTC"))
    assert all(c.valid.latest == EVENING for c in read.claims if c.attribute == "office")


def test_readers_comments_say_nothing() -> None:
    text = (
        "President Karl Vetter flew to Oslo on Monday.\n\n"
        "At 13:44 20th Jan 2012, plain_reader wrote: Rebels killed 500 people in Banjul.\n\n"
        "Prime Minister Jon Halas fled to Rome.\n\n"
        "2. At 1:02 pm on 21 Jan 2012, Other wrote: Nonsense."
    )
    assert {c.subject.name for c in claims(text)} == {"Karl Vetter"}
