"""What was known about a developing story, when, and according to whom."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tracker.api import Tracker

__version__ = "0.1.0"

__all__ = ["Tracker", "__version__"]


def __getattr__(name: str) -> Any:
    """`Tracker` is imported when it is first asked for: the command line starts without it."""
    if name == "Tracker":
        from tracker.api import Tracker

        return Tracker
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
