"""The questions and `ingest` as a Python class: what the command line asks, typed. docs/api.md has examples."""

from __future__ import annotations

import getpass
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Self

from msgspec import Struct

from tracker import queries
from tracker.model.article import Article
from tracker.model.claim import Attribute, Kind
from tracker.model.errors import InputError, TrackerError, UnknownStoryError
from tracker.model.time import as_utc, parse_instant
from tracker.projections.runner import catch_up
from tracker.queries import Moment
from tracker.store import schema
from tracker.store.database import Database, open_database
from tracker.store.log import EventLog, check_name

if TYPE_CHECKING:
    from tracker.sources import Rejected

Time = datetime | str
"""An instant: a `datetime` (without zone: UTC), ISO 8601 text, or "now"."""


class Tally(Struct, frozen=True, kw_only=True):
    """What one `ingest` did: articles new, revised and unchanged; claims recorded and withdrawn; why records were refused."""

    new: int = 0
    revised: int = 0
    unchanged: int = 0
    recorded: int = 0
    withdrawn: int = 0
    refused: tuple[str, ...] = ()


class Tracker:
    """A database of stories. Answers are frozen structs whose fields are the keys of the command line's JSON; instants UTC.

    `url`: a SQLite file or URL, or `postgresql://…`; with `create`, a file that is not there is made, and any database
    gets its tables. `actor`: who is named in the events that `ingest` and `define` append. Every question raises
    `UnknownStoryError`, `InputError` for a name that means nobody or several, and `DatabaseError`; all are `TrackerError`.
    """

    def __init__(self, url: str | Path, *, create: bool = False, actor: str | None = None) -> None:
        if create:
            fresh = Database(str(url))
            schema.upgrade(fresh)
            fresh.dispose()
        self.database = open_database(str(url))
        self.log = EventLog(self.database)
        self.actor = actor or _user()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Give back all connections."""
        self.database.dispose()

    # What goes in

    def ingest(
        self,
        story: str,
        *what: str | Path | Article,
        outlet: str | None = None,
        published: Time | None = None,
        timezone: str | None = None,
    ) -> Tally:
        """Take articles into a story: paths of text files, folders and JSON Lines, or `Article`s.

        `outlet`, `published` and `timezone` (IANA) hold for files that do not say themselves. The same article again changes
        nothing. A record that cannot be read is refused and stops no other; raises `InputError` for a path that is not there.
        """
        from tracker.ingestion import ExtractionError, ingest

        check_name("story", story)
        counts = dict.fromkeys(("new", "revised", "unchanged", "recorded", "withdrawn"), 0)
        refused = []
        for record in _articles(what, outlet, _instant(published) if published else None, timezone):
            if not isinstance(record, Article):
                refused.append(f"{record.where}: {record.why}")
                continue
            try:
                done = ingest(self.log, story, record, actor=self.actor, cause="api:ingest")
            except (ExtractionError, InputError) as error:
                refused.append(str(error))
                continue
            counts[done.result] += 1
            counts["recorded"] += done.recorded
            counts["withdrawn"] += done.withdrawn
        catch_up(self.log, story)
        return Tally(**counts, refused=tuple(refused))

    def define(self, story: str, file: str | Path) -> int:
        """Define a story by a TOML file (docs/stories.md); returns how many of its definitions were new."""
        from tracker.ingestion import decide
        from tracker.sources.stories import read_story

        check_name("story", story)
        count = decide(self.log, story, read_story(Path(file)).events(), actor=self.actor, cause="api:define")
        catch_up(self.log, story)
        return count

    # Questions

    def stories(self) -> list[queries.StoryRow]:
        """All stories, by name."""
        for story in self.log.stories():
            catch_up(self.log, story)
        return queries.stories(self.database)

    def state(
        self,
        story: str,
        at: Time = "now",
        *,
        known_at: Time | None = None,
        recorded_at: Time | None = None,
        entity: str | None = None,
        attribute: Attribute | None = None,
        office: str | None = None,
    ) -> queries.StateAnswer:
        """The state of a story at `at`, by what had been reported by `known_at` (None: `at`) and recorded by `recorded_at`
        (None: all). `entity`: any name of one; `office`: a title, such as "president"."""
        return queries.ask_state(
            self._current(story),
            story,
            _instant(at),
            known_at=_maybe(known_at),
            recorded_at=_maybe(recorded_at),
            entity=entity,
            attribute=attribute,
            office=office,
        )

    def why(
        self,
        story: str,
        entity: str,
        attribute: Attribute | None = None,
        *,
        at: Time = "now",
        known_at: Time | None = None,
    ) -> list[queries.CellEvidence]:
        """The cells of an entity with every claim for and against, its words and their place, and the rule that decided."""
        return queries.evidence(
            self._current(story), story, entity, attribute, at=_instant(at), known_at=_maybe(known_at)
        )

    def history(
        self,
        story: str,
        entity: str,
        attribute: Attribute | None = None,
        *,
        at: Time | None = None,
        every: bool = False,
    ) -> queries.History:
        """How the answers about an entity changed as more was reported; `at`: only those about that moment; `every`: also
        changes of voices, alternatives and times alone."""
        return queries.history(self._current(story), story, entity, attribute, at=_maybe(at), every=every)

    def diff(
        self,
        story: str,
        *,
        begin: Time | None = None,
        end: Time | None = None,
        at: Time | None = None,
        known_at: Time | tuple[Time, Time] | None = None,
        entity: str | None = None,
        attribute: Attribute | None = None,
        every: bool = False,
    ) -> queries.Diff:
        """What changed in the world from `begin` to `end`, each as known then or both as known at `known_at`; or, with `at`
        and a pair `known_at`, what was learnt about that moment in between. Raises `InputError` for any other mixture."""
        before, after = _moments(begin, end, at, known_at)
        return queries.diff(self._current(story), story, before, after, entity=entity, attribute=attribute, every=every)

    def conflicts(
        self,
        story: str,
        at: Time = "now",
        *,
        known_at: Time | None = None,
        entity: str | None = None,
        attribute: Attribute | None = None,
        limit: int | None = None,
    ) -> queries.Conflicts:
        """The contradictions that are open at `at`, most disputed first."""
        return queries.conflicts(
            self._current(story),
            story,
            _instant(at),
            known_at=_maybe(known_at),
            entity=entity,
            attribute=attribute,
            limit=limit,
        )

    def timeline(
        self,
        story: str,
        *,
        entity: str | None = None,
        attributes: Sequence[Attribute] = (),
        begin: Time | None = None,
        end: Time | None = None,
        known_at: Time | None = None,
        most: int | None = None,
    ) -> queries.Timeline:
        """The courses of the cells side by side, those most is claimed of, as known then or with the knowledge of `known_at`."""
        return queries.timeline(
            self._current(story),
            story,
            entity=entity,
            attributes=attributes,
            begin=_maybe(begin),
            end=_maybe(end),
            known_at=_maybe(known_at),
            most=most,
        )

    def claims(
        self,
        story: str,
        *,
        entity: str | None = None,
        attribute: Attribute | None = None,
        voice: str | None = None,
        article: str | None = None,
        since: Time | None = None,
        until: Time | None = None,
        withdrawn: bool = False,
        limit: int | None = None,
    ) -> list[queries.ClaimRow]:
        """Claims in the order in which they were reported, `since` and `until` included; `withdrawn`: those too."""
        return queries.claims(
            self._current(story),
            story,
            entity=entity,
            attribute=attribute,
            voice=voice,
            article=article,
            since=_maybe(since),
            until=_maybe(until),
            withdrawn=withdrawn,
            limit=limit,
        )

    def entities(self, story: str, *, kind: Kind | None = None, entity: str | None = None) -> list[queries.EntityRow]:
        """Who and what a story speaks of, those most is claimed of first; `entity`: only what that name may mean."""
        return queries.entities(self._current(story), story, kind=kind, entity=entity)

    def articles(self, story: str) -> list[queries.ArticleRow]:
        """The articles of a story in the order of publication."""
        return queries.articles(self._current(story), story)

    def _current(self, story: str) -> Database:
        """The database, the story's read models up to date with its log."""
        if self.log.head(story) is None:
            raise UnknownStoryError(story, self.log.stories())
        catch_up(self.log, story)
        return self.database


def _user() -> str:
    try:
        return f"user:{getpass.getuser()}"
    except (OSError, KeyError):
        return "user:unknown"


def _articles(
    what: Iterable[str | Path | Article], outlet: str | None, published: datetime | None, timezone: str | None
) -> Iterator[Article | Rejected]:
    from tracker.sources import read_articles

    every = list(what)
    paths = [each for each in every if not isinstance(each, Article)]
    if paths:
        yield from read_articles(paths, outlet=outlet, published=published, timezone=timezone)
    yield from (each for each in every if isinstance(each, Article))


def _moments(
    begin: Time | None, end: Time | None, at: Time | None, known_at: Time | tuple[Time, Time] | None
) -> tuple[Moment, Moment]:
    if at is not None and begin is None and end is None and isinstance(known_at, tuple):
        first, second = map(_instant, known_at)
        return Moment(_instant(at), first), Moment(_instant(at), second)
    if at is None and begin is not None and end is not None and not isinstance(known_at, tuple):
        known = _maybe(known_at)
        first, second = _instant(begin), _instant(end)
        return Moment(first, known or first), Moment(second, known or second)
    raise InputError("give diff either begin and end, or at and known_at=(earlier, later)")


def _instant(time: Time) -> datetime:
    if time == "now":
        return datetime.now(UTC)
    return as_utc(time) if isinstance(time, datetime) else parse_instant(time)


def _maybe(time: Time | None) -> datetime | None:
    return None if time is None else _instant(time)


__all__ = ["Attribute", "Tally", "Time", "Tracker", "TrackerError"]
