"""How fast the read models are rebuilt and asked, on a made-up story: `python benchmarks/states.py [URL] [--claims N]`.

Prints a row per measurement with its ratio to a limit of the same run: reading and decoding the log alone for the
rebuild, a bare SELECT of the claims of the cell for a question. Times are wall clock; questions are asked a hundred times
at random moments after ten to warm up. The database, given by URL or in a temporary folder, has to be empty.
"""

from __future__ import annotations

import argparse
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from statistics import median, quantiles

import story as made
from sqlalchemy import text

from tracker.model.events import ClaimRecorded, NewEvent, article_stream
from tracker.projections.runner import catch_up, rebuild
from tracker.queries import state
from tracker.store import schema
from tracker.store.database import Database
from tracker.store.log import EventLog

STORY = "bench"
YEAR = timedelta(days=365)


def main() -> int:
    """Make the story, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("url", nargs="?", help="an empty database [default: SQLite in a temporary folder]")
    parser.add_argument("--claims", type=int, default=100_000)
    parser.add_argument("--hot", type=int, default=5_000, help="claims of the hot cell, by 200 voices")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        database = Database(args.url or f"sqlite:///{Path(folder) / 'bench.db'}")
        schema.upgrade(database)
        log = EventLog(database)
        made.fill(log, STORY, args.claims, args.hot)
        print(f"{database.engine.dialect.name}: {args.claims:,} claims, {args.hot:,} of them in one cell")
        measure_rebuild(log)
        analyse(database)
        measure_questions(database)
        measure_late(log)
        if database.is_sqlite:
            measure_shell(str(database.url.database))
        database.dispose()
    return 0


def show(what: str, figure: str, ratio: str = "") -> None:
    """A row of the table."""
    print(f"  {what:<52} {figure:>22}  {ratio}", flush=True)


def measure_rebuild(log: EventLog) -> None:
    begun, after, count = time.perf_counter(), 0, 0
    while page := log.read(STORY, after, 5000):
        after, count = page[-1].position, count + sum(isinstance(e.payload, ClaimRecorded) for e in page)
    reading = time.perf_counter() - begun
    page = []
    begun, working = time.perf_counter(), time.process_time()
    rebuild(log, STORY)
    took, busy = time.perf_counter() - begun, time.process_time() - working
    show(
        "rebuild of all read models", f"{count / took:,.0f} claims/s", f"{reading / took:.2f} of read-and-decode alone"
    )
    show("the same by its own CPU time", f"{count / busy:,.0f} claims/s")
    show("peak memory", f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MB")


def analyse(database: Database) -> None:
    """What a server's autovacuum does by itself after a while."""
    if not database.is_sqlite:
        with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("VACUUM ANALYZE"))


def measure_questions(database: Database) -> None:
    with database.reading() as connection:
        busy = "SELECT cell, count(*) FROM claims GROUP BY cell ORDER BY count(*) DESC LIMIT 1"
        hot, _ = connection.execute(text(busy)).one()
        cold = connection.execute(
            text("SELECT cell FROM claims WHERE attribute='location' AND cell<>:c LIMIT 1"), {"c": hot}
        ).scalar_one()
    for name, cell in (("cold", cold), ("hot", hot)):
        raw = median(timed(partial(bare, database, cell)))
        for what, later in (
            ("at T = known-at", None),
            ("with hindsight of an hour", timedelta(hours=1)),
            ("with hindsight of 36 days", YEAR / 10),
            ("as known 6 hours before", -timedelta(hours=6)),
        ):
            spent = timed(partial(ask_cell, database, cell, later))
            figure = f"{median(spent):.2f} / {percentile(spent):.2f} ms"
            show(f"{name} cell {what}, median / p99", figure, f"{raw / median(spent):.2f} of reading its claims bare")
    cells = len(state(database, STORY, made.START + YEAR).cells)
    for what, later in (("", timedelta()), (" with hindsight", YEAR / 10)):
        spent = timed(lambda at, later=later: state(database, STORY, at, known_at=at + later), 10)  # type: ignore[misc]
        each = median(spent) * 500 / cells
        show(f"the whole story ({cells:,} cells){what}", f"{median(spent):.0f} ms", f"{each:.0f} ms for 500 cells")


def ask_cell(database: Database, cell: str, later: timedelta | None, at: datetime) -> None:
    """The state of one cell, as known then or so much later."""
    attribute, entity = cell.split("/")[:2]
    state(database, STORY, at, known_at=None if later is None else at + later, entity=entity, attribute=attribute)


def timed(ask: Callable[[datetime], object], rounds: int = 100) -> list[float]:
    """Milliseconds of each call at random moments of the year."""
    chance = random.Random(1)
    spent = []
    for number in range(rounds + 10):
        at = made.START + YEAR * chance.random()
        begun = time.perf_counter()
        ask(at)
        if number >= 10:
            spent.append((time.perf_counter() - begun) * 1000)
    return spent


def percentile(spent: list[float]) -> float:
    return quantiles(spent, n=100)[98]


def bare(database: Database, cell: str, _: datetime) -> None:
    """All claims of a cell, read and nothing else."""
    active = text("SELECT generation FROM projections WHERE story = :s AND active")
    own = text("SELECT * FROM claims WHERE story = :s AND generation = :g AND cell = :c")
    with database.reading() as connection:
        generation = connection.execute(active, {"s": STORY}).scalar_one()
        connection.execute(own, {"s": STORY, "g": generation, "c": cell}).all()


def measure_late(log: EventLog) -> None:
    """From the append of one old claim until every answer has it: in cells of ten claims, and in the hot one."""
    for name, count, hot in (("a cold", 400, 0), ("the hot", 200, 200)):
        spent, busy = [], []
        for number, events in enumerate(made.articles(count, hot, seed=7)):
            late = [NewEvent(e.payload, e.actor) for e in events if isinstance(e.payload, ClaimRecorded)][:1]
            begun, working = time.perf_counter(), time.process_time()
            log.append(STORY, article_stream(f"late {name} {number}"), None, late)
            catch_up(log, STORY)
            spent.append((time.perf_counter() - begun) * 1000)
            busy.append((time.process_time() - working) * 1000)
        show(
            f"a late claim of {name} cell, until it is visible",
            f"{median(spent):.0f} ms",
            f"{median(busy):.0f} ms of CPU",
        )


def measure_shell(path: str) -> None:
    command = [
        sys.executable,
        "-m",
        "tracker",
        "state",
        "--story",
        STORY,
        "--at",
        "2030-01-10T00:00Z",
        "--db",
        path,
        "--entity",
        "ada-marlow",
    ]
    spent = []
    for _ in range(5):
        begun = time.perf_counter()
        subprocess.run(command, check=True, capture_output=True)
        spent.append(time.perf_counter() - begun)
    bare_python = []
    for _ in range(5):
        begun = time.perf_counter()
        subprocess.run([sys.executable, "-c", "import sqlalchemy, click, msgspec"], check=True)
        bare_python.append(time.perf_counter() - begun)
    show(
        "`tracker state` from the shell",
        f"{median(spent):.2f} s",
        f"of that {median(bare_python):.2f} s for importing what it stands on",
    )


if __name__ == "__main__":
    sys.exit(main())
