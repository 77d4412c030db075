"""The daily questions: `tracker state`, `tracker claims`, `tracker why`."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

import click

from tracker.cli.asked import asked
from tracker.cli.names import decision_line
from tracker.cli.options import INSTANT, database_option, format_option, story_option
from tracker.cli.output import ROW_FORMATS, as_json, plain, print_rows, safe, shown
from tracker.cli.state_table import since_words, state_rows, state_table, value_words
from tracker.model.claim import ATTRIBUTES
from tracker.model.errors import InputError

if TYPE_CHECKING:
    from tracker.queries import CellEvidence, ClaimRow, StateAnswer
    from tracker.store.database import Database

ATTRIBUTE = click.Choice(ATTRIBUTES)


@click.command()
@story_option
@click.option("--at", type=INSTANT, default="now", show_default=True, metavar="TIME", help="The moment asked about.")
@click.option("--known-at", type=INSTANT, metavar="TIME", help="What had been reported by then [default: as --at].")
@click.option("--recorded-at", type=INSTANT, metavar="TIME", help="Only what this database had recorded by then.")
@click.option("--entity", metavar="NAME", help="Only cells of this entity.")
@click.option("--attribute", type=ATTRIBUTE, help="Only cells of this attribute.")
@click.option("--office", metavar="TITLE", help="Only who holds, or held, this office, such as president.")
@click.option("--lapsed", is_flag=True, help="In the table, also what nobody has repeated for long.")
@format_option("table", "json", "csv")
@database_option
def state(
    story: str,
    at: datetime,
    known_at: datetime | None,
    recorded_at: datetime | None,
    entity: str | None,
    attribute: str | None,
    office: str | None,
    lapsed: bool,
    format_: str,
    db: str | None,
) -> None:
    """Show the state of a story as of a moment, with the voices behind each value and those that dispute it.

    --at T alone answers as it was known at T. --known-at now answers the same T with hindsight; a --known-at before --at
    asks for T as far as it could be told by then: the last that was known, as long as it had not lapsed. --recorded-at K
    asks what this database would have answered at K. "age" is how long before T it was last said.

    \b
    Example: tracker state --story kyrgyzstan --at 2010-04-08T18:00Z
    Example: tracker state --story kyrgyzstan --at 2010-04-08T18:00Z --office president
    """
    from tracker.queries import ask_state
    from tracker.queries.offices import holders_first

    def ask(database: Database, each: str) -> StateAnswer:
        return ask_state(
            database,
            each,
            at,
            known_at=known_at,
            recorded_at=recorded_at,
            entity=entity,
            attribute=attribute,
            office=office,
        )

    answers = asked(db, story, ask)
    if format_ == "json":
        click.echo(as_json(answers[0] if story != "*" else answers, indent=2))
    elif format_ == "csv":
        print_rows([row for answer in answers for row in state_rows(answer)], "csv")
    else:
        tables = (
            state_table(answer, holders_first(answer.cells), lapsed=lapsed, as_given=True)
            if office
            else state_table(answer, lapsed=lapsed)
            for answer in answers
        )
        click.echo("\n\n".join(tables))


@click.command()
@story_option
@click.option("--entity", metavar="NAME", help="Claims about this entity.")
@click.option("--attribute", type=ATTRIBUTE, help="Claims of this attribute.")
@click.option("--voice", metavar="NAME", help="Claims that this voice vouches for.")
@click.option("--article", metavar="ARTICLE", help="Claims of this article.")
@click.option("--since", type=INSTANT, metavar="TIME", help="Reported at or after.")
@click.option("--until", type=INSTANT, metavar="TIME", help="Reported at or before.")
@click.option("--withdrawn", is_flag=True, help="Also claims that were withdrawn.")
@click.option("--limit", type=click.IntRange(min=1), metavar="N", help="At most so many.")
@format_option(*ROW_FORMATS)
@database_option
def claims(story: str, limit: int | None, format_: str, db: str | None, **filters: Any) -> None:
    """List claims in the order in which they were reported.

    \b
    Example: tracker claims --story kyrgyzstan --attribute killed
    """
    from tracker.queries import claims as ask

    since, until = filters["since"], filters["until"]
    if since and until and until < since:
        raise InputError("--until lies before --since: nothing can be reported between them")
    found = asked(db, story, lambda database, each: ask(database, each, limit=limit, **filters))
    rows = [plain(row) for own in found for row in own]
    columns = ("reported_at", "attribute", "subject", "polarity", "value", "certainty", "voice", "outlet", "quote")
    print_rows(rows, format_, columns=columns if format_ == "table" else None)


@click.command()
@click.argument("entity", metavar="ENTITY")
@click.argument("attribute", type=ATTRIBUTE, required=False)
@story_option
@click.option("--at", type=INSTANT, default="now", show_default=True, metavar="TIME", help="The moment asked about.")
@click.option("--known-at", type=INSTANT, metavar="TIME", help="What had been reported by then [default: as --at].")
@format_option("table", "json")
@database_option
def why(
    entity: str,
    attribute: str | None,
    story: str,
    at: datetime,
    known_at: datetime | None,
    format_: str,
    db: str | None,
) -> None:
    """Show the words behind a state: every quote for and against, its voice, article and offsets, and the rule.

    \b
    Example: tracker why Bakiyev location --story kyrgyzstan --at 2010-04-08T18:00Z
    """
    from tracker.queries import evidence

    answers = asked(
        db,
        story,
        lambda database, each: evidence(database, each, entity, attribute=attribute, at=at, known_at=known_at),
    )
    found = [cell for own in answers for cell in own]
    if format_ == "json":
        click.echo(as_json(found, indent=2))
        return
    if not found:
        click.echo(f"nothing was known of {entity!r} at {shown(at)}")
    for number, cell in enumerate(found):
        click.echo(("\n" if number else "") + _evidence_text(cell))


def _evidence_text(found: CellEvidence) -> str:
    """A cell for a reader: the state, the rule that chose it, then the quotes for it, against it, and those passed over."""
    cell = found.state
    value = value_words(plain(cell.value), cell.polarity)
    lines = [
        click.style(f"{cell.subject} · {cell.attribute}: {value}", bold=True)
        + f"  [{cell.standing}, since {since_words(cell.since)}]",
        f"because: {cell.because}",
    ]
    for side, title in SIDES.items():
        heard = [each for each in found.evidence if each.side == side]
        if heard:
            lines.append(click.style(f"{title}:", bold=True))
        for each in heard:
            lines += _claim_lines(each.claim, each.context)
    if found.decisions:
        lines.append(click.style("decided:", bold=True))
        lines += [f"  {decision_line(row)}" for row in found.decisions]
    return "\n".join(lines)


SIDES = {"for": "for it", "against": "against it", "passed": "no longer counted", "rejected": "rejected"}


def _claim_lines(claim: ClaimRow, context: str | None) -> list[str]:
    """What is said and by whom, the sentence with its words in bold, and where to find it."""
    said = value_words(claim.value, claim.polarity)
    hedge = "" if claim.certainty == "certain" else f", {claim.certainty}"
    via = f" via {safe(', '.join(claim.via))}" if claim.via else ""
    words = "(the words were erased)"
    if claim.quote is not None:
        quote, sentence = safe(claim.quote), safe(context or claim.quote)
        words = "“" + sentence.replace(quote, click.style(quote, bold=True), 1) + "”"
    where = f"{claim.outlet}, {shown(claim.reported_at)}, article {claim.article}, characters {claim.start}–{claim.end}"
    gone = f"; withdrawn: {claim.withdrawal}" if claim.withdrawal else ""
    link = f"\n      {claim.url}" if claim.url else ""
    return [f"  {said}{hedge} — {safe(claim.voice)}{via}", f"      {words}", f"      {where}{gone}{link}"]


COMMANDS = (state, claims, why)
