"""One direction of flow: what each package may import of ours, and what keeps the pure ones pure."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

TRACKER = Path(__file__).resolve().parents[1] / "tracker"

MAY_IMPORT = {
    "model": {"model"},
    "sources": {"sources", "model"},
    "extraction": {"extraction", "model"},
    "store": {"store", "model"},
    "projections": {"projections", "store", "model"},
    "queries": {"queries", "projections", "store", "model"},
    "reporting": {"reporting", "queries", "projections", "store", "model"},
    "decisions": {"decisions", "ingestion", "queries", "projections", "store", "model"},
    "jobs": {"jobs", "ingestion", "sources", "projections", "store", "model"},
}
PURE = ("model", "extraction")
OUTSIDE = {"sqlalchemy", "alembic", "click", "apscheduler", "urllib3", "socket", "sqlite3", "subprocess"}


def imported(package: str) -> dict[str, set[str]]:
    """The modules that each file of a package imports."""
    found: dict[str, set[str]] = {}
    for path in sorted((TRACKER / package).rglob("*.py")):
        names: set[str] = set()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                names |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom):
                names.add(node.module or "")
        found[str(path.relative_to(TRACKER))] = names
    return found


@pytest.mark.parametrize("package", MAY_IMPORT)
def test_nothing_imports_what_is_to_its_right(package: str) -> None:
    for path, names in imported(package).items():
        ours = {name.split(".")[1] for name in names if name.startswith("tracker.")}
        assert ours <= MAY_IMPORT[package], f"{path} imports {sorted(ours - MAY_IMPORT[package])}"


@pytest.mark.parametrize("package", PURE)
def test_the_pure_packages_know_no_database_network_or_command_line(package: str) -> None:
    for path, names in imported(package).items():
        outside = {name.split(".")[0] for name in names} & OUTSIDE
        assert not outside, f"{path} imports {sorted(outside)}"


def test_every_dependency_is_justified() -> None:
    root = TRACKER.parent
    import tomllib

    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    named = (root / "docs" / "dependencies.md").read_text(encoding="utf-8")
    for requirement in (*project["dependencies"], *project["optional-dependencies"]["postgres"]):
        name = requirement.split(">")[0].split("[")[0]
        assert f"| {name}" in named, f"docs/dependencies.md does not say what {name} is for"
        assert ">=" in requirement, f"{requirement} has no lower bound"
