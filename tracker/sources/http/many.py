"""Many URLs at once: hosts side by side, each host's own URLs one after the other, in a bounded number of threads.

A thread takes the host that has been free longest, not the next URL: a host with thousands of URLs, or a slow one,
holds one thread and keeps nobody else waiting.
"""

from __future__ import annotations

import contextlib
import heapq
import queue
import threading
import time
from collections import deque
from collections.abc import Iterable, Iterator

from msgspec import Struct

from tracker.sources.http.answers import PAGE, Answer, Validators
from tracker.sources.http.errors import FetchError
from tracker.sources.http.fetcher import Fetcher
from tracker.sources.http.urls import target_of

WORKERS = 16


class Request(Struct, frozen=True):
    """One URL to fetch. `tag`: the caller's own name for it."""

    url: str
    tag: str = ""
    known: Validators | None = None
    accept: str = PAGE


Outcome = tuple[Request, Answer | Exception]


def fetch_all(fetcher: Fetcher, requests: Iterable[Request], *, workers: int = WORKERS) -> Iterator[Outcome]:
    """Each request with its answer or its `FetchError`, as they come; a fault of the program comes as what it is.

    Whoever stops reading ends it after the requests at hand. A host that is closed for longer than the policy's
    patience gives `HostBusy` for each of its URLs. At most `workers` answers wait to be read.
    """
    plan = _Plan(fetcher)
    done: queue.Queue[Outcome | None] = queue.Queue(maxsize=workers)
    for request in requests:
        if problem := plan.add(request):
            yield request, problem
    stop = threading.Event()
    count = min(workers, plan.hosts)
    threads = [threading.Thread(target=_work, args=(fetcher, plan, done, stop), daemon=True) for _ in range(count)]
    for thread in threads:
        thread.start()
    running = count
    try:
        while running:
            outcome = done.get()
            if outcome is None:
                running -= 1
            else:
                yield outcome
    finally:
        stop.set()
        plan.wake()
        while any(thread.is_alive() for thread in threads):
            with contextlib.suppress(queue.Empty):
                done.get(timeout=0.05)  # a thread may be waiting to hand over what nobody wants any more


class _Plan:
    """What is left to fetch: a line of requests for each host, and the hosts by when they are free."""

    def __init__(self, fetcher: Fetcher) -> None:
        self._fetcher = fetcher
        self._lines: dict[str, deque[Request]] = {}
        self._free: list[tuple[float, int, str]] = []
        self._order = 0
        self._at_work = 0
        self._changed = threading.Condition()

    @property
    def hosts(self) -> int:
        return len(self._lines)

    def add(self, request: Request) -> FetchError | None:
        """Put a request into its host's line; the error of a URL that has none."""
        try:
            host = target_of(request.url, self._fetcher.policy).host
        except FetchError as error:
            return error
        line = self._lines.setdefault(host, deque())
        if not line:
            self._push(host)
        line.append(request)
        return None

    def take(self, stop: threading.Event) -> tuple[str, Request] | None:
        """The next request of the host that is free first, waiting for it; None when all are done or it is stopped."""
        with self._changed:
            while not stop.is_set() and (self._free or self._at_work):
                wait = self._free[0][0] - time.monotonic() if self._free else None
                if wait is None or 0 < wait <= self._fetcher.policy.patience:
                    self._changed.wait(wait)
                    continue
                _, _, host = heapq.heappop(self._free)
                self._at_work += 1
                return host, self._lines[host].popleft()
            return None

    def give_back(self, host: str) -> None:
        """The host's request is done: its next one may be taken when the host is free."""
        with self._changed:
            self._at_work -= 1
            if self._lines[host]:
                self._push(host)
            self._changed.notify_all()

    def wake(self) -> None:
        with self._changed:
            self._changed.notify_all()

    def _push(self, host: str) -> None:
        self._order += 1
        heapq.heappush(self._free, (self._fetcher.turns.free_at(host), self._order, host))


def _work(fetcher: Fetcher, plan: _Plan, done: queue.Queue[Outcome | None], stop: threading.Event) -> None:
    try:
        while taken := plan.take(stop):
            host, request = taken
            try:
                outcome: Answer | Exception = fetcher.fetch(request.url, known=request.known, accept=request.accept)
            except Exception as error:
                outcome = error
            plan.give_back(host)
            done.put((request, outcome))
    finally:
        done.put(None)
