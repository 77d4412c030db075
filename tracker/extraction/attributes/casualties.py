"""How many were killed or hurt, and in what: the formulaic language of tolls (`lexicons/casualties.toml`)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from functools import cache

from tracker.extraction import quantities
from tracker.extraction.attributes import incidents, victims
from tracker.extraction.attributes.toll_patterns import STOP, number_of, parts, patterns, people_of, trigger, zeros
from tracker.extraction.attributes.victims import Victim
from tracker.extraction.factuality import Factuality
from tracker.extraction.lexicon import alternation, load, word_pattern
from tracker.extraction.reading import Proposal, Reading, factuality, nearest_time, time_of
from tracker.extraction.sentences import Sentence
from tracker.model.claim import Attribute, Name, Quantity
from tracker.model.time import Interval

Taken = list[tuple[int, int, Attribute]]
"""The words that are counted already: start, end and attribute of each number or noun phrase of a sentence."""


def find(reading: Reading) -> Iterator[Proposal]:
    """Propose the casualty claims of an article.

    A toll without a date takes that of the same figure where it has one; one of "last week" takes the only day in it
    that a toll has.
    """
    proposals = list(proposed_claims(reading))
    spans = [told_time(reading, p) for p in proposals]
    dated = [(p, span) for p, span in zip(proposals, spans, strict=True) if span is not None]
    days = {span for p, span in dated if span.width <= TWO_DAYS and p.sentence.block.kind != "entry"}
    for proposal, span in zip(proposals, spans, strict=True):
        if span is None and isinstance(proposal.value, Quantity) and (proposal.value.low or 0) > 2:
            proposal.valid = next((s for p, s in dated if same_figure(p, proposal)), None)
        elif span is not None and timedelta(days=3) < span.width <= timedelta(days=8):
            inside = [day for day in days if span.earliest <= day.earliest and day.latest <= span.latest]
            proposal.valid = inside[0] if len(inside) == 1 else proposal.valid
        yield proposal


TWO_DAYS = timedelta(hours=49)


def told_time(reading: Reading, proposal: Proposal) -> Interval | None:
    """The time that the text gives a toll; None where only the publication does."""
    if proposal.valid is None and nearest_time(proposal.sentence, proposal.at) is None:
        return None
    return proposal.valid or time_of(reading, proposal)[0]


def same_figure(a: Proposal, b: Proposal) -> bool:
    return a.attribute == b.attribute and a.value == b.value


def proposed_claims(reading: Reading) -> Iterator[Proposal]:
    """The casualty claims sentence by sentence."""
    sports = word_pattern(alternation(load("casualties")["sports"]))
    told: set[tuple[Attribute, str]] = set()
    for sentence in reading.sentences:
        if not trigger().search(sentence.text) or sports.search(sentence.text):
            continue
        taken: Taken = []
        yield from without_victims(reading, sentence, taken)
        yield from counted(reading, sentence, taken)
        yield from others(reading, sentence, taken, told)


def without_victims(reading: Reading, sentence: Sentence, taken: Taken) -> Iterator[Proposal]:
    """ "No casualties were reported": none killed, none hurt."""
    for attributes, pattern in zeros():
        for match in pattern.finditer(sentence.text):
            if re.search(
                r"(?i)\b(?:so\s+that|ensur\w+|avoid\w*|if|should|must|hop\w+|wish\w*|promis\w+)\b[^,.;]{0,40}$",
                sentence.text[: match.start()],
            ):
                continue
            for attribute in attributes:
                if any(a < match.end() and match.start() < b and x == attribute for a, b, x in taken):
                    continue
                taken.append((match.start(), match.end(), attribute))
                fact = Factuality(
                    "probable" if re.search(r"(?i)\b(?:word|sign|report)s?\b", match.group()) else "certain"
                )
                yield toll(reading, sentence, attribute, Quantity(0, 0), match, "zero", fact)


def counted(reading: Reading, sentence: Sentence, taken: Taken) -> Iterator[Proposal]:
    """The tolls of a sentence, and the parts of them that the text counts on their own."""
    for rule, attribute, pattern in patterns():
        for match in pattern.finditer(sentence.text):
            quantity = quantities.read(match["n"])
            start, end = match.span("n")
            if (
                quantity is None
                or not sensible(sentence.text, match, rule)
                or any(a < end and start < b for a, b, _ in taken)
            ):
                continue
            fact = standing(sentence, match)
            if not fact.asserted:
                continue
            taken.append((start, end, attribute))
            whole = toll(reading, sentence, attribute, quantity, match, rule, fact)
            yield whole
            yield from beside(sentence, whole, start, taken)
            yield from sub_totals(reading, sentence, attribute, match, fact, taken)


def beside(sentence: Sentence, whole: Proposal, start: int, taken: Taken) -> Iterator[Proposal]:
    """Those that "and" or a comma joins before a counted group: "two nuns, a guide and three monks were killed"."""
    for _ in range(5):
        match = joined_before().search(sentence.text, max(0, start - 70), start)
        if match is None or any(a < match.end("n") and match.start("n") < b for a, b, _ in taken):
            return
        quantity = quantities.read(match["n"])
        if quantity is None or quantity.high == 0:
            return
        start = match.start("n")
        taken.append((*match.span("n"), whole.attribute))
        yield replace(
            whole,
            subject=noun_name(match["who"]),
            value=quantity,
            start=match.start("n"),
            rule=f"{whole.attribute}.beside",
        )


@cache
def joined_before() -> re.Pattern[str]:
    return re.compile(
        rf"{number_of()}(?P<who>{people_of()})(?:,\s+(?:and\s+)?|\s+and\s+)(?:an?\s+[\w’'-]+(?:\s+\w+)?(?:,\s+|\s+and\s+))?$",
        re.IGNORECASE,
    )


def sub_totals(
    reading: Reading, sentence: Sentence, attribute: Attribute, whole: re.Match[str], fact: Factuality, taken: Taken
) -> Iterator[Proposal]:
    """Those among the counted that the text counts apart: "including six children"."""
    for match in parts().finditer(sentence.text, whole.end("n"), min(len(sentence.text), whole.end() + 90)):
        key = "n" if match["n"] else "n2"
        quantity = quantities.read(match[key])
        start, end = match.span(key)
        if quantity is None or any(a < end and start < b for a, b, _ in taken):
            continue
        taken.append((start, end, attribute))
        part = toll(reading, sentence, attribute, quantity, whole, "part", fact)
        words = match["who"] if key == "n" else match["who2"]
        yield replace(part, subject=noun_name(words), start=match.start(), end=match.end())


def noun_name(words: str) -> Name:
    """The counted by their noun: "of its soldiers" is "soldiers"."""
    bare = re.sub(r"(?i)^\s*(?:of\s+)?(?:the\s+|its\s+|their\s+|his\s+|her\s+)?", "", " ".join(words.split()))
    return Name(words.strip(), bare or "victims", "other")


@cache
def relative() -> re.Pattern[str]:
    """What makes a clause modify a noun, so that the text takes it for granted: "the blast that killed 11"."""
    return re.compile(r"(?i)\b(?:that|which|who|in\s+which|where)\s+(?:(?:has|have|had|also|reportedly|\w+ly)\s+)*$")


def only_meant(text: str, at: int) -> bool:
    """Whether the verb is an infinitive of purpose or plan: "a plot to kill 50", not "is believed to kill"."""
    if not re.search(r"(?i)\bto\s+(?:\w+ly\s+)?$", text[:at]):
        return False
    known = r"(?:went\s+on|managed|known|believed|reported|said|thought|understood|alleged|claimed)\s+to\s+$"
    return not re.search(rf"(?i)\b{known}", text[:at])


def standing(sentence: Sentence, match: re.Match[str]) -> Factuality:
    """How the text stands to a toll; what a relative clause tells of a known event holds whatever the main verb denies."""
    text, at = sentence.text, match.start()
    if relative().search(text[max(0, at - 40) : at]) and match.start("n") > at:
        return Factuality()
    if match.start("n") > at and only_meant(text, at):
        return Factuality(asserted=False)
    verb = match.end("n") if match.start("n") == at else at
    fact = factuality(sentence, at)
    if (
        not fact.asserted
        and re.search(r"(?i)\b(?:may|might|could)\s+have\s+(?:been\s+)?$", text[:at])
        and not re.search(r"(?i)\b(?:if|had)\b", text)
    ):
        return Factuality(certainty="possible")
    inside = text[verb : match.end()]
    if fact.certainty == "certain" and re.search(r"(?i)\b(?:may|might|could|can)\b", inside):
        return replace(fact, certainty="possible")
    if re.search(r"(?i)\b(?:not|never)\b|n[’']t\b", inside) and fact.polarity == "positive":
        return replace(fact, polarity="negative")
    return fact


UNITS = re.compile(
    r"(?i)[\s-]*(?:(?:\w+\s+)?(?:years?|days?|hours?|minutes?|months?|weeks?|seconds?|decades?|centuries|times)\b|per\s*cent|percent|%|miles?\b|km\b|kilomet\w+|"
    r"met(?:re|er)s?\b|feet\b|pounds?\b|dollars?\b|euros?\b|tonnes?\b|tons?\b|barrels?\b|am\b|pm\b|a\.m|p\.m|gmt\b|january|february|march|april|"
    r"may\s+\d|june|july|august|september|october|november|december|degrees|-|(?:birds|animals|dolphins|turtles|pelicans|cattle|pigs|cows|sheep|dogs|horses|"
    r"chickens|fish|whales|elephants|trees|buildings|houses|homes|cars|vehicles|tanks|jobs|cases|companies|firms|banks)\b)"
)
DATED = re.compile(
    r"(?i)(?:\b(?:in|since|aged?|article|section|page|number|no\.?|flight|route|chapter|sentenced\s+to|jailed\s+for|h|resolution|"
    r"january|february|march|april|june|july|august|september|october|november|december|jan\.?|feb\.?|apr\.?|aug\.?|sept?\.?|oct\.?|nov\.?|dec\.?)|\d:|\bon)\s*$"
)
RATE = re.compile(
    r"(?i)\s*(?:,\s+)?(?:\w+\s+)?\b(?:every|each|per)\s+(?:year|day|week|month|hour|minute|second)|^\s+(?:a|per)\s+(?:year|day|week|month)\b"
)


AMONG = re.compile(
    r"(?i)\s+of\s+(?:the|those|his|her|their|its|these)\s+(?:[\d,]+\s+|\w+\s+)?(?:dead|killed|injured|wounded|victims)\b"
)
PARENT = re.compile(r"(?i)\b(?:mother|father|grandmother|grandfather|parents?|one|married\s+\w+)\s+of\s+$")
MIXED_BEFORE = re.compile(r"(?i)\b(?:killed|wounded|injured|hurt)\s+or\s+$")
MIXED_AFTER = re.compile(r"(?i)\s+or\s+(?:\w+ly\s+)?(?:wounded|injured|hurt|missing)\b")
FORECAST = re.compile(r"(?i)\b(?:would|will|threat\w*)\s+(?:\w+\s+)?(?:kill|die|be\s+killed)")
SAVED = re.compile(r"(?i)\b(?:of|to|from|save\w*|saving|protect\w*|change\w*)\s+$")


def sensible(text: str, match: re.Match[str], rule: str) -> bool:
    """Whether the number counts people, not years, ages, minutes or money, and is no rate or forecast."""
    short = match.end("n") > match.end() - 3
    inside = text[match.end("n") : match.end()] + (text[match.end() : match.end() + 12] if short else "")
    before = text[max(0, match.start("n") - 25) : match.start("n")]
    number = match["n"].lower()
    if (
        UNITS.match(inside)
        or AMONG.match(inside)
        or PARENT.search(before)
        or (number.isdigit() and dated(before, match, rule))
    ):
        return False
    if MIXED_BEFORE.search(text[: match.start()]) or MIXED_AFTER.match(text, match.end()):
        return False
    if (
        RATE.match(text[match.end() : match.end() + 30])
        or FORECAST.search(match.group())
        or (rule, number) == ("toll", "no")
    ):
        return False
    if rule == "nouns" and "lives" in inside.lower() and SAVED.search(before):
        return False
    return number not in ("one", "another", "the one") or sole(text, match, rule)


def dated(before: str, match: re.Match[str], rule: str) -> bool:
    """Whether a number in figures is a year, a day or a section: "in 2005", "on May 12", "the 1994 dead"."""
    year = len(match["n"]) == 4 and match["n"][:2] in ("19", "20")
    named = year and rule in ("nouns", "adjective", "passive") and before.strip().lower().endswith("the")
    return bool(DATED.search(before)) or named


def sole(text: str, match: re.Match[str], rule: str) -> bool:
    """Whether "one" counts a victim: "one was killed", not "one of the four killed", "one day", "one was dead wrong"."""
    inside = text[match.end("n") : match.end()]
    if rule in ("nouns", "adjective", "predicate") and re.match(
        r"(?i)\s+(?:is|are|was)?\s*(?:of|day|thing|hit|side|shot|more)\b", inside
    ):
        return False
    return not re.match(
        rf"(?i)\s+of\s+(?:(?!{STOP}\b)[\w’'-]+\s+){{1,8}}"
        r"(?:killed|injured|wounded|shot\s+dead|hurt|murdered)",
        inside,
    ) or bool(re.search(r"(?i)\b(?:was|were|been|is)\b", inside))


HEDGE = re.compile(r"(?i)\b(?:reportedly|believed|feared|presumed|allegedly|apparently|thought\s+to|suspected)\b")
GUESS = re.compile(
    r"(?i)\b(?:estimat(?:e|es|ed|ing)|believ(?:e|es|ed)|fears?|feared|suspect(?:s|ed)?|thought)\s+(?:that\s+)?(?:the\s+)?$"
)


def toll(
    reading: Reading,
    sentence: Sentence,
    attribute: Attribute,
    quantity: Quantity,
    match: re.Match[str],
    rule: str,
    fact: Factuality,
) -> Proposal:
    """The claim of a toll, with the incident and the time it belongs to."""
    hedged = HEDGE.search(match.group()) or GUESS.search(sentence.text[max(0, match.start() - 50) : match.start()])
    proposal = Proposal(
        sentence=sentence,
        attribute=attribute,
        subject=Name("", "incident", "incident"),
        value=quantity,
        start=match.start(),
        end=match.end(),
        at=match.start(),
        rule=f"{attribute}.{rule}",
        aspect="change",
        certainty="probable" if hedged and fact.certainty == "certain" else fact.certainty,
        polarity="positive" if quantity.high == 0 else fact.polarity,
        valid=incidents.when(reading, sentence, match.start(), match.end()),
    )
    proposal.subject = incidents.incident(reading, proposal)
    if rule in PLURAL_RULES and part_of_more(sentence.text, match):
        who = re.match(rf"(?i){people_of()}", sentence.text[match.end("n") :])
        proposal.subject = noun_name(who.group() if who else "victims")
    return proposal


PLURAL_RULES = frozenset(["passive", "died", "active", "reduced", "left"])


def part_of_more(text: str, match: re.Match[str]) -> bool:
    """Whether a counted group is one of several that are told together: "two nuns and a guard were killed"."""
    return bool(re.search(r"(?i)\b(?:including|among\s+them|of\s+whom)\s+$", text[: match.start("n")])) or bool(
        re.match(r"(?i)\s+of\s+(?:them|whom)\b", text[match.end("n") :])
    )


def others(reading: Reading, sentence: Sentence, taken: Taken, told: set[tuple[Attribute, str]]) -> Iterator[Proposal]:
    """The victims that no number counts; one that was told before is not told again by "the"."""
    for victim in (*victims.named(sentence), *victims.objects(sentence), *victims.unnamed(sentence)):
        words = sentence.text.find(victim.subject.mention, victim.start, victim.end + 1)
        spot = (words, words + len(victim.subject.mention)) if words >= 0 else (victim.start, victim.end)
        if any(a < spot[1] and spot[0] < b and x == victim.attribute for a, b, x in taken):
            continue
        key = (victim.attribute, victim.head)
        if victim.head and victim.definite and key in told:
            continue
        fact = factuality(sentence, victim.at)
        meant = victim.rule.endswith("object") and only_meant(sentence.text, victim.at)
        if not fact.asserted or fact.future or meant:
            continue
        taken.append((*spot, victim.attribute))
        if victim.head:
            told.add(key)
        yield proposed(reading, sentence, victim, fact)


def proposed(reading: Reading, sentence: Sentence, victim: Victim, fact: Factuality) -> Proposal:
    words = sentence.text[victim.start : victim.end]
    negative = fact.polarity == "negative" or bool(re.search(r"(?i)\b(?:was|were|been|is)\s+not\b|n[’']t\b", words))
    hedged = re.search(r"(?i)\b(?:reportedly|believed|feared|presumed|allegedly|apparently)\b", words)
    return Proposal(
        sentence=sentence,
        attribute=victim.attribute,
        subject=victim.subject,
        value=victim.value,
        start=victim.start,
        end=victim.end,
        at=victim.at,
        rule=victim.rule,
        aspect="change",
        certainty="probable" if hedged and fact.certainty == "certain" else fact.certainty,
        polarity="negative" if negative else "positive",
        valid=incidents.when(reading, sentence, victim.at, victim.end),
    )
