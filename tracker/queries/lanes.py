"""`timeline`: the courses of many cells side by side, the busiest ones, for a chart. Reads only."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from msgspec import Struct
from sqlalchemy import func, select

from tracker.model.claim import ATTRIBUTES, Attribute
from tracker.model.errors import InputError
from tracker.projections import tables
from tracker.projections.rows import Rows
from tracker.queries.answers import Cell
from tracker.queries.courses import Stretch, as_known_then, cells_asked, claims_of, with_knowledge
from tracker.queries.reading import reading
from tracker.store.database import Database

CHARTED: tuple[Attribute, ...] = ("killed", "injured", "control", "location")
"""What a chart shows unless it is asked for something else."""


class LaneSpan(Struct, frozen=True, kw_only=True):
    """A state and the span `[begins, ends)` of it inside the chart."""

    begins: datetime
    ends: datetime
    state: Cell


class Lane(Struct, frozen=True, kw_only=True):
    """One cell's course. `claims`: how many stand behind it, by which the busiest are chosen."""

    subject: str
    attribute: Attribute
    entity: str
    cell: str
    claims: int
    spans: tuple[LaneSpan, ...]


class Timeline(Struct, frozen=True, kw_only=True):
    """Lanes, tolls first, from `begins` to `ends`; None where nothing is known. `hidden`: cells that are left out.

    `known_at`: None where each moment is told as it was known then, else whose knowledge tells all of it.
    """

    story: str
    begins: datetime | None
    ends: datetime | None
    known_at: datetime | None
    lanes: tuple[Lane, ...]
    hidden: int


def timeline(
    database: Database,
    story: str,
    *,
    entity: str | None = None,
    attributes: Sequence[Attribute | str] = (),
    begin: datetime | None = None,
    end: datetime | None = None,
    known_at: datetime | None = None,
    most: int | None = None,
) -> Timeline:
    """The courses of the cells about which most is claimed, at most `most` of them, between two moments.

    `attributes`: none means `CHARTED`, or all where an `entity` is asked for. `begin`, `end`: None means the first answer
    and the last report about these cells. Raises `UnknownStoryError`, and `InputError` for a name that means nobody or
    several and for an end before the beginning.
    """
    if begin is not None and end is not None and end <= begin:
        raise InputError("the time line ends before it begins: give --from the earlier moment")
    with reading(database, story) as rows:
        cells = cells_asked(rows, entity, attributes or (CHARTED if entity is None else ATTRIBUTES))
        courses = (
            as_known_then(rows, cells) if known_at is None else with_knowledge(rows, claims_of(rows, cells), known_at)
        )
        busy = _busy(rows)
    begin, end = _ends(courses, busy, begin, end)
    if begin is None or end is None:
        return Timeline(story=story, begins=None, ends=None, known_at=known_at, lanes=(), hidden=0)
    lanes = [lane for key, own in courses.items() if (lane := _lane(key, own, begin, end, busy[key].claims))]
    shown = sorted(lanes, key=lambda lane: (-lane.claims, lane.cell))[:most]
    shown.sort(key=lambda lane: (_place(lane.attribute), -lane.claims, lane.cell))
    return Timeline(
        story=story, begins=begin, ends=end, known_at=known_at, lanes=tuple(shown), hidden=len(lanes) - len(shown)
    )


def _ends(
    courses: dict[str, list[Stretch]], busy: dict[str, _Busy], begin: datetime | None, end: datetime | None
) -> tuple[datetime | None, datetime | None]:
    """The ends of the chart: as asked, or from the first answer to the last report or withdrawal about these cells."""
    told = [s.begins for own in courses.values() for s in own if s.state is not None]
    if not told:
        return None, None
    first = begin or min(told)
    return first, max(first, end or max(busy[cell].last for cell in courses))


def _place(attribute: Attribute) -> int:
    return CHARTED.index(attribute) if attribute in CHARTED else len(CHARTED) + ATTRIBUTES.index(attribute)


def _lane(key: str, stretches: list[Stretch], begin: datetime, end: datetime, claims: int) -> Lane | None:
    spans = [
        LaneSpan(begins=max(s.begins, begin), ends=min(s.ends, end), state=s.state)
        for s in stretches
        if s.state is not None and s.begins <= end and s.ends > begin
    ]
    if all(span.state.standing == "lapsed" for span in spans):
        return None
    state = spans[0].state
    return Lane(
        subject=state.subject,
        attribute=state.attribute,
        entity=state.entity,
        cell=key,
        claims=claims,
        spans=tuple(spans),
    )


class _Busy(NamedTuple):
    """How many claims a cell has, and when one of them last came or was taken back."""

    claims: int
    last: datetime


def _busy(rows: Rows) -> dict[str, _Busy]:
    t = tables.claims
    counted = (
        select(t.c.cell, func.count(), func.max(t.c.reported_at), func.max(t.c.withdrawn_at))
        .where(rows.where(t), t.c.cell != "")
        .group_by(t.c.cell)
    )
    return {
        cell: _Busy(count, max(reported, withdrawn or reported))
        for cell, count, reported, withdrawn in rows.connection.execute(counted)
    }
