"""`tracker history` and `tracker diff`: what changed, when, and which claims did it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

import click

from tracker.cli.asked import asked
from tracker.cli.options import INSTANT, database_option, format_option, story_option
from tracker.cli.output import as_json, plain, print_rows, safe, shown, table
from tracker.cli.questions import ATTRIBUTE
from tracker.cli.state_table import MARKS, against_words, since_words, value_words, voices_words
from tracker.model.errors import InputError

if TYPE_CHECKING:
    from tracker.queries import Cause, Cell, CellChange, CellHistory, Diff, History, Moment
    from tracker.store.database import Database

SIGNS = {"reported": "+", "withdrawn": "−", "ended": "·", "lapsed": "·"}
_PARTS = ("value", "polarity", "standing", "since_earliest", "since_latest", "voices", "alternatives")
_OF_A_CHANGE = ("story", "cell", "subject", "attribute", "known_from", "known_to", "changed")
SOME_CAUSES = 4
"""Claims that the text of a change names before it counts the rest."""


@click.command()
@click.argument("entity", metavar="ENTITY")
@click.argument("attribute", type=ATTRIBUTE, required=False)
@story_option
@click.option("--at", type=INSTANT, metavar="TIME", help="How the answer about this one moment changed.")
@click.option(
    "--all", "every", is_flag=True, help="Also where only the voices, what they oppose, or the times changed."
)
@format_option("table", "json", "csv")
@database_option
def history(
    entity: str, attribute: str | None, story: str, at: datetime | None, every: bool, format_: str, db: str | None
) -> None:
    """Show how each answer about an entity changed as reports came in, and the claims that changed it.

    The left column is report time: when it became known. "since" and the times in brackets are valid time: when it is said
    to have been so. + came, − was taken back by its publisher, · lapsed or ended. With --at T every answer is about T: what
    was known of that moment at first, and what was learnt of it later. Claims that a better reading or a person took back
    count at no report time; they are listed at the end, with the time at which this database learnt it.

    \b
    Example: tracker history Bakiyev location --story kyrgyzstan
    """
    from tracker.queries import history as ask

    found = asked(db, story, lambda database, each: ask(database, each, entity, attribute, at=at, every=every))
    if format_ == "json":
        click.echo(as_json(found[0] if story != "*" else found, indent=2))
    elif format_ == "csv":
        print_rows(_history_rows(found), "csv", columns=(*_OF_A_CHANGE, *_PARTS, "causes"))
    else:
        click.echo("\n\n".join(_history_text(each, at) for each in found))


def _history_rows(found: Iterable[History]) -> Iterator[dict[str, Any]]:
    for each in found:
        for cell in each.cells:
            for change in cell.changes:
                yield {
                    "story": each.story,
                    "cell": cell.cell,
                    "subject": cell.subject,
                    "attribute": cell.attribute,
                    "known_from": change.known_from,
                    "known_to": change.known_to,
                    "changed": " ".join(change.changed),
                    **_flat(change.state, ""),
                    "causes": " ".join(f"{cause.what}:{cause.claim.claim}" for cause in change.causes),
                }


def _flat(cell: Cell | None, prefix: str) -> dict[str, Any]:
    """A cell's answer in columns; empty ones where there is none."""
    if cell is None:
        return {}
    each = plain(cell)
    values = {
        "value": value_words(each["value"], "positive"),
        "polarity": cell.polarity,
        "standing": cell.standing,
        "since_earliest": cell.since[0],
        "since_latest": cell.since[1],
        "voices": "; ".join(cell.voices),
        "alternatives": "; ".join(value_words(o["value"], o["polarity"]) for o in each["alternatives"]),
    }
    return {prefix + key: value for key, value in values.items()}


def _history_text(found: History, at: datetime | None) -> str:
    blocks = [_cell_text(cell) for cell in found.cells]
    if not blocks:
        blocks = [f"nothing was ever known of {found.entity}" + (f" at {shown(at)}" if at else "")]
    if found.taken_back:
        lines = [click.style("taken back, counts at no report time:", bold=True)]
        for each in found.taken_back:
            when = f", recorded {shown(each.recorded_at)}" if each.recorded_at else ""
            lines.append(f"  {_said(each.claim, each.claim.attribute)}: {each.reason}{when}")
        blocks.append("\n".join(lines))
    return "\n\n".join(blocks)


def _cell_text(cell: CellHistory) -> str:
    about = f", about {shown(cell.at)}" if cell.at else ""
    lines = [click.style(f"{safe(cell.subject)} · {cell.attribute}{about}", bold=True)]
    for change in cell.changes:
        lines.append(f"{shown(change.known_from):21} {_answer(change.state)}")
        lines += [f"    {line}" for line in causes_lines(change.causes)]
    return "\n".join(lines)


def _answer(cell: Cell | None) -> str:
    if cell is None:
        return "nothing is known any more"
    each = plain(cell)
    value = click.style(safe(value_words(each["value"], cell.polarity)), bold=True)
    against = f", against {safe(against_words(each['alternatives']))}" if cell.alternatives else ""
    return f"{value}  [{MARKS[cell.standing]}, since {since_words(cell.since)}] {safe(voices_words(each['voices'], 3))}{against}"


def causes_lines(causes: Sequence[Cause], most: int = SOME_CAUSES) -> list[str]:
    """The claims behind a change, a line each: sign, what was said and by whom, of which time, and where."""
    lines = []
    for cause in causes[:most]:
        what = "" if cause.what in ("reported", "withdrawn") else f" {cause.what}"
        lines.append(f"{SIGNS[cause.what]}{what} {_said(cause.claim)}")
    rest = len(causes) - most
    return lines + ([f"… and {rest} more claims"] if rest > 0 else [])


def _said(claim: Any, about: str = "") -> str:
    hedge = "" if claim.certainty == "certain" else f", {claim.certainty}"
    said = f"{value_words(claim.value, claim.polarity)}{hedge}"
    what = f"{about} {said}" if about else said
    return safe(f"{claim.voice}: {what} ({since_words(claim.valid)}) in {claim.article or 'no article'}")


@click.command()
@story_option
@click.option("--from", "begin", type=INSTANT, metavar="TIME", help="The earlier moment of the world, as known then.")
@click.option("--to", "end", type=INSTANT, metavar="TIME", help="The later moment of the world, as known then.")
@click.option("--at", type=INSTANT, metavar="TIME", help="The moment that both --known-at are about.")
@click.option(
    "--known-at",
    "known",
    type=INSTANT,
    multiple=True,
    metavar="TIME",
    help="What had been reported by then: twice with --at; once with --from and --to, for both.",
)
@click.option("--entity", metavar="NAME", help="Only cells of this entity.")
@click.option("--attribute", type=ATTRIBUTE, help="Only cells of this attribute.")
@click.option("--all", "every", is_flag=True, help="Also cells where only voices or times differ, or that only lapsed.")
@format_option("table", "json", "csv")
@database_option
def diff(
    story: str,
    begin: datetime | None,
    end: datetime | None,
    at: datetime | None,
    known: tuple[datetime, ...],
    entity: str | None,
    attribute: str | None,
    every: bool,
    format_: str,
    db: str | None,
) -> None:
    """Show what changed between two moments of the world, or what was learnt of one moment.

    --from T1 --to T2: what changed in the world, each moment as it was known then; one --known-at R tells both with the
    knowledge of R. --at T --known-at R1 --known-at R2: what was learnt about T between two moments of knowledge.

    \b
    Example: tracker diff --story kyrgyzstan --from 2010-04-07T18:00Z --to 2010-04-08T18:00Z
    Example: tracker diff --story kyrgyzstan --at 2010-04-07T18:00Z --known-at 2010-04-07T18:00Z --known-at now
    """
    from tracker.queries import diff as compare

    before, after = _moments(begin, end, at, known)

    def ask(database: Database, each: str) -> Diff:
        return compare(database, each, before, after, entity=entity, attribute=attribute, every=every)

    found = asked(db, story, ask)
    if format_ == "json":
        click.echo(as_json(found[0] if story != "*" else found, indent=2))
    elif format_ == "csv":
        print_rows((row for each in found for row in _diff_rows(each)), "csv", columns=DIFF_COLUMNS)
    else:
        click.echo("\n\n".join(_diff_text(each, every) for each in found))


def _moments(
    begin: datetime | None, end: datetime | None, at: datetime | None, known: tuple[datetime, ...]
) -> tuple[Moment, Moment]:
    """The two moments that the options name; raises `InputError` where they name none, or contradict each other."""
    from tracker.queries import Moment

    if at is not None:
        if begin is not None or end is not None:
            raise InputError("--at compares knowledge, --from and --to compare the world: give one or the other")
        if len(known) != 2:
            raise InputError("--at needs two --known-at: diff --at TIME --known-at TIME --known-at TIME")
        first, second = known
        if second < first:
            raise InputError("the second --known-at lies before the first: give the earlier one first")
        return Moment(at, first), Moment(at, second)
    if begin is None or end is None:
        raise InputError("nothing to compare: give --from and --to, or --at and two --known-at")
    if len(known) > 1:
        raise InputError("--from and --to take one --known-at for both, or none: each as known then")
    if end < begin:
        raise InputError("--to lies before --from: give the earlier moment as --from")
    return Moment(begin, *(known or (begin,))), Moment(end, *(known or (end,)))


DIFF_COLUMNS = (
    *("story", "cell", "subject", "attribute", "change", "changed"),
    *(f"before_{part}" for part in _PARTS),
    *(f"after_{part}" for part in _PARTS),
    "causes",
)


def _diff_rows(found: Diff) -> Iterator[dict[str, Any]]:
    for change in found.changes:
        yield {
            "story": found.story,
            "cell": change.cell,
            "subject": change.subject,
            "attribute": change.attribute,
            "change": change.change,
            "changed": " ".join(change.changed),
            **_flat(change.before, "before_"),
            **_flat(change.after, "after_"),
            "causes": " ".join(f"{cause.what}:{cause.claim.claim}" for cause in change.causes),
        }


def _diff_text(found: Diff, every: bool) -> str:
    head = _diff_heading(found)
    chosen = [change for change in found.changes if every or not _only_lapsed(change)]
    rows = [
        (
            change.attribute,
            change.subject,
            _was(change.before),
            _was(change.after),
            "; ".join(causes_lines(change.causes, 2)),
        )
        for change in chosen
    ]
    hidden = len(found.changes) - len(chosen)
    foot = f"\n({hidden} more have only lapsed: nobody repeated them for long; --all shows them)" if hidden else ""
    if not rows:
        return f"{head}\n{'nothing changed' if found.cells else 'nothing was known yet'}{foot}"
    return f"{head}\n{table(rows, ('', 'who or what', 'was', 'is', 'because of'))}{foot}"


def _diff_heading(found: Diff) -> str:
    a, b = found.before, found.after
    if a.at == b.at:
        return f"{found.story} at {shown(a.at)}: learnt from {shown(a.known_at)} to {shown(b.known_at)}"
    knowledge = f"as known at {shown(a.known_at)}" if a.known_at == b.known_at else "each as known then"
    return f"{found.story} from {shown(a.at)} to {shown(b.at)}, {knowledge}"


def _was(cell: Cell | None) -> str:
    if cell is None:
        return "(nothing known)"
    each = plain(cell)
    against = f", against {against_words(each['alternatives'])}" if cell.alternatives else ""
    return f"{value_words(each['value'], cell.polarity)} [{MARKS[cell.standing]}]{against}"


def _only_lapsed(change: CellChange) -> bool:
    """Whether nothing but time passed: the last that was known is what it was, or gone with what a text bounds."""
    if change.after is None or change.before is None:
        return change.after is not None and change.after.standing == "lapsed"
    return change.after.standing == "lapsed" and (change.before.standing == "lapsed" or "value" not in change.changed)


COMMANDS = (history, diff)
