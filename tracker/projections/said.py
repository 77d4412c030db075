"""The stored claims of cells as the fold needs them, read with no more than that: of a cell with thousands of claims the reading
is most of the work."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple, cast

from sqlalchemy import Connection

from tracker.projections.cells import assertion
from tracker.projections.facts import ClaimFact
from tracker.projections.identity import Identities
from tracker.projections.values import Assertion
from tracker.store import driver
from tracker.store.tables import as_instant


class Needed(NamedTuple):
    """What the fold asks of a claim, under the names that it has in a fact."""

    cell: str
    claim_id: str
    voice_entity: str
    voice_name: str
    attribute: str
    certainty: str
    value_key: str
    value_entity: str | None
    low: int | None
    high: int | None
    polarity: str
    aspect: str
    article: str
    start_char: int
    decision: str | None
    valid_from: datetime
    valid_to: datetime
    reported_at: datetime
    until: datetime | None
    withdrawn_at: datetime | None


INSTANTS = 5
"""The last columns of `Needed`."""

_ALL = f"SELECT {', '.join(Needed._fields)} FROM claims WHERE story = ? AND generation = ? AND cell <> '' ORDER BY cell"
_ONE = f"SELECT {', '.join(Needed._fields)} FROM claims WHERE story = ? AND generation = ? AND cell = ?"


def by_cell(
    connection: Connection, story: str, generation: int, identities: Identities
) -> Iterator[tuple[str, list[Assertion]]]:
    """The assertions of each cell that has any, cell after cell; one cell in memory at a time."""
    for key, rows in groupby(driver.rows(connection, _ALL, (story, generation)), key=itemgetter(0)):
        assertions = asserted(map(_needed, rows), identities)
        if assertions:
            yield key, assertions


def of_cell(connection: Connection, story: str, generation: int, cell: str) -> list[Needed]:
    """What the claims of a cell say."""
    return [_needed(row) for row in driver.all_rows(connection, _ONE, (story, generation, cell))]


def asserted(claims: Iterator[Needed], identities: Identities) -> list[Assertion]:
    """The claims as assertions, forecasts left out."""
    found = (assertion(cast(ClaimFact, each), identities) for each in claims)
    return [each for each in found if each is not None]


def _needed(row: tuple[Any, ...]) -> Needed:
    times = [None if at is None else as_instant(at) for at in row[-INSTANTS:]]
    return Needed._make((*row[:-INSTANTS], *times))
