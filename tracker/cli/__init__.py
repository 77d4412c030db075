"""The command line: thin commands, one module per group. Heavy imports happen inside the commands that need them."""

from __future__ import annotations

from typing import Any

import click

from tracker import __version__
from tracker.model.errors import TrackerError


class Failure(click.ClickException):
    """Wrong usage or bad input, as one line on standard error; exit code 2."""

    exit_code = 2


class RootGroup(click.Group):
    """The root command: turns every error that a user can act on into one line."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)  # in the order of `register`, not of the alphabet

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except click.exceptions.NoArgsIsHelpError:
            raise
        except click.UsageError as error:
            path = error.ctx.command_path if error.ctx else "tracker"
            raise Failure(f"{' '.join(error.format_message().split())} (see `{path} --help`)") from error
        except TrackerError as error:
            raise Failure(" ".join(str(error).split())) from error
        except OSError as error:
            if error.filename is None or isinstance(error, BrokenPipeError):
                raise
            raise Failure(f"{error.filename}: {error.strerror}") from error


@click.group(cls=RootGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(__version__, prog_name="tracker")
@click.option("--db", "db", metavar="URL", help="Database for the command that follows; the same as its own --db.")
@click.pass_context
def main(ctx: click.Context, db: str | None) -> None:
    """What was known about a developing story, when, and according to whom.

    Ingest news articles, then ask for the state of the world as of any moment: as it was known then, or with hindsight.

    \b
    Example: tracker demo
    """
    ctx.obj = db


def register() -> None:
    """Hang every command on the root, in the order that `tracker --help` shows them."""
    from tracker.cli import (
        changes,
        database,
        decisions,
        demo,
        events,
        ingest,
        names,
        overview,
        questions,
        sources,
        sql,
        stories,
    )

    for module in (
        demo,
        ingest,
        questions,
        changes,
        overview,
        stories,
        names,
        decisions,
        sources,
        sql,
        events,
        database,
    ):
        for command in module.COMMANDS:
            main.add_command(command)


register()
