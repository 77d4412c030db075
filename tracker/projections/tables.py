"""Tables of the read models. Every key starts with story, then generation; all of them can be dropped and rebuilt.

A rebuild fills the next generation and makes it the active one in one transaction. Columns named `…_name` hold what an
article wrote, columns named `…_entity` what identity made of it, and `value_key` what the value means: an entity's key,
an office or a condition in the story's own words. Times are UTC; offsets are characters, end excluded.
"""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Computed, Index, Integer, Table, Text, text

from tracker.store.tables import Instant, Position, metadata

RULES = "states-2"
"""The version of all that makes read models of events. A generation made by another one is refused until rebuilt."""


def _keys() -> list[Column[object]]:
    return [
        Column("story", Text, primary_key=True),
        Column("generation", Integer, primary_key=True, autoincrement=False),
    ]


projections = Table(
    "projections",
    metadata,
    *_keys(),
    Column("active", Boolean, nullable=False),
    Column("position", Position, nullable=False),
    Column("rules", Text, nullable=False),
    Column("started_at", Instant, nullable=False),
    comment="One row per generation of a story's read models: how far it has read the log, and by which rules.",
)

articles = Table(
    "articles",
    metadata,
    *_keys(),
    Column("article", Text, primary_key=True),
    Column("outlet", Text, nullable=False),
    Column("title", Text),
    Column("url", Text),
    Column("published_at", Instant, nullable=False),
    Column("basis", Text, nullable=False),
    Column("timezone", Text),
    Column("document", Text, nullable=False),
    Column("revisions", Integer, nullable=False),
    Column("extractor", Text),
    Column("status", Text, nullable=False),
    comment="Each article as its latest revision has it; status: observed, extracted, removed, gone or erased.",
)

names = Table(
    "names",
    metadata,
    *_keys(),
    Column("name", Text, primary_key=True),
    Column("kind", Text, primary_key=True),
    Column("within", Text, nullable=False),
    Column("uses", Integer, nullable=False),
    Column("first_reported_at", Instant, nullable=False),
    Column("first_article", Text, nullable=False),
    Column("first_start", Integer, nullable=False),
    Column("entity", Text, nullable=False),
    Column("weighs", Integer, nullable=False, server_default=text("2")),
    Index("ix_names_entity", "story", "generation", "entity"),
    comment="Each distinct name and kind that claims use, how often, where first, and the entity that it means.",
)
"""`weighs`: whether how often it is used decides what some name means: 0 no, 1 only if it were less, 2 yes."""

entities = Table(
    "entities",
    metadata,
    *_keys(),
    Column("entity", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("within", Text, nullable=False),
    Column("declared", Boolean, nullable=False),
    comment="The entities of a story: readable key, canonical name, kind, and the places that contain it (JSON, keys).",
)

aliases = Table(
    "aliases",
    metadata,
    *_keys(),
    Column("position", Position, primary_key=True, autoincrement=False),
    Column("name", Text, nullable=False),
    Column("kind", Text),
    Column("aliases", Text, nullable=False),
    Column("within", Text),
    Column("since", Instant),
    Column("until", Instant),
    comment="What analysts declared: entities with their aliases (JSON) and, of an incident, its time; by position.",
)

claims = Table(
    "claims",
    metadata,
    *_keys(),
    Column("claim_id", Text, primary_key=True),
    Column("position", Position, nullable=False),
    Column("fingerprint", Text, nullable=False),
    Column("article", Text, nullable=False),
    Column("document", Text, nullable=False),
    Column("attribute", Text, nullable=False),
    Column("cell", Text, nullable=False),
    Column("subject_entity", Text, nullable=False),
    Column("subject_name", Text, nullable=False),
    Column("subject_kind", Text, nullable=False),
    Column("value_entity", Text),
    Column("value_name", Text),
    Column("value_kind", Text),
    Column("value_text", Text, nullable=False),
    Column("value_key", Text, nullable=False),
    Column("low", Integer),
    Column("high", Integer),
    Column("office_status", Text),
    Column("office_title", Text),
    Column("polarity", Text, nullable=False),
    Column("certainty", Text, nullable=False),
    Column("voice_entity", Text, nullable=False),
    Column("voice_name", Text, nullable=False),
    Column("voice_kind", Text, nullable=False),
    Column("via", Text, nullable=False),
    Column("aspect", Text, nullable=False),
    Column("valid_from", Instant, nullable=False),
    Column("valid_to", Instant, nullable=False),
    Column("until", Instant),
    Column("basis", Text, nullable=False),
    Column("reported_at", Instant, nullable=False),
    Column("withdrawn_at", Instant),
    Column("withdrawal", Text),
    Column("start_char", Integer, nullable=False),
    Column("end_char", Integer, nullable=False),
    Column("rule", Text, nullable=False),
    Column("decision", Text),
    # Where it certainly holds from: the span of the words, clipped at their report; the order of what a voice holds
    Column("latest", Instant, Computed("CASE WHEN valid_to < reported_at THEN valid_to ELSE reported_at END")),
    Index("ix_claims_cell", "story", "generation", "cell", "reported_at"),
    Index("ix_claims_subject", "story", "generation", "subject_entity", "attribute", "reported_at"),
    Index("ix_claims_attribute", "story", "generation", "attribute", "reported_at"),
    Index("ix_claims_article", "story", "generation", "article", "start_char"),
    Index("ix_claims_fingerprint", "story", "generation", "fingerprint"),
    Index("ix_claims_latest", "story", "generation", "cell", "latest"),
    Index("ix_claims_values", "story", "generation", "cell", "polarity", "value_key", "latest"),
    comment="Every claim, with its cell; withdrawn_at: the report time from which it counts no more, or null.",
)

cells = Table(
    "cells",
    metadata,
    *_keys(),
    Column("cell", Text, primary_key=True),
    Column("attribute", Text, nullable=False),
    Column("subject_entity", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Index("ix_cells_subject", "story", "generation", "subject_entity"),
    comment="What a story has answers about: an entity and an attribute, an office of a person, an incident.",
)

states = Table(
    "states",
    metadata,
    *_keys(),
    Column("cell", Text, primary_key=True),
    Column("known_from", Instant, primary_key=True),
    Column("known_to", Instant, nullable=False),
    Column("subject_entity", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("attribute", Text, nullable=False),
    Column("value", Text, nullable=False),
    Column("low", Integer),
    Column("high", Integer),
    Column("range_low", Integer),
    Column("range_high", Integer),
    Column("polarity", Text, nullable=False),
    Column("standing", Text, nullable=False),
    Column("since_earliest", Instant, nullable=False),
    Column("since_latest", Instant, nullable=False),
    Column("reported_at", Instant, nullable=False),
    Column("voices", Text, nullable=False),
    Column("alternatives", Text, nullable=False),
    Column("claims", Text, nullable=False),
    Column("because", Text, nullable=False),
    Index("ix_states_known", "story", "generation", "known_to", "known_from"),
    comment="What was known then: one row per cell and span [known_from, known_to) in which its answer stayed the same.",
)

sources = Table(
    "sources",
    metadata,
    *_keys(),
    Column("source", Text, primary_key=True),
    Column("location", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("every_seconds", Integer, nullable=False),
    Column("outlet", Text),
    Column("timezone", Text),
    Column("active", Boolean, nullable=False),
    comment="Watched places: what is read from where, how often; a removed one is not active.",
)

decisions = Table(
    "decisions",
    metadata,
    *_keys(),
    Column("position", Position, primary_key=True, autoincrement=False),
    Column("event_id", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("target", Text, nullable=False),
    Column("actor", Text, nullable=False),
    Column("recorded_at", Instant, nullable=False),
    Column("because", Text),
    Column("reversed_by", Text),
    Column("payload", Text, nullable=False),
    comment="What people decided, with who and why; reversed_by: the event that took it back, or null where it holds.",
)

voices = Table(
    "voices",
    metadata,
    *_keys(),
    Column("entity", Text, primary_key=True),
    Column("rank", Text, nullable=False),
    Column("event_id", Text, nullable=False),
    comment="Voices that analysts rated: preferred, normal or deprecated, and the event of the rating.",
)

READ_MODELS = (articles, names, entities, aliases, claims, cells, states, sources, decisions, voices)
"""What a rebuild fills, in the order in which it is dropped."""
