"""An answer about states as rows: one screen for a person, one flat row a cell for a spreadsheet."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from tracker.cli.output import plain, shown, table
from tracker.model.claim import ATTRIBUTES

if TYPE_CHECKING:
    from tracker.queries import Cell, StateAnswer

HEADERS = ("", "who or what", "state", "since", "how sure", "for", "against", "age")
FEW = 3
"""Other values that a table names before it counts the rest."""

MARKS = {"agreed": "agreed", "contested": "CONTESTED", "unconfirmed": "unconfirmed", "lapsed": "lapsed"}


def state_table(
    answer: StateAnswer, cells: Sequence[Cell] | None = None, *, lapsed: bool = False, as_given: bool = False
) -> str:
    """The answer as a table, what is disputed first within each attribute. `cells`: only these; `lapsed`: those too
    that nobody has repeated for long; `as_given`: in the order in which they come."""
    asked = answer.cells if cells is None else cells
    chosen = [cell for cell in asked if lapsed or cell.standing != "lapsed"]
    rows = []
    for each in chosen if as_given else sorted(chosen, key=_order):
        cell = plain(each)
        rows.append(
            (
                cell["attribute"],
                cell["subject"],
                value_words(cell["value"], cell["polarity"]),
                since_words(cell["since"]),
                MARKS.get(cell["standing"], cell["standing"]),
                brief_words(cell["voices"], 2),
                against_words(cell["alternatives"]),
                age_words(answer.at, each.reported_at),
            )
        )
    head = heading(answer)
    hidden = len(asked) - len(chosen)
    foot = f"\n({hidden} more have lapsed: nobody repeated them for long; --lapsed shows them)" if hidden else ""
    if not rows:
        return f"{head}\n{'nothing fresh is known' if hidden else 'nothing was known yet'}{foot}"
    return f"{head}\n{table(rows, HEADERS)}{foot}"


def state_rows(answer: StateAnswer) -> list[dict[str, Any]]:
    """One flat row a cell, for CSV: times in UTC, voices and alternatives as text."""
    rows = []
    for cell in answer.cells:
        each = plain(cell)
        value = each["value"]
        counted = isinstance(value, dict)
        rows.append(
            {
                "story": answer.story,
                "at": answer.at,
                "known_at": answer.known_at,
                "attribute": each["attribute"],
                "subject": each["subject"],
                "value": value_words(value, "positive"),
                "low": value["low"] if counted else None,
                "high": value["high"] if counted else None,
                "polarity": each["polarity"],
                "standing": each["standing"],
                "since_earliest": each["since"][0],
                "since_latest": each["since"][1],
                "reported_at": each["reported_at"],
                "voices": "; ".join(each["voices"]),
                "alternatives": "; ".join(value_words(o["value"], o["polarity"]) for o in each["alternatives"]),
                "because": each["because"],
            }
        )
    return rows


def heading(answer: StateAnswer) -> str:
    """What was asked: the story, the moment, and with whose knowledge."""
    knowledge = "as known then" if answer.known_at == answer.at else f"as known at {shown(answer.known_at)}"
    recorded = f", as recorded by {shown(answer.recorded_at)}" if answer.recorded_at else ""
    return f"{answer.story} at {shown(answer.at)}, {knowledge}{recorded} (rules {answer.rules})"


def value_words(value: Any, polarity: str) -> str:
    """A value in words: `75`, `at least 65`, `not Kyrgyzstan`."""
    if isinstance(value, dict):
        low, high = value.get("low"), value.get("high")
        if low == high:
            text = "an unknown number" if low is None else str(low)
        elif high is None:
            text = f"at least {low}"
        else:
            text = f"up to {high}" if low is None else f"{low} to {high}"
    else:
        text = str(value)
    return text if polarity == "positive" else f"not {text}"


def voices_words(voices: list[str], most: int = 4) -> str:
    """The voices, the first few by name."""
    rest = len(voices) - most
    return ", ".join(voices[:most]) + (f" and {rest} more" if rest > 0 else "")


def against_words(alternatives: Sequence[dict[str, Any]]) -> str:
    """What else is said and by whom, the first few: `Osh (Harbour Courier +1); Bishkek (his press service)`."""
    told = [
        f"{value_words(other['value'], other['polarity'])} ({brief_words(other['voices'], 1)})"
        for other in alternatives[:FEW]
    ]
    rest = len(alternatives) - len(told)
    return "; ".join(told) + (f"; {rest} more" if rest > 0 else "")


def age_words(at: datetime, reported_at: datetime) -> str:
    """How long before `at` it was last said: `40 min`, `3 h`, `12 d`, `5 y`; `later` where only hindsight knows it."""
    seconds = (at - reported_at).total_seconds()
    if seconds < 0:
        return "later"
    if seconds < 3600:
        return f"{int(seconds // 60)} min"
    if seconds < 48 * 3600:
        return f"{int(seconds // 3600)} h"
    days = int(seconds // 86400)
    return f"{days} d" if days < 730 else f"{days // 365} y"


def brief_words(voices: Sequence[str], most: int) -> str:
    """The first voices by name, the number of the others: `Harbour Courier +2`."""
    rest = len(voices) - most
    return ", ".join(voices[:most]) + (f" +{rest}" if rest > 0 else "")


def since_words(since: Sequence[datetime]) -> str:
    """The span in which something became so, as briefly as it stays true, in UTC: a moment, some hours, or days."""
    earliest, latest = since
    if earliest.year <= 2:
        return f"before {shown(latest)}"
    if earliest == latest:
        return shown(latest)
    if latest - earliest < timedelta(hours=12):
        return f"{earliest:%Y-%m-%d %H:%M}–{latest:%H:%M}Z"
    first, last = f"{earliest:%Y-%m-%d}", f"{latest - timedelta(microseconds=1):%Y-%m-%d}"
    if first[:7] == last[:7]:
        return first if first == last else f"{first} – {last[8:]}"
    return f"{first} – {last}"


def _order(cell: Cell) -> tuple[Any, ...]:
    standing = {"contested": 0, "agreed": 1, "unconfirmed": 1, "lapsed": 2}.get(cell.standing, 1)
    return ATTRIBUTES.index(cell.attribute), standing, cell.subject, str(cell.value)
