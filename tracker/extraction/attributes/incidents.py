"""What victims died of or in, how that is named, and when it was: the article's own events and their dates."""

from __future__ import annotations

import re
from datetime import timedelta
from functools import cache

from tracker.extraction.attributes.toll_patterns import trigger
from tracker.extraction.lexicon import alternation, load, word_pattern, words
from tracker.extraction.reading import Proposal, Reading, nearest_time, time_of
from tracker.extraction.sentences import Sentence
from tracker.extraction.times import TimeMention
from tracker.model.claim import Name, Quantity
from tracker.model.time import Interval

WEAK_EVENTS = words("casualties", "weak_events")
STARTED = re.compile(
    r"(?i)\bsince\s+(?:[\w’'-]+\s+){1,7}(?:began|begun|started|erupted|broke\s+out|was\s+launched|launched|start|outbreak)\b"
)
FORTNIGHT = timedelta(days=14)
DAY, MONTH = timedelta(days=2), timedelta(days=31)
BEGAN = re.compile(
    r"(?i)\b(?:began|begun|started|erupted|broke\s+out|start(?:ed)?|outbreak|beginning|launched|flared)\b"
)
LASTING = re.compile(
    r"(?i)\b(?:so\s+far|to\s+date|in\s+all|in\s+total|overall|altogether|(?:have|has)\s+(?:also\s+|already\s+|now\s+|reportedly\s+)?(?:been|died|killed|claimed|left|perished|lost))\b"
)
NO_EVENT = re.compile(
    r"(?i)(?:\b(?:open(?:ed|s|ing)?|on|set|heavy|caught|exchanged?|of|cross)\s+$|"
    r"\b(?:under|return(?:ed|ing)?|came\s+under|small-arms|anti-aircraft|friendly|cease|covering)\s+$)"
)
COMPOUND = re.compile(
    r"(?i)\s+(?:police|crimes?|veterans?|heroe?s?|criminals?|room|brigades?|squads?|gear|shields?|leaders?|plans?|planes?|"
    r"plotters?|engines?|extinguishers?|hydrants?|alarms?|fighters?|services?|department|down\b)"
)
"""After an event word, what makes it no event: "riot police", "fire engine", "coup plotter"."""
LONG_EVENTS = words("casualties", "long_events")


@cache
def event_pattern() -> re.Pattern[str]:
    return word_pattern(alternation(load("casualties")["events"]))


def events_in(text: str) -> list[re.Match[str]]:
    """The event words of a text; those that only look like one are left out ("opened fire", "riot police", "civil war hero")."""
    return [
        m
        for m in event_pattern().finditer(text)
        if not (m.group().lower() in ("fire", "strike", "march", "fires") and NO_EVENT.search(text[: m.start()][-24:]))
        and not COMPOUND.match(text, m.end())
    ]


def nearest_event(text: str, start: int, end: int) -> str:
    """The event word closest to a stretch of a sentence; weak words only where there is no better one nearby."""
    best = min(
        events_in(text),
        key=lambda m: min(abs(m.start() - end), abs(start - m.end())) + 50 * (m.group().lower() in WEAK_EVENTS),
        default=None,
    )
    return " ".join(best.group().lower().split()) if best else ""


def incident(reading: Reading, proposal: Proposal) -> Name:
    """The incident by its event word, place and month: the sentence's own event, else one named shortly before."""
    sentence = proposal.sentence
    own = nearest_event(sentence.text, proposal.start, proposal.end)
    event = own or earlier_event(reading, sentence)
    spots = [m for m in sentence.mentions if m.kind == "place"]
    spot = min(spots, key=lambda m: abs(m.start - proposal.start), default=None)
    interval = proposal.valid or time_of(reading, proposal)[0]
    middle = min(interval.latest, reading.calendar.published).astimezone(reading.calendar.zone) - timedelta(seconds=1)
    when = f"{middle:%B} {middle.year}" if interval.width < timedelta(days=70) else f"{middle.year}"
    within: tuple[str, ...] = ()
    if spot is not None:
        within = tuple(dict.fromkeys([spot.name, *spot.within]))
    elif reading.country:
        within = (reading.country,)
    if proposal.value == Quantity(1, 1) and own and spot is not None:
        return Name(event, f"{event} in {spot.name}", "incident", within)
    where = next((place for place in within if place), "")
    named = f"{event} in {where}, {when}" if where else f"{event} of {when}"
    return Name(event, named, "incident", within)


def earlier_event(reading: Reading, sentence: Sentence) -> str:
    """The event of the two sentences before; else the article's, unless the sentence speaks of a place of its own."""
    for back in (1, 2):
        if sentence.index >= back:
            text = reading.sentences[sentence.index - back].text
            found = nearest_event(text, len(text), len(text))
            if found and found not in WEAK_EVENTS:
                return found
    if any(m.kind == "place" and m.within and m.within[-1] != reading.country for m in sentence.mentions):
        return "violence"
    return main_event(reading) or "violence"


def main_event(reading: Reading) -> str:
    """The event word that the article uses most; the first of equals."""
    counts: dict[str, int] = {}
    for sentence in reading.sentences:
        for match in events_in(sentence.text):
            word = " ".join(match.group().lower().split())
            counts[word] = counts.get(word, 0) + (0 if word in WEAK_EVENTS else 1)
    best = max(counts, key=lambda word: counts[word], default="")
    return best if best and counts[best] else ""


def when(reading: Reading, sentence: Sentence, start: int, end: int) -> Interval | None:
    """The time of a toll that its own clause does not date; None where it does, or where nothing else dates it either."""
    if sentence.block.kind == "entry":
        return None
    mention = nearest_time(sentence, start)
    if mention is not None:
        return (
            mention.interval.clipped(reading.calendar.published) if only_event(sentence.text, mention, start) else None
        )
    near = within_sentence(sentence, start, end)
    if near is not None:
        return near.clipped(reading.calendar.published)
    event = nearest_event(sentence.text, start, end)
    started = STARTED.search(sentence.text[end:])
    if LASTING.search(sentence.text) and (not event or event in LONG_EVENTS or started):
        begun = beginning(reading) if not started or events_in(started.group()) else None
        if begun is not None:
            return begun
        if started:  # "since the siege began", and nothing says when that was
            return Interval(reading.calendar.published - FORTNIGHT, reading.calendar.published)
    return anchor(reading, event) or carried(reading, sentence)


TOLD = re.compile(
    r"(?i)[;\"“”]|\.\s|\b(?:said|says|saying|told|added|adding|reported|according|announced|before|until)\b"
)


def within_sentence(sentence: Sentence, start: int, end: int) -> Interval | None:
    """A farther date of the same sentence: of the event itself, or of the clause that "when" or "after" ties to the death."""
    for mention in sentence.times:
        if mention.bound == "" and dated_event(sentence.text, mention.start, mention.end):
            return mention.interval
    for mention in sentence.times:
        gap = sentence.text[end : mention.start] if mention.start >= end else sentence.text[mention.end : start]
        tied = mention.start < end or re.match(r"(?i)\s*,?\s*(?:\w+\s+){0,4}?(?:when|as|in|during|by|while)\b", gap)
        if mention.bound == "" and tied and len(gap) < 240 and not TOLD.search(gap):
            return mention.interval
    return None


def only_event(text: str, mention: TimeMention, at: int) -> bool:
    """Whether "since" bounds another clause and the date is the event's own: "since the 2 May blast that killed 11"."""
    if mention.bound != "since" or mention.start > at:
        return False
    between = text[mention.end : at]
    if "," not in between and dated_event(text, mention.start, mention.end) and trigger().match(text, at):
        return True
    return bool(re.search(r"(?i)\b(?:that|which|when|where|in\s+which)\s+\W*$|,\s+(?:\w+ly\s+)?$", between)) and bool(
        dated_event(text, mention.start, mention.end)
        or re.search(r"(?i)\b(?:that|which|when)\s+$", between)
        or re.match(r"(?i)(?:killing|leaving|injuring|wounding|claiming)\b", text[at:])
    )


def beginning(reading: Reading) -> Interval | None:
    """From the day that the article says its unrest or war began until publication."""
    for sentence in reading.sentences:
        if sentence.block.kind == "entry":
            continue
        for mention in sentence.times:
            near = sentence.text[max(0, mention.start - 70) : mention.end + 40]
            dated = mention.bound == "since" or BEGAN.search(near)
            if dated and events_in(near) and mention.interval.earliest < reading.calendar.published - DAY:
                return Interval(mention.interval.earliest, reading.calendar.published)
    return None


def anchor(reading: Reading, event: str) -> Interval | None:
    """The day of the article's own event where the text dates it once ("the 7 May riots", "the riots of 7 May").

    None where the toll's own `event` is named and is not the dated one.
    """
    days: dict[Interval, str] = {}
    for sentence in reading.sentences:
        if sentence.block.kind == "entry":
            continue
        for mention in sentence.times:
            dated = dated_event(sentence.text, mention.start, mention.end)
            single = mention.interval.width <= DAY
            recent = timedelta(0) <= reading.calendar.published - mention.interval.latest < 4 * MONTH
            if dated and single and recent:
                days[mention.interval] = dated
    same = {day: dated for day, dated in days.items() if event and event.rstrip("s") == dated.rstrip("s")}
    if len(same) == 1:
        return next(iter(same))
    if len(days) != 1:
        return None
    ((day, _),) = days.items()
    return day if not event or event in WEAK_EVENTS else None


def dated_event(text: str, start: int, end: int) -> str:
    """The event word beside a time expression, after it or before "of", "on" or "in"; "" where there is none."""
    words = event_pattern().pattern
    after = re.match(rf"(?:['’]s)?\s+(?:\w+\s+){{0,2}}?({words})", text[end : end + 40], re.IGNORECASE)
    before = re.search(rf"({words})\s+(?:of|on|in)\s+$", text[max(0, start - 40) : start], re.IGNORECASE)
    beside = after or before
    return " ".join(beside.group(1).lower().split()) if beside else ""


def carried(reading: Reading, sentence: Sentence) -> Interval | None:
    """The day that the story before the toll goes on from: the last one beside an event or a death,
    in the three sentences before."""
    for back in range(1, 4):
        if sentence.index < back:
            return None
        earlier = reading.sentences[sentence.index - back]
        if earlier.block.kind != sentence.block.kind:
            return None
        if not (events_in(earlier.text) or trigger().search(earlier.text)):
            continue
        days = [
            m.interval
            for m in earlier.times
            if m.bound == ""
            and m.interval.width <= DAY
            and reading.calendar.published - 2 * MONTH <= m.interval.earliest <= reading.calendar.published
        ]
        if days:
            return days[-1].clipped(reading.calendar.published)
    return None
