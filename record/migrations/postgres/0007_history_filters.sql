-- What the history is narrowed to. `body` stays what the chain holds; these columns only serve queries.
ALTER TABLE trace ADD COLUMN emergency BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE trace ADD COLUMN document TEXT NOT NULL DEFAULT '';

UPDATE trace SET
    emergency = COALESCE(body::json #>> '{professional,context}' IN ('samu', 'break_glass'), FALSE),
    document = COALESCE(body::json #>> '{document,id}', '');

CREATE INDEX trace_by_professional ON trace (profile_id, rpps, at, audience, seq);
