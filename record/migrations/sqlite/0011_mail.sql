-- Notices that arrive by e-mail.

-- Where the person of an account is written to; blank when it is not known.
ALTER TABLE account ADD COLUMN email TEXT NOT NULL DEFAULT '';

-- One line per notice and account to write to, put in with the notice. `state` is `waiting`, `sending` (handed to the mail
-- server, which has not answered yet), `sent`, `given_up`, or `unknown`: it may have arrived, and is not sent again. The
-- address and the text are made when it is sent: neither is kept here.
CREATE TABLE outbox (
    profile_id BLOB NOT NULL,
    id BLOB NOT NULL,
    notice_id BLOB NOT NULL,
    account_id BLOB NOT NULL,
    kind TEXT NOT NULL,
    state TEXT NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0,
    queued_at INTEGER NOT NULL,
    due_at INTEGER NOT NULL,
    claim BLOB,
    claimed_until INTEGER NOT NULL DEFAULT 0,
    failure TEXT NOT NULL DEFAULT '',
    settled_at INTEGER,
    PRIMARY KEY (profile_id, id)
) STRICT;

CREATE UNIQUE INDEX outbox_once ON outbox (profile_id, notice_id, account_id);
CREATE INDEX outbox_open ON outbox (due_at, id) WHERE state IN ('waiting', 'sending');

-- What an account chose to be told, and how; what is not there is told.
CREATE TABLE notice_preference (
    profile_id BLOB NOT NULL,
    account_id BLOB NOT NULL,
    kind TEXT NOT NULL,
    by_email INTEGER NOT NULL,
    in_application INTEGER NOT NULL,
    PRIMARY KEY (profile_id, account_id, kind)
) STRICT;

CREATE INDEX representation_by_profile ON representation (profile_id, account_id);
