-- Whether the person has answered about future documents; until then the default holds.
ALTER TABLE profile ADD COLUMN default_answered BOOLEAN NOT NULL DEFAULT FALSE;
