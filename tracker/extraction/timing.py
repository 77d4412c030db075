"""When a claim holds: the time expression that belongs to its verb, the story's own course, or the default of its aspect."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from tracker.extraction import frames, syntax, times
from tracker.extraction.sentences import Sentence
from tracker.extraction.times import TimeMention
from tracker.model.claim import TimeBasis
from tracker.model.time import Interval

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from tracker.extraction.reading import Proposal, Reading

WEEK, MONTH, YEAR = timedelta(days=7), timedelta(days=30), timedelta(days=365)
TOLLS = ("killed", "injured")
SINCE_CLAUSE = re.compile(r"(?i)\bsince\s+(?:(?!(?:said|says|has|have|had|is|was|were|are)\b)[\w’'-]+\s+){1,6}$")
BOUNDARY = re.compile(
    r"(?i);|\s[-–—]\s|\b(?:but|while|who|which|whose|whereas|although|because|said|says|saying|told|adding|where|"
    r"until|when)\b|,\s+(?:and|as)\b|[\"“”]|\bafter\b|\bbefore\b|\bthat\b"
)


def time_of(reading: Reading, proposal: Proposal) -> tuple[Interval, TimeBasis]:
    """When the claim is said to hold: the entry's date, the clause's own time, or the default of its aspect."""
    calendar, sentence = reading.calendar_of(proposal.sentence), proposal.sentence
    if sentence.block.kind == "entry":
        dated = times.find_times(sentence.block.label, calendar)
        if dated:
            return cut(dated[0].interval, reading, proposal.future), "calendar"
    mention = (
        nearest_time(sentence, proposal.at, proposal.aspect == "state", proposal.future) if proposal.use_time else None
    )
    if mention is not None and proposal.rule.endswith("death-of") and not of_the_noun(proposal, mention):
        mention = None
    if mention is not None:
        return told_by(mention, reading, proposal), mention.basis
    if proposal.future:
        return Interval(calendar.published, calendar.published + WEEK), "publication"
    told_at = None if proposal.own_words else time_of_telling(sentence, proposal.at)
    if told_at is not None and told_at.latest < calendar.published:
        return told_at, "relative"
    if proposal.aspect == "state":
        return Interval.at(calendar.published), "publication"
    if SINCE_CLAUSE.search(sentence.text[max(0, proposal.at - 60) : proposal.at]):  # "since he left": not today's news
        return Interval(calendar.published - MONTH, calendar.published), "publication"
    story = course(reading, proposal)
    if story is not None:
        return story.interval, story.basis
    return times.recent_change(calendar), "publication"


def course(reading: Reading, proposal: Proposal) -> TimeMention | None:
    """The day or year that the sentence before has gone back to, where the narrative of an undated change goes on from there."""
    sentence, rows = proposal.sentence, reading.sentences
    if (
        proposal.attribute in TOLLS
        or not proposal.use_time
        or sentence.index == 0
        or sentence.block.kind != "paragraph"
    ):
        return None
    before = rows[sentence.index - 1]
    if before.block.kind != "paragraph" or NOW.search(sentence.text[: proposal.at + 40]) or sentence.frames:
        return None
    told = [m for m in before.times if m.bound == ""]
    if not told or sentence.times:
        return None
    recent = times.recent_change(reading.calendar_of(sentence))
    last = max(told, key=lambda m: m.interval.latest)
    if last.interval.width > YEAR + WEEK:
        return None
    return last if last.interval.latest < recent.earliest else None


NOW = re.compile(
    r"(?i)\b(?:has|have|is|are|now|currently|recently|since|later|today|will|ago|(?:days?|weeks?|months?|years?)\s+(?:after|before))\b|['’](?:s|ve)\s+\w+ed\b"
)


def told_by(mention: TimeMention, reading: Reading, proposal: Proposal) -> Interval:
    """What a time expression says of a claim: a span of a state or a toll, the moment of a change, a day ahead of a plan."""
    calendar = reading.calendar_of(proposal.sentence)
    interval = mention.span(calendar.published)
    if mention.bound == "since" and moment_of_since(mention, proposal):
        interval = mention.interval
    if proposal.future and mention.basis == "relative" and interval.earliest < calendar.published:
        interval = times.ahead(interval, calendar)
    if proposal.future and mention.basis == "calendar" and interval.latest < calendar.published:
        # "in January", said in November of a plan
        interval = Interval(interval.earliest + YEAR, interval.latest + YEAR)
    return cut(interval, reading, proposal.future)


def of_the_noun(proposal: Proposal, mention: TimeMention) -> bool:
    """Whether a time stands in the phrase "the killing of …" itself: "the May killing of", "the death of … on Monday"."""
    text, low, high = proposal.sentence.text, min(proposal.start, proposal.at), max(proposal.end, proposal.at)
    if mention.end <= low:
        return len(text[mention.end : low].split()) <= 2 and "," not in text[mention.end : low]
    gap = text[high : mention.start]
    return mention.start < high or re.fullmatch(r"[,\s]*(?:\w+\s+){0,4}?(?:on|in|at)?\s*(?:the\s+)?", gap) is not None


def moment_of_since(mention: TimeMention, proposal: Proposal) -> bool:
    """Whether "since" goes before the change itself, which is then no span: "since he was ousted in 1991"."""
    text = proposal.sentence.text
    if re.match(r",?\s+when\b", text[mention.end :]) and mention.start < proposal.at:
        return True
    if proposal.aspect != "change" or proposal.attribute in TOLLS:
        return False
    since = text.lower().rfind("since", max(0, min(mention.start, proposal.at) - 80), max(mention.start, proposal.at))
    clause = text[since : max(mention.start, proposal.at)] if since >= 0 else ","
    return since < proposal.at and "," not in clause and not re.search(r"[.;:\"“”]", clause)


def cut(interval: Interval, reading: Reading, future: bool) -> Interval:
    return interval if future else interval.clipped(reading.calendar.published)


def scheduled(reading: Reading, proposal: Proposal) -> bool:
    """Whether the present tense tells of a day ahead: "meets the king on Monday" is a plan."""
    if proposal.future or not proposal.use_time or proposal.valid is not None or proposal.attribute in TOLLS:
        return False
    if re.search(r"(?i)\b(?:has|have|had)\s+(?:\w+\s+){0,2}$", proposal.sentence.text[: proposal.at][-40:]):
        return False
    mention = nearest_time(proposal.sentence, proposal.at, proposal.aspect == "state")
    return (
        mention is not None
        and mention.bound == ""
        and mention.interval.earliest > reading.calendar_of(proposal.sentence).published
    )


def nearest_time(sentence: Sentence, at: int, state: bool = False, future: bool = False) -> TimeMention | None:
    """The time expression that belongs to the verb at `at`: near, in the same clause, and within the same voice's words.

    A `state` told in a relative clause ("rebels who hold the north") is not of the time of what surrounds it;
    a deadline ("by Friday") dates only what is to come.
    """
    frame = frames.frame_at(sentence, at)
    best: tuple[float, TimeMention] | None = None
    for mention in sentence.times:
        if mention.bound in ("until", "for") or (mention.bound == "by" and not future):
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
        cost = distance(sentence, at, mention, state)
        if cost < 170 and (best is None or cost < best[0]):
            best = (cost, mention)
    return best[1] if best else None


def distance(sentence: Sentence, at: int, mention: TimeMention, state: bool) -> float:
    """How far a time expression is from the verb at `at`: characters, clause boundaries, and what the tree says."""
    after = mention.start >= at
    gap = sentence.text[at : mention.start] if after else sentence.text[mention.end : at]
    if not after and re.match(r",?\s+when\b", gap) and len(gap) < 100:
        return 30.0  # "in 1959, when two women died"
    cost = float(len(gap)) * (1.0 if after else 1.3) + 60 * crossings(gap)
    if not after and re.search(r"\band\b", gap):
        cost += 60
    if mention.start < 4 and not after:
        cost = min(cost, 60.0 + 40 * crossings(gap))
    asks = 90 < cost < 230 or (40 < cost < 230 and len(sentence.times) > 1)  # else the tree could change nothing
    match tie(sentence, at, mention.start, state) if asks else "":
        case "own" if after or not crossings(gap):
            return min(cost, 20 + cost / 5)
        case "shared":
            return min(cost, 60 + cost / 5)
        case "other":
            return cost + 80
    return cost


def crossings(gap: str) -> int:
    """How many clause boundaries the words cross."""
    return len(BOUNDARY.findall(gap))


def tie(sentence: Sentence, at: int, other: int, state: bool) -> str:
    """What the tree says of the words at two offsets: of the same verb ("own"), the second of one that the first hangs on
    ("shared": "exploded on Friday, killing"), of clauses that have no time in common ("other"), or nothing ("")."""
    doc = syntax.tree(sentence)
    if doc is None:
        return ""
    mine, theirs = governors(doc, at), governors(doc, other)
    if not mine or not theirs:
        return ""
    if theirs[0] is mine[0]:
        return "own"
    if theirs[0] in mine:
        between = mine[: mine.index(theirs[0])]
        if state and any(apart(verb) for verb in between):
            return "other"
        if len(between) == 1 or all(verb.dep_ in ADJOINED for verb in between):
            return "shared"
        return ""
    common = next((verb for verb in theirs if verb in mine), None)
    inside = theirs if common is None else theirs[: theirs.index(common)]
    if any(apart(verb) for verb in inside):
        return "other"
    return "other" if state and any(apart(verb) for verb in mine if verb is not common) else ""


ADJOINED = ("advcl", "conj", "xcomp", "acl")


def apart(verb: Token) -> bool:
    """Whether a verb's clause tells of another time than the one it hangs on: a relative clause, "while they …"."""
    if verb.dep_ == "acl:relcl":
        return True
    marks = {child.lower_ for child in verb.children if child.dep_ in ("mark", "cc")}
    return verb.dep_ == "advcl" and bool(marks & {"while", "whereas"})


def governors(doc: Doc, at: int) -> list[Token]:
    """The verb that the word at an offset belongs to, and those above it, innermost first."""
    token = next((t for t in doc if t.idx + len(t) > at), None)
    found: list[Token] = []
    for _ in range(4 * syntax.STEPS):
        if token is None:
            break
        if token.pos_ == "VERB" or token.dep_ == "ROOT":
            found.append(token)
        token = token.head if token.head is not token else None
    return found


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


def ended(proposal: Proposal, at: int) -> Proposal:
    """What is over since the time that "until" names right behind `at`: it ended then; unchanged where none is named."""
    for mention in proposal.sentence.times:
        if mention.bound == "until" and at <= mention.start <= at + len(" until the"):
            return replace(proposal, valid=mention.interval, basis=mention.basis, aspect="change")
    return proposal
