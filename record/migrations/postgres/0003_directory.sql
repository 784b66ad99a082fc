-- The directory of professionals, as imports fill it and people search it.

-- Codes of what the person is entitled by, separated by spaces.
ALTER TABLE professional ADD COLUMN entitlements TEXT NOT NULL DEFAULT '';
-- Everywhere they practise: a JSON list of [organisation, its name, town].
ALTER TABLE professional ADD COLUMN places TEXT NOT NULL DEFAULT '[]';
-- The words they are found by, sorted, each between spaces.
ALTER TABLE professional ADD COLUMN words TEXT NOT NULL DEFAULT '';
-- The beginning of their name as a number: it sorts as the name does.
ALTER TABLE professional ADD COLUMN sort_key BIGINT NOT NULL DEFAULT 0;
-- The last import that had them; 0 for those whom no import brought.
ALTER TABLE professional ADD COLUMN import_id BIGINT NOT NULL DEFAULT 0;

CREATE INDEX professional_without_words ON professional (rpps) WHERE words = '';

-- One line per word of a person: a beginning of a word is a range of this key, already in order of names.
CREATE TABLE professional_word (
    word TEXT COLLATE "C" NOT NULL,
    sort_key BIGINT NOT NULL,
    rpps TEXT NOT NULL,
    PRIMARY KEY (word, sort_key, rpps)
);

CREATE TABLE organisation (
    finess TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    town TEXT NOT NULL
);

-- How far each import went. The place moves in the transaction that writes what was read before it.
CREATE TABLE directory_import (
    id BIGINT PRIMARY KEY,
    file_hash BYTEA NOT NULL,
    started_at BIGINT NOT NULL,
    finished_at BIGINT,
    byte_offset BIGINT NOT NULL,
    line BIGINT NOT NULL,
    people BIGINT NOT NULL,
    set_aside BIGINT NOT NULL,
    bad BIGINT NOT NULL
);
