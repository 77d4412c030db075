"""How often each rule of the extraction is right: `python benchmarks/rule_precision.py GOLD:INDEX [GOLD:INDEX …]`.

For every article with gold claims it extracts, lets the scorer of `TRACKER_SHARED/tools` pair claims with gold, and counts
for each rule what was right and what was false. Prints the counts as TOML, the form of
`tracker/extraction/lexicons/precision.toml`, by which the judge weighs what only one rule saw. `--leave-out` cross-validates:
it drops, story by story, the claims of rules that were more often wrong than right on the *other* stories, and prints what
that does to precision and recall.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import subprocess
import sys
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

ATTRIBUTES = ("location", "control", "killed", "injured", "office", "status")


def main() -> int:
    """Count, print; 2 where the scorer is absent."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sets", nargs="+", metavar="GOLD:INDEX")
    parser.add_argument("--judged", type=Path, help="claims judged by eye: lines of rule, TAB, right or false")
    parser.add_argument("--leave-out", action="store_true", help="cross-validate the table, story against story")
    args = parser.parse_args()
    tool = Path(os.environ.get("TRACKER_SHARED", "")) / "tools" / "score_claims.py"
    if not tool.exists():
        print("TRACKER_SHARED names no folder with tools/score_claims.py: nothing is counted", file=sys.stderr)
        return 2
    spec = importlib.util.spec_from_file_location("score_claims", tool)
    assert spec is not None and spec.loader is not None
    scorer = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(scorer)
    counts: dict[str, dict[str, Counter[str]]] = defaultdict(lambda: defaultdict(Counter))
    for pair in args.sets:
        gold, _, index = pair.partition(":")
        for story, rule, verdict in judged(scorer, Path(gold), Path(index)):
            counts[story][rule][verdict] += 1
    if args.judged:
        for number, line in enumerate(args.judged.read_text(encoding="utf-8").split("\n")):
            rule, _, verdict = line.partition("\t")
            if verdict in ("right", "false"):
                counts[f"judged-{number % 10}"][rule][verdict] += 1
    print(leave_one_out(counts) if args.leave_out else table(added(counts.values())))
    return 0


def judged(scorer: Any, gold: Path, index: Path) -> list[tuple[str, str, str]]:
    """(story, rule, right | false | missed) for each claim; a missed one has the attribute for its rule."""
    command = [sys.executable, "-m", "tracker", "extract", "--index", str(index), "--format", "jsonl"]
    predictions: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for line in subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines():
        claim = json.loads(line)
        predictions[claim["article"]].append(claim)
    found = []
    for path in sorted(gold.rglob("*.json")):
        where = path.relative_to(gold).with_suffix("")
        page = json.loads(path.read_text(encoding="utf-8"))
        keys = {str(where), path.stem, page["article"].get("id") or ""}
        rows = [c for key in sorted(keys) for c in predictions.get(key, [])]
        story = where.parent.name or page["article"].get("story") or str(gold)
        if gold.name == "gold" and "id" in page["article"] and "/" in page["article"]["id"]:
            story = page["article"]["id"]
        found += [(story, *row) for row in paired(scorer, rows, page["claims"])]
    return found


def paired(scorer: Any, rows: list[dict[str, Any]], gold: list[dict[str, Any]]) -> list[tuple[str, str]]:
    """Each claim paired with at most one gold claim; those that pair with an optional one are not counted."""
    rows, again = scorer.once(rows)
    open_gold = list(gold)
    found = [(row["rule"], "false") for row in again]
    for row in rows:
        match = next((g for g in open_gold if scorer.compare(row, g, set()) is not None), None)
        if match is not None:
            open_gold.remove(match)
        if match is None or not match.get("optional"):
            found.append((row["rule"], "false" if match is None else "right"))
    return found + [(g["attribute"], "missed") for g in open_gold if not g.get("optional")]


def added(stories: Any) -> dict[str, Counter[str]]:
    """The counts of all stories together."""
    total: dict[str, Counter[str]] = defaultdict(Counter)
    for rules in stories:
        for rule, verdicts in rules.items():
            total[rule].update(verdicts)
    return total


def table(total: dict[str, Counter[str]]) -> str:
    """The counts as TOML."""
    rules = sorted(rule for rule in total if rule not in ATTRIBUTES)
    return "\n".join(f'"{r}" = {{ right = {total[r]["right"]}, false = {total[r]["false"]} }}' for r in rules)


def leave_one_out(counts: dict[str, dict[str, Counter[str]]]) -> str:
    """Precision and recall without and with the table made of the other stories."""
    plain: Counter[str] = Counter()
    kept: Counter[str] = Counter()
    for story, rules in counts.items():
        others = added(row for other, row in counts.items() if other != story)
        for rule, verdicts in rules.items():
            known = others[rule]
            drop = rule not in ATTRIBUTES and known["false"] >= 2 and known["false"] > known["right"]
            plain.update(verdicts)
            kept.update({"missed": verdicts["right"] + verdicts["missed"]} if drop else verdicts)
    return "\n".join(f"{name}: {figures(c)}" for name, c in (("without table", plain), ("with table", kept)))


def figures(c: Counter[str]) -> str:
    p = c["right"] / max(1, c["right"] + c["false"])
    r = c["right"] / max(1, c["right"] + c["missed"])
    return f"precision {p:.3f}, recall {r:.3f}, F1 {2 * p * r / max(1e-9, p + r):.3f}"


if __name__ == "__main__":
    sys.exit(main())
