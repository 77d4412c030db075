"""One article, read: sentences with mentions, times and frames, and the helpers by which attributes make claims."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from tracker.extraction import cast as casting
from tracker.extraction import frames, gazetteer, layout, livepage, places, sentences, settlements, times, voices
from tracker.extraction.calendar import Calendar
from tracker.extraction.cast import Cast
from tracker.extraction.factuality import Factuality, assess
from tracker.extraction.sentences import Sentence, quoted_ranges
from tracker.extraction.timing import crossings, ended, nearest_time, scheduled, time_of
from tracker.model.article import Article
from tracker.model.claim import Aspect, Attribute, Certainty, Claim, Name, Polarity, TimeBasis, Value
from tracker.model.time import Interval, parse_zone

__all__ = ["Proposal", "Reading", "claims_of", "crossings", "ended", "factuality", "nearest_time", "read", "time_of"]

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

    def calendar_of(self, sentence: Sentence) -> Calendar:
        """The ground of a sentence's times: the article's, or that of its entry of a live page."""
        return sentence.calendar or self.calendar


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
    text = plain_quotes(article.text[:MOST])
    blocks, dateline = layout.blocks_of(text)
    rows = sentences.sentences_of(text, blocks)
    body = " ".join([dateline.land if dateline else "", *(s.text for s in rows)])
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


def plain_quotes(text: str) -> str:
    """The text with the doubled single marks of old agency copy as double ones; offsets stay as they are."""
    return text.replace("``", " “").replace("''", "” ") if "``" in text or "''" in text else text


def read_times(rows: list[Sentence], calendar: Calendar) -> None:
    """The time expressions of each sentence; "the next day" is told from the last day that the text names before."""
    last: Interval | None = None
    zone = livepage.zone_of(calendar, [s.block.stamp for s in rows if s.block.stamp is not None])
    for sentence in rows:
        if sentence.block.stamp is not None:
            sentence.calendar = livepage.calendar_of(calendar, sentence.block.stamp, zone)
        sentence.times = times.find_times(sentence.text, sentence.calendar or calendar, last)
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
        own_words = proposal.own_words or presupposed(proposal)
        frame = None if own_words else frames.frame_at(sentence, proposal.at)
        voice, via = reading.outlet, tuple[Name, ...]()
        certainty = proposal.certainty
        if frame is not None:
            voice, via = frame.voice, frames.carriers(sentence, frame, proposal.at)
            if frame.certainty == "probable" and certainty == "certain":
                certainty = "probable"
        elif proposal.voice is not None:
            voice = proposal.voice
        if certainty == "certain" and estimated(proposal):
            certainty = "probable"
        if certainty == "certain" and scheduled(reading, proposal):
            proposal, certainty = replace(proposal, future=True), "possible"
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


ESTIMATED = re.compile(r"(?i)\b(?:an\s+estimated|estimates\s+(?:of|that|put|vary|range)|estimated\s+at)\b")


def estimated(proposal: Proposal) -> bool:
    """Whether the number of a toll is called an estimate, in its words or right before them."""
    if proposal.attribute not in ("killed", "injured"):
        return False
    words = proposal.sentence.text[max(0, min(proposal.start, proposal.at) - 30) : proposal.end]
    return ESTIMATED.search(words) is not None


PRESUPPOSED = ("control.held", "control.stronghold", "killed.death-of")
"""Rules that read what a noun phrase takes for granted: "the rebel-held town", "the killing of"."""


def presupposed(proposal: Proposal) -> bool:
    """Whether the outlet's own description carries the claim, whoever is reported to say the rest of the sentence."""
    quoted = any(a <= proposal.at < b for a, b in quoted_ranges(proposal.sentence))
    return proposal.rule in PRESUPPOSED and not quoted


def own_name(reading: Reading, voice: Name) -> Name:
    """The outlet under its one name where the text calls it otherwise ("the BBC" in BBC News)."""
    short, full = voice.name.casefold(), reading.outlet.name.casefold()
    if voice.kind == "outlet" and short and (short == full or short in full.split() or full in short.split()):
        return reading.outlet
    return voice
