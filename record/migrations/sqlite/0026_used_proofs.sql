-- Proofs that professionals' software has used (RFC 9449), until they would be refused for their age.
CREATE TABLE used_proof (
    hash BLOB PRIMARY KEY,
    until INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX used_proof_until ON used_proof (until);
