"""What the questions answer: frozen values whose field names are the keys of the JSON. Instants are UTC."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

import msgspec
from msgspec import Struct

from tracker.model.claim import Attribute, Certainty, Polarity
from tracker.projections.answers import Standing
from tracker.projections.cells import CASUALTIES
from tracker.queries.decisions import DecisionRow


class Count(Struct, frozen=True):
    """A number of people, both ends included; None is an open end."""

    low: int | None
    high: int | None


class Alternative(Struct, frozen=True):
    """Something else that is said of a cell, the voices that say it and their claims."""

    value: str | Count
    polarity: Polarity
    voices: tuple[str, ...]
    claims: tuple[str, ...] = ()


class Cell(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The state of one cell. `since`: the span (earliest, latest) in which it became so; `reported_at`: its newest report.

    `claims`: the ids of the claims behind it. `because`: the rule that chose the headline. `range`: of victims, the lowest
    and the highest number that still stands. `entity`: the key of the subject; `cell`: that of the cell.
    """

    subject: str
    attribute: Attribute
    value: str | Count
    polarity: Polarity
    standing: Standing
    since: tuple[datetime, datetime]
    reported_at: datetime
    voices: tuple[str, ...]
    alternatives: tuple[Alternative, ...]
    claims: tuple[str, ...]
    because: str
    entity: str
    cell: str
    range: Count | None = None


class StateAnswer(Struct, frozen=True, kw_only=True):
    """The state of a story at `at`, by what had been reported by `known_at` and recorded by `recorded_at` (None: all)."""

    story: str
    at: datetime
    known_at: datetime
    recorded_at: datetime | None
    rules: str
    cells: tuple[Cell, ...]


class ClaimRow(Struct, frozen=True, kw_only=True):
    """A claim as it stands in its article. `start`, `end`: characters, end excluded; `quote` is None where it was erased.

    `decision`: what analysts made of it: rejected, endorsed, or, of one that they added (`article` is empty, `quote` their
    reason) and took back, undone.
    """

    claim: str
    reported_at: datetime
    attribute: Attribute
    subject: str
    value: str
    polarity: Polarity
    certainty: Certainty
    voice: str
    via: tuple[str, ...]
    aspect: str
    valid: tuple[datetime, datetime]
    until: datetime | None
    article: str
    outlet: str
    title: str | None
    url: str | None
    quote: str | None
    start: int
    end: int
    entity: str
    cell: str
    rule: str
    withdrawn_at: datetime | None
    withdrawal: str | None
    fingerprint: str = ""
    decision: str | None = None


Side = Literal["for", "against", "passed", "rejected"]


class Evidence(Struct, frozen=True, kw_only=True):
    """A claim's part in a state: for the headline, against it, `passed` (ended, replaced, lapsed, a forecast, or something
    that is not in its way), or `rejected` by an analyst."""

    side: Side
    claim: ClaimRow
    context: str | None


class CellEvidence(Struct, frozen=True, kw_only=True):
    """The state of one cell with the words behind it, and what analysts decided that bears on it."""

    state: Cell
    evidence: tuple[Evidence, ...]
    decisions: tuple[DecisionRow, ...] = ()


class StoryRow(Struct, frozen=True, kw_only=True):
    """A story: how much it holds and the report times that it spans."""

    story: str
    title: str | None
    articles: int
    claims: int
    events: int
    first_published_at: datetime | None
    last_published_at: datetime | None


class ArticleRow(Struct, frozen=True, kw_only=True):
    """An article by its latest revision. `claims`: those that stand; `document`: the SHA-256 of its text."""

    article: str
    outlet: str
    title: str | None
    url: str | None
    published_at: datetime
    published_basis: str
    timezone: str | None
    document: str
    revisions: int
    claims: int
    extractor: str | None
    status: str


_alternatives = msgspec.json.Decoder(tuple[Alternative, ...])
_texts = msgspec.json.Decoder(tuple[str, ...])


def cell_of_row(row: Any) -> Cell:
    """The cell that a row of `states` holds."""
    victims = row["attribute"] in CASUALTIES
    return Cell(
        subject=row["subject"],
        attribute=row["attribute"],
        value=Count(row["low"], row["high"]) if victims else row["value"],
        polarity=row["polarity"],
        standing=row["standing"],
        since=(row["since_earliest"], row["since_latest"]),
        reported_at=row["reported_at"],
        voices=_texts.decode(row["voices"]),
        alternatives=_alternatives.decode(row["alternatives"]),
        claims=_texts.decode(row["claims"]),
        because=row["because"],
        entity=row["subject_entity"],
        cell=row["cell"],
        range=Count(row["range_low"], row["range_high"]) if victims else None,
    )
