-- The parts of the profile that professionals may read besides documents. `section` is the identifier of the rules.
CREATE TABLE section_content (
    profile_id UUID NOT NULL,
    section TEXT NOT NULL,
    body TEXT NOT NULL,
    updated_at BIGINT NOT NULL,
    PRIMARY KEY (profile_id, section)
);

-- Acts of professionals that may be sent again: a key is its sender's own, whatever record it was used on. `answer`
-- is empty only within the transaction that does the act.
CREATE TABLE idempotent_act (
    rpps TEXT NOT NULL,
    idempotency_key TEXT NOT NULL,
    request_hash BYTEA NOT NULL,
    answer TEXT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (rpps, idempotency_key)
);

CREATE INDEX idempotent_act_by_age ON idempotent_act (at);

-- Organisations whose own two factors are accepted (AIR simplifié), and the last day on which they are.
CREATE TABLE air_allow_list (
    finess TEXT PRIMARY KEY,
    until TEXT NOT NULL
);
