-- The directory of professionals, as imports fill it and people search it.

-- Codes of what the person is entitled by, separated by spaces.
ALTER TABLE professional ADD COLUMN entitlements TEXT NOT NULL DEFAULT '';
-- Everywhere they practise: a JSON list of [organisation, its name, town].
ALTER TABLE professional ADD COLUMN places TEXT NOT NULL DEFAULT '[]';
-- The words they are found by, sorted, each between spaces.
ALTER TABLE professional ADD COLUMN words TEXT NOT NULL DEFAULT '';
-- The beginning of their name as a number: it sorts as the name does.
ALTER TABLE professional ADD COLUMN sort_key INTEGER NOT NULL DEFAULT 0;
-- The last import that had them; 0 for those whom no import brought.
ALTER TABLE professional ADD COLUMN import_id INTEGER NOT NULL DEFAULT 0;

CREATE INDEX professional_without_words ON professional (rpps) WHERE words = '';

-- One line per word of a person: a beginning of a word is a range of this key, already in order of names.
CREATE TABLE professional_word (
    word TEXT NOT NULL,
    sort_key INTEGER NOT NULL,
    rpps TEXT NOT NULL,
    PRIMARY KEY (word, sort_key, rpps)
) STRICT, WITHOUT ROWID;

CREATE TABLE organisation (
    finess TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    town TEXT NOT NULL
) STRICT;

-- How far each import went. The place moves in the transaction that writes what was read before it.
CREATE TABLE directory_import (
    id INTEGER PRIMARY KEY,
    file_hash BLOB NOT NULL,
    started_at INTEGER NOT NULL,
    finished_at INTEGER,
    byte_offset INTEGER NOT NULL,
    line INTEGER NOT NULL,
    people INTEGER NOT NULL,
    set_aside INTEGER NOT NULL,
    bad INTEGER NOT NULL
) STRICT;
