-- What an undo has put back: it is not offered again.
ALTER TABLE change ADD COLUMN undone INTEGER NOT NULL DEFAULT 0;
