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
