"""Score the extraction against gold claims of real articles, and fail under the floor: `make score`.

The articles, their gold and the scorer are not part of the project: `TRACKER_SHARED` names their folder. `TRACKER_MORE`
names a folder of further articles, rebuilt by the scripts there, with an `index.jsonl`; their gold is in
`TRACKER_SHARED/more`. What is absent is skipped, and said so.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

FLOOR = tomllib.loads((Path(__file__).parent / "score_floor.toml").read_text(encoding="utf-8"))


def main() -> int:
    """Print a table for each set that is there; 1 where one is under its floor."""
    shared = os.environ.get("TRACKER_SHARED")
    if not shared or not (Path(shared) / "tools" / "score_claims.py").exists():
        print("TRACKER_SHARED names no folder of articles with gold claims: nothing is scored")
        return 0
    sets = {"known": (Path(shared) / "articles" / "index.jsonl", Path(shared) / "gold")}
    more = os.environ.get("TRACKER_MORE")
    if more:
        sets["more"] = (Path(more) / "index.jsonl", Path(shared) / "more")
    scorer = Path(shared) / "tools" / "score_claims.py"
    return max([score(name, index, gold, scorer) for name, (index, gold) in sets.items()])


def score(name: str, index: Path, gold: Path, scorer: Path) -> int:
    """Extract, score, print, and hold the figures to the floor; returns 0 or 1."""
    extract = [sys.executable, "-m", "tracker", "extract", "--index", str(index), "--format", "jsonl"]
    printed = subprocess.run(extract, check=True, capture_output=True, text=True).stdout
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as file:
        file.write(printed)
        file.flush()
        command = [sys.executable, str(scorer), str(gold), file.name]
        print(f"{name}: {index}")
        for extra in ([], ["--attributes", "status"]):
            print(subprocess.run([*command, *extra], check=True, capture_output=True, text=True).stdout, flush=True)
        found = json.loads(subprocess.run([*command, "--json"], check=True, capture_output=True, text=True).stdout)[
            "all"
        ]
    under = {key: floor for key, floor in FLOOR[name].items() if found[key] < floor}
    for key, floor in under.items():
        print(f"{name}: {key} is {found[key]:.3f}, under the floor of {floor:.3f} (benchmarks/score_floor.toml)")
    return 1 if under else 0


if __name__ == "__main__":
    sys.exit(main())
