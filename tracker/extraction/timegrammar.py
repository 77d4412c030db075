"""The forms of news time expressions, as patterns with the reader that says what each means. Earlier rules win over later."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

from tracker.extraction.calendar import Calendar
from tracker.extraction.feasts import FEAST, read_feast
from tracker.extraction.lexicon import alternation, load
from tracker.extraction.literals import Filtered
from tracker.extraction.timereaders import (
    DECADES,
    read_ago,
    read_ahead,
    read_bare_month,
    read_date,
    read_decade,
    read_half,
    read_month,
    read_named_span,
    read_past,
    read_quarter,
    read_recently,
    read_relative_day,
    read_slashed,
    read_weekday,
    read_year,
)
from tracker.extraction.timespans import (
    read_anniversary,
    read_century,
    read_clock,
    read_day_of_month,
    read_day_range,
    read_day_week,
    read_edge_span,
    read_first_months,
    read_loose_ago,
    read_month_range,
    read_recent_span,
    read_season,
    read_september,
    read_stamp,
    read_week_on,
    read_weekend,
    read_year_range,
    read_year_span,
)
from tracker.extraction.timewords import (
    ABOUT,
    ASIDE,
    CLOCK,
    COUNT,
    DAY,
    EDGE,
    MILITARY,
    MONTH,
    MONTH_ANY,
    ORDINAL,
    PART,
    SEASON,
    UNIT,
    YEAR,
    ZONE,
)
from tracker.model.claim import TimeBasis
from tracker.model.time import Interval

Reader = Callable[[re.Match[str], Calendar], Interval | None]
Rule = tuple[str, Reader, TimeBasis]


@cache
def events() -> str:
    """Events that a month or a year before them dates: "the July attack", "the 2005 refinery blast"."""
    civil = (
        "coup revolution uprising war election elections vote invasion revolt accord agreement ceasefire crisis independence "
        "referendum summit treaty truce deal ouster overthrow takeover trial protest demonstrations census games poll "
        "ballot handover"
    )
    return alternation([*load("casualties")["events"], *civil.split()])


def dates() -> list[Rule]:
    """Days and months by number and name, ranges before single days."""
    year = rf"(?:,?\s+(?P<y>{YEAR}))?"
    return [
        (
            rf"(?P<y>{YEAR})-(?P<m>\d\d)-(?P<d>\d\d)[T ](?P<h24>\d\d):(?P<min24>\d\d)(?::\d\d(?:\.\d+)?)?"
            r"(?P<zone>Z|[+-]\d\d:?\d\d)?",
            read_stamp,
            "calendar",
        ),
        (rf"(?P<y>{YEAR})[-/](?P<m>\d\d)[-/](?P<d>\d\d)", read_date, "calendar"),
        (rf"(?P<one>\d\d?)/(?P<two>\d\d?)/(?P<y>{YEAR})", read_slashed, "calendar"),
        (
            r"(?:the\s+)?(?:(?:september|sept\.?)\s+11(?:th)?|11\s+september|9/11)(?:,?\s+2001)?(?=,?\s+(?:terror\w*\s+|al.qaeda\s+)?(?:attacks?|hijack\w+|plot|atrocit\w+|bombings?)\b)",
            read_september,
            "calendar",
        ),
        (r"9/11", read_september, "calendar"),
        (
            rf"(?:the\s+)?(?P<d>\d{{1,2}}){ORDINAL}\s*(?:-|–|to|until|through|and)\s*(?P<d2>\d{{1,2}}){ORDINAL}\s+(?:of\s+)?(?P<mon>{MONTH_ANY}){year}",
            read_day_range,
            "calendar",
        ),
        (
            rf"(?P<mon>{MONTH_ANY})\s+(?P<d>\d{{1,2}}){ORDINAL}\s*(?:-|–|to|through|until|and(?=\s+\d{{1,2}}(?:st|nd|rd|th)?\s*(?:[.;)]|,\s*{YEAR}|$)))\s*(?P<d2>\d{{1,2}}){ORDINAL}(?![\d:]){year}",
            read_day_range,
            "calendar",
        ),
        (
            rf"(?P<d>\d{{1,2}}){ORDINAL}\s+(?P<mon>{MONTH_ANY})\s*(?:-|–|to|until|through)\s*(?P<d2>\d{{1,2}}){ORDINAL}\s+(?P<mon2>{MONTH_ANY}){year}",
            read_day_range,
            "calendar",
        ),
        (
            rf"(?P<mon>{MONTH_ANY})\s+(?P<d>\d{{1,2}}){ORDINAL}\s*(?:-|–|to|until|through)\s*(?P<mon2>{MONTH_ANY})\s+(?P<d2>\d{{1,2}}){ORDINAL}(?![\d:]){year}",
            read_day_range,
            "calendar",
        ),
        *single_dates(),
        *quarters_and_halves(),
        *months_and_seasons(),
        *months_of_events(),
    ]


def single_dates() -> list[Rule]:
    named = rf"(?:{DAY},?\s+)?"
    year = rf"(?:,?\s+(?P<y>{YEAR}))?"
    return [
        (
            rf"(?:between|from)\s+(?P<mon>{MONTH_ANY})(?:\s+(?P<y>{YEAR}))?\s+(?:and|to|until|through)\s+"
            rf"(?P<mon2>{MONTH_ANY})(?!\s+\d{{1,2}}\b){year.replace('(?P<y>', '(?P<y2>')}",
            read_month_range,
            "calendar",
        ),
        (
            rf"{EDGE}{named}(?:the\s+)?(?P<d>\d{{1,2}}){ORDINAL}\s+(?:of\s+)?(?P<mon>{MONTH_ANY}),?\s+(?P<y>{YEAR})",
            read_date,
            "calendar",
        ),
        (rf"{EDGE}{named}(?P<mon>{MONTH_ANY})\s+(?P<d>\d{{1,2}}){ORDINAL},?\s+(?P<y>{YEAR})", read_date, "calendar"),
        (
            rf"{EDGE}{named}(?:the\s+)?(?P<d>\d{{1,2}}){ORDINAL}\s+(?:of\s+)?(?P<mon>{MONTH_ANY})(?!\w)",
            read_date,
            "calendar",
        ),
        (
            rf"{EDGE}{named}(?P<mon>{MONTH_ANY})\s+(?P<d>\d{{1,2}}){ORDINAL}(?![\d,]*\d|\s+(?:movement|coalition|alliance|bloc|camp|brigades?|martyrs))",
            read_date,
            "calendar",
        ),
        (rf"(?P<feast>{FEAST})(?:,?\s+(?:in\s+)?(?P<y>{YEAR}))?", read_feast, "calendar"),
    ]


EDGE_OF = r"(?P<edge>early|late|mid|(?:the\s+)?(?:start|beginning|end|middle|close)\s+of)"


def quarters_and_halves() -> list[Rule]:
    of_year = rf"(?P<y>{YEAR}|last\s+year|this\s+year|next\s+year|the\s+year)"
    return [
        (
            rf"(?:(?P<q>first|second|third|fourth|final|last)[\s-]quarter)(?:(?:\s+of)?\s+{of_year})?",
            read_quarter,
            "calendar",
        ),
        (rf"Q(?P<q>[1-4])(?:(?:\s+of)?\s+{of_year})?", read_quarter, "calendar"),
        (r"(?:(?P<which>last|this|next|the\s+previous)\s+quarter)", read_quarter, "calendar"),
        (rf"(?:(?P<h>first|second)[\s-]half)\s+of\s+{of_year}", read_half, "calendar"),
        (rf"(?P<which>first|last)\s+(?P<n>{COUNT})\s+months\s+of\s+{of_year}", read_first_months, "calendar"),
    ]


def months_and_seasons() -> list[Rule]:
    """Months, seasons and years, whole or in part."""
    return [
        (
            rf"(?:{EDGE_OF}[\s-]+)?(?P<mon>{MONTH_ANY})(?:\s+of)?,?\s+(?P<y>{YEAR}|last\s+year|this\s+year|next\s+year)",
            read_month,
            "calendar",
        ),
        (
            rf"(?:(?P<edge>early|late|mid)[\s-]+(?:in\s+)?)?(?:(?:in|over|during|since|of|until)\s+)?(?:(?P<which>last|this|next|the|that)\s+)?(?P<season>{SEASON})(?:\s+(?:of\s+)?(?P<y>{YEAR})(?:[-–/](?P<y2>{YEAR}|\d\d))?)",
            read_season,
            "calendar",
        ),
        (
            rf"(?:(?P<edge>early|late|mid)[\s-]+)?(?P<which>last|this|next|past|over\s+the|during\s+the|in\s+the|since\s+the|in|since)\s+(?P<season>{SEASON})(?!\s+of\b|-)",
            read_season,
            "relative",
        ),
        (rf"{EDGE_OF}[\s-]+(?:in\s+)?(?P<y>{YEAR})", read_year_span, "calendar"),
        (rf"{EDGE_OF}[\s-]+(?P<y>last\s+year|this\s+year|next\s+year|the\s+year)", read_year_span, "relative"),
        (rf"{EDGE_OF}[\s-]+(?P<when>last|this|next|the)\s+(?P<unit>week|month)", read_edge_span, "relative"),
        (
            r"(?P<edge>earlier|later)\s+(?P<when>this|last|in\s+the)\s+(?P<unit>week|month|year)",
            read_edge_span,
            "relative",
        ),
    ]


def months_of_events() -> list[Rule]:
    """Months without a year, those that date an event, and centuries."""
    return [
        (
            rf"(?P<which>last|next|this|early|late|in|since|until|during|by|mid-|the\s+end\s+of|the\s+beginning\s+of|the\s+start\s+of)\s*(?:in\s+)?(?P<mon>{MONTH})(?!\s+\d)",
            read_bare_month,
            "calendar",
        ),
        (
            rf"(?:the|this|that|its|his|their|a)\s+(?P<mon>{MONTH})(?=\s+(?:[\w-]+\s+){{0,2}}{events()}\b)",
            read_bare_month,
            "calendar",
        ),
        (rf"(?P<mon>{MONTH})['’]s?(?=\s+(?:[\w-]+\s+){{0,2}}{events()}\b)", read_bare_month, "calendar"),
        (
            r"(?:the\s+)?(?:(?P<edge>early|late|mid|the\s+end\s+of\s+the|the\s+middle\s+of\s+the)[\s-]+)?(?P<c>1[5-9]|20|21)(?:th|st)[\s-]century",
            read_century,
            "calendar",
        ),
    ]


def spans() -> list[Rule]:
    """Spans told from publication: "the past week", "two years ago", "in three days"."""
    ago = r"(?:ago|earlier|before(?=\s*[.,;]|$))"
    return [
        (
            r"(?:in|over|during|for|within)\s+recent\s+(?P<unit>hour|day|week|month|year|decade)s",
            read_recent_span,
            "relative",
        ),
        (rf"(?P<a>last|past|previous|preceding)\s+(?P<n>{COUNT})\s+(?P<unit>{UNIT})s?", read_past, "relative"),
        (
            rf"(?P<same>(?:exactly\s+)?(?P<n>{COUNT})\s+(?P<unit>{UNIT})s?\s+ago)\s+(?P<on>today|yesterday|tomorrow|this\s+week|this\s+month|(?:on\s+|last\s+|this\s+)?(?P<day>{DAY}))",
            read_anniversary,
            "relative",
        ),
        (
            r"(?P<same>this\s+time|this\s+day|the\s+same\s+(?:day|week|month))\s+(?P<on>last\s+(?:year|month|week))",
            read_anniversary,
            "relative",
        ),
        (rf"{ABOUT}(?P<n>{COUNT})\s+(?P<unit>{UNIT})s?\s+{ago}", read_ago, "relative"),
        (
            r"(?P<unit>minute|hour|day|week|month|year|decade)s\s+(?:ago|earlier(?=\s*[.,;]|$))",
            read_loose_ago,
            "relative",
        ),
        (
            rf"(?P<in>in|within)\s+(?:about\s+|around\s+|the\s+next\s+|the\s+coming\s+|less\s+than\s+|just\s+)?(?P<n>{COUNT})\s+(?P<unit>{UNIT})s?['’]?(?P<time>\s+time)?(?!\s+of|['’-])",
            read_ahead,
            "relative",
        ),
        (rf"(?P<in>next|coming)\s+(?P<n>{COUNT})\s+(?P<unit>{UNIT})s?(?P<time>)", read_ahead, "relative"),
    ]


def weeks_and_weekdays() -> list[Rule]:
    return [
        (
            rf"(?P<day>{DAY}|today|tomorrow)\s+(?P<n>week|fortnight)(?!\s*(?:of|after|before)\b|-)",
            read_week_on,
            "relative",
        ),
        (
            rf"{EDGE}(?P<day>{DAY})(?:\s+(?P<part>{PART}))?\s+(?:of\s+)?(?P<when>last|next|this)\s+week",
            read_day_week,
            "relative",
        ),
        (
            rf"(?P<when>last|next|this)\s+week(?:\s+on)?\s+(?P<day>{DAY})(?:\s+(?P<part>{PART}))?",
            read_day_week,
            "relative",
        ),
        (r"(?P<when>last|this|next|over\s+the|at\s+the|during\s+the|the\s+past)\s+weekend", read_weekend, "relative"),
        (
            r"(?P<when>last|this|next|past|the\s+following|the\s+coming)\s+(?P<unit>week|fortnight|month|year|decade|century)",
            read_named_span,
            "relative",
        ),
        (
            rf"{CLOCK}{ZONE}(?:\)|\s*\([^()]{{1,20}}\))?,?\s+(?:on\s+)?(?P<day>{DAY}){ASIDE}",
            read_clock,
            "relative",
        ),
        (rf"(?P<day>{DAY})(?:\s+(?P<part>{PART}))?,?\s+{CLOCK}{ZONE}{ASIDE}", read_clock, "relative"),
        (rf"{MILITARY}\)?,?\s+(?:on\s+)?(?P<day>{DAY})", read_clock, "relative"),
        (rf"(?P<day>{DAY})(?:\s+(?P<part>{PART}))?,?\s+{MILITARY}", read_clock, "relative"),
        (rf"(?:late\s+|early\s+)?(?P<part>{PART})\s+(?:on\s+|of\s+)?(?P<day>{DAY})", read_weekday, "relative"),
        (
            rf"{EDGE}(?:(?P<which>last|next|this|previous|following|coming)\s+)?(?P<day>{DAY})(?:['’]s)?(?:,?\s+(?:at\s+|in\s+the\s+)?(?P<part>{PART}))?",
            read_weekday,
            "relative",
        ),
    ]


def days() -> list[Rule]:
    """Days told from publication, parts of it, and the day of a month."""
    return [
        (
            rf"{EDGE}(?P<rel>the\s+day\s+before\s+yesterday|the\s+day\s+after\s+tomorrow|yesterday|today|tomorrow)(?:['’]s)?(?:\s+(?P<part>{PART}))?",
            read_relative_day,
            "relative",
        ),
        (
            r"(?P<rel>tonight|overnight|last\s+night|last\s+evening|(?:earlier\s+|late\s+|later\s+)?this\s+morning|this\s+afternoon|this\s+evening|this\s+lunchtime|earlier\s+in\s+the\s+day|later\s+in\s+the\s+day)",
            read_relative_day,
            "relative",
        ),
        (
            r"on\s+the\s+(?P<d>\d{1,2})(?:st|nd|rd|th)(?:\s+of\s+(?:this|the)\s+month)?(?!\s+(?:of|floor|day|anniversary|century|hole|birthday|street|avenue|minute|lap|green|tee|storey|story|parallel|attempt|place|january|february|march|april|may|june|july|august|september|october|november|december))",
            read_day_of_month,
            "calendar",
        ),
    ]


def years() -> list[Rule]:
    not_people = (
        r"(?![\d,.]*\d|\s+(?:people|were|men|women|dead|troops|soldiers|others|civilians|children|refugees|"
        r"victims|protesters|deaths|jobs|cases))"
    )
    return [
        (
            rf"(?:(?:from|between|in|during|of|for)\s+)?(?P<y>{YEAR})\s*(?:-|–|—)\s*(?P<y2>{YEAR}|\d\d)(?!\d|-)",
            read_year_range,
            "calendar",
        ),
        (
            rf"(?:from|between|in|during)\s+(?P<y>{YEAR})\s+(?:and|to|until|through)\s+(?P<y2>{YEAR})",
            read_year_range,
            "calendar",
        ),
        (
            rf"(?:in|since|until|during|by|of|from|early|late|for|throughout|through|around|circa|year|till|back\s+in|after|before|and|to)\s+(?P<y>{YEAR}){not_people}",
            read_year,
            "calendar",
        ),
        (rf"\((?P<y>{YEAR})\)", read_year, "calendar"),
        (r"(?:the\s+)?(?:(?P<edge>early|late|mid)[\s-]+)?(?P<y>1[6-9]\d0|20\d0)['’]?s", read_decade, "calendar"),
        (r"the\s+(?:(?P<edge>early|late|mid)[\s-]+)?['’]?(?P<yy>[2-9]0)['’]?s", read_decade, "calendar"),
        (rf"the\s+(?:(?P<edge>early|late|mid)[\s-]+)?(?P<word>{'|'.join(DECADES)})", read_decade, "calendar"),
        (
            rf"(?:the|a|an|its|his|their|of)\s+(?P<y>{YEAR})(?=\s+(?:[\w-]+\s+){{0,2}}{events()}\b)",
            read_year,
            "calendar",
        ),
        (rf"(?P<y>{YEAR})['’]s?(?=\s+(?:[\w-]+\s+){{0,2}}{events()}\b)", read_year, "calendar"),
    ]


def hours() -> list[Rule]:
    return [
        (r"at\s+(?P<part>noon|midday|midnight|dawn|dusk|daybreak|lunchtime)", read_clock, "relative"),
        (MILITARY, read_clock, "relative"),
        (
            rf"(?:at\s+(?:about\s+|around\s+)?)?(?P<h>1[0-2]|0?[1-9])(?:[:.](?P<min>[0-5]\d))?\s*(?P<half>[ap])\.?\s?m\b\.?{ZONE}{ASIDE}",
            read_clock,
            "relative",
        ),
        (
            rf"at\s+(?:about\s+|around\s+)?(?P<h24>[01]?\d|2[0-3])[:.](?P<min24>[0-5]\d)(?![\d%]){ZONE}",
            read_clock,
            "relative",
        ),
        (r"recently|lately", read_recently, "relative"),
    ]


@cache
def grammar() -> tuple[tuple[Filtered, Reader, TimeBasis], ...]:
    """Patterns in order of preference: where two overlap, the earlier in this list wins."""
    rules = [*dates(), *spans(), *weeks_and_weekdays(), *days(), *years(), *hours()]
    return tuple(
        (Filtered(re.compile(rf"(?<![\w-])(?:{p})(?![\w-])", re.IGNORECASE)), reader, basis)
        for p, reader, basis in rules
    )
