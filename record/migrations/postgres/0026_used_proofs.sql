-- Proofs that professionals' software has used (RFC 9449), until they would be refused for their age.
CREATE TABLE used_proof (
    hash BYTEA PRIMARY KEY,
    until BIGINT NOT NULL
);
CREATE INDEX used_proof_until ON used_proof (until);
