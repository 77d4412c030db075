"""The first reporting views: claims, states_now, state_changes. Frozen copies of the files under tracker/reporting/views.

A later change of a view is a new migration with the new text; this one stays as it is.
"""

from __future__ import annotations

import re

from alembic import op

revision = "0004"
down_revision = "0003"

NOW = {"sqlite": "strftime('%Y-%m-%dT%H:%M:%fZ', 'now')", "postgresql": "now()"}

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
    c.rule AS rule -- the extraction rule that found it
FROM claims AS c
JOIN projections AS p ON p.story = c.story AND p.generation = c.generation AND p.active
JOIN events AS e ON e.story = c.story AND e.position = c.position
LEFT JOIN articles AS a ON a.story = c.story AND a.generation = c.generation AND a.article = c.article
""",
    "states_now": """\
-- One row per cell: what is known of it now, by all reports up to this moment. Its columns are those of state_changes,
-- without the end of the span, which is still open.
SELECT
    s.story AS story, -- the story
    s.subject_entity AS subject_entity, -- key of the entity that has the state
    s.subject AS subject, -- its name
    s.attribute AS attribute, -- location, control, killed, injured, office or status
    s.cell AS cell, -- entity and attribute, for an office also which, for a status also which kind
    s.value AS value, -- the headline: the value that the reports support best
    s.low AS low, -- killed, injured: lowest number of the headline; null: open
    s.high AS high, -- killed, injured: highest number of the headline; null: open
    s.range_low AS range_low, -- killed, injured: lowest number that any voice holds
    s.range_high AS range_high, -- killed, injured: highest number that any voice holds
    s.polarity AS polarity, -- positive, or negative: known is only that it is not so
    s.standing AS standing, -- agreed, contested, unconfirmed or lapsed
    s.known_from AS known_from, -- report time: the answer has been this one since
    s.since_earliest AS since_earliest, -- valid time: the state began at this instant at the earliest
    s.since_latest AS since_latest, -- valid time: and at this one at the latest
    s.reported_at AS reported_at, -- report time of the newest report behind the headline
    s.voices AS voices, -- JSON list of the voices for the headline
    s.alternatives AS alternatives, -- JSON list of the other values that voices hold, each with its voices
    s.claims AS claims, -- JSON list of the ids of the claims behind it
    s.because AS because -- the rule that chose the headline
FROM states AS s
JOIN projections AS p ON p.story = s.story AND p.generation = s.generation AND p.active
WHERE s.known_from <= {now} AND {now} < s.known_to
""",
    "state_changes": """\
-- One row per cell and span of report time in which its answer stayed the same, as it was known then. The state as of T:
-- WHERE known_from <= :t AND :t < known_to
SELECT
    s.story AS story, -- the story
    s.subject_entity AS subject_entity, -- key of the entity that has the state
    s.subject AS subject, -- its name
    s.attribute AS attribute, -- location, control, killed, injured, office or status
    s.cell AS cell, -- entity and attribute, for an office also which, for a status also which kind
    s.value AS value, -- the headline: the value that the reports by then support best
    s.low AS low, -- killed, injured: lowest number of the headline; null: open
    s.high AS high, -- killed, injured: highest number of the headline; null: open
    s.range_low AS range_low, -- killed, injured: lowest number that any voice still held
    s.range_high AS range_high, -- killed, injured: highest number that any voice still held
    s.polarity AS polarity, -- positive, or negative: known is only that it is not so
    s.standing AS standing, -- agreed, contested, unconfirmed or lapsed
    s.known_from AS known_from, -- report time: the answer was this one from here on
    s.known_to AS known_to, -- report time: up to here, itself excluded; the year 9999 where nothing came after
    s.since_earliest AS since_earliest, -- valid time: the state began at this instant at the earliest
    s.since_latest AS since_latest, -- valid time: and at this one at the latest
    s.reported_at AS reported_at, -- report time of the newest report behind the headline
    s.voices AS voices, -- JSON list of the voices for the headline
    s.alternatives AS alternatives, -- JSON list of the other values that voices held, each with its voices
    s.claims AS claims, -- JSON list of the ids of the claims behind it
    s.because AS because -- the rule that chose the headline
FROM states AS s
JOIN projections AS p ON p.story = s.story AND p.generation = s.generation AND p.active
""",
}


def upgrade() -> None:
    sqlite = op.get_bind().dialect.name == "sqlite"
    if not sqlite:
        run("CREATE SCHEMA IF NOT EXISTS report")
        run("COMMENT ON SCHEMA report IS 'Views for analysts: their names and columns are kept stable.'")
    for name, text in VIEWS.items():
        view = f"report_{name}" if sqlite else f"report.{name}"
        run(f"CREATE VIEW {view} AS {text.replace('{now}', NOW['sqlite' if sqlite else 'postgresql'])}")
        if not sqlite:
            comment(view, text)


def downgrade() -> None:
    sqlite = op.get_bind().dialect.name == "sqlite"
    for name in VIEWS:
        run(f"DROP VIEW {'report_' if sqlite else 'report.'}{name}")
    if not sqlite:
        run("DROP SCHEMA report")  # refused where someone keeps views of their own there


def comment(view: str, text: str) -> None:
    """The comments of the text, as comments of the database."""
    head = re.match(r"(?:--[^\n]*\n)+", text)
    about = " ".join(re.sub(r"^--\s?", "", head.group() if head else "", flags=re.M).split())
    run(f"COMMENT ON VIEW {view} IS {quoted(about)}")
    for column, holds in re.findall(r"\bAS (\w+),?\s+-- (.+)$", text, flags=re.M):
        run(f"COMMENT ON COLUMN {view}.{column} IS {quoted(holds)}")


def quoted(words: str) -> str:
    return "'" + words.replace("'", "''") + "'"


def run(statement: str) -> None:
    # Not `op.execute`: it would take a `:` for a parameter. psycopg gets no parameters, so its `%` stands for itself.
    op.get_bind().exec_driver_sql(statement)
