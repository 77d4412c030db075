"""`tracker sql`: ask the reporting views in SQL. It can only read."""

from __future__ import annotations

import sys

import click

from tracker.cli.options import current, database_option, format_option
from tracker.cli.output import print_rows
from tracker.model.errors import InputError


@click.command()
@click.argument("statement", required=False, metavar="[STATEMENT|-]")
@click.option("-p", "--param", "params", nargs=2, multiple=True, metavar="NAME VALUE", help="The value of :NAME.")
@click.option("--limit", type=click.IntRange(min=0), default=1000, show_default=True, help="Rows at most; 0: all.")
@click.option(
    "--timeout", type=click.FloatRange(min=0.001), default=30.0, show_default=True, help="Seconds until it is stopped."
)
@click.option("--list", "list_", is_flag=True, help="List the views with their columns instead.")
@format_option("table", "csv", "json", "jsonl")
@database_option
def sql(
    statement: str | None,
    params: tuple[tuple[str, str], ...],
    limit: int,
    timeout: float,
    list_: bool,
    format_: str,
    db: str | None,
) -> None:
    """Answer one SELECT over the reporting views; it can only read, for sure.

    The views are report_claims, report_states_now and report_state_changes; --list says what is in them. The same
    statement works on both back ends. Other tools find the views under these names in a SQLite file, and as
    report.claims and so on in PostgreSQL; here both spellings serve. Times are UTC: give them as parameters, such as
    -p t 2010-04-08T18:00Z, since SQLite keeps them as text. The state as of :t
    is WHERE known_from <= :t AND :t < known_to in report_state_changes.

    \b
    Example: tracker sql "SELECT subject, attribute, value, standing FROM report_states_now" --format csv
    """
    if list_:
        _list(format_)
        return
    text = _standard_input() if statement == "-" else statement
    if not text or not text.strip():
        raise InputError('there is no statement: write one like "SELECT * FROM report_states_now", or see --list')
    from tracker.reporting.sql import ask

    with (
        current(db, "*") as (database, _),
        ask(database, text, dict(params), limit=limit or None, seconds=timeout) as answer,
    ):
        print_rows(answer, format_, columns=answer.columns)
        if answer.cut:
            click.echo(f"cut after {limit} rows: raise --limit for more (0: all)", err=True)


def _standard_input() -> str:
    try:
        return sys.stdin.buffer.read().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(f"standard input is not UTF-8 text ({error})") from None


def _list(format_: str) -> None:
    from tracker.reporting.views import views

    found = views()
    if format_ != "table":
        rows = [
            {"view": f"report_{view.name}", "column": column, "holds": holds}
            for view in found
            for column, holds in view.columns.items()
        ]
        print_rows(rows, format_)
        return
    for view in found:
        click.echo(f"report_{view.name}: {view.comment}")
        for column, holds in view.columns.items():
            click.echo(f"  {column:16} {holds}")
        click.echo()


COMMANDS = (sql,)
