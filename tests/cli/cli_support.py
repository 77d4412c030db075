"""What the tests of the command line share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from click.testing import Result

SEEDS = Path(__file__).resolve().parents[2] / "seeds" / "kyrgyzstan"

Run = Callable[..., Result]
