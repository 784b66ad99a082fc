-- The name of the person who signs in: whoever acts for another is traced by it.
ALTER TABLE account ADD COLUMN name TEXT NOT NULL DEFAULT '';
