"""A URL taken apart once, by the parser that also connects, and refused where two parsers could differ about it."""

from __future__ import annotations

import contextlib
import re
from functools import lru_cache
from ipaddress import AddressValueError, IPv4Address, IPv6Address
from urllib.parse import urljoin

from msgspec import Struct
from urllib3.exceptions import LocationParseError
from urllib3.util import parse_url

from tracker.model.errors import InputError
from tracker.sources.http.addresses import why_refused
from tracker.sources.http.errors import AddressRefused, UrlRefused
from tracker.sources.http.policy import Policy
from tracker.sources.rejection import quoted

DEFAULT_PORTS = {"http": 80, "https": 443}
LONGEST_URL = 4000

_NEVER = re.compile(r"[\x00-\x20\x7f-\x9f\\\ud800-\udfff]")
_LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?")
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")


class Target(Struct, frozen=True):
    """Where a request goes. `host`: lower case, ASCII, IPv6 without brackets; `path`: with the query, as it is sent."""

    url: str
    scheme: str
    host: str
    port: int
    path: str
    allowed: bool
    """Whether the policy names the host, so that its address may be private."""

    @property
    def origin(self) -> str:
        """Scheme, host and port: what one robots.txt speaks for."""
        return f"{self.scheme}://{netloc(self.scheme, self.host, self.port)}"

    @property
    def is_address(self) -> bool:
        return ":" in self.host or bool(_NUMBER.fullmatch(self.host.rpartition(".")[2]))


def target_of(url: str, policy: Policy) -> Target:
    """Where a URL leads. Raises `UrlRefused`, or `AddressRefused` for an address that is written out and not public."""
    if len(url) > LONGEST_URL:
        raise UrlRefused(url, f"a URL of {len(url)} characters: at most {LONGEST_URL} are taken")
    if found := _NEVER.search(url):
        raise UrlRefused(url, f"{quoted(found.group())} has no place in a URL: write it percent-encoded")
    try:
        parts = parse_url(url)
    except (LocationParseError, UnicodeError, ValueError):
        raise UrlRefused(url, "is no URL: write it as https://host/path") from None
    if parts.scheme not in DEFAULT_PORTS or not url[: len(parts.scheme) + 3].lower() == f"{parts.scheme}://":
        raise UrlRefused(url, "only http:// and https:// are fetched")
    if parts.auth is not None:
        raise UrlRefused(url, "has a user name or password in it: leave them out, they would be stored and shown")
    host = _host(url, parts.host or "")
    port = DEFAULT_PORTS[parts.scheme] if parts.port is None else parts.port
    allowances = _allowances(policy.allow_hosts)
    by_name = (host, None) in allowances
    by_port = (host, port) in allowances
    if not by_port and port not in policy.ports:
        usual = " and ".join(map(str, sorted(policy.ports)))
        raise UrlRefused(url, f"port {port} is not allowed ({usual} are): allow {netloc('', host, port)} by name")
    target = Target(
        url=f"{parts.scheme}://{netloc(parts.scheme, host, port)}{parts.request_uri}",
        scheme=parts.scheme,
        host=host,
        port=port,
        path=parts.request_uri,
        allowed=by_name or by_port,
    )
    if target.is_address and not target.allowed and (why := why_refused(host)):
        raise refused_address(target, host, why)
    return target


def joined(base: Target, location: str, policy: Policy) -> Target:
    """Where a redirect leads, its `Location` read against the page that sent it. Raises as `target_of` does."""
    with contextlib.suppress(UnicodeError):
        location = location.encode("latin-1").decode("utf-8")  # http.client reads headers as Latin-1
    try:
        url = urljoin(base.url, location.strip(" \t"))
    except ValueError:
        raise UrlRefused(location, "is no URL: the redirect cannot be followed") from None
    return target_of(url, policy)


def netloc(scheme: str, host: str, port: int) -> str:
    """`host:port` as URLs write it, without the scheme's own port."""
    bracketed = f"[{host}]" if ":" in host else host
    return bracketed if DEFAULT_PORTS.get(scheme) == port else f"{bracketed}:{port}"


def refused_address(target: Target, address: str, why: str) -> AddressRefused:
    """The error for an address that is not public, and how to allow it."""
    where = "its address" if address == target.host else f"{target.host} is at {address}, which"
    name = netloc(target.scheme, target.host, target.port)
    return AddressRefused(
        target.url, f"{where} is not on the public internet ({why}): allow {name} by name if you mean it"
    )


def _host(url: str, host: str) -> str:
    """The host in its one spelling. Raises `UrlRefused` where resolvers and people could read it differently."""
    if host.startswith("["):
        try:
            return IPv6Address(host[1:-1] if "%" not in host else "zone").compressed
        except AddressValueError:
            raise UrlRefused(url, "its host is no IPv6 address, or has a zone: write it as [2001:db8::1]") from None
    bare = host.lower().removesuffix(".")
    labels = bare.split(".")
    if _NUMBER.fullmatch(labels[-1]):
        try:
            return str(IPv4Address(bare))
        except AddressValueError:
            raise UrlRefused(url, "its host is a number, not a name: write an IPv4 address as 192.0.2.1") from None
    if len(bare) > 253 or not all(map(_LABEL.fullmatch, labels)):
        raise UrlRefused(url, "has no host, or one that is no name: write it as https://host/path")
    return bare


@lru_cache(maxsize=64)
def _allowances(entries: frozenset[str]) -> frozenset[tuple[str, int | None]]:
    """The hosts that a policy names, each with its port where it names one. Raises `InputError`."""
    found: set[tuple[str, int | None]] = set()
    for entry in entries:
        try:
            parts = parse_url(f"http://{entry}")
            if not entry or parts.auth or parts.path or parts.query or parts.fragment:
                raise ValueError
            found.add((_host(entry, parts.host or ""), parts.port))
        except (LocationParseError, UrlRefused, ValueError):
            raise InputError(f"{quoted(entry)} is no host to allow: write it as host or host:port") from None
    return frozenset(found)
