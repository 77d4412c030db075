"""Which IP addresses may be reached: those of the public internet alone. Pure; knows no socket and no name.

Written out from IANA's special-purpose registries (RFC 6890) and not left to `ipaddress.is_global`, whose answers differ
between Python versions, and which says nothing about an IPv4 address that travels inside an IPv6 one.
"""

from __future__ import annotations

from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

_REFUSED_V4 = {
    "0.0.0.0/8": "this network",
    "10.0.0.0/8": "private",
    "100.64.0.0/10": "shared by a carrier's customers",
    "127.0.0.0/8": "loopback",
    "168.63.129.16/32": "a cloud's metadata",
    "169.254.0.0/16": "link-local, where clouds keep their metadata",
    "172.16.0.0/12": "private",
    "192.0.0.0/24": "reserved",
    "192.0.2.0/24": "for documentation",
    "192.31.196.0/24": "reserved",
    "192.52.193.0/24": "reserved",
    "192.88.99.0/24": "reserved",
    "192.168.0.0/16": "private",
    "192.175.48.0/24": "reserved",
    "198.18.0.0/15": "for benchmarks",
    "198.51.100.0/24": "for documentation",
    "203.0.113.0/24": "for documentation",
    "224.0.0.0/4": "multicast",
    "240.0.0.0/4": "reserved",
}
_REFUSED_V6 = {
    "::/128": "unspecified",
    "::1/128": "loopback",
    "64:ff9b:1::/48": "a local translation of IPv4",
    "2001::/32": "Teredo",
    "2001::/23": "reserved",
    "2001:db8::/32": "for documentation",
    "3fff::/20": "for documentation",
    "fc00::/7": "private",
    "fe80::/10": "link-local",
    "fec0::/10": "private",
    "ff00::/8": "multicast",
}
_V4 = [(IPv4Network(network), why) for network, why in _REFUSED_V4.items()]
_V6 = [(IPv6Network(network), why) for network, why in _REFUSED_V6.items()]
_PUBLIC_V6 = IPv6Network("2000::/3")
# Where an IPv4 address stands in an IPv6 one: the prefix, and the bits to its right.
_CARRIERS = [
    (IPv6Network("::/96"), 0),  # IPv4-compatible, deprecated
    (IPv6Network("::ffff:0:0/96"), 0),  # IPv4-mapped
    (IPv6Network("::ffff:0:0:0/96"), 0),  # IPv4-translated, RFC 2765
    (IPv6Network("64:ff9b::/96"), 0),  # NAT64, RFC 6052
    (IPv6Network("2002::/16"), 80),  # 6to4, RFC 3056
]
_ISATAP = (0x00005EFE, 0x02005EFE)
"""The upper half of an ISATAP interface identifier (RFC 5214): an IPv4 address follows."""


def why_refused(address: str) -> str | None:
    """What keeps an address from being reached ("loopback"), or None where it is public.

    `address` is what a resolver gives, an IPv6 zone (`%eth0`) included. Raises `ValueError` for what is no address.
    """
    ip = ip_address(address.partition("%")[0])
    return _why_v4(ip) if isinstance(ip, IPv4Address) else _why_v6(ip)


def _why_v4(ip: IPv4Address) -> str | None:
    return next((why for network, why in _V4 if ip in network), None)


def _why_v6(ip: IPv6Address) -> str | None:
    for network, why in _V6:
        if ip in network:
            return why
    for network, right in _CARRIERS:
        if ip in network:
            inner = IPv4Address(int(ip) >> right & 0xFFFFFFFF)
            why_inner = _why_v4(inner)
            return f"{inner}, {why_inner}" if why_inner else None
    if ip not in _PUBLIC_V6:
        return "reserved"
    if int(ip) >> 32 & 0xFFFFFFFF in _ISATAP:
        inner = IPv4Address(int(ip) & 0xFFFFFFFF)
        why_inner = _why_v4(inner)
        return f"{inner}, {why_inner}" if why_inner else None
    return None
