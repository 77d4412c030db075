"""Servers that fail in every way they do fail: an answer or a clear error comes of it, never half a page."""

from __future__ import annotations

import datetime
import gc
import logging
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import pytest
import trustme
from http_support import TIGHT, Asked, Reply, Site, answer, fetcher, head, redirect, slowly
from hypothesis import given
from hypothesis import strategies as st

from tracker.model.errors import InputError, TrackerError
from tracker.sources.http import (
    BadAnswer,
    Broken,
    Fetcher,
    FetchError,
    Policy,
    TlsRefused,
    TooSlow,
    Unreachable,
    Validators,
)
from tracker.sources.http import headers as reading


def closing(data: bytes, *, reset: bool = False) -> Callable[[Asked], Reply]:
    """A server that sends this and goes."""

    def script(asked: Asked) -> Iterator[bytes]:
        if data:
            yield data
        if reset:
            time.sleep(0.05)
            asked.reset()

    return script


FAULTS: dict[str, tuple[Callable[[Asked], Reply], type[FetchError]]] = {
    "closes without a word": (closing(b""), Broken),
    "resets without a word": (closing(b"", reset=True), Broken),
    "closes in the status line": (closing(b"HTTP/1.1 2"), FetchError),
    "closes in the headers": (closing(b"HTTP/1.1 200 OK\r\nContent-Le"), FetchError),
    "resets in the headers": (closing(b"HTTP/1.1 200 OK\r\nContent-Le", reset=True), Broken),
    "closes before the body": (closing(head("Content-Length: 10")), Broken),
    "closes half-way": (closing(head("Content-Length: 1000") + b"x" * 500), Broken),
    "resets half-way": (closing(head("Content-Length: 1000") + b"x" * 500, reset=True), Broken),
    "closes a byte before the end": (closing(head("Content-Length: 10") + b"x" * 9), Broken),
    "closes in a chunk": (closing(head("Transfer-Encoding: chunked") + b"a\r\nxxx"), Broken),
    "closes between chunks": (closing(head("Transfer-Encoding: chunked") + b"1\r\nx\r\n"), Broken),
    "resets between chunks": (closing(head("Transfer-Encoding: chunked") + b"1\r\nx\r\n", reset=True), Broken),
    "writes a chunk size that is none": (
        closing(head("Transfer-Encoding: chunked") + b"zz\r\nx\r\n0\r\n\r\n"),
        FetchError,
    ),
    "writes a chunk size below zero": (
        closing(head("Transfer-Encoding: chunked") + b"-5\r\nx\r\n0\r\n\r\n"),
        FetchError,
    ),
    "gives two lengths": (closing(head("Content-Length: 1", "Content-Length: 2") + b"xx"), BadAnswer),
    "speaks another protocol": (closing(b"SSH-2.0-OpenSSH_9.2\r\n"), BadAnswer),
    "speaks HTTP/0.9": (closing(b"<html>\npage\n</html>"), BadAnswer),
    "speaks in binary": (closing(bytes(range(256))), BadAnswer),
    "gives a status that is no number": (closing(b"HTTP/1.1 abc OK\r\n\r\n"), BadAnswer),
    "gives a status of five digits": (closing(b"HTTP/1.1 20000 OK\r\n\r\n"), BadAnswer),
    "switches protocols": (closing(head(status="101 Switching Protocols")), BadAnswer),
    "hints early and goes": (closing(head(status="103 Early Hints")), BadAnswer),
    "sends 101 headers": (closing(head(*["X: y"] * 101) + b"page"), BadAnswer),
    "packs the transfer": (closing(head("Transfer-Encoding: gzip, chunked") + b"0\r\n\r\n"), BadAnswer),
    "redirects nowhere": (closing(answer(status="302 Found")), BadAnswer),
    "says that nothing changed, unasked": (closing(head(status="304 Not Modified")), BadAnswer),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_server_that(fault: str) -> None:
    script, error = FAULTS[fault]
    with Site(script) as site, pytest.raises(error) as caught:
        fetcher(site).fetch(site.url("/page"))
    said = str(caught.value)
    assert isinstance(caught.value, TrackerError) and caught.value.passing
    assert said.startswith(f"http://127.0.0.1:{site.port}/page: ") and said.isprintable() and len(said) < 500


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="open files are counted through /proc")
def test_no_failure_leaves_a_socket_open() -> None:
    gc.collect()
    gc.disable()
    try:
        scripts = [script for script, _ in FAULTS.values()]
        # An answer that ends with its connection is the one that holds the socket.
        scripts += [closing(head(status=status) + b"x" * 300_000) for status in ("200 OK", "302 Found", "404 None")]
        before = len(list(Path("/proc/self/fd").iterdir()))
        kept = []
        for script in scripts:
            with Site(script) as site:
                try:
                    fetcher(site).fetch(site.url())
                except FetchError as error:
                    kept.append(error)  # whose traceback holds what the fetch held
        assert len(list(Path("/proc/self/fd").iterdir())) <= before
    finally:
        gc.enable()


def test_nobody_there() -> None:
    with Site(b"") as site:
        pass
    with pytest.raises(Unreachable, match="is the host up") as caught:
        fetcher(site).fetch(site.url())
    assert caught.value.passing


def test_of_two_addresses_the_one_that_answers_is_taken() -> None:
    with Site(answer(b"page")) as site:
        guarded = fetcher(names={"two.test": ["127.0.0.9", "127.0.0.1"]}, allow=[f"two.test:{site.port}"])
        assert guarded.fetch(site.url(host="two.test")).address == "127.0.0.1"


@pytest.mark.parametrize(
    "status", [200, 201, 203, 206, 300, 400, 401, 403, 404, 405, 410, 418, 429, 451, 500, 502, 503, 504, 599]
)
def test_any_status_is_an_answer(status: int) -> None:
    with Site(answer(b"words", status=f"{status} Whatever")) as site:
        done = fetcher(site).fetch(site.url())
    assert done.status == status and done.body == (b"words" if status < 300 else b"")


@pytest.mark.parametrize("status", [204, 304])
def test_a_status_without_a_body_has_none(status: int) -> None:
    known = Validators("", etag='"1"')
    with Site(head("Content-Length: 500", status=f"{status} None")) as site:
        done = fetcher(site).fetch(site.url(), known=Validators(site.url(), known.etag))
    assert (done.status, done.body, done.unchanged) == (status, b"", status == 304)


def test_an_empty_page_is_an_answer() -> None:
    for reply in (answer(b""), head(), head("Transfer-Encoding: chunked") + b"0\r\n\r\n"):
        with Site(reply) as site:
            done = fetcher(site).fetch(site.url())
        assert (done.status, done.body, done.content_type) == (200, b"", None)


def test_what_follows_the_announced_length_is_left_and_not_taken_for_the_next_answer() -> None:
    with Site(lambda asked: answer(b"page " + asked.path.encode()) + answer(b"smuggled")) as site:
        guarded = fetcher(site)
        assert [guarded.fetch(site.url(path)).body for path in ("/1", "/2")] == [b"page /1", b"page /2"]


def test_an_interim_answer_is_passed_over() -> None:
    with Site(b"HTTP/1.1 100 Continue\r\n\r\n" + answer(b"page")) as site:
        assert fetcher(site).fetch(site.url()).body == b"page"


NOW = datetime.datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("120", 120),
        (" 0 ", 0),
        ("99999999999999999999", reading.LONGEST_WAIT),
        ("Sun, 01 Mar 2026 12:10:00 GMT", 600),
        ("Sunday, 01-Mar-26 12:01:00 GMT", 60),
        ("Sun Mar  1 12:00:30 2026", 30),
        ("Sun, 01 Mar 2026 11:00:00 GMT", 0),
        ("", None),
        (None, None),
        ("soon", None),
        ("-5", None),
        ("1.5", None),
        ("12 s", None),
        ("²", None),
        ("Sun, 99 Mar 2026", None),
    ],
)
def test_retry_after_in_both_its_forms(value: str | None, seconds: int | None) -> None:
    assert reading.retry_after(value, NOW) == seconds


@pytest.mark.parametrize(
    ("control", "age", "seconds"),
    [
        ("max-age=600", None, 600),
        ("public, MAX-AGE=60, must-revalidate", "10", 50),
        ('max-age="5"', "x", 5),
        ("max-age=5", "9", 0),
        ("no-store, max-age=60", None, 0),
        ("no-cache", None, 0),
        ("s-maxage=60", None, None),
        ("private", None, None),
        (None, None, None),
        ("max-age=", None, None),
        ("max-age=-1", None, None),
        ("x-max-age=5", None, None),
        ("max-age=" + "9" * 500, None, reading.LONGEST_WAIT),
    ],
)
def test_cache_control(control: str | None, age: str | None, seconds: int | None) -> None:
    assert reading.max_age(control, age) == seconds


@pytest.mark.parametrize(
    ("value", "kind", "charset"),
    [
        ("text/html; charset=UTF-8", "text/html", "utf-8"),
        ('Text/HTML;charset="windows-1251"', "text/html", "windows-1251"),
        ("text/html;charset='koi8-r'", "text/html", "koi8-r"),
        ("text/html; charset=", "text/html", None),
        ("html", None, None),
        ("", None, None),
        (None, None, None),
        ('text/html; charset="><script>', "text/html", None),
        ("a/b, c/d", "a/b", None),
        ("text/html; charset=klingon-8; x=y", "text/html", "klingon-8"),
        ("; charset=utf-8", None, "utf-8"),
    ],
)
def test_content_types(value: str | None, kind: str | None, charset: str | None) -> None:
    assert (reading.media_type(value), reading.charset(value)) == (kind, charset)


@given(st.text(max_size=200))
def test_no_header_makes_its_reader_fail(value: str) -> None:
    reading.media_type(value), reading.charset(value), reading.max_age(value, value), reading.encodings(value)
    wait = reading.retry_after(value, NOW)
    assert wait is None or 0 <= wait <= reading.LONGEST_WAIT
    kept = reading.validator(value)
    assert kept is None or (kept.isascii() and kept.isprintable())


@pytest.mark.parametrize("charset", ["utf-8", "klingon-8", "utf-16", "ascii\x00", "x" * 500])
def test_a_wrong_charset_harms_no_fetch(charset: str) -> None:
    body = "Бишкек".encode("koi8-r")
    with Site(answer(body, f"Content-Type: text/html; charset={charset}")) as site:
        done = fetcher(site).fetch(site.url())
    assert done.body == body and done.content_type == "text/html"


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize("wait", [None, "7", "date"])
def test_too_many_requests_with_and_without_a_time(status: int, wait: str | None) -> None:
    value = format_datetime(datetime.datetime.now(UTC) + timedelta(seconds=9), usegmt=True) if wait == "date" else wait
    with Site(answer(b"", *([f"Retry-After: {value}"] if value else []), status=f"{status} Busy")) as site:
        done = fetcher(site).fetch(site.url())
    assert done.status == status
    assert done.retry_after in {None: (None,), "7": (7,), "date": (7, 8, 9)}[wait]


def test_an_unchanged_page_costs_one_small_request() -> None:
    def script(asked: Asked) -> bytes:
        if asked.headers.get("if-none-match") == 'W/"v1"' and "if-modified-since" in asked.headers:
            return head("Cache-Control: max-age=300", status="304 Not Modified")
        stamp = "Last-Modified: Sun, 01 Mar 2026 12:00:00 GMT"
        return answer(b"page", 'ETag: W/"v1"', stamp, "Cache-Control: max-age=60", "Age: 10")

    with Site(script) as site:
        guarded = fetcher(site)
        first = guarded.fetch(site.url())
        assert (first.status, first.max_age, first.unchanged) == (200, 50, False)
        second = guarded.fetch(site.url(), known=first.validators)
        assert (second.unchanged, second.body, second.max_age) == (True, b"", 300)
        assert second.validators == first.validators
        assert guarded.fetch(site.url("/other"), known=first.validators).status == 200
    assert first.validators == Validators(site.url(), 'W/"v1"', "Sun, 01 Mar 2026 12:00:00 GMT")
    assert "if-none-match" not in site.asked[2].headers


def test_validators_go_to_the_end_of_a_redirect_alone() -> None:
    def script(asked: Asked) -> bytes:
        return redirect("/new", 301) if asked.path == "/old" else head('ETag: "2"', status="304 Not Modified")

    with Site(script) as site:
        done = fetcher(site).fetch(site.url("/old"), known=Validators(site.url("/new"), '"1"'))
    assert done.unchanged and done.validators == Validators(site.url("/new"), '"2"')
    assert ["if-none-match" in asked.headers for asked in site.asked] == [False, True]


@pytest.mark.parametrize("etag", ['"x"\r\nHost: evil', '"x"\nX: y', "x" * 5000, "\x00", "«é»", "", " "])
def test_no_stored_validator_becomes_a_header_of_its_own(etag: str) -> None:
    with Site(answer(b"page")) as site:
        assert fetcher(site).fetch(site.url(), known=Validators(site.url(), etag, etag)).status == 200
    assert set(site.asked[0].headers) == {"host", "user-agent", "accept", "accept-encoding", "connection"}


def test_a_request_says_who_asks_and_keeps_no_cookies() -> None:
    with Site(
        lambda _: answer(b"page", "Set-Cookie: id=1; Path=/", "Refresh: 0; url=/x", "Link: </x>; rel=preload")
    ) as site:
        guarded = fetcher(site, contact="https://news.example/bot")
        guarded.fetch(site.url())
        guarded.fetch(site.url())
    assert "cookie" not in site.asked[1].headers and len(site.asked) == 2
    assert site.asked[0].headers["user-agent"] == "tracker/0.1.0 (+https://news.example/bot)"
    assert site.asked[0].headers["host"] == site.name


@pytest.mark.parametrize("contact", ["", "a b", "a)", "x\r\nHost: y", "é", "x" * 300])
def test_a_contact_that_fits_no_header_is_refused(contact: str) -> None:
    with pytest.raises(InputError, match="contact"):
        Fetcher(Policy(contact=contact))


def test_one_line_for_each_fetch(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "tracker.fetch")
    with Site(
        lambda a: redirect("/b") if a.path == "/a" else answer(b"page", "Content-Type: text/html\x0b\x1b[31m")
    ) as site:
        guarded = fetcher(site)
        guarded.fetch(site.url("/a"))
        guarded.send(site.url("/b"), b"", {})
        for url in ("http://a:secret@x.test/\nGET forged 200", site.url("/%0aforged\n")):
            with pytest.raises(FetchError):
                guarded.fetch(url)
    lines = [record.getMessage() for record in caplog.records if record.name == "tracker.fetch"]
    assert len(lines) == 4 and all(line.isprintable() for line in lines) and "secret" not in "".join(lines)
    assert lines[0].startswith(f"GET {site.url('/a')} 200 -, 4 bytes in ") and lines[0].endswith("1 redirects")
    assert caplog.records[0].fetch["status"] == 200  # type: ignore[attr-defined]
    assert "failed" in lines[2] and caplog.records[2].fetch["error"] == "UrlRefused"  # type: ignore[attr-defined]


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def trusted(authority: trustme.CA, tmp_path: Path) -> Path:
    path = tmp_path / "authority.pem"
    authority.cert_pem.write_to_path(str(path))
    return path


def tls(authority: trustme.CA, *names: str, **options: Any) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(*names, **options).configure_cert(context)
    return context


def secure(site: Site, trusted: Path | None, **options: Any) -> Fetcher:
    names = {"good.test": "127.0.0.1", "evil.test": "127.0.0.1"}
    return fetcher(site, names=names, allow=[f"{name}:{site.port}" for name in names], authorities=trusted, **options)


def test_a_certificate_that_proves_the_host_is_taken(authority: trustme.CA, trusted: Path) -> None:
    with Site(answer(b"page"), tls=tls(authority, "good.test", "127.0.0.1")) as site:
        guarded = secure(site, trusted)
        assert guarded.fetch(site.url(host="good.test", scheme="https")).body == b"page"
        assert guarded.fetch(site.url(scheme="https")).body == b"page"
        assert guarded.send(site.url(scheme="https"), b"x" * 100_000, {}).status == 200


def test_a_file_of_authorities_that_cannot_be_read_is_said_at_once(tmp_path: Path) -> None:
    (tmp_path / "empty.pem").write_text("nothing")
    for name in ("empty.pem", "none.pem"):
        with pytest.raises(InputError, match="PEM"):
            Fetcher(Policy(authorities=tmp_path / name))


LONG_AGO = datetime.datetime(2020, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize("wrong", ["name", "authority", "expired", "plain", "wildcard", "redirect"])
def test_a_certificate_that_proves_nothing_is_refused(wrong: str, authority: trustme.CA, trusted: Path) -> None:
    context: ssl.SSLContext | None = tls(authority, "good.test")
    host = "good.test"
    if wrong == "name":
        host = "evil.test"
    elif wrong == "authority":
        context = tls(trustme.CA(), "good.test")
    elif wrong == "expired":
        context = tls(authority, "good.test", not_before=LONG_AGO, not_after=LONG_AGO + timedelta(days=9))
    elif wrong == "plain":
        context = None
    elif wrong == "wildcard":
        context = tls(authority, "*.good.test")
    with Site(answer(b"secret"), tls=context) as site:
        url = site.url(host=host, scheme="https")
        if wrong == "redirect":
            with Site(redirect(site.url(host="evil.test", scheme="https"))) as first, pytest.raises(TlsRefused):
                secure(site, trusted, allow_hosts=frozenset({first.name, f"evil.test:{site.port}"})).fetch(first.url())
        else:
            with pytest.raises((TlsRefused, TooSlow) if wrong == "plain" else TlsRefused, match=host):
                secure(site, trusted).fetch(url)
        assert not site.asked


def test_the_environment_cannot_switch_verification_off(authority: trustme.CA, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("PYTHONHTTPSVERIFY", "CURL_CA_BUNDLE", "REQUESTS_CA_BUNDLE"):
        monkeypatch.setenv(name, "0" if name == "PYTHONHTTPSVERIFY" else "")
    with Site(answer(b"secret"), tls=tls(authority, "good.test")) as site, pytest.raises(TlsRefused):
        secure(site, None).fetch(site.url(host="good.test", scheme="https"))


def test_an_old_protocol_is_refused(authority: trustme.CA, trusted: Path) -> None:
    context = tls(authority, "good.test")
    with pytest.warns(DeprecationWarning):
        context.minimum_version = context.maximum_version = ssl.TLSVersion.TLSv1_1
    with Site(answer(b"secret"), tls=context) as site, pytest.raises((TlsRefused, Broken)):
        secure(site, trusted).fetch(site.url(host="good.test", scheme="https"))


def test_a_handshake_that_never_ends_is_left() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        began = time.monotonic()
        with pytest.raises(TooSlow):
            fetcher(allow=[f"127.0.0.1:{port}"]).fetch(f"https://127.0.0.1:{port}/")
        assert time.monotonic() - began < 1.5


@pytest.mark.parametrize("slow", [True, False])
def test_over_tls_the_same_bounds_hold(slow: bool, authority: trustme.CA, trusted: Path) -> None:
    def script(_: Asked) -> Iterator[bytes]:
        yield head()
        yield from slowly(b"x" * 100, 0.05) if slow else (b"x" * 5000 for _ in range(10_000))

    with Site(script, tls=tls(authority, "good.test")) as site:
        began = time.monotonic()
        with pytest.raises(FetchError, match="within 1 s" if slow else "100,000 bytes"):
            secure(site, trusted, bounds=TIGHT).fetch(site.url(host="good.test", scheme="https"))
        assert time.monotonic() - began < 1.6


def test_over_tls_a_receiver_that_reads_nothing_holds_no_webhook(authority: trustme.CA, trusted: Path) -> None:
    gate = threading.Event()
    with Site(lambda _: gate.wait(3) and None, tls=tls(authority, "good.test")) as site:
        with pytest.raises((TooSlow, Broken)):
            secure(site, trusted).send(site.url(host="good.test", scheme="https"), b"x" * 50_000_000, {})
        gate.set()


@pytest.mark.parametrize("reset", [True, False])
def test_over_tls_a_page_that_is_cut_off_is_no_page(reset: bool, authority: trustme.CA, trusted: Path) -> None:
    cut = closing(head("Content-Length: 1000") + b"x" * 500, reset=reset)
    with Site(cut, tls=tls(authority, "good.test")) as site, pytest.raises(Broken):
        secure(site, trusted).fetch(site.url(host="good.test", scheme="https"))
