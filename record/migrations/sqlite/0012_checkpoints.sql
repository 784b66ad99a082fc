-- Signed checkpoints of histories: `body` is what stands in a proof (crate `proof`).
CREATE TABLE trace_checkpoint (
    profile_id BLOB NOT NULL,
    audience TEXT NOT NULL,
    seq INTEGER NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (profile_id, audience, seq)
) STRICT;
