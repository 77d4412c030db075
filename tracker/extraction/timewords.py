"""The parts that patterns of time expressions are made of: days, months, counts, clocks, zones. No pattern stands alone."""

from __future__ import annotations

from tracker.extraction.calendar import DAYS, MONTHS

DAY = "(?:" + "|".join(DAYS) + ")"
MONTH = "(?:" + "|".join(MONTHS) + ")"
MONTH_ANY = (
    "(?:"
    + "|".join(
        sorted(
            [*MONTHS, "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sept", "sep", "oct", "nov", "dec"],
            key=lambda m: -len(m),
        )
    )
    + r")\.?"
)
PART = (
    r"(?:early\s+morning|morning|noon|midday|lunchtime|afternoon|evening|night|after\s+midnight|midnight|dawn|daybreak|dusk|"
    r"overnight)"
)
TENS = r"(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)"
ONES = r"(?:one|two|three|four|five|six|seven|eight|nine)"
COUNT = (
    rf"(?:\d{{1,4}}|half\s+an?|an?|{TENS}-{ONES}|{TENS}|{ONES}(?:\s+and\s+a\s+half|-and-a-half)?|ten|eleven|twelve|thirteen|fourteen|fifteen|"
    r"sixteen|seventeen|eighteen|nineteen|a\s+few|(?:a\s+)?couple\s+of|few|several|half\s+a\s+dozen|a\s+dozen|a\s+quarter\s+of\s+an?)"
)
UNIT = r"(?:minute|hour|day|week|fortnight|month|year|decade|century|centurie)"
ORDINAL = r"(?:st|nd|rd|th)?"
YEAR = r"(?:1[6-9]\d\d|20\d\d)"
SEASON = r"(?:spring|summer|autumn|fall|winter)"
EDGE = r"(?:(?P<edge>early|late|later|earlier|the\s+(?:early|small)\s+hours\s+of|the\s+closing\s+hours\s+of)\s+(?:on\s+)?)?"
ABOUT = (
    r"(?:(?:more\s+than|about|nearly|almost|some|just\s+over|just|only|over|around|roughly|exactly|less\s+than|barely|"
    r"at\s+least)\s+)?"
)
ZONES = r"GMT|UTC|BST|EST|EDT|ET|CST|CDT|CT|PST|PDT|PT|CET|CEST|EET|EEST|MSK|IST|JST|local\s+time"
ZONE = rf"(?:\s*\(?(?P<zone>{ZONES}))?"
CLOCK = (
    r"(?:at\s+(?:about\s+|around\s+)?)?(?:(?P<h>1[0-2]|0?[1-9])(?:[:.](?P<min>[0-5]\d))?\s*(?P<half>[ap])\.?\s?m\b\.?|"
    r"(?P<h24>[01]?\d|2[0-3])[:.](?P<min24>[0-5]\d))"
)
ASIDE = r"(?:\s*\((?:about\s+|around\s+)?\d[^()]{2,30}\))?"
MILITARY = r"(?:at\s+)?(?P<h24>[01]\d|2[0-3])[:.]?(?P<min24>[0-5]\d)\s*\(?(?P<zone>GMT|UTC|BST|local\s+time)" + ASIDE
"""0600 GMT; the same time elsewhere may follow in brackets."""
