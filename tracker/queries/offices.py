"""Which office cells a title asks for: `--office president` finds whoever holds it, held it or says so. Reads only."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from tracker.model.errors import InputError
from tracker.projections.cells import places_of
from tracker.projections.offices import office_key
from tracker.projections.rows import Rows
from tracker.projections.tables import claims
from tracker.projections.words import slug, thing
from tracker.queries.answers import Cell

HELD = ("holds", "elected", "appointed")


def of_office(rows: Rows, cells: Sequence[Cell], title: str) -> list[Cell]:
    """Those of the office cells that mean this title: the same office, whatever words say how it is held.

    A title with a country ("president of Arland") leaves out whoever is told to hold the office of another one.
    Raises `InputError` for a title without words.
    """
    countries = places_of(rows.identities())
    wanted = slug(" ".join(office_key(title, countries)))
    if wanted == "unnamed":
        raise InputError(f"--office {title!r} names no office: write a title such as president")
    found = [cell for cell in cells if cell.attribute == "office" and _means(cell.cell, wanted)]
    _, country = thing(title.replace("-", " "), countries)
    if country is None:
        return found
    told: dict[str, set[str]] = defaultdict(set)
    for row in rows.find_in(claims, "cell", (cell.cell for cell in found)):
        _, named = thing((row["office_title"] or "").replace("-", " "), countries)
        told[row["cell"]] |= {named} - {None}  # type: ignore[arg-type]
    return [cell for cell in found if not told[cell.cell] or country in told[cell.cell]]


def holders_first(cells: Iterable[Cell]) -> list[Cell]:
    """Who holds an office before who does not any more; the surer and the newer first."""

    def order(cell: Cell) -> tuple[bool, bool, float, str]:
        newest = -cell.reported_at.timestamp()
        return not holds(cell), cell.standing == "lapsed", newest, cell.cell

    return sorted(cells, key=order)


def holds(cell: Cell) -> bool:
    """Whether the headline of an office cell says that the person is in office."""
    return cell.polarity == "positive" and str(cell.value).partition(" ")[0] in HELD


def _means(cell: str, wanted: str) -> bool:
    office = cell.rpartition("/")[2]
    return office == wanted or office.startswith(f"{wanted}-of-")
