"""All tables and views of the program in one place, for the migrations and `tracker db check`. Nothing else imports this."""

from __future__ import annotations

import importlib

from sqlalchemy import MetaData

from tracker.store.tables import metadata

VIEWS = ("claims", "states_now", "state_changes")


def all_tables() -> MetaData:
    """The metadata with the tables of every layer registered."""
    for module in ("tracker.projections.tables", "tracker.jobs.tables"):
        importlib.import_module(module)
    return metadata


def all_views(dialect: str) -> list[str]:
    """The reporting views as that back end names them: prefix `report_`, or schema `report`."""
    return [f"report_{view}" if dialect == "sqlite" else f"report.{view}" for view in VIEWS]
