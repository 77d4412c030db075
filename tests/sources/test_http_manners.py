"""Politeness: robots.txt is kept to, a host is asked one thing at a time and with pauses, and no host keeps others waiting."""

from __future__ import annotations

import itertools
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator

import pytest
from http_support import TIGHT, Asked, Site, answer, fetcher, head, redirect
from msgspec.structs import replace

from tracker.sources.http import (
    Answer,
    Fetcher,
    FetchError,
    HostBusy,
    Request,
    RobotsRefused,
    TooSlow,
    UrlRefused,
    Validators,
    fetch_all,
)
from tracker.sources.http.robots import of_concern, rules_of
from tracker.sources.http.urls import target_of


def with_robots(robots: bytes) -> Callable[[Asked], bytes]:
    return lambda asked: robots if asked.path == "/robots.txt" else answer(b"page")


def rules(text: str) -> bytes:
    return answer(text.encode(), "Content-Type: text/plain")


@pytest.mark.parametrize(
    ("text", "path", "open_"),
    [
        ("", "/a", True),
        ("User-agent: *\nDisallow: /", "/a", False),
        ("User-agent: *\nDisallow:", "/a", True),
        ("User-agent: *\nDisallow: /private/\nAllow: /private/news", "/private/x", False),
        ("User-agent: *\nDisallow: /private/\nAllow: /private/news", "/private/news/1", True),
        ("User-agent: tracker\nDisallow: /\n\nUser-agent: *\nDisallow:", "/a", False),
        ("User-agent: *\nDisallow: /\n\nUser-agent: Tracker\nAllow: /", "/a", True),
        ("User-agent: other\nDisallow: /", "/a", True),
        ("User-agent: other\nUser-agent: tracker\nDisallow: /", "/a", False),
        ("User-agent: other\nDisallow: /\nUser-agent: tracker\nDisallow: /x", "/a", True),
        ("User-agent: *\nDisallow: /*.pdf$", "/a.pdf", False),
        ("User-agent: *\nDisallow: /*.pdf$", "/a.pdf?x", True),
        ("User-agent: *\nDisallow: /путь", "/%D0%BF%D1%83%D1%82%D1%8C/1", False),
        ("<html>no rules</html>", "/a", True),
        ("\ufeffUser-agent: *\r\nDisallow: /a # comment\r\n", "/a", False),
        ("\x00ÿ" * 999, "/a", True),
    ],
)
def test_robots_txt_is_kept_to(text: str, path: str, open_: bool) -> None:
    with Site(with_robots(rules(text))) as site:
        guarded = fetcher(site, robots=True)
        if open_:
            assert guarded.fetch(site.url(path)).body == b"page"
        else:
            with pytest.raises(RobotsRefused, match="keeps tracker out") as caught:
                guarded.fetch(site.url(path))
            assert not caught.value.passing
    assert site.paths == ["/robots.txt"] + [path] * open_


@pytest.mark.parametrize(
    ("status", "open_"), [(400, 1), (401, 1), (403, 1), (404, 1), (410, 1), (429, 1), (500, 0), (502, 0), (503, 0)]
)
def test_a_robots_txt_that_cannot_be_read(status: int, open_: int) -> None:
    """RFC 9309, 2.3.1: with 4xx there are no rules, with 5xx nothing may be read for now."""
    with Site(with_robots(answer(b"User-agent: *\nDisallow: /", status=f"{status} None"))) as site:
        guarded = fetcher(site, robots=True)
        if open_:
            assert guarded.fetch(site.url("/a")).status == 200
        else:
            for _ in range(2):
                with pytest.raises(RobotsRefused, match=f"status {status}") as caught:
                    guarded.fetch(site.url("/a"))
                assert caught.value.passing and caught.value.wait
    assert site.paths.count("/robots.txt") == 1


def test_a_robots_txt_that_never_comes_closes_the_site_for_now() -> None:
    def script(asked: Asked) -> bytes:
        time.sleep(0.5)
        return rules("")

    with Site(script) as site, pytest.raises(TooSlow) as caught:
        fetcher(site, robots=True).fetch(site.url("/a"))
    assert caught.value.passing and site.paths == ["/robots.txt"]


def test_robots_txt_is_read_once_and_follows_redirects() -> None:
    def script(asked: Asked) -> bytes:
        moved = {"/robots.txt": redirect("/r1"), "/r1": redirect("/r2"), "/r2": rules("User-agent: *\nDisallow: /b")}
        return moved.get(asked.path, answer(b"page"))

    with Site(script) as site:
        guarded = fetcher(site, robots=True)
        for _ in range(3):
            guarded.fetch(site.url("/a"))
        with pytest.raises(RobotsRefused):
            guarded.fetch(site.url("/b"))
    assert Counter(site.paths) == {"/robots.txt": 1, "/r1": 1, "/r2": 1, "/a": 3}


def test_robots_txt_that_redirects_for_ever_counts_as_none() -> None:
    with Site(lambda asked: answer(b"page") if asked.path == "/a" else redirect(asked.path + "x")) as site:
        assert fetcher(site, robots=True).fetch(site.url("/a")).body == b"page"


def test_a_redirect_is_no_way_around_robots_txt() -> None:
    def leading(asked: Asked) -> bytes:
        return answer(status="404 None") if asked.path == "/robots.txt" else redirect(closed.url("/x"))

    with (
        Site(with_robots(rules("User-agent: *\nDisallow: /"))) as closed,
        Site(leading) as first,
        pytest.raises(RobotsRefused, match="sent there by"),
    ):
        fetcher(first, closed, robots=True).fetch(first.url("/a"))
    assert closed.paths == ["/robots.txt"]


def test_of_an_endless_robots_txt_the_beginning_counts() -> None:
    def script(asked: Asked) -> bytes | Iterator[bytes]:
        if asked.path != "/robots.txt":
            return answer(b"page")
        return iter([head(), b"User-agent: *\nDisallow: /b\n"] + [b"# more\n" * 1000] * 500)

    with Site(script) as site:
        guarded = fetcher(site, robots=True)
        assert guarded.fetch(site.url("/a")).body == b"page"
        with pytest.raises(RobotsRefused):
            guarded.fetch(site.url("/b"))


@pytest.mark.parametrize(
    "text",
    [
        "User-agent: *\nDisallow: /" + "*a" * 5000 + "*b",
        "User-agent: *\n" + "Disallow: /a*b\n" * 30000,
        "".join(f"User-agent: a{n}\n" for n in range(20000)) + "Disallow: /x\n" * 20000,
        "".join(f"User-Agent : *a{n}\nDisallow: /\n" for n in range(15000)),
        "User-agent: tracker\nCrawl-delay: 1e999\n" * 9000,
    ],
    ids=["wildcards", "rules", "agents times rules", "agents", "delays"],
)
def test_a_hostile_robots_txt_costs_little(text: str) -> None:
    began = time.process_time()
    found = rules_of(200, text.encode()[:512_000], "http://x.test")
    found.check(target_of("http://x.test/" + "a" * 3000, fetcher().policy))
    assert time.process_time() - began < 3


def test_groups_for_other_programs_become_one() -> None:
    text = "User-agent: A\nuser agent : b # x\nUSER-AGENT:*\nUser-agent: TRACKER*\nDisallow: /c"
    assert of_concern(text).splitlines()[:4] == [
        f"User-agent: {name}" for name in ("another", "another", "*", "tracker*")
    ]


@pytest.mark.parametrize(
    ("line", "delay"),
    [("Crawl-delay: 0.3", 0.3), ("Request-rate: 4/2", 0.5), ("Crawl-delay: -1", 0.1), ("Crawl-delay: soon", 0.1)],
)
def test_the_pause_is_what_the_site_asks_for_or_more(line: str, delay: float) -> None:
    with Site(with_robots(rules(f"User-agent: *\n{line}"))) as site:
        guarded = fetcher(site, robots=True, delay=0.1)
        assert guarded.check(site.url("/a")) == delay
        for _ in range(2):
            guarded.fetch(site.url("/a"))
    pauses = [second.at - first.at for first, second in zip(site.asked[1:], site.asked[2:], strict=False)]
    assert all(pause >= delay - 0.01 for pause in pauses)


def test_a_pause_too_long_to_wait_for_says_when_to_come_again() -> None:
    with Site(with_robots(rules("User-agent: *\nCrawl-delay: 600"))) as site:
        guarded = fetcher(site, robots=True, patience=0.2)
        guarded.fetch(site.url("/a"))
        with pytest.raises(HostBusy) as caught:
            guarded.fetch(site.url("/b"))
    assert caught.value.wait and 590 < caught.value.wait <= 600 and caught.value.passing
    assert site.paths == ["/robots.txt", "/a"]


def test_a_host_that_asks_for_a_pause_gets_it() -> None:
    with Site(answer(b"", "Retry-After: 30", status="429 Too Many Requests")) as site:
        guarded = fetcher(site, patience=0.2)
        assert guarded.fetch(site.url("/a")).retry_after == 30
        with pytest.raises(HostBusy):
            guarded.fetch(site.url("/b"))
    assert site.paths == ["/a"]


def test_who_waits_too_long_behind_another_is_told() -> None:
    gate = threading.Event()

    def script(_: Asked) -> bytes:
        gate.wait(3)
        return answer(b"page")

    with Site(script) as site:
        guarded = fetcher(site, patience=0.1, bounds=replace(TIGHT, read=3))
        first = threading.Thread(target=guarded.fetch, args=(site.url("/a"),))
        first.start()
        while not site.asked:
            time.sleep(0.01)
        with pytest.raises(HostBusy):
            guarded.fetch(site.url("/b"))
        gate.set()
        first.join()
    assert site.paths == ["/a"]


def test_a_host_is_asked_one_thing_at_a_time() -> None:
    at_once, most = 0, 0
    lock = threading.Lock()

    def script(_: Asked) -> bytes:
        nonlocal at_once, most
        with lock:
            at_once += 1
            most = max(most, at_once)
        time.sleep(0.01)
        with lock:
            at_once -= 1
        return answer(b"page")

    with Site(script) as site:
        guarded = fetcher(site, patience=10)
        threads = [threading.Thread(target=guarded.fetch, args=(site.url(f"/{n}"),)) for n in range(12)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert len(site.asked) == 12 and most == 1


def named(site: Site, hosts: int, **options: object) -> Fetcher:
    names = {f"h{n}.test": "127.0.0.1" for n in range(hosts)}
    return fetcher(site, names=names, allow=[f"{name}:{site.port}" for name in names], **options)


def fetched(guarded: Fetcher, requests: list[Request], **options: int) -> list[tuple[str, Answer | Exception]]:
    return [(request.tag, outcome) for request, outcome in fetch_all(guarded, requests, **options)]


def test_many_unchanged_sources_are_asked_side_by_side() -> None:
    """300 sources on 30 hosts: at least the promised 100 a second, with room for a machine that is busy."""
    with Site(lambda asked: head('ETag: "1"', status="304 Not Modified")) as site:
        guarded = named(site, 30)
        urls = [site.url(f"/{n}", host=f"h{n % 30}.test") for n in range(300)]
        requests = [Request(url, tag=url, known=Validators(url, '"1"')) for url in urls]
        began = time.monotonic()
        found = fetched(guarded, requests)
        seconds = time.monotonic() - began
    assert sorted(tag for tag, _ in found) == sorted(urls)
    assert all(isinstance(outcome, Answer) and outcome.unchanged for _, outcome in found)
    assert len(found) / seconds > 100


def test_a_slow_host_with_many_sources_starves_nobody_and_keeps_its_pause() -> None:
    def script(asked: Asked) -> bytes:
        time.sleep(0.05 if asked.headers["host"].startswith("h0") else 0)
        return answer(b"page")

    with Site(script) as site:
        guarded = named(site, 20, delay=0.02)
        requests = [Request(site.url(f"/{n}", host="h0.test"), tag="slow") for n in range(15)]
        requests += [Request(site.url("/", host=f"h{n}.test"), tag="fast") for n in range(1, 20)]
        found = fetched(guarded, requests, workers=3)
    order = [tag for tag, _ in found]
    assert Counter(order) == {"slow": 15, "fast": 19}
    assert max(place for place, tag in enumerate(order) if tag == "fast") < 30
    times = [asked.at for asked in site.asked if asked.headers["host"].startswith("h0")]
    assert all(later - earlier >= 0.065 for earlier, later in itertools.pairwise(times))


def test_what_fails_among_many_harms_no_other() -> None:
    def script(asked: Asked) -> bytes:
        return (
            b"nonsense\r\n"
            if asked.path == "/bad"
            else answer(b"page", status="404 None" if asked.path == "/none" else "200 OK")
        )

    with Site(script) as site:
        guarded = named(site, 3)
        urls = [
            "file:///etc/passwd",
            "http://10.0.0.1/",
            *(site.url(path, host="h1.test") for path in ("/bad", "/none", "/fine")),
        ]
        found = dict(fetched(guarded, [Request(url, tag=url) for url in urls]))
    assert set(found) == set(urls) and isinstance(found["file:///etc/passwd"], UrlRefused)
    assert all(isinstance(found[url], FetchError) for url in urls[:3])
    assert [found[url].status for url in urls[3:]] == [404, 200]  # type: ignore[union-attr]


def test_whoever_stops_reading_ends_it() -> None:
    with Site(lambda _: answer(b"page")) as site:
        before = threading.active_count()
        outcomes = fetch_all(
            named(site, 5), [Request(site.url(f"/{n}", host=f"h{n % 5}.test")) for n in range(500)], workers=4
        )
        next(outcomes)
        outcomes.close()  # type: ignore[attr-defined]
        assert not any("_work" in thread.name for thread in threading.enumerate())
    assert len(site.asked) < 50 and threading.active_count() <= before


def test_a_host_that_is_closed_for_long_gives_back_all_its_sources_at_once() -> None:
    with Site(answer(b"", "Retry-After: 900", status="503 Busy")) as site:
        guarded = named(site, 1, patience=0.1)
        began = time.monotonic()
        found = fetched(guarded, [Request(site.url(f"/{n}", host="h0.test")) for n in range(200)])
    assert time.monotonic() - began < 5 and len(site.asked) == 1
    assert sum(isinstance(outcome, HostBusy) for _, outcome in found) == 199


def test_no_requests_are_no_work() -> None:
    assert list(fetch_all(fetcher(bounds=replace(TIGHT)), [])) == []
