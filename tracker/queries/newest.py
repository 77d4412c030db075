"""Any pair of clocks, cell by cell: folded from as few of its claims as settle the answer, the newest ones. Reads only.

The answer is that of the fold over all claims of the cell; `projections/suffice.py` says when the newest ones do.
"""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import datetime
from functools import cache, partial
from itertools import groupby
from operator import attrgetter
from typing import Any, cast

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Select,
    Table,
    and_,
    bindparam,
    func,
    literal,
    or_,
    select,
    true,
    union_all,
)

from tracker.model.time import BEGINNING
from tracker.projections.cells import CASUALTIES, Cell, assertion
from tracker.projections.decisions import WEIGHTS
from tracker.projections.facts import ClaimFact
from tracker.projections.identity import Entity, Identities
from tracker.projections.rows import CHUNK, Rows, mine, places
from tracker.projections.states import folded_row
from tracker.projections.suffice import suffices
from tracker.projections.tables import cells, claims, entities, voices
from tracker.projections.values import WINDOWS, Assertion
from tracker.queries import answers

FIRST = 48
"""How many of the newest claims of a cell are read at first; with the oldest of these, all of its instant."""


Asked = dict[str, datetime]
"""The clocks, as the statements name them."""


def folded_cells(
    rows: Rows, at: datetime, known_at: datetime, chosen: Collection[str] | None, attribute: str | None
) -> list[answers.Cell]:
    """The states of cells (None: of all) at `at` as reported by `known_at`; of one attribute, if it is told."""
    asked = {"at": at, "known_at": known_at, "upto": min(at, known_at)}
    found: list[answers.Cell | None] = []
    for victims in (False, True):
        if attribute is not None and victims is not (attribute in CASUALTIES):
            continue
        for key, own in _read(rows, victims, chosen, asked):
            found.append(_settled(rows, key, own, victims, asked))
    return [cell for cell in found if cell is not None]


def _read(
    rows: Rows, victims: bool, chosen: Collection[str] | None, asked: Asked, since: datetime | None = None
) -> Iterable[tuple[str, list[Any]]]:
    """The newest visible claims of each cell, or all `since` an instant, cell after cell."""
    given = {"story": rows.story, "generation": rows.generation, **asked}
    given |= {"beginning": BEGINNING} if since is None else {"since": since}
    found: list[Any]
    run, dialect = rows.connection.execute, rows.connection.dialect.name
    query = _newest(dialect, victims, whole=chosen is None, since=since is not None)
    if chosen is None:
        found = [*map(_Told._make, run(query, given))]
    else:
        each = sorted(chosen)
        few = (each[start : start + CHUNK] for start in range(0, len(each), CHUNK))
        found = [_Told._make(row) for some in few for row in run(query, {**given, "cells": some})]
    found = [row for row in found if row.claim_id is not None]  # a cell of which nothing was known
    found.sort(key=attrgetter("cell"))
    return [(key, list(own)) for key, own in groupby(found, key=attrgetter("cell"))]


def _settled(rows: Rows, key: str, own: Sequence[Any], victims: bool, asked: Asked) -> answers.Cell | None:
    """The state of a cell by its newest claims; by those that have not lapsed where these are more, and by all else."""
    cell = Cell(key, own[0].subject_entity, own[0].subject, own[0].attribute)
    at, known_at = asked["at"], asked["known_at"]
    window = WINDOWS[cell.attribute]
    fresh = BEGINNING if window is None or at - BEGINNING < window else at - window
    since = min(row.reported_at if victims else row.latest for row in own)
    every = len(own) < FIRST
    while True:
        identities = _identities(own)
        read = [each for row in own if (each := assertion(cast(ClaimFact, row), identities)) is not None]
        if every or suffices(cell.attribute, read, since, at, known_at, partial(_older, rows, cell, since)):
            row = folded_row(cell, read, identities, at, known_at)
            return None if row is None else answers.cell_of_row(row)
        every = fresh >= since
        since = BEGINNING if every else fresh
        ((_, own),) = _read(rows, victims, [key], asked, since)


def _identities(own: Iterable[Any]) -> Identities:
    """What the fold and its answer need of the entities that claims name."""
    found: dict[str, Entity] = {}
    ranks: dict[str, int] = {}
    for row in own:
        if row.voice_entity not in found:
            found[row.voice_entity] = Entity(
                row.voice_entity, row.voice_called, row.voice_sort, places(row.voice_within)
            )
        if row.voice_rank is not None:  # also of one that another row names as its value
            ranks[row.voice_entity] = WEIGHTS[row.voice_rank]
        if row.value_entity is not None and row.value_entity not in found:
            found[row.value_entity] = Entity(
                row.value_entity, row.value_called, row.value_sort, places(row.value_within)
            )
    return Identities({}, found, {}, {key: rank for key, rank in ranks.items() if rank})


def _older(rows: Rows, cell: Cell, since: datetime) -> list[Assertion]:
    """An assertion for each position that is told of a time before `since`."""
    given = {"story": rows.story, "generation": rows.generation, "cell": cell.key, "since": since}
    return [
        Assertion(
            claim="",
            voice="",
            role="party",
            value=row.value,
            earliest=since,
            latest=since,
            reported_at=since,
            inside=places(row.within) if row.within and cell.attribute == "location" else (),
            positive=row.polarity == "positive",
        )
        for row in rows.connection.execute(_POSITIONS, given)
    ]


def _visible(t: FromClause) -> ColumnElement[bool]:
    """What `Assertion.visible` says, and that it is no forecast."""
    c = t.c
    return and_(
        mine(t),
        c.cell == cells.c.cell,
        c.latest <= bindparam("upto"),
        c.reported_at <= bindparam("known_at"),
        or_(c.withdrawn_at.is_(None), c.withdrawn_at > bindparam("known_at")),
        or_(c.until.is_(None), c.until > bindparam("at")),
        c.certainty != "possible",
        c.valid_from <= c.reported_at,
    )


_NEEDED = (
    "cell",
    "claim_id",
    "voice_entity",
    "voice_name",
    "certainty",
    "valid_from",
    "valid_to",
    "reported_at",
    "value_key",
    "value_entity",
    "low",
    "high",
    "polarity",
    "aspect",
    "until",
    "withdrawn_at",
    "article",
    "start_char",
    "decision",
    "latest",
)


_Told = namedtuple(  # type: ignore[misc]
    "_Told",
    (
        *_NEEDED,
        *("attribute", "subject_entity", "subject"),
        *("voice_called", "voice_sort", "voice_within", "value_called", "value_sort", "value_within", "voice_rank"),
    ),
)
"""A row of `_newest`, whose fields are read many times each: a plain tuple's are read several times as fast as a row's."""


@cache
def _newest(dialect: str, victims: bool, *, whole: bool, since: bool) -> Select[Any]:
    """The newest visible claims of cells, or all `since` an instant, with what their voices and values are: by report of
    victims, else by the time that they speak of.

    PostgreSQL is told the way, cell by cell and name by name, lest it think little of a table that it never analysed.
    """
    clock = "reported_at" if victims else "latest"
    x = claims.alias("x")
    kind = cells.c.attribute.in_(CASUALTIES) if victims else cells.c.attribute.not_in(CASUALTIES)
    own = [mine(cells), kind] if whole else [mine(cells), kind, cells.c.cell.in_(bindparam("cells", expanding=True))]
    named: Callable[..., Any]
    if dialect == "postgresql":
        read = select(*(x.c[name] for name in _NEEDED)).where(_visible(x)).order_by(x.c[clock].desc())
        read = read.where(x.c[clock] >= bindparam("since")).offset(0) if since else read.fetch(FIRST, with_ties=True)
        k: Any = read.correlate(cells).lateral("k")
        sources = cells.join(k, true())

        def named(table: Table, key: str, name: str) -> Any:
            return select(table).where(mine(table), table.c.entity == k.c[key]).offset(0).lateral(name), true()
    else:
        k = claims.alias("k")
        newest = select(x.c[clock]).where(_visible(x)).order_by(x.c[clock].desc()).limit(1).offset(FIRST - 1)
        edge = func.coalesce(newest.correlate(cells).scalar_subquery(), bindparam("beginning", type_=x.c.latest.type))
        # SQLite keeps the order of outer joins, and would else walk through all claims rather than through all cells
        sources = cells.outerjoin(k, and_(_visible(k), k.c[clock] >= (bindparam("since") if since else edge)))

        def named(table: Table, key: str, name: str) -> Any:
            found = table.alias(name)
            return found, and_(mine(found), found.c.entity == k.c[key])

    voice, value = named(entities, "voice_entity", "voice"), named(entities, "value_entity", "value")
    rated = named(voices, "voice_entity", "rated")
    sources = sources.outerjoin(*voice).outerjoin(*value).outerjoin(*rated)
    called = [
        each.c[column].label(f"{role}_{label}")
        for role, (each, _) in (("voice", voice), ("value", value))
        for column, label in (("name", "called"), ("kind", "sort"), ("within", "within"))
    ]
    of_cell = [cells.c.attribute, cells.c.subject_entity, cells.c.subject]
    return (
        select(*(k.c[name] for name in _NEEDED), *of_cell, *called, rated[0].c.rank.label("voice_rank"))
        .select_from(sources)
        .where(*own)
    )


def _positions() -> Select[Any]:
    """The positions of a cell that are told of a time before another: a few seeks for each, however many claims it has."""
    t, place = claims.alias("t"), entities.alias("place")

    def least(polarity: ColumnElement[str], *more: ColumnElement[bool]) -> ColumnElement[Any]:
        own = (mine(t), t.c.cell == bindparam("cell"), t.c.polarity == polarity)
        return select(func.min(t.c.value_key)).where(*own, *more).scalar_subquery()

    words = union_all(*(select(literal(word).label("polarity")) for word in ("positive", "negative"))).subquery()
    first = select(words.c.polarity, least(words.c.polarity).label("value"))
    found = first.cte("found", recursive=True)
    following = least(found.c.polarity, t.c.value_key > found.c.value)
    found = found.union_all(select(found.c.polarity, following).where(found.c.value.is_not(None)))
    same = (t.c.cell == bindparam("cell"), t.c.polarity == found.c.polarity, t.c.value_key == found.c.value)
    # Scalar subqueries: a planner may make nothing else of them than a seek each
    first_told = select(func.min(t.c.latest)).where(mine(t), *same).scalar_subquery()
    around = select(place.c.within).where(mine(place), place.c.entity == found.c.value).scalar_subquery()
    return select(found.c.polarity, found.c.value, around.label("within")).where(
        found.c.value.is_not(None), first_told < bindparam("since")
    )


_POSITIONS = _positions()
