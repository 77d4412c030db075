"""A time line in plain characters: tolls as a band with a scale, everything else as lanes. Pure: rows in, text out."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from tracker.cli.output import safe, shown
from tracker.cli.state_table import value_words
from tracker.projections.cells import CASUALTIES

if TYPE_CHECKING:
    from tracker.queries import Cell, Lane, Timeline

FILLS = {"agreed": "=", "contested": "~", "unconfirmed": "-", "lapsed": "."}
LEGEND = "= agreed  ~ contested  - unconfirmed  . lapsed    tolls: # the answer, : what else stands, ^ no upper end"
HEIGHT = 5
"""Lines of a band, fewer where there are fewer numbers."""
LABELS = 22
"""Columns on the left, for names and numbers."""

STEPS = tuple(
    timedelta(minutes=m)
    for m in (1, 5, 15, 30, 60, 180, 360, 720, 1440, 2880, 7200, 14400, 43200, 86400, 259200, 525600)
)


def chart(found: Timeline, width: int | None = None) -> str:
    """The chart, at most `width` columns wide (None: as the terminal, 100 in a pipe that does not say)."""
    if not found.lanes or found.begins is None or found.ends is None:
        return f"{found.story}: nothing is known to draw"
    columns = width or shutil.get_terminal_size((100, 24)).columns
    axis = Axis(found.begins, found.ends, max(columns - LABELS - 1, 10))
    knowledge = f"as known at {shown(found.known_at)}" if found.known_at else "each moment as known then"
    lines = [f"{found.story} from {shown(found.begins)} to {shown(found.ends)}, {knowledge}"]
    attribute = ""
    for lane in found.lanes:
        if lane.attribute != attribute:
            attribute = lane.attribute
            lines += ["", attribute.upper()]
        lines += _band(lane, axis) if attribute in CASUALTIES else _lane(lane, axis)
    lines += ["", *axis.ticks(), LEGEND]
    if found.hidden:
        lines.append(f"({found.hidden} more: --most, --entity or --attribute shows them)")
    return "\n".join(line.rstrip() for line in lines)


class Axis:
    """Columns of equal time from `begins` to `ends`."""

    def __init__(self, begins: datetime, ends: datetime, columns: int) -> None:
        self.begins, self.columns = begins, columns
        self.width = max(ends - begins, timedelta(minutes=1)) / columns

    def states(self, lane: Lane) -> list[Cell | None]:
        """What holds at the end of each column."""
        found: list[Cell | None] = []
        spans = list(lane.spans)
        for column in range(self.columns):
            end = self.begins + self.width * (column + 1)
            while len(spans) > 1 and spans[1].begins <= end:
                spans.pop(0)
            holds = bool(spans) and spans[0].begins <= end and (end <= spans[0].ends or spans[0].ends >= self.last)
            found.append(spans[0].state if holds else None)
        return found

    @property
    def last(self) -> datetime:
        return self.begins + self.width * self.columns

    def ticks(self) -> list[str]:
        """The ruler: a mark and a time, in UTC, at round moments as often as they fit."""
        form, room = ("%b %d %H:%M", 14)
        step = next(
            (s for s in STEPS if s / self.width >= room), timedelta(days=365) * (1 + int(room * self.width.days / 365))
        )
        if step >= timedelta(days=1):
            form = "%Y-%m-%d" if step >= timedelta(days=20) else "%b %d"
        marks, labels = [" "] * self.columns, [" "] * self.columns
        midnight = self.begins.replace(hour=0, minute=0, second=0, microsecond=0)
        moment = midnight + step * -(-(self.begins - midnight) // step)
        while moment <= self.last:
            column = min(int((moment - self.begins) / self.width), self.columns - 1)
            marks[column] = "|"
            label = moment.strftime(form)
            if column + len(label) <= self.columns:
                labels[column : column + len(label)] = label
            moment += step
        ruler = "".join(mark if mark == "|" else "-" for mark in marks)
        return [" " * LABELS + "+" + ruler, " " * LABELS + " " + "".join(labels)]


def _lane(lane: Lane, axis: Axis) -> list[str]:
    """One line: each value's name on a run of the character that says how sure it is; names that do not fit, below."""
    states = axis.states(lane)
    line: list[str] = [" "] * axis.columns
    notes: list[str] = []
    for start, end in _runs([_said(state) for state in states]):
        state = states[start]
        if state is None:
            continue
        for column in range(start, end):
            own = states[column]
            line[column] = FILLS[own.standing] if own else " "
        first = start if start == 0 else start + 1  # the border of the chart is mark enough
        name, room = _said(state), end - first - 1
        if start > 0:
            line[start] = "|"
        if len(name) > room:
            letter = _letter(len(notes))
            notes.append(f"{letter} {name}")
            name, first = letter, min(first, end - 1)
        line[first : first + len(name)] = name
    return [_label(lane.subject) + "|" + "".join(line), *_noted(notes, axis.columns)]


def _said(state: Cell | None) -> str:
    if state is None or not isinstance(state.value, str):
        return ""
    return safe(value_words(state.value, state.polarity))


def _letter(number: int) -> str:
    return "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"[number % 52]


def _noted(notes: Sequence[str], room: int) -> list[str]:
    lines: list[str] = []
    for note in notes:
        if lines and len(lines[-1]) + len(note) + 2 <= room:
            lines[-1] += f"; {note}"
        else:
            lines.append(note)
    return [f"{' ' * LABELS}  {line[:room]}" for line in lines]


def _runs(names: Sequence[str]) -> list[tuple[int, int]]:
    """Where equal names stand side by side: `[start, end)`."""
    starts = [i for i, name in enumerate(names) if i == 0 or name != names[i - 1]]
    return list(zip(starts, [*starts[1:], len(names)], strict=True))


def _band(lane: Lane, axis: Axis) -> list[str]:
    """Some lines with a scale: the answer in each column, and from the lowest to the highest number that stands."""
    states = axis.states(lane)
    top = max((n for state in states if state for n in _numbers(state)), default=0)
    scale = max(top, 1)
    levels = min(HEIGHT, scale + 1)
    grid = [[" "] * axis.columns for _ in range(levels)]

    def height(number: int) -> int:
        return min(levels - 1, round(number / scale * (levels - 1)))

    for column, state in enumerate(states):
        if state is None or state.range is None or isinstance(state.value, str):
            continue
        low, high = state.range.low, state.range.high
        fresh = state.standing != "lapsed"
        if fresh:
            for level in range(height(low or 0), (height(high) if high is not None else levels - 1) + 1):
                grid[level][column] = ":"
        if fresh and high is None:
            grid[levels - 1][column] = "^"
        head = state.value.low if state.value.low is not None else state.value.high
        if head is not None:
            grid[height(head)][column] = "#" if fresh else "."
    lines = []
    for level in reversed(range(levels)):
        number = f"{round(scale * level / (levels - 1)):,}"
        label = (
            _label(lane.subject, room=LABELS - len(number) - 1)
            if level == levels - 1
            else " " * (LABELS - len(number) - 1)
        )
        lines.append(f"{label}{number} |{''.join(grid[level])}")
    return lines


def _numbers(state: Cell) -> list[int]:
    """Every number that a column has to show."""
    if state.range is None or isinstance(state.value, str):
        return []
    each = (state.range.low, state.range.high, state.value.low, state.value.high)
    return [number for number in each if number is not None]


def _label(name: str, room: int = LABELS) -> str:
    """A name in exactly `room` columns."""
    text = safe(name)
    text = text if len(text) < room else text[: room - 2] + "…"
    return f"{text:{room}}"
