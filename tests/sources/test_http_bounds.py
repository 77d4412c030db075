"""Every answer ends: by size, packed and unpacked, by time, by redirects. Each attack comes from a real server."""

from __future__ import annotations

import contextlib
import itertools
import socket
import sys
import threading
import time
import tracemalloc
import zlib
from collections.abc import Iterator

import brotli
import pytest
from http_support import TIGHT, Asked, Site, answer, fetcher, head, redirect, slowly
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from tracker.sources.http import BadAnswer, Bounds, Broken, TooBig, TooManyRedirects, TooSlow, Unreachable
from tracker.sources.http.decoding import Overflow, Undecodable, unpacked

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

WORDS = "Сорок пять человек погибли в Бишкеке. 45 died in Bishkek. ".encode() * 500


def gzipped(data: bytes) -> bytes:
    pack = zlib.compressobj(wbits=31)
    return pack.compress(data) + pack.flush()


def bare_deflate(data: bytes) -> bytes:
    pack = zlib.compressobj(wbits=-15)
    return pack.compress(data) + pack.flush()


PACK = {
    "gzip": gzipped,
    "x-gzip": gzipped,
    "deflate": zlib.compress,
    "deflate, identity": bare_deflate,
    "br": lambda data: brotli.compress(data, quality=4),
    "zstd": zstd.compress,
    "identity": bytes,
}


@pytest.mark.parametrize("coding", PACK)
def test_each_coding_is_unpacked(coding: str) -> None:
    packed = PACK[coding](WORDS)
    with Site(answer(packed, f"Content-Encoding: {coding.upper()}")) as site:
        done = fetcher(site).fetch(site.url())
    assert done.body == WORDS and done.wire == len(packed)
    assert site.asked[0].headers["accept-encoding"] == "gzip, deflate, br, zstd"


@given(st.binary(max_size=2000), st.integers(1, 300), st.sampled_from([name for name in PACK if name != "identity"]))
def test_however_a_body_is_cut_it_is_the_same(data: bytes, size: int, coding: str) -> None:
    packed = PACK[coding](data)
    pieces = [packed[start : start + size] for start in range(0, len(packed), size)]
    name = coding.partition(",")[0].removeprefix("x-")
    assert unpacked(pieces, [name], 2000) == data
    if data:
        with pytest.raises(Overflow):
            unpacked(pieces, [name], len(data) - 1)
        assert unpacked(pieces, [name], len(data) - 1, cut=True) == data[:-1]
    if len(packed) > 1:
        with pytest.raises(Undecodable):
            unpacked([packed[:-1]], [name], 2000)


def test_streams_one_after_the_other_are_one_body_and_padding_is_passed_over() -> None:
    for name in ("gzip", "zstd"):
        assert unpacked([PACK[name](b"one ") + PACK[name](b"two")], [name], 100) == b"one two"
        assert unpacked([PACK[name](b"one "), PACK[name](b"two"), b"\0" * 40, b"x"], [name], 100) == b"one two"
        with pytest.raises(Undecodable, match="streams"):
            unpacked([PACK[name](b"") * 5000], [name], 100)


BOMB = 120_000_000
CHUNK = bytes(1_000_000)


def bomb(coding: str) -> bytes:
    if coding == "br":
        pack = brotli.Compressor(quality=1)
        return b"".join(pack.process(CHUNK) for _ in range(BOMB // len(CHUNK))) + pack.finish()
    if coding == "zstd":
        stream = zstd.ZstdCompressor(level=1)
        return b"".join(stream.compress(CHUNK) for _ in range(BOMB // len(CHUNK))) + stream.flush()
    deflate = zlib.compressobj(1, wbits=31 if coding == "gzip" else 15)
    return b"".join(deflate.compress(CHUNK) for _ in range(BOMB // len(CHUNK))) + deflate.flush()


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br", "zstd"])
@pytest.mark.parametrize("chunked", [False, True])
def test_a_bomb_costs_its_bound_and_little_more(coding: str, chunked: bool) -> None:
    """120 MB out of some kilobytes, against the bounds as they are in use."""
    packed = bomb(coding)
    parts = [
        head(f"Content-Encoding: {coding}", "Transfer-Encoding: chunked"),
        b"%x\r\n%b\r\n0\r\n\r\n" % (len(packed), packed),
    ]
    whole = b"".join(parts) if chunked else answer(packed, f"Content-Encoding: {coding}")
    with Site(whole) as site:
        guarded = fetcher(site, bounds=Bounds())
        tracemalloc.start()
        try:
            with pytest.raises(TooBig, match="15,000,000 bytes unpacked"):
                guarded.fetch(site.url())
            peak = tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()
    assert peak < 40_000_000


def test_a_bomb_in_a_bomb_is_not_opened() -> None:
    twice = answer(gzipped(gzipped(WORDS)), "Content-Encoding: gzip, gzip")
    with Site(twice) as site, pytest.raises(BadAnswer, match="more than once"):
        fetcher(site).fetch(site.url())


def test_a_zstandard_window_beyond_eight_megabytes_is_not_allocated() -> None:
    packed = zstd.compress(
        WORDS, options={zstd.CompressionParameter.window_log: 27, zstd.CompressionParameter.content_size_flag: 0}
    )
    frame = bytearray(packed)
    assert frame[4] & 0x20 == 0  # a window is declared, not a single segment
    frame[5] = (27 - 10) << 3
    with Site(answer(bytes(frame), "Content-Encoding: zstd")) as site, pytest.raises(BadAnswer, match="zstd"):
        fetcher(site).fetch(site.url())


@pytest.mark.parametrize(
    ("coding", "body"),
    [
        ("gzip", b"<html>"),
        ("gzip", gzipped(WORDS)[:-9]),
        ("gzip", gzipped(WORDS)[:-1] + b"!"),
        ("br", b"\xff" * 50),
        ("zstd", zstd.compress(WORDS)[:-4]),
        ("deflate", b"no deflate"),
        ("compress", b"x"),
        ("exi", b"x"),
        ("gzip, br", b"x"),
    ],
)
def test_what_is_not_packed_as_it_says_is_refused(coding: str, body: bytes) -> None:
    with Site(answer(body, f"Content-Encoding: {coding}")) as site, pytest.raises(BadAnswer, match="unpacked"):
        fetcher(site).fetch(site.url())


def test_an_empty_body_needs_no_packing() -> None:
    with Site(answer(b"", "Content-Encoding: gzip")) as site:
        assert fetcher(site).fetch(site.url()).body == b""


def test_a_body_of_exactly_the_bound_is_taken_and_one_byte_more_is_not() -> None:
    bounds = replace(TIGHT, body=1000, wire=1000)
    with Site(lambda asked: answer(b"x" * int(asked.path[1:]))) as site:
        guarded = fetcher(site, bounds=bounds)
        assert len(guarded.fetch(site.url("/1000")).body) == 1000
        with pytest.raises(TooBig):
            guarded.fetch(site.url("/1001"))


def endless(line: bytes) -> Iterator[bytes]:
    return itertools.repeat(line)


ENDLESS = {
    "a body without a length": (head("Content-Type: text/html"), b"x" * 5000),
    "a length of a terabyte": (head("Content-Length: 1099511627776"), b"x" * 5000),
    "a length of a thousand digits": (head("Content-Length: " + "9" * 1000), b"x" * 5000),
    "chunks": (head("Transfer-Encoding: chunked"), b"1000\r\n" + b"x" * 4096 + b"\r\n"),
    "chunks of one byte": (head("Transfer-Encoding: chunked"), b"1\r\nx\r\n" * 500),
    "one chunk": (head("Transfer-Encoding: chunked") + b"7fffffff\r\n", b"x" * 5000),
    "a chunk size": (head("Transfer-Encoding: chunked"), b"0" * 5000),
    "a chunk extension": (head("Transfer-Encoding: chunked") + b"5;", b"a=b;" * 1000),
    "trailers": (head("Transfer-Encoding: chunked") + b"1\r\nx\r\n0\r\n", b"X-Trailer: y\r\n" * 400),
    "a status line": (b"HTTP/1.1 200 ", b"O" * 5000),
    "a header line": (b"HTTP/1.1 200 OK\r\nX-Long: ", b"x" * 5000),
    "headers": (b"HTTP/1.1 200 OK\r\n", b"X-Flood: yes\r\n" * 300),
    "informational answers": (b"", b"HTTP/1.1 100 Continue\r\nX-Some: header\r\n\r\n" * 100),
    "gzip that holds nothing": (head("Content-Encoding: gzip"), gzipped(b"") * 200),
}


@pytest.mark.parametrize("what", ENDLESS)
def test_what_never_ends_is_cut_off(what: str) -> None:
    begin, more = ENDLESS[what]
    with Site(lambda _: itertools.chain([begin], endless(more))) as site:
        began = time.monotonic()
        with pytest.raises((TooBig, BadAnswer, Broken)):
            fetcher(site).fetch(site.url())
    assert time.monotonic() - began < 1.5


def test_headers_beyond_their_bound_are_cut_off() -> None:
    flood = [f"X-{number}: {'y' * 400}" for number in range(60)]
    with Site(answer(b"page", *flood)) as site, pytest.raises(TooBig, match="headers"):
        fetcher(site).fetch(site.url())
    with Site(answer(b"page", *flood)) as site:
        assert fetcher(site, bounds=replace(TIGHT, head=65_536)).fetch(site.url()).body == b"page"


SLOW = {
    "an answer that never begins": lambda asked: time.sleep(0.6),
    "headers, byte by byte": lambda asked: slowly(answer(b"page"), 0.05),
    "a body, byte by byte": lambda asked: itertools.chain([head("Content-Length: 1000")], slowly(b"x" * 1000, 0.05)),
    "a body without a length, byte by byte": lambda asked: itertools.chain([head()], slowly(b"x" * 1000, 0.05)),
    "chunks, one by one": lambda asked: itertools.chain(
        [head("Transfer-Encoding: chunked")], slowly(b"1\r\nx\r\n" * 99, 0.1, 6)
    ),
    "a body that stops": lambda asked: itertools.chain([head("Content-Length: 1000"), b"x"], slowly(b"x", 0.6)),
    "a packed body, byte by byte": lambda asked: itertools.chain(
        [head("Content-Encoding: br")], slowly(brotli.compress(WORDS), 0.05)
    ),
}


@pytest.mark.parametrize("what", SLOW)
def test_what_is_slow_ends_in_time(what: str) -> None:
    with Site(SLOW[what]) as site:
        began = time.monotonic()
        with pytest.raises(TooSlow, match="later"):
            fetcher(site, bounds=replace(TIGHT, total=0.45)).fetch(site.url())
        assert time.monotonic() - began < 1.3


@pytest.mark.parametrize("what", ["an answer that never begins", "a body that stops"])
def test_the_time_in_all_ends_a_single_wait(what: str) -> None:
    with Site(SLOW[what]) as site:
        began = time.monotonic()
        with pytest.raises(TooSlow, match=r"within 0\.2 s"):
            fetcher(site, bounds=replace(TIGHT, read=5, total=0.2)).fetch(site.url())
        assert time.monotonic() - began < 0.5


def test_redirects_share_one_time() -> None:
    def wander(asked: Asked) -> Iterator[bytes]:
        time.sleep(0.2)
        yield redirect(asked.path + "x")

    with Site(wander) as site:
        began = time.monotonic()
        with pytest.raises(TooSlow):
            fetcher(site, bounds=replace(TIGHT, total=0.5)).fetch(site.url())
        assert time.monotonic() - began < 1 and len(site.asked) == 3


def test_a_receiver_that_reads_nothing_holds_no_webhook() -> None:
    gate = threading.Event()

    with Site(lambda _: gate.wait(3) and None) as site:
        began = time.monotonic()
        with pytest.raises((TooSlow, Broken)):
            fetcher(site).send(site.url("/hook"), b"x" * 50_000_000, {})
        gate.set()
        assert time.monotonic() - began < 2.5


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux lets a full line of callers wait")
def test_a_host_that_accepts_nobody_is_left() -> None:
    with socket.create_server(("127.0.0.1", 0), backlog=0) as server, contextlib.ExitStack() as callers:
        for _ in range(4):
            caller = callers.enter_context(socket.socket())
            caller.setblocking(False)
            caller.connect_ex(server.getsockname())
        name = f"127.0.0.1:{server.getsockname()[1]}"
        began = time.monotonic()
        with pytest.raises(TooSlow, match="no connection"):
            fetcher(allow=[name], bounds=replace(TIGHT, connect=0.2)).fetch(f"http://{name}/")
        assert time.monotonic() - began < 1


def test_a_name_that_is_never_answered_ends_in_time() -> None:
    asleep = threading.Event()
    guarded = fetcher(bounds=replace(TIGHT, connect=0.2))
    guarded._resolve = lambda host, port: [None] * asleep.wait(3)
    began = time.monotonic()
    with pytest.raises(TooSlow, match="looked up"):
        guarded.fetch("http://slow.test/")
    asleep.set()
    assert time.monotonic() - began < 1


def test_a_name_without_addresses_is_unreachable() -> None:
    guarded = fetcher(names={"none.test": []})
    with pytest.raises(Unreachable, match="no address"):
        guarded.fetch("http://none.test/")


@pytest.mark.parametrize("count", [0, 1, 5])
def test_redirects_are_followed_and_recorded(count: int) -> None:
    def step(asked: Asked) -> bytes:
        number = int(asked.path[1:])
        return redirect(f"/{number - 1}", 301) if number else answer(b"page", "ETag: x")

    with Site(step) as site:
        done = fetcher(site).fetch(site.url(f"/{count}"))
    assert done.body == b"page" and done.requested == site.url(f"/{count}") and done.url == site.url("/0")
    assert [step.to for step in done.redirects] == [site.url(f"/{number}") for number in reversed(range(count))]
    assert done.moved_to == (site.url("/0") if count else None)
    assert done.validators and done.validators.url == site.url("/0")


@pytest.mark.parametrize(
    "location", ["/", "/a", "", "?", "http://{}/", "{}#top", "//{}/"], ids=lambda location: location or "nothing"
)
def test_redirect_loops_end(location: str) -> None:
    with Site(lambda _: redirect(location.replace("{}", site.name if "/" in location else site.url()))) as site:
        with pytest.raises((TooManyRedirects, BadAnswer)):
            fetcher(site).fetch(site.url())
        assert len(site.asked) <= 2


def test_redirects_without_end_are_left_after_five() -> None:
    with Site(lambda asked: redirect(asked.path + "x")) as site:
        with pytest.raises(TooManyRedirects, match="more than 5 times"):
            fetcher(site).fetch(site.url())
        assert len(site.asked) == 6


def test_the_body_of_a_redirect_or_an_error_is_not_read() -> None:
    def script(asked: Asked) -> Iterator[bytes]:
        if asked.path == "/":
            yield head("Location: /gone", status="302 Found")
        else:
            yield head(status="404 Not Found")
        yield from endless(b"x" * 5000)

    with Site(script) as site:
        done = fetcher(site).fetch(site.url())
    assert (done.status, done.body) == (404, b"")
