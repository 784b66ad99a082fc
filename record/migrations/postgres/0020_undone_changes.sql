-- What an undo has put back: it is not offered again.
ALTER TABLE change ADD COLUMN undone BOOLEAN NOT NULL DEFAULT FALSE;
