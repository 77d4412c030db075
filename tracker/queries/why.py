"""`evidence`: the words behind a state, for and against, and the rule that decided. Reads only."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime

from tracker.model.claim import Attribute
from tracker.projections.facts import ClaimFact
from tracker.projections.tables import claims as claims_table
from tracker.queries.answers import Cell, CellEvidence, Evidence, Side
from tracker.queries.asking import ask_state
from tracker.queries.decisions import decisions_behind, rejected
from tracker.queries.listing import Texts, claim_rows
from tracker.queries.reading import reading
from tracker.store.database import Database

REACH = 300
"""Characters of context looked at on either side of a quote."""

_ENDS = re.compile(r"(?<=[.!?…\"”])\s+(?=[\"“‘'(A-ZÀ-Þ])|\n+")

_ORDER = {"for": 0, "against": 1, "passed": 2, "rejected": 3}


def evidence(
    database: Database,
    story: str,
    entity: str,
    attribute: Attribute | str | None = None,
    *,
    at: datetime,
    known_at: datetime | None = None,
) -> list[CellEvidence]:
    """The cells of an entity at `at`, each with every claim reported by `known_at`: for it, against it, passed over, or
    rejected by an analyst; and with the decisions that bear on it.

    Raises `UnknownStoryError`, and `InputError` for a name that means nobody or several.
    """
    answer = ask_state(database, story, at, known_at=known_at, entity=entity, attribute=attribute)
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
        thrown = [f for f in rejected(rows, {c.entity for c in answer.cells}) if f.reported_at <= answer.known_at]
        shown = dict(zip(visible + thrown, claim_rows(rows, visible + thrown, identities, texts), strict=True))
        cells = []
        for cell in answer.cells:
            own = [f for f in visible if f.cell == cell.cell]
            out = [f for f in thrown if _about(f, cell, own)]
            sides = _sides(cell, own) | {f.claim_id: "rejected" for f in out}
            parts = [
                Evidence(
                    side=sides[f.claim_id],
                    claim=shown[f],
                    context=context(texts.get(f.document), f.start_char, f.end_char),
                )
                for f in own + out
            ]
            decided = decisions_behind(rows, identities, own + out, {cell.entity})
            cells.append(CellEvidence(state=cell, evidence=tuple(_sorted(parts)), decisions=tuple(decided)))
        return cells


def _about(fact: ClaimFact, cell: Cell, own: list[ClaimFact]) -> bool:
    """Whether a claim that was thrown out, and so has no cell, would speak of this one: of an office, by its title."""
    if (fact.subject_entity, fact.attribute) != (cell.entity, cell.attribute):
        return False
    return fact.attribute != "office" or fact.office_title in {f.office_title for f in own}


def _sorted(parts: Iterable[Evidence]) -> list[Evidence]:
    return sorted(parts, key=lambda e: (_ORDER[e.side], e.claim.reported_at, e.claim.article, e.claim.start))


def _sides(cell: Cell, own: list[ClaimFact]) -> dict[str, Side]:
    """Each claim's part. A state lists of each voice the first and the newest claim; those between say the same."""
    sides: dict[str, Side] = {}
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
