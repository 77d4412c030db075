"""Decisions of analysts: what was decided by whom, ranks of voices, and what became of a claim."""

from __future__ import annotations

import re

import sqlalchemy as sa
from alembic import op

from tracker.store.tables import Instant

revision = "0005"
down_revision = "0004"

VIEWS = {
    "claims": """\
-- One row per claim, withdrawn ones too: one voice, in one article, saying that one attribute of one entity has, or has
-- not, one value at some time. All three clocks: valid, reported, recorded.
SELECT
    c.story AS story, -- the story that the article was ingested into
    c.claim_id AS claim, -- id of the claim: that of its event
    c.attribute AS attribute, -- location, control, killed, injured, office or status
    c.subject_entity AS subject_entity, -- key of the entity that the claim is about; see states_now and state_changes
    c.subject_name AS subject, -- the same by its fullest name in the article
    c.value_text AS value, -- the value in words: a place, a person, "65", "at least 65", "resigned president", "closed"
    c.value_entity AS value_entity, -- key of the entity that is the value, where it is one
    c.low AS low, -- killed, injured: lowest number that the words allow; null: open
    c.high AS high, -- killed, injured: highest number that the words allow; null: open
    c.polarity AS polarity, -- positive, or negative: the voice says that it is not so
    c.certainty AS certainty, -- of the voice: certain, probable or possible
    c.aspect AS aspect, -- state: it is so; change: it became so
    c.voice_entity AS voice_entity, -- key of the entity that vouches for it
    c.voice_name AS voice, -- the same by its fullest name in the article
    c.via AS via, -- JSON list of the voices between the outlet and that voice, outermost first
    c.valid_from AS valid_from, -- valid time: earliest instant that the claim speaks of
    c.valid_to AS valid_to, -- valid time: latest instant of that span, itself included
    c.until AS until, -- valid time: where the text bounds the state
    c.basis AS basis, -- what valid time rests on: publication, relative or calendar
    c.reported_at AS reported_at, -- report time: when the first revision that carries the claim was published
    e.recorded_at AS recorded_at, -- record time: when this database learned of it
    c.position AS position, -- position of its event in the story's log
    c.withdrawn_at AS withdrawn_at, -- report time from which the claim counts no more; null: it stands
    c.withdrawal AS withdrawal, -- why: revised (by the publisher), reextracted, article-corrected or article-removed
    c.article AS article, -- id of the article
    a.outlet AS outlet, -- who published the article
    a.url AS url, -- where, if known
    c.document AS document, -- SHA-256 of the text that the offsets count in
    c.start_char AS quote_start, -- first character of the words that carry the claim
    c.end_char AS quote_end, -- the character after the last one
    c.rule AS rule, -- the extraction rule that found it
    c.decision AS decision -- of analysts: rejected, endorsed, undone (an added one); null: none. Rejected ones never count
FROM claims AS c
JOIN projections AS p ON p.story = c.story AND p.generation = c.generation AND p.active
JOIN events AS e ON e.story = c.story AND e.position = c.position
LEFT JOIN articles AS a ON a.story = c.story AND a.generation = c.generation AND a.article = c.article
""",
}
BEFORE = VIEWS["claims"].replace("AS rule, --", "AS rule --")
BEFORE = "".join(line for line in BEFORE.splitlines(keepends=True) if " AS decision " not in line)
"""The view as 0004 made it."""


def keys() -> list[sa.Column]:
    return [
        sa.Column("story", sa.Text, primary_key=True),
        sa.Column("generation", sa.Integer, primary_key=True, autoincrement=False),
    ]


def upgrade() -> None:
    op.add_column("claims", sa.Column("decision", sa.Text))
    op.create_index("ix_claims_fingerprint", "claims", ["story", "generation", "fingerprint"])
    op.create_table(
        "decisions",
        *keys(),
        sa.Column("position", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("event_id", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("target", sa.Text, nullable=False),
        sa.Column("actor", sa.Text, nullable=False),
        sa.Column("recorded_at", Instant, nullable=False),
        sa.Column("because", sa.Text),
        sa.Column("reversed_by", sa.Text),
        sa.Column("payload", sa.Text, nullable=False),
        comment="What people decided, with who and why; reversed_by: the event that took it back, or null where it holds.",
    )
    op.create_table(
        "voices",
        *keys(),
        sa.Column("entity", sa.Text, primary_key=True),
        sa.Column("rank", sa.Text, nullable=False),
        sa.Column("event_id", sa.Text, nullable=False),
        comment="Voices that analysts rated: preferred, normal or deprecated, and the event of the rating.",
    )
    articles("observed, extracted, removed, gone or erased")
    view(VIEWS["claims"])


def downgrade() -> None:
    view(BEFORE)
    articles("observed, extracted or erased")
    op.drop_table("voices")
    op.drop_table("decisions")
    op.drop_index("ix_claims_fingerprint", "claims")
    op.drop_column("claims", "decision")


def articles(status: str) -> None:
    """The comment of `articles`, where the back end has comments."""
    if op.get_bind().dialect.name != "sqlite":
        op.create_table_comment("articles", f"Each article as its latest revision has it; status: {status}.")


def view(text: str) -> None:
    """Replace the view, with its comments on PostgreSQL."""
    sqlite = op.get_bind().dialect.name == "sqlite"
    name = "report_claims" if sqlite else "report.claims"
    run(f"DROP VIEW {name}")
    run(f"CREATE VIEW {name} AS {text}")
    if sqlite:
        return
    head = re.match(r"(?:--[^\n]*\n)+", text)
    about = " ".join(re.sub(r"^--\s?", "", head.group() if head else "", flags=re.M).split())
    run(f"COMMENT ON VIEW {name} IS {quoted(about)}")
    for column, holds in re.findall(r"\bAS (\w+),?\s+-- (.+)$", text, flags=re.M):
        run(f"COMMENT ON COLUMN {name}.{column} IS {quoted(holds)}")


def quoted(words: str) -> str:
    return "'" + words.replace("'", "''") + "'"


def run(statement: str) -> None:
    # Not `op.execute`: it would take a `:` for a parameter. psycopg gets no parameters, so its `%` stands for itself.
    op.get_bind().exec_driver_sql(statement)
