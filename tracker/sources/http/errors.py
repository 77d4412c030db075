"""Why something could not be fetched or sent: one class for each answer a caller may have to it."""

from __future__ import annotations

from tracker.model.errors import TrackerError
from tracker.sources.rejection import printable


class FetchError(TrackerError):
    """A fetch that failed. `url`: what was asked for at that moment; `passing`: it may go away by itself.

    `wait`: seconds after which to come again, where that is known.
    """

    passing = False

    def __init__(self, url: str, problem: str, *, wait: float | None = None) -> None:
        self.url, self.problem, self.wait = shown(url), printable(problem, 600), wait
        super().__init__(f"{self.url}: {self.problem}")

    def redirected_from(self, url: str) -> FetchError:
        """The same error, saying who sent us there."""
        self.problem = f"{self.problem} (sent there by {shown(url)})"
        self.args = (f"{self.url}: {self.problem}",)
        return self


class UrlRefused(FetchError):
    """A URL that is never asked for: another scheme, a password in it, a port that is not allowed, no clear host."""


class AddressRefused(FetchError):
    """A host whose address is not on the public internet."""


class RobotsRefused(FetchError):
    """The site's robots.txt keeps us out; `passing` where it could not be read."""

    def __init__(self, url: str, problem: str, *, passing: bool = False, wait: float | None = None) -> None:
        super().__init__(url, problem, wait=wait)
        self.passing = passing


class TooManyRedirects(FetchError):
    """Redirects without an end, or in a circle."""


class TooBig(FetchError):
    """An answer beyond the bounds: packed or unpacked, body or headers."""


class TlsRefused(FetchError):
    """A certificate that does not prove who answers, or a handshake that fails."""

    passing = True


class BadAnswer(FetchError):
    """An answer that is not HTTP, or is not packed as it says."""

    passing = True


class TooSlow(FetchError):
    """No answer in time, or not all of it."""

    passing = True


class Unreachable(FetchError):
    """No such name, or nobody answers there."""

    passing = True


class Broken(FetchError):
    """A connection that ended in the middle of an answer."""

    passing = True


class HostBusy(FetchError):
    """The host's turn comes too late to wait for: it asks for long pauses. `wait` says when."""

    passing = True


def shown(url: str) -> str:
    """A URL as messages and logs show it: on one line, cut, and without a password."""
    scheme, separator, rest = url.partition("://")
    authority, slash, path = rest.partition("/")
    if separator and "@" in authority:
        url = f"{scheme}://…@{authority.rpartition('@')[2]}{slash}{path}"
    return printable(url, 400)
