"""One article, read: sentences with mentions, times and frames, and the helpers by which attributes make claims."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from tracker.extraction import cast as casting
from tracker.extraction import frames, gazetteer, layout, places, sentences, settlements, times, voices
from tracker.extraction.calendar import Calendar
from tracker.extraction.cast import Cast
from tracker.extraction.factuality import Factuality, assess
from tracker.extraction.sentences import Sentence
from tracker.extraction.times import TimeMention
from tracker.model.article import Article
from tracker.model.claim import Aspect, Attribute, Certainty, Claim, Name, Polarity, TimeBasis, Value
from tracker.model.time import Interval, parse_zone

EARLIEST, LATEST = datetime(3, 1, 1, tzinfo=UTC), datetime(9990, 1, 1, tzinfo=UTC)
"""Publication times are taken as lying between these, so that time arithmetic cannot leave the calendar."""
MOST = 3_000_000
"""Characters of an article that are read; what follows is left out (no article is that long)."""


@dataclass(slots=True)
class Reading:
    """All that the attributes' rules look at. `calendar`: publication and local zone; `outlet`: the voice of last resort."""

    article: Article
    calendar: Calendar
    outlet: Name
    sentences: list[Sentence]
    cast: Cast

    @property
    def country(self) -> str:
        return self.cast.ground.country


@dataclass(slots=True, kw_only=True)
class Proposal:
    """A claim to be judged. Offsets are in the sentence; the time is filled in by `time_of` unless given."""

    sentence: Sentence
    attribute: Attribute
    subject: Name
    value: Value
    start: int
    end: int
    at: int
    rule: str
    aspect: Aspect = "state"
    polarity: Polarity = "positive"
    certainty: Certainty = "certain"
    future: bool = False
    refusal: bool = False
    voice: Name | None = None
    valid: Interval | None = None
    basis: TimeBasis = "publication"
    use_time: bool = True
    own_words: bool = False


def read(article: Article) -> Reading:
    """Read an article: lay-out, sentences, names, places, times and voices."""
    text = article.text[:MOST]
    blocks, dateline = layout.blocks_of(text)
    rows = sentences.sentences_of(text, blocks)
    body = " ".join(s.text for s in rows)
    lowers = frozenset(
        w for s in rows if not casting.title_case(s) for w in s.text.split() if w.islower() and w.isalpha()
    )
    ground = places.ground_of(body, 400, dateline.place if dateline else "")
    published = min(max(article.published_at, EARLIEST), LATEST)
    calendar = Calendar(published, zone_for(article, ground.country, dateline.place if dateline else ""))
    cast = casting.make_cast(rows, ground, lowers)
    settlements.resolve_settlements(rows)
    read_times(rows, calendar)
    outlet = Name(article.outlet or "outlet", article.outlet or "outlet", "outlet")
    voices.read_voices(rows, outlet, {p.name: p.gender for p in cast.persons.values() if p.gender})
    return Reading(article, calendar, outlet, rows, cast)


def read_times(rows: list[Sentence], calendar: Calendar) -> None:
    """The time expressions of each sentence; "the next day" is told from the last day that the text names before."""
    last: Interval | None = None
    for sentence in rows:
        sentence.times = times.find_times(sentence.text, calendar, last)
        days = [m.interval for m in sentence.times if m.bound == "" and m.interval.width <= timedelta(days=2)]
        last = days[-1] if days else last


def zone_for(article: Article, country: str, dateline: str = "") -> ZoneInfo:
    """The local zone of the events: the article's own, else that of the dateline's town where it lies in the country that the
    article is most about, else that country's, else UTC."""
    town = gazetteer.city(dateline.split(",")[0].title(), country) if dateline and country else None
    local = town.zone if town is not None and town.country == country else None
    for name in (article.timezone, local, gazetteer.zone_of_country(country) if country else None):
        if name:
            try:
                return parse_zone(name)
            except Exception:  # an unknown zone in the input is no reason to read nothing
                continue
    return ZoneInfo("UTC")


def factuality(sentence: Sentence, at: int) -> Factuality:
    """The factuality of the verb at `at`, with what its voice's own verb and denial do to it."""
    frame = frames.frame_at(sentence, at)
    floor = frame.start if frame is not None and frame.verb_at < at else 0
    if frame is not None and floor and re.match(r"\s*to\s", sentence.text[floor:at]):
        floor = frame.verb_at  # "claimed to hold", "vowed to take": the voice's own verb governs what follows
    found = assess(sentence.text, at, floor)
    if frame is None:
        return found
    polarity: Polarity = found.polarity
    if frame.denied and found.asserted:
        polarity = "negative" if found.polarity == "positive" else "positive"
    certainty = frame.certainty if found.certainty == "certain" or frame.denied else found.certainty
    return Factuality(certainty, polarity, found.asserted, found.refusal, found.future)


def claims_of(reading: Reading, proposals: Iterator[Proposal]) -> Iterator[Claim]:
    """The proposals as claims: voice, time and offsets in the article filled in."""
    for proposal in proposals:
        sentence = proposal.sentence
        frame = None if proposal.own_words else frames.frame_at(sentence, proposal.at)
        voice, via = reading.outlet, tuple[Name, ...]()
        certainty = proposal.certainty
        if frame is not None:
            voice, via = frame.voice, frames.carriers(sentence, frame, proposal.at)
            if frame.certainty == "probable" and certainty == "certain":
                certainty = "probable"
        elif proposal.voice is not None:
            voice = proposal.voice
        interval, basis = (proposal.valid, proposal.basis) if proposal.valid else time_of(reading, proposal)
        start, end = sentence.start + max(0, proposal.start), sentence.start + min(len(sentence.text), proposal.end)
        if start >= end:
            continue
        yield Claim(
            attribute=proposal.attribute,
            subject=proposal.subject,
            value=proposal.value,
            voice=own_name(reading, voice),
            valid=interval,
            start=start,
            end=end,
            via=via,
            polarity=proposal.polarity,
            certainty=certainty,
            aspect=proposal.aspect,
            basis=basis,
            rule=proposal.rule,
        )


def own_name(reading: Reading, voice: Name) -> Name:
    """The outlet under its one name where the text calls it otherwise ("the BBC" in BBC News)."""
    short, full = voice.name.casefold(), reading.outlet.name.casefold()
    if voice.kind == "outlet" and short and (short == full or short in full.split() or full in short.split()):
        return reading.outlet
    return voice


def time_of(reading: Reading, proposal: Proposal) -> tuple[Interval, TimeBasis]:
    """When the claim is said to hold: the entry's date, the clause's own time, or the default of its aspect."""
    calendar, sentence = reading.calendar, proposal.sentence
    if sentence.block.kind == "entry":
        dated = times.find_times(sentence.block.label, calendar)
        if dated:
            return cut(dated[0].interval, reading, proposal.future), "calendar"
    mention = nearest_time(sentence, proposal.at) if proposal.use_time else None
    if mention is not None:
        interval = mention.interval
        if mention.bound == "since" and interval.earliest < calendar.published:
            interval = Interval(interval.earliest, calendar.published)
        if proposal.future and mention.basis == "relative" and interval.earliest < calendar.published:
            interval = times.ahead(interval, calendar)
        if proposal.future and mention.basis == "calendar" and interval.latest < calendar.published:
            year = timedelta(days=365)  # "in January", said in November of a plan
            interval = Interval(interval.earliest + year, interval.latest + year)
        return cut(interval, reading, proposal.future), mention.basis
    if proposal.future:
        return Interval(calendar.published, calendar.published + timedelta(days=7)), "publication"
    told_at = None if proposal.own_words else time_of_telling(sentence, proposal.at)
    if told_at is not None and told_at.latest < calendar.published:
        return told_at, "relative"
    if proposal.aspect == "state":
        return Interval.at(calendar.published), "publication"
    if SINCE_CLAUSE.search(sentence.text[max(0, proposal.at - 60) : proposal.at]):  # "since he left": not today's news
        return Interval(calendar.published - timedelta(days=30), calendar.published), "publication"
    return times.recent_change(calendar), "publication"


SINCE_CLAUSE = re.compile(r"(?i)\bsince\s+(?:(?!(?:said|says|has|have|had|is|was|were|are)\b)[\w’'-]+\s+){1,6}$")


def cut(interval: Interval, reading: Reading, future: bool) -> Interval:
    return interval if future else interval.clipped(reading.calendar.published)


def nearest_time(sentence: Sentence, at: int) -> TimeMention | None:
    """The time expression that belongs to the verb at `at`: near, in the same clause, and within the same voice's words."""
    frame = frames.frame_at(sentence, at)
    best: tuple[float, TimeMention] | None = None
    for mention in sentence.times:
        if mention.bound in ("until", "for"):
            continue
        if frame is not None and not frame.start <= mention.start < frame.end:
            continue
        after = mention.start >= at
        if (
            not after
            and "," in sentence.text[mention.end : at]
            and re.search(r"(?i)(?:,|\s[-–—])\s*(?:who|which|whose|where)\b[^,]*$", sentence.text[: mention.start])
        ):
            continue
        gap = sentence.text[at : mention.start] if after else sentence.text[mention.end : at]
        cost = float(len(gap)) * (1.0 if after else 1.3) + 60 * crossings(gap)
        if not after and re.search(r"\band\b", gap):
            cost += 60
        if mention.start < 4 and not after:
            cost = min(cost, 60.0 + 40 * crossings(gap))
        if cost < 170 and (best is None or cost < best[0]):
            best = (cost, mention)
    return best[1] if best else None


def crossings(gap: str) -> int:
    """How many clause boundaries the words cross."""
    return len(BOUNDARY.findall(gap))


BOUNDARY = re.compile(
    r"(?i);|\s[-–—]\s|\b(?:but|while|who|which|whose|whereas|although|because|said|says|saying|told|adding|where|"
    r"until|when)\b|,\s+(?:and|as)\b|[\"“”]|\bafter\b|\bbefore\b|\bthat\b"
)


def time_of_telling(sentence: Sentence, at: int) -> Interval | None:
    """When the voice said it, where the text says so: what is told is not later."""
    frame = frames.frame_at(sentence, at)
    if frame is None:
        return None
    outside = [
        m
        for m in sentence.times
        if not frame.start <= m.start < frame.end and m.bound != "until" and m.basis == "relative"
    ]
    return outside[0].interval if outside else None
