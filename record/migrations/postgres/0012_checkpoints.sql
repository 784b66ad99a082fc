-- Signed checkpoints of histories: `body` is what stands in a proof (crate `proof`).
CREATE TABLE trace_checkpoint (
    profile_id UUID NOT NULL,
    audience TEXT NOT NULL,
    seq BIGINT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (profile_id, audience, seq)
);
