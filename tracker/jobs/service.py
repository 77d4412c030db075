"""`tracker run`: one tick that serves whatever is due, until the process is told to end.

The clock is APScheduler's, with a single job in memory; what is due and whose turn it is stands in the database
(`jobs.schedule`), so that nothing is run twice by two processes or after a restart.
"""

from __future__ import annotations

import contextlib
import logging
import signal
import threading
import time
from collections.abc import Callable, Iterator
from datetime import datetime

from tracker.jobs.refresh import Look, refresh
from tracker.jobs.schedule import owner_name
from tracker.model.errors import DatabaseError
from tracker.store.database import Database

TICK_SECONDS = 1.0
MISFIRE_SECONDS = 60
"""A tick that comes late by so much still runs (APScheduler's own default, 1 s, would drop it)."""
NOTICE_SECONDS = 0.1


def serve(
    database: Database,
    report: Callable[[Look], None],
    warn: Callable[[str], None],
    *,
    once: bool = False,
    tick: float = TICK_SECONDS,
) -> None:
    """Look at what is due, now and then again every `tick` seconds, until SIGTERM or SIGINT; `once`: a single time.

    A signal ends it after the article at hand. `report` gets each look, `warn` what went wrong beside them. With `once`
    a `DatabaseError` is raised; the service says it and tries again, since the database may come back.
    """
    stop = threading.Event()
    with _signals(stop):
        if once:
            for look in refresh(database, stop=stop.is_set):
                report(look)
        else:
            _run(_ticker(database, report, warn, stop), stop, tick)


def _ticker(
    database: Database, report: Callable[[Look], None], warn: Callable[[str], None], stop: threading.Event
) -> Callable[[], None]:
    owner = owner_name()
    said: str | None = None

    def serve_due() -> None:
        nonlocal said
        problem: str | None = None
        try:
            for look in refresh(database, stop=stop.is_set, owner=owner):
                report(look)
        except BrokenPipeError:
            stop.set()  # nobody reads the lines any more, as in `tracker run | head`
        except DatabaseError as error:
            problem = f"{error} (trying again)"
        except Exception as error:
            # A fault of this program at one place: the others, and the next tick, still get their turn.
            problem = f"unexpected {type(error).__name__}: {error} (going on)"
        if problem and problem != said:
            warn(problem)
        said = problem

    return serve_due


def _run(serve_due: Callable[[], None], stop: threading.Event, tick: float) -> None:
    from apscheduler.schedulers.background import BackgroundScheduler

    # A tick that is still at work when the next one is due is the normal case here, not worth a warning each second.
    logging.getLogger("apscheduler").setLevel(logging.ERROR)
    scheduler = BackgroundScheduler(
        timezone="UTC",
        job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": MISFIRE_SECONDS},
    )
    scheduler.add_job(serve_due, "interval", seconds=tick, id="tick", next_run_time=datetime.now().astimezone())
    scheduler.start()
    try:
        while not stop.is_set():
            time.sleep(NOTICE_SECONDS)
    finally:
        stop.set()
        scheduler.shutdown(wait=True)


@contextlib.contextmanager
def _signals(stop: threading.Event) -> Iterator[None]:
    """SIGTERM and SIGINT set `stop`; a second one of them ends the process at once, as it would have without us."""
    ends = (signal.SIGTERM, signal.SIGINT)
    before = {number: signal.getsignal(number) for number in ends}

    def restore() -> None:
        for number, handler in before.items():
            signal.signal(number, handler)

    def end(_number: int, _frame: object) -> None:
        stop.set()
        restore()

    for number in ends:
        signal.signal(number, end)
    try:
        yield
    finally:
        restore()
