"""`evidence`: the words behind a state, for and against, and the rule that decided. Reads only."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime
from typing import Literal

from tracker.model.claim import Attribute
from tracker.projections.facts import ClaimFact
from tracker.projections.tables import claims as claims_table
from tracker.queries.answers import Cell, CellEvidence, Evidence
from tracker.queries.as_of import state
from tracker.queries.listing import Texts, claim_rows
from tracker.queries.reading import reading
from tracker.store.database import Database

REACH = 300
"""Characters of context looked at on either side of a quote."""

_ENDS = re.compile(r"(?<=[.!?…\"”])\s+(?=[\"“‘'(A-ZÀ-Þ])|\n+")

_ORDER = {"for": 0, "against": 1, "passed": 2}


def evidence(
    database: Database,
    story: str,
    entity: str,
    attribute: Attribute | str | None = None,
    *,
    at: datetime,
    known_at: datetime | None = None,
) -> list[CellEvidence]:
    """The cells of an entity at `at`, each with every claim reported by `known_at`: for it, against it, or passed over.

    Raises `UnknownStoryError`, and `InputError` for an entity that the story does not know.
    """
    answer = state(database, story, at, known_at=known_at, entity=entity, attribute=attribute)
    with reading(database, story) as rows:
        identities, texts = rows.identities(), Texts(rows)
        found = rows.facts(rows.find_in(claims_table, "cell", (cell.cell for cell in answer.cells)))
        visible = sorted(
            (
                f
                for f in found.values()
                if f.reported_at <= answer.known_at and (f.withdrawn_at is None or f.withdrawn_at > answer.known_at)
            ),
            key=lambda f: (f.order, f.claim_id),
        )
        shown = dict(zip(visible, claim_rows(rows, visible, identities, texts), strict=True))
        cells = []
        for cell in answer.cells:
            own = [f for f in visible if f.cell == cell.cell]
            sides = _sides(cell, own)
            parts = [
                Evidence(
                    side=sides[f.claim_id],
                    claim=shown[f],
                    context=context(texts.get(f.document), f.start_char, f.end_char),
                )
                for f in own
            ]
            cells.append(CellEvidence(state=cell, evidence=tuple(_sorted(parts))))
        return cells


def _sorted(parts: Iterable[Evidence]) -> list[Evidence]:
    return sorted(parts, key=lambda e: (_ORDER[e.side], e.claim.reported_at, e.claim.article, e.claim.start))


def _sides(cell: Cell, own: list[ClaimFact]) -> dict[str, Literal["for", "against", "passed"]]:
    """Each claim's part. A state lists of each voice the first and the newest claim; those between say the same."""
    sides: dict[str, Literal["for", "against", "passed"]] = {}
    listed = dict.fromkeys(cell.claims, "for")
    listed |= {claim: "against" for other in cell.alternatives for claim in other.claims}
    said = {}
    for fact in own:
        if fact.claim_id in listed:
            said[_said(fact)] = listed[fact.claim_id]
        sides[fact.claim_id] = "passed"
        if fact.certainty != "possible" and fact.valid_from <= fact.reported_at:
            sides[fact.claim_id] = said.get(_said(fact), "passed")  # type: ignore[assignment]
    return sides


def _said(fact: ClaimFact) -> tuple[object, ...]:
    return (fact.voice_entity, fact.value_key, fact.polarity)


def context(text: str | None, start: int, end: int) -> str | None:
    """The sentence around the words at [start, end), runs of white space made one blank; None where they were erased."""
    if text is None:
        return None
    low, high = max(0, start - REACH), min(len(text), end + REACH)
    breaks = [m.end() for m in _ENDS.finditer(text[low : start + 1]) if low + m.end() <= start]
    low += breaks[-1] if breaks else 0
    stop = _ENDS.search(text[end - 1 : high]) if end > start else None
    high = end - 1 + stop.start() if stop else high
    return " ".join(text[low : max(high, end)].split())
