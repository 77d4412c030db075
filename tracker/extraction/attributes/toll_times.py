"""The days of an article's events, for tolls that their own words do not date, or date only by when they were told."""

from __future__ import annotations

import re
from datetime import timedelta

from tracker.extraction.attributes.incidents import LONG_EVENTS, beginning, events_in, main_event, nearest_event
from tracker.extraction.quantities import number
from tracker.extraction.reading import Proposal, Reading, nearest_time
from tracker.extraction.sentences import Sentence
from tracker.model.claim import Quantity
from tracker.model.time import Interval

DAY, MONTH = timedelta(hours=49), timedelta(days=45)
HAPPENED = re.compile(
    r"(?i)\b(?:opened\s+fire|fired\s+(?:on|at|into|upon)|explod(?:ed|es)|blew\s+(?:up|himself|herself)|detonated|crash(?:ed|es)|"
    r"derailed|capsi[sz]ed|sank|collapsed|clashed|stormed|raided|bombed|shelled|rammed|plowed|ploughed|ambushed|attacked|"
    r"struck|hit|erupted|ripped\s+through|tore\s+through|overturned|caught\s+fire|went\s+down|plunged|shot|stabbed|rocked)\b"
)
TOLD_LATER = re.compile(
    r"(?i)\b(?:ris(?:e|es|en|ing)|rose|climb(?:s|ed|ing)?|increas(?:ed|es|ing)|grew|grown|jumped|reach(?:ed|es|ing)|stands|stood|"
    r"revised|put|brought|bringing|brings|raised|raising|passed|nears?|neared|updated|now)\b"
)
LENGTH = re.compile(
    r"(?i)\b(?P<n>[a-z]+|\d{1,3})(?:[\s-]+|-)(?P<unit>year|month|week)s?(?:[\s-]+(?:old|long))?(?:\s+(?:of\s+)?(?:[\w’'-]+\s+){0,2}?)(?=(?P<event>[a-z]+))"
)
SINCE_BEGAN = re.compile(
    r"(?i)\bsince\b[^.;]{1,120}\b(?:began|started|erupted|broke\s+out|launched)\s+(?:(?:on|in|early|late|in\s+late|in\s+early)\s+)?$"
)
BEGUN_IN = re.compile(
    r"(?i)\b(?:began|begun|started|erupted|broke\s+out|launched|beginning)\s+(?:on\s+|in\s+|early\s+|late\s+|last\s+)?(?:in\s+)?$"
)
RUNNING = re.compile(
    r"(?i)\b(?:toll|number\s+(?:of\s+\w+\s+)?(?:killed|dead))\b[^.;]{0,40}\b(?:now|stands|stood|passed|risen|exceeds|so\s+far|to\s+date)\b|"
    r"\bso\s+far\b|\bto\s+date\b"
)
PERFECT = re.compile(
    r"(?i)\b(?:has|have|had)\s+(?:also\s+|already\s+|reportedly\s+|now\s+)?(?:been\s+)?(?:killed|died|dead|claimed|left|perished|lost)\b"
)
MANY = 200
"""From so many dead on, a total without a date is that of a long event rather than of a day."""
HALF_A_YEAR = timedelta(days=182)
WEEK = re.compile(r"(?i)\b(?:in|over|during)\s+(?:the|this|a)\s+(?:single\s+)?week\b(?!\s+(?:of|before|after|since))")
PAST = re.compile(r"(?i)\b(?:ended|end\s+of|after\s+the|until|truce|ceasefire|peace\s+(?:accord|deal|agreement))\b")


def event_days(reading: Reading) -> list[Interval]:
    """The days on which the article says that something struck, blew up or was attacked; each once."""
    days: list[Interval] = []
    for sentence in reading.sentences:
        if sentence.block.kind == "entry" or not sentence.times:
            continue
        for verb in HAPPENED.finditer(sentence.text):
            mention = nearest_time(sentence, verb.start())
            if mention is None or mention.bound or mention.interval.width > DAY:
                continue
            age = reading.calendar.published - mention.interval.earliest
            if timedelta(0) <= age <= MONTH and not any(d.overlaps(mention.interval) for d in days):
                days.append(mention.interval.clipped(reading.calendar.published))
    return days


def long_span(reading: Reading, proposal: Proposal) -> Interval | None:
    """A war whose length the sentence tells: "the 12-year insurgency has killed thousands"."""
    sentence = proposal.sentence
    for match in LENGTH.finditer(sentence.text):
        event = nearest_event(sentence.text[match.end("unit") : match.end("unit") + 40], 0, 0)
        count = int(match["n"]) if match["n"].isdigit() else number(match["n"].lower())
        if event not in LONG_EVENTS or not count or PAST.search(sentence.text):
            continue
        days = {"year": 365, "month": 30, "week": 7}[match["unit"].lower()] * count
        if days < 150 * 365:
            published = reading.calendar_of(sentence).published
            return Interval(published - timedelta(days=days), published)
    return None


def told_span(reading: Reading, sentence: Sentence, start: int, end: int) -> Interval | None:
    """The time of a toll that its own words give in a way that no time expression of the sentence does."""
    lasting = begun_with(reading, sentence)
    if lasting is not None:
        return lasting
    if WEEK.search(sentence.text, start, end + 20):
        return Interval(reading.calendar.published - timedelta(days=7), reading.calendar.published)
    mention = nearest_time(sentence, start)
    begun = mention is not None and mention.bound == "" and SINCE_BEGAN.search(sentence.text[start : mention.start])
    if mention is not None and begun and mention.interval.earliest < reading.calendar.published:
        return Interval(mention.interval.earliest, reading.calendar.published)
    return aside_of_future(reading, sentence, start)


def begun_with(reading: Reading, sentence: Sentence) -> Interval | None:
    """From the beginning that the sentence gives its long event until publication: "the crackdown, which began in March"."""
    published = reading.calendar.published
    for mention in sentence.times:
        opening = BEGUN_IN.search(sentence.text[: mention.start])
        if opening and mention.interval.earliest < published - timedelta(days=14):
            named = {m.group().lower() for m in events_in(sentence.text[: opening.start()])}
            if named & LONG_EVENTS and not PAST.search(sentence.text):
                return Interval(mention.interval.earliest, published)
    return None


def so_far(reading: Reading, proposal: Proposal) -> Interval | None:
    """A running total of a long event ("the death toll is now more than 7,300"): from when the article says that it began,
    else, since nobody counts from yesterday, of half a year."""
    text = proposal.sentence.text
    own = {m.group().lower() for m in events_in(text)}
    running = RUNNING.search(text) or (own & LONG_EVENTS and PERFECT.search(text))
    if not running or own - LONG_EVENTS or not isinstance(proposal.value, Quantity):
        return None
    least = proposal.value.low or proposal.value.high or 0
    if least < MANY or not (own or main_event(reading) in LONG_EVENTS):
        return None
    begun = beginning(reading)
    return begun or Interval(reading.calendar.published - HALF_A_YEAR, reading.calendar.published)


def whole_week(proposal: Proposal) -> bool:
    """Whether a toll is that of a week, not of a day in it."""
    text = proposal.sentence.text
    return WEEK.search(text) is not None or re.search(r"(?i)\bsince\b", text) is not None


def aside_of_future(reading: Reading, sentence: Sentence, at: int) -> Interval | None:
    """The day before publication that a sentence names, where what stands nearest to the toll is still to come."""
    mention = nearest_time(sentence, at)
    published = reading.calendar.published
    if mention is None or mention.interval.earliest < published or mention.interval.latest <= published:
        return None
    past = [m for m in sentence.times if m.interval.earliest < published and m.bound == "" and m.interval.width <= DAY]
    return past[-1].interval.clipped(published) if past else None


def is_update(proposal: Proposal) -> bool:
    """Whether a toll is told as having grown, so that the day beside it is that of the telling."""
    text = proposal.sentence.text[max(0, proposal.start - 20) : proposal.end + 10]
    return proposal.rule.endswith(".toll") and TOLD_LATER.search(text) is not None


def undated(reading: Reading, proposal: Proposal, days: list[Interval], spans: list[Interval]) -> Interval | None:
    """What dates a toll that has no date of its own: the length of its war, the only day of the article's events."""
    span = long_span(reading, proposal) or so_far(reading, proposal)
    if span is not None:
        return span
    if not isinstance(proposal.value, Quantity) or proposal.subject.kind not in ("incident", "other"):
        return None
    own = {m.group().lower() for m in events_in(f"{proposal.subject.name} : {proposal.sentence.text}")}
    if own & LONG_EVENTS:
        return None
    candidates = days or spans
    return candidates[0] if len(candidates) == 1 else None
