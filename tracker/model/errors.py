"""Errors that a user can act on: each message says what, where and what to do, on one line."""

from __future__ import annotations


class TrackerError(Exception):
    """Anything that the command line prints as one line instead of a traceback."""


class InputError(TrackerError):
    """An input that cannot be read as an article, a story file or a time."""


class UnknownStoryError(TrackerError):
    """A story that the database does not hold."""

    def __init__(self, story: str, known: list[str]) -> None:
        have = f"it holds {', '.join(known)}" if known else "it holds none yet"
        super().__init__(f"no story {story!r} in this database ({have}): see `tracker story list`")


class DatabaseError(TrackerError):
    """A database that is unreachable, not migrated, newer than the program, read-only, locked or full."""


class ConcurrencyError(TrackerError):
    """Another writer appended to the stream first: read it again and decide anew."""

    def __init__(self, story: str, stream: str, expected: int, found: int) -> None:
        self.story, self.stream, self.expected, self.found = story, stream, expected, found
        super().__init__(
            f"stream {stream!r} of story {story!r} is at version {found}, not {expected}: read it again and retry"
        )


class EventConflictError(TrackerError):
    """An event id that is already stored with other content."""

    def __init__(self, story: str, event_id: str) -> None:
        super().__init__(f"event {event_id} of story {story!r} is already stored with other content: nothing appended")
