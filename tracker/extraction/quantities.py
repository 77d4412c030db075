"""How many: numbers of people in words or figures, with bounds and vagueness, as CLAIMS.md fixes them."""

from __future__ import annotations

import re
from functools import cache

from tracker.model.claim import Quantity

UNITS = {
    w: i
    for i, w in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
        ]
    )
}
TENS = {
    w: 10 * i for i, w in enumerate(["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], 2)
}
SCALES = {"hundred": 100, "thousand": 1000, "million": 1_000_000, "dozen": 12, "score": 20}
FRACTIONS = {"half a dozen": 6, "half a million": 500_000, "a quarter of a million": 250_000}
VAGUE: dict[str, tuple[int | None, int | None]] = {
    "several": (3, None),
    "some": (None, None),
    "a few": (3, None),
    "a handful of": (3, None),
    "dozens of": (24, None),
    "dozens": (24, None),
    "scores of": (40, None),
    "scores": (40, None),
    "hundreds of": (200, None),
    "hundreds": (200, None),
    "thousands of": (2000, None),
    "thousands": (2000, None),
    "tens of thousands of": (20_000, None),
    "hundreds of thousands of": (200_000, None),
    "tens of thousands": (20_000, None),
    "hundreds of thousands": (200_000, None),
    "tens of": (20, None),
    "tens of millions of": (20_000_000, None),
    "tens of millions": (20_000_000, None),
    "hundreds upon hundreds of": (200, None),
    "countless thousands of": (2000, None),
    "untold thousands of": (2000, None),
    "millions of": (2_000_000, None),
    "millions": (2_000_000, None),
    "a score of": (20, 20),
    "a few hundreds": (300, None),
    "several tens of": (30, None),
    "several tens of thousands of": (30_000, None),
    "several others": (3, None),
    "many dozens of": (24, None),
    "many dozens": (24, None),
    "many hundreds of": (200, None),
    "many hundreds": (200, None),
    "many thousands of": (2000, None),
    "many thousands": (2000, None),
    "several hundred": (300, None),
    "several hundreds of": (300, None),
    "several thousand": (3000, None),
    "several dozen": (36, None),
    "several dozens of": (36, None),
    "a few hundred": (300, None),
    "a few thousand": (3000, None),
    "a few dozen": (36, None),
    "a handful": (3, None),
    "a number of": (3, None),
    "many": (None, None),
    "another": (1, 1),
    "both": (2, 2),
    "a pair of": (2, 2),
    "a couple": (2, 2),
    "not a single": (0, 0),
    "not one": (0, 0),
    "no-one": (0, 0),
    "no": (0, 0),
    "nobody": (0, 0),
    "no one": (0, 0),
    "none": (0, 0),
    "a couple of": (2, 2),
}
AT_LEAST = (
    "at least",
    "no fewer than",
    "not less than",
    "no less than",
    "a minimum of",
    "upwards of",
    "upward of",
    "not fewer than",
    "anything from",
    "at a minimum",
    "a total of at least",
    "a total of more than",
)
MORE_THAN = (
    "more than",
    "over",
    "in excess of",
    "well over",
    "exceeding",
    "above",
    "well above",
    "far more than",
    "many more than",
    "greater than",
    "higher than",
)
AT_MOST = (
    "up to",
    "as many as",
    "at most",
    "at the most",
    "a maximum",
    "no higher than",
    "no more than",
    "not more than",
    "a maximum of",
    "perhaps as many as",
    "possibly as many as",
    "not more than",
    "up to an estimated",
    "fewer than",
    "less than",
    "under",
)
NEARLY = (
    "nearly",
    "almost",
    "close to",
    "just under",
    "nearly all of the",
    "approaching",
    "not quite",
    "just short of",
    "some nearly",
    "nearing",
    "close on",
)
ABOUT = (
    "about",
    "around",
    "some",
    "roughly",
    "approximately",
    "an estimated",
    "estimated",
    "exactly",
    "just",
    "only",
    "a total of",
    "in total",
    "all",
    "another",
    "a further",
    "an additional",
    "a reported",
    "a confirmed",
    "some other",
    "these",
    "those",
    "his",
    "her",
    "their",
    "its",
    "the",
)
BEYOND = r"(?:at\s+least|more\s+than|over|well\s+over)"
"""Before the upper number of a range that it leaves open: "from 50 to more than 200"."""
NUMBER = (
    r"(?:\d{1,3}(?:,\d{3})+|\d+\.\d+(?=\s*(?:million|m\b))|\d+)(?:\s+(?:hundred|thousand|million)|m\b)?|"
    r"half\s+a\s+million|a\s+quarter\s+of\s+a\s+million|"
    rf"(?:{'|'.join([*TENS])})(?:[\s-](?:{'|'.join(w for w in UNITS if w != 'zero')}))?(?:\s+(?:hundred|thousand|million))?|"
    rf"(?:a|{'|'.join(UNITS)})\s+(?:hundred|thousand|million|dozen|score)(?:\s+and\s+\w+)?|"
    rf"half a dozen|a dozen|(?:{'|'.join(UNITS)})|hundred|thousand"
)


def expression() -> str:
    """The regular expression of a quantity, bound included (case is ignored by its users)."""
    words = [*AT_LEAST, *MORE_THAN, *AT_MOST, *NEARLY, *ABOUT]
    bound = "|".join(re.escape(w).replace(r"\ ", r"\s+") for w in sorted(words, key=lambda w: -len(w)))
    vague = "|".join(
        re.escape(w).replace(r"\ ", r"\s+") for w in sorted(VAGUE, key=lambda w: -len(w)) if w not in ("some", "many")
    )
    return (
        rf"(?:(?:{bound})\s+)?(?:(?:{bound})\s+)?"
        rf"(?:between\s+(?:{NUMBER})\s+and\s+(?:{NUMBER})|from\s+(?:{NUMBER})\s+to\s+{BEYOND}\s+(?:{NUMBER})|(?:from\s+)?(?:{NUMBER})(?:\s*(?:to|or|-|–)\s*(?:{NUMBER}))"
        rf"|{vague}(?!\s+other\s+than)|(?:{NUMBER})(?:\s+or\s+more)?)"
    )


@cache
def pattern() -> re.Pattern[str]:
    return re.compile(rf"(?<![\w.,$€£-])(?:{expression()})(?![\w%]|[.,]\d|-(?!year))", re.IGNORECASE)


def read(words: str) -> Quantity | None:
    """The quantity that these words say, or None: "at least 65" is 65 to None, "dozens" 24 to None."""
    text = " ".join(words.lower().replace("–", "-").split())
    bound, rest = strip_bound(text)
    for vague, (low, high) in sorted(VAGUE.items(), key=lambda item: -len(item[0])):
        if rest == vague or rest.startswith(vague + " "):
            return Quantity(low, high) if low is not None or high is not None else None
    if rest.endswith(" or more") and (low := number(rest.removesuffix(" or more"))) is not None:
        return Quantity(low, None)
    open_range = re.fullmatch(rf"from ({NUMBER}) to {BEYOND} ({NUMBER})", rest)
    if open_range and (low := number(open_range.group(1))) is not None:
        return Quantity(low, None)
    span = re.fullmatch(rf"(?:between |from )?({NUMBER})\s*(to|and|or|-)\s*({NUMBER})", rest)
    if span and (
        (span.group(2) == "-" and span.group(1) in TENS) or (span.group(2) == "and" and "between" not in rest)
    ):
        span = None  # "twenty-five", "a hundred and twenty"
    if span and (low := number(span.group(1))) is not None and (high := number(span.group(3))) is not None:
        scale = SCALES.get(span.group(3).split()[-1], 1)
        if scale >= 100 and low < 100 and span.group(1).split()[-1] not in SCALES:  # "one to two million"
            low *= scale
        return Quantity(low, high) if low <= high else None
    value = number(rest)
    if value is None or value > 1_000_000_000:
        return None
    if bound in AT_LEAST or bound in MORE_THAN:
        return Quantity(value, None)
    if bound in AT_MOST or bound in NEARLY:
        return Quantity(None, value)
    return Quantity(value, value)


def strip_bound(text: str) -> tuple[str, str]:
    """The strongest bound before the number, and the rest of the words."""
    bound = ""
    words = sorted([*AT_LEAST, *MORE_THAN, *AT_MOST, *NEARLY, *ABOUT], key=lambda w: -len(w))
    for _ in range(3):
        for word in words:
            if text.startswith(word + " "):
                bound = bound if bound and word in ABOUT else word
                text = text[len(word) + 1 :]
                break
        else:
            break
    return bound, text


def number(words: str) -> int | None:
    """A whole number in figures or words ("1,000", "twenty-five", "two dozen", "a hundred"), or None."""
    text = words.strip().replace(",", "").replace("-", " ")
    if text in FRACTIONS:
        return FRACTIONS[text]
    if million := re.fullmatch(r"(\d{1,4}(?:\.\d{1,3})?)\s*(?:million|m)", text):
        return round(float(million[1]) * 1_000_000)
    total, current, seen = 0, 0, False
    for word in text.split():
        if word.isascii() and word.isdigit() and len(word) < 13:
            current, seen = current + int(word), True
        elif word in UNITS:
            current, seen = current + UNITS[word], True
        elif word in TENS:
            current, seen = current + TENS[word], True
        elif word in SCALES:
            current, seen = max(current, 1) * SCALES[word], True
            if SCALES[word] >= 1000:
                total, current = total + current, 0
        elif word not in ("a", "an", "and"):
            return None
    return total + current if seen else None
