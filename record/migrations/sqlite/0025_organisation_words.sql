-- The words an organisation is found by, each between spaces.
ALTER TABLE organisation ADD COLUMN words TEXT NOT NULL DEFAULT '';
