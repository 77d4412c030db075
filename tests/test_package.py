"""What is installed: the wheel carries the migrations, the seeds, the views and the lexicons."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def files(*patterns: str) -> set[str]:
    return {str(path.relative_to(ROOT)) for pattern in patterns for path in ROOT.glob(pattern) if path.is_file()}


def test_the_wheel_carries_all_that_the_program_reads(tmp_path: Path) -> None:
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(tmp_path), str(ROOT)]
    subprocess.run(build, check=True, capture_output=True)
    with zipfile.ZipFile(next(tmp_path.glob("*.whl"))) as wheel:
        inside = set(wheel.namelist())
    beside = {f"tracker/{name}" for name in files("migrations/**/*.py", "seeds/**/*.*")}
    within = files("tracker/**/*.py", "tracker/**/*.toml", "tracker/**/*.sql", "tracker/py.typed")
    assert beside | within <= inside, sorted((beside | within) - inside)
