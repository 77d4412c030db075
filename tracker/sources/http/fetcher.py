"""Fetches pages, feeds and sitemaps, and sends webhooks: politely, within bounds, from the public internet alone.

One `Fetcher` serves any number of threads; `many.fetch_all` asks many URLs at once.
"""

from __future__ import annotations

import contextlib
import logging
import time
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime

from msgspec.structs import replace

from tracker.sources.http import headers as reading
from tracker.sources.http.answers import PAGE, Answer, Redirect, Validators
from tracker.sources.http.decoding import ACCEPT_ENCODING
from tracker.sources.http.errors import BadAnswer, FetchError, TooManyRedirects, shown
from tracker.sources.http.exchange import Exchanged, Take, exchange
from tracker.sources.http.policy import Bounds, Policy, user_agent
from tracker.sources.http.robots import MOST_BYTES, RulesCache
from tracker.sources.http.sockets import Resolver, look_up, tls_context
from tracker.sources.http.turns import Turns
from tracker.sources.http.urls import Target, joined, target_of

REDIRECTS = (301, 302, 303, 307, 308)
BUSY = (429, 503)

log = logging.getLogger("tracker.fetch")


class Fetcher:
    """The program's way into the net, under one policy. It keeps robots.txt and each host's turn; no cookies, no pages."""

    def __init__(self, policy: Policy | None = None, *, resolve: Resolver = look_up) -> None:
        """`resolve` gives the addresses of a name. Raises `InputError` for a policy that cannot be kept to."""
        self.policy = policy or Policy()
        self.turns = Turns()
        self._agent = user_agent(self.policy.contact)
        self._resolve = resolve
        if self.policy.authorities is not None:
            tls_context(self.policy.authorities)  # a file that cannot be read is said now, not at the first fetch
        self._rules = RulesCache(self._read_robots)

    def fetch(self, url: str, *, known: Validators | None = None, accept: str = PAGE) -> Answer:
        """GET a URL and follow its redirects. Raises a `FetchError`; a status such as 404 or 429 is an answer.

        `known`: the `validators` of an earlier answer; where they still hold, the answer is `unchanged`.
        """
        return _logged("GET", url, lambda: self._follow(url, known, {"Accept": accept}, self.policy.bounds))

    def send(self, url: str, body: bytes, headers: Mapping[str, str]) -> Answer:
        """POST to a URL, as a webhook, under the same guard. Raises a `FetchError`.

        No redirect is followed and no robots.txt asked; what the receiver says is the status, whatever it is.
        """
        return _logged("POST", url, lambda: self._sent(url, body, headers))

    def check(self, url: str) -> float:
        """The pause in seconds between two requests to the URL's host. Raises what keeps the URL from being fetched."""
        return self._delay(target_of(url, self.policy))

    def _follow(
        self, url: str, known: Validators | None, headers: Mapping[str, str], bounds: Bounds, *, robots: bool = False
    ) -> Answer:
        """GET with redirects; each step waits for its host's turn, and for one at a time. `robots`: a robots.txt itself."""
        target = target_of(url, self.policy)
        steps: list[Redirect] = []
        spent = 0.0
        while True:
            sent = {**headers, **_conditions(known, target)}
            with _sent_by(steps):
                delay = 0.0 if robots else self._delay(target)
                patience = self.policy.patience
                with self.turns.turn(target.host, url=target.url, delay=delay, patience=patience):
                    began = time.monotonic()
                    done = self._exchange(
                        target, sent, bounds, bounds.total - spent, take="begin" if robots else "whole"
                    )
                    spent += time.monotonic() - began
            if done.status not in REDIRECTS:
                return self._answer(url, target, tuple(steps), done, known, spent)
            onward = _onward(target, done, steps, bounds.redirects, self.policy)
            steps.append(Redirect(target.url, done.status, onward.url))
            target = onward

    def _sent(self, url: str, body: bytes, headers: Mapping[str, str]) -> Answer:
        target, began = target_of(url, self.policy), time.monotonic()
        bounds = self.policy.bounds
        done = self._exchange(target, headers, bounds, bounds.total, method="POST", body=body, take="nothing")
        return self._answer(url, target, (), done, None, time.monotonic() - began)

    def _exchange(
        self,
        target: Target,
        headers: Mapping[str, str],
        bounds: Bounds,
        seconds: float,
        *,
        method: str = "GET",
        body: bytes | None = None,
        take: Take = "whole",
    ) -> Exchanged:
        named = {"User-Agent": self._agent, "Accept-Encoding": ACCEPT_ENCODING, "Connection": "close", **headers}
        return exchange(
            target,
            method=method,
            headers=named,
            body=body,
            bounds=bounds,
            seconds=seconds,
            resolve=self._resolve,
            authorities=self.policy.authorities,
            take=take,
        )

    def _answer(
        self,
        requested: str,
        target: Target,
        steps: tuple[Redirect, ...],
        done: Exchanged,
        known: Validators | None,
        seconds: float,
    ) -> Answer:
        """The answer that an exchange makes. Raises `BadAnswer` for a 304 to a question without a condition."""
        now = datetime.now(UTC)
        wait = reading.retry_after(done.headers.get("retry-after"), now)
        if wait is not None and done.status in BUSY:
            self.turns.hold(target.host, wait)
        return Answer(
            requested=requested,
            url=target.url,
            redirects=steps,
            status=done.status,
            content_type=reading.media_type(done.headers.get("content-type")),
            charset=reading.charset(done.headers.get("content-type")),
            body=done.body,
            wire=done.wire,
            validators=_validators(target, done, known),
            max_age=reading.max_age(done.headers.get("cache-control"), done.headers.get("age")),
            retry_after=wait,
            fetched_at=now,
            seconds=seconds,
            address=done.address,
        )

    def _delay(self, target: Target) -> float:
        """The pause that the target's host gets. Raises `RobotsRefused`, or why its robots.txt cannot be read."""
        if not self.policy.robots:
            return self.policy.delay
        rules = self._rules.rules(target)
        rules.check(target)
        return max(self.policy.delay, rules.delay)

    def _read_robots(self, url: str) -> tuple[int, bytes]:
        most = min(MOST_BYTES, self.policy.bounds.body)
        bounds = replace(self.policy.bounds, body=most, wire=most)
        headers = {"Accept": "text/plain,*/*;q=0.1"}
        answer = _logged("GET", url, lambda: self._follow(url, None, headers, bounds, robots=True))
        return answer.status, answer.body


def _onward(target: Target, done: Exchanged, steps: list[Redirect], most: int, policy: Policy) -> Target:
    """Where a redirect leads. Raises a `FetchError` where it is not followed."""
    location = done.headers.get("location", "").strip()
    if not location:
        raise BadAnswer(target.url, f"answers with status {done.status} and does not say where to go")
    if len(steps) >= most:
        raise TooManyRedirects(target.url, f"redirects more than {most} times: give the page's own URL")
    step = Redirect(target.url, done.status, location)
    with _sent_by([*steps, step]):
        onward = joined(target, location, policy)
    if onward.url == target.url or onward.url in {step.url for step in steps}:
        raise TooManyRedirects(target.url, f"redirects in a circle, to {shown(onward.url)}: does it ask for cookies?")
    return onward


def _conditions(known: Validators | None, target: Target) -> dict[str, str]:
    """The headers that ask on condition; only the URL that gave the validators is asked with them."""
    if known is None or known.url != target.url:
        return {}
    etag, modified = reading.validator(known.etag), reading.validator(known.last_modified)
    found = {"If-None-Match": etag, "If-Modified-Since": modified}
    return {name: value for name, value in found.items() if value}


def _validators(target: Target, done: Exchanged, known: Validators | None) -> Validators | None:
    """What to ask on condition with next time; a 304 that gives none leaves those that it confirmed."""
    if done.status == 304 and not _conditions(known, target):
        raise BadAnswer(target.url, "says that nothing changed, though that was not asked")
    etag = reading.validator(done.headers.get("etag"))
    modified = reading.validator(done.headers.get("last-modified"))
    if done.status == 304 and known is not None:
        etag, modified = etag or known.etag, modified or known.last_modified
    return Validators(target.url, etag, modified) if done.status in (200, 304) and (etag or modified) else None


@contextlib.contextmanager
def _sent_by(steps: list[Redirect]) -> Iterator[None]:
    """Lets an error behind a redirect say who sent us there."""
    try:
        yield
    except FetchError as error:
        if steps:
            error.redirected_from(steps[-1].url)
        raise


def _logged(method: str, url: str, go: Callable[[], Answer]) -> Answer:
    """The answer, and one line about it or about its failure; `extra` holds the parts for a log of JSON lines."""
    began = time.monotonic()
    try:
        answer = go()
    except FetchError as error:
        seconds = round(time.monotonic() - began, 3)
        parts = {"method": method, "url": shown(url), "error": type(error).__name__, "seconds": seconds}
        log.info("%s %s failed in %.3f s: %s", method, shown(url), seconds, error, extra={"fetch": parts})
        raise
    parts = {
        "method": method,
        "url": shown(url),
        "final_url": shown(answer.url),
        "status": answer.status,
        "content_type": answer.content_type,
        "bytes": len(answer.body),
        "wire": answer.wire,
        "redirects": len(answer.redirects),
        "address": answer.address,
        "seconds": round(answer.seconds, 3),
    }
    log.info(
        "%s %s %d %s, %d bytes in %.3f s from %s, %d redirects",
        method,
        shown(url),
        answer.status,
        answer.content_type or "-",
        len(answer.body),
        answer.seconds,
        answer.address,
        len(answer.redirects),
        extra={"fetch": parts},
    )
    return answer
