"""One question put to one story, or with `--story '*'` to each."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from tracker.cli.options import current
from tracker.model.errors import InputError

if TYPE_CHECKING:
    from tracker.store.database import Database

Answer = TypeVar("Answer")


def asked(db: str | None, story: str, ask: Callable[[Database, str], Answer]) -> list[Answer]:
    """The answer of the story, its read models up to date, or those of all stories in the order of their names.

    Of all stories, those that do not know a name that the question uses are left out; raises `InputError` where none does.
    """
    with current(db, story) as (database, log):
        if story != "*":
            return [ask(database, story)]
        answers, refused = [], None
        for each in log.stories():
            try:
                answers.append(ask(database, each))
            except InputError as error:
                refused = error
        if refused is not None and not answers:
            raise refused
        return answers
