"""`tracker claim …`, `tracker article correct|remove`, `tracker erase`, `tracker undo`, `tracker decisions`."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, get_args

import click

from tracker.cli.deciding import because_option, deciding, printed
from tracker.cli.names import KIND
from tracker.cli.options import INSTANT, current, database_option, format_option, story_option
from tracker.cli.output import ROW_FORMATS, plain, print_rows
from tracker.cli.stories import article
from tracker.model.claim import ATTRIBUTES, Certainty


@click.group()
def claim() -> None:
    """Reject, endorse and add claims."""


@claim.command("reject")
@click.argument("claim_id", metavar="CLAIM")
@story_option
@because_option
@database_option
def claim_reject(claim_id: str, story: str, because: str, db: str | None) -> None:
    """Let a claim never count, for any time; nor when a later reading finds it again. CLAIM: its id or fingerprint.

    \b
    Example: tracker claim reject 01a2038a --story kyrgyzstan --because 'the sentence is about 2005'
    """
    from tracker.decisions import reject_claim

    with deciding(db, story, "claim reject") as decided:
        printed(reject_claim, decided, claim_id, because=because)


@claim.command("endorse")
@click.argument("claim_id", metavar="CLAIM")
@story_option
@because_option
@database_option
def claim_endorse(claim_id: str, story: str, because: str, db: str | None) -> None:
    """Vouch for a claim, as somebody who is no party to the story. CLAIM: its id or fingerprint.

    \b
    Example: tracker claim endorse 01a2038a --story kyrgyzstan --because 'seen on two videos of that day'
    """
    from tracker.decisions import endorse_claim

    with deciding(db, story, "claim endorse") as decided:
        printed(endorse_claim, decided, claim_id, because=because)


@claim.command("add")
@click.argument("attribute", type=click.Choice(ATTRIBUTES))
@click.argument("subject", metavar="SUBJECT")
@click.argument("value", metavar="VALUE")
@click.option("--voice", required=True, metavar="NAME", help="Who says so.")
@click.option(
    "--reported",
    "reported_at",
    type=INSTANT,
    default="now",
    show_default=True,
    metavar="TIME",
    help="When it was said.",
)
@click.option("--from", "earliest", type=INSTANT, metavar="TIME", help="The time it speaks of [default: --reported].")
@click.option("--to", "latest", type=INSTANT, metavar="TIME", help="The end of that time [default: --from].")
@click.option("--until", type=INSTANT, metavar="TIME", help="Where the words bound the state.")
@click.option("--negative", is_flag=True, help="It is said not to be so.")
@click.option("--change", is_flag=True, help="It became so in that time, rather than was so.")
@click.option("--certainty", type=click.Choice(get_args(Certainty)), default="certain", show_default=True)
@click.option("--subject-kind", type=KIND, help="Of a subject that the story does not know yet.")
@click.option("--value-kind", type=KIND, help="Of a place or a holder that the story does not know yet.")
@click.option("--voice-kind", type=KIND, help="Of a voice that the story does not know yet.")
@story_option
@because_option
@database_option
def claim_add(
    earliest: datetime | None,
    latest: datetime | None,
    change: bool,
    story: str,
    because: str,
    db: str | None,
    **given: Any,
) -> None:
    """Add a claim that no article of the story carries. VALUE: a name, 75, 'at least 60', 'resigned president', closed.

    \b
    Example: tracker claim add killed Osh 'at least 12' --voice police --story kyrgyzstan --because 'told by telephone'
    """
    from tracker.decisions import NewClaim, add_claim

    if latest is not None and earliest is None:
        raise click.UsageError("--to needs --from")
    if given["reported_at"] > datetime.now(UTC):
        raise click.UsageError("--reported is to come: nobody can have said it yet")
    valid = None if earliest is None else (earliest, latest or earliest)
    new = NewClaim(valid=valid, aspect="change" if change else "state", **given)
    with deciding(db, story, "claim add") as decided:
        printed(add_claim, decided, new, because=because)


@article.command("correct")
@click.argument("name", metavar="ARTICLE")
@click.option("--outlet", metavar="NAME", help="Who published it.")
@click.option("--published", type=INSTANT, metavar="TIME", help="When its first revision was published.")
@click.option("--timezone", metavar="ZONE", help="IANA time zone of its words, such as Asia/Bishkek.")
@story_option
@because_option
@database_option
def article_correct(
    name: str,
    outlet: str | None,
    published: datetime | None,
    timezone: str | None,
    story: str,
    because: str,
    db: str | None,
) -> None:
    """Correct an article's outlet, date or time zone, and read it anew.

    \b
    Example: tracker article correct wire-3 --outlet 'North Wire' --story kyrgyzstan --because 'the page was a copy'
    """
    from tracker.decisions import correct_article

    with deciding(db, story, "article correct") as decided:
        printed(
            correct_article, decided, name, outlet=outlet, published_at=published, timezone=timezone, because=because
        )


@article.command("remove")
@click.argument("name", metavar="ARTICLE")
@story_option
@because_option
@database_option
def article_remove(name: str, story: str, because: str, db: str | None) -> None:
    """Take a misfiled article out of a story; ingesting it again does not bring it back, undoing this does.

    \b
    Example: tracker article remove wire-3 --story kyrgyzstan --because 'it is about another country'
    """
    from tracker.decisions import remove_article

    with deciding(db, story, "article remove") as decided:
        printed(remove_article, decided, name, because=because)


@click.command()
@click.argument("name", metavar="ARTICLE")
@story_option
@because_option
@database_option
def erase(name: str, story: str, because: str, db: str | None) -> None:
    """Delete the words of an article for good, for a reason of law or privacy; its claims and all hashes stay.

    \b
    Example: tracker erase wire-3 --story kyrgyzstan --because 'a court order of 9 May'
    """
    from tracker.decisions import erase_article

    with deciding(db, story, "erase") as decided:
        printed(erase_article, decided, name, because=because)


@click.command()
@click.argument("event", metavar="EVENT")
@story_option
@because_option
@database_option
def undo(event: str, story: str, because: str, db: str | None) -> None:
    """Take back a decision, by the id of its event: what held before holds again. `tracker decisions` lists the ids.

    \b
    Example: tracker undo 01a2038a-aacb-7395 --story kyrgyzstan --because 'they are two people after all'
    """
    from tracker.decisions import undo as take_back

    with deciding(db, story, "undo") as decided:
        printed(take_back, decided, event, because=because)


@click.command()
@story_option
@click.option("--entity", metavar="NAME", help="Only those on this entity, its voice and the claims about it.")
@click.option("--holding", is_flag=True, help="Only those that nobody took back.")
@format_option(*ROW_FORMATS)
@database_option
def decisions(story: str, entity: str | None, holding: bool, format_: str, db: str | None) -> None:
    """List what people decided about a story, by whom, when and why, and what was taken back.

    \b
    Example: tracker decisions --story kyrgyzstan
    """
    from tracker.queries import decisions as ask

    with current(db, story) as (database, log):
        rows = [
            plain(row)
            for each in (log.stories() if story == "*" else [story])
            for row in ask(database, each, entity=entity, holding=holding)
        ]
    print_rows(rows, format_)


COMMANDS = (claim, decisions, undo, erase)
