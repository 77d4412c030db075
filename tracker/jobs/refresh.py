"""Looking at watched places: read their articles, ingest what changed, bring the read models up to date, record the look.

One bad record stops no other, one failing place no other. Appending is idempotent, so a look that was cut off at any
moment is simply made again.
"""

from __future__ import annotations

import contextlib
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path

from msgspec import Struct

from tracker.ingestion import ExtractionError, ingest
from tracker.jobs import schedule
from tracker.jobs.places import Place
from tracker.jobs.schedule import LEASE, Turn
from tracker.model.errors import DatabaseError, InputError
from tracker.model.time import isoformat
from tracker.projections.runner import catch_up
from tracker.sources import Rejected, read_articles
from tracker.store.database import Database
from tracker.store.log import EventLog

ACTOR = "job:refresh"


def never() -> bool:
    """A `stop` that does not."""
    return False


class Look(Struct, frozen=True, kw_only=True):
    """What one look found. `problems`: the records that could not be read; `error`: why the place itself could not be.

    `stopped`: not completed, still due.
    """

    place: Place
    due: datetime
    at: datetime
    counts: dict[str, int]
    problems: tuple[str, ...] = ()
    error: str | None = None
    stopped: bool = False

    @property
    def failed(self) -> bool:
        return bool(self.problems or self.error)

    @property
    def result(self) -> str:
        """The counts in words."""
        said = ", ".join(f"{self.counts[kind]} {kind}" for kind in ("new", "revised", "unchanged", "failed"))
        return f"{said}; {self.counts['recorded']} claims recorded, {self.counts['withdrawn']} withdrawn"

    @property
    def last_error(self) -> str | None:
        """One line for the schedule."""
        if self.error or not self.problems:
            return self.error
        others = f" (and {len(self.problems) - 1} more)" if len(self.problems) > 1 else ""
        return self.problems[0] + others

    @property
    def news(self) -> bool:
        """Whether what went wrong differs from what the look before recorded: the same is not worth saying again."""
        return self.last_error != self.place.last_error

    def __str__(self) -> str:
        said = f"failed: {self.error}" if self.error else self.result
        stopped = " (stopped, to be continued)" if self.stopped else ""
        return f"{isoformat(self.at.replace(microsecond=0))} {self.place.story}/{self.place.source}: {said}{stopped}"


def refresh(
    database: Database,
    *,
    story: str | None = None,
    sources: Sequence[str] = (),
    stop: Callable[[], bool] = never,
    owner: str | None = None,
    lease: timedelta = LEASE,
) -> Iterator[Look]:
    """Look once at every place that is due now; with `story`, at all places of it (or those of `sources`), due or not.

    Yields each look when it is done. `stop` is asked before each place and each article. A place that another process
    looks at now is left to it. Raises `DatabaseError` where the database itself fails.
    """
    owner = owner or schedule.owner_name()
    started = schedule.enroll(database)
    while not stop():
        turn = (
            schedule.claim(database, owner, lease=lease, due_by=started)
            if story is None
            else schedule.claim(database, owner, lease=lease, only=(story, sources), unseen_since=started)
        )
        if turn is None:
            return
        yield look(database, turn, stop=stop, lease=lease)


def look(database: Database, turn: Turn, *, stop: Callable[[], bool] = never, lease: timedelta = LEASE) -> Look:
    """Make one claimed look and record it. `stop` ends it after the article at hand; the place then stays due."""
    with database.reading() as connection:
        at = schedule.now(connection)
    counts = Counter(dict.fromkeys(("new", "revised", "unchanged", "failed", "recorded", "withdrawn"), 0))
    problems: list[str] = []
    error, completed = None, False
    with _held(database, turn, lease) as lost:
        try:
            completed = _ingest(database, turn.place, counts, problems, lambda: stop() or lost())
            if completed:
                catch_up(EventLog(database), turn.place.story)
        except DatabaseError:
            raise  # every place would meet it: the caller decides
        except Exception as problem:
            # Whatever a place does to its reader must not end the service for the others: it is recorded and retried.
            named = "" if isinstance(problem, (InputError, OSError)) else f"{type(problem).__name__}: "
            error = " ".join(f"{named}{problem}".split())
    stopped = not completed and error is None
    done = Look(
        place=turn.place, due=turn.due, at=at, counts=counts, problems=tuple(problems), error=error, stopped=stopped
    )
    if stopped:
        schedule.release(database, turn)
    else:
        result = f"failed: {error}" if error else done.result
        schedule.finish(database, turn, looked_at=at, result=result, error=done.last_error, failed=error is not None)
    return done


def _ingest(
    database: Database, place: Place, counts: Counter[str], problems: list[str], stop: Callable[[], bool]
) -> bool:
    """Ingest what the place holds now, counting; False where it was stopped before the end."""
    if not Path(place.location).exists():
        raise InputError(f"{place.location} is gone, or its disk is not there")
    log = EventLog(database)
    for record in read_articles([place.location], outlet=place.outlet, published=None, timezone=place.timezone):
        if stop():
            return False
        if isinstance(record, Rejected):
            problem = f"{record.where}: {record.why}"
        else:
            try:
                done = ingest(log, place.story, record, actor=ACTOR, cause=f"source:{place.source}")
                counts.update({done.result: 1, "recorded": done.recorded, "withdrawn": done.withdrawn})
                continue
            except (ExtractionError, InputError) as refused:
                problem = str(refused)
        problems.append(problem)
        counts["failed"] += 1
    return True


@contextlib.contextmanager
def _held(database: Database, turn: Turn, lease: timedelta) -> Iterator[Callable[[], bool]]:
    """Renew the lease in the background, so that one slow article loses no place; yields whether it was lost after all."""
    done, lost = threading.Event(), threading.Event()

    def beat() -> None:
        while not done.wait(lease.total_seconds() / 3):
            # A database that is locked for a while is asked again at the next beat.
            with contextlib.suppress(DatabaseError):
                if not schedule.renew(database, turn, lease):
                    lost.set()
                    return

    thread = threading.Thread(target=beat, name=f"lease of {turn.place.source}", daemon=True)
    thread.start()
    try:
        yield lost.is_set
    finally:
        done.set()
        thread.join()
