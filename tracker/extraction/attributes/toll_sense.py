"""Whether a number beside a word of dying counts people: not years, ages, rates, animals, or bodies that are only moved."""

from __future__ import annotations

import re

from tracker.extraction.attributes.toll_patterns import STOP

UNITS = re.compile(
    r"(?i)(?!\s*(?:--|-\s))[\s-]*(?:(?:\w+\s+)?(?:years?|days?|hours?|minutes?|months?|weeks?|seconds?|decades?|centuries|times)\b|per\s*cent|percent|%|miles?\b|km\b|kilomet\w+|"
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
    r"(?i)\s+of\s+(?:the|those|his|her|their|its|these)\s+(?:[\d,]+\s+|\w+\s+)?"
    r"(?:dead|killed|injured|wounded|victims|bodies|injuries|wounds|deaths|fatalities|casualties)\b"
)
KINDS = (
    "birds|animals|dolphins|turtles|pelicans|cattle|pigs|cows|sheep|dogs|cats|horses|camels|goats|chickens|hens|ducks|geese|swans|"
    "poultry|fowls?|turkeys|seals|fish|whales|elephants|trees|rhinos|tigers|bees|mink|penguins|livestock"
)
ANIMALS = re.compile(rf"(?i)(?:\s+(?!and\b|people\b)[\w-]+){{0,3}}?\s+(?:{KINDS})\b")
BODIES = re.compile(r"(?i)\b(?:bodies|corpses|remains|body|corpse)\b")
HANDED = re.compile(
    r"(?i)\b(?:hand(?:ed|ing|s)?\s+over|return(?:ed|s|ing)?|repatriat\w+|buried|burial|funerals?|coffins?|exchang\w+|flown|"
    r"brought\s+(?:back|home)|identified|mutilat\w+|autops\w+)\b"
)
"""What is done with bodies whose death is no news."""
PARENT = re.compile(r"(?i)\b(?:mother|father|grandmother|grandfather|parents?|one|married\s+\w+)\s+of\s+$")
MIXED_BEFORE = re.compile(r"(?i)\b(?:killed|wounded|injured|hurt)\s+or\s+$")
MIXED_AFTER = re.compile(r"(?i)\s+or\s+(?:\w+ly\s+)?(?:wounded|injured|hurt|missing)\b")
FORECAST = re.compile(r"(?i)\b(?:would|will|threat\w*)\s+(?:\w+\s+)?(?:kill|die|be\s+killed)")
MEANT = re.compile(
    r"(?i)\b(?:likel(?:y|ier)|expected|going|due|set|about|want\w*|ready|prepared|willing|sentenced|condemned|doomed|bound|"
    r"allowed|tried|attempt\w*|vow\w*|hop\w+|pledged|chose)\s+to\s+(?:be\s+)?\w+$"
)
"""Before and with a verb: it has not happened, or not to them."""
ILLNESS = re.compile(
    r"(?i)\b(?:flu|virus\w*|symptoms?|fever|infect\w+|pneumonia|cholera|ill|illness|sick|sickness|disease|coronavirus|"
    r"covid\S*|cancer|stroke|heart|ebola|malaria|surgery|exhaustion|dehydrat\w+|check-?ups?|"
    r"medical\s+conditions?|unwell|seizures?|faint\w+|chest\s+pains?|breathing|births?|labou?r|pregnan\w+|overdose)\b"
)
"""Who is taken to hospital with one of these is no casualty."""
ONE_OF_THOSE = re.compile(r"(?i)\b(?:was|is|were|be|as|being)\s+$")
SAVED = re.compile(r"(?i)\b(?:of|to|from|save\w*|saving|protect\w*|change\w*)\s+$")


HOSPITAL_RULES = ("hospital", "condition", "with-injuries")


def sensible(text: str, match: re.Match[str], rule: str) -> bool:
    """Whether the number counts people, not years, ages, minutes or money, and is no rate or forecast."""
    short = match.end("n") > match.end() - 3
    inside = text[match.end("n") : match.end()] + (text[match.end() : match.end() + 12] if short else "")
    before = text[max(0, match.start("n") - 25) : match.start("n")]
    number = match["n"].lower()
    if (
        UNITS.match(inside)
        or AMONG.match(inside)
        or ANIMALS.match(text, match.end("n"))
        or re.match(r"(?i)\s+(?:else\b|\d)", inside)
        or (number.isdigit() and re.search(r"[\w.’'”]\s*,\s*$", before) and inside.startswith(","))  # an age
        or (BODIES.search(match.group()) and (number.startswith(("the ", "these ", "those ")) or HANDED.search(text)))
        or PARENT.search(before)
        or (number.isdigit() and dated(before, match, rule))
    ):
        return False
    if MIXED_BEFORE.search(text[: match.start()]) or MIXED_AFTER.match(text, match.end()):
        return False
    if MEANT.search(match.group()) or ((rule in HOSPITAL_RULES or "ospital" in match.group()) and ILLNESS.search(text)):
        return False
    if number == "one" and re.match(r"\s+of\b", inside) and ONE_OF_THOSE.search(before):
        return False  # "her cousin was one of the pilots who died"
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
