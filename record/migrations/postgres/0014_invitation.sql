-- The second representative of a minor, invited by the first. Only the hash of the code is kept; `state` is `pending`,
-- `accepted`, `refused` or `cancelled`. One that has expired stays pending: its time says so.
CREATE TABLE invitation (
    profile_id UUID NOT NULL,
    id UUID NOT NULL,
    code_hash BYTEA NOT NULL,
    invited TEXT NOT NULL,
    inviter TEXT NOT NULL,
    state TEXT NOT NULL,
    at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    closed_at BIGINT,
    PRIMARY KEY (profile_id, id)
);

CREATE UNIQUE INDEX invitation_by_code ON invitation (code_hash);
