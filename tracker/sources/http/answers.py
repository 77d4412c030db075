"""What a fetch gives back, as values that can be kept."""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct

PAGE = "text/html,application/xhtml+xml;q=0.9,*/*;q=0.1"
FEED = "application/rss+xml,application/atom+xml,application/feed+json,application/xml;q=0.9,*/*;q=0.1"


class Validators(Struct, frozen=True):
    """What a server gave to ask on condition with, for this URL alone: an ETag says nothing about another one."""

    url: str
    etag: str | None = None
    last_modified: str | None = None


class Redirect(Struct, frozen=True):
    """A step on the way: what was asked for, the status, and where it sent us."""

    url: str
    status: int
    to: str


class Answer(Struct, frozen=True, kw_only=True):
    """An answer of any status. `body` is read for a status of 2xx alone; all else is for the caller to judge.

    `url`: the last one asked; `content_type` and `charset`: as declared; `max_age` and `retry_after`: seconds from
    `fetched_at` (UTC); `wire`: bytes of the body as they came; `address`: who answered.
    """

    requested: str
    url: str
    redirects: tuple[Redirect, ...] = ()
    status: int
    content_type: str | None = None
    charset: str | None = None
    body: bytes = b""
    wire: int = 0
    validators: Validators | None = None
    max_age: int | None = None
    retry_after: int | None = None
    fetched_at: datetime
    seconds: float
    address: str

    @property
    def unchanged(self) -> bool:
        """The server says that what it sent with the validators still holds."""
        return self.status == 304

    @property
    def moved_to(self) -> str | None:
        """The URL to ask from now on, where every redirect on the way there was a lasting one (301, 308)."""
        lasting = self.redirects and all(step.status in (301, 308) for step in self.redirects)
        return self.url if lasting else None
