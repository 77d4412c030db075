"""The way into the net: a guarded, bounded and polite HTTP client for pages, feeds, sitemaps and webhooks.

`Fetcher` asks one URL at a time, `fetch_all` many. What is fetched and what is refused is told in `docs/sources.md`.
"""

from tracker.sources.http.answers import FEED, PAGE, Answer, Redirect, Validators
from tracker.sources.http.errors import (
    AddressRefused,
    BadAnswer,
    Broken,
    FetchError,
    HostBusy,
    RobotsRefused,
    TlsRefused,
    TooBig,
    TooManyRedirects,
    TooSlow,
    Unreachable,
    UrlRefused,
)
from tracker.sources.http.fetcher import Fetcher
from tracker.sources.http.many import Request, fetch_all
from tracker.sources.http.policy import Bounds, Policy

__all__ = [
    "FEED",
    "PAGE",
    "AddressRefused",
    "Answer",
    "BadAnswer",
    "Bounds",
    "Broken",
    "FetchError",
    "Fetcher",
    "HostBusy",
    "Policy",
    "Redirect",
    "Request",
    "RobotsRefused",
    "TlsRefused",
    "TooBig",
    "TooManyRedirects",
    "TooSlow",
    "Unreachable",
    "UrlRefused",
    "Validators",
    "fetch_all",
]
