"""The watched places of a story: folders, index files and text files. Adding and removing one is an event of the story."""

from __future__ import annotations

import os.path
import re
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Literal

from msgspec import Struct
from sqlalchemy import Select, and_, select

from tracker.ingestion import RETRIES, decide
from tracker.jobs.tables import schedule
from tracker.model.claim import folded
from tracker.model.errors import ConcurrencyError, InputError
from tracker.model.events import STORY_STREAM, NewEvent, SourceAdded, SourceRemoved, StoredEvent
from tracker.model.time import parse_zone
from tracker.projections.runner import catch_up
from tracker.projections.tables import projections, sources
from tracker.store.database import Database
from tracker.store.log import EventLog, check_name

INDEX_SUFFIXES = (".jsonl", ".ndjson")


class Place(Struct, frozen=True, kw_only=True):
    """A watched place with what is known of its looks; instants are UTC. `next_look_at` None: not scheduled yet, so due."""

    story: str
    source: str
    location: str
    kind: Literal["folder", "jsonl", "file"]
    every_seconds: int
    outlet: str | None = None
    timezone: str | None = None
    next_look_at: datetime | None = None
    last_look_at: datetime | None = None
    last_result: str | None = None
    last_error: str | None = None
    failures: int = 0


def add_source(
    log: EventLog,
    story: str,
    location: str | Path,
    every: timedelta,
    *,
    outlet: str | None = None,
    timezone: str | None = None,
    actor: str,
    cause: str | None = "command:source add",
) -> tuple[SourceAdded, bool]:
    """Watch a place from now on; returns it and whether that is news.

    A place that the story watches already keeps its id and takes the new settings. Raises `InputError` where there is
    nothing at that place, or the zone is unknown.
    """
    check_name("story", story)
    path = _place(location)
    if timezone is not None:
        parse_zone(timezone)
    for attempt in range(RETRIES):
        stored = log.read_stream(story, STORY_STREAM)
        ever, present = _watched(stored)
        known = next((each for each in present.values() if each.location == str(path)), None)
        added = SourceAdded(
            source=known.source if known else _free_id(path, ever),
            location=str(path),
            kind=_kind(path),
            every_seconds=int(every.total_seconds()),
            outlet=outlet,
            timezone=timezone,
        )
        if added == known:
            return added, False
        # Not `ingestion.decide`: of two places added at once under one id, it would let the second replace the first.
        try:
            log.append(story, STORY_STREAM, stored[-1].version if stored else 0, [NewEvent(added, actor, cause)])
        except ConcurrencyError:
            if attempt == RETRIES - 1:
                raise
            continue
        catch_up(log, story)
        return added, True
    raise AssertionError("the loop returns or raises")


def remove_source(
    log: EventLog, source: str, *, story: str | None = None, actor: str, cause: str | None = "command:source remove"
) -> Place:
    """Watch a place no longer; what was ingested from it stays. `story` None: the only one that watches such a source.

    Raises `InputError` where no story, or more than one, watches it.
    """
    found = [place for place in watched(log.database, story) if place.source == source]
    if not found:
        known = sorted({place.source for place in watched(log.database, story)})
        where = f"story {story!r} watches" if story else "this database watches"
        raise InputError(f"no source {source!r}: {where} {', '.join(known) or 'none'}: see `tracker source list`")
    if len(found) > 1:
        stories = ", ".join(place.story for place in found)
        raise InputError(f"source {source!r} is watched by several stories ({stories}): name one with --story")
    decide(log, found[0].story, [SourceRemoved(source=source)], actor=actor, cause=cause)
    catch_up(log, found[0].story)
    return found[0]


def watched(database: Database, story: str | None = None) -> list[Place]:
    """The places that are watched now (of that story, or of all) with their schedule, by story and id."""
    query = select_watched().order_by(sources.c.story, sources.c.source)
    if story is not None:
        query = query.where(sources.c.story == story)
    with database.reading() as connection:
        rows = connection.execute(query).mappings().all()
    return [Place(**{**row, "failures": row["failures"] or 0}) for row in rows]


def select_watched() -> Select[Any]:
    """The query behind `watched`: the active generation's sources, each with its row of the schedule or nulls."""
    planned = [column for column in schedule.c if column.name in Place.__struct_fields__[7:]]
    places = [sources.c[name] for name in Place.__struct_fields__[:7]]
    return (
        select(*places, *planned)
        .join(
            projections,
            and_(
                projections.c.story == sources.c.story,
                projections.c.generation == sources.c.generation,
                projections.c.active,
            ),
        )
        .outerjoin(schedule, and_(schedule.c.story == sources.c.story, schedule.c.source == sources.c.source))
        .where(sources.c.active)
    )


def _place(location: str | Path) -> Path:
    """The absolute path, links kept: a link may be turned to a newer folder later."""
    path = Path(os.path.normpath(Path(location).expanduser().absolute()))
    if not path.exists():
        raise InputError(f"{location}: there is no such file or folder to watch")
    if not (path.is_dir() or path.is_file()):
        raise InputError(f"{location} is neither a file nor a folder: it cannot be watched")
    return path


def _kind(path: Path) -> Literal["folder", "jsonl", "file"]:
    if path.is_dir():
        return "folder"
    return "jsonl" if path.suffix.lower() in INDEX_SUFFIXES else "file"


def _watched(stored: list[StoredEvent]) -> tuple[dict[str, str], dict[str, SourceAdded]]:
    """The location of every source id that the story ever used, and the places that it watches now by id."""
    ever: dict[str, str] = {}
    present: dict[str, SourceAdded] = {}
    for event in stored:
        match event.payload:
            case SourceAdded() as added:
                ever[added.source] = added.location
                present[added.source] = added
            case SourceRemoved(source=source):
                present.pop(source, None)
    return ever, present


def _free_id(path: Path, ever: dict[str, str]) -> str:
    """A readable id from the path's name. One that was used for another place stays that place's: events name it."""
    base = re.sub(r"[^\w]+", "-", folded(path.stem)).strip("-_")[:60] or "source"
    number = 1
    while ever.get(name := base if number == 1 else f"{base}-{number}", str(path)) != str(path):
        number += 1
    return name
