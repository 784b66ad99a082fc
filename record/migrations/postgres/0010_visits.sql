-- When the visit that a line belongs to began: one person, one place, one opening. For an act of the holder's side, its own time.
ALTER TABLE trace ADD COLUMN visit_at BIGINT NOT NULL DEFAULT 0;
-- What the line is found by, normalised. Lines of before are found by their words as they were written, accents included.
ALTER TABLE trace ADD COLUMN search_text TEXT NOT NULL DEFAULT '';

UPDATE trace SET
    visit_at = COALESCE(
        (SELECT MAX(opening.at) FROM trace opening
         WHERE opening.profile_id = trace.profile_id AND opening.audience = trace.audience
         AND opening.rpps = trace.rpps AND opening.rpps <> '' AND opening.event = 'record_opened'
         AND opening.at <= trace.at),
        at),
    search_text = lower(COALESCE(body::jsonb #>> '{professional,name}', '') || ' ' || COALESCE(body::jsonb #>> '{document,title}', ''));

CREATE INDEX trace_by_visit ON trace (profile_id, professional, visit_at, rpps, at);

-- A doubtful access that the holder's side reported. `state` is `sent`, `withdrawn` or `answered`.
CREATE TABLE access_report (
    profile_id UUID NOT NULL,
    id UUID NOT NULL,
    audience TEXT NOT NULL,
    visit_at BIGINT NOT NULL,
    rpps TEXT NOT NULL,
    name TEXT NOT NULL,
    profession TEXT NOT NULL,
    kind TEXT NOT NULL,
    body TEXT NOT NULL,
    state TEXT NOT NULL,
    at BIGINT NOT NULL,
    closed_at BIGINT,
    answer TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (profile_id, id)
);

CREATE INDEX access_report_by_time ON access_report (profile_id, at, id);
