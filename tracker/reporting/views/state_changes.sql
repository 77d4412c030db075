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
