"""The claim: one voice, in one article, saying that one attribute of one entity has, or has not, one value at some time.

The vocabulary follows FactBank (Saurí & Pustejovsky 2009) for polarity and certainty, and SQL:2011 for the clocks.
docs/events.md tells it with examples.
"""

from __future__ import annotations

import hashlib
import unicodedata
from datetime import datetime
from typing import Literal

import msgspec
from msgspec import Struct

from tracker.model.time import Interval

Attribute = Literal["location", "control", "killed", "injured", "office", "status"]
Polarity = Literal["positive", "negative"]
Certainty = Literal["certain", "probable", "possible"]
Aspect = Literal["state", "change"]
Kind = Literal["person", "organisation", "place", "force", "building", "group", "incident", "outlet", "other"]
OfficeStatus = Literal["holds", "resigned", "ousted", "elected", "appointed", "candidate"]
TimeBasis = Literal["publication", "relative", "calendar"]

ATTRIBUTES: tuple[Attribute, ...] = ("location", "control", "killed", "injured", "office", "status")


class Name(Struct, frozen=True, omit_defaults=True, tag="name"):
    """Something the article names, in the article's own understanding; which entity of the story it is, a projection says.

    `mention`: the words at that place ("the president"); `name`: the fullest name in the article ("Kurmanbek Bakiyev");
    `within`: of a place, the places that contain it, innermost first ("Osh": "southern Kyrgyzstan", "Kyrgyzstan").
    """

    mention: str
    name: str
    kind: Kind = "other"
    within: tuple[str, ...] = ()


class Quantity(Struct, frozen=True, tag="quantity"):
    """A count of people, both ends included; `None` is an open end ("at least 65" is 65 to None)."""

    low: int | None
    high: int | None

    def __post_init__(self) -> None:
        if self.low is None and self.high is None:
            raise ValueError("a quantity needs a low or a high end")
        if self.low is not None and self.high is not None and self.high < self.low:
            raise ValueError(f"a quantity from {self.low} to {self.high}")

    @property
    def precise(self) -> bool:
        return self.low == self.high

    def agrees(self, other: Quantity) -> bool:
        """Whether one number can satisfy both."""
        low = max(self.low or 0, other.low or 0)
        highs = [q.high for q in (self, other) if q.high is not None]
        return not highs or low <= min(highs)


class Office(Struct, frozen=True, tag="office"):
    """An office as the text names it ("president", "interim defence minister") and what is said of holding it."""

    status: OfficeStatus
    title: str

    def __str__(self) -> str:
        return f"{self.status} {self.title}"


class Condition(Struct, frozen=True, tag="condition"):
    """A short state of an institution, border, base, service or person: "closed", "dissolved", "arrested"."""

    word: str


Value = Name | Quantity | Office | Condition


class Claim(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One claim, with the offsets of its words in the document (characters, end excluded); the quote is cut from there.

    `valid`: of a state, when it is said to be observed; of a change, the span in which it happened. UTC.
    `until`: where the text bounds the state. `basis`: what the time rests on: the publication time alone, words counted
    from it ("on Wednesday"), or a calendar date. `rule`: the extraction rule that fired.
    """

    attribute: Attribute
    subject: Name
    value: Value
    voice: Name
    valid: Interval
    start: int
    end: int
    via: tuple[Name, ...] = ()
    polarity: Polarity = "positive"
    certainty: Certainty = "certain"
    aspect: Aspect = "state"
    basis: TimeBasis = "publication"
    until: datetime | None = None
    rule: str = ""

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"a claim without words: offsets {self.start} to {self.end}")
        wanted = VALUE_TYPES[self.attribute]
        if not isinstance(self.value, wanted):
            raise ValueError(f"a claim of {self.attribute} needs a {wanted.__name__}, not {self.value!r}")


VALUE_TYPES: dict[Attribute, type[Name] | type[Quantity] | type[Office] | type[Condition]] = {
    "location": Name,
    "control": Name,
    "killed": Quantity,
    "injured": Quantity,
    "office": Office,
    "status": Condition,
}


def value_text(value: Value) -> str:
    """A value in words: "Osh", "75", "at least 65", "resigned president", "closed"."""
    match value:
        case Name():
            return value.name
        case Office():
            return str(value)
        case Condition():
            return value.word
        case Quantity(low, high) if low == high:
            return str(low)
        case Quantity(low, None):
            return f"at least {low}"
        case Quantity(None, high):
            return f"up to {high}"
        case Quantity(low, high):
            return f"{low} to {high}"


def folded(text: str) -> str:
    """A name for comparing: case, accents and runs of white space folded away; punctuation stays."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return " ".join(bare.casefold().split())


def fingerprint(article: str, claim: Claim) -> str:
    """What makes two claims of an article the same over revisions and extractor versions: 32 hex digits.

    Article, attribute, subject, value, polarity and voice as the article names them; the time only where it is a
    calendar date, since times counted from the publication shift when an article is printed again. Offsets, certainty
    and the rule that fired are left out: rewording a sentence does not make a new claim.
    """
    value = claim.value
    shown = folded(value.name) if isinstance(value, Name) else value_text(value).casefold()
    time = [claim.valid.earliest, claim.valid.latest] if claim.basis == "calendar" else []
    # "Clashes of May" in one town are not those in another, though the article may name them alike
    where = [folded(place) for place in claim.subject.within[:1]] if claim.subject.kind == "incident" else []
    parts = [
        article,
        claim.attribute,
        folded(claim.subject.name),
        *where,
        shown,
        claim.polarity,
        folded(claim.voice.name),
        time,
    ]
    return hashlib.sha256(msgspec.json.encode(parts)).hexdigest()[:32]
