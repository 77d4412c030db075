"""`tracker ingest` and `tracker extract`: articles in, claims out."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any, cast

import click

from tracker.cli.options import INSTANT, actor, database_option, opened, story_option
from tracker.cli.output import ROW_FORMATS, print_rows, progress, safe, shown
from tracker.cli.state_table import since_words, value_words
from tracker.model.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable

    from tracker.model.article import Article
    from tracker.model.claim import Claim
    from tracker.sources import Rejected
    from tracker.store.database import Database


def article_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """What a bare file does not say about itself."""
    for option in (
        click.option("--outlet", metavar="NAME", help="Outlet of records that give none."),
        click.option("--published", type=INSTANT, metavar="TIME", help="Publication time of records that give none."),
        click.option("--timezone", metavar="ZONE", help="IANA time zone of their reports, such as Asia/Bishkek."),
    ):
        command = option(command)
    return command


@click.command()
@click.argument("paths", nargs=-1, required=True, metavar="PATH…")
@story_option
@article_options
@database_option
@click.pass_context
def ingest(
    ctx: click.Context,
    paths: tuple[str, ...],
    story: str,
    outlet: str | None,
    published: datetime | None,
    timezone: str | None,
    db: str | None,
) -> None:
    """Take articles into a story: text files, folders, JSON Lines, or - for standard input.

    Ingesting the same again changes nothing; a changed text becomes a revision. A record that cannot be read is
    reported with its file and line and stops no other; the exit code is then 1.

    \b
    Example: tracker ingest reports.jsonl notes/ --story kyrgyzstan --timezone Asia/Bishkek
    """
    from tracker.projections.runner import catch_up
    from tracker.sources import count_records
    from tracker.store.log import EventLog, check_name

    check_name("story", story)
    records = _read(paths, outlet, published, timezone)
    with opened(db, create=True) as database:
        with progress(f"ingesting into {story}", count_records(paths)) as bar:
            tally = _ingest_all(database, story, records, bar)
        log = EventLog(database)
        head = log.head(story)
        with progress("updating states", head.position if head else 0) as bar:
            catch_up(log, story, progress=bar.update)
    claims = f"{tally['recorded']} claims recorded, {tally['withdrawn']} withdrawn"
    counts = ", ".join(f"{tally[kind]} {kind}" for kind in ("new", "revised", "unchanged", "failed"))
    click.echo(f"{story}: {counts}; {claims}")
    ctx.exit(1 if tally["failed"] else 0)


@click.command()
@click.argument("paths", nargs=-1, metavar="[FILE|-]…")
@click.option("--index", multiple=True, metavar="INDEX.jsonl", help="An index of articles, one JSON object a line.")
@article_options
@click.option("--explain", is_flag=True, help="Print each sentence with its claims and the rules that found them.")
@click.option("--format", "format_", type=click.Choice(ROW_FORMATS), default="table", show_default=True)
@click.pass_context
def extract(
    ctx: click.Context,
    paths: tuple[str, ...],
    index: tuple[str, ...],
    outlet: str | None,
    published: datetime | None,
    timezone: str | None,
    explain: bool,
    format_: str,
) -> None:
    """Print the claims of articles without storing anything; no database is needed.

    \b
    Example: tracker extract --index reports.jsonl --format jsonl
    """
    if not paths and not index:
        raise InputError("nothing to read: name files, - for standard input, or --index INDEX.jsonl")
    failed = 0

    def articles() -> Iterator[Article]:
        nonlocal failed
        for record in _read((*index, *paths), outlet, published, timezone):
            if rejection := _rejection(record):
                failed += 1
                click.echo(rejection, err=True)
            else:
                yield cast("Article", record)

    if explain:
        for article in articles():
            click.echo(explained(article) + "\n")
    else:
        from tracker.extraction import extract as extract_claims

        rows = (claim_row(article, claim) for article in articles() for claim in extract_claims(article).claims)
        print_rows(rows, format_, columns=TABLE if format_ == "table" else None)
    ctx.exit(1 if failed else 0)


TABLE = ("article", "attribute", "subject", "polarity", "value", "certainty", "voice", "valid", "quote")


def explained(article: Article) -> str:
    """An article's sentences, each followed by its claims: what, who, when, how sure, by which rule."""
    from tracker.extraction.explanation import explain

    lines = [click.style(f"{article.id} · {article.outlet} · {shown(article.published_at)}", bold=True)]
    for sentence in explain(article):
        lines.append(safe(article.text[sentence.start : sentence.end]))
        for claim in sentence.claims:
            row = claim_row(article, claim)
            said = value_words(row["value"], claim.polarity)
            via = f" via {', '.join(row['via'])}" if claim.via else ""
            lines.append(click.style(f"    {claim.attribute} of {row['subject']}: {said}", fg="green"))
            lines.append(
                f"        {claim.certainty} {claim.aspect}, {since_words(row['valid'])} ({claim.basis});"
                f" says {claim.voice.name}{via}; rule {claim.rule}; “{safe(row['quote'])}”"
            )
    return "\n".join(lines)


def claim_row(article: Article, claim: Claim) -> dict[str, Any]:
    """A claim as `tracker extract` prints it: names in full, times in UTC, the quote cut from the text."""
    from tracker.model.claim import Quantity, value_text

    quantity = isinstance(claim.value, Quantity)
    return {
        "article": article.id,
        "attribute": claim.attribute,
        "subject": claim.subject.name,
        "value": {"low": claim.value.low, "high": claim.value.high}  # type: ignore[union-attr]
        if quantity
        else value_text(claim.value),
        "polarity": claim.polarity,
        "certainty": claim.certainty,
        "voice": claim.voice.name,
        "via": [name.name for name in claim.via],
        "aspect": claim.aspect,
        "valid": [claim.valid.earliest, claim.valid.latest],
        "until": claim.until,
        "basis": claim.basis,
        "reported_at": article.published_at,
        "start": claim.start,
        "end": claim.end,
        "quote": article.text[claim.start : claim.end],
        "rule": claim.rule,
    }


def _read(
    paths: tuple[str, ...], outlet: str | None, published: datetime | None, timezone: str | None
) -> Iterator[Article | Rejected]:
    from tracker.sources import read_articles

    return read_articles(paths, outlet=outlet, published=published, timezone=timezone, stdin=sys.stdin.buffer)


def _rejection(record: Article | Rejected) -> str | None:
    where = getattr(record, "where", None)
    return f"{where}: {getattr(record, 'why', '')}" if where else None


def _ingest_all(database: Database, story: str, records: Iterator[Article | Rejected], bar: Any) -> dict[str, int]:
    from tracker.ingestion import ExtractionError
    from tracker.ingestion import ingest as ingest_article
    from tracker.store.log import EventLog

    log, who = EventLog(database), actor()
    tally = dict.fromkeys(("new", "revised", "unchanged", "failed", "recorded", "withdrawn"), 0)
    for record in records:
        problem = _rejection(record)
        if problem is None:
            try:
                done = ingest_article(log, story, record, actor=who, cause="command:ingest")  # type: ignore[arg-type]
                tally[done.result] += 1
                tally["recorded"] += done.recorded
                tally["withdrawn"] += done.withdrawn
            except (ExtractionError, InputError) as error:
                problem = str(error)
        if problem:
            tally["failed"] += 1
            click.echo(problem, err=True)
        bar.update(1)
    return tally


COMMANDS = (ingest, extract)
