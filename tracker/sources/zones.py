"""The time zone abbreviations that news prints, and what each of them means here.

An abbreviation with several meanings is read as the one that the article's own zone uses on that day. Where that does
not settle it, an abbreviation whose other meanings are rare in news has the meaning in the tables below; the others
(`AMBIGUOUS`) are refused. A standard-time name is taken at its word in summer too ("EST" in April is UTC-5): the later
of the two readings, so that nothing counts as known before it was.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

from tracker.model.errors import InputError
from tracker.model.time import parse_zone
from tracker.sources.rejection import Refused, quoted

OFFSETS: dict[str, int] = {
    name: minutes
    for minutes, names in {
        -600: "HST",
        -540: "AKST",
        -480: "PST AKDT",  # the Philippines' PST is printed PHT
        -420: "MST PDT",
        -360: "MDT",
        -300: "EST CDT",  # Australia's agencies print AEST and AEDT
        -240: "EDT",
        -210: "NST",
        -180: "ADT BRT ART",
        -150: "NDT",
        0: "GMT UTC UT Z WET",
        60: "BST CET WEST WAT",  # in English news British Summer Time, not Bangladesh's or Bougainville's
        120: "CEST EET CAT SAST",
        180: "EEST EAT IDT",
        210: "IRST",
        240: "MSD",
        270: "AFT IRDT",
        300: "PKT UZT TJT TMT",
        345: "NPT",
        390: "MMT",
        420: "ICT WIB",
        480: "HKT SGT MYT PHT AWST",
        540: "JST KST",
        570: "ACST",
        600: "AEST",
        630: "ACDT",
        660: "AEDT",
        720: "NZST",
        780: "NZDT",
    }.items()
    for name in names.split()
}
"""Minutes east of Greenwich."""

REGIONS: dict[str, str] = {
    name: region
    for region, names in {
        "Africa/Cairo": "Cairo time",
        "America/Chicago": "CT",
        "America/Denver": "MT",
        "America/Los_Angeles": "PT,Pacific time",
        "America/New_York": "ET,Eastern time,New York time",
        "Asia/Almaty": "ALMT,Almaty time,Astana time",
        "Asia/Baku": "AZT,Baku time",
        "Asia/Bishkek": "KGT,Bishkek time",
        "Asia/Dubai": "Dubai time",
        "Asia/Hong_Kong": "Hong Kong time",
        "Asia/Kabul": "Kabul time",
        "Asia/Kolkata": "Delhi time",
        "Asia/Shanghai": "BJT,Beijing time",
        "Asia/Tashkent": "Tashkent time",
        "Asia/Tbilisi": "GET,Tbilisi time",
        "Asia/Tehran": "Tehran time",
        "Asia/Tokyo": "Tokyo time",
        "Europe/Berlin": "Berlin time",
        "Europe/Istanbul": "TRT,Istanbul time",
        "Europe/Kiev": "Kyiv time,Kiev time",
        "Europe/London": "UK,UK time,London time,British time",
        "Europe/Moscow": "MSK,Moscow time",
        "Europe/Paris": "Paris time",
    }.items()
    for name in names.split(",")
}
"""Names whose offset depends on the day; a town's are followed by "time"."""

AMBIGUOUS = {
    "IST": "India, Israel, Ireland",
    "CST": "North America, China, Cuba",
    "AST": "Arabia, the Atlantic",
    "GST": "the Gulf, Guam, South Georgia",
    "AMT": "Armenia, the Amazon",
    "ECT": "Ecuador, the Eastern Caribbean",
    "SST": "Samoa, Singapore",
}

_OFFSET = re.compile(r"(?:UTC|GMT)?\s*([+\-−])(\d{1,2})(?::?(\d\d))?")


def resolve(words: str, own: ZoneInfo | None, local: datetime) -> tzinfo:
    """The zone that a stamp means by `words` ("GMT", "+06:00", "Moscow time", "Asia/Bishkek") at a local time.

    `own`: the article's zone, if known. Raises `Refused` for an unknown or ambiguous one.
    """
    if own and words == local.replace(tzinfo=own).tzname():
        return own
    if offset := _OFFSET.fullmatch(words):
        return _offset(words, offset)
    if words in OFFSETS:
        return timezone(timedelta(minutes=OFFSETS[words]))
    name = re.sub(r"\s*\bTime$", " time", words)
    if name.casefold() == "local time":
        return own or UTC
    if name in REGIONS or "/" in name:
        try:
            return parse_zone(REGIONS.get(name, name))
        except InputError as error:
            raise Refused(f"the time stamp names an {error}; or give --published") from None
    several = f"several meanings ({AMBIGUOUS[words]})" if words in AMBIGUOUS else "no meaning known here"
    raise Refused(
        f"the time stamp's zone {quoted(words)} has {several}: give --published, or the --timezone that uses it"
    )


def _offset(words: str, offset: re.Match[str]) -> tzinfo:
    minutes = int(offset[2]) * 60 + int(offset[3] or 0)
    if minutes > 15 * 60:
        raise Refused(f"the time stamp's zone {quoted(words)} is none: give --published")
    return timezone(timedelta(minutes=minutes if offset[1] == "+" else -minutes))
