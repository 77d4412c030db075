"""When two claims of a cell cannot both be so, and when they say the same: one small relation per attribute. Pure."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Literal

from msgspec import Struct

from tracker.model.claim import Attribute

Role = Literal["outlet", "official", "party"]
"""What a voice is to the story: a reporter of it, a body that counts victims, or someone who acts in it."""

WINDOWS: dict[Attribute, timedelta | None] = {
    "location": timedelta(days=4),
    "control": timedelta(days=30),
    "status": timedelta(days=30),
    "office": timedelta(days=180),
    "killed": timedelta(days=2),
    "injured": timedelta(days=2),
}
"""How long a voice's word counts unless it is repeated. A change of office (elected, ousted …) does not lapse."""

ENTERED = ("elected", "appointed")
LEFT = ("resigned", "ousted")


class Assertion(Struct, frozen=True, kw_only=True):
    """What the fold needs of a claim; entities by key. `earliest`, `latest`: valid time, clipped at the report.

    `value`: an entity's key, "<status> <office>", a condition, or empty for a number of people (`low`, `high`).
    `inside`: the keys of the places that contain the value. By analysts: `rank`, 1 of a preferred voice and -1 of a
    deprecated one; `endorsed`, vouched for.
    """

    claim: str
    voice: str
    role: Role
    value: str
    earliest: datetime
    latest: datetime
    reported_at: datetime
    inside: tuple[str, ...] = ()
    low: int | None = None
    high: int | None = None
    positive: bool = True
    hedged: bool = False
    change: bool = False
    until: datetime | None = None
    withdrawn_at: datetime | None = None
    tie: tuple[str, int] = ("", 0)
    rank: int = 0
    endorsed: bool = False

    def visible(self, at: datetime, known_at: datetime) -> bool:
        """Whether it had been reported by `known_at`, still stood then, and speaks of a time up to `at`."""
        return (
            self.reported_at <= known_at
            and (self.withdrawn_at is None or known_at < self.withdrawn_at)
            and self.latest <= at
            and (self.until is None or at < self.until)
        )


def lapses_at(attribute: Attribute, a: Assertion) -> datetime | None:
    """The instant from which it no longer contests, or None where it never lapses.

    Counted from the time it speaks of; of victims, from its report, since the dead stay dead and only the count ages.
    """
    window = WINDOWS[attribute]
    if window is None or (attribute == "office" and a.change):
        return None
    return (a.reported_at if attribute in ("killed", "injured") else a.latest) + window


def lapsed(attribute: Attribute, a: Assertion, at: datetime) -> bool:
    """Whether its window has passed by `at`."""
    end = lapses_at(attribute, a)
    return end is not None and end <= at


def clash(attribute: Attribute, a: Assertion, b: Assertion) -> bool:
    """Whether the two cannot both be so at one time."""
    if attribute == "office":
        return _office_clash(a, b)
    if not a.positive and not b.positive:
        return False
    if a.positive and b.positive:
        return not _nested(attribute, a, b)
    yes, no = (a, b) if a.positive else (b, a)
    return yes.value == no.value or (attribute == "location" and no.value in yes.inside)


def agree(attribute: Attribute, a: Assertion, b: Assertion) -> bool:
    """Whether the two say the same of the world, one perhaps more exactly: "in Taraz" and "in Kazakhstan"."""
    if attribute == "office":
        held = holds_office(a)
        return (held is not None and held == holds_office(b)) or (a.value == b.value and a.positive == b.positive)
    return a.positive == b.positive and _nested(attribute, a, b)


class Relations:
    """`clash` and `agree` between the positions of one cell, each worked out once: claims of one value and polarity are alike
    in this."""

    def __init__(self, attribute: Attribute) -> None:
        self.attribute = attribute
        self._clash: dict[tuple[str, bool, str, bool], bool] = {}
        self._agree: dict[tuple[str, bool, str, bool], bool] = {}

    def clash(self, a: Assertion, b: Assertion) -> bool:
        """See `clash`."""
        key = (a.value, a.positive, b.value, b.positive)
        found = self._clash.get(key)
        if found is None:
            found = self._clash[key] = clash(self.attribute, a, b)
        return found

    def agree(self, a: Assertion, b: Assertion) -> bool:
        """See `agree`."""
        key = (a.value, a.positive, b.value, b.positive)
        found = self._agree.get(key)
        if found is None:
            found = self._agree[key] = agree(self.attribute, a, b)
        return found


def holds_office(a: Assertion) -> bool | None:
    """Whether the person is in office by this claim: yes, no, or None where it does not say (a candidacy, "not ousted")."""
    status = a.value.partition(" ")[0]
    if status == "holds" or (status in ENTERED and a.positive):
        return a.positive
    if status in LEFT and a.positive:
        return False
    return None


def _nested(attribute: Attribute, a: Assertion, b: Assertion) -> bool:
    return a.value == b.value or (attribute == "location" and (a.value in b.inside or b.value in a.inside))


def _office_clash(a: Assertion, b: Assertion) -> bool:
    held = holds_office(a), holds_office(b)
    if None not in held:
        return held[0] != held[1]
    # "has not resigned" denies a resignation, not an ouster
    return a.positive != b.positive and a.value.partition(" ")[0] == b.value.partition(" ")[0]
