-- The second representative of a minor, invited by the first. Only the hash of the code is kept; `state` is `pending`,
-- `accepted`, `refused` or `cancelled`. One that has expired stays pending: its time says so.
CREATE TABLE invitation (
    profile_id BLOB NOT NULL,
    id BLOB NOT NULL,
    code_hash BLOB NOT NULL,
    invited TEXT NOT NULL,
    inviter TEXT NOT NULL,
    state TEXT NOT NULL,
    at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    closed_at INTEGER,
    PRIMARY KEY (profile_id, id)
) STRICT;

CREATE UNIQUE INDEX invitation_by_code ON invitation (code_hash);
