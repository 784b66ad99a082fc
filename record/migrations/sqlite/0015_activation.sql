-- The one-time code with which a person opens their own record. Only its hash is kept, with how often it was tried.
CREATE TABLE activation_code (
    profile_id BLOB PRIMARY KEY,
    code_hash BLOB NOT NULL,
    tries INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT;

-- What was told of a coming of age: each once, whoever writes it first.
CREATE TABLE coming_of_age (
    profile_id BLOB NOT NULL,
    kind TEXT NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (profile_id, kind)
) STRICT;

-- Since when someone who came of age is asked to review what was decided for them; empty once they have.
ALTER TABLE profile ADD COLUMN review_since INTEGER;

CREATE INDEX profile_by_birth ON profile (born);
