"""Chance that can be repeated: a failing test shows its seed, and `TRACKER_TEST_SEED` gives it back."""

from __future__ import annotations

import os
import random

import pytest


@pytest.fixture
def chance() -> random.Random:
    """A source of random numbers; its seed is printed, and so is shown with a failure."""
    seed = int(os.environ.get("TRACKER_TEST_SEED") or random.SystemRandom().randrange(2**32))
    print(f"repeat with TRACKER_TEST_SEED={seed}")
    return random.Random(seed)
