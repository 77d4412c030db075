"""No URL, name or redirect reaches an address that is not public: each attack is made on a server that would answer."""

from __future__ import annotations

import ipaddress
import socket
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from http_support import Site, addresses, answer, fetcher, redirect
from hypothesis import given
from hypothesis import strategies as st

from tracker.model.errors import InputError
from tracker.sources.http import AddressRefused, Fetcher, FetchError, Policy, Unreachable, UrlRefused, sockets
from tracker.sources.http.addresses import why_refused
from tracker.sources.http.urls import target_of

REFUSED = """
    0.0.0.0 0.1.2.3 10.0.0.1 10.255.255.255 100.64.0.1 100.100.100.200 100.127.255.255 127.0.0.1 127.255.255.254
    168.63.129.16 169.254.169.254 169.254.170.2 172.16.0.1 172.31.255.255 192.0.0.1 192.0.0.192 192.0.2.1
    192.88.99.1 192.168.0.1 198.18.0.1 198.19.255.255 198.51.100.1 203.0.113.1 224.0.0.1 239.255.255.255
    240.0.0.1 255.255.255.255 :: ::1 ::127.0.0.1 ::ffff:127.0.0.1 ::ffff:10.0.0.1 ::ffff:169.254.169.254
    ::ffff:0:127.0.0.1 64:ff9b::7f00:1 64:ff9b::169.254.169.254 64:ff9b:1::8.8.8.8 100::1 2001::1
    2001:0:4136:e378:8000:63bf:3fff:fdd2 2001:10::1 2001:db8::1 2002:7f00:1::1 2002:a9fe:a9fe:: 2002:c0a8:101::1
    2a00:1450::5efe:7f00:1 2a00:1450::200:5efe:a00:1 3fff::1 4000::1 5f00::1 fc00::1 fd00:ec2::254 fdff::1
    fe80::1 fe80::1%eth0 febf::1 fec0::1 ff02::1 ff0e::1
"""
PUBLIC = """
    1.1.1.1 8.8.8.8 9.255.255.255 11.0.0.0 100.63.255.255 100.128.0.0 126.255.255.255 128.0.0.1 169.253.255.255
    172.15.255.255 172.32.0.0 192.167.255.255 192.169.0.0 198.17.255.255 198.20.0.0 223.255.255.255
    2606:4700:4700::1111 2a00:1450:4001:81b::200e 64:ff9b::8.8.8.8 ::ffff:8.8.8.8 2002:808:808::1
    2a00:1450::5efe:808:808
"""


@pytest.mark.parametrize("address", REFUSED.split())
def test_what_is_not_public_is_refused(address: str) -> None:
    assert why_refused(address)


@pytest.mark.parametrize("address", PUBLIC.split())
def test_what_is_public_is_not(address: str) -> None:
    assert why_refused(address) is None


@given(st.ip_addresses(v=4))
def test_an_ipv4_address_is_judged_alike_in_whatever_it_travels(ip: ipaddress.IPv4Address) -> None:
    number, refused = int(ip), bool(why_refused(str(ip)))
    carriers = (0xFFFF << 32, 0x64FF9B << 96, 0xFFFF << 48)
    for carrier in carriers:
        assert bool(why_refused(str(ipaddress.IPv6Address(carrier | number)))) == refused
    assert bool(why_refused(str(ipaddress.IPv6Address(0x2002 << 112 | number << 80)))) == refused


@given(st.ip_addresses())
def test_nothing_is_public_that_python_calls_private(ip: ipaddress.IPv4Address | ipaddress.IPv6Address) -> None:
    if ip.is_private or ip.is_loopback or ip.is_link_local or ip.is_multicast or ip.is_reserved:
        mapped = isinstance(ip, ipaddress.IPv6Address) and (
            ip.ipv4_mapped or ip in ipaddress.ip_network("64:ff9b::/96")
        )
        assert why_refused(str(ip)) or mapped


@pytest.fixture
def private() -> Iterator[Site]:
    """A server that nobody may reach."""
    with Site(answer(b"secret", "Content-Type: text/html")) as site:
        yield site


LOOPBACK = """
    127.0.0.1 127.1 127.0.1 2130706433 0x7f000001 0x7f.0.0.1 0x7f.1 0177.0.0.1 017700000001 00000177.0.0.1
    127.0.0.01 127.0.0.1. 0.0.0.0 0 0x0 localhost LOCALHOST localhost. [::1] [::] [::ffff:127.0.0.1]
    [::ffff:7f00:1] [0:0:0:0:0:ffff:7f00:0001] [::127.0.0.1] [64:ff9b::127.0.0.1] [2002:7f00:1::] [::1%25lo]
    [fe80::1%25lo] [fe80::1%lo] １２７.0.0.1 127。0。0。1 127.0.0.1%00 %31%32%37.0.0.1 127%2e0.0.1 loc%61lhost
    loopback.test zoned.test mapped.test metadata.test six.test private.test carrier.test aws6.test nat64.test
    sixtofour.test both.test
"""
NAMES = {
    "localhost": ["::1", "127.0.0.1"],
    "loopback.test": "127.0.0.1",
    "zoned.test": "fe80::1%lo",
    "mapped.test": "::ffff:127.0.0.1",
    "metadata.test": "169.254.169.254",
    "six.test": "::1",
    "private.test": "192.168.1.1",
    "carrier.test": "100.64.0.1",
    "aws6.test": "fd00:ec2::254",
    "nat64.test": "64:ff9b::7f00:1",
    "sixtofour.test": "2002:7f00:1::",
    "both.test": ["10.0.0.1", "127.0.0.1", "::1"],
}


@pytest.mark.parametrize("host", LOOPBACK.split())
def test_no_spelling_of_a_private_host_is_reached(host: str, private: Site) -> None:
    """Decimal, octal, hexadecimal, short, mapped, zoned, percent-encoded and full-width, and names that lead there."""
    guarded = fetcher(names=NAMES, ports=frozenset({private.port}))
    with pytest.raises((AddressRefused, UrlRefused)):
        guarded.fetch(private.url(host=host))
    with pytest.raises((AddressRefused, UrlRefused)):
        guarded.send(private.url("/hook", host=host), b"{}", {})
    assert private.connections == 0


@pytest.mark.parametrize(
    "authority",
    [
        "public.test@127.0.0.1:{}",
        "127.0.0.1:{}#@public.test",
        "127.0.0.1:{}?@public.test",
        "127.0.0.1:{}\\@public.test",
        "public.test&@127.0.0.1:{}#",
        "127.0.0.1:{};public.test",
        "127.0.0\t.1:{}",
        "127.0.0.1\n:{}",
        "127.0.0.1:{}:80",
    ],
)
def test_no_doubtful_authority_leads_to_a_private_host(authority: str, private: Site) -> None:
    guarded = fetcher(names={"public.test": "127.0.0.1"}, ports=frozenset({private.port}))
    with pytest.raises((AddressRefused, UrlRefused)):
        guarded.fetch("http://" + authority.format(private.port))
    assert private.connections == 0


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "ftp://example.org/",
        "gopher://127.0.0.1:70/_x",
        "data:text/html,x",
        "javascript:1",
        "//x.test/",
        "x.test",
        "",
        "http:",
        "http://",
        "http:///x",
        "http:x.test",
        "HTTPS:\\\\x.test",
        "unix:///run/docker.sock",
        "http+unix://x/",
        "jar:http://x!/",
        "http://[::1",
        "http://x..test/",
        "http://-x.test/",
        "http://x.test:0/",
        "http://x.test:99999/",
        "http://x.test:22/",
        "http://x.test:8080/",
        "https://x.test:25/",
        "http://a:b@x.test/",
        "http://a@x.test/",
        "http://x.test/\r\nHost: y",
        "http://x.test/a b",
        "http://x\x00.test/",
        "http://x.test/\ud800",
        "http://x.test/" + "a" * 4000,
    ],
)
def test_what_is_no_plain_web_address_is_refused(url: str) -> None:
    with pytest.raises(UrlRefused) as caught:
        fetcher(names={"x.test": "127.0.0.1"}).fetch(url)
    assert str(caught.value).isprintable() and len(str(caught.value)) < 1100


def test_a_password_is_never_shown() -> None:
    with pytest.raises(UrlRefused) as caught:
        fetcher().fetch("http://user:hunter2@news.test/")
    assert "hunter2" not in str(caught.value) and "news.test" in str(caught.value)


def test_a_host_that_is_allowed_by_name_is_reached_and_no_other(private: Site) -> None:
    names = {"wiki.test": "127.0.0.1", "other.test": "127.0.0.1"}
    by_port = fetcher(names=names, allow=[f"wiki.test:{private.port}"])
    assert by_port.fetch(private.url(host="WIKI.test.")).body == b"secret"
    by_name = fetcher(names=names, allow=["wiki.test"], ports=frozenset({private.port}))
    assert by_name.fetch(private.url(host="wiki.test")).body == b"secret"
    with pytest.raises(UrlRefused, match="port"):
        fetcher(names=names, allow=["wiki.test"]).fetch(private.url(host="wiki.test"))
    for guarded in (by_port, by_name):
        with pytest.raises((AddressRefused, UrlRefused)):
            guarded.fetch(private.url(host="other.test"))
    assert private.connections == 2


def test_an_allowed_ipv6_host_is_reached() -> None:
    try:
        site = Site(answer(b"page"), host="::1")
    except OSError:
        pytest.skip("this machine has no IPv6")
    with site:
        name = f"[::1]:{site.port}"
        done = fetcher(allow=[name]).fetch(f"http://{name}/")
    assert (done.body, done.address, site.asked[0].headers["host"]) == (b"page", "::1", name)


def test_the_refusal_says_how_to_allow_the_host(private: Site) -> None:
    with pytest.raises(AddressRefused, match=rf"loopback.*allow news.test:{private.port} by name"):
        fetcher(names={"news.test": "127.0.0.1"}, ports=frozenset({private.port})).fetch(private.url(host="news.test"))


@pytest.mark.parametrize(
    "entry", ["", "http://x.test", "x.test/path", "a@x.test", "127.1", "x test", "x.test:port", "*"]
)
def test_what_is_no_host_cannot_be_allowed(entry: str) -> None:
    with pytest.raises(InputError, match="host"):
        target_of("http://x.test/", Policy(allow_hosts=frozenset({entry})))


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_no_redirect_leads_to_a_private_host(status: int, private: Site) -> None:
    with Site(lambda _: redirect(private.url("/secret", host="127.0.0.2"), status)) as site:
        guarded = fetcher(site, ports=frozenset({80, private.port}))
        with pytest.raises(AddressRefused, match=f"sent there by http://127.0.0.1:{site.port}/"):
            guarded.fetch(site.url())
        assert len(site.asked) == 1
    assert private.connections == 0


@pytest.mark.parametrize(
    "location",
    [
        "file:///etc/passwd",
        "ftp://127.0.0.1/",
        "gopher://127.0.0.1:6379/_INFO",
        "data:text/html,x",
        "javascript:alert(1)",
        "//127.0.0.2:{}/",
        "http://2130706434:{}/",
        "http://[::ffff:127.0.0.2]:{}/",
        "http://named.test:{}/",
        "http://a:b@127.0.0.2:{}/",
        "http://127.0.0.2:22/",
        "https://named.test:{}/",
        "\\\\127.0.0.2:{}\\",
        "http://[::1",
        "http:// 127.0.0.2:{}/",
        "",
    ],
)
def test_no_redirect_leads_out_of_the_web(location: str, private: Site) -> None:
    with Site(lambda _: redirect(location.format(private.port))) as site:
        guarded = fetcher(site, names={"named.test": "127.0.0.1"}, ports=frozenset({80, 443, private.port}))
        with pytest.raises(FetchError):
            guarded.fetch(site.url())
    assert private.connections == 0


def test_robots_txt_leads_nobody_to_a_private_host(private: Site) -> None:
    with Site(lambda _: redirect(private.url("/robots.txt", host="127.0.0.2"))) as site:
        with pytest.raises(AddressRefused):
            fetcher(site, ports=frozenset({private.port}), robots=True).fetch(site.url("/page"))
        assert site.paths == ["/robots.txt"]
    assert private.connections == 0


@pytest.fixture
def two_faced(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Site, Site]]:
    """Two servers on one port: on 127.0.0.2, which stands for a public address here, and on 127.0.0.1, the victim."""
    if not sys.platform.startswith("linux"):
        pytest.skip("only Linux has all of 127.0.0.0/8 as loopback")
    monkeypatch.setattr(sockets, "why_refused", lambda ip: None if ip == "127.0.0.2" else why_refused(ip))
    with Site(answer(b"public"), host="127.0.0.2") as public, Site(answer(b"secret"), port=public.port) as victim:
        yield public, victim


def rebinding(*answers: str) -> tuple[Any, list[str]]:
    """A resolver whose answer changes with each look-up."""
    given_out: list[str] = []

    def resolve(host: str, port: int) -> list[Any]:
        given_out.append(answers[min(len(given_out), len(answers) - 1)])
        return addresses(given_out[-1], port)

    return resolve, given_out


def test_a_name_that_changes_its_address_reaches_the_one_that_was_judged(two_faced: tuple[Site, Site]) -> None:
    public, victim = two_faced
    resolve, given_out = rebinding("127.0.0.2", "127.0.0.1")
    guarded = Fetcher(Policy(ports=frozenset({public.port}), robots=False, delay=0), resolve=resolve)
    done = guarded.fetch(public.url(host="rebind.test"))
    assert (done.body, done.address, given_out) == (b"public", "127.0.0.2", ["127.0.0.2"])
    with pytest.raises(AddressRefused):
        guarded.fetch(public.url(host="rebind.test"))
    assert victim.connections == 0


def test_a_name_that_changes_between_robots_txt_and_page_or_at_a_redirect(two_faced: tuple[Site, Site]) -> None:
    public, victim = two_faced
    for robots in (True, False):
        resolve, _ = rebinding("127.0.0.2", "127.0.0.1")
        guarded = Fetcher(Policy(ports=frozenset({public.port}), robots=robots, delay=0), resolve=resolve)
        public._script = lambda asked: answer(status="404 Not Found") if "robots" in asked.path else redirect("/again")
        with pytest.raises(AddressRefused):
            guarded.fetch(public.url(host="rebind.test"))
    assert victim.connections == 0 and public.connections == 2


def test_of_several_addresses_only_public_ones_are_tried(two_faced: tuple[Site, Site]) -> None:
    public, victim = two_faced
    guarded = fetcher(names={"mixed.test": ["127.0.0.1", "::1", "127.0.0.2"]}, ports=frozenset({public.port}))
    assert guarded.fetch(public.url(host="mixed.test")).address == "127.0.0.2"
    assert victim.connections == 0


def test_the_systems_own_resolver_is_judged_too(private: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """The default way, with `getaddrinfo` itself replaced: asked once for a connection."""
    calls: list[str] = []

    def getaddrinfo(host: str, port: int, **_: Any) -> list[Any]:
        calls.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))]

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    guarded = Fetcher(Policy(ports=frozenset({private.port}), robots=False))
    with pytest.raises(AddressRefused):
        guarded.fetch(private.url(host="news.test"))
    assert calls == ["news.test"] and private.connections == 0


def test_proxies_of_the_environment_are_passed_by(private: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, private.url())
    with Site(answer(b"page")) as site:
        assert fetcher(site).fetch(site.url()).body == b"page"
    with pytest.raises(AddressRefused):
        fetcher(names={"news.test": "10.0.0.1"}).fetch("https://news.test/")
    assert private.connections == 0


def test_a_webhook_is_redirected_nowhere(private: Site) -> None:
    with Site(lambda _: redirect(private.url("/secret"), 307)) as site:
        done = fetcher(site, private).send(site.url("/hook"), b'{"a":1}', {"X-Signature": "sha256=00"})
        asked = site.asked[0]
    assert done.status == 307 and private.connections == 0
    assert (asked.method, asked.body, asked.headers["x-signature"]) == ("POST", b'{"a":1}', "sha256=00")


def test_names_outside_ascii_are_asked_for_in_their_ascii_form() -> None:
    target = target_of("http://Новости.example/путь?q=ü", Policy())
    assert target.host == "xn--b1amnebsh.example" and target.path.isascii()
    with pytest.raises(Unreachable):
        Fetcher(Policy(robots=False), resolve=_no_such_name).fetch("http://новости.example/")


def _no_such_name(host: str, port: int) -> Any:
    raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
