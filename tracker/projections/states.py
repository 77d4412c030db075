"""A state as a row: the fold's answer with entities by name, as the `states` table and every question hold it. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any

import msgspec

from tracker.model.time import BEGINNING
from tracker.projections.answers import CellState, Position
from tracker.projections.cells import CASUALTIES, Cell, assertion
from tracker.projections.facts import ClaimFact
from tracker.projections.fold import fold
from tracker.projections.identity import Identities
from tracker.projections.timeline import Span, timeline
from tracker.projections.values import Assertion


def assertions_by_cell(facts: Iterable[ClaimFact], identities: Identities) -> dict[str, list[Assertion]]:
    """What the fold needs of the facts, by cell; forecasts and void claims left out."""
    found: dict[str, list[Assertion]] = defaultdict(list)
    for fact in facts:
        if not fact.void and (each := assertion(fact, identities)) is not None:
            found[fact.cell].append(each)
    return found


def timeline_rows(
    cell: Cell, assertions: list[Assertion], identities: Identities, start: datetime = BEGINNING
) -> list[dict[str, Any]]:
    """The rows of a cell's as-known-then timeline from `start` on, in order; see `timeline`."""
    return [_row(cell, span, identities) for span in timeline(cell.attribute, assertions, start)]


def folded_row(
    cell: Cell, assertions: list[Assertion], identities: Identities, at: datetime, known_at: datetime
) -> dict[str, Any] | None:
    """The row of one (valid, report) pair, or None where nothing was known; its span is that of `at` alone."""
    state = fold(cell.attribute, assertions, at, known_at)
    return None if state is None else _row(cell, Span(at, at, state), identities)


def _row(cell: Cell, span: Span, identities: Identities) -> dict[str, Any]:
    state: CellState = span.state
    head = state.headline
    low, high = state.span or (None, None)
    alternatives = [
        {
            "value": {"low": p.low, "high": p.high} if cell.attribute in CASUALTIES else shown(cell, p, identities),
            "polarity": "positive" if p.positive else "negative",
            "voices": _names(p.voices, identities),
            "claims": p.claims,
        }
        for p in state.alternatives
    ]
    return {
        "cell": cell.key,
        "known_from": span.known_from,
        "known_to": span.known_to,
        "subject_entity": cell.entity,
        "subject": cell.subject,
        "attribute": cell.attribute,
        "value": shown(cell, head, identities),
        "low": head.low,
        "high": head.high,
        "range_low": low,
        "range_high": high,
        "polarity": "positive" if head.positive else "negative",
        "standing": state.standing,
        "since_earliest": state.since[0],
        "since_latest": state.since[1],
        "reported_at": state.reported_at,
        "voices": _text(_names(head.voices, identities)),
        "alternatives": _text(alternatives),
        "claims": _text(head.claims),
        "because": state.because,
    }


def shown(cell: Cell, position: Position, identities: Identities) -> str:
    """A position's value in words."""
    if cell.attribute in ("location", "control"):
        return identities.entities[position.value].name
    if cell.attribute in CASUALTIES:
        low, high = position.low, position.high
        if low == high:
            return str(low)
        return f"at least {low}" if high is None else f"up to {high}" if low is None else f"{low} to {high}"
    return position.value


def _names(keys: Iterable[str], identities: Identities) -> list[str]:
    return [identities.entities[key].name for key in keys]


def _text(value: object) -> str:
    return msgspec.json.encode(value).decode()
