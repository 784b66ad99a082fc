-- What the history is narrowed to. `body` stays what the chain holds; these columns only serve queries.
ALTER TABLE trace ADD COLUMN emergency INTEGER NOT NULL DEFAULT FALSE;
ALTER TABLE trace ADD COLUMN document TEXT NOT NULL DEFAULT '';

UPDATE trace SET
    emergency = COALESCE(json_extract(body, '$.professional.context') IN ('samu', 'break_glass'), FALSE),
    document = COALESCE(json_extract(body, '$.document.id'), '');

CREATE INDEX trace_by_professional ON trace (profile_id, rpps, at, audience, seq);
