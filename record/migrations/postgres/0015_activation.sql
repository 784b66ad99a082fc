-- The one-time code with which a person opens their own record. Only its hash is kept, with how often it was tried.
CREATE TABLE activation_code (
    profile_id UUID PRIMARY KEY,
    code_hash BYTEA NOT NULL,
    tries BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);

-- What was told of a coming of age: each once, whoever writes it first.
CREATE TABLE coming_of_age (
    profile_id UUID NOT NULL,
    kind TEXT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (profile_id, kind)
);

-- Since when someone who came of age is asked to review what was decided for them; empty once they have.
ALTER TABLE profile ADD COLUMN review_since BIGINT;

CREATE INDEX profile_by_birth ON profile (born);
